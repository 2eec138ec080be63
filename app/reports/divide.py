"""The divide: the weakest quarter against the rest, week by week, by sort of people and by task; pure, names nobody.

The quarter is fixed over the whole county on each person's first two weeks, by one half of the steps, and followed from
their third week on by the other half: else whoever happened to do badly at first would seem to catch up (regression to
the mean). Whoever leaves stays in it. It is never crossed with the village.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.records.folding import PractisedRecord
from app.reports.curves import LEAST_PEOPLE
from app.reports.gaps import Change, Gap, People, Share, change, gap, share
from app.reports.retention import Met

WEEK: Final = 7
FIRST_WEEKS: Final = 2
"""The weeks of a person by which the quarter is fixed."""
LEAST_FIRST: Final = 3
"""Steps that somebody must have met in them, of the half that counts, to be placed at all."""
SPAN: Final = 4
"""Weeks at either end of what is drawn whose gap is compared."""
_COUNTS: Final = PractisedRecord._fields.index("met")
LEFT_AFTER: Final = 4 * WEEK
"""Days without practice after which somebody counts as having left."""


class Somebody(NamedTuple):
    """A learner as the divide sees them: where, and of which sorts; an empty sort is not known."""

    id: str
    """The signs of their id."""
    village: UUID
    age: str
    gender: str
    dialect: str


DAY: Final = np.dtype(
    [(name, np.int64) for name in ("who", "lesson", "day", *PractisedRecord._fields[_COUNTS:-2])]
    + [("finished", np.bool_), ("unhelped", np.bool_)]
)
"""What is held of each day: the place of its person and of its task, and its counts."""
NEVER: Final = 10**7
"""Later than any day."""
Some = NDArray[np.bool_]
"""Who of the people, or which of the days."""

SORTS: Final = ("age", "gender", "dialect")
"""By what people are broken down, one at a time."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Who of the people belongs to the weakest quarter and who to the rest; whoever is neither could not be placed."""

    weak: Some
    rest: Some

    @property
    def counts(self) -> tuple[int, int]:
        """How many of the rest and of the weakest quarter."""
        return int(self.rest.sum()), int(self.weak.sum())


@dataclass(frozen=True, slots=True)
class Week:
    """A week of each person's own course (from 1): the share done alone of the rest and of the weakest quarter."""

    nth: int
    rest: Share
    weak: Share


