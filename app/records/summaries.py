"""Keeps the tables that are derived from the log up to date, and makes them again; it appends nothing to the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from app.records import folding
from app.records.folding import OpportunityRecord, PlayRecord
from app.records.happened import AttemptRecord, SessionRecord
from app.records.tables import HAPPENED, FinishedPlay, Opportunity, SummaryCursor, table_of

OPPORTUNITIES: Final = table_of(Opportunity)
PLAYS: Final = table_of(FinishedPlay)

_CURSOR: Final = table_of(SummaryCursor)
_ATTEMPTS: Final = HAPPENED["attempt"]
_SESSIONS: Final = HAPPENED["session"]
_AT_ONCE: Final = 200


class Folded(NamedTuple):
    """What one session came to."""

    opportunities: list[OpportunityRecord]
    play: PlayRecord | None


def catch_up(s: Session, on_progress: Callable[[int, int], object] = lambda done, of: None) -> int:
    """Bring the summaries up to the last attempt; returns how many sessions were folded.

    Reports are right without it, since they fold what is newer themselves; it makes them fast.
    `on_progress` hears how many sessions of how many are done.
    """
    last = s.scalar(select(func.max(_ATTEMPTS.c.sequence))) or 0
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


def rebuild(s: Session, on_progress: Callable[[int, int], object] = lambda done, of: None) -> int:
    """Make every summary again from the log alone; returns how many sessions were folded."""
    for table in (OPPORTUNITIES, PLAYS, _CURSOR):
        s.execute(delete(table))
    return catch_up(s, on_progress)


def forget(s: Session, session_ids: Sequence[UUID]) -> None:
    """Remove the summaries of some sessions."""
    for table in (OPPORTUNITIES, PLAYS):
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
        opened = s.execute(select(_SESSIONS).where(_SESSIONS.c.uuid.in_(some)).order_by(_SESSIONS.c.sequence))
        attempts: dict[UUID, list[AttemptRecord]] = {uuid: [] for uuid in some}
        for row in s.execute(select(_ATTEMPTS).where(_ATTEMPTS.c.session_id.in_(some)).order_by(_ATTEMPTS.c.sequence)):
            attempts[row.session_id].append(AttemptRecord._make(row))
        for session in map(SessionRecord._make, opened):
            told = attempts[session.uuid]
            yield Folded(list(folding.opportunities(session, told)), folding.finished_play(session, told))


def _write(s: Session, folded: Sequence[Folded]) -> None:
    opportunities = [one._asdict() for session in folded for one in session.opportunities]
    plays = [session.play._asdict() for session in folded if session.play]
    if opportunities:
        s.execute(insert(OPPORTUNITIES), opportunities)
    if plays:
        s.execute(insert(PLAYS), plays)
