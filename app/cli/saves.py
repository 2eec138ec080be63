"""Tells which of some files were saved since the last look, by the times the disk keeps; it knows no lesson."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

_Stamp = tuple[int, int]


class Saves:
    """A look at the files that `files` gives now; one that is new or gone counts as saved."""

    def __init__(self, files: Callable[[], Iterable[Path]]) -> None:
        self._files = files
        self._seen = self._look()

    def since(self) -> list[Path]:
        """The files saved since the last look, in the order of their names."""
        now = self._look()
        saved = {path for path in now.keys() | self._seen.keys() if now.get(path) != self._seen.get(path)}
        self._seen = now
        return sorted(saved)

    def _look(self) -> dict[Path, _Stamp]:
        return {path: stamp for path in self._files() if (stamp := _stamp(path))}


def _stamp(path: Path) -> _Stamp | None:
    """When a file was written and how long it is; None while an editor has it put away."""
    try:
        kept = path.stat()
    except OSError:
        return None
    return kept.st_mtime_ns, kept.st_size
