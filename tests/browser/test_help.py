"""Help on the glass: three beats after a slip, three hints, an offer to who has stopped, one attempt for two taps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from app.simulator import machine
from app.simulator.paths import spelled
from app.simulator.support import SUPPORT
from tests.browser import places
from tests.browser.hands import part, screen_of, settle
from tests.browser.serving import Copy
from tests.browser.tablet import Tablet, tablet, way
from tests.browser.test_journeys import LESSONS, kept

pytestmark = pytest.mark.browser

BEATS = 3
STILL = 61
"""Seconds after which somebody has stopped."""


def support(mine: Tablet) -> int:
    """How little help is given now: 0 shows everything."""
    return SUPPORT.index(mine.page.locator(".play").get_attribute("data-support") or "")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_slip_says_three_beats_stays_and_leaves_the_way_open(chromium: Browser, copy: Copy, lesson: str) -> None:
    learner = copy.newcomer()
    sitting = places.begin(copy, learner, lesson)
    while not (slips := list(places.slips(sitting.play, sitting.place))):
        sitting = places.go_on(copy, sitting, 1)
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        before = support(mine)
        mine.hand.press(mine.page, slips[0].act)
        expect(mine.page.locator("#line.beats li")).to_have_count(BEATS)
        mine.must_be_at(sitting.place.screen)
        assert max(0, before - 1) <= support(mine) <= before
        following = machine.next_act(sitting.play, sitting.place)
        assert following is not None
        stroke = next(spelled(sitting.play, sitting.place.screen, following))
        expect(part(mine.page, stroke.act)).to_be_visible()
        mine.glass.must_be_clean()
    assert [attempt.outcome for attempt in copy.attempts(learner)][-1] == machine.SLIP


@pytest.mark.parametrize("lesson", LESSONS)
def test_asking_climbs_three_hints_and_is_no_slip(chromium: Browser, copy: Copy, lesson: str) -> None:
    learner = copy.newcomer()
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        screen, said = screen_of(mine.page), [mine.page.locator("#line").inner_text()]
        for _ in range(machine.HINTS):
            mine.hand.press(mine.page, "tap help")
            said.append(mine.page.locator("#line").inner_text())
        assert len(set(said)) == len(said)
        assert support(mine) == SUPPORT.index("shown")
        expect(mine.page.locator("[data-right]:visible").first).to_be_visible()
        mine.must_be_at(screen)
        expect(mine.page.locator(".more-help [data-act='tap help']")).to_have_count(0)
        mine.glass.must_be_clean()
    attempts = copy.attempts(learner)
    assert [attempt.outcome for attempt in attempts] == [machine.HINT] * machine.HINTS
    assert [attempt.hints for attempt in attempts] == [1, 2, 3]


def test_who_stops_is_offered_help_and_may_leave_it(chromium: Browser, copy: Copy) -> None:
    lesson, learner = "certify-pension", copy.newcomer(sound="quiet")
    stroke = way(copy.shelf.lessons[lesson])[0]
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        mine.page.clock.fast_forward(STILL * 1000)
        expect(mine.page.locator(".more-help")).to_be_visible()
        settle(mine.page)
        mine.must_be_at(stroke.screen)
        mine.do(stroke)
        expect(mine.page.locator(".more-help")).to_have_count(0)
        mine.glass.must_be_clean()
    assert kept(copy, learner) == [(stroke.screen, machine.FROZEN, ""), (stroke.screen, stroke.act, "")]
    assert machine.SLIP not in {attempt.outcome for attempt in copy.attempts(learner)}


@pytest.mark.holds("way-out")
def test_a_double_tap_is_one_attempt(chromium: Browser, copy: Copy) -> None:
    lesson, learner = "pay-resident-medical", copy.newcomer()
    first, second = way(copy.shelf.lessons[lesson])[:2]
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        part(mine.page, first.act).dblclick(delay=5)
        settle(mine.page)
        mine.must_be_at(second.screen)
        mine.glass.must_be_clean()
    assert kept(copy, learner) == [(first.screen, first.act, "")]


@pytest.mark.holds("way-out")
def test_a_tap_that_might_become_a_double_tap_is_not_lost_to_the_next_tap(chromium: Browser, copy: Copy) -> None:
    lesson, learner = "connect-wifi", copy.newcomer()
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        strokes = way(copy.shelf.lessons[lesson])
        waits = next(n for n, one in enumerate(strokes) if (one.screen, one.act) == ("switch", "tap wlan"))
        for stroke in strokes[:waits]:
            mine.do(stroke)
        first, second = strokes[waits : waits + 2]
        assert first.screen == second.screen
        for stroke in (first, second):
            part(mine.page, stroke.act).tap()
        mine.must_be_at(strokes[waits + 2].screen)
        settle(mine.page)
        mine.glass.must_be_clean()
    assert kept(copy, learner)[waits:] == [(one.screen, one.act, "") for one in (first, second)]


@pytest.mark.holds("way-out")
def test_a_browser_that_can_keep_nothing_is_answered_by_the_laptop(chromium: Browser, copy: Copy) -> None:
    lesson, learner = "e-social-card", copy.newcomer()
    strokes = way(copy.shelf.lessons[lesson])[:4]
    with tablet(chromium, copy) as mine:
        mine.page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
        mine.begin(learner, lesson)
        for stroke in strokes:
            mine.do(stroke)
        mine.glass.must_be_clean()
    assert kept(copy, learner) == [(one.screen, one.act, "") for one in strokes]


@pytest.mark.holds("way-out")
def test_a_list_stays_open_though_something_was_just_written(chromium: Browser, copy: Copy) -> None:
    lesson, learner = "e-social-card", copy.newcomer()
    with tablet(chromium, copy) as mine:
        mine.begin(learner, lesson)
        strokes = way(copy.shelf.lessons[lesson])
        writes = next(n for n, one in enumerate(strokes) if (one.screen, one.act) == ("who", "type name"))
        for stroke in strokes[: writes + 2]:
            mine.do(stroke)
        mine.page.clock.fast_forward(2_000)
        mine.do(strokes[writes + 2])
        mine.glass.must_be_clean()
    assert [act for _, act, _ in kept(copy, learner)][-2:] == ["type name", strokes[writes + 2].act]


@pytest.mark.holds("way-out")
def test_a_form_that_is_sent_twice_is_one_attempt_without_scripts_too(chromium: Browser, copy: Copy) -> None:
    lesson, learner = "pay-resident-medical", copy.newcomer()
    first, second = way(copy.shelf.lessons[lesson])[:2]
    with tablet(chromium, copy, "plain") as mine:
        mine.begin(learner, lesson)
        mine.do(first)
        mine.must_be_at(second.screen)
        mine.page.go_back()
        mine.go(f"/practice/{lesson}")
        mine.must_be_at(second.screen)
        part(mine.page, "tap help").dblclick(delay=5)
        mine.must_be_at(second.screen)
        mine.page.wait_for_load_state()
        mine.glass.must_be_clean()
    assert kept(copy, learner) == [(first.screen, first.act, ""), (second.screen, machine.HELP, "")]
