"""The words of a draft in other languages, as .po text and back, and which of them stay when its keys change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from app.dialects.registry import DIALECTS
from app.simulator import owntask
from app.simulator.lesson import Text
from app.simulator.reading import Reading

Words = Mapping[str, Mapping[str, tuple[str, str]]]
"""Locale or dialect catalogue (`en`, `yue`) -> key -> the Chinese it was said for, and what is said."""
LOCALES: Final = frozenset({"en"} | {dialect.catalogue for dialect in DIALECTS.values() if dialect.catalogue})
"""The languages and dialects a lesson may have words in, by their folders under translations/."""

_HEADER: Final = """\
msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def po(locale: str, said: Mapping[str, tuple[str, str]]) -> str:
    """The text of a catalogue, the same for the same words; empty for none."""
    catalogue = Catalog(locale=None, charset="utf-8", fuzzy=False)
    for key, (zh, words) in said.items():
        if words and zh:
            catalogue.add(zh, words, context=key)
    file = io.BytesIO()
    write_po(file, catalogue, width=0, omit_header=True)
    body = file.getvalue().decode("utf-8").strip("\n")
    return _HEADER.format(locale=locale) + body + "\n" if body else ""


def read(text: str) -> dict[str, tuple[str, str]]:
    """The words of a catalogue's text; raises ValueError for what is none. Fuzzy and plural entries do not count."""
    try:
        catalogue = read_po(io.StringIO(text), charset="utf-8", abort_invalid=True)
    except Exception as problem:  # What a spoiled catalogue makes Babel raise is no list that ends.
        raise ValueError(str(problem)) from problem
    found: dict[str, tuple[str, str]] = {}
    for message in catalogue:
        zh, said = message.id, message.string
        if isinstance(zh, str) and isinstance(said, str) and zh and said and message.context and not message.fuzzy:
            found[str(message.context)] = (zh, said)
    return found


def carried(words: Words, texts: Iterable[Text]) -> dict[str, dict[str, tuple[str, str]]]:
    """The words after the keys of messages changed: what was said for the same Chinese goes to its new key.

    What nobody needs now stays where its key is not needed by another; it counts again should its Chinese come back.
    """
    wanted = list(texts)
    return {locale: _carried(said, wanted) for locale, said in words.items()}


def _carried(said: Mapping[str, tuple[str, str]], wanted: list[Text]) -> dict[str, tuple[str, str]]:
    new = dict(said)
    of_zh: dict[str, list[tuple[str, str]]] = {}
    for key, (zh, words) in said.items():
        of_zh.setdefault(zh, []).append((key, words))
    for text in wanted:
        if said.get(text.key, ("", ""))[0] != text.zh and (known := of_zh.get(text.zh)):
            new[text.key] = (text.zh, max(known, key=lambda pair: _alike(pair[0], text.key))[1])
    return new


def _alike(one: str, other: str) -> int:
    """How many signs two keys have in common at their beginning and their end."""
    pairs = list(zip(one, other, strict=False)), list(zip(reversed(one), reversed(other), strict=False))
    return sum(next((i for i, (a, b) in enumerate(pair) if a != b), len(pair)) for pair in pairs)


def current(said: Mapping[str, tuple[str, str]], texts: Iterable[Text]) -> dict[str, tuple[str, str]]:
    """What is said for messages as they are now, in their order."""
    found = ((text, said.get(text.key)) for text in texts)
    return {text.key: pair for text, pair in found if pair is not None and pair[0] == text.zh}


def messages(reading: Reading) -> list[Text]:
    """Every message that is a lesson's own, its task's and its front-door card's included, in order."""
    if reading.lesson is None:
        return []
    own = f"{reading.lesson.id}."
    said = [text for text in reading.lesson.texts() if text.key.startswith(own)]
    if reading.task is not None and reading.bridge is not None:
        said += owntask.texts(reading.task, reading.bridge)
    return said
