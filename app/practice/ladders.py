"""Which classes of a site are on the fixed ladder, so that a real effect of the model can one day be shown."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from app.records import Session, journal
from models.artefact import Artefact

FIXED_LADDER: Final = "fixed_ladder"
"""The kind of fact that a class went onto the fixed ladder, or left it."""


def put(s: Session, classroom_id: UUID, now: datetime, *, on: bool) -> None:
    """Put a class onto the fixed ladder from its next play on, or take it off; both are facts."""
    journal.append_fact(s, kind=FIXED_LADDER, body={"classroom": str(classroom_id), "on": on}, now=now)


def on_ladder(s: Session, classroom_id: UUID, before: int | None = None) -> bool:
    """Whether a class is on the fixed ladder now, or was `before` a sequence."""
    said = [
        fact.body["on"]
        for fact in journal.facts(s, FIXED_LADDER)
        if fact.body["classroom"] == str(classroom_id) and (before is None or fact.sequence < before)
    ]
    return bool(said and said[-1])


def for_class(s: Session, artefact: Artefact, classroom_id: UUID, before: int | None = None) -> Artefact:
    """The artefact as this class is to be helped: switched off where the class is on the fixed ladder."""
    return artefact.switched(off=artefact.off or on_ladder(s, classroom_id, before))
