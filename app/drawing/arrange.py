"""Decides where on the drawn phone each part of a screen goes; knows views, not HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.simulator import glance
from app.simulator.screen import Part, View

# Which drawing of a phone an app gets; every other app is a service app with a header and tiles.
CHROMES: dict[str, str] = {
    "phone": "home",
    "sms": "messages",
    "chat": "messages",
    "pay": "sheet",
    "web": "browser",
    "settings": "settings",
    "system": "dialog",
    "teacher": "board",
}
# Parts that stand together as one block when they follow each other.
FAMILIES: dict[str, str] = {
    "app": "apps",
    "tile": "tiles",
    "item": "items",
    "choice": "choices",
    "row": "rows",
    "tick": "ticks",
    "field": "fields",
    "pick": "fields",
    "slider": "sliders",
    "wheel": "wheels",
    "camera": "viewfinders",
    "keys": "sides",
}
# Two buttons stand side by side below these, and one above the other everywhere else.
SIDE_BY_SIDE_BELOW = frozenset({"result", "cards", "face", "sms"})
# Where choosing is the lesson, no answer is coloured.
UNCOLOURED = frozenset({"sms", "chat", "system", "phone", "teacher"})
CALL_ICONS = {"hang": "hang", "decline": "hang", "answer": "call"}


@dataclass(frozen=True, slots=True)
class Band:
    """A run of like parts that are drawn as one block."""

    family: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A screen's parts by their place on the phone.

    `paired`: two buttons side by side; `solid`: the coloured button's name; `scroll_right`: the condition under which
    the next right act is to swipe up; `leads`: this screen is a menu that leads elsewhere.
    """

    chrome: str
    bands: tuple[Band, ...]
    buttons: tuple[Part, ...]
    overlays: tuple[Part, ...]
    corner: tuple[Part, ...]
    address: Part | None
    pin: Part | None
    call: Part | None
    toasts: tuple[Part, ...]
    paired: bool
    solid: str
    scroll_right: str
    leads: bool


def layout(view: View) -> Layout:
    """Put every part of a view in its place, each exactly once."""
    parts = view.parts
    kinds = {part.kind for part in parts}
    buttons = _of(parts, "button")
    placed = {"button", "popup", "icon", "address", "pin", "call", "toast", "title"}
    chrome = "call" if "call" in kinds else CHROMES.get(view.app, "service")
    lone = len(buttons) == 1
    choosing = view.app in UNCOLOURED or bool(kinds & {"face", "spinner"})
    coloured = (lone and not view.wait) or (len(buttons) == 2 and not choosing)
    return Layout(
        chrome=chrome,
        bands=bands(part for part in parts if part.kind not in placed),
        buttons=buttons,
        overlays=_of(parts, "popup"),
        corner=_of(parts, "icon"),
        address=next(iter(_of(parts, "address")), None),
        pin=next(iter(_of(parts, "pin")), None),
        call=next(iter(_of(parts, "call")), None),
        toasts=_of(parts, "toast"),
        paired=len(buttons) == 2 and view.app != "system" and bool(kinds & SIDE_BY_SIDE_BELOW),
        solid=buttons[0].name if buttons and coloured else "",
        scroll_right=glance.right("swipe up") if view.up else "",
        leads=bool(kinds & {"tile", "app"}),
    )


def bands(parts: Iterable[Part]) -> tuple[Band, ...]:
    """Group parts that follow each other and belong to one family; a part without a family stands alone."""
    return tuple(Band(family, tuple(run)) for family, run in groupby(parts, _family))


def _family(part: Part) -> str:
    return FAMILIES.get(part.kind, part.kind)


def halves(words: str) -> tuple[str, str]:
    """Cut a row's words into label and value: at the colon, or in Chinese at the first space; else ('', words)."""
    for mark in ("：", ": "):
        if mark in words:
            label, value = words.split(mark, 1)
            return label.strip(), value.strip()
    if " " in words and any("\u4e00" <= sign <= "\u9fff" for sign in words):
        label, value = words.split(" ", 1)
        return label, value.strip()
    return "", words


def _of(parts: Iterable[Part], kind: str) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.kind == kind)
