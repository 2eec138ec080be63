"""Whether the tablets of a class follow what the laptop shows: a fact when it begins and ends; it knows no step.

Which step is shown is no fact: it changes with every press of a button and is over with the class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.records import Session, journal
from app.records.tables import Classroom

FOLLOWING: Final = "following"
"""The kind of fact that the tablets of a class follow a demonstration, or no longer."""
LASTS: Final = timedelta(hours=6)
"""A class is over by then, and nobody follows any more."""


@dataclass(frozen=True, slots=True)
class Following:
    """The lesson that a class follows, empty for none, and which telling it was, so that a new one is known as new."""

    lesson: str = ""
    sequence: int = 0


def follow(s: Session, classroom: Classroom, lesson: str, now: datetime) -> None:
    """Let the tablets of a class follow the demonstration of a lesson, or none; what is so already is kept once."""
    if followed(s, classroom.id, now).lesson != lesson:
        journal.append_fact(s, kind=FOLLOWING, body={"classroom": str(classroom.id), "lesson": lesson}, now=now)


def followed(s: Session, classroom_id: UUID, now: datetime) -> Following:
    """What the tablets of a class were last told to follow."""
    told = [one for one in journal.facts(s, FOLLOWING, now - LASTS) if one.body["classroom"] == str(classroom_id)]
    return Following(told[-1].body["lesson"], told[-1].sequence) if told else Following()
