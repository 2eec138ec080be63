"""Lessons that are being made: files in a folder, changed by several people at once, nothing of theirs lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.bench.change import Change

Words = Mapping[str, Mapping[str, tuple[str, str]]]
"""Locale or dialect catalogue (`en`, `yue`) -> key -> the Chinese it was said for, and what is said."""


class NoDraft(KeyError):
    """There is no draft of that id, or the id is none."""


@dataclass(frozen=True, slots=True)
class Head:
    """A draft in a list: its id, title, revision, and who changed it last, when."""

    id: str
    title: str
    revision: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands: the YAML, its words in other languages, and which revision that is (1 for the first)."""

    id: str
    text: str
    words: Words
    revision: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people changed the same thing: `yours` was not taken (it is kept in the history), `theirs` stands there."""

    path: tuple[str | int, ...]
    yours: Any
    theirs: Any
    by: str
    """Who wrote what stands there; empty when the history does not say."""
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a change: the draft as it stands now, and the clash when it was not taken."""

    draft: Draft
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of a draft's history.

    `what` is the change as `Change.told` gives it, or `{"do": "begin" | "say" | "put_back", …}`. `refused` tells one that
    clashed: it has the revision that stood then.
    """

    revision: int
    at: datetime
    by: str
    what: Mapping[str, Any]
    refused: bool = False


class Drafts:
    """The drafts in a folder (`<instance>/workshop/drafts`). `by` is the name of whoever edits, `at` an aware time.

    Every method that names a draft raises NoDraft when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Head]:
        """Every draft, the one changed last first."""
        raise NotImplementedError

    def begin(self, id_: str, node: Mapping[str, Any], by: str, at: datetime, words: Words | None = None) -> Draft:
        """A new draft from plain data, as `making.first_lesson` gives it; raises FileExistsError when there is one."""
        raise NotImplementedError

    def begin_from(self, id_: str, text: str, words: Words, by: str, at: datetime) -> Draft:
        """A new draft from a lesson's text, to the byte: an edition, a copy, or one that was brought."""
        raise NotImplementedError

    def open(self, id_: str) -> Draft:
        """A draft as it stands, mended if a laptop was switched off half-way."""
        raise NotImplementedError

    def apply(self, id_: str, change: Change, by: str, at: datetime) -> Applied:
        """Make a change, on the disk before it returns; a clash changes nothing. Raises Unfit when it does not fit."""
        raise NotImplementedError

    def say(self, id_: str, locale: str, key: str, zh: str, was: str, said: str, by: str, at: datetime) -> Applied:
        """What a language says for a message (empty: nothing of its own); clashes as `apply` does, path (locale, key)."""
        raise NotImplementedError

    def history(self, id_: str) -> list[Edit]:
        """Everything that was done to a draft, the oldest first."""
        raise NotImplementedError

    def at_revision(self, id_: str, revision: int) -> Draft:
        """The draft as it stood then; raises NoDraft for a revision that never was."""
        raise NotImplementedError

    def put_back(self, id_: str, revision: int, by: str, at: datetime) -> Draft:
        """Make an old revision the newest; what came after stays in the history."""
        raise NotImplementedError

    def remove(self, id_: str) -> str:
        """Move a draft aside; returns the name under which `bring_back` finds it."""
        raise NotImplementedError

    def bring_back(self, name: str) -> str:
        """Undo `remove`; returns the draft's id. Raises FileExistsError when a draft has that id by now."""
        raise NotImplementedError
