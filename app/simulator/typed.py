"""Tells what kind of value was typed, so that the words themselves are never kept; knows no storage."""

from __future__ import annotations

import re
import unicodedata

from app.simulator.lesson import Play
from app.simulator.machine import ANSWER, OTHER, REAL_DATA
from app.simulator.screen import answer_of

_REAL = re.compile(r"\d{17}[\dXx]")


def kind_of_value(play: Play, screen: str, act: str, typed: str) -> str:
    """`answer` when `typed` is what the field asks for, `real-data` for an identity number, else `other`.

    Spaces, full-width digits and the case of letters make no difference. An act that types nothing gives ''.
    """
    verb, _, target = act.partition(" ")
    if verb not in ("type", "filled"):
        return ""
    widget = play.screens[screen].widget(target) if screen in play.screens else None
    said = plain(typed)
    if widget is not None and widget.answer:
        asked = (answer_of(play.lesson, widget), widget.also)
        if said in (plain(words) for words in asked if words):
            return ANSWER
    return REAL_DATA if _REAL.search(said) else OTHER


def plain(typed: str) -> str:
    """What was typed, without spaces and without what tells full-width signs and capitals from plain ones."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).casefold()
