"""Lessons that are being made: files in a folder, changed by several people at once, nothing of theirs lost.

A draft is a folder of `lesson.yaml`, one `.po` a language, and `history.jsonl`. An edit is written to the history and
forced to the disk first, then the files take it; whoever opens a draft finishes what a power cut left half done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.bench import history, sayings, settling
from app.bench.change import SET, Change, Unfit, words
from app.bench.history import Line, State
from app.bench.locking import locked
from app.bench.sayings import LOCALES, Words
from app.bench.yamldoc import changed, document, value_at, written
from app.narration.clip import put

LESSON: Final = "lesson.yaml"
HISTORY: Final = "history.jsonl"
ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_ID: Final = 40
_NO_ID: Final = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]|open|bring|bring-back|new")
"""What Windows keeps for its devices, and what pages of the workshop are called."""


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

    `what` is the change as `Change.told` gives it, or `{"do": "begin" | "say" | "take" | "put_back" | "hand", …}`:
    `take` came as a file, `hand` with a text editor. `refused` tells one that clashed: it has the revision of then.
    """

    revision: int
    at: datetime
    by: str
    what: Mapping[str, Any]
    refused: bool = False


def fits(id_: str) -> bool:
    """Whether an id can be a lesson's: a-z, 0-9 and hyphens, no longer than LONGEST_ID, and a folder everywhere."""
    return len(id_) <= LONGEST_ID and bool(ID.fullmatch(id_)) and not _NO_ID.fullmatch(id_)


