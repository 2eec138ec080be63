"""Reads the file of a class and trusts nothing in it: sizes first, sums, one way to write a line; it knows no table."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from app.sync.format import (
    FORMAT,
    LOG,
    MANIFEST,
    MOST_BYTES,
    MOST_LINE,
    MOST_MANIFEST,
    MOST_PLACES,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED,
    PARTS,
    PRODUCT,
    line,
)

NOT_OURS, CUT, LARGE, VERSION = "not-ours", "cut", "large", "version"
SHAPE, KIND, REFERENCE, CONTRADICTION, OTHER_PEOPLE = "shape", "kind", "reference", "contradiction", "other-people"
WHY: Final = (NOT_OURS, CUT, LARGE, VERSION, SHAPE, KIND, REFERENCE, CONTRADICTION, OTHER_PEOPLE)
"""Why a file is refused: not one of ours; cut or spoiled; too large; of a newer version; a row that cannot be; a kind
that is not known; something it does not hold; it says otherwise than what is here; invented people among real ones."""

END: Final = struct.Struct("<4s4H2LH")
SIGN: Final = b"PK\x05\x06"
"""How a zip without a comment ends: its sign, disks, how many parts, how long their list is, and where it lies."""
MOST_LIST: Final = 4096
_SUM: Final = re.compile(r"[0-9a-f]{64}")
_BOOT: Final = re.compile(r"[0-9a-f]{32}")
_BROKEN: Final = (
    EOFError, OSError, NotImplementedError, RuntimeError, KeyError, TypeError, ValueError, RecursionError,
    OverflowError,
)  # fmt: skip


class Refused(ValueError):
    """The file is not taken, nothing of it; `why` is one of WHY, the words are for the log and name nobody."""

    def __init__(self, why: str, told: str = "") -> None:
        super().__init__(f"{why}: {told}")
        self.why = why


class Part(NamedTuple):
    """What a file announces of one of its parts."""

    sha256: str
    bytes: int
    lines: int


class Helper(NamedTuple):
    """A volunteer or trainer as a file names them."""

    id: UUID
    name: str
    latin: str
    role: str


@dataclass(frozen=True)
class ClassFile:
    """A file whose frame is in order. Its lines are looked at as they are read, and must be read to the end."""

    id: str
    classroom: UUID
    demo: bool
    parts: Mapping[str, Part]
    boots: Mapping[str, tuple[str, int]]
    helpers: tuple[Helper, ...]
    archive: zipfile.ZipFile

    @property
    def rows(self) -> int:
        """How many things happened, by what the file announces."""
        return self.parts[LOG].lines

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The objects of a part; raises Refused at the first line that we would not have written, or at a wrong sum."""
        summed, size, count, told = hashlib.sha256(), 0, 0, self.parts[name]
        with _noticing(), self.archive.open(name) as packed:
            part = io.BufferedReader(cast(io.RawIOBase, packed), 1 << 16)
            while written := part.readline(MOST_LINE + 1):
                size, count = size + len(written), count + 1
                if size > told.bytes or count > told.lines or len(written) > MOST_LINE or not written.endswith(b"\n"):
                    raise Refused(CUT, f"{name}, line {count}")
                summed.update(written)
                found = json.loads(written)
                if not isinstance(found, dict) or line(found) != written:
                    raise Refused(SHAPE, f"{name}, line {count}")
                yield found
            if Part(summed.hexdigest(), size, count) != told:
                raise Refused(CUT, f"{name}: another sum than announced")


@contextmanager
def opened(path: Path) -> Iterator[ClassFile]:
    """The file at a path, its frame looked at; raises Refused for what `write` does not make."""
    with _noticing():
        if path.stat().st_size > MOST_BYTES:
            raise Refused(LARGE, "the file")
        _end(path)
        archive = zipfile.ZipFile(path)
    with archive:
        with _noticing():
            _look_at(archive.infolist(), path.stat().st_size)
            file = _framed(archive)
        yield file


