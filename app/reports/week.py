"""What a week came to, for a trainer of many villages: what certainly changed, and where to go; it reads no record.

What may not be shown to a reader without names is taken out here; `app/reports/weekly.py` counts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from app.charts import Curve, Point
from app.records.folding import CHINA
from app.records.tables import Site
from app.reports import hiding, visiting
from app.reports.divide import WEEK
from app.reports.gaps import Change, Moved
from app.reports.hiding import LEAST_NAMELESS
from app.reports.visiting import WEEKS, Facts, Need, Reason, Trip

SEEN_BACK: Final = 12
"""Weeks of a village that are drawn."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was kept about `after` days later, checked in this week and in the four before; tasks not checked beside."""

    after: int
    moved: Moved | None
    now: int
    """People checked in this week."""
    missing: int | None
    left: int | None
    """Tasks of which nothing could be seen; None where that may not be told."""


@dataclass(frozen=True, slots=True)
class Real:
    """Real things done alone, told in this week, by how that is known; of how many people, in which classes."""

    known: Mapping[str, int]
    people: int
    rooms: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """A step whose share of first touches that slip certainly rose; how many people slipped on it, of how many."""

    trip: Trip
    moved: Moved


@dataclass(frozen=True, slots=True)
class Village:
    """A village in a week: what it came to, every reason to go there, and its weeks: the share done alone again."""

    site: Site
    facts: Facts
    reasons: tuple[Reason, ...]
    curve: Curve | None


@dataclass(frozen=True, slots=True)
class WeekReport:
    """Everything that the page of a week shows. `villages` are all of them, by name; `needing` those to go to, the most
    urgent first. `people` practised in this week and met `steps`; None where that may not be told. `held` and `curve`
    are the weeks of everybody, as of a village."""

    named: bool
    monday: date
    first: date | None
    newest: date
    people: int | None
    steps: int
    came: Moved | None
    again: Moved | None
    gap: Change | None
    checked: tuple[Checked, ...]
    real: Real
    traps: tuple[Trap, ...]
    held: tuple[int, ...]
    curve: Curve | None
    villages: tuple[Village, ...]
    needing: tuple[Village, ...]

    @property
    def before(self) -> date | None:
        """The week before, where anybody had practised by then."""
        earlier = self.monday - timedelta(days=WEEK)
        return earlier if self.first and earlier >= self.first else None

    @property
    def after(self) -> date | None:
        """The week after, once it is over."""
        later = self.monday + timedelta(days=WEEK)
        return later if later <= self.newest else None


def monday_of(day: date) -> date:
    """The Monday of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def newest(now: datetime) -> date:
    """The Monday of the newest week that is over, by the village's calendar."""
    return monday_of(now.astimezone(CHINA).date()) - timedelta(days=WEEK)


def midnight(day: int) -> datetime:
    """When a day begins, by its ordinal."""
    return datetime.combine(date.fromordinal(day), time(), CHINA)


def ends(monday: date) -> datetime:
    """The last moment of a week."""
    return midnight(monday.toordinal() + WEEK) - timedelta(microseconds=1)


def nameless(whole: WeekReport) -> WeekReport:
    """The same for a reader without the right to names: no group of people under ten, none by subtraction."""
    columns = {one.site.id: _columns(one.facts) for one in whole.villages}
    seen = hiding.shown(columns)
    villages = [
        replace(
            one,
            reasons=tuple(why for why in one.reasons if _may_tell(why, one.site.id in seen)),
            facts=one.facts if one.site.id in seen else Facts(one.facts.village, one.facts.held),
        )
        for one in whole.villages
    ]
    large = whole.people is not None and whole.people >= LEAST_NAMELESS
    return replace(
        whole,
        named=False,
        people=whole.people if large else None,
        steps=whole.steps if large else 0,
        came=whole.came if large and whole.came and _large(whole.came) else None,
        again=whole.again if whole.again and _large(whole.again) else None,
        checked=tuple(
            replace(one, missing=None, left=None) for one in whole.checked if one.moved and _large(one.moved)
        ),
        held=tuple(count if count >= LEAST_NAMELESS else 0 for count in whole.held),
        curve=curve_of([one for one in whole.curve.points if one.people >= LEAST_NAMELESS]) if whole.curve else None,
        real=Real({}, 0, ()),
        traps=tuple(
            one
            for one in whole.traps
            if _large(one.moved) and _enough((one.trip.slipped, one.trip.people - one.trip.slipped))
        ),
        villages=_large_curves(villages),
    )


def _columns(facts: Facts) -> tuple[int, ...]:
    held = facts.held[-1 - WEEKS :]
    return (*held, *((facts.again.before.people, facts.again.after.people) if facts.again else held[-2:]))


def _may_tell(reason: Reason, seen: bool) -> bool:
    """That nobody came for weeks tells of nobody; any other reason tells how many did what."""
    return reason.kind == visiting.SILENT or (seen and _enough(reason.counts))


def _enough(counts: Sequence[int]) -> bool:
    return all(count == 0 or count >= LEAST_NAMELESS for count in counts)


def _large(one: Moved) -> bool:
    return min(one.before.people, one.after.people) >= LEAST_NAMELESS


def _large_curves(villages: Sequence[Village]) -> tuple[Village, ...]:
    """Every week of a village only where it may stand beside the same week of the others."""
    weeks: dict[int, dict[UUID, tuple[int]]] = defaultdict(dict)
    for one in villages:
        for point in one.curve.points if one.curve else ():
            weeks[point.nth][one.site.id] = (point.people,)
    seen = {nth: hiding.shown(groups) for nth, groups in weeks.items()}
    return tuple(
        replace(one, curve=curve_of([point for point in one.curve.points if one.site.id in seen[point.nth]]))
        if one.curve
        else one
        for one in villages
    )


def ordered(villages: Sequence[Village]) -> tuple[Village, ...]:
    """Those that need a visit, the most urgent first."""
    found = [one for one in villages if one.reasons]
    return tuple(sorted(found, key=lambda one: visiting.urgency(Need(one.facts, one.reasons))))


def curve_of(points: Sequence[Point]) -> Curve | None:
    """The curve through some weeks; None where nobody met a task again in any."""
    return Curve(tuple(points)) if points else None
