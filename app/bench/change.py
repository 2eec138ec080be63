"""One change that somebody makes to a lesson, as plain data; it knows no file and no YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import category

Path = tuple[str | int, ...]
"""Into the document: keys of mappings, and places in lists from 0: `("screens", "home", "show", 2, "button next")`."""
SET, ADD, REMOVE, MOVE, RENAME = "set", "add", "remove", "move", "rename"
KINDS: Final = (SET, ADD, REMOVE, MOVE, RENAME)
DEEPEST: Final = 12
"""No path in a lesson is longer."""


class Unfit(ValueError):
    """The change does not fit the lesson: its path leads nowhere, or its value is none a lesson has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a lesson's document.

    - `set`: what stands at `path` becomes `now`; a key that is missing is made. `was` is what the editor saw there,
      None for nothing. To empty a key is to `remove` it.
    - `add`: into a list, `path` is the list and `to` the place from 0 (None: the end of a list that is there); into a
      mapping, `path` ends with the new key and `to` is the key it shall stand before (None: at the end). A list or a
      mapping that is missing is made.
    - `remove`: what stands at `path`, with its key. `was` as for `set`; None removes whatever is there.
    - `move`: a list's item to the place `to`, counted without it; a mapping's entry before the key `to`. None: the end.
    - `rename`: a mapping's key becomes `to`. A screen's name follows in right, detour, start, finish and twists; a
      widget (`path` ends at its place in `show` or `buttons`) keeps its kind, its name follows in the screen's acts and
      in demo.
    """

    do: str
    path: Path
    was: Any = None
    now: Any = None
    to: str | int | None = None

    def told(self) -> dict[str, Any]:
        """The change as JSON has it."""
        return {"do": self.do, "path": list(self.path), "was": self.was, "now": self.now, "to": self.to}

    @classmethod
    def read(cls, told: Any) -> Change:
        """The change that `told` wrote; raises Unfit for what is none."""
        if not isinstance(told, Mapping) or told.get("do") not in KINDS or not told.keys() <= _KEYS:
            raise Unfit("no change")
        path, to = told.get("path"), told.get("to")
        if not isinstance(path, list | tuple) or not 0 < len(path) <= DEEPEST or not all(map(_step, path)):
            raise Unfit("no path")
        if to is not None and not _step(to):
            raise Unfit("no place")
        return cls(str(told["do"]), tuple(path), _plain(told.get("was")), _plain(told.get("now")), to)


LONGEST: Final = 2000
"""No sentence, name or link of a lesson has more signs."""


def words(said: str) -> str:
    """What was typed, if a lesson can hold it; raises Unfit for signs that are not seen, and for far too much."""
    if len(said) > LONGEST:
        raise Unfit("too long")
    if unseen(said):
        raise Unfit("a sign that cannot be seen")
    return said


def unseen(said: str) -> str:
    """The signs that nobody sees: control signs, those that turn the direction of writing, halves of a sign."""
    return "".join(sign for sign in said if category(sign) in _UNSEEN and sign != "\n")


_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_KEYS: Final = {"do", "path", "was", "now", "to"}


def _step(step: Any) -> bool:
    if isinstance(step, str):
        return 0 < len(step) <= 200
    return type(step) is int and 0 <= step < 10_000


def _plain(value: Any, deep: int = 0) -> Any:
    """The value where it is plain data; raises Unfit for anything a lesson cannot hold."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return words(value)
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        return value
    if deep > DEEPEST:
        raise Unfit("too deep")
    if isinstance(value, list | tuple):
        return [_plain(one, deep + 1) for one in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) and key for key in value):
        return {words(key): _plain(one, deep + 1) for key, one in value.items()}
    raise Unfit("no plain data")
