"""The report of the front-door cards: how each stands by its latest check, and which are to be checked this week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.records import Session, assignments, cards, progress, roster
from app.records.folding import CHINA
from app.reports.classroom import RECENTLY
from app.simulator import bridges
from app.simulator.bridges import STATES, Check
from app.simulator.catalogue import Bridge


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card: how it stands, one of STATES, by which check, and whether a class practises its lesson."""

    bridge: Bridge
    state: str
    check: Check | None
    practised: bool


@dataclass(frozen=True, slots=True)
class CardsReport:
    """All cards in the order of the catalogue; those still to check this week, and how many were checked in it."""

    lines: tuple[CardLine, ...]
    this_week: tuple[CardLine, ...]
    done: int

    def counts(self) -> dict[str, int]:
        """How many cards stand how, every state named."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES}


def cards_report(s: Session, doors: Mapping[str, Bridge], *, demo: bool, now: datetime) -> CardsReport:
    """Everything the trainers' page shows: of real classes and trainers, or with `demo` of the invented ones."""
    checks, today = cards.latest(s, demo=demo), now.astimezone(CHINA).date()
    practised: set[str] = set()
    for classroom in roster.classrooms(s, demo=demo):
        practised |= progress.lessons_since(s, classroom.id, now - RECENTLY)
        practised |= set(assignments.given_to(s, classroom.id))
    lines = {
        task: CardLine(
            bridge, bridges.state(bridge, checks.get(task), today), checks.get(task), bridge.task in practised
        )
        for task, bridge in doors.items()
    }
    wanted = bridges.this_week(list(doors.values()), checks, practised, today)
    done = bridges.done_this_week(doors.values(), checks, today)
    return CardsReport(tuple(lines.values()), tuple(lines[task] for task in wanted), len(done))
