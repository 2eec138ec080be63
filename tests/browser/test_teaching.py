"""Teaching together in Chromium: tablets watch along and come back, and somebody sits beside a learner."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from app.simulator import machine
from app.simulator.machine import BESIDE, GONE
from tests.browser import places
from tests.browser.audit.looking import MEASURE
from tests.browser.hands import part, settle
from tests.browser.serving import Copy
from tests.browser.tablet import Tablet, laptop, tablet
from tests.browser.test_fit import GLASSES, all_right, wrong_now
from tests.browser.test_journeys import kept

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "certify-pension"
OFTEN = 3_500
"""Milliseconds in which a tablet that watches has asked once more."""
SCREENS = 3


def teaching(mine: Tablet, step: int) -> Page:
    """The laptop with the demonstration on it, at a step, its volunteer signed in."""
    cookies = [{**one, "url": mine.copy.address} for one in mine.copy.signed_in("小刘", lang="en")]
    mine.page.context.add_cookies(cookies)
    mine.go(f"/staff/class/{mine.copy.classroom_id}/show/{LESSON}?step={step}")
    return mine.page


@pytest.mark.holds("shown-together")
def test_tablets_watch_along_and_go_back(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer(sound="quiet")
    with laptop(chromium, copy) as hers, tablet(chromium, copy) as mine, tablet(chromium, copy) as busy:
        busy.begin(copy.newcomer(sound="quiet"), LESSON)
        mine.sit(learner)
        show = teaching(hers, 1)
        show.locator("#follow").click()
        expect(show.locator("#follow")).to_have_attribute("aria-pressed", "true")
        mine.page.locator("h1").tap()  # a touch of a page where nobody practises is enough
        mine.page.wait_for_url("**/together")
        screen = mine.page.locator(".play").get_attribute("data-screen")
        show.keyboard.press("ArrowRight")
        expect(show.locator("[name=step]")).to_have_value("2")
        mine.page.clock.fast_forward(OFTEN)
        expect(mine.page.locator(".play")).not_to_have_attribute("data-screen", screen or "")
        show.keyboard.press("PageUp")
        expect(show.locator("[name=step]")).to_have_value("1")
        busy.hand.press(busy.page, machine.HELP)
        expect(busy.page.locator("[data-together]")).to_be_visible()
        expect(busy.page).to_have_url(f"{copy.address}/practice/{LESSON}")
        show.locator(".foot .back").click()
        expect(show).to_have_url(f"{copy.address}/staff/class/{copy.classroom_id}")
        mine.page.clock.fast_forward(OFTEN)
        mine.page.wait_for_url("**/home")
        mine.glass.must_be_clean()
        busy.glass.must_be_clean()
        hers.glass.must_be_clean()
    assert copy.plays(learner) == []


@pytest.mark.holds("beside")
def test_somebody_sits_down_and_leaves(chromium: Browser, copy: Copy) -> None:
    learner = copy.newcomer(sound="quiet")
    with tablet(chromium, copy) as mine:
        mine.begin(learner, LESSON)
        mine.hand.press(mine.page, BESIDE)
        expect(mine.page.locator(".companion")).to_be_visible()
        mine.page.locator(".companion summary").tap()
        expect(mine.page.locator(".for-them q").first).to_be_visible()
        mine.hand.press(mine.page, GONE)
        expect(mine.page.locator(".companion")).to_have_count(0)
        mine.page.wait_for_function("!('waiting' in document.documentElement.dataset)")
        mine.glass.must_be_clean()
    assert [act for _, act, _ in kept(copy, learner)] == [BESIDE, GONE]


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("size", ["1", "2"])
@pytest.mark.parametrize("glass", GLASSES)
def test_the_button_hides_nothing(chromium: Browser, copy: Copy, glass: str, size: str, lang: str) -> None:
    learner, viewport = copy.newcomer(lang=lang, size=size, sound="quiet"), GLASSES[glass]
    sitting, wrong = places.begin(copy, learner, LESSON), []
    with tablet(chromium, copy, lang=lang, screen=(viewport.width, viewport.height)) as mine:
        mine.page.add_init_script(MEASURE)
        mine.sit(learner)
        for _ in range(SCREENS):
            mine.go(f"/practice/{LESSON}")
            settle(mine.page)
            expect(part(mine.page, BESIDE)).to_be_visible()
            wrong += wrong_now(mine, viewport, lang, sitting.place.screen)
            sitting = places.go_on(copy, sitting, 1)
    all_right(wrong)
