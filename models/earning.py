"""Shows whether the model earns its place: ways to choose support, held against a hidden truth; knows no real lesson.

The same simulated learners live through the steps that the caller brings, helped in one way and in another. Simulated
people prove nothing about real elders; they show that the numbers do work that a fixed ladder does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from models.artefact import Artefact
from models.opportunity import DAY, LEVELS, Opportunity, Step
from models.person import Person, settled
from models.policy import fits_true_size, on_the_ladder
from models.simulated import PROFILES, SimulatedLearner

DAYS = (0, 2, 7, 9, 14, 16, 21, 23, 28, 30)
"""A class meets twice a week."""
PLAYS = 2
"""Lessons played in one sitting."""
COURSE = 6
"""Lessons of one learner's course: reviews after about a day, a week and a month bring each back three times or so."""
READY = 0.65
"""Hidden chance of going well alone from which a step is ready to be left alone."""

Lesson = Sequence[Step]
Chooser = Callable[[Sequence[Opportunity], Lesson, float], Sequence[str]]
"""One learner's history so far, the steps as they will be shown, the time -> the level of each step."""
Way = Callable[[Artefact], Chooser]
"""A way to choose support, made afresh for each learner."""


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting: the level given, how it went, what the model said of it, and the hidden chance of doing it alone."""

    level: str
    outcome: str
    said: float
    truth: float

    @property
    def held_back(self) -> bool:
        """Help was given to somebody who was ready."""
        return self.level != "alone" and self.truth >= READY

    @property
    def left_alone(self) -> bool:
        """No help was given to somebody who was not ready."""
        return self.level == "alone" and self.truth < READY


def by_model(artefact: Artefact) -> Chooser:
    """Support for one learner as practice chooses it with this artefact."""
    person, known = Person(artefact), 0

    def choose(history: Sequence[Opportunity], steps: Lesson, now: float) -> list[str]:
        nonlocal known
        for o in history[known:]:
            person.meet(o)
        known = len(history)
        return [LEVELS[level] for level in settled(artefact, history, steps, now, person)[1]]

    return choose


def by_ladder(artefact: Artefact) -> Chooser:
    """Support as practice chooses it when the model is switched off."""
    return lambda history, steps, now: [LEVELS[level] for level in on_the_ladder(history, steps)]


def live(seed: int, profile: str, lessons: Sequence[Lesson], artefact: Artefact, way: Way) -> Iterator[Met]:
    """One simulated learner's meetings with the steps of their course, in turn, over the days of a class.

    The course is some of the lessons, one after the other from a place that differs from learner to learner.
    """
    learner = SimulatedLearner(seed, profile)
    judge, choose = Person(artefact), way(artefact)
    history: list[Opportunity] = []
    first, turn = Random(f"turn-{seed}").randrange(len(lessons)), 0
    for day in DAYS:
        clock = day + 0.4
        for _ in range(PLAYS):
            lesson, turn = lessons[(first + turn % COURSE) % len(lessons)], turn + 1
            true_size = fits_true_size(judge, lesson, clock * DAY)
            steps = lesson if true_size else [replace(step, clutter=0.0) for step in lesson]
            for step, level in zip(steps, choose(history, steps, clock * DAY), strict=True):
                now = clock * DAY
                said = judge.learner.p(step, now, LEVELS.index(level))
                truth = learner.p(step, "alone", clock)
                met = learner.meet(step, level, clock)
                history.append(
                    Opportunity(
                        step.step, step.skills, level, met.outcome, now, step.difficulty, step.clutter, step.twist
                    )
                )
                judge.meet(history[-1])
                yield Met(level, met.outcome, said, truth)
                clock += met.seconds / DAY


def class_of(size: int, seed: int = 0) -> list[tuple[int, str]]:
    """Seeds and profiles of a class with every kind of person in it."""
    kinds = sorted(PROFILES)
    return [(seed * 1_000_000 + i, kinds[i % len(kinds)]) for i in range(size)]