class Drafts:
    """The drafts in a folder (`<instance>/workshop/drafts`). `by` is the name of whoever edits, `at` an aware time.

    Every method that names a draft raises NoDraft when it is not there, and Busy when others kept it for too long.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Head]:
        """Every draft, the one changed last first."""
        found = []
        for place in self._folder.iterdir() if self._folder.exists() else ():
            if fits(place.name) and (place / HISTORY).exists():
                line = history.last(history.whole((place / HISTORY).read_bytes()))
                if line is not None:
                    found.append(Head(place.name, line.title, line.revision, line.at, line.by))
        return sorted(found, key=lambda head: (-head.at.timestamp(), head.id))

    def begin(self, id_: str, node: Mapping[str, Any], by: str, at: datetime, words: Words | None = None) -> Draft:
        """A new draft from plain data, as `making.first_lesson` gives it; raises FileExistsError when there is one."""
        return self.begin_from(id_, written(node), words or {}, by, at)

    def begin_from(self, id_: str, text: str, words: Words, by: str, at: datetime) -> Draft:
        """A new draft from a lesson's text, to the byte: an edition, a copy, or one that was brought."""
        if not fits(id_):
            raise NoDraft(id_)
        title = _title(text)
        with self._locked(id_):
            if self._place(id_).exists():
                raise FileExistsError(id_)
            state = {LESSON: text} | _files(words)
            line = history.next_line(None, Line(0, at, by, title, {"do": "begin"}), {}, state)
            beside = self._folder / f".{id_}.new"
            beside.mkdir(parents=True, exist_ok=True)
            for old in beside.iterdir():
                old.unlink()
            for file, content in state.items():
                put(beside / file, content.encode("utf-8"))
            put(beside / HISTORY, line.told())
            settling.to_disk(beside)
            beside.rename(self._place(id_))
            settling.to_disk(self._folder)
            return _draft(id_, state, line)

    def open(self, id_: str) -> Draft:
        """A draft as it stands, mended if a laptop was switched off half-way."""
        with self._locked(id_):
            state, line = self._settled(id_)
            return _draft(id_, state, line)

    def apply(self, id_: str, change: Change, by: str, at: datetime) -> Applied:
        """Make a change, on the disk before it returns; a clash changes nothing. Raises Unfit when it does not fit."""
        with self._locked(id_):
            state, line = self._settled(id_)
            text = state[LESSON]
            node = document(text)
            met = settling.meet(node, change)
            if met is settling.DONE:
                return Applied(_draft(id_, state, line))
            if met is None:
                theirs = value_at(node, change.path)
                return self._refuse(id_, state, line, Line(0, at, by, line.title, change.told()), change.now, theirs)
            now = changed(text, met)
            new = {**state, LESSON: now}
            if met.do != SET or isinstance(met.now, list | Mapping) or isinstance(met.was, list | Mapping):
                new |= _files(settling.carried(now, _words(state)))
            told = {**met.told(), "asked": list(change.path)} if met.path != change.path else met.told()
            return Applied(self._keep(id_, state, new, line, Line(0, at, by, _title(now), told)))

    def say(self, id_: str, locale: str, key: str, zh: str, was: str, said: str, by: str, at: datetime) -> Applied:
        """What a language says for a message, empty for nothing; clashes as `apply` does, with path (locale, key)."""
        if locale not in LOCALES or not key or not zh:
            raise Unfit("no language, or nothing to say")
        with self._locked(id_):
            state, line = self._settled(id_)
            told = {"do": "say", "path": [locale, words(key)], "zh": words(zh), "was": was, "now": words(said)}
            made = Line(0, at, by, line.title, told)
            every = {one: dict(of) for one, of in _words(state).items()}
            here = every.setdefault(locale, {})
            stands = here[key][1] if key in here and here[key][0] == zh else ""
            if stands == said:
                return Applied(_draft(id_, state, line))
            if stands != was:
                return self._refuse(id_, state, line, made, said, stands)
            here.pop(key, None)
            if said:
                here[key] = (zh, said)
            return Applied(self._keep(id_, state, {LESSON: state[LESSON]} | _files(every), line, made))

    def take(self, id_: str, text: str, words: Words, by: str, at: datetime) -> Draft:
        """Put a lesson that was brought in place of the draft, as its newest revision; the old stays to put back."""
        title = _title(text)
        with self._locked(id_):
            state, line = self._settled(id_)
            made = Line(0, at, by, title, {"do": "take"})
            return self._keep(id_, state, {LESSON: text} | _files(words), line, made)

    def history(self, id_: str) -> list[Edit]:
        """Everything that was done to a draft, the oldest first."""
        with self._locked(id_):
            self._settled(id_)
            return [Edit(one.revision, one.at, one.by, one.what, one.refused) for one in self._lines(id_)]

    def at_revision(self, id_: str, revision: int) -> Draft:
        """The draft as it stood then; raises NoDraft for a revision that never was."""
        with self._locked(id_):
            self._settled(id_)
            return _draft(id_, *self._then(id_, revision))

    def put_back(self, id_: str, revision: int, by: str, at: datetime) -> Draft:
        """Make an old revision the newest; what came after stays in the history."""
        with self._locked(id_):
            state, line = self._settled(id_)
            then, old = self._then(id_, revision)
            made = Line(0, at, by, old.title, {"do": "put_back", "revision": revision})
            return self._keep(id_, state, then, line, made)

    def remove(self, id_: str) -> str:
        """Move a draft aside; returns the name under which `bring_back` finds it."""
        with self._locked(id_):
            line = self._settled(id_)[1]
            aside = self._folder / ".removed"
            aside.mkdir(parents=True, exist_ok=True)
            number = 1 + sum(1 for one in aside.iterdir() if one.name.startswith(f"{id_}.{line.revision}."))
            name = f"{id_}.{line.revision}.{number}"
            self._place(id_).rename(aside / name)
            settling.to_disk(self._folder)
            return name

    def bring_back(self, name: str) -> str:
        """Undo `remove`; returns the draft's id. Raises FileExistsError when a draft has that id by now."""
        id_, _, rest = name.partition(".")
        if not re.fullmatch(r"\d+\.\d+", rest):
            raise NoDraft(name)
        with self._locked(id_):
            aside = self._folder / ".removed" / name
            if not aside.exists():
                raise NoDraft(name)
            if self._place(id_).exists():
                raise FileExistsError(id_)
            aside.rename(self._place(id_))
            settling.to_disk(self._folder)
            return id_

    def _place(self, id_: str) -> Path:
        return self._folder / id_

    def _locked(self, id_: str) -> AbstractContextManager[None]:
        if not fits(id_):
            raise NoDraft(id_)
        return locked(self._folder / ".locks" / id_)

    def _lines(self, id_: str) -> Iterable[Line]:
        return history.read((self._place(id_) / HISTORY).read_bytes())

    def _settled(self, id_: str) -> tuple[dict[str, str], Line]:
        """The files as they count and the last edit; what was left half done is finished on the disk."""
        place = self._place(id_)
        if not (place / HISTORY).exists():
            raise NoDraft(id_)
        disk = {one.name: _read(one) for one in sorted(place.iterdir()) if one.name == LESSON or one.suffix == ".po"}
        written = (place / HISTORY).read_bytes()
        kept = history.whole(written)
        line = history.last(kept)
        if line is None:
            raise NoDraft(id_)
        if len(kept) == len(written) and line.sums == history.sums({one: text for one, text in disk.items() if text}):
            return disk, line
        settling.cut_torn(place / HISTORY, len(kept))
        known, counts = history.settled(disk, list(history.read(kept)))
        if known == counts:
            self._write(id_, disk, counts)
            return counts, line
        made = Line(0, line.at, "", _title(counts[LESSON], line.title), {"do": "hand"})
        self._write(id_, disk, counts)
        draft = self._keep(id_, known, counts, line, made)
        return counts, Line(draft.revision, draft.at, draft.by, made.title, made.what)

    def _keep(self, id_: str, old: State, new: State, last: Line, made: Line) -> Draft:
        """Write an edit to the history, then to the files."""
        new = {file: text for file, text in new.items() if text}
        line = history.next_line(last, made, old, new)
        settling.append(self._place(id_) / HISTORY, line.told())
        self._write(id_, old, new)
        return _draft(id_, new, line)

    def _write(self, id_: str, old: State, new: State) -> None:
        place = self._place(id_)
        for file, text in new.items():
            if old.get(file) != text:
                put(place / file, text.encode("utf-8"))
        for file in old:
            if file not in new:
                (place / file).unlink(missing_ok=True)
        settling.to_disk(place)

    def _refuse(self, id_: str, state: State, last: Line, made: Line, yours: Any, theirs: Any) -> Applied:
        """Keep a change that clashed in the history, and tell who wrote what stands there."""
        path = tuple(made.what["path"])
        wrote = history.who_wrote(self._lines(id_), path)
        refused = Line(last.revision, made.at, made.by, last.title, made.what, refused=True)
        settling.append(self._place(id_) / HISTORY, refused.told())
        by, at = (wrote.by, wrote.at) if wrote is not None else ("", None)
        return Applied(_draft(id_, state, last), Clash(path, yours, theirs, by, at))

    def _then(self, id_: str, revision: int) -> tuple[dict[str, str], Line]:
        for line, state in history.states(self._lines(id_)):
            if line.revision == revision:
                return state, line
        raise NoDraft(f"{id_}: revision {revision}")


def _draft(id_: str, state: State, line: Line) -> Draft:
    return Draft(id_, state[LESSON], _words(state), line.revision, line.at, line.by)


def _words(state: State) -> dict[str, dict[str, tuple[str, str]]]:
    """The words of the files; a catalogue that somebody spoiled by hand has none until it is mended."""
    found = {}
    for file, text in state.items():
        locale = file.removesuffix(".po")
        if locale in LOCALES and file != locale:
            found[locale] = settling.readable(text)
    return found


def _files(every: Words) -> dict[str, str]:
    return {f"{locale}.po": sayings.po(locale, said) for locale, said in every.items() if locale in LOCALES}


def _title(text: str, otherwise: str = "") -> str:
    try:
        return str(document(text).get("title") or "")
    except Unfit:
        return otherwise


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")
