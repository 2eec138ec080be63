"""Language, voice, letters and contrast are changed in the middle of a lesson: the place stays, the wish is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from app.dialects.registry import DIALECTS
from tests.browser.serving import Copy
from tests.browser.tablet import tablet, way
from tests.browser.test_journeys import kept

pytestmark = pytest.mark.browser

LESSON = "certify-pension"
WISHES = {
    "tap lang-en": ("html", "lang", "en"),
    "tap voice-yue": ("[data-auto] >> nth=0", "data-tongue", DIALECTS["yue"].speech),
    "tap voice-zh-x-wuhan": ("[data-auto] >> nth=0", "data-tongue", DIALECTS["zh-x-wuhan"].speech),
    "tap size-4": ("html", "data-size", "4"),
    "tap theme-strong": ("html", "data-theme", "strong"),
    "tap sound-quiet": ("body", "data-sound", "quiet"),
}


@pytest.mark.parametrize("hand", ["tap", "plain"])
@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_keeps_the_place_and_is_remembered(chromium: Browser, copy: Copy, wish: str, hand: str) -> None:
    learner, strokes = copy.newcomer(), way(copy.shelf.lessons[LESSON])
    where, attribute, value = WISHES[wish]
    with tablet(chromium, copy, hand) as mine:
        mine.begin(learner, LESSON)
        for stroke in strokes[:8]:
            mine.do(stroke)
        before = kept(copy, learner)
        mine.hand.press(mine.page, "tap sound-and-text")
        mine.page.locator(f'[data-act="{wish}"]').check()
        mine.hand.press(mine.page, "tap done")
        mine.must_be_at(strokes[8].screen)
        expect(mine.page.locator(where)).to_have_attribute(attribute, value)
        assert kept(copy, learner) == before
        mine.glass.must_be_clean()
    with tablet(chromium, copy, hand) as another:
        another.sit(learner)
        expect(another.page.locator(where)).to_have_attribute(attribute, value)


def test_one_tap_changes_the_language_and_back(chromium: Browser, copy: Copy) -> None:
    learner, strokes = copy.newcomer(), way(copy.shelf.lessons[LESSON])
    with tablet(chromium, copy) as mine:
        mine.begin(learner, LESSON)
        mine.do(strokes[0])
        mine.must_be_at(strokes[1].screen)
        chinese = mine.page.locator("h1").inner_text()
        mine.hand.press(mine.page, "tap other-language")
        expect(mine.page.locator("html")).to_have_attribute("lang", "en")
        mine.must_be_at(strokes[1].screen)
        assert mine.page.locator("h1").inner_text() != chinese
        mine.hand.press(mine.page, "tap other-language")
        expect(mine.page.locator("h1")).to_have_text(chinese)
        mine.must_be_at(strokes[1].screen)
        mine.glass.must_be_clean()
