"""On every screen, after it has come, after a slip and after a hint, sentence and target are seen without scrolling.

On the way each of these pages is held to the audit's rules that only need measuring.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.config import LANGUAGES
from app.practice import Sitting
from app.simulator import machine
from app.simulator.lesson import Play, stage
from app.simulator.paths import spelled
from tests.browser import places
from tests.browser.audit.finding import Rule
from tests.browser.audit.looking import MEASURE, measure
from tests.browser.audit.profiles import PHONE, SENIOR, UPRIGHT, Viewport
from tests.browser.audit.reading import letters_are_big_enough, nothing_leaks, one_language
from tests.browser.audit.stretching import nothing_cut, nothing_sideways
from tests.browser.audit.touch import apart, big_enough
from tests.browser.hands import part, settle
from tests.browser.serving import Copy
from tests.browser.tablet import Tablet, tablet
from tests.shelves import LESSONS, dealt, named

pytestmark = [pytest.mark.browser, pytest.mark.holds("in-view")]

GLASSES = {"phone": PHONE, "tablet": UPRIGHT}
ENOUGH = 0.6
IN_VIEW = Path(__file__).with_name("in_view.js").read_text(encoding="utf-8")
RULES: tuple[Rule, ...] = (
    letters_are_big_enough,
    one_language,
    nothing_leaks,
    nothing_sideways,
    nothing_cut,
    big_enough,
    apart,
)


def wrong_now(mine: Tablet, viewport: Viewport, lang: str, when: str) -> Iterator[str]:
    """What is out of sight now, and what a measuring rule finds."""
    support = mine.page.locator(".play").get_attribute("data-support")
    for wrong in mine.page.evaluate(IN_VIEW, ENOUGH):
        yield f"{when} ({support}): {wrong}"
    seen = measure(mine.page, SENIOR, viewport, lang)
    yield from (f"{when}: {finding}" for rule in RULES for finding in rule(seen))


def wrong_on_screen(mine: Tablet, viewport: Viewport, lang: str, sitting: Sitting) -> Iterator[str]:
    """What is wrong on a screen that has just come, after one slip there, and after one hint."""
    screen = sitting.place.screen
    yield from wrong_now(mine, viewport, lang, screen)
    slips = places.slips(sitting.play, sitting.place)
    slip = next((slip for slip in slips if part(mine.page, slip.act).count()), None)
    if slip is not None:
        mine.hand.press(mine.page, slip.act)
        yield from wrong_now(mine, viewport, lang, f"{screen} after {slip.act}")
    mine.hand.press(mine.page, machine.HELP)
    yield from wrong_now(mine, viewport, lang, f"{screen} after a hint")


def all_right(wrong: list[str]) -> None:
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize(
    ("lesson", "glass", "lang", "size", "drawn"), dealt(GLASSES, LANGUAGES, ("1", "2"), ("big", "true")), ids=named
)
def test_sentence_and_target_are_seen(
    chromium: Browser, copy: Copy, lesson: str, glass: str, lang: str, size: str, drawn: str
) -> None:
    learner, viewport = copy.newcomer(lang=lang, size=size, sound="quiet"), GLASSES[glass]
    wrong: list[str] = []
    places.begin(copy, learner, lesson, size=drawn)
    with tablet(chromium, copy, lang=lang, screen=(viewport.width, viewport.height)) as mine:
        mine.page.add_init_script(MEASURE)
        mine.begin(learner, lesson)
        new = True
        while not (sitting := copy.sitting(learner)).place.done:
            mine.must_be_at(sitting.place.screen)
            if new:
                wrong += wrong_on_screen(mine, viewport, lang, sitting)
                sitting = copy.sitting(learner)
            act = machine.next_act(sitting.play, sitting.place)
            assert act is not None
            for stroke in spelled(sitting.play, sitting.place.screen, act):
                mine.do(stroke)
                if stroke.value:
                    mine.page.keyboard.press("Enter")
                settle(mine.page)
                new = copy.sitting(learner).place.screen != stroke.screen
                if not new:
                    wrong += wrong_now(mine, viewport, lang, f"{stroke.screen} after {stroke.act}")
        mine.must_be_finished(lesson)
    all_right(wrong)


def of_twists(lesson: str) -> Iterator[tuple[int, str]]:
    """Every screen that a twist of the lesson adds or changes and that its right path meets."""
    for twist in LESSONS[lesson].twists:
        play: Play = stage(LESSONS[lesson], twist.number)
        met = dict.fromkeys(screen for screen, _ in machine.path(play))
        yield from ((twist.number, screen) for screen in met if screen in twist.added or screen in twist.changed)


@pytest.mark.parametrize(("lesson", "glass", "lang"), dealt(GLASSES, LANGUAGES), ids=named)
def test_sentence_and_target_are_seen_on_the_screens_of_twists(
    chromium: Browser, copy: Copy, lesson: str, glass: str, lang: str
) -> None:
    learner, viewport = copy.newcomer(lang=lang, size="2", sound="quiet"), GLASSES[glass]
    wrong: list[str] = []
    with tablet(chromium, copy, lang=lang, screen=(viewport.width, viewport.height)) as mine:
        mine.page.add_init_script(MEASURE)
        mine.sit(learner)
        for twist, screen in of_twists(lesson):
            sitting = places.begin(copy, learner, lesson, twist=twist)
            while sitting.place.screen != screen:
                sitting = places.go_on(copy, sitting, 1)
            mine.go(f"/practice/{lesson}")
            wrong += [f"twist {twist}: {one}" for one in wrong_on_screen(mine, viewport, lang, sitting)]
    all_right(wrong)
