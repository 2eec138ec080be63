"""The divide: the weakest quarter against the rest, week by week, by sort of people and by task; pure, names nobody.

The quarter is fixed over the whole county on each person's first two weeks, by one half of the steps, and followed from
their third week on by the other half: else whoever happened to do badly at first would seem to catch up (regression to
the mean). Whoever leaves stays in it. It is never crossed with the village.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from app.records.folding import PractisedRecord
from app.reports.curves import LEAST_PEOPLE
from app.reports.gaps import Change, Gap, People, Share, Tally, change, gap, share

WEEK: Final = 7
FIRST_WEEKS: Final = 2
"""The weeks of a person by which the quarter is fixed."""
LEAST_FIRST: Final = 3
"""Steps that somebody must have met in them, of the half that counts, to be placed at all."""
SPAN: Final = 4
"""Weeks at either end of what is drawn whose gap is compared."""
LEFT_AFTER: Final = 4 * WEEK
"""Days without practice after which somebody counts as having left."""


class Somebody(NamedTuple):
    """A learner as the divide sees them: where, and of which sorts; an empty sort is not known."""

    id: UUID
    village: UUID
    age: str
    gender: str
    dialect: str


SORTS: Final = ("age", "gender", "dialect")
"""By what people are broken down, one at a time."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Who belongs to the weakest quarter and to the rest, and who could not be placed."""

    weak: frozenset[UUID]
    rest: frozenset[UUID]
    unplaced: frozenset[UUID]


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
    """The days of a county's people, told apart once and counted in several ways."""

    def __init__(self, days: Sequence[PractisedRecord], people: Iterable[Somebody], today: int) -> None:
        """`days` in order; `today` is a date's ordinal, as a day's is."""
        self.people = {one.id: one for one in people}
        self.began: dict[UUID, int] = {}
        self.last: dict[UUID, int] = {}
        for day in days:
            self.began.setdefault(day.learner_id, day.day)
            self.last[day.learner_id] = day.day
        self.quarter = weakest(days, self.began, today)
        self._weekly: dict[int, dict[UUID, Tally]] = defaultdict(dict)
        self._tasks: dict[str, dict[UUID, Tally]] = defaultdict(dict)
        for day in days:
            nth = own_week(self.began[day.learner_id], day.day)
            if nth > FIRST_WEEKS and day.other_met:
                for counted in (self._weekly[nth], self._tasks[day.lesson]):
                    so_far = counted.get(day.learner_id, _NONE)
                    counted[day.learner_id] = Tally(so_far.alone + day.other_alone, so_far.met + day.other_met)

    def left(self, today: int) -> tuple[int, int]:
        """How many of the rest and of the weakest quarter have left: nothing practised in the last weeks."""
        gone = {who for who, day in self.last.items() if today - day > LEFT_AFTER}
        return len(self.quarter.rest & gone), len(self.quarter.weak & gone)

    def series(self, least: int = LEAST_PEOPLE) -> Series:
        """Week by week, from the first week that counts, those in which both sorts have at least `least` people."""
        found = (self._week(nth) for nth in sorted(self._weekly))
        weeks = [week for week in found if week and min(week.rest.people, week.weak.people) >= least]
        if len(weeks) < 2 * SPAN:
            return Series(tuple(weeks), None, None, None)
        spans = (weeks[0].nth, weeks[SPAN - 1].nth), (weeks[-SPAN].nth, weeks[-1].nth)
        before, after = (self._in(span) for span in spans)
        both = before.keys() & after.keys()
        same = ({who: told[who] for who in both} for told in (before, after))
        return Series(tuple(weeks), self._change(before, after), self._change(*same), spans)

    def parts(self, sort: str, spans: tuple[tuple[int, int], tuple[int, int]]) -> tuple[Part, ...]:
        """One way of breaking down (of SORTS): each sort's gap in the last span, and its change since the first."""
        before, after = (self._in(span) for span in spans)
        members: dict[str, set[UUID]] = defaultdict(set)
        for one in self.people.values():
            if one.id in self.quarter.weak or one.id in self.quarter.rest:
                members[getattr(one, sort)].add(one.id)
        return tuple(
            Part(
                key,
                len(some & self.quarter.rest),
                len(some & self.quarter.weak),
                gap(*self._apart(_of(after, some))),
                self._change(_of(before, some), _of(after, some)),
            )
            for key, some in sorted(members.items(), key=lambda told: (not told[0], told[0]))
        )

    def tasks(self, least: int = LEAST_PEOPLE) -> dict[str, Gap]:
        """Each task that at least `least` people of both sorts have practised since their first weeks -> its gap."""
        found = ((lesson, gap(*self._apart(counted))) for lesson, counted in self._tasks.items())
        return {lesson: one for lesson, one in found if one and min(one.rest.people, one.weak.people) >= least}

    def _week(self, nth: int) -> Week | None:
        rest, weak = (share(some) for some in self._apart(self._weekly.get(nth, {})))
        return Week(nth, rest, weak) if rest and weak else None

    def _in(self, span: tuple[int, int]) -> dict[UUID, Tally]:
        """Everybody's tally over some weeks, both ends among them."""
        found: dict[UUID, Tally] = {}
        for nth in range(span[0], span[1] + 1):
            for who, tally in self._weekly.get(nth, {}).items():
                so_far = found.get(who, _NONE)
                found[who] = Tally(so_far.alone + tally.alone, so_far.met + tally.met)
        return found

    def _apart(self, counted: Mapping[UUID, Tally]) -> tuple[People, People]:
        return _of(counted, self.quarter.rest), _of(counted, self.quarter.weak)

    def _change(self, before: Mapping[UUID, Tally], after: Mapping[UUID, Tally]) -> Change | None:
        (rest, weak), (later_rest, later_weak) = self._apart(before), self._apart(after)
        return change((rest, later_rest), (weak, later_weak))


