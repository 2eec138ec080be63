"""Who was there on which day, as ticked from paper: a fact for each person and day, the latest counts; no lesson."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal, roster
from app.records.happened import FactRecord
from app.records.tables import Staff

ATTENDANCE: Final = "attendance"
"""The kind of fact that a person was at the class on a day, or was not; it is their own, and erased with them."""


class Came(NamedTuple):
    """A day of a class: how many were ticked, of how many that the list named then."""

    day: date
    present: int
    listed: int


def tick(
    s: Session, member: Staff, classroom_id: UUID, day: date, present: Collection[UUID], now: datetime
) -> list[FactRecord]:
    """Keep who of a class was there on a day, and that this member ticked it; what was told already is not told again.

    A day that is ticked once more is corrected: whoever is ticked otherwise than before gets a later fact. Raises
    ValueError when somebody who is ticked is not of this class.
    """
    learners = [learner.id for learner in roster.learners(s, classroom_id)]
    if not set(present) <= set(learners):
        raise ValueError("somebody of another class")
    before = on(s, classroom_id, day)
    return [
        journal.append_fact(
            s,
            kind=ATTENDANCE,
            learner_id=learner,
            body={
                "classroom": str(classroom_id),
                "day": day.isoformat(),
                "present": learner in present,
                "by": str(member.id),
            },
            now=now,
        )
        for learner in learners
        if before.get(learner) != (learner in present)
    ]


def on(s: Session, classroom_id: UUID, day: date) -> dict[UUID, bool]:
    """Whether each person of a class was there on a day; empty while nobody ticked that day."""
    return _latest(s, classroom_id).get(day, {})


def days(s: Session, classroom_id: UUID) -> list[Came]:
    """The days of a class that were ticked, the latest first."""
    told = _latest(s, classroom_id)
    return [Came(day, sum(told[day].values()), len(told[day])) for day in sorted(told, reverse=True)]


def _latest(s: Session, classroom_id: UUID) -> dict[date, dict[UUID, bool]]:
    told: dict[date, dict[UUID, bool]] = {}
    for fact in journal.facts(s, ATTENDANCE):
        if fact.learner_id is not None and fact.body["classroom"] == str(classroom_id):
            told.setdefault(date.fromisoformat(fact.body["day"]), {})[fact.learner_id] = fact.body["present"]
    return told
