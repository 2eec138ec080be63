"""Keeps the tables that are derived from the log up to date, and makes them again; it appends nothing to the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from app.records import folding
from app.records.folding import OpportunityRecord, PlayRecord, PractisedRecord
from app.records.meetings import MeetingsRecord, meetings
from app.records.tables import (
    HAPPENED,
    Arrival,
    FinishedPlay,
    Meetings,
    Opportunity,
    Practised,
    SummaryCursor,
    table_of,
)

OPPORTUNITIES: Final = table_of(Opportunity)
PLAYS: Final = table_of(FinishedPlay)
PRACTISED: Final = table_of(Practised)
MEETINGS: Final = table_of(Meetings)

_OF_PLAYS: Final = (OPPORTUNITIES, PLAYS, PRACTISED, MEETINGS)
_CURSOR: Final = table_of(SummaryCursor)
_ARRIVALS: Final = table_of(Arrival)
_ATTEMPTS: Final = HAPPENED["attempt"]
_SESSIONS: Final = HAPPENED["session"]
_AT_ONCE: Final = 200
_TAIL: Final = 500

_OPENED: Final = [_SESSIONS.c[name] for name in ("uuid", "at", "learner_id", "lesson", "lesson_hash", "size", "plan")]
_DONE: Final = [
    _ATTEMPTS.c[name]
    for name in (
        "session_id", "sequence", "at", "twist", "screen", "act", "support", "hints", "outcome", "finishes",
    )
]  # fmt: skip


class Folded(NamedTuple):
    """What one session came to."""

    opportunities: list[OpportunityRecord]
    play: PlayRecord | None
    days: list[PractisedRecord]
    meetings: MeetingsRecord | None


def catch_up(s: Session, on_progress: Callable[[int, int], object] = lambda done, of: None) -> int:
    """Bring the summaries up to the last arrival; returns how many sessions were folded.

    Reports are right without it, since they fold what is newer themselves; it makes them fast.
    `on_progress` hears how many sessions of how many are done.
    """
    last = _last(s)
    behind = list(s.scalars(newer_sessions(cursor(s))))
    for start in range(0, len(behind), _AT_ONCE):
        some = behind[start : start + _AT_ONCE]
        forget(s, some)
        _write(s, list(fold(s, some)))
        on_progress(start + len(some), len(behind))
    if last != cursor(s):
        s.execute(delete(_CURSOR))
        s.execute(insert(_CURSOR), {"id": 1, "sequence": last})
    return len(behind)


def keep_up(s: Session) -> None:
    """Catch up once some hundred arrivals are not in the summaries, so that reports never have much to fold."""
    if _last(s) - cursor(s) > _TAIL:
        catch_up(s)


def rebuild(s: Session, on_progress: Callable[[int, int], object] = lambda done, of: None) -> int:
    """Make every summary again from the log alone; returns how many sessions were folded."""
    for table in (*_OF_PLAYS, _CURSOR):
        s.execute(delete(table))
    return catch_up(s, on_progress)


def forget(s: Session, session_ids: Sequence[UUID]) -> None:
    """Remove the summaries of some sessions."""
    for table in _OF_PLAYS:
        s.execute(delete(table).where(table.c.session_id.in_(session_ids)))


def cursor(s: Session) -> int:
    """The last arrival that is in the summaries; 0 when there are none."""
    return s.scalar(select(_CURSOR.c.sequence)) or 0


def newer_sessions(sequence: int, *wanted: ColumnElement[bool]) -> Any:
    """A statement for the sessions with an attempt after that arrival: their summaries are not what they came to."""
    return select(_ATTEMPTS.c.session_id).where(_ATTEMPTS.c.sequence > sequence, *wanted).distinct()


def fold(s: Session, session_ids: Sequence[UUID]) -> Iterator[Folded]:
    """What each of the sessions came to, straight from the log, in the order they were opened."""
    for start in range(0, len(session_ids), _AT_ONCE):
        some = session_ids[start : start + _AT_ONCE]
        opened = s.execute(select(*_OPENED).where(_SESSIONS.c.uuid.in_(some)).order_by(_SESSIONS.c.sequence))
        done: dict[UUID, list[Any]] = {uuid: [] for uuid in some}
        for row in s.execute(select(*_DONE).where(_ATTEMPTS.c.session_id.in_(some)).order_by(_ATTEMPTS.c.sequence)):
            done[row.session_id].append(row)
        for session in opened:
            told = done[session.uuid]
            met, play = list(folding.opportunities(session, told)), folding.finished_play(session, told)
            days, packed = folding.practised(session, met, play), meetings(session, told, met, play)
            yield Folded(met, play, days, packed)


def _last(s: Session) -> int:
    return s.scalar(select(func.max(_ARRIVALS.c.sequence))) or 0


def _write(s: Session, folded: Sequence[Folded]) -> None:
    opportunities = [one._asdict() for session in folded for one in session.opportunities]
    plays = [session.play._asdict() for session in folded if session.play]
    days = [_by_id(day) for session in folded for day in session.days]
    packed = [_by_id(session.meetings) for session in folded if session.meetings]
    if opportunities:
        s.execute(insert(OPPORTUNITIES), opportunities)
    if plays:
        s.execute(insert(PLAYS), plays)
    if days:
        s.execute(insert(PRACTISED), days)
    if packed:
        s.execute(insert(MEETINGS), packed)


def _by_id(record: PractisedRecord | MeetingsRecord) -> dict[str, Any]:
    """A record that tells ids by their signs, as its table keeps it."""
    return {**record._asdict(), "session_id": UUID(record.session_id), "learner_id": UUID(record.learner_id)}
