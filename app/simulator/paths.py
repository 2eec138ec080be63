"""Spells the right path of a play as single taps and typings, each found on the page by its act; knows no browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.simulator import machine
from app.simulator.lesson import Play
from app.simulator.machine import Act
from app.simulator.screen import answer_of


@dataclass(frozen=True, slots=True)
class Stroke:
    """One tap, or one typing with its value, on a screen."""

    screen: str
    act: str
    value: str = ""


def strokes(play: Play) -> Iterator[Stroke]:
    """The right path from the start to the finish: pins digit by digit, lists opened before they are chosen from."""
    for screen, act in machine.path(play):
        yield from spelled(play, screen, act)


def spelled(play: Play, screen: str, act: Act) -> Iterator[Stroke]:
    """One act of the machine as what a hand does on the page."""
    verb, _, target = act.act.partition(" ")
    widget = play.screens[screen].widget(target)
    if verb == "filled" and widget is not None:
        for digit in answer_of(play.lesson, widget):
            yield Stroke(screen, f"tap {digit}")
    elif verb == "type" and widget is not None:
        yield Stroke(screen, act.act, answer_of(play.lesson, widget))
    else:
        if widget is not None and widget.kind == "pick":
            yield Stroke(screen, f"tap {widget.target}")
        yield Stroke(screen, act.act)
