"""Draws one row for each thing that is compared: marks with their intervals on a common axis, and what they rest on.

Two drawings, wide and narrow, so that the words keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.charts import svg
from app.charts.frames import Frame, Scale

REST, WEAK, BEFORE, AFTER = "rest", "weak", "before", "after"
"""The sorts of marks: a filled circle, a filled square, a hollow circle, a filled diamond."""


class Mark(NamedTuple):
    """One value with its interval and the sort of mark that it wears; without `whisker` the interval is not drawn."""

    value: float
    low: float
    high: float
    sort: str
    whisker: bool = True


class Row(NamedTuple):
    """One thing: its name, its marks, and what it rests on in a few signs."""

    label: str
    marks: tuple[Mark, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class RowWords:
    """Every word besides those of the rows. `key` names the sorts of marks, `line` a value all are held against."""

    finding: str
    description: str
    key: tuple[tuple[str, str], ...]
    axis: Callable[[float], str]
    line: str = ""


PITCH: Final = 40.0
LOW_PITCH: Final = 58.0
"""From one row to the next, on a desk and on a phone, where the name stands above the marks."""


def draw_rows(
    rows: Sequence[Row], axis: Scale, words: RowWords, key: str, against: float | None = None, labels: float = 150
) -> tuple[str, str]:
    """The wide and the narrow drawing; `labels` is the room for names on a desk. Raises ValueError without a row."""
    if not rows:
        raise ValueError("a drawing of rows needs one")
    keys = 24.0 * len(words.key) + (24.0 if words.line else 0.0) + 8
    wide = Frame("chart wid", 560, keys + PITCH * len(rows) + 34, labels, 84, keys, 34)
    narrow = Frame("chart nar", 320, keys + LOW_PITCH * len(rows) + 34, 10, 62, keys, 34)
    return (
        _drawing(rows, axis, words, wide, f"{key}-w", against, PITCH),
        _drawing(rows, axis, words, narrow, f"{key}-n", against, LOW_PITCH),
    )


def _drawing(
    rows: Sequence[Row], axis: Scale, words: RowWords, frame: Frame, key: str, against: float | None, pitch: float
) -> str:
    def x(value: float) -> float:
        return frame.across(axis.part(value))

    parts = [_key(words, frame, against is not None), _grid(frame, axis, words, x)]
    if against is not None:
        parts.append(svg.line((x(against), frame.top), (x(against), frame.height - frame.bottom), "held"))
    for place, row in enumerate(rows):
        top = frame.top + pitch * place
        at = top + (pitch / 2 if pitch == PITCH else pitch - 18)
        if pitch == PITCH:
            parts.append(svg.text(frame.left - 12, at + 5, row.label, "k", anchor="end"))
        else:
            parts.append(svg.text(0, top + 20, row.label, "k"))
        parts.append(_marks(row.marks, at, x))
        parts.append(svg.text(frame.width, at + 5, row.basis, anchor="end"))
    return svg.picture((frame.width, frame.height), key, words.finding, words.description, "".join(parts), frame.cls)


def _key(words: RowWords, frame: Frame, held: bool) -> str:
    """What each mark means, one line each, so that no language runs out of room."""
    left = max(frame.left, 10.0)
    drawn = []
    for place, (sort, told) in enumerate(words.key):
        at = 12 + 24.0 * place
        drawn.append(_mark((left, at), sort) + svg.text(left + 16, at + 5, told))
    if held and words.line:
        at = 12 + 24.0 * len(words.key)
        drawn.append(svg.line((left, at - 9), (left, at + 9), "held") + svg.text(left + 16, at + 5, words.line))
    return "".join(drawn)


def _grid(frame: Frame, axis: Scale, words: RowWords, x: svg.Along) -> str:
    floor = frame.height - frame.bottom
    drawn = []
    for tick in axis.ticks:
        drawn.append(svg.line((x(tick), frame.top), (x(tick), floor), "grid" if abs(tick) > 1e-9 else "ax"))
        drawn.append(svg.text(x(tick), floor + 22, words.axis(tick), anchor="middle"))
    return "".join(drawn)


def _marks(marks: Sequence[Mark], at: float, x: svg.Along) -> str:
    """The marks of a row, one above the other where both have whiskers, so that neither hides the other."""
    whiskers = sum(mark.whisker for mark in marks)
    drawn = []
    for place, mark in enumerate(marks):
        y = at + (0.0 if whiskers < 2 else 14.0 * place - 7.0)
        if mark.whisker:
            drawn.append(svg.line((x(mark.low), y), (x(mark.high), y), f"whisk {mark.sort}-l"))
        drawn.append(_mark((x(mark.value), y), mark.sort))
    return "".join(drawn)


def _mark(at: svg.XY, sort: str) -> str:
    if sort == WEAK:
        return svg.square(at, "dw")
    if sort == AFTER:
        return svg.diamond(at, "da")
    return svg.dot(at, "db" if sort == BEFORE else "dr", 5.5)
