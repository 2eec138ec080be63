"""What is kept a week and a month after a task was first done alone, told by the next time it came up; pure.

The task comes up among others, as a review does (`models.reviews`), and nothing says that it is looked at: whoever
meets it is checked unannounced. Who was not checked is counted beside every share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from app.reports.gaps import People, Share, people_of, share

AFTER: Final[Mapping[int, tuple[int, int]]] = {7: (5, 13), 30: (24, 45)}
"""About so many days later: the first and the last day that counts as that; classes meet once a week."""
CHECKED, BETWEEN, MISSING, LEFT, OPEN = "checked", "between", "missing", "left", "open"
PARTS: Final = (CHECKED, BETWEEN, MISSING, LEFT, OPEN)
"""What became of a task that somebody did alone: it came up then; it came up sooner; it did not, though they came; they
had left; its days are not over yet."""
OTHER: Final = "other"
"""All of these but the first, where they may only be told together."""


class Met(NamedTuple):
    """A day (its ordinal) on which somebody met a task; whether a play was finished then, and that unhelped."""

    day: int
    finished: bool
    unhelped: bool
    alone: int
    met: int


class Count(NamedTuple):
    """Tasks of people (a task that three did alone counts three times), and of how many people."""

    tasks: int
    people: int


@dataclass(frozen=True, slots=True)
class Kept:
    """About `after` days later: of the steps met when it came up, the share done alone; None when none came up."""

    after: int
    share: Share | None
    parts: Mapping[str, Count]


def kept(
    plays: Mapping[tuple[int, int], Sequence[Met]], some: Sequence[bool], last: Sequence[int], today: int
) -> tuple[Kept, ...]:
    """What some people kept, for each of AFTER, everybody told by their place.

    `plays` holds for each person and task its days in order, whichever were ever done unhelped; `some` says of each who
    they are, `last` on which day they last practised.
    """
    found = {after: _Tallies() for after in AFTER}
    for who, since, later in _came_up(plays):
        if not some[who]:
            continue
        for after, (low, high) in AFTER.items():
            found[after].add(who, became(since, later.day if later else None, last[who], today, low, high), later)
    return tuple(tallies.told(after) for after, tallies in found.items())


@dataclass(frozen=True, slots=True)
class Lately:
    """What was checked about `after` days later in some last days and in those before them, everybody by their place;
    and of the tasks whose time ended in the last ones unchecked: who came and did not meet them, who had left."""

    after: int
    before: People
    now: People
    missing: Count
    left: Count


def lately(
    plays: Mapping[tuple[int, int], Sequence[Met]], last: Sequence[int], before: int, since: int, upto: int
) -> tuple[Lately, ...]:
    """For each of AFTER: checks on days after `before` and up to `since`, and those after it up to `upto`.

    `plays` and `last` as for `kept`, and nothing in them later than `upto`.
    """
    found = {after: (_Tallies(), _Tallies()) for after in AFTER}
    for who, alone, later in _came_up(plays):
        for after, (low, high) in AFTER.items():
            part = became(alone, later.day if later else None, last[who], upto, low, high)
            told = later.day if part == CHECKED and later else alone + high + 1
            if before < told <= upto:
                found[after][told > since].add(who, part, later)
    return tuple(
        Lately(after, earlier.people(len(last)), now.people(len(last)), now.count(MISSING), now.count(LEFT))
        for after, (earlier, now) in found.items()
    )


def _came_up(plays: Mapping[tuple[int, int], Sequence[Met]]) -> Iterator[tuple[int, int, Met | None]]:
    """Of each task that was done alone: whose it is, on which day it was, and when it next came up."""
    for (who, _), days in plays.items():
        place = done_alone(days)
        if place is not None:
            since = days[place].day
            yield who, since, next((day for day in days[place:] if day.day > since and day.met), None)


def done_alone(days: Sequence[Met]) -> int | None:
    """The place of the day on which a task was first done alone: unhelped, on a later day than its first finish."""
    first = next((day.day for day in days if day.finished), 0)
    return next((place for place, day in enumerate(days) if day.unhelped and day.day > first), None)


def became(since: int, later: int | None, last: int, today: int, low: int, high: int) -> str:
    """Which of PARTS a task is that was done alone on a day, and next met `later`; all days are ordinals."""
    if later is not None and later - since <= high:
        return BETWEEN if later - since < low else CHECKED
    if today - since <= high:
        return OPEN
    return MISSING if last - since >= low else LEFT


class _Tallies:
    """What is counted for one distance."""

    def __init__(self) -> None:
        self.steps: dict[int, tuple[int, int]] = {}
        self.whose: dict[str, list[int]] = {part: [] for part in PARTS}

    def add(self, who: int, part: str, later: Met | None) -> None:
        self.whose[part].append(who)
        if part == CHECKED and later is not None:
            alone, met = self.steps.get(who, (0, 0))
            self.steps[who] = (alone + later.alone, met + later.met)

    def told(self, after: int) -> Kept:
        checked = share(people_of(self.steps.values()))
        return Kept(after, checked, {part: self.count(part) for part in PARTS})

    def count(self, part: str) -> Count:
        return Count(len(self.whose[part]), len(set(self.whose[part])))

    def people(self, everybody: int) -> People:
        """Everybody's tally by their place."""
        steps = np.zeros((everybody, 2), dtype=np.int64)
        for who, tally in self.steps.items():
            steps[who] = tally
        return People(steps[:, 0], steps[:, 1])
