"""What may stand in a text and what may be said, as findings with their fix; knows no lesson and no file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from app.simulator.lesson import Text
from app.simulator.screen import sentences

LONGEST_ZH: Final = 62
LONGEST_EN: Final = 120
BEATS: Final = 3
PRACTICE: Final = "【练习】"
"""What every message that could be copied begins with."""
Translate = Callable[[str, str, str], str | None]
"""`translate(locale, key, zh)` gives a translation or None."""
Finding = tuple[str, str]
"""What is wrong, and the fix."""

_QUOTED = re.compile("“.*?”|「.*?」")
_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_HOTLINE = re.compile(r"(?<![\d.])(?:1\d\d|1\d{4}|9\d{4})(?![\d.元])")
_LINK = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
_HALF = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff])")
_TOKEN = re.compile(r"\$[a-z_]+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def valid_id(number: str) -> bool:
    """Whether an 18-place identity number carries its right check digit (GB 11643-1999), so could be a person's."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def unsafe(text: Text) -> Iterator[Finding]:
    """What in a text could be somebody's or lead somewhere real, and punctuation that is not Chinese."""
    words = text.zh
    for number in _ID.findall(words):
        if valid_id(number):
            yield (
                f"{number} could be a real person's number",
                "Use a practice card's; its check digit is wrong on purpose",
            )
    for number in _MOBILE.findall(words):
        yield f"{number} could be a real telephone", "Begin practice numbers with 129"
    for host in _LINK.findall(words):
        if not host.casefold().endswith(".example"):
            yield f"`{host}` could be a real address", "End it with .example"
    if _HALF.search(words.replace("http://", "")):
        yield "half-width punctuation in Chinese text", "Write ，。：；？！ in full width"


def unlisted(text: Text, hotlines: Collection[str]) -> Iterator[Finding]:
    """Short numbers that are no public telephone of the list; a sum of money is none."""
    for number in _HOTLINE.findall(text.zh):
        if number not in hotlines:
            yield f"{number} is no public telephone of the list", "Use one of `hotlines` in lessons/words.yaml"


def unsayable(text: Text, avoid: Iterable[str]) -> Iterator[Finding]:
    """Why a line cannot be said to a learner: too long to be heard, or a word of the avoid list."""
    if len(text.zh) > LONGEST_ZH:
        yield f"{len(text.zh)} characters are too long to be heard at once", f"Say it in {LONGEST_ZH} or fewer"
    for word in avoid:
        if word in _QUOTED.sub("", text.zh):
            yield f"speaks `{word}`, a word of the avoid list", "Say it in the words of docs/glossary.md"


def untold(text: Text) -> Iterator[Finding]:
    """Why a line cannot be said after a wrong move: it has not three beats."""
    beats = len(sentences(text.zh))
    if beats != BEATS:
        yield f"{beats} beats after a wrong move", "Say three: what happened, no blame, what next"


def untranslated(text: Text, translate: Translate, *, spoken: bool, beats: bool = False) -> Iterator[Finding]:
    """What is wrong with the English of a text; `spoken` lines are short, `beats` asks for three."""
    if not text.zh or text.zh.startswith("$"):
        return
    english = translate("en", text.key, text.zh)
    if english is None:
        yield f"no English for `{text.key}`", "Add it to translations/en/LC_MESSAGES/lessons.po"
    elif spoken and len(english) > LONGEST_EN:
        yield f"the English is {len(english)} characters", f"Say it in {LONGEST_EN} or fewer"
    elif set(_TOKEN.findall(text.zh)) != set(_TOKEN.findall(english)):
        yield "the English has other $facts than the Chinese", "Use the same ones"
    elif beats and len(sentences(english)) != BEATS:
        yield f"the English has {len(sentences(english))} beats", "Three beats stay three"
