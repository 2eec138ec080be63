"""Invents what happens beside practice on a morning of the county: calls, help, what is not clear, real things.

It has a dice of its own, so that it changes nothing of what is practised; all of it is facts of invented people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from app import classes
from app.records import Session, journal, ledger
from app.records.happened import UNCLEAR
from app.records.tables import Staff
from app.simulator.lesson import Lesson
from app.simulator.needs import is_service

ASKS, ANSWERED, UNSURE, DOES = 0.16, 0.9, 0.03, 0.3
"""Chances of a morning: that somebody asks for a person; that one comes; that a step is not clear; a real thing."""
ALONE_THERE: Final = 0.15
"""The chance that a person comes in the village that lacks a volunteer."""
LACKS_HELP: Final = 3
"""The place of the village whose volunteer has gone away in the last weeks, so that few calls are answered."""
AWAY: Final = 3
"""For so many weeks."""


def morning(
    s: Session,
    played: Sequence[tuple[UUID, str]],
    lessons: Mapping[str, Lesson],
    helper: Staff,
    began: datetime,
    *,
    answered: float,
    chance: Random,
) -> None:
    """What happens around those who played: `played` tells who played which lesson."""
    for who, name in dict(played).items():
        lesson, at = lessons[name], began + timedelta(minutes=10 + 30 * chance.random())
        if chance.random() < ASKS:
            classes.ask_for_help(s, who, at)
            if chance.random() < answered:
                classes.give_help(s, who, helper, at + timedelta(minutes=1 + 3 * chance.random()))
        if chance.random() < UNSURE:
            screen = chance.choice(sorted(lesson.screens))
            body = {"lesson": name, "hash": lesson.hash, "screen": screen}
            journal.append_fact(s, kind=UNCLEAR, learner_id=who, body=body, now=at)
        if is_service(lesson) and chance.random() < DOES:
            how = chance.choice((ledger.ALONE, ledger.ALONE, ledger.HELPED, ledger.NOT_YET))
            ledger.tick(s, who, name, how=how, known=chance.choice(ledger.KNOWN), by=str(helper.id), now=at)
