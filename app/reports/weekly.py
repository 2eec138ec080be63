"""Counts a week for `app/reports/week.py`: the summary of days in columns, the first acts of its plays, and facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.charts import Point
from app.records import Session, entries, journal, lately, ledger, progress, visits
from app.records.folding import CHINA, PractisedRecord
from app.records.happened import HELP_ASKED, UNCLEAR
from app.records.ledger import ALONE, KNOWN
from app.records.tables import Classroom, Site
from app.reports import retention, visiting
from app.reports.curves import LEAST_PEOPLE
from app.reports.divide import WEEK, Followed, Somebody
from app.reports.gaps import People, moved, share
from app.reports.visiting import WEEKS, Facts, Trip
from app.reports.week import (
    SEEN_BACK,
    Checked,
    Real,
    Trap,
    Village,
    WeekReport,
    curve_of,
    ends,
    midnight,
    monday_of,
    nameless,
    newest,
    ordered,
)

TRAP_FROM: Final = 0.3
"""The share of first touches that slip from which a step may be a trap; the worst are compared with before."""
MOST_TRAPS: Final = 3


def week_report(s: Session, classrooms: Sequence[Classroom], monday: date, now: datetime, *, named: bool) -> WeekReport:
    """The report of the week that begins on a Monday, over some classes, as things stood when it ended."""
    rooms = {room.id: room for room in classrooms}
    sites = {room.site_id: room.site for room in classrooms}
    where = {one.id: one.classroom_id for one in entries.people(s, list(rooms))}
    people = [Somebody(one.hex, rooms[room].site_id, "", "", "") for one, room in where.items()]
    kept = _Plays(monday.toordinal() + WEEK - 1)
    followed = Followed(kept.watched(progress.practised(s, list(rooms))), people, kept.sunday)
    tries = _tries(s, kept, people)
    beside = _beside(s, rooms, where, monday)
    facts = _facts(followed, kept.sunday, sites, tries, beside)
    report = WeekReport(
        named=True,
        monday=monday,
        first=monday_of(date.fromordinal(kept.first)) if kept.first else None,
        newest=newest(now),
        people=int(_there(followed, kept.sunday).sum()),
        steps=int(followed.within(kept.sunday - WEEK, kept.sunday).met.sum()),
        came=moved(*_came(followed, kept.sunday)),
        again=moved(*_again(followed, kept.sunday)),
        gap=followed.series().change,
        checked=_checked(followed, kept.sunday),
        real=beside.real,
        traps=_traps(s, kept, people, tries),
        held=tuple(int(_there(followed, kept.sunday - ago * WEEK).sum()) for ago in reversed(range(SEEN_BACK + WEEKS))),
        curve=curve_of(_points(_weeks(followed, kept.sunday), np.ones(len(people), dtype=np.bool_))),
        villages=_villages(followed, kept.sunday, sites, facts),
        needing=(),
    )
    shown = report if named else nameless(report)
    return replace(shown, needing=ordered(shown.villages))


class _Plays:
    """Lets the days of plays pass by up to a week's last, and notes the plays of that week and of the four before."""

    def __init__(self, sunday: int) -> None:
        self.sunday, self.first = sunday, 0
        self.week: dict[str, str] = {}
        self.before: dict[str, str] = {}

    def watched(self, days: Iterator[PractisedRecord]) -> Iterator[PractisedRecord]:
        monday, since = self.sunday - WEEK, self.sunday - (1 + WEEKS) * WEEK
        for day in days:
            if day.day > self.sunday:
                continue
            self.first = min(self.first or day.day, day.day)
            if day.day > monday:
                self.week[day.session_id] = day.lesson
            elif day.day > since:
                self.before[day.session_id] = day.lesson
            yield day


class _Tally(NamedTuple):
    """Of one step: everybody's first touches that slipped, and their visits."""

    slipped: NDArray[np.int64]
    met: NDArray[np.int64]

    def trip(self, step: tuple[str, str], some: NDArray[np.bool_]) -> Trip:
        """How many of some people slipped on it, of how many who met it."""
        return Trip(*step, int(((self.slipped > 0) & some).sum()), int(((self.met > 0) & some).sum()))

    @property
    def people(self) -> People:
        """Everybody's tally, a slip in place of a step done alone."""
        return People(self.slipped, self.met)


