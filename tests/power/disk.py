"""A disk that is told what a program wrote, and what it may hold when the power goes; it knows no database.

What was synced is there. Of what was not, anything may be: nothing, all, the first part, or any sectors of it. A file
that was made or removed is made or removed for certain once its folder was synced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all."""
FATES: Final = ("nothing", "all", "the first part", "any sectors")
"""What may have become of what was not synced."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes put into a file at an offset."""

    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file given a length."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, or opened when it was there."""

    name: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was removed."""

    name: str


@dataclass(frozen=True, slots=True)
class Synced:
    """A file, or the folder under the name "": all that was done to it before event number `since` is on the disk."""

    name: str
    since: int


Event = Wrote | Cut | Made | Removed | Synced


@dataclass
class _File:
    """What of a file is on the disk, and what is on its way with the number of its event."""

    sure: bytearray = field(default_factory=bytearray)
    coming: list[tuple[int, Wrote | Cut]] = field(default_factory=list)


class Disk:
    """The files of one folder as they may be found after a power cut at this moment."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Begin with files that are on the disk."""
        self._sure = {name: _File(bytearray(content)) for name, content in files.items()}
        self._names = dict(self._sure)
        self._turns: list[tuple[int, str, _File | None]] = []
        self._count = 0

    def take(self, event: Event) -> None:
        """Let the program do one more thing."""
        number, self._count = self._count, self._count + 1
        if isinstance(event, Synced):
            self._sync(event)
        elif isinstance(event, Made):
            if event.name not in self._names:
                self._names[event.name] = made = _File()
                self._turns.append((number, event.name, made))
        elif isinstance(event, Removed):
            if self._names.pop(event.name, None) is not None:
                self._turns.append((number, event.name, None))
        elif event.name in self._names:
            self._names[event.name].coming.append((number, event))

    def after_a_cut(self, chance: Random, fate: str) -> dict[str, bytes]:
        """The files that may be found when the power goes now, each name with what is in it."""
        names = dict(self._sure)
        for _, name, file in self._turns[: _how_many(chance, fate, len(self._turns))]:
            _turn(names, name, file)
        return {name: bytes(_found(file, chance, fate)) for name, file in names.items()}

    def _sync(self, event: Synced) -> None:
        if not event.name:
            for number, name, file in self._turns:
                if number < event.since:
                    _turn(self._sure, name, file)
            self._turns = [turn for turn in self._turns if turn[0] >= event.since]
        elif file := self._names.get(event.name):
            for number, change in file.coming:
                if number < event.since:
                    _apply(file.sure, change)
            file.coming = [change for change in file.coming if change[0] >= event.since]


def _turn(names: dict[str, _File], name: str, file: _File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def _how_many(chance: Random, fate: str, of: int) -> int:
    """How many of the changes on their way came through, the first ones first."""
    return {"nothing": 0, "all": of}.get(fate, chance.randint(0, of))


def _found(file: _File, chance: Random, fate: str) -> bytearray:
    content, coming = bytearray(file.sure), [change for _, change in file.coming]
    if fate == "any sectors":
        for change in coming:
            for piece in _pieces(change):
                if chance.random() < 0.5:
                    _apply(content, piece)
        return content
    through = _how_many(chance, fate, len(coming))
    for change in coming[:through]:
        _apply(content, change)
    if fate == "the first part" and through < len(coming):
        torn = list(_pieces(coming[through]))
        for piece in torn[: chance.randint(0, len(torn))]:
            _apply(content, piece)
    return content


def _pieces(change: Wrote | Cut) -> Iterable[Wrote | Cut]:
    """A change in the parts that a disk does whole: sectors of the file."""
    if isinstance(change, Cut):
        return [change]
    pieces, done = [], 0
    while done < len(change.data):
        until = min(len(change.data), done + SECTOR - (change.offset + done) % SECTOR)
        pieces.append(Wrote(change.name, change.offset + done, change.data[done:until]))
        done = until
    return pieces


def _apply(content: bytearray, change: Wrote | Cut) -> None:
    end = change.size if isinstance(change, Cut) else change.offset + len(change.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if isinstance(change, Cut):
        del content[end:]
    else:
        content[change.offset : end] = change.data
