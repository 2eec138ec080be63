"""Takes people out of the database with all they did, and leaves the log whole; it knows no use case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from app.records import entries, journal, summaries
from app.records.cards import CARD_CHECKED
from app.records.given import LESSON_COMPARED, LESSON_GIVEN, LESSON_PUT_AWAY
from app.records.order import CARRIED
from app.records.readers import JUDGED, READER, TAKE, WITHDRAWN
from app.records.tables import HAPPENED, Classroom, Device, Learner, Site, Staff, staff_classroom
from app.records.verifying import ERASED

FORGOTTEN: Final = "forgotten"
"""The kind of fact that the entries `people` were erased; it holds no name, so that no file brings them back."""

_SAY_DEMO: Final = (
    CARD_CHECKED, READER, TAKE, JUDGED, WITHDRAWN, CARRIED, LESSON_GIVEN, LESSON_PUT_AWAY, LESSON_COMPARED,
)  # fmt: skip
"""Kinds of facts about no learner that say themselves whether they are invented."""
_SESSIONS: Final = HAPPENED["session"]
_AT_ONCE: Final = 400


class Removed(NamedTuple):
    """How much was taken out."""

    learners: int
    sessions: int
    rows: int
    """Attempts, choices, facts and session openings together."""


def remove_demo(s: Session, now: datetime) -> Removed:
    """Take out every invented person with all they did, their classrooms, tablets, sites and accounts.

    A real person in an invented classroom stays, and the classroom with them, no longer marked as invented.
    The log gets one fact that lists the places whose rows are gone, so that `verify` still finds it whole.
    """
    removed = erase_learners(s, list(s.scalars(select(Learner.id).where(Learner.demo))), now)
    facts = HAPPENED["fact"].c
    invented = facts.kind.in_(_SAY_DEMO) & facts.body["demo"].as_boolean()
    _say(s, _erase(s, "fact", invented), now)
    accounts = list(s.scalars(select(Staff.id).where(Staff.demo)))
    s.execute(delete(staff_classroom).where(staff_classroom.c.staff_id.in_(accounts)))
    s.execute(delete(Staff).where(Staff.id.in_(accounts)))
    _remove_places(s, now)
    return removed


def erase_learners(s: Session, learner_ids: Sequence[UUID], now: datetime) -> Removed:
    """Take out learners with all they did; a fact without a name says which places of the log are now empty.

    Whoever has several entries goes with all of them.
    """
    sequences: list[int] = []
    sessions = 0
    people = sorted(entries.of_people(s, learner_ids))
    invented = set(s.scalars(select(Learner.id).where(Learner.demo)))
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        played = list(s.scalars(select(_SESSIONS.c.uuid).where(_SESSIONS.c.learner_id.in_(some))))
        sessions += len(played)
        for first in range(0, len(played), _AT_ONCE):
            summaries.forget(s, played[first : first + _AT_ONCE])
        for kind in ("attempt", "choice", "fact", "session"):
            sequences += _erase(s, kind, HAPPENED[kind].c.learner_id.in_(some))
        s.execute(delete(Learner).where(Learner.id.in_(some)))
    _say(s, sequences, now)
    _forget(s, [one for one in people if one not in invented], now, demo=False)
    _forget(s, [one for one in people if one in invented], now, demo=True)
    return Removed(len(people), sessions, len(sequences))


def forgotten(s: Session) -> frozenset[UUID]:
    """The entries that were erased, here or at a laptop whose file told of it."""
    told = journal.facts(s, FORGOTTEN)
    return frozenset(UUID(entry) for fact in told for entry in fact.body["people"])


def erase_reader(s: Session, reader: UUID, now: datetime) -> None:
    """Take out everything that is kept of somebody who read aloud: name, consent, takes, what was said of them."""
    facts = HAPPENED["fact"].c
    theirs = facts.kind.in_((READER, TAKE, JUDGED)) & (facts.body["reader"].as_string() == str(reader))
    _say(s, _erase(s, "fact", theirs), now)


def _remove_places(s: Session, now: datetime) -> None:
    """Take out invented classrooms and sites that nobody is left in, with their tablets; unmark the others."""
    peopled = select(Learner.classroom_id).distinct()
    rooms = list(s.scalars(select(Classroom.id).where(Classroom.demo, Classroom.id.not_in(peopled))))
    used = select(_SESSIONS.c.device_id).where(_SESSIONS.c.device_id.is_not(None)).distinct()
    tablets = list(
        s.scalars(select(Device.id).where(or_(Device.demo, Device.classroom_id.in_(rooms)), Device.id.not_in(used)))
    )
    _say(s, _erase(s, "fact", HAPPENED["fact"].c.device_id.in_(tablets)), now)
    s.execute(delete(Device).where(Device.id.in_(tablets)))
    equipped = select(Device.classroom_id).distinct()
    empty = list(s.scalars(select(Classroom.id).where(Classroom.id.in_(rooms), Classroom.id.not_in(equipped))))
    s.execute(delete(staff_classroom).where(staff_classroom.c.classroom_id.in_(empty)))
    facts = HAPPENED["fact"].c
    named = facts.body["classroom"].as_string().in_([str(room) for room in empty])
    _say(s, _erase(s, "fact", facts.learner_id.is_(None) & named), now)
    s.execute(delete(Classroom).where(Classroom.id.in_(empty)))
    occupied = select(Classroom.site_id).distinct()
    s.execute(delete(Site).where(Site.demo, Site.id.not_in(occupied)))
    for record in (Site, Classroom, Device):
        s.execute(update(record).where(record.demo).values(demo=False))


def _erase(s: Session, kind: str, wanted: ColumnElement[bool]) -> list[int]:
    """Delete the rows of a kind and return their places in the log."""
    table = HAPPENED[kind]
    sequences = list(s.scalars(select(table.c.sequence).where(wanted)))
    s.execute(delete(table).where(wanted))
    return sequences


def _forget(s: Session, people: Collection[UUID], now: datetime, *, demo: bool) -> None:
    fresh = sorted(str(entry) for entry in set(people) - forgotten(s))
    for start in range(0, len(fresh), _AT_ONCE):
        body = {"people": fresh[start : start + _AT_ONCE], "demo": demo}
        journal.append_fact(s, kind=FORGOTTEN, body=body, now=now)


def _say(s: Session, sequences: Iterable[int], now: datetime) -> None:
    spans: list[list[int]] = []
    for sequence in sorted(sequences):
        if spans and spans[-1][1] == sequence - 1:
            spans[-1][1] = sequence
        else:
            spans.append([sequence, sequence])
    if spans:
        journal.append_fact(s, kind=ERASED, body={"sequences": spans}, now=now)
