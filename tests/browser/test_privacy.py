"""What somebody types is found nowhere afterwards: not in the database, its log, any file, nor in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.simulator import machine
from tests.browser import places
from tests.browser.hands import HANDS, settle
from tests.browser.serving import Copy
from tests.browser.tablet import Tablet, tablet

pytestmark = [pytest.mark.browser, pytest.mark.holds("typed-text")]

NUMBERS = ("110105194912310021", "110105 19491231 002x")
"""Eighteen signs as an identity number has them."""
WORDS = "qiaoyun4471"
NAME = "吴巧云啊"
PIN = "913572"
STORES = Path(__file__).with_name("stores.js").read_text(encoding="utf-8")


def holding(folder: Path, words: str) -> list[str]:
    """The files in which these words stand, spaces left out as well as in."""
    wanted = {words.encode(), words.replace(" ", "").encode(), words.upper().encode(), words.encode("utf-16-le")}
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(form in path.read_bytes() for form in wanted)]


def nowhere(mine: Tablet, *typed: str) -> None:
    """Fail if anything typed is kept by the copy while it serves, or by the browser."""
    stores = mine.page.evaluate(STORES) if mine.hand.scripts else str(mine.page.context.cookies()) + mine.page.url
    for words in typed:
        assert not holding(mine.copy.settings.instance, words)
        assert words not in stores


@pytest.mark.parametrize("hand", HANDS)
def test_another_pin_is_kept_nowhere(chromium: Browser, mortal: Copy, hand: str) -> None:
    learner = mortal.newcomer()
    sitting = places.go_on(mortal, places.begin(mortal, learner, "certify-pension"), 1)
    with tablet(chromium, mortal, hand) as mine:
        mine.begin(learner, "certify-pension")
        mine.must_be_at(sitting.place.screen)
        for digit in PIN:
            mine.hand.press(mine.page, f"tap {digit}")
        mine.must_be_at(sitting.place.screen)
        expect(mine.page.locator(".play")).to_have_attribute("data-outcome", machine.SLIP)
        nowhere(mine, PIN)
        mine.glass.must_be_clean()
    attempts = mortal.attempts(learner)
    assert [(attempt.act, attempt.value) for attempt in attempts[1:]] == [("filled password", machine.OTHER)]
    mortal.kill()
    assert not holding(mortal.settings.instance, PIN)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("hand", HANDS)
def test_typed_words_are_kept_nowhere(chromium: Browser, mortal: Copy, hand: str, number: str) -> None:
    learner = mortal.newcomer()
    sitting = places.begin(mortal, learner, "spot-scam-sms")
    while sitting.place.screen != "fake_page":
        sitting = places.go_on(mortal, sitting, 1)
    with tablet(chromium, mortal, hand) as mine:
        mine.begin(learner, "spot-scam-sms")
        mine.must_be_at("fake_page")
        for act, words in (("type name", NAME), ("type card", number), ("type pw", WORDS)):
            mine.hand.write(mine.page, act, words)
        mine.hand.press(mine.page, "tap submit")
        mine.must_be_at("almost")
        nowhere(mine, NAME, number, WORDS)
        mine.glass.must_be_clean()
    kept = [(attempt.act, attempt.value) for attempt in mortal.attempts(learner)[sitting.acts :]]
    assert kept == [("type name", machine.OTHER), ("type card", machine.REAL_DATA)]
    mortal.kill()
    assert not [words for words in (NAME, number, WORDS) if holding(mortal.settings.instance, words)]


def test_what_is_typed_is_sent_once_when_writing_is_over(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer()
    sitting = places.begin(copy, learner, "spot-scam-sms")
    while sitting.place.screen != "fake_page":
        sitting = places.go_on(copy, sitting, 1)
    with tablet(chromium, copy) as mine:
        mine.begin(learner, "spot-scam-sms")
        mine.hand.write(mine.page, "type name", NAME)
        mine.page.locator(".sim-strip").tap()
        expect(mine.page.locator("#line.beats")).to_be_visible()
        settle(mine.page)
        mine.hand.press(mine.page, "tap help")
        mine.hand.press(mine.page, "tap help")
        expect(mine.page.locator('[name="type name"]')).to_have_value(NAME)
        mine.glass.must_be_clean()
    acts = [attempt.act for attempt in copy.attempts(learner)[sitting.acts :]]
    assert acts == ["type name", machine.HELP, machine.HELP]
