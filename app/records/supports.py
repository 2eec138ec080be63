"""Which support staff chose for somebody in place of the model's: each choice is a fact, the latest counts.

It stands until it is put back, which is another fact. It knows no plan and no model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import journal
from app.records.happened import HAND, FactRecord
from app.records.tables import HAPPENED
from app.simulator.support import SUPPORT

SUPPORT_SET: Final = "support_set"
"""The kind of fact that a person chose somebody's support, in one lesson or in all, or left it to the model again."""
ALL: Final = ""
"""The lesson of a choice for all lessons."""
MODEL: Final = ""
"""The support of a choice that is put back: as the model says."""


class Chosen(NamedTuple):
    """A choice: of `lesson` (ALL: of every one that has none of its own), one of SUPPORT or MODEL, by which account."""

    sequence: int
    uuid: UUID
    at: datetime
    lesson: str
    support: str
    by: UUID


def choose(s: Session, learner_id: UUID, lesson: str, support: str, *, by: UUID, now: datetime) -> Chosen | None:
    """Keep a choice for somebody, or with MODEL that it is put back; None where that changes nothing.

    ValueError for a support that is none.
    """
    if support not in (*SUPPORT, MODEL):
        raise ValueError(support)
    stands = standing(told(s, learner_id)).get(lesson)
    if (stands.support if stands else MODEL) == support:
        return None
    body = {"lesson": lesson, "support": support, "by": str(by)}
    return _chosen(journal.append_fact(s, kind=SUPPORT_SET, body=body, now=now, learner_id=learner_id))


def told(s: Session, learner_id: UUID) -> list[Chosen]:
    """Every choice for a person, put back or not, the first one first."""
    return [_chosen(fact) for fact in journal.facts_of(s, learner_id, SUPPORT_SET)]


def told_among(s: Session, learners: Collection[UUID]) -> dict[UUID, list[Chosen]]:
    """The same for each of some people for whom there was any."""
    found: dict[UUID, list[Chosen]] = defaultdict(list)
    for fact in journal.facts(s, SUPPORT_SET):
        if fact.learner_id is not None and fact.learner_id in learners:
            found[fact.learner_id].append(_chosen(fact))
    return dict(found)


def marks(s: Session, learners: Collection[UUID]) -> dict[str, int]:
    """A number for each of some people for whom anything was ever chosen, another one with every choice."""
    return {str(who): len(choices) for who, choices in told_among(s, learners).items()}


def standing(choices: Iterable[Chosen]) -> dict[str, Chosen]:
    """The choices that stand, by their lesson, from all of one person in order."""
    latest = {one.lesson: one for one in choices}
    return {lesson: one for lesson, one in latest.items() if one.support != MODEL}


def in_lesson(stands: Mapping[str, Chosen], lesson: str) -> Chosen | None:
    """The choice that holds in a lesson: its own, else that for all."""
    return stands.get(lesson) or stands.get(ALL)


def named(s: Session, uuid: str) -> Chosen | None:
    """The choice that a plan names; None where none of that uuid is kept."""
    try:
        wanted = UUID(uuid)
    except (ValueError, TypeError, AttributeError):
        return None
    facts = HAPPENED["fact"]
    row = s.connection().execute(select(facts).where(facts.c.uuid == wanted, facts.c.kind == SUPPORT_SET)).first()
    return _chosen(FactRecord._make(row)) if row else None


def plays_by_hand(s: Session) -> frozenset[UUID]:
    """The plays whose support was chosen by a person."""
    opened = HAPPENED["session"].c
    return frozenset(s.scalars(select(opened.uuid).where(opened.plan[HAND]["level"].as_string().in_(SUPPORT))))


def _chosen(fact: FactRecord) -> Chosen:
    body = fact.body
    return Chosen(fact.sequence, fact.uuid, fact.at, body["lesson"], body["support"], UUID(body["by"]))
