"""What is kept a week and a month after a task was first done alone, told by the next time it came up; pure.

The task comes up among others, as a review does (`models.reviews`), and nothing says that it is looked at: whoever
meets it is checked unannounced. Who was not checked is counted beside every share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.reports.gaps import Share, people_of, share

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
    for (who, _), days in plays.items():
        place = done_alone(days) if some[who] else None
        if place is None:
            continue
        since = days[place].day
        later = next((day for day in days[place:] if day.day > since and day.met), None)
        for after, (low, high) in AFTER.items():
            found[after].add(who, became(since, later.day if later else None, last[who], today, low, high), later)
    return tuple(tallies.told(after) for after, tallies in found.items())


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
        return Kept(after, checked, {part: Count(len(w), len(set(w))) for part, w in self.whose.items()})
