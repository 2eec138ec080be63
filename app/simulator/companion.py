"""What a screen asks of somebody who sits beside the learner, and of their hands; knows no words and no person."""

from __future__ import annotations

from typing import Final

from app.simulator.lesson import Screen

TAP, WRITE, AWAY, JUDGE, WAIT = "tap", "write", "away", "judge", "wait"
MANNERS: Final = (TAP, WRITE, AWAY, JUDGE, WAIT)
"""Ask where to tap; hold the practice card while they write; look away from a password; let them judge; wait along."""


def manner(screen: Screen) -> str:
    """One of MANNERS for a screen; of several the one that asks most of the companion's restraint."""
    widgets = tuple(screen.widgets())
    if any(widget.kind == "pin" for widget in widgets):
        return AWAY
    if any(widget.signal or widget.kind == "spots" for widget in widgets):
        return JUDGE
    if screen.wait:
        return WAIT
    return WRITE if any(widget.kind in ("field", "write") for widget in widgets) else TAP
