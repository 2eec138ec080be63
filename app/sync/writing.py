"""Writes a class into one file that needs no password: no token, no password, no voice goes with it; reads no file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any
from uuid import UUID

from app.records import Session, carrying, rows
from app.records.tables import HAPPENED, Classroom
from app.sync.format import DATE, FORGOTTEN, FORMAT, LOG, MANIFEST, PLACES, PRODUCT, line
from app.sync.kinds import FACTS

_TOLD_EVERY = 1000


def write(
    s: Session, classroom: Classroom, file: IO[bytes], on_progress: Callable[[int], object] = lambda done: None
) -> str:
    """Write everything of a class; returns the file's id, which is the same as long as the class is.

    `s` must see one state throughout. `on_progress` hears how many rows are written. Memory does not grow with the log.
    """
    of = carrying.belongs(s, classroom.id)
    log, gone = _Log(s, of, on_progress), carrying.forgotten(s, demo=classroom.demo)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {
            PLACES: _part(archive, PLACES, _places(s, of)),
            FORGOTTEN: _part(archive, FORGOTTEN, (_row("fact", row) for row in gone)),
            LOG: _part(archive, LOG, log.lines()),
        }
        told = {
            "product": PRODUCT,
            "format": FORMAT,
            "id": hashlib.sha256("".join(part["sha256"] for part in parts.values()).encode()).hexdigest()[:32],
            "classroom": str(classroom.id),
            "demo": classroom.demo,
            "parts": parts,
            "boots": {name: boot for name, boot in carrying.boots(s).items() if name in log.boots},
            "helpers": [_helper(member) for member in carrying.helpers(s, classroom.id)],
        }
        archive.writestr(_entry(MANIFEST), line(told))
    return str(told["id"])


class _Log:
    """The rows of a class as lines, and what was seen on the way."""

    def __init__(self, s: Session, of: carrying.Belongs, on_progress: Callable[[int], object]) -> None:
        self._s, self._of, self._on_progress = s, of, on_progress
        self.boots: set[str] = set()

    def lines(self) -> Iterator[Mapping[str, Any]]:
        """Each row, in the order it happened here."""
        for done, (kind, row) in enumerate(carrying.happened(self._s, self._of, FACTS), start=1):
            self.boots.add(row["boot"].hex)
            yield _row(kind, row)
            if done % _TOLD_EVERY == 0:
                self._on_progress(done)


def _places(s: Session, of: carrying.Belongs) -> Iterator[Mapping[str, Any]]:
    for table, found in carrying.places(s, of).items():
        for row in found:
            yield {"table": table, **rows.plain(carrying.PLACES[table], row, carrying.SECRET)}
    for row in carrying.lessons(s, of):
        yield {"table": "lesson", **rows.plain(carrying.PLACES["lesson"], row, ("digest",))}


def _row(kind: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"row": kind, **rows.plain(HAPPENED[kind], row)}


def _helper(member: Any) -> Mapping[str, str]:
    """A volunteer as the file names them: no password goes with them, and no account is made of them."""
    identifier: UUID = member.id
    return {"id": str(identifier), "name": member.name, "latin": member.name_latin, "role": member.role}


def _part(archive: zipfile.ZipFile, name: str, told: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Write one part line by line; its sum, its size and how many lines it has."""
    summed, size, count = hashlib.sha256(), 0, 0
    with archive.open(_entry(name), "w", force_zip64=True) as part:
        for one in told:
            written = line(one)
            part.write(written)
            summed.update(written)
            size, count = size + len(written), count + 1
    return {"sha256": summed.hexdigest(), "bytes": size, "lines": count}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
    return entry