@dataclass(frozen=True, slots=True)
class Series:
    """The weeks that rest on enough people of both, and what the gap changed by from its first to its last weeks.

    `change` is None while fewer weeks are drawn than two spans. `same` is the change among those alone who practised
    in both spans. `spans` are the first and last week of each.
    """

    weeks: tuple[Week, ...]
    change: Change | None
    same: Change | None
    spans: tuple[tuple[int, int], tuple[int, int]] | None


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of people: how many of the rest and of the weakest quarter, the gap in the last weeks, its change."""

    key: str
    rest: int
    weak: int
    gap: Gap | None
    change: Change | None


class Followed:
    """The days of a county's people, told apart once and counted in several ways; people stand in one order."""

    def __init__(self, days: Iterable[PractisedRecord], people: Sequence[Somebody], today: int) -> None:
        """`today` is a date's ordinal, as a day's is."""
        self.people = people
        place = {one.id: at for at, one in enumerate(people)}
        lessons: dict[str, int] = {}
        told = (
            (place[one.learner_id], lessons.setdefault(one.lesson, len(lessons)), one.day, *one[_COUNTS:])
            for one in days
        )
        unsorted = np.fromiter(told, DAY)
        self._days = unsorted[np.argsort(unsorted["day"], kind="stable")]
        self.lessons = tuple(lessons)
        who, day = self._days["who"], self._days["day"]
        self.began, self.last = np.full(len(people), NEVER), np.full(len(people), -1)
        np.minimum.at(self.began, who, day)
        np.maximum.at(self.last, who, day)
        pair = who * len(self.lessons) + self._days["lesson"]
        met_first = np.full(len(people) * len(self.lessons), NEVER)
        np.minimum.at(met_first, pair, day)
        self._again = day > met_first[pair]
        self._nth = own_week(self.began[who], day)
        first = self._nth <= FIRST_WEEKS
        self.quarter = weakest(self._tally("first_worth", "first_met", first), self.people, self.began, today)
        other = ~first & (self._days["other_met"] > 0)
        self._weekly = [
            self._tally("other_alone", "other_met", other & (self._nth == nth))
            for nth in range(int(self._nth.max(initial=0)) + 1)
        ]
        self._tasks = [
            self._tally("other_alone", "other_met", other & (self._days["lesson"] == lesson))
            for lesson in range(len(lessons))
        ]

    def _tally(self, alone: str, met: str, wanted: Some) -> People:
        """Everybody's tally over the wanted days."""
        some = self._days[wanted]
        added = (np.bincount(some["who"], some[name], len(self.people)).astype(np.int64) for name in (alone, met))
        return People(*added)

    def within(self, after: int, upto: int) -> People:
        """Everybody's tally of all steps, neither half left out, after a day and up to another."""
        return self._tally("alone", "met", (self._days["day"] > after) & (self._days["day"] <= upto))

    def again(self, after: int, upto: int) -> People:
        """The same for the tasks that each had met on an earlier day."""
        day = self._days["day"]
        return self._tally("alone", "met", self._again & (day > after) & (day <= upto))

    def plays(self) -> dict[tuple[int, int], list[Met]]:
        """What people did day by day of the tasks that they ever did unhelped, by the place of person and task."""
        pair = self._days["who"] * len(self.lessons) + self._days["lesson"]
        ever = self._days[np.isin(pair, pair[self._days["unhelped"]])]
        found: dict[tuple[int, int], list[Met]] = defaultdict(list)
        columns = ("who", "lesson", "day", "finished", "unhelped", "alone", "met")
        for who, lesson, *met in zip(*(ever[name].tolist() for name in columns), strict=True):
            found[who, lesson].append(Met(*met))
        return found

    def firsts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of each person and task (person x task, in a row): the day it was first finished, and that on which it was
        first done alone, unhelped on a later day; NEVER where it was not."""
        pair = self._days["who"] * len(self.lessons) + self._days["lesson"]
        finished, alone = (np.full(len(self.people) * len(self.lessons), NEVER) for _ in range(2))
        done = self._days["finished"]
        np.minimum.at(finished, pair[done], self._days["day"][done])
        done = self._days["unhelped"] & (self._days["day"] > finished[pair])
        np.minimum.at(alone, pair[done], self._days["day"][done])
        return finished, alone

    def left(self, today: int) -> tuple[int, int]:
        """How many of the rest and of the weakest quarter have left: nothing practised in the last weeks."""
        gone = today - self.last > LEFT_AFTER
        return int((self.quarter.rest & gone).sum()), int((self.quarter.weak & gone).sum())

    def series(self, least: int = LEAST_PEOPLE) -> Series:
        """Week by week, from the first week that counts, those in which both sorts have at least `least` people."""
        found = (self._week(nth) for nth in range(len(self._weekly)))
        weeks = [week for week in found if week and min(week.rest.people, week.weak.people) >= least]
        if len(weeks) < 2 * SPAN:
            return Series(tuple(weeks), None, None, None)
        spans = (weeks[0].nth, weeks[SPAN - 1].nth), (weeks[-SPAN].nth, weeks[-1].nth)
        before, after = (self._in(span) for span in spans)
        both = before.there & after.there
        stayed = min(int((both & sort).sum()) for sort in (self.quarter.rest, self.quarter.weak))
        same = self._change(before.of(both), after.of(both)) if stayed >= least else None
        return Series(tuple(weeks), self._change(before, after), same, spans)

    def parts(self, sort: str, spans: tuple[tuple[int, int], tuple[int, int]]) -> tuple[Part, ...]:
        """One way of breaking down (of SORTS): each sort's gap in the last span, and its change since the first."""
        before, after = (self._in(span) for span in spans)
        of = np.array([getattr(one, sort) for one in self.people])
        placed = set(of[self.quarter.rest | self.quarter.weak].tolist())
        members = {key: of == key for key in sorted(placed, key=lambda key: (not key, key))}
        return tuple(
            Part(
                key,
                int((some & self.quarter.rest).sum()),
                int((some & self.quarter.weak).sum()),
                gap(*self._apart(after.of(some))),
                self._change(before.of(some), after.of(some)),
            )
            for key, some in members.items()
        )

    def tasks(self, least: int = LEAST_PEOPLE) -> dict[str, Gap]:
        """Each task that at least `least` people of both sorts have practised since their first weeks -> its gap."""
        found = ((lesson, gap(*self._apart(some))) for lesson, some in zip(self.lessons, self._tasks, strict=True))
        return {lesson: one for lesson, one in found if one and min(one.rest.people, one.weak.people) >= least}

    def _week(self, nth: int) -> Week | None:
        rest, weak = (share(some) for some in self._apart(self._weekly[nth]))
        return Week(nth, rest, weak) if rest and weak else None

    def _in(self, span: tuple[int, int]) -> People:
        """Everybody's tally over some weeks, both ends among them."""
        weeks = self._weekly[span[0] : span[1] + 1]
        return People(np.sum([week.alone for week in weeks], 0), np.sum([week.met for week in weeks], 0))

    def _apart(self, counted: People) -> tuple[People, People]:
        return counted.of(self.quarter.rest), counted.of(self.quarter.weak)

    def _change(self, before: People, after: People) -> Change | None:
        (rest, weak), (later_rest, later_weak) = self._apart(before), self._apart(after)
        return change((rest, later_rest), (weak, later_weak))


def own_week(began: Any, day: Any) -> Any:
    """Which week of somebody's own course a day is in, from 1; of numbers or of columns."""
    return (day - began) // WEEK + 1


def weakest(first: People, people: Sequence[Somebody], began: NDArray[np.int64], today: int) -> Quarter:
    """The quarter that needed most help in their first two weeks, once these are over, by one half of the steps.

    Hardly any step is done alone when it is first met, so how little help it took is counted: 3 for right at once
    without support, 2 with words, 1 with the part named, 0 when it was shown, hinted or a slip; the mean over steps.
    Whoever met fewer than LEAST_FIRST steps is not placed. `first` holds what these steps were worth, and how many they
    were; equals go by their ids.
    """
    placed = (first.met >= LEAST_FIRST) & (own_week(began, today) > FIRST_WEEKS)
    ids = np.array([one.id for one in people])
    worth = first.alone / np.maximum(first.met, 1)
    order = np.lexsort((ids, worth))
    order = order[placed[order]]
    weak = np.zeros(len(people), dtype=np.bool_)
    weak[order[: len(order) // 4]] = True
    return Quarter(weak, placed & ~weak)
