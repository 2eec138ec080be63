"""Puts what happened at several laptops in one order, whichever of their files was read first; it changes nothing.

What happened here stands in the order of arrival. What came from elsewhere arrived when its file was read, which says
nothing about when it was; so each start of a laptop (`boot`) that a file told of is a line of its own, whose rows stay
in their order and follow the laptop's earlier starts, and lines are laid into each other by what the wall clocks said.
See docs/decisions/0026.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.tables import HAPPENED

CARRIED: Final = "carried"
"""The kind of fact that a file from another laptop came in: what is in it, and its boots in their order."""

_FACTS: Final = HAPPENED["fact"].c
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_START: Final = datetime.min.replace(tzinfo=UTC)

Row = TypeVar("Row", bound=Any)
Whole = NDArray[np.int64]
"""A column of whole numbers."""


class Boot(NamedTuple):
    """One start of a laptop, as a file told of it."""

    floor: datetime
    """The latest time that the laptop had told before this start; a clock that was set back does not go behind it."""
    ordinal: int
    """Which start of its laptop it was."""


HERE: Final = Boot(_START, 0)


class Span(NamedTuple):
    """Places of the log, the first to the last, whose rows came from one boot."""

    first: int
    last: int
    boot: str


class Order(NamedTuple):
    """Which rows of the log came from elsewhere, and of which boots."""

    spans: tuple[Span, ...]
    boots: Mapping[str, Boot]

    def sorted(self, rows: Iterable[Row], at: Callable[[Row], datetime] = attrgetter("at")) -> list[Row]:
        """Rows in the one order; each has a `sequence` and is of the learner `learner_id`, `at` tells its time."""
        there = sorted(rows, key=attrgetter("sequence"))
        if not self.spans:
            return there
        latest: dict[tuple[object, str], datetime] = {}
        keyed = []
        for row in there:
            boot = self.boot(row.sequence)
            of = self.boots.get(boot, HERE)
            line = (row.learner_id, boot)
            latest[line] = when = max(latest.get(line, of.floor), at(row))
            keyed.append(((when, of.ordinal, boot, row.sequence), row))
        return [row for _, row in sorted(keyed, key=lambda pair: pair[0])]

    def places(self, sequence: Whole, at: Whole, who: Whole) -> Whole:
        """The same for rows as columns: where in them the first row stands, the second, and so on.

        `at` is in microseconds since 1970; `who` tells learners apart by numbers.
        """
        there: Whole = np.argsort(sequence, kind="stable")
        if not self.spans or not len(there):
            return there
        sequence, when, who = sequence[there], at[there], who[there]
        span = np.searchsorted([one.first for one in self.spans], sequence, side="right") - 1
        span[sequence > np.array([one.last for one in self.spans])[span]] = -1
        names = sorted({"", *(one.boot for one in self.spans)})
        of = [self.boots.get(name, HERE) for name in names]
        boot = np.array([*(names.index(one.boot) for one in self.spans), names.index("")])[span]
        floor = np.array([(one.floor - _EPOCH) // _MICROSECOND for one in of])
        when = _latest(np.maximum(when, floor[boot]), who * len(names) + boot)
        return there[np.lexsort((sequence, boot, np.array([one.ordinal for one in of])[boot], when))]

    def boot(self, sequence: int) -> str:
        """The boot of the row at a place, empty for what happened here."""
        place = bisect_right(self.spans, sequence, key=attrgetter("first")) - 1
        return self.spans[place].boot if place >= 0 and sequence <= self.spans[place].last else ""


def _latest(when: Whole, line: Whole) -> Whole:
    """For each row the latest time of its line so far, the rows of a line being in order."""
    times, rank = np.unique(when, return_inverse=True)
    by_line = np.argsort(line, kind="stable")
    apart = np.unique(line[by_line], return_inverse=True)[1] * len(times)
    found = np.empty_like(when)
    found[by_line] = times[np.maximum.accumulate(apart + rank[by_line]) - apart]
    return found


def order(s: Session, before: int | None = None) -> Order:
    """The order of this log; `before` a sequence: as it was then."""
    query = select(_FACTS.body).where(_FACTS.kind == CARRIED)
    if before is not None:
        query = query.where(_FACTS.sequence < before)
    spans: list[Span] = []
    boots: dict[str, Boot] = {}
    for body in s.connection().scalars(query.order_by(_FACTS.sequence)):
        spans += [Span(*span) for span in body["spans"]]
        for name, (floor, ordinal) in body["boots"].items():
            told, known = Boot(datetime.fromisoformat(floor), ordinal), boots.get(name, HERE)
            boots[name] = Boot(max(told.floor, known.floor), max(told.ordinal, known.ordinal))
    return Order(tuple(sorted(spans)), boots)
