"""What was done to a draft, one line an edit, from which every state of its files can be made again; opens no file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

State = Mapping[str, str]
"""The files of a draft by their names; one that is not there is the empty text."""


class Torn(ValueError):
    """The history cannot be read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """That in a file the text `was`, from sign `at`, became `now`."""

    file: str
    at: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history: who did what, the pieces of text that changed, and the sum of each file after it."""

    revision: int
    at: datetime
    by: str
    title: str
    what: Mapping[str, Any]
    pieces: tuple[Piece, ...] = ()
    sums: Mapping[str, str] | None = None
    refused: bool = False

    def told(self) -> bytes:
        """The line as it stands in the file, its end with it."""
        told = {
            "revision": self.revision,
            "at": self.at.isoformat(),
            "by": self.by,
            "title": self.title,
            "what": self.what,
            "refused": self.refused,
            "sums": self.sums or {},
            "pieces": [[one.file, one.at, one.was, one.now] for one in self.pieces],
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def read(written: bytes) -> Iterator[Line]:
    """The lines of a history that is whole; raises Torn for one that cannot be read."""
    for row in written.splitlines():
        try:
            told = json.loads(row)
            yield Line(
                int(told["revision"]),
                datetime.fromisoformat(told["at"]),
                str(told["by"]),
                str(told["title"]),
                told["what"],
                tuple(Piece(*one) for one in told["pieces"]),
                told["sums"],
                bool(told["refused"]),
            )
        except (ValueError, KeyError, TypeError) as problem:
            raise Torn(str(problem)) from problem


def whole(written: bytes) -> bytes:
    """A history without what a power cut left at its end: a line cut off, or one of which only some pages were written.

    Nobody was told that such a line counts: that is said only when all of it is on the disk.
    """
    end = written.rfind(b"\n") + 1
    while end:
        start = written.rfind(b"\n", 0, end - 1) + 1
        try:
            next(read(written[start:end]))
            break
        except Torn:
            end = start
    return written[:end]


def last(written: bytes) -> Line | None:
    """The last edit that was taken of a history that is whole, or None; looks at no more lines than it must."""
    end = written.rfind(b"\n") + 1
    while end:
        start = written.rfind(b"\n", 0, end - 1) + 1
        line = next(read(written[start:end]))
        if not line.refused:
            return line
        end = start
    return None


def pieces(before: State, after: State) -> tuple[Piece, ...]:
    """What differs between two states: one piece a file, between a common beginning and a common end."""
    files = dict.fromkeys((*before, *after))
    return tuple(
        _piece(file, *pair) for file in files if (pair := (before.get(file, ""), after.get(file, "")))[0] != pair[1]
    )


def onward(state: State, line: Line) -> dict[str, str]:
    """The state after a line; raises Torn when the line was not written for this state."""
    new = dict(state)
    for piece in line.pieces:
        text = new.get(piece.file, "")
        if text[piece.at : piece.at + len(piece.was)] != piece.was:
            raise Torn(f"revision {line.revision}")
        new[piece.file] = text[: piece.at] + piece.now + text[piece.at + len(piece.was) :]
    return {file: text for file, text in new.items() if text}


def states(lines: Iterable[Line]) -> Iterator[tuple[Line, dict[str, str]]]:
    """Each edit that was taken, with the state after it."""
    state: dict[str, str] = {}
    for line in lines:
        if not line.refused:
            state = onward(state, line)
            yield line, state


def settled(disk: State, lines: list[Line]) -> tuple[dict[str, str], dict[str, str]]:
    """The state by the history, and the state that counts, from what lies on the disk.

    A file that lies there as it was before the last edit was not written when the power went: the edit counts. One that
    is neither as before nor as after it was changed by hand, and counts as it lies there.
    """
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for _, state in states(lines):
        before, after = after, state
    counts = dict(after)
    for file in {*disk, *after}:
        lies = disk.get(file, "")
        if lies not in (before.get(file, ""), after.get(file, "")) and lies:
            counts[file] = lies
    return after, {file: text for file, text in counts.items() if text}


def sums(state: State) -> dict[str, str]:
    """The sum of each file."""
    return {file: hashlib.sha256(text.encode("utf-8")).hexdigest() for file, text in sorted(state.items())}


def next_line(before: Line | None, made: Line, old: State, new: State) -> Line:
    """A line that leads from one state to another, as the next revision."""
    revision = before.revision + 1 if before is not None else 1
    return replace(made, revision=revision, pieces=pieces(old, new), sums=sums(new))


def who_wrote(lines: Iterable[Line], path: tuple[str | int, ...]) -> Line | None:
    """The last edit that was taken at a path, above it or below it."""
    found = None
    for line in lines:
        there = tuple(line.what.get("path") or ())
        near = min(len(there), len(path))
        if not line.refused and there and there[:near] == path[:near]:
            found = line
    return found


def _piece(file: str, was: str, now: str) -> Piece:
    most, first = min(len(was), len(now)), 0
    while first < most and was[first] == now[first]:
        first += 1
    end = 0
    while end < most - first and was[-1 - end] == now[-1 - end]:
        end += 1
    return Piece(file, first, was[first : len(was) - end], now[first : len(now) - end])
