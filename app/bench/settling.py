"""How an edit meets what others did meanwhile, and how it comes onto the disk; knows no draft."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from app.bench import sayings
from app.bench.change import ADD, MOVE, REMOVE, RENAME, SET, Change
from app.bench.change import Path as Way
from app.bench.renaming import EMPTY
from app.bench.sayings import Words
from app.bench.yamldoc import same, value_at
from app.simulator.reading import read_lesson

DONE: Final = Change(SET, ("done",))
"""What `meet` gives where somebody else made the very same change."""


def meet(node: Mapping[str, Any], change: Change) -> Change | None:
    """The change as it fits what stands now: None for a clash, DONE where nothing is left to do.

    Where a list grew or shrank above it, the place that the editor meant is found again by what the editor saw there,
    as long as it stands at one such place only.
    """
    here = value_at(node, change.path)
    if change.do == ADD:
        taken = isinstance(change.path[-1], str) and not isinstance(here, list) and here is not None
        return change if not taken else DONE if _alike(here, change.now) else None
    if change.was is None and change.do in (MOVE, RENAME, REMOVE):
        return change
    if _alike(here, change.was):
        return DONE if change.do == SET and here is not None and _alike(here, change.now) else change
    if change.do == SET and _alike(here, change.now):
        return DONE
    found = [way for way in _elsewhere(node, change.path) if _alike(value_at(node, way), change.was)]
    if change.was is not None and len(found) == 1:
        return replace(change, path=found[0])
    return None


def _alike(one: Any, other: Any) -> bool:
    return same(one, other, ordered=False)


def _elsewhere(node: Any, path: Way) -> Iterator[Way]:
    """The same path with another place in one of its lists."""
    for i, step in enumerate(path):
        beside = value_at(node, path[:i])
        if isinstance(step, int) and isinstance(beside, list):
            for place in range(len(beside)):
                if place != step:
                    yield (*path[:i], place, *path[i + 1 :])


def carried(text: str, words: Words) -> Words:
    """The words of a lesson after its keys may have changed."""
    return sayings.carried(words, sayings.messages(read_lesson(text, EMPTY))) if any(words.values()) else words


def readable(text: str) -> dict[str, tuple[str, str]]:
    """The words of a catalogue, none where it cannot be read."""
    try:
        return sayings.read(text)
    except ValueError:
        return {}


def append(path: Path, line: bytes) -> None:
    """Put a line at the end of a file, on the disk before this returns."""
    with path.open("ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def cut_torn(path: Path, whole: int) -> None:
    """Take off the end of a history what a power cut left unfinished, if there is any: `whole` bytes of it stay."""
    if path.stat().st_size != whole:
        with path.open("r+b") as file:
            file.truncate(whole)
            os.fsync(file.fileno())


def to_disk(folder: Path) -> None:
    """Let the names in a folder reach the disk too, where the system has a way to ask for it."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
