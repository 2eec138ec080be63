"""Which villages need a visit and why, from what a week came to in each; pure, it ranks nobody and knows no record.

The rule and its reasons: docs/decisions/0029.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.reports.gaps import Moved

SILENT, UNANSWERED, FELL, FEWER = "silent", "unanswered", "fell", "fewer"
TRIPS, UNCLEAR, TABLETS = "trips", "unclear", "tablets"
NEEDS: Final = (SILENT, UNANSWERED, FELL, FEWER, TRIPS, UNCLEAR, TABLETS)
"""What a village may need a visit for, the gravest first."""
WEEKS: Final = 4
"""So many weeks before are compared with."""
LEAST_SILENT: Final = 2
"""Weeks without a class after which a village counts as silent."""
ENDED: Final = 12
"""Weeks without a class after which its classes have ended, and nobody is sent there for it."""
USED_TO: Final = 2
"""Weeks with practice, of the four up to the last class, that make classes a habit."""
LEAST: Final = 3
"""Fewer people or tablets than this are no reason to travel."""
TRIPPED: Final = 5
"""People who slip on one step at the first touch before it counts: these, and half of those who met it."""


@dataclass(frozen=True, slots=True)
class Trip:
    """A step of a lesson: of `people` who met it, how many slipped on it at the first touch."""

    lesson: str
    screen: str
    slipped: int
    people: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a week came to in a village.

    `held` counts the people who practised, week by week, this one last. `came` is the share of its people who practise
    in a week, `again` the share done alone of tasks met before, each against the four weeks before. `asked` people
    asked for help; `unanswered` of them were given none that day after it. Of `used` tablets of those four weeks,
    `idle` sent nothing in this one.
    """

    village: UUID
    held: tuple[int, ...]
    came: Moved | None = None
    again: Moved | None = None
    trips: tuple[Trip, ...] = ()
    asked: int = 0
    unanswered: int = 0
    unclear: int = 0
    used: int = 0
    idle: int = 0

    @property
    def here(self) -> int:
        """How many practised in this week."""
        return self.held[-1]

    @property
    def usual(self) -> float:
        """How many practised in a week of the four before, on average."""
        before = self.held[-1 - WEEKS : -1]
        return sum(before) / len(before) if before else 0.0

    @property
    def quiet(self) -> int:
        """For how many weeks nobody has practised, this one among them; all of them when nobody ever did."""
        return next((ago for ago, people in enumerate(reversed(self.held)) if people), len(self.held))

    @property
    def before_quiet(self) -> tuple[int, ...]:
        """Who practised in the four weeks up to the last class."""
        heard = self.held[: len(self.held) - self.quiet]
        return heard[-WEEKS:]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a village needs a visit: one of NEEDS, how much of it, and the groups of people that telling it counts."""

    kind: str
    size: float
    counts: tuple[int, ...] = ()
    trip: Trip | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A village that needs a visit; the first reason is the gravest."""

    facts: Facts
    reasons: tuple[Reason, ...]


def reasons(facts: Facts) -> tuple[Reason, ...]:
    """Every reason to go to a village, the gravest first; none for a village that does well, or whose classes ended."""
    found = (
        _silent(facts),
        _unanswered(facts),
        _fell(facts),
        _fewer(facts),
        _trips(facts),
        _unclear(facts),
        _tablets(facts),
    )
    return tuple(one for one in found if one)


def needing(villages: Iterable[Facts]) -> tuple[Need, ...]:
    """The villages that need a visit: by their gravest reason, then by how much of it there is, then by their ids."""
    found = [Need(one, why) for one in villages if (why := reasons(one))]
    return tuple(sorted(found, key=urgency))


def urgency(one: Need) -> tuple[int, float, str]:
    """What villages are ordered by, the most urgent first."""
    gravest = one.reasons[0]
    return NEEDS.index(gravest.kind), -gravest.size, one.facts.village.hex


def _silent(facts: Facts) -> Reason | None:
    used_to = sum(1 for people in facts.before_quiet if people) >= USED_TO
    return Reason(SILENT, facts.quiet) if used_to and LEAST_SILENT <= facts.quiet < ENDED else None


def _unanswered(facts: Facts) -> Reason | None:
    if facts.unanswered < LEAST:
        return None
    return Reason(UNANSWERED, facts.unanswered, (facts.asked, facts.unanswered, facts.asked - facts.unanswered))


def _fell(facts: Facts) -> Reason | None:
    if facts.again is None or facts.again.side >= 0:
        return None
    return Reason(FELL, -facts.again.value, (facts.again.before.people, facts.again.after.people))


def _fewer(facts: Facts) -> Reason | None:
    if facts.came is None or facts.came.side >= 0 or facts.quiet >= LEAST_SILENT:
        return None
    return Reason(FEWER, facts.usual - facts.here, facts.held[-1 - WEEKS :])


def _trips(facts: Facts) -> Reason | None:
    many = [one for one in facts.trips if one.slipped >= TRIPPED and 2 * one.slipped >= one.people]
    if not many:
        return None
    worst = max(many, key=lambda one: (one.slipped, one.slipped / one.people, one.lesson, one.screen))
    return Reason(TRIPS, worst.slipped, (worst.slipped, worst.people, worst.people - worst.slipped), worst)


def _unclear(facts: Facts) -> Reason | None:
    if facts.unclear < LEAST or 5 * facts.unclear < facts.here:
        return None
    return Reason(UNCLEAR, facts.unclear, (facts.unclear, facts.here, max(0, facts.here - facts.unclear)))


def _tablets(facts: Facts) -> Reason | None:
    """Tablets that rest because fewer came are no reason."""
    if facts.idle < LEAST or 3 * facts.idle < facts.used or facts.here < facts.usual:
        return None
    return Reason(TABLETS, facts.idle, (facts.here,))
