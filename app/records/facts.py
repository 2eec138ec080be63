"""Reads facts by what they are about: one by its uuid, the last ones of a tablet, those of a person; it adds none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import entries
from app.records.happened import FactRecord
from app.records.tables import HAPPENED, Arrival, table_of

_FACTS: Final = HAPPENED["fact"]
_ARRIVALS: Final = table_of(Arrival)


def fact(s: Session, uuid: UUID) -> FactRecord | None:
    """The fact of that uuid, as it was kept."""
    row = s.connection().execute(select(_FACTS).where(_FACTS.c.uuid == uuid)).first()
    return FactRecord._make(row) if row else None


def taken(s: Session, uuid: UUID) -> bool:
    """Whether a uuid already names something that happened, or that was erased."""
    return s.connection().execute(select(_ARRIVALS.c.sequence).where(_ARRIVALS.c.uuid == uuid)).first() is not None


def of_tablet(s: Session, device_id: UUID, kinds: Collection[str], most: int) -> list[FactRecord]:
    """The last facts of these kinds that a tablet has, at most so many, in the order they arrived."""
    wanted = (_FACTS.c.device_id == device_id) & _FACTS.c.kind.in_(kinds)
    query = select(_FACTS).where(wanted).order_by(_FACTS.c.sequence.desc()).limit(most)
    return [FactRecord._make(row) for row in s.connection().execute(query)][::-1]


def of_person(s: Session, learner_id: UUID, kinds: Collection[str]) -> list[FactRecord]:
    """The facts of these kinds about the person whom a learner is, under any of their entries, as they arrived."""
    wanted = _FACTS.c.learner_id.in_(entries.of_person(s, learner_id)) & _FACTS.c.kind.in_(kinds)
    query = select(_FACTS).where(wanted).order_by(_FACTS.c.sequence)
    return [FactRecord._make(row) for row in s.connection().execute(query)]