def _end(path: Path) -> None:
    """Refuse a file whose end tells of more parts than ours has, before its list of parts is read."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - END.size))
        tail = file.read()
    if len(tail) < END.size:
        raise Refused(NOT_OURS, "no end")
    sign, _, _, here, parts, size, _, comment = END.unpack(tail)
    if sign != SIGN or comment or here != parts:
        raise Refused(NOT_OURS, "another end")
    if parts != len(PARTS) + 1 or size > MOST_LIST:
        raise Refused(NOT_OURS, "other parts")


@contextmanager
def _noticing() -> Iterator[None]:
    """Tell whatever a spoiled file makes a library raise as one refusal."""
    try:
        yield
    except Refused:
        raise
    except zipfile.BadZipFile as problem:
        raise Refused(CUT if "CRC" in str(problem) else NOT_OURS, str(problem)) from problem
    except zlib.error as problem:
        raise Refused(CUT, str(problem)) from problem
    except _BROKEN as problem:
        raise Refused(SHAPE, type(problem).__name__) from problem


def _look_at(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse names, sizes and ways of packing that a class's file has not, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if sorted(names) != sorted((*PARTS, MANIFEST)) or {entry.orig_filename for entry in entries} != set(names):
        raise Refused(NOT_OURS, "other parts")
    for entry in entries:
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(NOT_OURS, "locked, or packed in another way")
        if entry.file_size > (MOST_MANIFEST if entry.filename == MANIFEST else MOST_UNPACKED):
            raise Refused(LARGE, entry.filename)
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1024):
            raise Refused(LARGE, f"{entry.filename} is packed too tightly")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(LARGE, "together")
    starts = {entry.header_offset for entry in entries}
    if sum(entry.compress_size for entry in entries) > size or len(starts) < len(names):
        raise Refused(NOT_OURS, "parts that lie in each other")


def _framed(archive: zipfile.ZipFile) -> ClassFile:
    with archive.open(MANIFEST) as part:
        written = part.read(MOST_MANIFEST + 1)
    told = json.loads(written)
    if not isinstance(told, dict) or told.get("product") != PRODUCT:
        raise Refused(NOT_OURS, "the manifest")
    if type(told["format"]) is not int or told["format"] != FORMAT:
        raise Refused(VERSION, str(told["format"])[:20])
    if line(told) != written or told.keys() != _KEYS:
        raise Refused(SHAPE, "the manifest")
    parts = {name: Part(**told["parts"][name]) for name in PARTS}
    if told["parts"].keys() != parts.keys() or not all(map(_announced, parts.values())):
        raise Refused(SHAPE, "what the manifest announces")
    if parts[LOG].lines > MOST_ROWS or any(parts[name].lines > MOST_PLACES for name in PARTS if name != LOG):
        raise Refused(LARGE, "rows")
    if told["id"] != hashlib.sha256("".join(part.sha256 for part in parts.values()).encode()).hexdigest()[:32]:
        raise Refused(CUT, "the id")
    if type(told["demo"]) is not bool or not isinstance(told["helpers"], list):
        raise Refused(SHAPE, "the manifest")
    return ClassFile(
        id=told["id"],
        classroom=UUID(told["classroom"]),
        demo=told["demo"],
        parts=parts,
        boots={name: _boot(name, *boot) for name, boot in told["boots"].items()},
        helpers=tuple(_helper(one) for one in told["helpers"]),
        archive=archive,
    )


def _announced(part: Part) -> bool:
    numbers = all(type(number) is int and number >= 0 for number in (part.bytes, part.lines))
    return numbers and isinstance(part.sha256, str) and bool(_SUM.fullmatch(part.sha256))


def _boot(name: str, floor: str, ordinal: int) -> tuple[str, int]:
    if not _BOOT.fullmatch(name) or type(ordinal) is not int or not 0 < ordinal < 1_000_000:
        raise Refused(SHAPE, "a boot")
    if datetime.fromisoformat(floor).tzinfo is None:
        raise Refused(SHAPE, "a boot's time")
    return floor, ordinal


def _helper(told: Mapping[str, Any]) -> Helper:
    helper = Helper(UUID(told["id"]), told["name"], told["latin"], told["role"])
    words = all(isinstance(word, str) and len(word) <= 80 and word.isprintable() for word in helper[1:])
    if told.keys() != {"id", "name", "latin", "role"} or not words or not helper.name:
        raise Refused(SHAPE, "a helper")
    return helper


_KEYS: Final = {"product", "format", "id", "classroom", "demo", "parts", "boots", "helpers"}
