"""When a stop that keeps the place is offered: after ten decisions, and only on something that just went well."""

from __future__ import annotations

from typing import Final

from app.practice.sitting import Sitting
from app.records import Session, journal
from app.records.folding import opportunities
from app.simulator.machine import CORRECT

DECISIONS: Final = 10
"""Decisions (visits to a screen, each told by its first act) after which a stop is offered, and after as many again."""


def decisions(s: Session, sitting: Sitting) -> int:
    """How many decisions were made in this play so far."""
    return sum(1 for _ in opportunities(sitting.session, journal.attempts(s, sitting.session.uuid)))


def stop_offered(s: Session, sitting: Sitting) -> bool:
    """Whether to offer a stop now: every tenth decision, just made rightly, not at the end. It keeps the place."""
    last = sitting.last
    if sitting.place.done or last is None or last.kind != CORRECT or not last.moved:
        return False
    made = decisions(s, sitting)
    return made > 0 and made % DECISIONS == 0
