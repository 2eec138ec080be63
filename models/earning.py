"""Does the model earn its place? Two ways to choose support, lived through by the same simulated learners, held against
the hidden truth; knows no real lesson: whoever calls it brings the steps.

Simulated people prove nothing about real elders; they show that the numbers do work that a fixed ladder does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from models.artefact import Artefact, Learner
from models.opportunity import DAY, LEVELS, Opportunity, Step
from models.policy import plan, true_size_ready
from models.simulated import PROFILES, SimulatedLearner

DAYS = (0, 2, 7, 9, 14, 16, 21, 23, 28, 30)
"""A class meets twice a week."""
PLAYS = 2
"""Lessons played in one sitting."""
READY = 0.65
"""Hidden chance of going well alone from which a step is ready to be left alone."""

Lesson = Sequence[Step]
Chooser = Callable[[Sequence[Opportunity], Lesson, float, str], Sequence[str]]
"""History, steps, time, size -> the level of each step."""


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
    """Support as practice chooses it with this artefact."""
    return lambda history, steps, now, size: [c.level for c in plan(history, steps, artefact, now, size)]


def by_ladder(artefact: Artefact) -> Chooser:
    """Support as practice chooses it when the model is switched off."""
    return lambda history, steps, now, size: [c.level for c in plan(history, steps, artefact, now, size, off=True)]


def live(seed: int, profile: str, lessons: Sequence[Lesson], artefact: Artefact, choose: Chooser) -> Iterator[Met]:
    """One simulated learner's meetings with the steps of the lessons, in turn, over the days of a class."""
    learner = SimulatedLearner(seed, profile)
    judge = Learner(artefact)
    history: list[Opportunity] = []
    turn = Random(f"turn-{seed}").randrange(len(lessons))
    for day in DAYS:
        clock = day + 0.4
        for _ in range(PLAYS):
            lesson, turn = lessons[turn % len(lessons)], turn + 1
            size = "true" if true_size_ready(history, lesson, artefact, clock * DAY) else "big"
            steps = [s if size == "true" else Step(s.step, s.skills, s.difficulty, 0.0, s.twist) for s in lesson]
            for step, level in zip(steps, choose(history, steps, clock * DAY, size), strict=True):
                now = clock * DAY
                said = judge.p(step, now, LEVELS.index(level))
                truth = learner.p(step, "alone", clock)
                met = learner.meet(step, level, clock)
                history.append(
                    Opportunity(
                        step.step, step.skills, level, met.outcome, now, step.difficulty, step.clutter, step.twist
                    )
                )
                judge.update(history[-1])
                yield Met(level, met.outcome, said, truth)
                clock += met.seconds / DAY


def class_of(size: int, seed: int = 0) -> list[tuple[int, str]]:
    """Seeds and profiles of a class with every kind of person in it."""
    kinds = sorted(PROFILES)
    return [(seed * 1_000_000 + i, kinds[i % len(kinds)]) for i in range(size)]
