"""A lesson as one file for another laptop, and what comes in such a file, of which nothing is trusted."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bench import inspecting, sayings
from app.bench.drafts import LESSON, Draft
from app.bench.inspecting import MOST_PO, MOST_TEXT, Refused
from app.bench.renaming import EMPTY
from app.bench.sayings import LOCALES, Words
from app.simulator.catalogue import Catalogue
from app.simulator.reading import read_lesson

MOST_FILE: Final = 2 * 1024 * 1024
"""The largest file that is read; a lesson with its English has some 60 kB."""
ENDING: Final = ".lesson.zip"
DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part, so that the same lesson gives the same file."""

_PARTS: Final = {LESSON: MOST_TEXT * 4, **{f"{locale}.po": MOST_PO * 4 for locale in sorted(LOCALES)}}
"""What may lie in a file, and how many bytes it may have: a sign has four at most."""
_RATIO: Final = 60
"""What is packed tighter was not written by us: words shrink to a third."""
_ZIP: Final = b"PK"
_LISTED: Final = b"PK\x01\x02"
"""What each line of a zip's list of parts begins with."""
_PLAIN_FILE: Final = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Parcel:
    """A lesson that came in a file and passed: its id, title, text and words."""

    id: str
    title: str
    text: str
    words: Words


def _(msgid: str) -> str:
    """Mark a sentence for the catalogues."""
    return msgid


def packed(draft: Draft) -> bytes:
    """A draft as a file `<id>.lesson.zip`, the same bytes on every machine as long as the draft is the same."""
    wanted = sayings.messages(read_lesson(draft.text, EMPTY))
    parts = {LESSON: draft.text}
    for locale in sorted(LOCALES & set(draft.words)):
        if words := sayings.po(locale, sayings.current(draft.words[locale], wanted)):
            parts[f"{locale}.po"] = words
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system, entry.external_attr = 3, _PLAIN_FILE
            archive.writestr(entry, text.encode("utf-8"))
    return file.getvalue()


def unpacked(source: Path | bytes, catalogue: Catalogue) -> Parcel:
    """What is in a file, a zip that `packed` made or a bare YAML; raises Refused, in bounded memory and time."""
    content = source if isinstance(source, bytes) else _content(source)
    if len(content) > MOST_FILE:
        raise _too_large()
    if not content.strip():
        raise Refused(_("The file is empty."), _("Take the lesson out of the workshop once more."))
    parts = _unzipped(content) if content.startswith(_ZIP) else {LESSON: content}
    text = inspecting.words_of(parts[LESSON], MOST_TEXT, LESSON)
    reading = inspecting.lesson_of(text, catalogue)
    words = {}
    for name in sorted(parts.keys() - {LESSON}):
        locale = name.removesuffix(".po")
        said = inspecting.said_of(inspecting.words_of(parts[name], MOST_PO, name), locale, reading, catalogue)
        if said:
            words[locale] = said
    assert reading.lesson is not None
    return Parcel(reading.lesson.id, reading.lesson.title.zh, text, words)


def _content(path: Path) -> bytes:
    """The bytes of a plain file; no more of a larger one than shows that it is."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Refused(_("This is no plain file."), _("Choose the file itself, not a link or a folder."))
        with path.open("rb") as file:
            return file.read(MOST_FILE + 1)
    except OSError as problem:
        raise Refused(_("The file cannot be opened."), _("Look whether the stick is still there.")) from problem


def _unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of a zip by their names; what they announce is looked at before anything is unpacked."""
    if content.count(_LISTED) > len(_PARTS):
        raise _not_ours()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _look_at(entries, content)
            return {entry.filename: _part(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
        fix = _("Take the lesson out of the workshop once more.")
        raise Refused(_("The file was cut short or spoiled on the way."), fix) from problem
    except (OSError, NotImplementedError, RuntimeError, KeyError, ValueError, OverflowError) as problem:
        raise _not_ours() from problem


def _look_at(entries: list[zipfile.ZipInfo], content: bytes) -> None:
    names = [entry.filename for entry in entries]
    if (
        LESSON not in names
        or len(set(names)) != len(names)
        or any(entry.orig_filename not in _PARTS for entry in entries)
    ):
        raise _not_ours()
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.filename not in _PARTS or kind not in (0, stat.S_IFREG) or entry.flag_bits & 0x1:
            raise _not_ours()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _not_ours()
        if entry.file_size > min(_PARTS[entry.filename], _RATIO * max(entry.compress_size, 1024)):
            raise _too_large()
    starts = {entry.header_offset for entry in entries}
    if sum(entry.compress_size for entry in entries) > len(content) or len(starts) < len(entries):
        raise _not_ours()


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise _not_ours()
    return content


def _not_ours() -> Refused:
    return Refused(
        _("This is no file that the workshop made."),
        _("Choose a file that ends with .lesson.zip, or a lesson.yaml."),
    )


def _too_large() -> Refused:
    return Refused(_("The file is larger than a lesson can be."), _("Take out what does not belong to one lesson."))
