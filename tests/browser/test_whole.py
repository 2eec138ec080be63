"""Every screen of every lesson and twist, as it comes, after a slip and after each hint, in every way it is shown.

The fragments are the server's own (`compiled.fragment`), put on one open page one after the other and taken up by its
scripts as if they had just come; so a whole lesson is looked at in the time of a few real taps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.config import LANGUAGES
from app.simulator import glance, machine
from app.simulator.lesson import Play, stage
from app.simulator.machine import HELP, Act, Outcome, Place
from app.web import preferences
from app.web.compiling import lesson_drawn
from tests.browser import places
from tests.browser.audit import axe
from tests.browser.audit.looking import MEASURE, ON_EVERY_GLASS, ON_ONE_GLASS, measure
from tests.browser.audit.profiles import PHONE, SENIOR, UPRIGHT, Viewport
from tests.browser.serving import Copy
from tests.browser.tablet import tablet
from tests.shelves import LESSONS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.holds("whole-library")]

GLASSES = {"phone": PHONE, "tablet": UPRIGHT}
WAYS = (("1", "big"),)
"""Sizes of the letters, and of the practice phone."""
ENOUGH = 0.6
IN_VIEW = Path(__file__).with_name("in_view.js").read_text(encoding="utf-8")
ALONE = "Object.defineProperty(window, 'indexedDB', { value: undefined })"
"""Acts go to the laptop one by one, so that the page takes up what is swapped in."""
SWAP = """(fragment) => {
  document.querySelector('#stage .play').outerHTML = fragment;
  document.getElementById('stage').dispatchEvent(new CustomEvent('htmx:afterSettle', { bubbles: true }));
}"""
WHY = '<p class="because">…</p>'


@dataclass(frozen=True)
class Look:
    """A place as somebody comes to it: with what support, after what, and what is told beside it."""

    when: str
    place: Place
    last: Outcome | None
    planned: str
    called: bool = False
    rest: bool = False

    def fragment(self, compiled: Any, play: Play, size: str) -> str:
        """What stands on the page then."""
        seen = glance.look(
            play, self.place, self.last, self.planned, called=self.called, rest=self.rest, why=not self.called
        )
        return str(compiled.fragment(play, seen, size, "" if self.called else WHY))


def looks(play: Play, only: frozenset[str] | None) -> Iterator[Look]:
    """The looks along the right way of a play: at these screens only, at every one when it is None."""
    place, last, decisions = machine.start(play), None, 0
    while not place.done:
        name = place.screen
        act = machine.next_act(play, place)
        assert act is not None
        if only is None or name in only:
            if last is None or last.moved:
                decisions += 1
                yield Look(name, place, last, "shown")
                yield Look(f"{name} alone", place, last, "alone", rest=decisions % 10 == 0 and last is not None)
                yield from helped(play, place)
            else:
                yield Look(f"{name} before {act.act}", place, last, "guided")
        place, last = machine.advance(play, place, act)


def helped(play: Play, place: Place) -> Iterator[Look]:
    """After one slip, and after each of the hints."""
    slip = next(places.slips(play, place), None)
    if slip is not None:
        yield Look(f"{place.screen} after {slip.act}", *machine.advance(play, place, slip), "prompted")
    for n in range(1, machine.HINTS + 1):
        place, outcome = machine.advance(play, place, Act(HELP))
        yield Look(f"{place.screen} after hint {n}", place, outcome, "alone", called=n == 1)


def every_look(lesson: str) -> Iterator[tuple[Play, Look]]:
    """All looks of a lesson: its own way, then what each twist adds or changes."""
    play = stage(LESSONS[lesson])
    yield from ((play, look) for look in looks(play, None))
    for twist in LESSONS[lesson].twists:
        play = stage(LESSONS[lesson], twist.number)
        yield from ((play, look) for look in looks(play, frozenset((*twist.added, *twist.changed))))


def wrong_at(page: Page, viewport: Viewport, lang: str, look: Look) -> Iterator[str]:
    """What cannot be seen and what the audit finds on the page as it stands."""
    yield from (f"{look.when}: {wrong}" for wrong in page.evaluate(IN_VIEW, ENOUGH))
    seen = measure(page, SENIOR, viewport, lang)
    rules = ON_EVERY_GLASS if viewport is PHONE else (*ON_ONE_GLASS, *ON_EVERY_GLASS)
    yield from (f"{look.when}: {finding}" for rule in rules for finding in rule(seen))
    if look.planned == "shown":
        yield from (f"{look.when}: {finding}" for finding in axe.asked(page, SENIOR))


@pytest.mark.parametrize(("size", "drawn"), WAYS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("glass", GLASSES)
@pytest.mark.parametrize("lesson", LESSONS)
def test_all_that_a_lesson_shows_is_seen_and_clean(
    chromium: Browser, copy: Copy, application: Flask, lesson: str, glass: str, lang: str, size: str, drawn: str
) -> None:
    learner, viewport = copy.newcomer(lang=lang, size=size, sound="quiet"), GLASSES[glass]
    with application.test_request_context(), preferences.as_if(lang=lang):
        compiled = lesson_drawn(LESSONS[lesson]).compiled
    wrong, looked = [], 0
    with tablet(chromium, copy, lang=lang, screen=(viewport.width, viewport.height)) as mine:
        mine.page.add_init_script(MEASURE)
        mine.page.add_init_script(ALONE)
        mine.begin(learner, lesson)
        for play, look in every_look(lesson):
            mine.page.evaluate(SWAP, look.fragment(compiled, play, drawn))
            wrong += [f"twist {play.twist}, {one}" for one in wrong_at(mine.page, viewport, lang, look)]
            looked += 1
    assert looked > 60
    print(f"{lesson} {glass} {lang} {size} {drawn}: {looked} looks")
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
