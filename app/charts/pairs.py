"""Draws two shares on one line from 0 to 100 %, a hollow mark and a full one; decoration beside its numbers."""

from __future__ import annotations

from app.charts import svg

WIDTH, HEIGHT, EDGE = 160.0, 20.0, 8.0


def pair(hollow: float, full: float) -> str:
    """Two shares, 0 to 1, as marks on a line with its ends and its middle; the stretch between them is drawn thick."""
    middle = HEIGHT / 2
    low, high = sorted((_x(hollow), _x(full)))
    ticks = "".join(svg.line((_x(at), middle - 4), (_x(at), middle + 4), "pr-tick") for at in (0.0, 0.5, 1.0))
    drawn = (
        svg.line((_x(0.0), middle), (_x(1.0), middle), "pr-line"),
        ticks,
        svg.line((low, middle), (high, middle), "pr-gap"),
        svg.dot((_x(full), middle), "pr-full", 5.0),
        svg.dot((_x(hollow), middle), "pr-hollow", 5.0),
    )
    box = f"0 0 {svg.number(WIDTH)} {svg.number(HEIGHT)}"
    return f'<svg class="pair" viewBox="{box}" aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'


def _x(share: float) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * share
