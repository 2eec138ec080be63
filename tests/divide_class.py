"""Plays the divide through real practice and classes: thirty simulated elders, ten tablets, one volunteer.

With today's plan or without it, the same elders have the same tablets, minutes, lessons, model and volunteer. Without,
each has one turn of the same length in the order of the roster and the volunteer goes to whoever asks; with, the plan
says who acts, how long, and whom to sit with when nobody asks. Simulated people prove nothing of real elders.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import fmean
from uuid import UUID

from app import classes, practice, reports
from app.classes import turns
from app.practice import planning
from app.practice.invented import Elder, World, choose, play
from app.practice.sitting import Sitting
from app.records import Records, Session, roster, summaries
from app.records.tables import Classroom, Device, Staff
from app.records.upgrading import upgrade
from app.simulator.lesson import Lesson, stage
from models.artefact import load
from models.divide import SESSIONS, standard
from models.opportunity import LEVELS, Step
from models.plan import HANDOVER, Present
from models.simulated import Meeting, Profile, SimulatedLearner

DAYS = tuple(day for day, _ in SESSIONS)
"""A class meets on the days of the bench of the model: twice a week for three weeks."""
LATER = 14
"""The hidden truth is looked at so many days after the last class."""
MINUTES = 90
LESSONS = 6
"""The class practises the first lessons of the catalogue, as many as the course of `models.earning` has."""
SLOWER = 3.5
"""An elder who listens to each sentence takes so much longer over a step than the bench of the model has it."""
SLICE = timedelta(minutes=5)
"""Tablets are looked at in turn after so much play at most."""
ROUND = timedelta(minutes=10)
"""The volunteer sits with somebody for a slice, and is busy with seats and tablets for as long again."""
BEGAN = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Accompanied:
    """A mind beside which somebody sits for a while: whatever the tablet shows, a finger points, too."""

    def __init__(self, mind: SimulatedLearner) -> None:
        self.mind, self.sat_with = mind, False

    def meet(self, step: Step, support: str, day: float) -> Meeting:
        """Meet a step as it is shown, or guided where that is more help and somebody sits beside."""
        return self.mind.meet(step, LEVELS[min(LEVELS.index(support), 1)] if self.sat_with else support, day)


@dataclass
class Someone:
    """An elder of the class, and the lesson that is open before them."""

    elder: Elder
    mind: Accompanied
    open_: Sitting | None = None


@dataclass
class Tablet:
    """A tablet: who acts there and until when."""

    device: Device
    actor: UUID | None = None
    until: datetime = BEGAN


@dataclass(frozen=True)
class Lived:
    """What came of a class: for each elder the hidden chance of doing the lessons' steps alone before and weeks after,
    their pace, and their minutes at a tablet by class day."""

    before: Sequence[float]
    after: Sequence[float]
    pace: Sequence[float]
    minutes: Sequence[Sequence[float]]


@dataclass
class Class:
    """A class that is being played."""

    s: Session
    room: Classroom
    volunteer: Staff
    world: World
    people: Mapping[UUID, Someone]
    tablets: Sequence[Tablet]
    planned: bool
    standing: dict[UUID, Present] = field(default_factory=dict)
    waiting: list[UUID] = field(default_factory=list)
    free_at: datetime = BEGAN
    walked: int = 0

    def day(self, began: datetime) -> list[float]:
        """One class from its beginning to its end; the minutes of each at a tablet."""
        ends = began + MINUTES * MINUTE
        self.waiting, self.free_at = list(self.people), began
        if self.planned:
            self._look_at(self.people, began)
        for tablet in self.tablets:
            tablet.actor, tablet.until = None, began
        coming = [(began, number) for number in range(len(self.tablets))]
        while coming:
            at, number = heapq.heappop(coming)
            tablet = self.tablets[number]
            if at >= tablet.until:
                lost = self._next(tablet, at, ends)
                if lost is None:
                    if self.planned and at + SLICE < ends:
                        heapq.heappush(coming, (at + SLICE, number))
                    continue
                at += lost
            self._sit_with_somebody(at)
            heapq.heappush(coming, (self._slice(tablet, at), number))
        summaries.catch_up(self.s)
        day = turns.today(self.s, self.room, ends)
        return [turns.acted(day, who, ends) for who in self.people]

    def _next(self, tablet: Tablet, at: datetime, ends: datetime) -> timedelta | None:
        """Let the next person sit at a tablet, or whoever sits there go on while nobody is called; the time that
        takes, None when the tablet rests."""
        over, tablet.actor = tablet.actor, None
        if at >= ends:
            return None
        if over is not None and self.planned:
            self._look_at({over}, at)
        found = self._by_plan(at) if self.planned else self._by_roster()
        if found is None:
            if over is None:
                return None
            tablet.actor, tablet.until = over, min(ends, at + SLICE)
            return timedelta()
        tablet.actor, minutes, watcher = found
        tablet.until = min(ends, at + timedelta(minutes=HANDOVER + minutes))
        self.people[tablet.actor].open_ = None
        classes.begin_turn(
            self.s, self.room, tablet.device, tablet.actor, self.volunteer, at,
            minutes=(tablet.until - at) / MINUTE, why={}, watcher=watcher,
        )  # fmt: skip
        return timedelta(minutes=HANDOVER)

    def _by_roster(self) -> tuple[UUID, float, UUID | None] | None:
        """The next on the roster, for an equal share of the class."""
        if not self.waiting:
            return None
        return self.waiting.pop(0), MINUTES * len(self.tablets) / len(self.people) - HANDOVER, None

    def _by_plan(self, at: datetime) -> tuple[UUID, float, UUID | None] | None:
        """Whom the plan has next for any tablet that is free, as a volunteer calls them."""
        shown = classes.plan_of(self.s, self.room, list(self.standing.values()), at)
        turn = next(iter(shown.plan.coming), None)
        if turn is None or turn.start > HANDOVER + 1e-6:
            return None
        return UUID(turn.actor), turn.minutes, UUID(turn.watcher) if turn.watcher else None

    def _look_at(self, who: Collection[UUID], at: datetime) -> None:
        asked = self.world.lessons, self.world.artefact, self.room.id, at
        self.standing |= {UUID(one.id): one for one in practice.abreast(self.s, *asked, among=who)}

    def _sit_with_somebody(self, at: datetime) -> None:
        """The volunteer goes to whoever asked first; else, with the plan, to the first on its list, or along."""
        for someone in self.people.values():
            someone.mind.sat_with = someone.mind.sat_with and at < self.free_at - ROUND + SLICE
        acting = [tablet.actor for tablet in self.tablets if tablet.actor is not None and at < tablet.until]
        if at < self.free_at or not acting:
            return
        asked = [seat.learner.id for seat in reports.board(self.s, self.room, at).asked if seat.learner.id in acting]
        if asked:
            chosen = asked[0]
        elif self.planned:
            found = self.world.lessons, self.world.artefact, self.room.id, at
            chosen = UUID(practice.whom_to_sit_with(self.s, *found, among=acting)[0].id)
        else:
            chosen, self.walked = acting[self.walked % len(acting)], self.walked + 1
        classes.give_help(self.s, chosen, self.volunteer, at)
        self.people[chosen].mind.sat_with, self.free_at = True, at + ROUND

    def _slice(self, tablet: Tablet, at: datetime) -> datetime:
        """Let the person at a tablet go on for a while; when they stop."""
        assert tablet.actor is not None
        someone, until = self.people[tablet.actor], min(tablet.until, at + SLICE)
        while at < until:
            lesson = someone.open_.session.lesson if someone.open_ else choose(self.s, self.world, someone.elder, at)
            place, at = play(
                self.s, self.world, someone.elder, lesson, at, until, tablet.device.id, going=someone.open_
            )
            someone.open_ = place if at >= until and not place.place.done else None
            at += timedelta(seconds=5) if at < until else timedelta()
        return until


def steps_of(lessons: Mapping[str, Lesson]) -> tuple[Step, ...]:
    """The main steps of some lessons, at true size."""
    return tuple(step for lesson in lessons.values() for step in planning.main_steps(stage(lesson)))


def mind_of(family: str, seed: int, place: int) -> SimulatedLearner:
    """One of the elders: abler people are often quicker, too; everybody asks and freezes now and then."""
    ability = Random(f"class-{seed}-{place}").gauss(-0.2, 0.9)
    return SimulatedLearner(
        f"class-{seed}-{place}", Profile(family, ability=ability, spread=0.3, pace=SLOWER * (1.0 - 0.15 * ability))
    )


@contextmanager
def classroom(
    shelf: Mapping[str, Lesson], family: str, seed: int, *, planned: bool, people: int, tablets: int
) -> Iterator[Class]:
    """A class over a database of its own."""
    lessons = dict([(one.id, one) for one in shelf.values() if not one.gentle][:LESSONS])
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        records = Records(f"sqlite:///{Path(folder) / 'class.sqlite3'}")
        upgrade(records)
        with records.writing() as s:
            site = roster.add_site(s, name="楚河村", now=BEGAN)
            room = roster.add_classroom(s, site=site, name="一班", now=BEGAN)
            volunteer = roster.add_staff(
                s, name="小刘", role="volunteer", password="not-used-here", now=BEGAN, classrooms=[room]
            )
            minds = [Accompanied(mind_of(family, seed, place)) for place in range(people)]
            added = [
                roster.add_learner(s, classroom=room, name=f"编{place}", face="bun", now=BEGAN)
                for place in range(people)
            ]
            everybody = {
                one.id: Someone(Elder(one.id, mind, BEGAN), mind) for one, mind in zip(added, minds, strict=True)
            }
            devices = [roster.enrol_device(s, classroom=room, now=BEGAN)[0] for _ in range(tablets)]
            world = World(lessons, load(), Random(f"chance-{seed}"))
            yield Class(s, room, volunteer, world, everybody, [Tablet(one) for one in devices], planned)
        records.close()


def lived(
    shelf: Mapping[str, Lesson],
    family: str,
    seed: int,
    *,
    planned: bool,
    people: int = 30,
    tablets: int = 10,
    days: Sequence[int] = DAYS,
) -> Lived:
    """A whole course of classes, and what came of it."""
    with classroom(shelf, family, seed, planned=planned, people=people, tablets=tablets) as played:
        steps = steps_of(played.world.lessons)
        minds = [one.mind.mind for one in played.people.values()]
        before = [truth(mind, steps, 0.0) for mind in minds]
        minutes = [played.day(BEGAN + timedelta(days=day)) for day in days]
        after = [truth(mind, steps, days[-1] + LATER) for mind in minds]
        return Lived(before, after, [mind.pace for mind in minds], minutes)


def truth(mind: SimulatedLearner, steps: Sequence[Step], day: float) -> float:
    """The hidden chance of doing a step of the lessons alone, at true size, on a day; the mean over them."""
    return fmean(mind.p(step, "alone", day) for step in steps)


@dataclass(frozen=True)
class Divide:
    """A class with the plan beside the same class without, all as shares of steps done alone weeks later.

    Each pair is (without, with). `weak` and `strong` are the quarters at entry, `rest` is everybody but the weak.
    """

    mean: tuple[float, float]
    weak: tuple[float, float]
    strong: tuple[float, float]
    rest: tuple[float, float]

    @property
    def gap(self) -> tuple[float, float]:
        """Strong quarter less weak quarter."""
        return self.strong[0] - self.weak[0], self.strong[1] - self.weak[1]


@dataclass(frozen=True)
class Pair:
    """One elder in both ways: after the course without and with the plan; whether of the weak, the strong quarter."""

    without: float
    planned: float
    weak: bool
    strong: bool


def pairs_of(without: Lived, planned: Lived) -> list[Pair]:
    """The elders of one class in both ways; the quarters are those of entry, by first score and pace, as in
    `models.divide`."""
    entry = [a - b for a, b in zip(standard(without.before), standard(without.pace), strict=True)]
    order, quarter = sorted(range(len(entry)), key=lambda i: entry[i]), len(entry) // 4
    weak, strong = set(order[:quarter]), set(order[-quarter:])
    return [
        Pair(a, b, place in weak, place in strong)
        for place, (a, b) in enumerate(zip(without.after, planned.after, strict=True))
    ]


def divide_of(pairs: Sequence[Pair]) -> Divide:
    """The means of some elders."""

    def both(some: Sequence[Pair]) -> tuple[float, float]:
        return fmean(one.without for one in some), fmean(one.planned for one in some)

    return Divide(
        both(pairs),
        both([one for one in pairs if one.weak]),
        both([one for one in pairs if one.strong]),
        both([one for one in pairs if not one.weak]),
    )


def interval(pairs: Sequence[Pair], draws: int = 1000) -> dict[str, tuple[float, float]]:
    """95 % of the change of the gap (as a share of it), the mean and the weak quarter, elders drawn again, each with
    both ways, within weak, strong and middle."""
    chance = Random(0)
    groups = [
        [one for one in pairs if one.weak],
        [one for one in pairs if one.strong],
        [one for one in pairs if not one.weak and not one.strong],
    ]
    found: dict[str, list[float]] = {"gap": [], "mean": [], "weak": []}
    for _ in range(draws):
        drawn = divide_of([one for group in groups for one in chance.choices(group, k=len(group))])
        found["gap"].append(drawn.gap[1] / drawn.gap[0] - 1.0)
        found["mean"].append(drawn.mean[1] - drawn.mean[0])
        found["weak"].append(drawn.weak[1] - drawn.weak[0])
    return {name: (sorted(each)[int(0.025 * draws)], sorted(each)[int(0.975 * draws)]) for name, each in found.items()}
