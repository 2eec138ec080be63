"""Charts: numbers to SVG and the table beside it; pure, every word on them comes from the caller."""

from __future__ import annotations

from app.charts.bars import stacked
from app.charts.curve import Curve, CurveWords, Figure, Point, draw
from app.charts.frames import Scale, scale
from app.charts.pair import Along, Pair, PairWords, draw_pair
from app.charts.pairs import pair
from app.charts.rows import AFTER, BEFORE, REST, WEAK, Mark, Row, RowWords, draw_rows
from app.charts.spark import spark
from app.charts.turns import Bar, draw_turns

__all__ = [
    "AFTER",
    "BEFORE",
    "REST",
    "WEAK",
    "Along",
    "Bar",
    "Curve",
    "CurveWords",
    "Figure",
    "Mark",
    "Pair",
    "PairWords",
    "Point",
    "Row",
    "RowWords",
    "Scale",
    "draw",
    "draw_pair",
    "draw_rows",
    "draw_turns",
    "pair",
    "scale",
    "spark",
    "stacked",
]
