"""What people told the survey by pictures: each tap is a fact, the latest about each thing counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal
from app.records.happened import FactRecord
from app.simulator.needs import WANT

NEED: Final = "need"
"""The kind of fact that somebody wants to do something or fears something, or does not."""
DARE: Final = "dare"
"""The kind of fact that somebody pointed at one of the drawn faces that say whether they dare do things themselves."""
SURVEY, REAL = "survey", "real"
"""When somebody was asked whether they dare: at the end of the survey, and after what was done for real."""


class Told(NamedTuple):
    """One answer: a want or a fear (`kind`, `which`), yes or no, and the tasks it stood for when it was given."""

    sequence: int
    at: datetime
    kind: str
    which: str
    yes: bool
    tasks: tuple[str, ...]


class Dared(NamedTuple):
    """One pointing at a face: when it was asked (`survey` or `real`) and which face, 0 being the least sure."""

    sequence: int
    at: datetime
    when: str
    face: int


def tell(
    s: Session, learner_id: UUID, kind: str, which: str, *, yes: bool, tasks: Collection[str], now: datetime
) -> FactRecord:
    """Keep that somebody wants or fears something, or that they do not."""
    body = {"about": kind, "what": which, "yes": yes, "tasks": list(tasks)}
    return journal.append_fact(s, kind=NEED, body=body, now=now, learner_id=learner_id)


def dare(s: Session, learner_id: UUID, when: str, face: int, now: datetime) -> FactRecord:
    """Keep which face somebody pointed at, and when they were asked."""
    return journal.append_fact(s, kind=DARE, body={"when": when, "face": face}, now=now, learner_id=learner_id)


def told_by(s: Session, learner_id: UUID, before: int | None = None) -> list[Told]:
    """All answers of a person in the order they gave them; `before` a sequence: as it was then."""
    return [_told(fact) for fact in journal.facts_of(s, learner_id, NEED, before)]


def dared_by(s: Session, learner_id: UUID) -> list[Dared]:
    """Each time a person pointed at a face, the first one first."""
    return [_dared(fact) for fact in journal.facts_of(s, learner_id, DARE)]


def told_among(s: Session, learners: Collection[UUID]) -> dict[UUID, list[Told]]:
    """The answers of each of some people who gave any, in order."""
    found: dict[UUID, list[Told]] = defaultdict(list)
    for fact in _about(journal.facts(s, NEED), learners):
        found[fact[0]].append(_told(fact[1]))
    return dict(found)


def dared_among(s: Session, learners: Collection[UUID]) -> dict[UUID, list[Dared]]:
    """The faces that each of some people pointed at, in order."""
    found: dict[UUID, list[Dared]] = defaultdict(list)
    for fact in _about(journal.facts(s, DARE), learners):
        found[fact[0]].append(_dared(fact[1]))
    return dict(found)


def latest(told: Iterable[Told]) -> dict[tuple[str, str], Told]:
    """The latest answer about each thing, by its kind and which it is."""
    return {(one.kind, one.which): one for one in told}


def wanted(s: Session, learner_id: UUID, before: int | None = None) -> frozenset[str]:
    """The tasks that somebody said they would like to do; `before` a sequence: as far as they had said so then."""
    answers = latest(told_by(s, learner_id, before)).values()
    return frozenset(task for one in answers if one.kind == WANT and one.yes for task in one.tasks)


def _about(facts: Iterable[FactRecord], learners: Collection[UUID]) -> Iterable[tuple[UUID, FactRecord]]:
    return ((fact.learner_id, fact) for fact in facts if fact.learner_id is not None and fact.learner_id in learners)


def _told(fact: FactRecord) -> Told:
    body = fact.body
    return Told(fact.sequence, fact.at, body["about"], body["what"], body["yes"], tuple(body["tasks"]))


def _dared(fact: FactRecord) -> Dared:
    return Dared(fact.sequence, fact.at, fact.body["when"], fact.body["face"])
