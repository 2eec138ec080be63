"""Invented courses of invented steps, and simulated learners living through them; knows nothing of real lessons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from models.artefact import Artefact
from models.opportunity import DAY, LEVELS, Opportunity, Step
from models.person import Person
from models.simulated import PROFILES, SimulatedLearner

Chooser = Callable[[Sequence[Opportunity], Step, float], str]
"""How support is chosen for one learner: the history so far, the step, the time -> one of LEVELS."""


@dataclass(frozen=True, slots=True)
class Course:
    """Lessons (each a sequence of steps) and the days on which a class meets."""

    lessons: tuple[tuple[Step, ...], ...]
    days: tuple[float, ...] = (0, 2, 7, 9, 14, 16, 21, 28, 30, 44)


def invent(seed: int, skills: int = 16) -> Course:
    """A course of its own steps, a few lessons or many, easier or harder: common skills come up in most lessons."""
    rng = Random(f"course-{seed}")
    names = [f"skill-{i}" for i in range(skills)]
    weight = [1.0 / (1 + i) ** 0.7 for i in range(skills)]
    level, lessons = rng.uniform(0.3, 0.55), rng.choice((3, 5, 9))
    hard = {k: rng.gauss(0.0, 0.12) for k in names}
    made = []
    for number in range(lessons):
        steps = []
        for place in range(rng.randint(6, 16)):
            chosen = dict.fromkeys(rng.choices(names, weight, k=1 if rng.random() < 0.55 else 2))
            true = level + sum(hard[k] for k in chosen) / len(chosen) + rng.gauss(0.0, 0.13)
            steps.append(Step(f"{seed}.{number}.{place}", tuple(chosen), min(1.0, max(0.0, true)), rng.random() * 0.6))
        made.append(tuple(steps))
    return Course(tuple(made))


def said(step: Step, rng: Random, noise: float = 0.12) -> float:
    """The difficulty an author would write for a step: near the truth, and round."""
    return round(min(1.0, max(0.0, step.difficulty + rng.gauss(0.0, noise))), 1)


def mixed(history: Sequence[Opportunity], step: Step, rng: Random) -> str:
    """Support for training data: the ladder by meetings, often at random, so that every level is seen everywhere."""
    if rng.random() < 0.45:
        return rng.choice(LEVELS)
    met = sum(1 for o in history if o.step == step.step)
    return LEVELS[min(met, 3)]


def fitted(artefact: Artefact, seed: int) -> Chooser:
    """Support for one learner as a model would choose it, now and then at random, so that its own mistakes are seen."""
    person, rng = Person(artefact), Random(f"fitted-{seed}")

    def choose(history: Sequence[Opportunity], step: Step, now: float) -> str:
        if history:
            person.meet(history[-1])
        return rng.choice(LEVELS) if rng.random() < 0.15 else LEVELS[person.level(step, now)]

    return choose


def live(
    seed: int, profile: str, course: Course, chooser: Chooser | None = None, sittings: int | None = None
) -> list[Opportunity]:
    """One learner's opportunities through a course: two or three lessons a sitting, old ones coming back."""
    rng = Random(f"live-{seed}")
    author = {s.step: said(s, Random(f"author-{s.step}")) for lesson in course.lessons for s in lesson}
    learner = SimulatedLearner(seed, profile)
    history: list[Opportunity] = []
    reached = 0
    for day in course.days[:sittings]:
        clock = day + 0.4
        for _ in range(rng.randint(1, 3)):
            back = reached and rng.random() < 0.5
            number = rng.randrange(reached) if back else min(reached, len(course.lessons) - 1)
            reached = max(reached, number + 1)
            big = not back
            for place in course.lessons[number]:
                twist = bool(back) and rng.random() < 0.15
                step = Step(place.step, place.skills, place.difficulty, 0.0 if big else place.clutter, twist)
                now = clock * DAY
                support = chooser(history, step, now) if chooser else mixed(history, step, rng)
                met = learner.meet(step, support, clock)
                history.append(
                    Opportunity(
                        step.step, step.skills, support, met.outcome, now, author[step.step], step.clutter, twist
                    )
                )
                clock += met.seconds / DAY
    return history


def class_of(size: int, seed: int) -> list[tuple[int, str, Course]]:
    """Seeds, profiles and courses of a class, all families in it."""
    rng = Random(f"class-{seed}")
    names = sorted(PROFILES)
    return [(seed * 1_000_000 + i, names[i % len(names)], invent(rng.randrange(40) + seed * 100)) for i in range(size)]
