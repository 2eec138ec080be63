"""Draws two shares that change from week to week, with their bands, their counts and the gap at either end.

Two drawings, wide and narrow, so that the words keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.charts import svg
from app.charts.curve import percent
from app.charts.frames import Frame, Scale, scale


class Along(NamedTuple):
    """One share in one week (from 1), with its interval and the people it rests on."""

    week: int
    share: float
    low: float
    high: float
    people: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines over the same weeks, the first one first; `spans` are those at either end whose gap is told.

    A span is its first week, its last, and the two shares over it.
    """

    upper: tuple[Along, ...]
    lower: tuple[Along, ...]
    spans: tuple[tuple[int, int, float, float], ...]


@dataclass(frozen=True, slots=True)
class PairWords:
    """Every word on the drawing: what it found, what it tells the ear, the two lines, the axis, and each span's gap."""

    finding: str
    description: str
    upper: str
    lower: str
    week: str
    people: str
    placed: str
    gaps: tuple[str, ...]


WIDE: Final = Frame("chart wid", 790, 384, 70, 132, 16, 92)
NARROW: Final = Frame("chart nar", 320, 366, 58, 104, 16, 92)
LINE: Final = 19.0
"""From one line of words to the next."""
ASIDE: Final = 4.0
"""So far the marks of a week by itself stand apart."""


def draw_pair(pair: Pair, words: PairWords, key: str) -> tuple[str, str]:
    """The wide and the narrow drawing; `key` names them on their page. Raises ValueError without a week."""
    if not pair.upper or len(pair.upper) != len(pair.lower):
        raise ValueError("two lines need the same weeks, and one at least")
    return _drawing(pair, words, WIDE, f"{key}-w", 4), _drawing(pair, words, NARROW, f"{key}-n", 8)


def _drawing(pair: Pair, words: PairWords, frame: Frame, key: str, every: int) -> str:
    axis = scale([point.high for point in (*pair.upper, *pair.lower)])
    last = pair.upper[-1].week

    def x(week: float) -> float:
        return frame.across((week - 1) / max(1, last - 1))

    def y(share: float) -> float:
        return frame.up(axis.part(share))

    xs = [x(point.week) for point in pair.upper]
    parts = [
        _grid(frame, axis),
        _placed(pair, words, frame, x),
        _line(pair.upper, xs, y, "r"),
        _line(pair.lower, xs, y, "w"),
        *(_gap(span, told, x, y) for span, told in zip(pair.spans, words.gaps, strict=True)),
        _names(pair, words, xs[-1], y),
        _weeks(pair, words, frame, xs, every),
    ]
    return svg.picture((frame.width, frame.height), key, words.finding, words.description, "".join(parts), frame.cls)


def _grid(frame: Frame, axis: Scale) -> str:
    drawn = []
    for tick in axis.ticks:
        height = frame.up(axis.part(tick))
        drawn.append(svg.line((frame.left, height), (frame.width - frame.right, height), "grid" if tick else "ax"))
        drawn.append(svg.text(frame.left - 8, height + 5, percent(tick), anchor="end"))
    return "".join(drawn)


def _placed(pair: Pair, words: PairWords, frame: Frame, x: svg.Along) -> str:
    """The weeks by which people were told apart, where nothing is drawn."""
    corners = [
        (x(1), frame.up(1)),
        (x(pair.upper[0].week - 0.5), frame.up(1)),
        (x(pair.upper[0].week - 0.5), frame.up(0)),
        (x(1), frame.up(0)),
    ]
    area = svg.path(corners, "placed", closed=True)
    return area + svg.text(x(1) + 4, frame.up(0) - 8, words.placed) if frame is WIDE else area


def _line(points: Sequence[Along], xs: Sequence[float], y: svg.Along, sort: str) -> str:
    """The bands and lines, each over weeks without a gap, with a mark at either end: round for the one, else square.

    A week by itself is its mark with its interval.
    """
    mark = svg.dot if sort == "r" else svg.square
    drawn = []
    for run in _runs(list(zip(xs, points, strict=True))):
        over, under, middle = ([(x, y(getattr(point, of))) for x, point in run] for of in ("high", "low", "share"))
        if len(run) == 1:
            aside = -ASIDE if sort == "r" else ASIDE
            over, under, middle = ([(x + aside, height) for x, height in told] for told in (over, under, middle))
            drawn.append(svg.line(over[0], under[0], f"l{sort}"))
        else:
            drawn += [svg.path([*over, *reversed(under)], f"b{sort}", closed=True), svg.path(middle, f"l{sort}")]
        drawn += [mark(at, f"d{sort}") for at in dict.fromkeys((middle[0], middle[-1]))]
    return "".join(drawn)


def _runs(placed: Sequence[tuple[float, Along]]) -> list[list[tuple[float, Along]]]:
    """Weeks that follow one upon the other, together; where a week is missing another run begins."""
    runs: list[list[tuple[float, Along]]] = []
    for x, point in placed:
        if runs and runs[-1][-1][1].week == point.week - 1:
            runs[-1].append((x, point))
        else:
            runs.append([(x, point)])
    return runs


def _gap(span: tuple[int, int, float, float], told: str, x: svg.Along, y: svg.Along) -> str:
    """A bracket from one share to the other in the middle of a span, with its width in words."""
    first, last, upper, lower = span
    at, top, bottom = x((first + last) / 2), y(max(upper, lower)), y(min(upper, lower))
    bracket = "".join(
        svg.line(start, end, "gapb")
        for start, end in (
            ((at, top), (at, bottom)),
            ((at - 5, top), (at + 5, top)),
            ((at - 5, bottom), (at + 5, bottom)),
        )
    )
    return bracket + svg.text(at, top - 14, told, "h", anchor="middle")


def _names(pair: Pair, words: PairWords, end: float, y: svg.Along) -> str:
    """Each line's name and last share beside its end, kept apart from one another."""
    upper, lower = pair.upper[-1], pair.lower[-1]
    first = y(upper.share) + 5
    second = max(y(lower.share) + 5, first + 2 * LINE) if upper.share >= lower.share else first + 2 * LINE
    return "".join(
        svg.text(end + 12, at, told, sort)
        for at, told, sort in (
            (first, words.upper, "rest"),
            (first + LINE, percent(upper.share), "rest"),
            (second, words.lower, "weak"),
            (second + LINE, percent(lower.share), "weak"),
        )
    )


def _weeks(pair: Pair, words: PairWords, frame: Frame, xs: Sequence[float], every: int) -> str:
    """The weeks, and how many people of either sort each rests on."""
    floor = frame.up(0)
    rows = (floor + 22, floor + 50, floor + 70)
    drawn = [
        svg.text(frame.left - 12, at, told, anchor="end")
        for at, told in zip(rows, (words.week, words.people), strict=False)
    ]
    told = [place for place, point in enumerate(pair.upper) if point.week % every == 0]
    for place in told or [len(xs) - 1]:
        drawn.append(svg.text(xs[place], rows[0], str(pair.upper[place].week), anchor="middle"))
        drawn.append(svg.text(xs[place], rows[1], str(pair.upper[place].people), "rest", anchor="middle"))
        drawn.append(svg.text(xs[place], rows[2], str(pair.lower[place].people), "weak", anchor="middle"))
    return "".join(drawn)
