"""A dialect's recordings as one file for another laptop, and what comes in such a file, whole or not at all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.dialects.registry import DIALECTS
from app.narration.clip import is_clip_name
from app.narration.ear import Ear
from app.narration.recordings import Recordings, Verdict, recording_name, syllables
from app.records import Session, readers
from app.records.identity import uuid7
from app.records.readers import APPROVED, LONGEST_NAME, WAITING, Reader, Readings
from app.records.tables import Staff
from app.voices.keeping import WORDINGS, settle
from app.voices.lines import Reading

FORMAT: Final = 1
MOST_BYTES: Final = 96 * 1024 * 1024
"""The largest file that is read: all lines of a dialect are some 80 MB."""
MOST_SOUND: Final = 96 * 1024
"""Bytes of one recording: 20 s at 24 kbit/s are 60 KB."""
_MOST_MANIFEST: Final = 8 * 1024 * 1024
_MOST_LINES: Final = 20_000
_LONGEST_TEXT: Final = 400
_MANIFEST: Final = "manifest.json"


class NotOurs(ValueError):
    """The file is not what an export makes: nothing of it is taken."""


@dataclass(frozen=True)
class Comer:
    """Somebody whose recordings are in a file, with the consent they gave."""

    id: UUID
    name: str
    wording: int
    at: datetime


@dataclass(frozen=True)
class Coming:
    """One recording in a file."""

    reader: UUID
    text: str
    clip: str
    sound: bytes


@dataclass(frozen=True)
class Parcel:
    """A file that was read whole and is what an export makes, its sounds not yet listened to."""

    dialect: str
    comers: Mapping[UUID, Comer]
    recordings: tuple[Coming, ...]


@dataclass(frozen=True)
class Fitting:
    """What of a parcel comes in here: lines that are said here and have no recording; and what stays out."""

    comes: tuple[tuple[Coming, Reading], ...]
    here: int
    """Lines that have a recording here, or one that waits."""
    unsaid: int
    """Lines that are not said in this version."""


def export(dialect: str, readings: Readings, files: Recordings) -> bytes:
    """Everything that is approved in a dialect as one file, with who read it and when they agreed."""
    takes = [take for take in readings.stand(APPROVED) if files.take_of(take.clip) == str(take.id)]
    told = {
        "format": FORMAT,
        "dialect": dialect,
        "readers": [_told(readings.readers[reader]) for reader in dict.fromkeys(take.reader for take in takes)],
        "recordings": [{"reader": str(take.reader), "text": take.text, "clip": take.clip} for take in takes],
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        for take in takes:
            archive.write(files.folder / take.clip, take.clip)
    return file.getvalue()


def read(content: bytes, withdrawn: Collection[UUID]) -> Parcel:
    """A file as it says it is; raises NotOurs for anything in it that an export would not have made.

    Sizes are looked at before anything is unpacked, and no more is unpacked than was announced.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            _look_at(archive.infolist())
            told = json.loads(_unpacked(archive, entries[_MANIFEST]))
            parcel = _parcel(told, lambda name: _unpacked(archive, entries[name]))
    except NotOurs:
        raise
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError,
            RecursionError, OverflowError) as problem:  # fmt: skip
        raise NotOurs(str(problem)) from problem
    if {one.clip for one in parcel.recordings} != entries.keys() - {_MANIFEST}:
        raise NotOurs("sounds that the list does not name")
    if parcel.comers.keys() & frozenset(withdrawn):
        raise NotOurs("somebody took their voice back here")
    return parcel


def listened(dialect: str, recordings: Iterable[Coming], ear: Ear) -> dict[str, Verdict]:
    """Listen to sounds as to takes, by their clips; raises NotOurs at the first that would be refused."""
    verdicts = {}
    for one in recordings:
        verdicts[one.clip] = ear.hear(one.sound, syllables(dialect, one.text), as_it_is=True)
        if not verdicts[one.clip].fine:
            raise NotOurs(f"{one.clip}: {verdicts[one.clip].word}")
    return verdicts


def fitting(parcel: Parcel, lines: Collection[Reading], here: Collection[str]) -> Fitting:
    """What of a parcel comes in; `here` names the clips that are recorded here or wait."""
    said = {line.clip: line for line in lines}
    comes = [(one, said[one.clip]) for one in parcel.recordings if one.clip in said and one.clip not in here]
    known = sum(one.clip in here for one in parcel.recordings)
    return Fitting(tuple(comes), known, len(parcel.recordings) - known - len(comes))