def _tries(s: Session, kept: _Plays, people: Sequence[Somebody]) -> dict[tuple[str, str], _Tally]:
    """Every step that was met in the week."""
    monday = midnight(kept.sunday - WEEK + 1)
    return _tallied(lately.tried(s, list(kept.week), monday, monday + timedelta(days=WEEK)), people)


def _tallied(tries: Iterator[lately.Tried], people: Sequence[Somebody]) -> dict[tuple[str, str], _Tally]:
    place = {one.id: at for at, one in enumerate(people)}
    steps: dict[tuple[str, str], int] = {}
    told = [
        (steps.setdefault((lesson, screen), len(steps)), place[who], slipped) for who, lesson, screen, slipped in tries
    ]
    columns = np.array(told, dtype=np.int64).reshape(-1, 3)
    cell, size = columns[:, 0] * len(people) + columns[:, 1], len(steps) * len(people)
    slipped = np.bincount(cell, columns[:, 2], size).astype(np.int64).reshape(len(steps), len(people))
    met = np.bincount(cell, minlength=size).reshape(len(steps), len(people))
    return {step: _Tally(slipped[at], met[at]) for step, at in steps.items()}


def _traps(
    s: Session, kept: _Plays, people: Sequence[Somebody], tries: Mapping[tuple[str, str], _Tally]
) -> tuple[Trap, ...]:
    """The steps that trip certainly more often than in the four weeks before, the worst first."""
    steps = {step: share(one.people) for step, one in tries.items()}
    large = {step: one for step, one in steps.items() if one and one.people >= LEAST_PEOPLE}
    worst = sorted((-one.value, step) for step, one in large.items() if one.value >= TRAP_FROM)[:MOST_TRAPS]
    if not worst:
        return ()
    wanted = [step for _rate, step in worst]
    lessons, screens = {lesson for lesson, _screen in wanted}, {screen for _lesson, screen in wanted}
    plays = [session for session, lesson in kept.before.items() if lesson in lessons]
    monday = midnight(kept.sunday - WEEK + 1)
    earlier = monday - timedelta(days=WEEKS * WEEK)
    before = _tallied(lately.tried(s, plays, earlier, monday, screens), people)
    everybody = np.ones(len(people), dtype=np.bool_)
    compared = [(step, moved(before[step].people, tries[step].people, len(large))) for step in wanted if step in before]
    return tuple(
        Trap(tries[step].trip(step, everybody), one)
        for step, one in compared
        if one and one.side > 0 and one.before.people >= LEAST_PEOPLE
    )


@dataclass(slots=True)
class _Beside:
    """What else a week came to: people who asked, whom nobody came to, who found something not clear; tablets."""

    asked: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    unanswered: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    unclear: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    used: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    idle: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    real: Real = field(default_factory=lambda: Real({}, 0, ()))


def _beside(s: Session, rooms: Mapping[UUID, Classroom], where: Mapping[UUID, UUID], monday: date) -> _Beside:
    """`where` tells the class of everybody."""
    began, over, found = midnight(monday.toordinal()), ends(monday), _Beside()
    given: dict[UUID, list[datetime]] = defaultdict(list)
    for fact in visits.given(s, began):
        if fact.learner_id is not None:
            given[fact.learner_id].append(fact.at)
    for kind, counted in ((HELP_ASKED, found.asked), (UNCLEAR, found.unclear)):
        for fact in journal.facts(s, kind, began):
            who = fact.learner_id
            if who is None or who not in where or fact.at > over:
                continue
            site = rooms[where[who]].site_id
            counted[site].add(who)
            answered = any(fact.at <= one and _day(one) == _day(fact.at) for one in given[who])
            if kind == HELP_ASKED and not answered:
                found.unanswered[site].add(who)
    earlier = began - timedelta(days=WEEKS * WEEK)
    for room, last in lately.tablets(s, list(rooms), earlier, over).items():
        site = rooms[room].site_id
        found.idle[site] += sum(1 for at in last if at < began)
        found.used[site] += len(last)
    found.real = _real(s, where, began, over)
    return found


