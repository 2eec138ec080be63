"""Brings a learner's play to a place before a page is looked at, through practice's own door; it opens no page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from app import practice
from app.practice import Sitting
from app.practice.sitting import step
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.lesson import Play
from app.simulator.machine import Act, Place
from tests.browser.serving import Copy, Sitter


def begin(copy: Copy, learner: Sitter, lesson: str, *, twist: int = 0, size: str = "big") -> Sitting:
    """Open a play with this twist at this size; the learner's page then goes on with it."""
    artefact, now = copy.app.extensions["artefact"], datetime.now(UTC)
    with copy.records.writing() as s:
        return practice.open_play(
            s, copy.shelf.lessons, artefact, learner.id, lesson, now, afresh=True, twist=twist, size=size
        )


def do(copy: Copy, sitting: Sitting, act: Act) -> Sitting:
    """Do one act of the play."""
    now = datetime.now(UTC)
    with copy.records.writing() as s:
        return step(s, sitting, act, uuid7(now), now)


def go_on(copy: Copy, sitting: Sitting, acts: int = machine.LONGEST) -> Sitting:
    """Do so many right acts, or all that are left."""
    for _ in range(acts):
        act = machine.next_act(sitting.play, sitting.place)
        if act is None:
            break
        sitting = do(copy, sitting, act)
    return sitting


def slips(play: Play, place: Place) -> Iterator[Act]:
    """The slips that one tap makes here and that lead nowhere else, those without consequences first."""
    rules = sorted(play.screens[place.screen].wrong, key=lambda pair: pair[1].again)
    for rule, _ in rules:
        if rule.verb == "tap" and not rule.twice:
            _, outcome = machine.advance(play, place, Act(rule.act))
            if outcome.kind == machine.SLIP and not outcome.moved:
                yield Act(rule.act)