def bring_in(
    s: Session,
    files: Recordings,
    member: Staff,
    parcel: Parcel,
    fits: Fitting,
    verdicts: Mapping[str, Verdict],
    now: datetime,
) -> int:
    """Let recordings come in, each to wait until somebody else has listened to it; how many there were.

    `verdicts` are those of `listened`, by clip. A reader who is known here keeps the consent that is known.
    Raises NotOurs when a reader is known here for another dialect, or took their voice back meanwhile.
    """
    everything = readers.readings(s)
    known = everything.readers
    if everything.withdrawn & {one.reader for one, _ in fits.comes}:
        raise NotOurs("somebody took their voice back")
    for reader in dict.fromkeys(one.reader for one, _ in fits.comes):
        comer = parcel.comers[reader]
        if reader not in known:
            readers.agree(
                s, member, name=comer.name, dialect=parcel.dialect, wording=comer.wording, now=now, reader=reader,
                agreed=comer.at,
            )  # fmt: skip
    everybody = readers.readings(s).readers
    for one, line in fits.comes:
        reader_ = everybody[one.reader]
        if reader_.dialect != parcel.dialect or reader_.demo != member.demo:
            raise NotOurs("a reader of something else")
        take = readers.keep_take(
            s, member, reader_, key=line.key, text=line.text, clip=line.clip, now=now, take=uuid7(now)
        )
        files.keep(take, parcel.dialect, verdicts[one.clip])
    settle(s, files)
    return len(fits.comes)


def recorded_or_waiting(readings: Readings, files: Recordings) -> frozenset[str]:
    """The clips that need no recording: one is approved and here, or waits."""
    return files.names() | {take.clip for take in readings.stand(WAITING)}


def _told(reader: Reader) -> dict[str, Any]:
    return {"id": str(reader.id), "name": reader.name, "wording": reader.wording, "at": reader.at.isoformat()}


def _look_at(entries: list[zipfile.ZipInfo]) -> None:
    """Raise NotOurs for names, sizes or kinds of entries that an export has not."""
    names = [entry.filename for entry in entries]
    if len(names) > _MOST_LINES or len(set(names)) != len(names):
        raise NotOurs("too many entries, or one twice")
    for entry in entries:
        ours = entry.filename == _MANIFEST or is_clip_name(entry.filename)
        most = _MOST_MANIFEST if entry.filename == _MANIFEST else MOST_SOUND
        if not ours or entry.file_size > most or entry.flag_bits & 0x1:
            raise NotOurs(f"an entry of {entry.file_size} bytes")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NotOurs("too much to unpack")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise NotOurs("an entry of another size than announced")
    return content


def _parcel(told: Any, sound: Callable[[str], bytes]) -> Parcel:
    if told["format"] != FORMAT or told["dialect"] not in DIALECTS:
        raise NotOurs("another format, or a dialect that is not known here")
    dialect = str(told["dialect"])
    comers = {one.id: one for one in map(_comer, told["readers"])}
    recordings = [_coming(one, dialect, sound) for one in told["recordings"]]
    if {one.reader for one in recordings} != comers.keys() or len(comers) != len(told["readers"]):
        raise NotOurs("recordings without a reader, or readers without recordings")
    if len({one.clip for one in recordings}) != len(recordings) or not recordings:
        raise NotOurs("no recording, or one twice")
    return Parcel(dialect, comers, tuple(recordings))


def _comer(told: Any) -> Comer:
    name, at, wording = told["name"], datetime.fromisoformat(told["at"]), told["wording"]
    named = isinstance(name, str) and name == " ".join(name.split()) and 0 < len(name) <= LONGEST_NAME
    if not named or at.tzinfo is None or wording not in WORDINGS or isinstance(wording, bool):
        raise NotOurs("somebody without a name or without consent")
    return Comer(UUID(told["id"]), name, wording, at)


def _coming(told: Any, dialect: str, sound: Callable[[str], bytes]) -> Coming:
    text, clip = told["text"], told["clip"]
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_TEXT or clip != recording_name(dialect, text):
        raise NotOurs("a line whose name does not fit its words")
    return Coming(UUID(told["reader"]), text, clip, sound(clip))
