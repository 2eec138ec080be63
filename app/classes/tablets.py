"""Enrols a tablet to a class and lets it go again; it knows no cookie and no page."""

from __future__ import annotations

from datetime import datetime

from app.records import Session, roster
from app.records.tables import Classroom, Device


def enrol(s: Session, classroom: Classroom, now: datetime) -> tuple[Device, str]:
    """Give a tablet the next free seat of a class; returns it with the token that it must keep, told only this once."""
    return roster.enrol_device(s, classroom=classroom, now=now, demo=classroom.demo)


def let_go(s: Session, device: Device, now: datetime) -> None:
    """Let a tablet leave its class: its token opens nothing any more, what was practised on it stays."""
    roster.retire_device(s, device.id, now)
