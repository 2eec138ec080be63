"""What is not clear to people, gathered by step for the author of a lesson: how often, to how many; it names nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from app.records import Session, journal
from app.records.happened import UNCLEAR


class UnclearStep(NamedTuple):
    """A screen of one version of a lesson: how often somebody said it is not clear, and how many people did."""

    lesson: str
    lesson_hash: str
    screen: str
    taps: int
    people: int


class UnclearScreen(NamedTuple):
    """A screen of a lesson over all its versions: how often, how many people; `fresh`: of them in today's version."""

    lesson: str
    screen: str
    taps: int
    people: int
    fresh: int


def unclear_screens(s: Session, learners: Collection[UUID], today: Collection[str]) -> list[UnclearScreen]:
    """The screens that are not clear to some people, as `unclear_steps` but for whoever mends the lesson.

    `today` holds the hashes of the lessons as they stand; what is unclear in those stands first.
    """
    taps: dict[tuple[str, str], list[tuple[UUID, bool]]] = defaultdict(list)
    for fact in journal.facts(s, UNCLEAR):
        if fact.learner_id is not None and fact.learner_id in learners:
            place = fact.body["lesson"], fact.body["screen"]
            taps[place].append((fact.learner_id, fact.body["hash"] in today))
    found = [
        UnclearScreen(*place, len(told), len({who for who, _ in told}), sum(fresh for _, fresh in told))
        for place, told in taps.items()
    ]
    return sorted(found, key=lambda one: (not one.fresh, -one.people, -one.taps, one.lesson, one.screen))


def unclear_steps(s: Session, learners: Collection[UUID]) -> list[UnclearStep]:
    """The steps that are not clear to some people; those that are unclear to most people first, then by lesson."""
    taps: Counter[tuple[str, str, str]] = Counter()
    who: dict[tuple[str, str, str], set[UUID]] = defaultdict(set)
    for fact in journal.facts(s, UNCLEAR):
        if fact.learner_id is not None and fact.learner_id in learners:
            step = fact.body["lesson"], fact.body["hash"], fact.body["screen"]
            taps[step] += 1
            who[step].add(fact.learner_id)
    found = [UnclearStep(*step, taps[step], len(who[step])) for step in taps]
    return sorted(found, key=lambda one: (-one.people, -one.taps, one.lesson, one.screen))
