"""Lets a simulated learner play real lessons through the real code, for the demo class; it proves nothing of elders.

What they do is decided by a mind of `models.simulated`; what comes of it is decided by practice as for anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from app.practice import offering, planning, sitting
from app.practice.sitting import Sitting
from app.records import Session, journal
from app.records.identity import uuid7
from app.records.journal import NewAttempt
from app.simulator import machine
from app.simulator.lesson import TRIAL, Lesson, Play
from app.simulator.machine import HELP, OTHER, SLIP, Act, Place
from models.artefact import Artefact
from models.simulated import SimulatedLearner

LONGEST: Final = 150
"""More acts than this an elder does not do in one sitting."""
LEAVES: Final = 0.004
"""The chance, act by act, that somebody has to go home in the middle."""
MISLED: Final = 0.25
"""The chance that a trial misleads somebody who knows the step well: no mind knows a message it has not met."""


@dataclass(frozen=True, slots=True)
class Elder:
    """A simulated person in a learner's place; `began` is the first day of their course."""

    learner_id: UUID
    mind: SimulatedLearner
    began: datetime

    def day(self, at: datetime) -> float:
        """Days since they began."""
        return (at - self.began) / timedelta(days=1)


@dataclass(frozen=True, slots=True)
class World:
    """What an invented play needs beside the database: lessons, the model, and chance."""

    lessons: Mapping[str, Lesson]
    artefact: Artefact
    chance: Random


def choose(s: Session, world: World, elder: Elder, at: datetime) -> str:
    """The lesson an elder opens: mostly the first that is offered, sometimes the second."""
    offers = offering.offers(s, world.lessons, world.artefact, elder.learner_id, at)
    offering.keep_offers(s, elder.learner_id, offers, world.artefact, at)
    second = len(offers) > 1 and world.chance.random() < 0.25
    return offers[1 if second else 0].lesson.id


def play(
    s: Session,
    world: World,
    elder: Elder,
    lesson: str,
    at: datetime,
    until: datetime,
    device_id: UUID | None = None,
    going: Sitting | None = None,
) -> tuple[Sitting, datetime]:
    """Play a lesson from `at` to its end, or to `until`, or till they must go; where it stands, and the time then.

    `going` is where they stand already, if they have the lesson open before them.
    """
    place = going or sitting.open_play(
        s, world.lessons, world.artefact, elder.learner_id, lesson, at, device_id=device_id
    )
    fresh, place, now = act_out(world, elder, place, at, until, going.place.screen if going else "")
    journal.append_attempts(s, fresh)
    return place, now


def act_out(
    world: World, elder: Elder, place: Sitting, at: datetime, until: datetime, screen: str = ""
) -> tuple[list[NewAttempt], Sitting, datetime]:
    """What an elder does at an open play: the attempts, to be kept, where it stands then, and the time.

    `screen` is the one that they have met already.
    """
    now = at
    done: list[NewAttempt] = []
    for _ in range(LONGEST):
        if place.place.done or world.chance.random() < LEAVES:
            break
        acts: list[Act] = []
        pause = 2.0 + 2.5 * world.chance.random()
        if place.place.screen != screen:
            screen = place.place.screen
            acts, pause = _meet(world, elder, place, now)
        acts = acts or [_right(place)]
        for act in acts:
            now += timedelta(seconds=pause)
            if now >= until:
                return done, place, now
            fresh, place = sitting.decided(place, act, uuid7(now), now)
            done.append(fresh)
            pause = 2.0 + 2.5 * world.chance.random()
    return done, place, now


def ask(s: Session, place: Sitting, at: datetime) -> Sitting:
    """Press the help button where a play stands."""
    return sitting.step(s, place, Act(HELP), uuid7(at), at)


def _meet(world: World, elder: Elder, place: Sitting, now: datetime) -> tuple[list[Act], float]:
    """What a mind does when it comes to a screen, before the right acts, and how long it thinks."""
    screen = sitting.look(place)
    step = replace(planning.step_of(place.play, screen), clutter=planning.CLUTTER[place.session.size])
    met = elder.mind.meet(step, place.support, elder.day(now))
    if met.wants_help:
        return [Act(HELP)], met.seconds
    misled = screen.name == TRIAL and world.chance.random() < MISLED
    if (misled or met.outcome == "slip") and (possible := slips(place.play, place.place)):
        return [world.chance.choice(possible)], met.seconds
    return [], met.seconds


def slips(play: Play, place: Place) -> list[Act]:
    """The acts that would be a slip where a play stands."""
    screen = play.screens[place.screen]
    possible = [Act(rule.act, OTHER if rule.verb in ("type", "filled") else "") for rule, _ in screen.wrong]
    known = sitting.acts_on(screen)
    return [act for act in possible if act.act in known and machine.advance(play, place, act)[1].kind == SLIP]


def _right(place: Sitting) -> Act:
    found = machine.next_act(place.play, place.place)
    assert found is not None, "a play that is not done has a next act"
    return found
