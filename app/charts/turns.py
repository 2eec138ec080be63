"""Draws who acts at which tablet when: a row for each tablet, minutes to the right; knows no person's meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.charts import svg

LEFT, TOP, ROW, BAR = 40.0, 24.0, 34.0, 26.0
LETTER = 15.0
"""About so wide is one Chinese sign of a name; a name that does not fit its bar is left to the table."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A turn from `start`, `minutes` long; `cls` tells what goes on now from what is to come."""

    start: float
    minutes: float
    name: str
    cls: str


def draw_turns(
    rows: Sequence[tuple[str, Sequence[Bar]]],
    minutes: float,
    ticks: Sequence[tuple[float, str]],
    *,
    key: str,
    title: str,
    description: str,
    width: float = 790.0,
) -> str:
    """The picture: (seat, turns) a row, `ticks` (minute, words) along the top; numbers stand in the table beside it."""
    scale = (width - LEFT - 8.0) / max(1.0, minutes)
    height = TOP + ROW * len(rows) + 6.0
    parts = []
    for minute, words in ticks:
        x = LEFT + minute * scale
        parts += [svg.line((x, TOP - 4), (x, height - 6), "grid"), svg.text(x, TOP - 9, words, "ax", "middle")]
    for place, (seat, bars) in enumerate(rows):
        y = TOP + ROW * place + (ROW - BAR) / 2
        parts.append(svg.text(LEFT - 10, y + BAR / 2 + 5, seat, "seat-n", "end"))
        for bar in bars:
            x, wide = LEFT + bar.start * scale, max(2.0, bar.minutes * scale - 2.0)
            parts.append(
                f'<rect x="{svg.number(x)}" y="{svg.number(y)}" width="{svg.number(wide)}" height="{svg.number(BAR)}" '
                f'rx="5" class="{bar.cls}"/>'
            )
            if _wide(bar.name) <= wide - 6:
                parts.append(svg.text(x + wide / 2, y + BAR / 2 + 5, bar.name, f"{bar.cls}-n", "middle"))
    return svg.picture((width, height), key, title, description, "".join(parts), "turns-fig")


def _wide(name: str) -> float:
    return sum(LETTER if ord(sign) > 0x2E7F else LETTER * 0.58 for sign in name)
