"""Somebody agrees to read, reads, is listened to, and may take it all back; the files follow what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.narration.recordings import Recordings, Verdict
from app.records import Session, readers, removing
from app.records.identity import uuid7
from app.records.readers import APPROVED, WAITING, Reader, Take
from app.records.tables import Staff
from app.voices.lines import Reading

WORDING: Final = 1
"""The wording of the consent that is asked for now; it counts up when its sentences change."""
WORDINGS: Final = frozenset({WORDING})
"""Every wording under which somebody may have agreed."""


class NotHere(LookupError):
    """There is no such reader or take, or it belongs to the demo while whoever asks does not, or the other way."""


@dataclass(frozen=True)
class Withdrawn:
    """What went when a reader took their voice back."""

    sounds: int


def reader_of(s: Session, member: Staff, reader: UUID) -> Reader:
    """A reader whom this member of staff may see; raises NotHere."""
    found = readers.readings(s).readers.get(reader)
    if found is None or found.demo != member.demo:
        raise NotHere(reader)
    return found


def take_of(s: Session, member: Staff, take: UUID) -> Take:
    """A take that this member of staff may hear; raises NotHere."""
    found = readers.readings(s).takes.get(take)
    if found is None or found.demo != member.demo:
        raise NotHere(take)
    return found


def agree(s: Session, member: Staff, *, name: str, dialect: str, now: datetime) -> UUID:
    """Somebody agrees to read; their id. Raises ValueError for no name or a long one."""
    return readers.agree(s, member, name=name, dialect=dialect, wording=WORDING, now=now)


def keep(
    s: Session, files: Recordings, member: Staff, reader: UUID, line: Reading, heard: Verdict, now: datetime
) -> UUID:
    """Keep a take that was judged to be fine, to wait until somebody else has listened; its id. Raises NotHere."""
    found = reader_of(s, member, reader)
    take = readers.keep_take(s, member, found, key=line.key, text=line.text, clip=line.clip, now=now, take=uuid7(now))
    files.keep(take, found.dialect, heard)
    settle(s, files)
    return take


def judge(s: Session, files: Recordings, member: Staff, take: UUID, verdict: str, now: datetime) -> Take:
    """Somebody else listened: the take is heard from now on, or is to be read once more and is deleted.

    Raises NotHere, ValueError when it waits no more or an invented take would replace a real one, SameAccount.
    """
    found = take_of(s, member, take)
    everything = readers.readings(s)
    before = everything.approved().get(found.clip)
    if found.demo and before and not everything.takes[before].demo:
        raise ValueError("a real recording is there")
    readers.judge(s, member, found, verdict, now)
    settle(s, files)
    return found


def withdraw(s: Session, files: Recordings, member: Staff, reader: UUID, now: datetime) -> Withdrawn:
    """Take back a reader's voice: every sound, every line of it, and the name; that they did is all that is kept.

    The files go first: should the rest fail, asking again mends it. Raises NotHere.
    """
    found = reader_of(s, member, reader)
    takes = [take.id for take in readers.readings(s).takes.values() if take.reader == reader]
    gone = files.remove(takes)
    for path in files.coming.glob("*"):
        path.unlink(missing_ok=True)
    removing.erase_reader(s, reader, now)
    readers.withdraw(s, found, now)
    settle(s, files)
    return Withdrawn(gone)


def settle(s: Session, files: Recordings) -> None:
    """Let the files be what is kept of them."""
    everything = readers.readings(s)
    files.settle(everything.approved(), [take.id for take in everything.stand(WAITING)])


def recordings_of(s: Session, reader: UUID) -> tuple[int, int]:
    """How many of a reader's takes are approved, and how many wait."""
    theirs = [take for take in readers.readings(s).takes.values() if take.reader == reader]
    return sum(take.state == APPROVED for take in theirs), sum(take.state == WAITING for take in theirs)
