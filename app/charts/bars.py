"""Draws how a whole is made of parts, as one bar beside the numbers it repeats; knows no meaning of a part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from app.charts import svg

WIDTH, HEIGHT = 96.0, 14.0


def stacked(parts: Sequence[tuple[int, str]], stretched: bool = False) -> str:
    """A bar of (count, class) parts from the left; decoration, since the numbers stand beside it. Empty for nothing.

    `stretched` lets it fill whatever place it is given.
    """
    whole = sum(count for count, _ in parts)
    if not whole:
        return ""
    ends = list(accumulate(WIDTH * count / whole for count, _ in parts))
    drawn = "".join(
        f'<rect x="{svg.number(end - WIDTH * count / whole)}" y="0.5" width="{svg.number(WIDTH * count / whole)}" '
        f'height="{svg.number(HEIGHT - 1)}" class="{cls}"/>'
        for end, (count, cls) in zip(ends, parts, strict=True)
        if count
    )
    box = f"0 0 {svg.number(WIDTH)} {svg.number(HEIGHT)}"
    fills = ' preserveAspectRatio="none"' if stretched else ""
    return f'<svg viewBox="{box}"{fills} aria-hidden="true" focusable="false">{drawn}</svg>'
