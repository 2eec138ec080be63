"""What is kept a week and a month after a task was first done alone, told by the next time it came up; pure.

The task comes up among others, as a review does (`models.reviews`), and nothing says that it is looked at: whoever
meets it is checked unannounced. Who was not checked is counted beside every share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from app.records.folding import PractisedRecord
from app.reports.gaps import Share, Tally, share

AFTER: Final[Mapping[int, tuple[int, int]]] = {7: (5, 13), 30: (24, 45)}
"""About so many days later: the first and the last day that counts as that; classes meet once a week."""
CHECKED, BETWEEN, MISSING, LEFT, OPEN = "checked", "between", "missing", "left", "open"
PARTS: Final = (CHECKED, BETWEEN, MISSING, LEFT, OPEN)
"""What became of a task that somebody did alone: it came up then; it came up sooner; it did not, though they came; they
had left; its days are not over yet."""
OTHER: Final = "other"
"""All of these but the first, where they may only be told together."""


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
    days: Sequence[PractisedRecord], some: Collection[UUID], last: Mapping[UUID, int], today: int
) -> tuple[Kept, ...]:
    """What some people kept, for each of AFTER. `days` in order; `last` is the day on which somebody last practised."""
    plays: dict[tuple[UUID, str], list[PractisedRecord]] = defaultdict(list)
    for day in days:
        if day.learner_id in some:
            plays[day.learner_id, day.lesson].append(day)
    found = {after: _Tallies() for after in AFTER}
    for (who, _), met in plays.items():
        place = done_alone(met)
        if place is None:
            continue
        since = met[place].day
        later = next((day for day in met[place:] if day.day > since and day.met), None)
        for after, (low, high) in AFTER.items():
            found[after].add(who, became(since, later.day if later else None, last[who], today, low, high), later)
    return tuple(tallies.told(after) for after, tallies in found.items())


def done_alone(met: Sequence[PractisedRecord]) -> int | None:
    """The place of the day on which a task was first done alone: unhelped, on a later day than its first finish."""
    first = next((day.day for day in met if day.finished), 0)
    return next((place for place, day in enumerate(met) if day.unhelped and day.day > first), None)


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
        self.steps: dict[UUID, Tally] = {}
        self.whose: dict[str, list[UUID]] = {part: [] for part in PARTS}

    def add(self, who: UUID, part: str, later: PractisedRecord | None) -> None:
        self.whose[part].append(who)
        if part == CHECKED and later is not None:
            so_far = self.steps.get(who, Tally(0, 0))
            self.steps[who] = Tally(so_far.alone + later.alone, so_far.met + later.met)

    def told(self, after: int) -> Kept:
        return Kept(after, share(self.steps), {part: Count(len(w), len(set(w))) for part, w in self.whose.items()})
