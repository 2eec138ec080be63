"""Reads what the page of a week asks beyond the summary of days: first acts of a few plays, tablets that were used.

It never reads a table of acts whole, so that a county opens within a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.records import entries, summaries
from app.records.summaries import OPPORTUNITIES
from app.records.tables import HAPPENED, Device

_MET: Final = OPPORTUNITIES.c
_OPENED: Final = HAPPENED["session"].c
_AT_ONCE: Final = 5000


class Tried(NamedTuple):
    """One visit to a step, told by its first act that counts; `learner` and `session` are the signs of their ids."""

    learner: str
    lesson: str
    screen: str
    slipped: bool


def tried(
    s: Session, sessions: Sequence[str], since: datetime, until: datetime, screens: Collection[str] = ()
) -> Iterator[Tried]:
    """The visits of some plays, by the signs of their ids, from a time on and before another.

    `screens` are those that are asked for; every one when none is named.
    """
    whole = {entry.hex: stays.hex for entry, stays in entries.merged(s).items()}
    behind = list(s.scalars(summaries.newer_sessions(summaries.cursor(s))))
    stale, wanted = {one.hex for one in behind}, set(sessions)
    newer = (
        Tried(one.learner_id.hex, one.lesson, one.screen, one.slipped)
        for session in summaries.fold(s, [one for one in behind if one.hex in wanted])
        for one in session.opportunities
        if since <= one.at < until and (not screens or one.screen in screens)
    )
    times = [_MET.at >= since, _MET.at < until, *([_MET.screen.in_(screens)] if screens else [])]
    for one in chain(_kept(s, [one for one in sessions if one not in stale], times), newer):
        yield one._replace(learner=whole[one.learner]) if one.learner in whole else one


def _kept(s: Session, sessions: Sequence[str], wanted: Sequence[ColumnElement[bool]]) -> Iterator[Tried]:
    columns = [type_coerce(_MET.learner_id, String), _MET.lesson, _MET.screen, _MET.outcome == "slip"]
    for start in range(0, len(sessions), _AT_ONCE):
        some = type_coerce(_MET.session_id, String).in_(sessions[start : start + _AT_ONCE])
        yield from map(Tried._make, s.connection().execute(select(*columns).where(some, *wanted)).all())


def tablets(s: Session, classrooms: Collection[UUID], since: datetime, until: datetime) -> dict[UUID, list[datetime]]:
    """For each of some classes: when each of its tablets was last played on in a time; those not used are left out."""
    rows = s.execute(
        select(_OPENED.device_id, func.max(_OPENED.at))
        .where(_OPENED.at >= since, _OPENED.at < until, _OPENED.device_id.is_not(None))
        .group_by(_OPENED.device_id)
    )
    last = {row[0]: row[1] for row in rows}
    in_use = or_(Device.left_at.is_(None), Device.left_at == Device.enrolled_at)  # the latter on another laptop
    here = select(Device.id, Device.classroom_id).where(Device.classroom_id.in_(classrooms), in_use)
    found: dict[UUID, list[datetime]] = {}
    for device, room in s.execute(here):
        if device in last:
            found.setdefault(room, []).append(last[device])
    return found
