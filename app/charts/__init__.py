"""Charts: numbers to SVG and the table beside it; pure, every word on them comes from the caller."""

from __future__ import annotations

from app.charts.bars import stacked
from app.charts.curve import Curve, CurveWords, Figure, Point, draw
from app.charts.pairs import pair
from app.charts.turns import Bar, draw_turns

__all__ = ["Bar", "Curve", "CurveWords", "Figure", "Point", "draw", "draw_turns", "pair", "stacked"]
