"""Holds a message to what every one must be: safe, short enough to be heard, in our words, and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from app.simulator.lesson import Text

LONGEST_ZH, LONGEST_EN = 62, 120
"""Characters of a line that is said."""
Translate = Callable[[str, str, str], str | None]
"""Gives the words for (locale, key, Chinese), or None where there are none."""
Note = Callable[[str, str, str], None]
"""Takes a mistake as (where, what, fix)."""

_QUOTED = re.compile("“.*?”|「.*?」")
_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LINK = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
_HALF = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!]|[,;:?!](?=[\u4e00-\u9fff])")
_TOKEN = re.compile(r"\$[a-z_]+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def valid_id(number: str) -> bool:
    """Whether an 18-place identity number carries its right check digit (GB 11643-1999), so could be a person's."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def safe(text: Text, note: Note) -> None:
    """Note whatever in a message could be somebody's or lead somewhere, and marks of half width."""
    words = text.zh
    for number in _ID.findall(words):
        if valid_id(number):
            fix = "Use a practice card's; its check digit is wrong on purpose"
            note(text.key, f"{number} could be a real person's number", fix)
    for number in _MOBILE.findall(words):
        note(text.key, f"{number} could be a real telephone", "Begin practice numbers with 129")
    for host in _LINK.findall(words):
        if not host.casefold().endswith(".example"):
            note(text.key, f"`{host}` could be a real address", "End it with .example")
    if _HALF.search(words.replace("http://", "")):
        note(text.key, "half-width punctuation in Chinese text", "Write ，。：；？！ in full width")


def sayable(text: Text, avoid: Iterable[str], note: Note) -> None:
    """Note a line that is too long to be heard at once or says a word of the avoid list; quoted words are exempt."""
    if len(text.zh) > LONGEST_ZH:
        fix = f"Say it in {LONGEST_ZH} or fewer"
        note(text.key, f"{len(text.zh)} characters are too long to be heard at once", fix)
    for word in avoid:
        if word in _QUOTED.sub("", text.zh):
            note(text.key, f"speaks `{word}`, a word of the avoid list", "Say it in the words of docs/glossary.md")


def translated(text: Text, translate: Translate, note: Note, *, said: bool) -> None:
    """Note a message without English, or whose English names other facts or, where it is `said`, is too long."""
    if not text.zh or text.zh.startswith("$"):
        return
    english = translate("en", text.key, text.zh)
    if english is None:
        note(text.key, f"no English for `{text.key}`", "Add it to translations/en/LC_MESSAGES/lessons.po")
    elif said and len(english) > LONGEST_EN:
        note(text.key, f"the English is {len(english)} characters", f"Say it in {LONGEST_EN} or fewer")
    elif set(_TOKEN.findall(text.zh)) != set(_TOKEN.findall(english)):
        note(text.key, "the English has other $facts than the Chinese", "Use the same ones")
