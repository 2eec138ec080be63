"""What a class was given to practise: the latest fact that says so; it knows no lesson, only their names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal
from app.records.happened import FactRecord

GIVEN: Final = "given"
"""The kind of fact that a class was given lessons to practise."""


def give(s: Session, classroom_id: UUID, lessons: Sequence[str], now: datetime) -> FactRecord:
    """Give a class these lessons to practise, in place of those it had."""
    body = {"classroom": str(classroom_id), "lessons": list(lessons)}
    return journal.append_fact(s, kind=GIVEN, body=body, now=now)


def given_to(s: Session, classroom_id: UUID) -> tuple[str, ...]:
    """The lessons that a class has been given; none before the first time."""
    told = [fact for fact in journal.facts(s, GIVEN) if fact.body["classroom"] == str(classroom_id)]
    return tuple(told[-1].body["lessons"]) if told else ()
