"""New screens, widgets, slips and twists in good form, as plain data; knows no file, no page and no language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from app.simulator.lesson import Lesson


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing of the palette: its kind, what it is called (an English msgid), its group, and a new one of it."""

    kind: str
    name: str
    group: str
    """One of "words", "tap", "ask", "messages", "phone", "end"."""


PALETTE: Final[tuple[Kind, ...]] = ()
"""Everything that can be laid on a screen, in groups, in the order in which it is offered."""


def widget(kind: str, taken: frozenset[str] = frozenset(), words: str = "") -> dict[str, Any]:
    """A new widget, as an entry of `show`: `{"button ok": "知道了"}`; its name is none of `taken`."""
    raise NotImplementedError


def screen(app: str, to: str, *, end: bool = False) -> dict[str, Any]:
    """A new screen of an app whose one button leads `to`, with two foreseen slips and three hints; `end`: the last."""
    raise NotImplementedError


def slip(say: str, *, again: bool = False, detour: str = "") -> str | dict[str, Any]:
    """What stands under `wrong` for an act: words alone, or a mapping where there is more to say."""
    raise NotImplementedError


def twist(name: str, before: str, *, surprise: str = "popup", level: int = 2, app: str = "system") -> dict[str, Any]:
    """A new twist with a screen of its own before another."""
    raise NotImplementedError


def demo_of(lesson: Lesson) -> list[str]:
    """The right way through with exactly one slip and its repair, or [] when there is no way or no slip to show."""
    raise NotImplementedError


def first_lesson(id_: str, title: str, learner: str, *, track: str = "daily", app: str = "office") -> dict[str, Any]:
    """A whole first draft of a lesson of the village's own: it can be read and played as it is."""
    raise NotImplementedError
