"""Writes plain data as the shipped lessons are written: YAML without quotes where none are needed; reads nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

BLOCK: Final = frozenset(
    ("screens", "screen", "more_screens", "change", "twists", "show", "buttons", "parts", "right", "wrong", "fine",
     "hints", "remember", "demo", "facts", "task")
)  # fmt: skip
"""What is written below its key, an entry a line; other short things stand in brackets on the key's line."""
APART: Final = "screens"
"""Its entries have an empty line between them."""

_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_FLOW: Final = frozenset(",[]{}")
_WORD: Final = re.compile(r"[A-Za-z0-9.+-]")
_STR: Final = "tag:yaml.org,2002:str"


def scalar(value: Any, *, flow: bool = False) -> str:
    """A scalar as it stands in the text; `flow`: between brackets."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)
    return value if _plain(value, flow) else _quoted(value)


def inline(value: Any) -> str:
    """Anything, between brackets on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, flow=True)}: {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value, flow=True)


def below(value: Any, key: str) -> bool:
    """Whether a value is written below its key; otherwise it stands on the key's line."""
    if not isinstance(value, Mapping | list) or not value:
        return False
    if key in BLOCK:
        return True
    inner = value.values() if isinstance(value, Mapping) else value
    named = isinstance(value, Mapping) and any(one in BLOCK for one in value)
    return named or any(isinstance(one, Mapping) or (isinstance(one, list) and not _words(one)) for one in inner)


def lines(value: Any, column: int, key: str = "") -> Iterator[str]:
    """The lines of a mapping or list in block style, its entries at a column; no line has its end."""
    space = " " * column
    if isinstance(value, list):
        for one in value:
            yield from item(one, column)
        return
    for place, (name, one) in enumerate(value.items()):
        if place and key == APART:
            yield ""
        yield from entry(name, one, column, space)


def entry(name: str, value: Any, column: int, before: str) -> Iterator[str]:
    """The lines of one entry whose key stands at a column; `before` is what its first line begins with."""
    start = f"{before}{scalar(name)}:"
    if not below(value, name):
        yield f"{start} {inline(value) if isinstance(value, Mapping | list) else scalar(value)}"
        return
    yield start
    yield from lines(value, column if isinstance(value, list) else column + 2, name)


def item(value: Any, column: int) -> Iterator[str]:
    """The lines of one item whose dash stands at a column."""
    space = " " * column
    if not isinstance(value, Mapping | list) or not value:
        yield f"{space}- {inline(value) if isinstance(value, Mapping | list) else scalar(value)}"
    elif isinstance(value, list) or (len(value) > 1 and not below(value, "")):
        yield f"{space}- {inline(value)}"
    else:
        for place, (name, one) in enumerate(value.items()):
            yield from entry(name, one, column + 2, f"{space}- " if not place else f"{space}  ")


def _words(value: list[Any]) -> bool:
    return not any(isinstance(one, Mapping | list) for one in value)


def _plain(words: str, flow: bool) -> bool:
    """Whether words need no quotes: they would be read as the same words."""
    if not words or not words.isprintable() or words != words.strip() or words[0] in _INDICATORS:
        return False
    if ": " in words or " #" in words or words.endswith(":") or (flow and (_FLOW & set(words) or ":" in words[-1:])):
        return False
    return not _WORD.match(words) or _read_alike(words)


def _read_alike(words: str) -> bool:
    """Whether words that begin like a number, a date or a constant are read as words all the same."""
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(f"- {words}").value[0]
    except (YAMLError, AttributeError, IndexError):
        return False
    return str(node.tag) == _STR and node.value == words


def _quoted(words: str) -> str:
    return "".join(
        one if one.isprintable() or one == "\u3000" else _escaped(one) for one in json.dumps(words, ensure_ascii=False)
    )


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"
