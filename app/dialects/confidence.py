"""How sure the writers of a dialect's words are, and who has gone over them, from the comments of its .po files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

LEVELS = ("A", "B", "C")
"""A: a native speaker would only polish it; B: the meaning is right; C: a draft. A line without one is unknown."""
_LEVEL = re.compile(r"^把握：([ABC])$")
_APPROVED = re.compile(r"^核过：(.+)，(.+)$")


@dataclass(frozen=True)
class Judged:
    """What is known of one entry: its level, empty where nobody wrote one, and who went over it when."""

    level: str = ""
    by: str = ""
    on: str = ""

    @property
    def approved(self) -> bool:
        """Whether a native speaker has gone over it."""
        return bool(self.by)


class Judgements:
    """What the comments in the catalogues of a `translations/` folder say; a file is read again when it changes.

    Beside an entry may stand `# 把握：A` (or B, C) and `# 核过：名字，日期`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, tuple[int, Mapping[tuple[str, str], Judged]]] = {}

    def of(self, catalogue: str, key: str, msgid: str) -> Judged:
        """What is known of an entry; `key` is empty for a sentence of the interface."""
        domain = "lessons" if key else "messages"
        return self._file(self._folder / catalogue / "LC_MESSAGES" / f"{domain}.po").get((key, msgid), Judged())

    def _file(self, path: Path) -> Mapping[tuple[str, str], Judged]:
        if not path.exists():
            return {}
        changed = path.stat().st_mtime_ns
        if path not in self._read or self._read[path][0] != changed:
            self._read[path] = changed, _judged(path)
        return self._read[path][1]


def _judged(path: Path) -> Mapping[tuple[str, str], Judged]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {
        (message.context or "", message.id): _told(message.user_comments)
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.user_comments
    }


def _told(comments: list[str]) -> Judged:
    level = next((found[1] for one in comments if (found := _LEVEL.match(one.strip()))), "")
    approved = next((found for one in comments if (found := _APPROVED.match(one.strip()))), None)
    return Judged(level, *(approved.groups() if approved else ()))
