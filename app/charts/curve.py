"""Draws a learning curve: a share that changes from one meeting to the next, with its interval and its counts.

Two drawings, wide and narrow, so that the words keep their size on a phone; the table says the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.charts import svg
from app.charts.frames import Frame

LONGEST: Final = 12
"""How many meetings are drawn at most; those after are left out and the table ends with them too."""


@dataclass(frozen=True, slots=True)
class Point:
    """One meeting: which (from 1), the share (0 to 1) with its interval, and how many people and steps it rests on."""

    nth: int
    share: float
    low: float
    high: float
    people: int
    steps: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.share <= self.high <= 1:
            raise ValueError(f"a share lies within its interval, and both from 0 to 1: {self}")
        if self.people < 1 or self.steps < self.people:
            raise ValueError(f"a point rests on people, each with a step: {self}")


@dataclass(frozen=True, slots=True)
class Curve:
    """A learning curve, the first meeting first; the curve `of_one` person counts steps where others count people."""

    points: tuple[Point, ...]
    of_one: bool = False
    beside: tuple[float | None, ...] = ()
    """Another share at each drawn meeting, as a second line; None where there is none."""

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points that are drawn and told."""
        return self.points[:LONGEST]

    @property
    def counts(self) -> tuple[int, ...]:
        """What each point rests on, as it is printed under it."""
        return tuple(point.steps if self.of_one else point.people for point in self.drawn)


@dataclass(frozen=True, slots=True)
class CurveWords:
    """Every word on the chart, in the page's language. `finding` is the heading: what the chart shows, in a sentence.

    `columns` heads the table (meeting, share, interval, people, steps); `description` tells the curve to the ear.
    """

    finding: str
    description: str
    line: str
    meeting: str
    counts: str
    columns: tuple[str, str, str, str, str]
    beside: str = ""
    """What the second line is called."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart to put on a page: two drawings of the same numbers as safe markup, and the table's head and rows."""

    finding: str
    wide: str
    narrow: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class _Frame(Frame):
    """The measures of one drawing, with a place for each meeting."""

    __slots__ = ()

    def x(self, place: int, places: int) -> float:
        """Where a meeting stands; a lone one stands in the middle."""
        room = self.width - self.left - self.right
        return self.left + (room / 2 if places < 2 else 14 + (room - 28) * place / (places - 1))


LINE: Final = 20.0
"""So far names beside each other's lines stand apart."""
_PEOPLE: Final = 3
"""The table's column that one person's curve leaves out."""
WIDE: Final = _Frame("chart wid", 790, 330, 64, 112, 14, 62)
NARROW: Final = _Frame("chart nar", 320, 300, 64, 8, 28, 62)


def draw(curve: Curve, words: CurveWords, key: str) -> Figure:
    """The figure of a curve; `key` names it among all figures of the page. Raises ValueError without a point."""
    if not curve.points:
        raise ValueError("a curve needs a point")
    rows = [_row(point) for point in curve.drawn]
    told = [place for place in range(len(words.columns)) if not (curve.of_one and place == _PEOPLE)]
    return Figure(
        finding=words.finding,
        wide=_drawing(curve, words, WIDE, f"{key}-w"),
        narrow=_drawing(curve, words, NARROW, f"{key}-n"),
        head=tuple(words.columns[place] for place in told),
        rows=tuple(tuple(row[place] for place in told) for row in rows),
    )


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share * 100:.0f}%"


def _row(point: Point) -> tuple[str, ...]:
    interval = f"{percent(point.low)} – {percent(point.high)}"
    return (str(point.nth), percent(point.share), interval, str(point.people), str(point.steps))


def _drawing(curve: Curve, words: CurveWords, frame: _Frame, key: str) -> str:
    points = curve.drawn
    places = [(frame.x(place, len(points)), frame.up(point.share)) for place, point in enumerate(points)]
    parts = [
        _grid(frame),
        _band(points, frame),
        svg.path(places, "lr"),
        *(_mark(point, at, frame, lone=len(points) < 2) for point, at in zip(points, places, strict=True)),
        _label(places, words.line, frame),
        _beside(curve, words, frame, places),
        _axis(curve, words, frame),
    ]
    return svg.picture((frame.width, frame.height), key, words.finding, words.description, "".join(parts), frame.cls)


def _grid(frame: _Frame) -> str:
    drawn = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = frame.up(share)
        drawn.append(svg.line((frame.left, y), (frame.width - frame.right, y), "grid" if share else "ax"))
        drawn.append(svg.text(frame.left - 8, y + 5, percent(share), anchor="end"))
    return "".join(drawn)


def _band(points: Sequence[Point], frame: _Frame) -> str:
    """The interval as an area along the line."""
    xs = [frame.x(place, len(points)) for place in range(len(points))]
    over = [(x, frame.up(point.high)) for x, point in zip(xs, points, strict=True)]
    under = [(x, frame.up(point.low)) for x, point in zip(xs, points, strict=True)]
    return svg.path([*over, *reversed(under)], "br", closed=True)


def _mark(point: Point, at: svg.XY, frame: _Frame, lone: bool) -> str:
    whisker = svg.line((at[0], frame.up(point.low)), (at[0], frame.up(point.high)), "rk") if lone else ""
    return whisker + svg.dot(at, "dr")


def _label(places: Sequence[svg.XY], words: str, frame: _Frame) -> str:
    """The line's name at its end where there is room beside it, else above the whole drawing."""
    if frame.right > 100:
        return svg.text(places[-1][0] + 12, places[-1][1] + 5, words, "rest")
    return svg.text(frame.left, 16, words, "rest")


def _beside(curve: Curve, words: CurveWords, frame: _Frame, places: Sequence[svg.XY]) -> str:
    """The second line where it is known, dashed, with hollow squares and its name apart from the first one's."""
    known = [(x, frame.up(share)) for (x, _), share in zip(places, curve.beside, strict=False) if share is not None]
    if not known:
        return ""
    drawn = svg.path(known, "lm") + "".join(svg.square(at, "dm") for at in known)
    if frame.right <= 100:
        return drawn + svg.text(frame.width - frame.right, 16, words.beside, "model", anchor="end")
    first, at = places[-1][1], known[-1][1]
    apart = at if abs(at - first) >= LINE else first + (LINE if at >= first else -LINE)
    return drawn + svg.text(places[-1][0] + 12, apart + 5, words.beside, "model")


def _axis(curve: Curve, words: CurveWords, frame: _Frame) -> str:
    """The meetings, how many people or steps each rests on, and what both are."""
    points, floor = curve.drawn, frame.up(0)
    xs = [frame.x(place, len(points)) for place in range(len(points))]
    step = next((b - a for a, b in pairwise(xs)), 100.0)
    every = 1 if step >= 26 else 2
    drawn = [
        svg.text(frame.left - 8, floor + 22, words.meeting, anchor="end"),
        svg.text(frame.left - 8, floor + 46, words.counts, anchor="end"),
    ]
    for place, (x, point, count) in enumerate(zip(xs, points, curve.counts, strict=True)):
        if place % every == 0:
            drawn.append(svg.text(x, floor + 22, str(point.nth), anchor="middle"))
            drawn.append(svg.text(x, floor + 46, str(count), "rest", anchor="middle"))
    return "".join(drawn)
