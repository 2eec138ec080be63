"""Where a shared message stands, as file and line by its key; knows the shared files' layout, no lesson."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.simulator.mistakes import Mistake
from app.simulator.reading import line_of, round_trip

FILES: Mapping[str, str] = {
    "tasks": "catalogue", "apps": "catalogue", "tracks": "catalogue", "bridges": "catalogue",
    "people": "people", "skills": "skills", "slips": "slips",
}  # fmt: skip
"""The file of each kind of shared message, by the first word of its key."""


class Places:
    """The shared files of a lessons folder; each is read when a place in it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Any] = {}

    def mistake(self, key: str, what: str, fix: str) -> Mistake:
        """A mistake at a key like `bridges.call-12345.note`; without its last words where the file has no such line."""
        name = FILES[key.partition(".")[0]]
        path = self.folder / f"{name}.yaml"
        if name not in self._read:
            self._read[name] = round_trip().load(path.read_text(encoding="utf-8"))
        node, line = self._read[name], 1
        for word in key.split("."):
            found = line_of(node, word)
            if not found:
                break
            node, line = node[word], found
        return Mistake(str(path), line, what, fix)
