"""Reads what learners did, for reports and for the learner model; it changes nothing and knows no lesson's skills.

Whatever was kept under entries of the roster that are one person is told as of the entry that stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Integer, Select, String, Table, Uuid, func, select, type_coerce
from sqlalchemy.orm import Session

from app.records import entries, summaries
from app.records.folding import OpportunityRecord, PlayRecord, PractisedRecord
from app.records.happened import SessionRecord
from app.records.meetings import MeetingsRecord
from app.records.order import order
from app.records.summaries import MEETINGS, OPPORTUNITIES, PLAYS, PRACTISED, Folded
from app.records.tables import HAPPENED

_ATTEMPTS: Final = HAPPENED["attempt"].c
_SESSIONS: Final = HAPPENED["session"].c
_STRIDE: Final = 2000

OfPlay = TypeVar("OfPlay", PractisedRecord, MeetingsRecord)


class PlayedAct(NamedTuple):
    """An attempt together with the play it belongs to."""

    sequence: int
    session_id: UUID
    learner_id: UUID
    lesson: str
    lesson_hash: str
    size: str
    twist: int
    screen: str
    act: str
    value: str
    support: str
    hints: int
    outcome: str
    finishes: bool
    at: datetime


class StepCount(NamedTuple):
    """How a learner met one screen of a lesson; `met` = `alone` + `helped` + `slipped`."""

    learner_id: UUID
    lesson: str
    screen: str
    met: int
    alone: int
    helped: int
    slipped: int


class CurvePoint(NamedTuple):
    """All learners' n-th meeting with what is being learned: of `met`, how many were `alone`, `helped`, `slipped`."""

    nth: int
    met: int
    alone: int
    helped: int
    slipped: int


def history(s: Session, learner_id: UUID, before: int | None = None) -> list[PlayedAct]:
    """All attempts of a learner in the order they arrived; `before` a sequence, here and below: as it was then."""
    acts = _history(s, _ATTEMPTS.learner_id.in_(entries.of_person(s, learner_id, before)), before)
    return [act for act in acts if before is None or act.sequence < before]


def trials(s: Session, sessions: Collection[UUID]) -> dict[UUID, int]:
    """How the trial of each of some plays was decided (see `meetings`); a play without a decided one is not there."""
    wanted = list(sessions)
    found: dict[UUID, int] = {}
    for start in range(0, len(wanted), _STRIDE):
        some = wanted[start : start + _STRIDE]
        behind = _behind(s, _ATTEMPTS.session_id.in_(some))
        kept = s.execute(select(MEETINGS.c.session_id, MEETINGS.c.trial).where(MEETINGS.c.session_id.in_(some)))
        found.update((session, how) for session, how in kept if session not in behind)
        newer = (session.meetings for session in summaries.fold(s, list(behind)) if session.meetings)
        found.update((UUID(one.session_id), one.trial) for one in newer)
    return {session: how for session, how in found.items() if how}


def classroom_since(s: Session, classroom_id: UUID, since: datetime) -> list[PlayedAct]:
    """The attempts from a time on of the learners who are in a classroom now, in the order they arrived."""
    return _history(s, entries.of_class(s, _ATTEMPTS.learner_id, classroom_id) & (_ATTEMPTS.at >= since))


def sessions_since(s: Session, classroom_id: UUID, since: datetime) -> list[SessionRecord]:
    """The plays opened from a time on by the learners who are in a classroom now, in the order they arrived."""
    wanted = entries.of_class(s, _SESSIONS.learner_id, classroom_id) & (_SESSIONS.at >= since)
    rows = s.execute(select(HAPPENED["session"]).where(wanted).order_by(_SESSIONS.sequence))
    return entries.as_people([SessionRecord._make(row) for row in rows], entries.merged(s))


def lessons_since(s: Session, classroom_id: UUID, since: datetime) -> frozenset[str]:
    """The lessons that were begun from a time on by the learners who are in a classroom now."""
    wanted = entries.of_class(s, _SESSIONS.learner_id, classroom_id) & (_SESSIONS.at >= since)
    return frozenset(s.scalars(select(_SESSIONS.lesson).where(wanted).distinct()))


def opportunities(s: Session, learner_id: UUID, before: int | None = None) -> list[OpportunityRecord]:
    """The opportunities of a learner in order, up to the last attempt."""
    mine = entries.of_person(s, learner_id, before)
    met = _opportunities(s, OPPORTUNITIES.c.learner_id.in_(mine), _ATTEMPTS.learner_id.in_(mine), before)
    return [one for one in met if before is None or one.sequence < before]


