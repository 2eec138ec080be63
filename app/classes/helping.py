"""Keeps that an elder asked for a person and that a person helped; help is a fact, never a mark against anybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.records import Session, journal
from app.records.happened import HELP_ASKED, HELP_GIVEN, FactRecord
from app.records.tables import Staff


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
