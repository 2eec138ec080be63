"""The report of a county: the divide, villages as wholes, what is kept; what may not be shown is taken out here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np

from app.records import Session, entries, ledger, progress
from app.records.folding import CHINA, PractisedRecord
from app.records.ledger import Tick
from app.records.tables import Classroom, Site
from app.reports import hiding, retention
from app.reports.divide import SORTS, WEEK, Followed, Part, Series, Somebody
from app.reports.gaps import Gap, People, Share, gap, share
from app.reports.hiding import LEAST_NAMELESS
from app.reports.retention import CHECKED, OTHER, PARTS, Count, Kept
from app.reports.transfer import Ticked, Transfer, part_of, transfer
from app.reports.transfer import nameless as transfer_told

LATELY: Final = 4 * WEEK
"""Days over which villages are counted."""
BEFORE: Final = 12 * WEEK
"""So many days earlier they are counted as well."""
BANDS: Final = (60, 70, 80)
"""The ages at which another band begins."""


@dataclass(frozen=True, slots=True)
class Village:
    """A village as a whole: the share of all steps done alone lately and twelve weeks before; None where nobody
    practised."""

    site: Site
    people: int
    now: Share | None
    before: Share | None
    against: Gap | None
    """How far the rest of the county is ahead of it lately."""


@dataclass(frozen=True, slots=True)
class County:
    """Everything that the page of the divide shows; a reader who is `named` may see names, and so small groups."""

    named: bool
    people: int
    places: int
    """How many villages there are, whether or not all of them are shown."""
    villages: tuple[Village, ...]
    now: Share | None
    before: Share | None
    series: Series
    rest: int
    weak: int
    unplaced: int
    left: tuple[int, int] | None
    """Of the rest and of the weakest quarter: who has left; None where that may not be told."""
    parts: Mapping[str, tuple[Part, ...]]
    """A way of breaking down (of SORTS) -> its sorts of people; empty while no change can be told."""
    tasks: Mapping[str, Gap]
    kept: tuple[tuple[Kept, ...], tuple[Kept, ...]]
    """Of the rest, and of the weakest quarter."""
    transfer: Transfer


def county(
    s: Session, classrooms: Sequence[Classroom], now: datetime, services: Collection[str], *, named: bool
) -> County:
    """The report over some classes, whatever their villages; for readers who are not `named`, small groups are gone.

    `services` are the tasks that are done for real somewhere.
    """
    today = now.astimezone(CHINA).toordinal()
    rooms = {room.id: room for room in classrooms}
    people = [
        Somebody(who.id.hex, rooms[who.classroom_id].site_id, band(who.birth_year, now.year), who.gender, who.dialect)
        for who in entries.people(s, list(rooms))
    ]
    days = (day for day in progress.practised(s, list(rooms)) if day.day <= today)
    sites = {room.site_id: room.site for room in classrooms}
    ticks = ledger.ticks_among(s, {UUID(one.id) for one in people}, now)
    whole = counted(days, people, sites, today, services, ticks)
    return whole if named else nameless(whole)


def counted(
    days: Iterable[PractisedRecord],
    people: Sequence[Somebody],
    sites: Mapping[UUID, Site],
    today: int,
    services: Collection[str],
    ticks: Mapping[UUID, Mapping[str, Tick]],
) -> County:
    """The report from what was practised and ticked; pure but for the sites it names."""
    followed = Followed(days, people, today)
    series, plays, last = followed.series(), followed.plays(), followed.last.tolist()
    now, before = (followed.within(today - LATELY - ago, today - ago) for ago in (0, BEFORE))
    rest, weak = followed.quarter.counts
    return County(
        named=True,
        people=len(people),
        places=len(sites),
        villages=_villages(sites, people, now, before),
        now=share(now),
        before=share(before),
        series=series,
        rest=rest,
        weak=weak,
        unplaced=len(people) - rest - weak,
        left=followed.left(today),
        parts={sort: followed.parts(sort, series.spans) for sort in SORTS} if series.spans else {},
        tasks=followed.tasks(),
        kept=(
            retention.kept(plays, followed.quarter.rest.tolist(), last, today),
            retention.kept(plays, followed.quarter.weak.tolist(), last, today),
        ),
        transfer=transfer(followed.firsts(), followed.quarter, followed.lessons, services, _ticked(followed, ticks)),
    )


def _ticked(followed: Followed, ticks: Mapping[UUID, Mapping[str, Tick]]) -> dict[tuple[int, int], Ticked]:
    """The latest ticks by the places of person and task; of a task that nobody practised there is none."""
    lessons = {lesson: place for place, lesson in enumerate(followed.lessons)}
    return {
        (place, lessons[task]): Ticked(tick.at.astimezone(CHINA).toordinal(), part_of(tick.how, tick.known))
        for place, one in enumerate(followed.people)
        for task, tick in ticks.get(UUID(one.id), {}).items()
        if task in lessons
    }


def band(born: int | None, year: int) -> str:
    """The band of an age by the year of birth: `-59`, `60-69`, `70-79`, `80-`; empty when it is not known."""
    if born is None:
        return ""
    age = year - born
    under = [start for start in BANDS if start <= age]
    if not under:
        return f"-{BANDS[0] - 1}"
    return f"{under[-1]}-{under[-1] + 9}" if under[-1] < BANDS[-1] else f"{BANDS[-1]}-"


def nameless(whole: County) -> County:
    """The same for a reader without the right to names: no group under ten, none that subtraction would give.

    Whoever could not be placed is not told of, nor how many people a village has: either could be had from the other.
    """
    leaving = [
        count
        for gone, of in zip(whole.left or (), (whole.rest, whole.weak), strict=False)
        for count in (gone, of - gone)
    ]
    return replace(
        whole,
        named=False,
        people=whole.rest + whole.weak if min(whole.rest, whole.weak) >= LEAST_NAMELESS else 0,
        unplaced=0,
        left=whole.left if all(count == 0 or count >= LEAST_NAMELESS for count in leaving) else None,
        villages=_large_villages(whole.villages),
        parts={sort: _large_parts(parts) for sort, parts in whole.parts.items()},
        kept=(_large_kept(whole.kept[0]), _large_kept(whole.kept[1])),
        transfer=transfer_told(whole.transfer),
    )


def _large_villages(villages: Sequence[Village]) -> tuple[Village, ...]:
    now = hiding.shown({one.site.id: (one.now.people if one.now else 0,) for one in villages})
    before = now & hiding.shown({one.site.id: (one.before.people if one.before else 0,) for one in villages})
    return tuple(
        replace(one, people=0, before=one.before if one.site.id in before else None)
        for one in villages
        if one.site.id in now
    )


def _large_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    seen = hiding.shown({one.key: (one.rest, one.weak, *_behind(one)) for one in parts})
    return tuple(one for one in parts if one.key in seen)


def _behind(part: Part) -> tuple[int, ...]:
    """The people behind each share of a part, before and after; nobody where there is no gap."""
    gaps = (part.change.before, part.change.after) if part.change else (None, None)
    return tuple(count for one in gaps for count in ((one.rest.people, one.weak.people) if one else (0, 0)))


def _large_kept(both: Sequence[Kept]) -> tuple[Kept, ...]:
    """Shares over ten people; how many were not checked, all together where one sort of them is small, or not at all.

    The distances share one whole, so either all of them tell what was not checked or none does.
    """
    sizes = [[one.parts[part].people for part in PARTS] for one in both]
    if all(count == 0 or count >= LEAST_NAMELESS for row in sizes for count in row):
        return tuple(both)
    large = [one.parts[CHECKED].people >= LEAST_NAMELESS for one in both]
    others = [[part for part in PARTS if part != CHECKED and one.parts[part].people] for one in both]
    whole = all(large) and all(
        not some or max(one.parts[part].people for part in some) >= LEAST_NAMELESS
        for one, some in zip(both, others, strict=True)
    )
    return tuple(
        Kept(one.after, one.share if fits else None, _merged(one, some, fits, whole))
        for one, fits, some in zip(both, large, others, strict=True)
    )


def _merged(one: Kept, others: Sequence[str], fits: bool, whole: bool) -> dict[str, Count]:
    told = {CHECKED: one.parts[CHECKED]} if fits else {}
    if whole:
        told[OTHER] = Count(sum(one.parts[part].tasks for part in others), 0)
    return told


def _villages(
    sites: Mapping[UUID, Site], people: Sequence[Somebody], lately: People, before: People
) -> tuple[Village, ...]:
    """Every village by name in Latin letters, never by how it does."""
    where = np.array([one.village.hex for one in people])
    found = []
    for site in sorted(sites.values(), key=lambda one: (one.name_latin or one.name, one.id)):
        mine = where == site.id.hex
        then, against = share(before.of(mine)), gap(lately.of(~mine), lately.of(mine))
        found.append(Village(site, int(mine.sum()), share(lately.of(mine)), then, against))
    return tuple(found)
