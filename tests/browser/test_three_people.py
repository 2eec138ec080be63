"""Three people play the same lesson three times: what each did is what their help and its reasons speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from app import practice
from app.practice import Sitting
from app.simulator import machine
from app.simulator.lesson import Play, stage
from app.simulator.machine import Act, Place
from app.simulator.paths import strokes
from models.artefact import Artefact
from models.wording import msgid
from tests.browser import places
from tests.browser.serving import Copy, Sitter
from tests.browser.tablet import Tablet, tablet
from tests.shelves import LESSONS

pytestmark = [pytest.mark.browser, pytest.mark.holds("three-people")]

LESSON, SKILL, PLAYS = "certify-pension", "login-password", 3
STILL = 61
"""Seconds after which somebody has stopped."""
SURE = {"done_step", "done_skill", "doing_well", "easy_step"}
"""Reasons for less help."""
Before = Callable[[Play, Place], Iterator[Act]]


def never(play: Play, place: Place) -> Iterator[Act]:
    """Who never slips does nothing before the right act."""
    yield from ()


def slips(play: Play, place: Place) -> Iterator[Act]:
    """Who slips on one skill does so once where a screen wants it."""
    if SKILL in play.screens[place.screen].skills:
        yield next(places.slips(play, place))


def asks(play: Play, place: Place) -> Iterator[Act]:
    """Who is afraid stops where the lesson begins, and asks for help on every screen."""
    if place.screen == play.start:
        yield Act(machine.FROZEN)
    yield Act(machine.HELP)


PEOPLE: dict[str, Before] = {"never": never, "slips": slips, "asks": asks}


@dataclass(frozen=True)
class Third:
    """The third play of somebody: its size, and of each screen they met before the support and its reason's code."""

    size: str
    steps: dict[str, tuple[str, str]]


def third(sitting: Sitting) -> Third:
    chosen, met = sitting.session.plan["steps"], {name for name, _ in machine.path(stage(LESSONS[LESSON]))}
    steps = {name: (step["level"], step["code"]) for name, step in chosen.items() if name in met}
    return Third(sitting.session.size, steps)


def must_fit(found: dict[str, Third], play: Play) -> None:
    """Fail unless the third play of each fits what they did, and says so."""
    trained = {name for name, screen in play.screens.items() if SKILL in screen.skills}
    assert trained
    assert found["never"].size == "true"
    assert {level for level, _ in found["never"].steps.values()} == {"alone"}
    assert {code for _, code in found["never"].steps.values()} <= SURE
    for name, (level, code) in found["slips"].steps.items():
        assert (level, code) == ("shown", "slips_stay") if name in trained else (level == "alone" and code in SURE), (
            name
        )
    assert set(found["asks"].steps.values()) == {("shown", "asked_stay")}


def live(mine: Tablet, learner: Sitter, before: Before) -> Sitting:
    """Play the lesson in the browser as this person does; the page must show the support and the reason kept for it."""
    mine.begin(learner, LESSON)
    opened = mine.copy.sitting(learner)
    place, met = opened.place, set()
    for stroke in strokes(opened.play):
        mine.must_be_at(stroke.screen)
        if stroke.screen not in met:
            met.add(stroke.screen)
            must_say(mine, opened, stroke.screen)
            place = replace(place, visit=replace(place.visit, screen=stroke.screen))
            for act in before(opened.play, place):
                if act.act == machine.FROZEN:
                    mine.page.clock.fast_forward(STILL * 1000)
                    mine.page.locator(".more-help").wait_for()
                else:
                    mine.hand.press(mine.page, act.act)
        mine.do(stroke)
    mine.must_be_finished(LESSON)
    return opened


def must_say(mine: Tablet, opened: Sitting, screen: str) -> None:
    """Fail unless the page shows the support planned for a screen, and says why in the reason's own words."""
    chosen = opened.session.plan["steps"][screen]
    shown = mine.page.locator(".play")
    assert shown.get_attribute("data-support") == chosen["level"]
    if "skill" not in chosen["args"]:
        said = mine.page.locator(".why .because").text_content()
        assert said == msgid(chosen["code"], "learner") % chosen["args"], screen


def test_each_is_helped_as_they_need_and_told_why(chromium: Browser, copy: Copy) -> None:
    found = {}
    for person, before in PEOPLE.items():
        learner = copy.newcomer(lang="en")
        for _ in range(PLAYS):
            with tablet(chromium, copy, lang="en") as mine:
                opened = live(mine, learner, before)
                mine.glass.must_be_clean()
        found[person] = third(opened)
        assert len(copy.plays(learner)) == PLAYS
    must_fit(found, copy.sitting(learner).play)


def at_the_door(copy: Copy, artefact: Artefact, before: Before) -> Third:
    """The third play of somebody who acts so, through practice's own door, with another model."""
    learner = copy.newcomer()
    for _ in range(PLAYS):
        with copy.records.writing() as s:
            opened = now = practice.open_play(
                s, copy.shelf.lessons, artefact, learner.id, LESSON, datetime.now(UTC), afresh=True
            )
        met = set()
        while not now.place.done:
            if now.place.screen not in met:
                met.add(now.place.screen)
                for act in before(now.play, now.place):
                    now = places.do(copy, now, act)
            now = places.go_on(copy, now, 1)
    return third(opened)


@pytest.mark.parametrize("intercept", [-1.0, 0.0, 1.0, 3.0])
def test_a_model_held_at_a_constant_does_not_fit_them(copy: Copy, intercept: float) -> None:
    shipped: Artefact = copy.app.extensions["artefact"]
    play = places.begin(copy, copy.newcomer(), LESSON).play
    must_fit({person: at_the_door(copy, shipped, before) for person, before in PEOPLE.items()}, play)
    held = replace(shipped, weights=tuple(0.0 for _ in shipped.weights), intercept=intercept)
    with pytest.raises(AssertionError):
        must_fit({person: at_the_door(copy, held, before) for person, before in PEOPLE.items()}, play)
