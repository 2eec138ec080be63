"""Whether the real thing was done: each tick is a fact, the latest of a person and task counts, none is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal
from app.records.folding import CHINA
from app.records.happened import FactRecord

TICKED: Final = "for_real"
"""The kind of fact that a real thing was done, or not yet: by whom it was ticked, and how that is known."""
ALONE, HELPED, NOT_YET = "alone", "helped", "not_yet"
HOW: Final = (ALONE, HELPED, NOT_YET)
SEEN, RECEIPT, TOLD = "seen", "receipt", "told"
KNOWN: Final = (SEEN, RECEIPT, TOLD)
"""How it is known: whoever ticked was there, saw what was given out as proof, or was told."""
SELF: Final = "self"
"""Who ticked, where the person did it themselves on a tablet."""


class Tick(NamedTuple):
    """The real thing of a task, for one person: how it was done, how that is known, who ticked it (`self` or an id)."""

    sequence: int
    at: datetime
    task: str
    how: str
    known: str
    by: str


def tick(s: Session, learner_id: UUID, task: str, *, how: str, known: str, by: str, now: datetime) -> Tick:
    """Keep a tick; the same said by the same twice on a day is one. ValueError for a word that is none of ours."""
    if how not in HOW or known not in KNOWN:
        raise ValueError(f"{how!r}, {known!r}")
    last = latest(ticks(s, learner_id)).get(task)
    if last and last[2:] == (task, how, known, by) and _day(last.at) == _day(now):
        return last
    body = {"task": task, "how": how, "known": known, "by": by}
    return _tick(journal.append_fact(s, kind=TICKED, body=body, now=now, learner_id=learner_id))


def ticks(s: Session, learner_id: UUID) -> list[Tick]:
    """Every tick of a person, the first one first."""
    return [_tick(fact) for fact in journal.facts_of(s, learner_id, TICKED)]


def ticks_among(s: Session, learners: Collection[UUID], until: datetime | None = None) -> dict[UUID, dict[str, Tick]]:
    """The latest tick of each task, for each of some people who have any; `until`: as it was then."""
    found: dict[UUID, list[Tick]] = defaultdict(list)
    for fact in journal.facts(s, TICKED):
        if fact.learner_id is not None and fact.learner_id in learners and (until is None or fact.at < until):
            found[fact.learner_id].append(_tick(fact))
    return {learner_id: latest(told) for learner_id, told in found.items()}


def latest(told: Iterable[Tick]) -> dict[str, Tick]:
    """The latest tick of each task."""
    return {one.task: one for one in told}


def _tick(fact: FactRecord) -> Tick:
    body = fact.body
    return Tick(fact.sequence, fact.at, body["task"], body["how"], body["known"], body["by"])


def _day(moment: datetime) -> object:
    return moment.astimezone(CHINA).date()
