"""Reports: what a class and a person did, counted from what happened; never a rank, and every share with its count.

And how the front-door cards stand.
"""

from __future__ import annotations

from app.reports.board import Board, Seat, board
from app.reports.cards import CardLine, CardsReport, cards_report
from app.reports.classroom import ClassReport, ClassSummary, LearnerLine, class_report, overview
from app.reports.county import County, county
from app.reports.curves import LEAST_PEOPLE, alone_curve
from app.reports.person import PersonReport, person_report
from app.reports.standing import Standing, Steps, total

__all__ = [
    "LEAST_PEOPLE",
    "Board",
    "CardLine",
    "CardsReport",
    "ClassReport",
    "ClassSummary",
    "County",
    "LearnerLine",
    "PersonReport",
    "Seat",
    "Standing",
    "Steps",
    "alone_curve",
    "board",
    "cards_report",
    "class_report",
    "county",
    "overview",
    "person_report",
    "total",
]