def _real(s: Session, where: Mapping[UUID, UUID], began: datetime, over: datetime) -> Real:
    """The latest tick of each person and task as it stood at the week's end, where that was told in the week."""
    fresh = [
        (learner, tick)
        for learner, told in ledger.ticks_among(s, where, over).items()
        for tick in told.values()
        if tick.at >= began and tick.how == ALONE
    ]
    return Real(
        {known: sum(1 for _learner, tick in fresh if tick.known == known) for known in KNOWN},
        len({learner for learner, _tick in fresh}),
        tuple(dict.fromkeys(where[learner] for learner, _tick in fresh)),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _there(followed: Followed, sunday: int) -> NDArray[np.bool_]:
    return followed.within(sunday - WEEK, sunday).there


def _came(followed: Followed, sunday: int) -> tuple[People, People]:
    """Of everybody who ever practised: the weeks of the four before in which they did, and whether in this one."""
    ever = followed.last >= 0
    weeks = [(_there(followed, sunday - ago * WEEK) & ever).astype(np.int64) for ago in range(WEEKS + 1)]
    counted = ever.astype(np.int64)
    return People(np.sum(weeks[1:], axis=0), counted * WEEKS), People(weeks[0], counted)


def _again(followed: Followed, sunday: int) -> tuple[People, People]:
    """Everybody's steps of tasks met before, in the four weeks before and in this one."""
    since = sunday - WEEK
    return followed.again(since - WEEKS * WEEK, since), followed.again(since, sunday)


def _checked(followed: Followed, sunday: int) -> tuple[Checked, ...]:
    since = sunday - WEEK
    told = retention.lately(followed.plays(), followed.last.tolist(), since - WEEKS * WEEK, since, sunday)
    return tuple(
        Checked(one.after, moved(one.before, one.now), int(one.now.there.sum()), one.missing.tasks, one.left.tasks)
        for one in told
    )


def _facts(
    followed: Followed,
    sunday: int,
    sites: Mapping[UUID, Site],
    tries: Mapping[tuple[str, str], _Tally],
    beside: _Beside,
) -> dict[UUID, Facts]:
    """What the week came to in each village; each is one of so many that are looked through."""
    weeks = [_there(followed, sunday - ago * WEEK) for ago in reversed(range(SEEN_BACK + WEEKS))]
    came, again = _came(followed, sunday), _again(followed, sunday)
    found = {}
    for site in sites:
        mine = _of(followed, site)
        found[site] = Facts(
            village=site,
            held=tuple(int((one & mine).sum()) for one in weeks),
            came=moved(came[0].of(mine), came[1].of(mine), len(sites)),
            again=moved(again[0].of(mine), again[1].of(mine), len(sites)),
            trips=tuple(one for step, tally in tries.items() if (one := tally.trip(step, mine)).slipped),
            asked=len(beside.asked[site]),
            unanswered=len(beside.unanswered[site]),
            unclear=len(beside.unclear[site]),
            used=beside.used[site],
            idle=beside.idle[site],
        )
    return found


def _villages(
    followed: Followed, sunday: int, sites: Mapping[UUID, Site], facts: Mapping[UUID, Facts]
) -> tuple[Village, ...]:
    """Every village by name in Latin letters."""
    weeks, found = _weeks(followed, sunday), []
    for site in sorted(sites.values(), key=lambda one: (one.name_latin or one.name, one.id)):
        curve = curve_of(_points(weeks, _of(followed, site.id)))
        found.append(Village(site, facts[site.id], visiting.reasons(facts[site.id]), curve))
    return tuple(found)


def _of(followed: Followed, site: UUID) -> NDArray[np.bool_]:
    """Who is of a village."""
    return np.array([one.village == site for one in followed.people], dtype=np.bool_)


def _weeks(followed: Followed, sunday: int) -> dict[int, People]:
    """The last twelve weeks, 1 the earliest and this one last: everybody's steps of tasks met before."""
    ends_on = {nth: sunday - (SEEN_BACK - nth) * WEEK for nth in range(1, SEEN_BACK + 1)}
    return {nth: followed.again(day - WEEK, day) for nth, day in ends_on.items()}


def _points(weeks: Mapping[int, People], some: NDArray[np.bool_]) -> list[Point]:
    shares = {nth: share(week.of(some)) for nth, week in weeks.items()}
    return [Point(nth, one.value, one.low, one.high, one.people, one.steps) for nth, one in shares.items() if one]