_NONE: Final = Tally(0, 0)


def own_week(began: int, day: int) -> int:
    """Which week of somebody's own course a day is in, from 1."""
    return (day - began) // WEEK + 1


def weakest(days: Iterable[PractisedRecord], began: Mapping[UUID, int], today: int) -> Quarter:
    """The quarter that needed most help in their first two weeks, once these are over, by one half of the steps.

    Hardly any step is done alone when it is first met, so how little help it took is counted: 3 for right at once
    without support, 2 with words, 1 with the part named, 0 when it was shown, hinted or a slip; the mean over steps.
    Whoever met fewer than LEAST_FIRST steps is not placed.
    """
    worth: dict[UUID, int] = defaultdict(int)
    met: dict[UUID, int] = defaultdict(int)
    for day in days:
        if own_week(began[day.learner_id], day.day) <= FIRST_WEEKS:
            worth[day.learner_id] += day.first_worth
            met[day.learner_id] += day.first_met
    over = {who for who, day in began.items() if own_week(day, today) > FIRST_WEEKS}
    placed = sorted((who for who in over if met[who] >= LEAST_FIRST), key=lambda who: (worth[who] / met[who], who))
    weak = frozenset(placed[: len(placed) // 4])
    return Quarter(weak, frozenset(placed) - weak, frozenset(began) - frozenset(placed))


def _of(counted: Mapping[UUID, Tally], some: Iterable[UUID]) -> dict[UUID, Tally]:
    return {who: counted[who] for who in some if who in counted}


def tallied(days: Iterable[PractisedRecord], key: Callable[[PractisedRecord], UUID]) -> dict[UUID, dict[UUID, Tally]]:
    """All steps, neither half left out, of some days: for each key, each person's tally."""
    found: dict[UUID, dict[UUID, Tally]] = defaultdict(dict)
    for day in days:
        if day.met:
            mine = found[key(day)]
            so_far = mine.get(day.learner_id, _NONE)
            mine[day.learner_id] = Tally(so_far.alone + day.alone, so_far.met + day.met)
    return found
