"""The words of lessons in other languages and dialects, from compiled catalogues; makes no page and no sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.mofile import read_mo

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

    A message is found by its key and its Chinese together, so words made for an older Chinese are not found.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], _Words] = {}

    def find(self, locale: str, key: str, zh: str) -> str | None:
        """The words of a lesson's message in a locale or dialect, tokens unfilled, or None when there are none."""
        return zh if locale == SOURCE else self._of(locale, "lessons").get((key, zh))

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
            self._read[name] = _words(self._folder / locale / "LC_MESSAGES" / f"{domain}.mo")
        return self._read[name]


def needs_words(zh: str) -> bool:
    """Whether a message says anything in Chinese: numbers, links and `$tokens` alone are the same in every language."""
    return bool(_CHINESE.search(_TOKEN.sub("", zh)))


def _words(path: Path) -> _Words:
    """Every message of a compiled catalogue by context and id; none when it has not been compiled."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {
            (_plain(message.context), message.id): message.string
            for message in read_mo(file)
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
        }


def _plain(context: str | bytes | None) -> str | None:
    """A message's context as text: Babel gives it as it stands in the compiled file, in bytes."""
    return context.decode() if isinstance(context, bytes) else context
