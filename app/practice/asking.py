"""What a learner is asked by pictures: wants, fears, whether they dare, whether the real thing was done; no page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.records import Session, ledger, needs, progress
from app.simulator.lesson import Lesson
from app.simulator.needs import DARE, FACES, is_service, items, tasks_of

AGAIN: Final = timedelta(days=183)
"""An answer this old is asked for once more."""
SETTLED: Final = timedelta(days=3)
"""So long after a practice it is asked whether the real thing was done."""
PATIENCE: Final = timedelta(days=14)
"""Whoever said "not yet" is asked again after so long."""


def next_item(s: Session, learner_id: UUID, now: datetime) -> tuple[str, str] | None:
    """The first thing of the survey that a person has not answered in the last half year; None when all is answered."""
    answered = {key: one.at for key, one in needs.latest(needs.told_by(s, learner_id)).items()}
    for pointed in needs.dared_by(s, learner_id):
        if pointed.when == needs.SURVEY:
            answered[DARE, DARE] = pointed.at
    return next((item for item in items() if item not in answered or now - answered[item] > AGAIN), None)


def answer(s: Session, learner_id: UUID, kind: str, which: str, value: int, now: datetime) -> None:
    """Keep one answer of the survey: for a want or a fear 1 is yes and 0 no, for the last one it is the face.

    Raises ValueError for an item or a value that there is not.
    """
    if (kind, which) not in items() or not 0 <= value < (FACES if kind == DARE else 2):
        raise ValueError(f"{kind} {which} {value}")
    if kind == DARE:
        needs.dare(s, learner_id, needs.SURVEY, value, now)
    else:
        needs.tell(s, learner_id, kind, which, yes=bool(value), tasks=tasks_of(kind, which), now=now)


def dares_now(s: Session, learner_id: UUID, face: int, now: datetime) -> None:
    """Keep which face somebody points at after the real thing. Raises ValueError for a face that there is not."""
    if not 0 <= face < FACES:
        raise ValueError(face)
    needs.dare(s, learner_id, needs.REAL, face, now)


def may_ask_whether_they_dare(s: Session, learner_id: UUID, now: datetime) -> bool:
    """Whether somebody may be asked after the real thing whether they dare: the survey asked them, and not lately."""
    dared = needs.dared_by(s, learner_id)
    asked = any(one.when == needs.SURVEY for one in dared)
    return asked and all(now - one.at > PATIENCE for one in dared if one.when == needs.REAL)


def ask_about(s: Session, lessons: Mapping[str, Lesson], learner_id: UUID, now: datetime) -> Lesson | None:
    """The lesson whose real thing is to be asked about today; None where there is none.

    It is the one finished longest ago among those practised some days ago that nobody has ticked as done, and that were
    not answered with "not yet" lately.
    """
    ticked = ledger.latest(ledger.ticks(s, learner_id))
    for play in progress.finished_plays(s, learner_id):
        lesson, last = lessons.get(play.lesson), ticked.get(play.lesson)
        if lesson is None or not is_service(lesson) or now - play.finished_at < SETTLED:
            continue
        if last is None or (last.how == ledger.NOT_YET and now - last.at > PATIENCE):
            return lesson
    return None


def tick_oneself(s: Session, lesson: Lesson, learner_id: UUID, how: str, now: datetime) -> None:
    """Keep what a person ticked themselves, which is told, not seen. Raises ValueError where there is no real thing."""
    if not is_service(lesson):
        raise ValueError(lesson.id)
    ledger.tick(s, learner_id, lesson.id, how=how, known=ledger.TOLD, by=ledger.SELF, now=now)
