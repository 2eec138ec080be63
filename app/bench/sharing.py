"""Lessons made here are given to learners and put away, by a person; the log says which copy, the files follow it.

Every copy that was ever given is kept under its hash, so that it can be given again. Knows no page.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.bench import sayings
from app.bench.change import SET, Change
from app.bench.differences import Difference, differences, way
from app.bench.locking import locked
from app.bench.sayings import Words
from app.bench.yamldoc import changed
from app.dialects.catalogues import written_words
from app.records import Session, given
from app.records.given import Given
from app.records.tables import Staff
from app.simulator import owntask
from app.simulator.catalogue import Bridge, Catalogue
from app.simulator.lesson import Lesson, Text
from app.simulator.reading import Reading, read_lesson
from app.simulator.shelf import Shelf

LESSON: Final = "lesson.yaml"
LESSONS, VERSIONS, COMING = "lessons", "versions", "coming"
"""Folders of the workshop: what learners get, every copy ever given, and what is just being written."""
LOCK: Final = ".giving"
"""Whoever moves these folders holds it: two who give at once come one after the other."""


_Said = Mapping[str, Mapping[tuple[str, str], str]]


class NoLesson(ValueError):
    """The text is no lesson that can be played, so nobody can be given it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A copy of a draft as learners would get it: `text` with its version, and what differs from what they get now.

    `instead` says that it stands in the place of a lesson that came with the project; `now` is what learners get today.
    """

    id: str
    text: str
    words: Words
    lesson: Lesson
    copy: str
    instead: bool
    now: Lesson | None
    differs: tuple[Difference, ...]
    words_differ: int
    other_way: bool

    @property
    def same(self) -> bool:
        """Whether learners get exactly this already."""
        return not self.differs and not self.words_differ and not self.other_way


def offer(id_: str, text: str, words: Words, shelf: Shelf, told: Iterable[Given], folder: Path) -> Offered:
    """What would be given of a draft; `told` is what was given of it before, `folder` the workshop's.

    Its version is one more than any before where the way through it is another. Raises NoLesson.
    """
    catalogue = shelf.catalogue_for(id_)
    reading, lesson = _read(text, catalogue, id_)
    before, instead = list(told), id_ in shelf.shipped.catalogue.tasks
    served = shelf.written.get(id_)
    base = served or _last(before, folder, catalogue)
    other = base is not None and way(base) != way(lesson)
    known = [*(one.version for one in before), *([served.version] if served else [])]
    if instead and id_ in shelf.shipped.lessons:
        known.append(shelf.shipped.lessons[id_].version)
    version = max([lesson.version, *(one + other for one in known)])
    if version != lesson.version:
        text = changed(text, Change(SET, ("version",), lesson.version, version))
        reading, lesson = _read(text, catalogue, id_)
    texts = [*lesson.texts(), *_own_texts(reading)]
    words = {locale: found for locale, said in words.items() if (found := sayings.current(said, texts))}
    old = _words_of(folder / LESSONS / id_)
    fresh = {locale: {(key, zh): said for key, (zh, said) in those.items()} for locale, those in words.items()}
    return Offered(
        id=id_,
        text=text,
        words=words,
        lesson=lesson,
        copy=fingerprint(text, words),
        instead=instead,
        now=served,
        differs=differences(served, lesson),
        words_differ=_apart(old, fresh),
        other_way=other,
    )


def fingerprint(text: str, words: Words) -> str:
    """What a copy is known by: 24 letters that change when a sign of it does, in any language."""
    told = hashlib.sha256(text.encode())
    for locale in sorted(words):
        told.update(f"\0{locale}\0{_po(words, locale)}".encode())
    return told.hexdigest()[:24]


def give(s: Session, folder: Path, offered: Offered, member: Staff, now: datetime) -> None:
    """Keep the copy, and in the log that learners get it; `settle` puts it where they find it.

    Whoever is invented gives nothing to real people: see `may_give`.
    """
    kept = folder / VERSIONS / offered.id / offered.copy
    if not (kept / LESSON).exists():
        files = {LESSON: offered.text.encode()}
        files |= {f"{locale}.po": _po(offered.words, locale).encode() for locale in offered.words}
        with locked(folder / LOCK):
            _place(folder, kept, files)
    given.give(s, member, offered.id, offered.copy, offered.lesson.version, now)


def again(s: Session, folder: Path, one: Given, member: Staff, now: datetime) -> None:
    """Give a copy again that learners had before; raises LookupError where it is kept no more."""
    if not (folder / VERSIONS / one.lesson / one.copy / LESSON).exists():
        raise LookupError(f"no copy {one.copy} of {one.lesson}")
    given.give(s, member, one.lesson, one.copy, one.version, now)


def put_away(s: Session, lesson: str, member: Staff, now: datetime) -> None:
    """Keep in the log that learners get it no more: the shipped one again, or none; the draft stays."""
    given.put_away(s, member, lesson, now)


def undo(s: Session, folder: Path, told: list[Given], member: Staff, now: datetime) -> None:
    """Take back the last thing that was done with a lesson: what stood before it stands again."""
    before = told[-2] if len(told) > 1 else None
    if before is not None and before.copy:
        again(s, folder, before, member, now)
    else:
        given.put_away(s, member, told[-1].lesson, now)


def settle(s: Session, folder: Path) -> bool:
    """Let the files of what learners get follow the log; what nobody gave is put with the copies. Whether any moved."""
    if not (folder / LESSONS).exists() and not (folder / VERSIONS).exists():
        return False
    with locked(folder / LOCK):  # The log is read inside, so that whoever comes last has read the latest.
        return _settled(folder, {lesson: one.copy for lesson, one in given.standing(s).items() if one.copy})


def _settled(folder: Path, wanted: Mapping[str, str]) -> bool:
    here = {path.name: path for path in (folder / LESSONS).glob("*") if path.is_dir()}
    moved = False
    for lesson, path in here.items():
        copy = _copy_of(path)
        if copy == wanted.get(lesson):
            continue
        aside = folder / VERSIONS / lesson / copy
        if aside.exists():
            shutil.rmtree(path)
        else:
            aside.parent.mkdir(parents=True, exist_ok=True)
            path.replace(aside)
        moved = True
    for lesson, copy in wanted.items():
        kept, place = folder / VERSIONS / lesson / copy, folder / LESSONS / lesson
        if not place.exists() and (kept / LESSON).exists():
            _place(folder, place, {one.name: one.read_bytes() for one in kept.iterdir() if one.is_file()})
            moved = True
    return moved


def kept_lesson(folder: Path, one: Given, catalogue: Catalogue) -> Lesson | None:
    """A lesson as it was given then; None where the copy is kept no more or can be read no more."""
    path = folder / VERSIONS / one.lesson / one.copy / LESSON
    try:
        return _read(path.read_text(encoding="utf-8"), catalogue, one.lesson)[1] if one.copy else None
    except (OSError, UnicodeDecodeError, NoLesson):
        return None


def words_given(folder: Path, id_: str) -> dict[str, dict[str, tuple[str, str]]]:
    """The words in other languages of a copy that learners get; none of a lesson that came with the project."""
    return {path.stem: _told(path) for path in (folder / LESSONS / id_).glob("*.po")}


def kept_bridge(folder: Path, id_: str, shelf: Shelf) -> Bridge | None:
    """The front-door card that a lesson brought which is put away by now; None where it never brought one."""
    if id_ in shelf.catalogue.tasks:
        return None
    copies = (folder / VERSIONS / id_).glob(f"*/{LESSON}")
    last = max(copies, key=lambda path: (path.stat().st_mtime_ns, path.as_posix()), default=None)
    return read_lesson(last, shelf.catalogue_for(id_)).bridge if last is not None else None


def _read(text: str, catalogue: Catalogue, file: str) -> tuple[Reading, Lesson]:
    reading = read_lesson(text, catalogue, file)
    if reading.lesson is None or reading.mistakes:
        raise NoLesson("; ".join(map(str, reading.mistakes)) or "no lesson")
    return reading, reading.lesson


def _own_texts(reading: Reading) -> Iterator[Text]:
    if reading.task is not None and reading.bridge is not None:
        yield from owntask.texts(reading.task, reading.bridge)


def _po(words: Words, locale: str) -> str:
    return sayings.po(locale, dict(sorted(words[locale].items())))


def _last(told: list[Given], folder: Path, catalogue: Catalogue) -> Lesson | None:
    found = (kept_lesson(folder, one, catalogue) for one in reversed(told))
    return next((lesson for lesson in found if lesson is not None), None)


def _words_of(place: Path) -> dict[str, dict[tuple[str, str], str]]:
    """The words of a copy in each language, by key and Chinese."""
    return {
        path.stem: {(key or "", zh): said for (key, zh), said in written_words(path).items()}
        for path in place.glob("*.po")
    }


def _apart(one: _Said, other: _Said) -> int:
    """In how many messages of any language two sets of words differ."""
    pairs = ((one.get(locale, {}), other.get(locale, {})) for locale in one.keys() | other.keys())
    return sum(was.get(key) != now.get(key) for was, now in pairs for key in was.keys() | now.keys())


def _copy_of(place: Path) -> str:
    """The fingerprint of a copy as it lies there; a name of its own for what is no copy."""
    try:
        text = (place / LESSON).read_bytes().decode()
        words = {path.stem: _told(path) for path in place.glob("*.po")}
    except (OSError, UnicodeDecodeError):
        return "unreadable"
    return fingerprint(text, words)


def _told(path: Path) -> dict[str, tuple[str, str]]:
    return {key or "": (zh, said) for (key, zh), said in written_words(path).items()}


def _place(folder: Path, place: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole, on the disk, before it takes its name."""
    coming = folder / COMING / f"{place.name}-{os.getpid()}"
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    for name, told in files.items():
        with (coming / name).open("wb") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        coming.replace(place)