def classroom_opportunities(s: Session, classroom_id: UUID) -> list[OpportunityRecord]:
    """The opportunities of the learners who are in a classroom now, in order, up to the last attempt."""
    kept, newer = (entries.of_class(s, one, classroom_id) for one in (OPPORTUNITIES.c.learner_id, _ATTEMPTS.learner_id))
    return _opportunities(s, kept, newer)


def finished_plays(
    s: Session, learner_id: UUID, lesson: str | None = None, before: int | None = None
) -> list[PlayRecord]:
    """The finished plays of a learner, of that lesson or of any, the first finished first."""
    mine = entries.of_person(s, learner_id, before)
    plays = _plays(s, PLAYS.c.learner_id.in_(mine), _ATTEMPTS.learner_id.in_(mine), before)
    return [play for play in plays if lesson in (None, play.lesson) and (before is None or play.sequence < before)]


def classroom_plays(s: Session, classroom_id: UUID) -> list[PlayRecord]:
    """The finished plays of the learners who are in a classroom now, the first finished first."""
    kept, newer = (entries.of_class(s, one, classroom_id) for one in (PLAYS.c.learner_id, _ATTEMPTS.learner_id))
    return _plays(s, kept, newer)


def practised(s: Session, classrooms: Collection[UUID]) -> Iterator[PractisedRecord]:
    """What the plays of the learners who are in some classrooms now came to, play by play, each play day by day.

    It is read as it goes: nobody needs all of a county's days at once.
    """
    return _of_plays(s, classrooms, PRACTISED, PractisedRecord._make, lambda session: session.days)


def meetings(s: Session, classrooms: Collection[UUID]) -> Iterator[MeetingsRecord]:
    """What the plays of the learners who are in some classrooms now met, play by play, in no order."""
    return _of_plays(
        s, classrooms, MEETINGS, MeetingsRecord._make, lambda session: [session.meetings] if session.meetings else []
    )


def opened_since(s: Session, since: datetime) -> frozenset[UUID]:
    """Whoever opened a play from a time on."""
    whole = entries.merged(s)
    found = s.scalars(select(_SESSIONS.learner_id).where(_SESSIONS.at >= since).distinct())
    return frozenset(whole.get(one, one) for one in found)


def practised_between(s: Session, classroom_id: UUID, first: date, last: date) -> frozenset[UUID]:
    """Who of those who are in a classroom now met a step on one of some days, both ends among them."""
    behind = _behind(s, entries.of_class(s, _ATTEMPTS.learner_id, classroom_id))
    days = PRACTISED.c.day.between(first.toordinal(), last.toordinal()) & (PRACTISED.c.met > 0)
    wanted = entries.of_class(s, PRACTISED.c.learner_id, classroom_id) & days
    kept = s.execute(select(PRACTISED.c.learner_id, PRACTISED.c.session_id).where(wanted).distinct())
    found = {one.learner_id for one in kept if one.session_id not in behind}
    for session in summaries.fold(s, list(behind)):
        some = (day for day in session.days if day.met and first.toordinal() <= day.day <= last.toordinal())
        found |= {UUID(day.learner_id) for day in some}
    whole = entries.merged(s)
    return frozenset(whole.get(one, one) for one in found)


def act_counts(s: Session, classroom_id: UUID) -> dict[UUID, int]:
    """How many attempts each of those who are in a classroom now has; nobody is in it who has none."""
    mine = entries.of_class(s, _ATTEMPTS.learner_id, classroom_id)
    whole, found = entries.merged(s), Counter[UUID]()
    query = select(_ATTEMPTS.learner_id, func.count()).where(mine).group_by(_ATTEMPTS.learner_id)
    for learner_id, count in s.execute(query):
        found[whole.get(learner_id, learner_id)] += count
    return dict(found)


def step_counts(met: Iterable[OpportunityRecord]) -> list[StepCount]:
    """The opportunities counted by learner, lesson and screen, in the order each was first met."""
    counts: dict[tuple[UUID, str, str], Counter[str]] = defaultdict(Counter)
    for one in met:
        counts[one.learner_id, one.lesson, one.screen].update(_told(one))
    return [StepCount(*step, *_whole(count)) for step, count in counts.items()]


def by_step(one: OpportunityRecord) -> tuple[Hashable, ...]:
    """What is learned at an opportunity when nothing is known of skills: the screen of the lesson itself."""
    return ((one.lesson, one.screen),)


