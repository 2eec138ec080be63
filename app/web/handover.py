"""Who sits at this browser: sits down, leaves, and in which sitting; it asks for no code and draws no page."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from flask import session

from app import current
from app.classes import seating
from app.records import DiskFull, Session
from app.records.tables import Learner
from app.web import preferences, sounds, visitors

SITTING = "sitting"
ASKING = "asking"
"""Whose code is asked for here, in which visit, and what came of the last one."""
CARD = "card"
"""Whose card was just held before this tablet."""


def sitting_here() -> str:
    """The sitting at this browser; empty where nobody sits."""
    return str(session.get(SITTING, ""))


def sit_down(
    s: Session,
    learner: Learner,
    how: str = seating.ASKED,
    *,
    visit: str = "",
    sitting: UUID | None = None,
    ago: timedelta = timedelta(),
) -> None:
    """Let somebody sit at this browser, with the voice and letters they chose before; needs a writing session."""
    device = visitors.device()
    before = seating.last_at(s, device.id) if device else None
    told = seating.sit_down(s, learner, device, current.now(), how=how, visit=visit, sitting=sitting, ago=ago)
    if before != learner.id:
        sounds.sitting_ends(s, device)
    be_here(learner, told)


def be_here(learner: Learner, sitting: UUID) -> None:
    """Let this browser know who sits at it and in which sitting."""
    session["learner"] = str(learner.id)
    session[SITTING] = str(sitting)
    for name in (ASKING, CARD):
        session.pop(name, None)
    preferences.take(learner.preferences)


def leave() -> None:
    """Let nobody sit at this browser: whoever it is next says anew that it is them."""
    for name in ("learner", ASKING, CARD):
        session.pop(name, None)
    kept, device = session.pop(SITTING, None), visitors.device()
    if device is None:
        return
    with current.records().session() as s:
        lasting = {UUID(kept)} if kept else set()
        lasting |= {here} if (here := seating.now_at(s, device.id)) is not None else set()
    if lasting:
        with suppress(DiskFull), current.records().writing() as s:
            for sitting in lasting:
                seating.stand_up(s, sitting, current.now())
