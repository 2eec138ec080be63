"""Small files of people in one folder, each named by the hash of what is in it; knows neither picture nor sound."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from app.narration.clip import put


class HashedFiles:
    """The files of one kind and one copy, each by the hash of what is in it.

    Whoever changes them holds the records' turn to write, so that no two do so at once.
    """

    ENDING: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        """Nothing is made before something is kept."""
        self.folder = folder
        self._name = re.compile(r"[0-9a-f]{32}" + re.escape(self.ENDING))

    def keep(self, content: bytes) -> str:
        """Put down what is in a file; its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{hashlib.sha256(content).hexdigest()[:32]}{self.ENDING}"
        put(self.folder / name, content)
        return name

    def path(self, name: str) -> Path | None:
        """The file of that name; None when there is none."""
        path = self.folder / name
        return path if self._name.fullmatch(name) and path.is_file() else None

    def names(self) -> frozenset[str]:
        """The names of all files."""
        return frozenset(path.name for path in self.folder.glob(f"*{self.ENDING}") if self._name.fullmatch(path.name))

    def settle(self, wanted: Collection[str]) -> None:
        """Delete every file but these."""
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            if path.name not in wanted:
                path.unlink(missing_ok=True)
