"""How loud a class is: what a volunteer has told its tablets, or one of them; it knows no page and plays no sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.records import Session, journal
from app.records.happened import FactRecord
from app.records.tables import Classroom, Device

ALOUD: Final = "aloud"
EARPHONES: Final = "earphones"
QUIET: Final = "quiet"
SOUNDS: Final = (ALOUD, EARPHONES, QUIET)
"""New lines speak by themselves; they do, for whoever has earphones; nothing speaks before it is tapped."""
LASTS: Final = timedelta(hours=6)
"""A class is over by then: what was told it holds no longer, and each tablet goes by its person's wishes again."""

CLASS_SOUND: Final = "class_sound"
"""The kind of fact that all tablets of a class were told one of SOUNDS, or, with none, that each goes by its person."""
TABLET_SOUND: Final = "tablet_sound"
"""The kind of fact that one tablet was told to be quiet, or no longer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was told: one of SOUNDS, empty for nothing, and which telling it was, so that a new one is known as new."""

    sound: str = ""
    sequence: int = 0


def tell_class(s: Session, classroom: Classroom, sound: str, now: datetime) -> None:
    """Tell all tablets of a class one of SOUNDS, or nothing, so that each goes by its person; else ValueError."""
    if sound not in ("", *SOUNDS):
        raise ValueError(sound)
    journal.append_fact(s, kind=CLASS_SOUND, body={"classroom": str(classroom.id), "sound": sound}, now=now)


def hush(s: Session, device: Device, now: datetime, *, quiet: bool = True) -> None:
    """Tell one tablet to be quiet, or as the others again; nothing is kept of what is so already."""
    if (device.id in hushed(s, now)) != quiet:
        journal.append_fact(s, kind=TABLET_SOUND, device_id=device.id, body={"quiet": quiet}, now=now)


def class_sound(s: Session, classroom_id: UUID, now: datetime) -> Told:
    """What the tablets of a class were told last."""
    said = [fact for fact in _lately(s, CLASS_SOUND, now) if fact.body["classroom"] == str(classroom_id)]
    return Told(said[-1].body["sound"], said[-1].sequence) if said else Told()


def hushed(s: Session, now: datetime) -> dict[UUID, int]:
    """The tablets that were told by themselves to be quiet, each with the sequence of that telling."""
    last = {fact.device_id: fact for fact in _lately(s, TABLET_SOUND, now) if fact.device_id is not None}
    return {device: fact.sequence for device, fact in last.items() if fact.body["quiet"]}


def told(s: Session, device: Device, now: datetime) -> Told:
    """What one tablet was told: to be quiet by itself, else what its class was."""
    alone = hushed(s, now).get(device.id)
    return Told(QUIET, alone) if alone else class_sound(s, device.classroom_id, now)


def _lately(s: Session, kind: str, now: datetime) -> list[FactRecord]:
    return journal.facts(s, kind, now - LASTS)
