"""The words of lessons in other languages and dialects, from compiled catalogues and from what was written here.

Makes no page and no sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from app.simulator.lesson import Text

SOURCE = "zh_Hans_CN"
"""The locale that lessons are written in: it needs no catalogue."""

_Words = Mapping[tuple[str | None, str], str]
_TOKEN = re.compile(r"\$[a-z_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a catalogue covers some messages."""

    wanted: int
    """Messages that have words to translate."""
    missing: tuple[Text, ...]
    """Those it has nothing for, or only for an older Chinese."""
    stale: tuple[str, ...]
    """Keys it has whose Chinese has changed, or that no message has any more."""


class Catalogues:
    """Every catalogue in a `translations/` folder; each is read when it is first asked for, and kept.

    A message is found by its key and its Chinese together, so words made for an older Chinese are not found. Words of
    lessons that were made on this laptop come before the shipped ones; those of their earlier versions come last, so
    that what was practised then can still be read.
    """

    def __init__(self, folder: Path, own: Path | None = None, versions: Path | None = None) -> None:
        """`own` holds a folder with `<locale>.po` for each lesson made here, `versions` a folder of such folders."""
        self._folder = folder
        self._own = own
        self._versions = versions
        self._first: Mapping[str, Mapping[tuple[str, str], str]] = {}
        self._read: dict[tuple[str, str], _Words] = {}

    def before(self, words: Mapping[str, Mapping[tuple[str, str], str]]) -> Catalogues:
        """The same with some words before all others: locale or dialect -> key and Chinese -> what is said."""
        other = copy(self)
        other._first = words
        return other

    def forget(self) -> None:
        """Read the words of lessons made here again: one was given to learners, or taken from them."""
        self._read = {name: words for name, words in self._read.items() if name[1] in ("messages", "lessons")}

    def find(self, locale: str, key: str, zh: str) -> str | None:
        """The words of a lesson's message in a locale or dialect, tokens unfilled, or None when there are none."""
        if locale == SOURCE:
            return zh
        if first := self._first.get(locale, {}).get((key, zh)):
            return first
        found = (self._of(locale, domain).get((key, zh)) for domain in ("own", "lessons", "versions"))
        return next((words for words in found if words), None)

    def has(self, locale: str, key: str, zh: str) -> bool:
        """Whether a locale or dialect has its own words for this message."""
        return self.find(locale, key, zh) is not None

    def line(self, locale: str, key: str, zh: str) -> str:
        """The words of a lesson's message in a locale or dialect; the Chinese where it has none."""
        return self.find(locale, key, zh) or zh

    def ui(self, dialect: str, msgid: str) -> str:
        """What a dialect says for an English sentence of the interface; empty when it says nothing of its own."""
        return self._of(dialect, "messages").get((None, msgid), "")

    def sentences(self) -> dict[str, str]:
        """Every English sentence of the interface with the Chinese that is shown for it."""
        return {msgid: words for (_, msgid), words in self._of(SOURCE, "messages").items()}

    def missing(self, locale: str, texts: Iterable[Text]) -> list[Text]:
        """The messages a locale or dialect has nothing for, in the order given."""
        return [text for text in texts if needs_words(text.zh) and not self.has(locale, text.key, text.zh)]

    def coverage(self, locale: str, texts: Iterable[Text]) -> Coverage:
        """Count a catalogue against every message there is; `texts` must hold them all, or the rest look stale."""
        wanted = list(texts)
        current = {(text.key, text.zh) for text in wanted}
        stale = [key or "" for key, zh in self._of(locale, "lessons") if (key, zh) not in current]
        return Coverage(
            wanted=sum(1 for text in wanted if needs_words(text.zh)),
            missing=tuple(self.missing(locale, wanted)),
            stale=tuple(dict.fromkeys(stale)),
        )

    def _of(self, locale: str, domain: str) -> _Words:
        name = (locale, domain)
        if name not in self._read:
            self._read[name] = self._words(locale, domain)
        return self._read[name]

    def _words(self, locale: str, domain: str) -> _Words:
        if domain in ("messages", "lessons"):
            return _words(self._folder / locale / "LC_MESSAGES" / f"{domain}.mo")
        folder, files = (self._own, f"*/{locale}.po") if domain == "own" else (self._versions, f"*/*/{locale}.po")
        found: dict[tuple[str | None, str], str] = {}
        for path in sorted(folder.glob(files), key=_age) if folder is not None else ():
            found |= written_words(path)
        return found


def written_words(path: Path) -> _Words:
    """Every message of a `.po` file by context and id; none of a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return dict(_messages(read_po(file)))
    except (OSError, ValueError, LookupError):
        return {}


def needs_words(zh: str) -> bool:
    """Whether a message says anything in Chinese: numbers, links and `$tokens` alone are the same in every language."""
    return bool(_CHINESE.search(_TOKEN.sub("", zh)))


def _words(path: Path) -> _Words:
    """Every message of a compiled catalogue by context and id; none when it has not been compiled."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return dict(_messages(read_mo(file)))


def _messages(catalogue: Catalog) -> Iterator[tuple[tuple[str | None, str], str]]:
    for message in catalogue:
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
            yield (_plain(message.context), message.id), message.string


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.as_posix()


def _plain(context: str | bytes | None) -> str | None:
    """A message's context as text: Babel gives it as it stands in the compiled file, in bytes."""
    return context.decode() if isinstance(context, bytes) else context
