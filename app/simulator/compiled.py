"""The lesson as data: every screen drawn once in one language, and what each act does; knows no browser and no learner.

A drawing is a list of nodes: text as it is, `[condition, nodes, nodes]` for what shows when marks fulfil the condition
and what shows otherwise, and `[name]` for a place that the glance fills. A tablet puts the same pieces together by the
same rules (static/js/machine.js), so that one drawing serves the server, the page and what is taken home.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from app.simulator import glance
from app.simulator.companion import manner
from app.simulator.glance import Glance, order_of
from app.simulator.lesson import CHOSEN, TURNED, Lesson, Play, Screen, Text, Widget, stage
from app.simulator.screen import Line, View, Voice, answer_of, liner, sentences, view
from app.simulator.support import CLIMBING
from app.simulator.typed import plain

FORMAT = 1
SIZES = ("big", "true")
OPEN, ELSE, END, HOLE = "\ue000", "\ue001", "\ue002", "\ue003"
"""How a drawing marks its changing places: OPEN condition ELSE nodes ELSE nodes END, and HOLE name HOLE."""
_SIGNS = re.compile(f"([{OPEN}{ELSE}{END}{HOLE}])")

Node = str | list[Any]


class Pen(Protocol):
    """What draws, given by the room that knows HTML; a drawing may hold `when` and `hole` signs."""

    def frame(self, first: View) -> str:
        """What is around every screen of a lesson."""
        ...

    def glass(self, view: View) -> str:
        """The practice phone with a screen on it."""
        ...

    def card(self, view: View) -> str:
        """The practice card that a screen needs; empty for one that needs none."""
        ...

    def level(self) -> str:
        """The tag on the phone that says how much help there is."""
        ...

    def where(self, n: int, total: int) -> str:
        """Which step of how many."""
        ...

    def said(self, line: Line, auto: bool = True) -> str:
        """A line as the main sentence, said by itself or not."""
        ...

    def beside(self, line: Line) -> str:
        """A line that is said with another, and new."""
        ...

    def small(self, line: Line) -> str:
        """A line that was said before."""
        ...

    def beats(self, line: Line, sentences: tuple[str, ...]) -> str:
        """A line that tells of a slip, sentence by sentence."""
        ...

    def companion(self, view: View, manner: str) -> str:
        """What somebody who sits beside the learner asks on a screen, and when they keep their hands off."""
        ...

    def end(self, lesson: Lesson) -> str:
        """The end of a lesson."""
        ...


def when(condition: str, then: str, otherwise: str = "") -> str:
    """A piece of a drawing that shows when marks fulfil the condition, and what shows when they do not."""
    return f"{OPEN}{condition}{ELSE}{then}{ELSE}{otherwise}{END}" if condition else otherwise


def hole(name: str) -> str:
    """A place that the glance fills."""
    return f"{HOLE}{name}{HOLE}"


@dataclass(frozen=True)
class Compiled:
    """A lesson with its twists in one language and voice, as plain JSON data."""

    data: Mapping[str, Any]

    @cached_property
    def text(self) -> str:
        """The data as canonical JSON: the same drawing gives the same text."""
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def fingerprint(self) -> str:
        """What the data are known by: twelve letters that change when anything in them does."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def fragment(self, play: Play, seen: Glance, size: str = "big", why: str = "") -> str:
        """The one drawing of a place, as the server's page, a tablet and a file taken home show it.

        `why` is the drawn sentence that says why the step has this support, where one is kept.
        """
        screen = self._screen(play, seen.screen)
        told = self.data["lines"].get(seen.told, ("", "", ""))
        holes = {
            **screen["say"],
            "told": told[0],
            "beside": told[1],
            "beats": told[2],
            "hint": screen["hints"][seen.hint - 1] if 0 < seen.hint <= len(screen["hints"]) else "",
            "where": self.data["where"][f"{seen.n}/{seen.total}"],
            "support": seen.support,
            "outcome": seen.outcome,
            "screen": seen.screen,
            "size": size,
            "why": why,
        }
        glass = screen["glass"][size]
        holes["level"] = drawn(self.data["level"], seen.marks, holes)
        holes["card"] = drawn(screen["card"], seen.marks, holes)
        holes["glass"] = drawn(glass[min(int(seen.scrolled), len(glass) - 1)], seen.marks, holes)
        return drawn(self.data["frame"], seen.marks, holes)

    def heading(self, play: Play, screen: str) -> str:
        """What stands on top of a screen of the phone; empty where nothing does."""
        return str(self._screen(play, screen)["heading"])

    def _screen(self, play: Play, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data["screens"][self.data["plays"][play.twist]["screens"][name]]
        return found

    def finish(self, marks: Iterable[str], holes: Mapping[str, str]) -> str:
        """The drawing of the end of a play."""
        return drawn(self.data["finish"], frozenset(marks), holes)


def compile_lesson(lesson: Lesson, locale: str, voice: str, words: Voice, pen: Pen) -> Compiled:
    """Draw every screen of a lesson and of its twists, at both sizes, and put down what each act does there."""
    line = liner(lesson, words)
    plays = [stage(lesson, twist) for twist in range(len(lesson.twists) + 1)]
    kept: dict[str, int] = {}
    screens: list[dict[str, Any]] = []

    met: dict[int, int] = {}

    def place_of(screen: Screen) -> int:
        if id(screen) not in met:
            met[id(screen)] = place_of_drawn(screen)
        return met[id(screen)]

    def place_of_drawn(screen: Screen) -> int:
        made = _screen(lesson, screen, words, pen)
        key = json.dumps(made, ensure_ascii=False, sort_keys=True)
        if key not in kept:
            kept[key] = len(screens)
            screens.append(made)
        return kept[key]

    told = {text.key: line(text) for play in plays for screen in play.screens.values() for text in _told(screen)}
    told |= {text.key: line(text) for text in (lesson.otherwise, lesson.real_data)}
    totals = {len(order_of(play)) for play in plays}
    first = view(lesson, lesson.screens[lesson.start], words)
    return Compiled(
        {
            "format": FORMAT,
            "lesson": lesson.id,
            "hash": lesson.hash,
            "title": first.title,
            "locale": locale,
            "voice": voice,
            "otherwise": lesson.otherwise.key,
            "real": lesson.real_data.key,
            "pin": lesson.learner.pin,
            "climbing": {planned: [list(row) for row in rows] for planned, rows in CLIMBING.items()},
            "frame": nodes(pen.frame(first)),
            "level": nodes(pen.level()),
            "finish": nodes(pen.end(lesson)),
            "where": {f"{n}/{total}": pen.where(n, total) for total in sorted(totals) for n in range(1, total + 1)},
            "lines": {
                key: [pen.said(one), pen.beside(one), pen.beats(one, sentences(one.text))] for key, one in told.items()
            },
            "plays": [
                {
                    "start": play.start,
                    "finish": play.finish,
                    "order": list(order_of(play)),
                    "screens": {name: place_of(screen) for name, screen in play.screens.items()},
                }
                for play in plays
            ],
            "screens": screens,
        }
    )


def nodes(drawing: str) -> list[Node]:
    """Read a drawing with its signs as nodes; raises ValueError when a sign stands where it cannot."""
    pieces = iter(_SIGNS.split(drawing))
    found, last = _run(pieces)
    if last:
        raise ValueError(f"{last!r} closes nothing in {drawing[:80]!r}")
    return found


def drawn(these: Iterable[Node], marks: frozenset[str], holes: Mapping[str, str]) -> str:
    """Put nodes together for some marks."""
    return "".join(_drawn(these, marks, holes))


def _drawn(these: Iterable[Node], marks: frozenset[str], holes: Mapping[str, str]) -> Iterator[str]:
    for node in these:
        if isinstance(node, str):
            yield node
        elif len(node) == 1:
            yield holes[node[0]]
        else:
            yield from _drawn(node[1] if glance.holds(node[0], marks) else node[2], marks, holes)


def _run(pieces: Iterator[str]) -> tuple[list[Node], str]:
    """Nodes up to a sign that closes them, and that sign; '' at the end."""
    found: list[Node] = []
    for piece in pieces:
        if piece == HOLE:
            found.append([next(pieces)])
            next(pieces)
        elif piece == OPEN:
            condition, _ = next(pieces), next(pieces)
            then, middle = _run(pieces)
            otherwise, last = _run(pieces)
            if (middle, last) != (ELSE, END):
                raise ValueError(f"{condition!r} is not closed")
            found.append([condition, then, otherwise])
        elif piece in (ELSE, END):
            return found, piece
        elif piece:
            found.append(piece)
    return found, ""


def _screen(lesson: Lesson, screen: Screen, words: Voice, pen: Pen) -> dict[str, Any]:
    below = any(widget.below for widget in screen.widgets())
    glass = {
        size: [
            nodes(pen.glass(view(lesson, screen, words, size, scrolled)))
            for scrolled in ((False, True) if below else (False,))
        ]
        for size in SIZES
    }
    seen = view(lesson, screen, words)
    return {
        "name": screen.name,
        "heading": seen.heading,
        "skills": list(screen.skills),
        "say": {
            "say": pen.said(seen.say),
            "quiet": pen.said(seen.say, False),
            "fresh": pen.beside(seen.say),
            "small": pen.small(seen.say),
            "companion": pen.companion(seen, manner(screen)),
            "held": " with-card" * bool(seen.card or seen.pin) + " with-pin" * bool(seen.pin),
        },
        "card": nodes(pen.card(seen)),
        "glass": glass,
        "hints": [pen.said(hint) for hint in seen.hints],
        "right": [[act, to] for act, to in screen.right.items()],
        "wrong": [
            [rule.act, rule.before, int(rule.twice), slip.say.key, int(slip.again), slip.detour]
            for rule, slip in screen.wrong
        ],
        "fine": {act: text.key for act, text in screen.fine.items()},
        "widgets": [_widget(lesson, widget) for widget in screen.widgets()],
        "end": int(screen.end),
    }


def _widget(lesson: Lesson, widget: Widget) -> dict[str, Any]:
    """What the machine needs of a widget; what is left out is empty."""
    found: dict[str, Any] = {
        "kind": widget.kind,
        "name": widget.name,
        "below": int(widget.below),
        "on": int(widget.on),
        "must": None if widget.must is None else int(widget.must),
        "nudge": widget.nudge.key if widget.nudge else "",
        "options": len(widget.options),
        "answer": (widget.asked or "") if widget.kind in CHOSEN else plain(answer_of(lesson, widget)),
        "also": plain(widget.also),
        "at": widget.at if widget.kind in TURNED else 0,
        "clues": [int(spot.clue) for spot in widget.spots],
        "says": [spot.say.key for spot in widget.spots],
        "need": widget.need,
    }
    return {name: value for name, value in found.items() if value not in ("", 0, [], None) or name == "must"}


def _told(screen: Screen) -> Iterator[Text]:
    """Every message that can tell what an act came to."""
    yield from (slip.say for _, slip in screen.wrong)
    yield from screen.fine.values()
    for widget in screen.widgets():
        if widget.nudge is not None:
            yield widget.nudge
        yield from (spot.say for spot in widget.spots)
