"""Keeps that an elder asked for a person and that a person helped; help is a fact, never a mark against anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.records import Session, entries, facts, journal, roster, visits
from app.records.happened import HELP_ASKED, HELP_GIVEN, HELP_TAKEN_BACK, FactRecord
from app.records.identity import BOOT
from app.records.tables import Classroom, Staff

TO_TAKE_BACK: Final = timedelta(minutes=10)
"""So long, by the clock that nobody can set, a tap that help was given may be taken back; a start ends it."""


def ask_for_help(
    s: Session,
    learner_id: UUID | None,
    now: datetime,
    *,
    device_id: UUID | None = None,
    session_id: UUID | None = None,
    where: str = "",
) -> FactRecord:
    """Keep that somebody at this tablet asks for a person; `where` names the page when it is no lesson."""
    return journal.append_fact(
        s,
        kind=HELP_ASKED,
        learner_id=learner_id,
        device_id=device_id,
        session_id=session_id,
        body={"where": where} if where else {},
        now=now,
    )


def give_help(
    s: Session, learner_id: UUID, member: Staff, now: datetime, *, session_id: UUID | None = None
) -> FactRecord:
    """Keep that this volunteer went over and helped."""
    return journal.append_fact(
        s, kind=HELP_GIVEN, learner_id=learner_id, session_id=session_id, body={"by": str(member.id)}, now=now
    )


def may_take_back(s: Session, classroom: Classroom, now: datetime, ran: timedelta) -> list[FactRecord]:
    """The help given in a class that stands and may still be taken back, the latest first; `ran` is the running clock.

    `now` only spares reading old facts: a wall clock that was set meanwhile ends taking back early, never late.
    """
    here = {learner.id for learner in roster.learners(s, classroom.id)}
    given = visits.given(s, now - 2 * TO_TAKE_BACK)
    return [one for one in reversed(given) if one.learner_id in here and _lately(one, ran)]


def take_back_help(s: Session, help_id: UUID, member: Staff, now: datetime, ran: timedelta) -> FactRecord | None:
    """Keep that help was told by a slip of the finger: what was before it stands again.

    None, and nothing is kept, when that was told before or TO_TAKE_BACK is over. LookupError for what is no help.
    """
    given = helped(s, help_id)
    if not _lately(given, ran) or all(one.uuid != help_id for one in visits.given(s, given.at)):
        return None
    body = {"help": str(help_id), "by": str(member.id)}
    return journal.append_fact(
        s, kind=HELP_TAKEN_BACK, learner_id=given.learner_id, session_id=given.session_id, body=body, now=now
    )


def helped(s: Session, help_id: UUID) -> FactRecord:
    """The help of that uuid, told as of the person; raises LookupError for what is no help."""
    found = facts.fact(s, help_id)
    if found is None or found.kind != HELP_GIVEN or found.learner_id is None:
        raise LookupError(f"no help {help_id}")
    return found._replace(learner_id=entries.person(s, found.learner_id))


def _lately(given: FactRecord, ran: timedelta) -> bool:
    return given.boot == BOOT and ran - timedelta(milliseconds=given.monotonic_ms) <= TO_TAKE_BACK
