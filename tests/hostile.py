"""Two hundred names that nobody has: scripts, attributes, templates, formulas, marks of direction; knows no page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

TRICKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--",
    "-->",
    "]]>",
    '"><b onclick="alert(1)">',
    "' onfocus='alert(1)' autofocus='",
    '" hx-get="/staff/sign-out" hx-trigger="load',
    "' hx-on:load='alert(1)",
    '" data-auto data-say="x',
    '" data-act="tap next',
    "javascript:alert(1)",
    "&lt;script&gt;",
    "&#x3c;b&#x3e;",
    "{{ config }}",
    "{% for x in y %}",
    "%(name)s %s %d %%",
    "${alert(1)}",
    "$name",
    "'; DROP TABLE learner; --",
    "\\u003cscript\\u003e",
    '\\";alert(1)//',
    "../../etc/passwd",
    "a\r\nSet-Cookie: x=y",
    "=1+1",
    "=HYPERLINK(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'=1+1",
    ",;\t|",
    '"',
    "'",
    "`",
    "王\u202e芳桂",
    "\u2066王\u2069\u200f",
    "王\u200b桂\u200d芳\ufeff",
    "\u0000王\u0007",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b",
    "🀄👵🏽👨‍👩‍👧",
    "長" * 70,
    "W" * 75,
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "𠮷野家𰻝",
    "null",
    "_x0041_",
)
TOO_LONG = ("長" * 300, "<b>" * 100)
UNSEEN = ("", " \t ", "\u202e\u200b", "\u0000")


def names(count: int = 200) -> list[str]:
    """So many names, no two alike, each of which may be given."""
    return list(islice(_each(), count))


def _each() -> Iterator[str]:
    for place, trick in enumerate(cycle(TRICKS)):
        yield f"{trick}{place}" if place % 2 or place < len(TRICKS) else f"{trick} {place}"