def learning_curve(
    met: Iterable[OpportunityRecord],
    learned: Callable[[OpportunityRecord], Iterable[Hashable]] = by_step,
) -> list[CurvePoint]:
    """The n-th meetings of all learners put together, from the first on.

    `met` is in order; `learned` names what an opportunity teaches (such as its screen's skills). Each learner's
    meetings with each of them are numbered apart.
    """
    seen: Counter[tuple[UUID, Hashable]] = Counter()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for one in met:
        for what in learned(one):
            seen[one.learner_id, what] += 1
            counts[seen[one.learner_id, what]].update(_told(one))
    return [CurvePoint(nth, *_whole(counts[nth])) for nth in sorted(counts)]


def _of_plays(
    s: Session,
    classrooms: Collection[UUID],
    table: Table,
    made: Callable[[Any], OfPlay],
    folded: Callable[[Folded], Iterable[OfPlay]],
) -> Iterator[OfPlay]:
    """The rows of a summary of plays for whoever is in some classrooms now, and of plays that went on, folded."""
    here = {one.id.hex for one in entries.people(s, classrooms)}
    whole = {entry.hex: stays.hex for entry, stays in entries.merged(s).items()}
    behind = dict.fromkeys(s.scalars(summaries.newer_sessions(summaries.cursor(s))))
    stale = {session.hex for session in behind}
    read = s.connection().execute(_plain(table)).partitions(_STRIDE)
    kept = (one for some in read for one in map(made, some) if one.session_id not in stale)
    newer = (one for session in summaries.fold(s, list(behind)) for one in folded(session))
    for one in chain(kept, newer):
        if whole and one.learner_id in whole:
            one = one._replace(learner_id=whole[one.learner_id])
        if one.learner_id in here:
            yield one


def _plain(table: Table) -> Select[Any]:
    """Every row as it stands in its table: ids as their signs, yes as 1."""
    return select(
        *(
            type_coerce(column, String) if isinstance(column.type, Uuid)
            else type_coerce(column, Integer) if isinstance(column.type, Boolean)
            else column
            for column in table.columns
        )
    )  # fmt: skip


def _told(one: OpportunityRecord) -> dict[str, int]:
    return {"met": 1, "alone": one.alone, "helped": one.helped, "slipped": one.slipped}


def _whole(count: Counter[str]) -> tuple[int, int, int, int]:
    return count["met"], count["alone"], count["helped"], count["slipped"]


def _history(s: Session, wanted: ColumnElement[bool], before: int | None = None) -> list[PlayedAct]:
    columns = [
        getattr(_SESSIONS if name in ("lesson", "lesson_hash", "size") else _ATTEMPTS, name)
        for name in PlayedAct._fields
    ]
    joined = select(*columns).join_from(
        HAPPENED["attempt"], HAPPENED["session"], _ATTEMPTS.session_id == _SESSIONS.uuid
    )
    acts = (PlayedAct._make(row) for row in s.execute(joined.where(wanted)))
    return order(s, before).sorted(entries.as_people(acts, entries.merged(s)))


def _opportunities(
    s: Session, wanted: ColumnElement[bool], newer: ColumnElement[bool], before: int | None = None
) -> list[OpportunityRecord]:
    """The settled ones from their table, and those of sessions that went on since, folded from the log."""
    behind = _behind(s, newer)
    kept = map(OpportunityRecord._make, s.execute(select(OPPORTUNITIES).where(wanted)))
    found = [one for one in kept if one.session_id not in behind]
    for session in summaries.fold(s, list(behind)):
        found += session.opportunities
    return order(s, before).sorted(entries.as_people(found, entries.merged(s)))


def _plays(
    s: Session, wanted: ColumnElement[bool], newer: ColumnElement[bool], before: int | None = None
) -> list[PlayRecord]:
    """The same for finished plays."""
    behind = _behind(s, newer)
    kept = map(PlayRecord._make, s.execute(select(PLAYS).where(wanted)))
    found = [play for play in kept if play.session_id not in behind]
    found += [session.play for session in summaries.fold(s, list(behind)) if session.play]
    return order(s, before).sorted(entries.as_people(found, entries.merged(s)), attrgetter("finished_at"))


def _behind(s: Session, newer: ColumnElement[bool]) -> dict[UUID, None]:
    """The sessions that went on since the summaries were made, in an order that is always the same."""
    return dict.fromkeys(s.scalars(summaries.newer_sessions(summaries.cursor(s), newer)))
