"""Rules of what must be read: letters, lines, languages; they read measurements alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.browser.audit.finding import Finding, Rule, Seen, found
from tests.browser.audit.profiles import STAFF

LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")
LEAK = re.compile(
    r"\{\{|\}\}|\{%|^(None|undefined|NaN|null)$|\bundefined\b|\[object |^[a-z_]+(\.[a-z_0-9]+){1,}$"
    r"|%\([a-z_]+\)s|\b[A-Z]\w+\(\w+=|\$[a-z_]+"
)
SAID_SO = frozenset({"app", "wifi", "wi-fi", "gps", "pin", "ukey"})
"""Latin words that stand in Chinese text as they are."""
FORMATS = frozenset({"csv", "xlsx", "json", "txt", "xapi", "datashop", "https"})
"""The same for staff, who choose what kind of file they save and how the laptop is reached."""


def letters_are_big_enough(seen: Seen) -> Iterator[Finding]:
    """No text is smaller than the profile's smallest."""
    sizes = {float(size): row for size, row in seen["type"]["sizes"].items()}
    small = (f"{size} px {row['example']}" for size, row in sorted(sizes.items()) if size < seen.profile.smallest_text)
    yield from found(f"text under {seen.profile.smallest_text:.0f} px", small)


def lines_have_air(seen: Seen) -> Iterator[Finding]:
    """Long text has room between its lines and between its paragraphs."""
    least = seen.profile.line_height
    tight = (f"{line['name']} {line['height']:.2f}" for line in seen["type"]["lines"] if line["height"] < least - 0.01)
    yield from found(f"lines closer than {least}", tight)


def lines_are_short(seen: Seen) -> Iterator[Finding]:
    """A line ends before the eye loses it, and its words are not torn apart (WCAG 1.4.8)."""
    most = seen.profile.longest_line * (1 if seen["structure"]["lang"].startswith("zh") else 2)
    long = (line for line in seen["type"]["lines"] if line["signs"] > most + 0.5 or line["justified"])
    yield from found("lines too long, or justified", (f"{line['name']} {line['signs']:.0f}" for line in long))


def words_stand_beside_each_other(seen: Seen) -> Iterator[Finding]:
    """No text is squeezed into a column of single signs."""
    squeezed = (one["name"] for one in seen["type"]["columns"] if one["across"] < 2.2 and one["down"] > 5)
    yield from found("words one sign a line", squeezed)


def one_language(seen: Seen) -> Iterator[Finding]:
    """A Chinese page shows no English and an English page no Chinese, but where the page says so itself."""
    chinese = seen.lang.startswith("zh")
    known = SAID_SO | FORMATS if seen.profile == STAFF else SAID_SO
    stray = []
    for words, lang, where in seen["words"]:
        if chinese and lang.startswith("zh"):
            stray += [f"{word} in {where}" for word in LATIN.findall(words) if word.lower() not in known]
        elif not chinese and not lang.startswith("zh") and HAN.search(words):
            stray.append(f"{words[:14]} in {where}")
    yield from found("words of another language", stray)


def nothing_leaks(seen: Seen) -> Iterator[Finding]:
    """No page shows what only a programmer should see."""
    yield from found(
        "what a template left", (f"{said[:40]} in {at}" for said, _, at in seen["words"] if LEAK.search(said))
    )


RULES: tuple[Rule, ...] = (
    letters_are_big_enough, lines_have_air, lines_are_short, words_stand_beside_each_other, one_language, nothing_leaks,
)  # fmt: skip
