"""Plays lessons for tests through practice, up to what comes up in them and on to their end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from app.practice import Sitting, open_prepared, prepare, sitting
from app.records import Session
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.lesson import TRIAL, Lesson
from app.simulator.machine import Act
from app.simulator.shelf import Shelf
from models.artefact import load
from tests.people import NOW

LADDER = load().switched(off=True)
"""The fixed ladder, which is quick."""
LESSON = "bigger-text"


def opened(
    s: Session, lessons: Mapping[str, Lesson], learner: UUID, lesson: str, now: datetime, twist: int | None = None
) -> Sitting:
    ready = prepare(s, lessons, LADDER, learner, lesson, now, twist=twist, size="big")
    return open_prepared(s, lessons, ready, now, locale="zh_Hans_CN", voice="cmn")


def to_the_trial(s: Session, place: Sitting, now: datetime) -> Sitting:
    """Play the right way till something comes up, or to the end."""
    while not place.place.done and place.place.screen != TRIAL:
        act = machine.next_act(place.play, place.place)
        assert act is not None
        place = sitting.step(s, place, act, uuid7(now), now)
    return place


def to_the_end(s: Session, place: Sitting, now: datetime, *taps: str) -> Sitting:
    """Play the right way to the end; when something comes up, tap these first."""
    place = to_the_trial(s, place, now)
    for tap in taps if place.place.screen == TRIAL else ():
        place = sitting.step(s, place, Act(tap), uuid7(now), now)
    while not place.place.done:
        act = machine.next_act(place.play, place.place)
        assert act is not None
        place = sitting.step(s, place, act, uuid7(now), now)
    return place


def known(s: Session, shelf: Shelf, learner: UUID, lesson: str = LESSON, now: datetime = NOW) -> None:
    """Let somebody finish a lesson twice, without a slip."""
    for _ in range(2):
        to_the_end(s, opened(s, shelf.lessons, learner, lesson, now, twist=0), now)
