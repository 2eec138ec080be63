"""Where a learner stands on a journey: what each part has come to, and which comes next; from finished plays alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.records import Session, progress
from app.records.folding import PlayRecord, done_alone_at
from app.simulator.journeys import Journey, Part

NEW, WALKED, ALONE = "new", "walked", "alone"
STATES: Final = (NEW, WALKED, ALONE)
"""What a task has come to, each more than the one before: not walked through, walked through, done alone."""
IN_PERSON: Final = "in-person"
"""The state of an errand, always: whether it was done, only the person knows."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A part as it stands for a learner: one of STATES, or IN_PERSON."""

    part: Part
    state: str


@dataclass(frozen=True, slots=True)
class Way:
    """A journey as it stands for a learner. `next` is the part to go on with, None when every task is done alone."""

    journey: Journey
    stops: tuple[Stop, ...]
    next: Part | None

    @property
    def walked(self) -> int:
        """How many of its tasks were walked through."""
        return sum(1 for stop in self.stops if stop.state in (WALKED, ALONE))

    @property
    def whole(self) -> bool:
        """Whether every one of its tasks was walked through."""
        return self.walked > 0 and all(stop.state != NEW for stop in self.stops)


@dataclass(frozen=True, slots=True)
class ClassWay:
    """How many of a class's `people` have walked through some of a journey's tasks, and how many through all."""

    journey: Journey
    people: int
    some: int
    whole: int


def state_of(plays: Collection[PlayRecord]) -> str:
    """What one person's finished plays of one lesson come to; more plays never come to less."""
    if done_alone_at(tuple(plays)) is not None:
        return ALONE
    return WALKED if plays else NEW


def walk(journey: Journey, lessons: Collection[str], plays: Iterable[PlayRecord]) -> Way:
    """A journey by one person's finished plays; a task whose lesson cannot be played is left out."""
    finished: dict[str, list[PlayRecord]] = {}
    for play in plays:
        finished.setdefault(play.lesson, []).append(play)
    stops = tuple(
        Stop(part, state_of(finished.get(part.task, ())) if part.task else IN_PERSON)
        for part in journey.parts
        if not part.task or part.task in lessons
    )
    return Way(journey, stops, next((stop.part for stop in stops if stop.state in (NEW, WALKED)), None))


def ways(s: Session, journeys: Mapping[str, Journey], lessons: Collection[str], learner_id: UUID) -> tuple[Way, ...]:
    """Every journey as it stands for a learner, in the order they are written."""
    plays = progress.finished_plays(s, learner_id)
    return tuple(walk(journey, lessons, plays) for journey in journeys.values())


def onward(ways_: Iterable[Way], lesson: str, *, gentle: bool) -> Way | None:
    """The journey to go on with after a lesson: of those it belongs to the one walked furthest, the first of equals.

    A gentle journey follows only a gentle lesson, for it is never offered unasked; one that is all done alone, none.
    """
    mine = [way for way in ways_ if lesson in way.journey.tasks and way.journey.gentle == gentle and way.next]
    return max(mine, key=lambda way: way.walked, default=None)


def in_class(
    s: Session, journeys: Mapping[str, Journey], lessons: Collection[str], classroom_id: UUID, people: Collection[UUID]
) -> tuple[ClassWay, ...]:
    """How far a class is on each journey, in the order they are written; nobody is counted where things are sad."""
    plays: dict[UUID, list[PlayRecord]] = {person: [] for person in people}
    for play in progress.classroom_plays(s, classroom_id):
        plays.setdefault(play.learner_id, []).append(play)
    told = []
    for journey in journeys.values():
        if journey.gentle:
            continue
        mine = [walk(journey, lessons, plays[person]) for person in people]
        some, whole = (way for way in mine if way.walked), (way for way in mine if way.whole)
        told.append(ClassWay(journey, len(mine), len(tuple(some)), len(tuple(whole))))
    return tuple(told)
