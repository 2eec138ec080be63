"""Draws a few weeks as one small line from nothing up, its last share written at its end; it knows no meaning."""

from __future__ import annotations

from html import escape

from app.charts import svg
from app.charts.curve import Curve, percent

WIDTH, HEIGHT, END, FLOOR = 168.0, 44.0, 116.0, 38.0


def spark(curve: Curve, weeks: int, label: str) -> str:
    """The points of a curve at their places among so many weeks; `label` says it to the ear. Empty without a point."""
    if not curve.drawn:
        return ""
    places = [
        (6 + (END - 6) * (point.nth - 1) / max(1, weeks - 1), FLOOR - (FLOOR - 6) * point.share)
        for point in curve.drawn
    ]
    last = places[-1]
    drawn = (
        svg.line((6, FLOOR), (END, FLOOR), "ax"),
        svg.path(places, "lr"),
        svg.dot(last, "dr", 4.0),
        svg.text(last[0] + 9, last[1] + 5, percent(curve.drawn[-1].share), "k"),
    )
    box = f"0 0 {svg.number(WIDTH)} {svg.number(HEIGHT)}"
    return f'<svg class="spark" viewBox="{box}" role="img" aria-label="{escape(label)}">{"".join(drawn)}</svg>'
