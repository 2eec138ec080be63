"""Counts the steps that trip people at their first meeting, for whoever mends the lesson; it names and ranks nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.records import Session
from app.records.meetings import ASKED, HELPED, SLIPPED, UNKNOWN
from app.records.tables import Classroom
from app.reports.curves import wilson
from app.reports.gaps import Share
from app.reports.hiding import LEAST_NAMELESS
from app.reports.met import Met, Some, Whole, met, numbered
from app.reports.unclear import unclear_steps
from app.simulator.lesson import TRIAL


@dataclass(frozen=True, slots=True)
class Trip:
    """One step in one twist, counted over each person's first meeting with it (`meetings` counts all of them)."""

    lesson: str
    screen: str
    twist: int
    slips: int
    share: Share
    """Of people: whose first act was a slip."""
    seconds: float | None
    """The median time before the first act; None where no time is known."""
    asked: int
    """People who asked for a hint first, or had somebody beside them."""
    helped: int
    """People who slipped not and had support or a hint, those who asked among them."""
    meetings: int
    unclear: int | None
    """How often anybody said that this screen is not clear, whatever the twist; None where that may not be told."""
    wrong: str
    """The act by which most slipped, and `by` how many; of several the first by its name."""
    by: int

    @property
    def certain(self) -> float:
        """How many people it tripped at least: the lower end of the interval, in people."""
        return self.share.low * self.share.people


def tripping(s: Session, classrooms: Sequence[Classroom], *, named: bool) -> tuple[Trip, ...]:
    """The steps at which somebody's first act was a slip, those first that certainly tripped most people.

    Trials are left out: they are to be doubted or trusted, and stand elsewhere. Readers who are not `named` are told of
    no group under LEAST_NAMELESS people, nor of the rest that one would leave.
    """
    found, people = met(s, classrooms)
    taps: Counter[tuple[str, str]] = Counter()
    for one in unclear_steps(s, {one.id for one in people}):
        taps[one.lesson, one.screen] += one.taps
    trips = counted(found, taps)
    if not named:
        trips = [replace(one, unclear=None, wrong="", by=0) for one in trips if _may_tell(one)]
    return tuple(sorted(trips, key=lambda one: (-one.certain, one.lesson, one.screen, one.twist)))


def _may_tell(one: Trip) -> bool:
    """Whether of everybody who met a step none of the groups told of is small, nor what is left beside it."""
    groups = (one.slips, one.asked, one.helped)
    told = [count for group in groups for count in (group, one.share.people - group)]
    return one.share.people >= LEAST_NAMELESS and all(count == 0 or count >= LEAST_NAMELESS for count in told)


def counted(found: Met, taps: Mapping[tuple[str, str], int]) -> list[Trip]:
    """Every step that tripped somebody, in no order that means anything."""
    twists = int(found.told["twist"].max(initial=0)) + 1
    step = found.step * twists + found.told["twist"]
    steps = max(1, len(found.steps)) * twists
    trial = np.array([screen == TRIAL for _, screen in found.steps], np.bool_)
    wanted = ~np.repeat(trial, twists)[step]
    first = wanted & (numbered(found.who * steps + step) == 1)

    def count(some: Some) -> Whole:
        return np.bincount(step[some], minlength=steps)

    slipped = first & (found.sort & SLIPPED > 0)
    people, slips, meetings = count(first), count(slipped), count(wanted)
    asked, helped = (count(first & (found.sort & sort > 0)) for sort in (ASKED, HELPED))
    seconds, wrong = _medians(found, first, step), _wrong(found, slipped, step)
    trips = []
    for one in np.flatnonzero(slips).tolist():
        lesson, screen = found.steps[one // twists]
        share = slips[one] / people[one]
        act, by = min(wrong[one].items(), key=lambda told: (-told[1], told[0]))
        low, high = wilson(share, people[one])
        trips.append(
            Trip(
                lesson=lesson,
                screen=screen,
                twist=one % twists,
                slips=int(slips[one]),
                share=Share(float(share), float(low), float(high), int(people[one]), int(people[one])),
                seconds=seconds.get(one),
                asked=int(asked[one]),
                helped=int(helped[one]),
                meetings=int(meetings[one]),
                unclear=taps.get((lesson, screen), 0),
                wrong=act,
                by=by,
            )
        )
    return trips


def _medians(found: Met, first: Some, step: Whole) -> dict[int, float]:
    """Each step's median seconds, of those that are known."""
    timed = first & (found.told["seconds"] != UNKNOWN)
    order = np.lexsort((found.told["seconds"][timed], step[timed]))
    of, took = step[timed][order], found.told["seconds"][timed][order].astype(float)
    which, begins, counts = np.unique(of, return_index=True, return_counts=True)
    middle = (took[begins + (counts - 1) // 2] + took[begins + counts // 2]) / 2
    return dict(zip(which.tolist(), middle.tolist(), strict=True))


def _wrong(found: Met, slipped: Some, step: Whole) -> dict[int, Counter[str]]:
    """By which acts people slipped at each step, and how many by each."""
    acts: dict[int, Counter[str]] = defaultdict(Counter)
    for one, act in zip(step[slipped].tolist(), found.wrong(slipped), strict=True):
        acts[one][act] += 1
    return acts
