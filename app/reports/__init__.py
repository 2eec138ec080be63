"""Reports: what a class and a person did, counted from what happened; never a rank, and every share with its count.

And how the front-door cards stand.
"""

from __future__ import annotations

from app.reports.acts import acts, code
from app.reports.board import Board, Seat, board
from app.reports.cards import CardLine, CardsReport, cards_report
from app.reports.classroom import ClassReport, LearnerLine, class_report
from app.reports.county import County, county
from app.reports.curves import LEAST_PEOPLE, alone_curve
from app.reports.learning import Asked, Learning, learning
from app.reports.month import FEWEST, MonthReport, month_report
from app.reports.needs import Daring, NeedsReport, daring, needs_report
from app.reports.overview import ClassSummary, overview
from app.reports.person import PersonReport, person_report
from app.reports.real import RealReport, TaskLine, real_report
from app.reports.standing import Standing, Steps, total
from app.reports.tripping import Trip, tripping
from app.reports.unclear import UnclearScreen, UnclearStep, unclear_screens, unclear_steps
from app.reports.watching import Presence

__all__ = [
    "FEWEST",
    "LEAST_PEOPLE",
    "Asked",
    "Board",
    "CardLine",
    "CardsReport",
    "ClassReport",
    "ClassSummary",
    "County",
    "Daring",
    "LearnerLine",
    "Learning",
    "MonthReport",
    "NeedsReport",
    "PersonReport",
    "Presence",
    "RealReport",
    "Seat",
    "Standing",
    "Steps",
    "TaskLine",
    "Trip",
    "UnclearScreen",
    "UnclearStep",
    "acts",
    "alone_curve",
    "board",
    "cards_report",
    "class_report",
    "code",
    "county",
    "daring",
    "learning",
    "month_report",
    "needs_report",
    "overview",
    "person_report",
    "real_report",
    "total",
    "tripping",
    "unclear_screens",
    "unclear_steps",
]
