"""Tells which entries of the roster are one person, from the facts of the log; it changes nothing.

An entry is a row of the roster. Two that turn out to be one person are merged by a fact: nothing that was kept under
either is touched, everybody who reads asks here. See docs/decisions/0018.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.records.order import order
from app.records.tables import HAPPENED, Learner

MERGED: Final = "merged"
"""The kind of fact that another entry (`entry` in its body) is the same person as the fact's learner, who stays."""
PARTED: Final = "parted"
"""The kind of fact that takes a merging back."""

_FACTS: Final = HAPPENED["fact"].c
_READ: Final = (
    select(_FACTS.sequence, _FACTS.kind, _FACTS.learner_id, _FACTS.body, _FACTS.at)
    .where(_FACTS.kind.in_((MERGED, PARTED)))
    .order_by(_FACTS.sequence)
)

Told = TypeVar("Told", bound=Any)


class Entry(NamedTuple):
    """What is known of somebody but name and face."""

    id: UUID
    classroom_id: UUID
    birth_year: int | None
    gender: str
    dialect: str


def merged(s: Session, before: int | None = None) -> dict[UUID, UUID]:
    """Each entry that was merged into another -> the entry that stays for the person; `before` a sequence: as then."""
    said = [fact for fact in s.connection().execute(_READ) if before is None or fact.sequence < before]
    if not said:
        return {}
    into: dict[UUID, UUID] = {}
    for fact in order(s, before).sorted(said):
        entry = UUID(fact.body["entry"])
        if fact.kind == PARTED:
            into.pop(entry, None)
        elif _last(into, fact.learner_id) != entry:
            into[entry] = fact.learner_id
    return {entry: _last(into, entry) for entry in into}


def person(s: Session, entry: UUID) -> UUID:
    """The entry that stays for the person whom an entry is of; the entry itself when it was never merged."""
    return merged(s).get(entry, entry)


def of_person(s: Session, entry: UUID, before: int | None = None) -> frozenset[UUID]:
    """All entries of the person whom an entry is of, this one among them; `before` a sequence: as it was then."""
    whole = merged(s, before)
    stays = whole.get(entry, entry)
    return frozenset({stays, *(one for one, into in whole.items() if into == stays)})


def of_people(s: Session, entries: Iterable[UUID]) -> frozenset[UUID]:
    """All entries of the people whom these entries are of."""
    whole, wanted = merged(s), set(entries)
    staying = {whole.get(entry, entry) for entry in wanted}
    return frozenset(staying | wanted | {entry for entry, into in whole.items() if into in staying})


def of_class(s: Session, column: ColumnElement[UUID], classroom_id: UUID) -> ColumnElement[bool]:
    """That a column names an entry of somebody who is in a classroom now."""
    whole = merged(s)
    here = select(Learner.id).where(Learner.classroom_id == classroom_id)
    if not whole:
        return column.in_(here)
    staying = set(s.scalars(here.where(Learner.id.in_(set(whole.values())))))
    theirs = [entry for entry, into in whole.items() if into in staying]
    return or_(column.in_(here) & column.not_in(list(whole)), column.in_(theirs))


def people(s: Session, classrooms: Collection[UUID]) -> list[Entry]:
    """Everybody in some classrooms, each person once, in the order of their ids."""
    columns = [getattr(Learner, name) for name in Entry._fields]
    here = Learner.classroom_id.in_(classrooms) & Learner.id.not_in(list(merged(s)))
    return [Entry._make(row) for row in s.execute(select(*columns).where(here).order_by(Learner.id))]


def as_people(told: Iterable[Told], whole: Mapping[UUID, UUID]) -> list[Told]:
    """Records of what happened, each told as of the person: `learner_id` is the entry that stays."""
    if not whole:
        return list(told)
    return [one._replace(learner_id=whole[one.learner_id]) if one.learner_id in whole else one for one in told]


def _last(into: Mapping[UUID, UUID], entry: UUID) -> UUID:
    """Whom an entry leads to in the end; `merged` lets nobody lead to themselves, so this comes to an end."""
    while entry in into:
        entry = into[entry]
    return entry
