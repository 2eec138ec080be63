"""Reads the help that was given and stands: what a tap on the board says, unless a later fact took it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal
from app.records.happened import HELP_GIVEN, HELP_TAKEN_BACK, FactRecord


def given(s: Session, since: datetime | None = None, before: int | None = None) -> list[FactRecord]:
    """The help that stands, in the order it arrived, all of it or what was given from a time on.

    Whom each is about is told as of the person. `before` a sequence: as it was then, what was taken back later with it.
    """
    gone = {UUID(fact.body["help"]) for fact in journal.facts(s, HELP_TAKEN_BACK, before=before)}
    return [fact for fact in journal.facts(s, HELP_GIVEN, since, before) if fact.uuid not in gone]
