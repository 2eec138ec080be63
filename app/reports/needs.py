"""What a class wants and fears, as totals from which nobody's answer can be read off; it words nothing.

How totals are kept from telling on anybody stands in docs/decisions/0022.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.records import Session, needs, roster
from app.records.needs import REAL, SURVEY, Dared, Told
from app.simulator.needs import DARE, FACES, FEAR, FEARS, WANT, WANTS, items, suggested

TOGETHER: Final = 5
"""So many people's answers come into the totals at once, and so many stand on either side of a number that is told."""
LEAST: Final = 2 * TOGETHER
"""So many people's answers are in the first totals: of fewer, no number has enough people on either side."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many said yes to one thing: exactly where `least` is `most`, else somewhere in between."""

    which: str
    least: int
    most: int

    @property
    def few(self) -> bool:
        """Whether so few said yes that it is not told how many."""
        return self.least < TOGETHER


@dataclass(frozen=True, slots=True)
class NeedsReport:
    """The totals of a class. `began` gave an answer, `finished` all of them, `counted` are in the totals.

    `wants` and `fears` are told with the most named first, those of few people in the order in which they are asked.
    """

    listed: int
    began: int
    finished: int
    counted: int
    wants: tuple[Count, ...]
    fears: tuple[Count, ...]

    def suggested(self, lessons: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
        """The tasks to practise next, as (task, kind, which); none while no total can be told."""
        wants, fears = ([one.which for one in these if not one.few] for these in (self.wants, self.fears))
        return suggested(wants, fears, lessons)


@dataclass(frozen=True, slots=True)
class Daring:
    """How many of the same people pointed at each face, before and after what was done for real."""

    people: int
    before: tuple[int, ...]
    after: tuple[int, ...]


def needs_report(s: Session, classroom_id: UUID) -> NeedsReport:
    """What the people of a class want and fear."""
    people = [learner.id for learner in roster.learners(s, classroom_id)]
    told, dared = needs.told_among(s, people), needs.dared_among(s, people)
    began = told.keys() | {one for one in dared if _before(dared[one])}
    whole = {one: sequence for one in told if (sequence := _finished_at(told[one], dared.get(one, [])))}
    counted, until = _together(whole)
    answers = [needs.latest(answer for answer in told[one] if answer.sequence <= until) for one in counted]
    return NeedsReport(
        listed=len(people),
        began=len(began),
        finished=len(whole),
        counted=len(counted),
        wants=_totals(WANT, tuple(WANTS), answers),
        fears=_totals(FEAR, tuple(FEARS), answers),
    )


def daring(s: Session, classroom_id: UUID) -> Daring | None:
    """Whether the people of a class dare, before and after; None while too few pointed twice, or all alike."""
    people = [learner.id for learner in roster.learners(s, classroom_id)]
    dared = needs.dared_among(s, people)
    firsts = {one: next((d.sequence for d in dared[one] if d.when == REAL), 0) for one in dared if _before(dared[one])}
    counted, until = _together({one: sequence for one, sequence in firsts.items() if sequence})
    if not counted:
        return None
    before, after = Counter[int](), Counter[int]()
    for one in counted:
        before[_before(dared[one])[0].face] += 1
        after[[d.face for d in dared[one] if d.when == REAL and d.sequence <= until][-1]] += 1
    if max(*before.values(), *after.values()) == len(counted):
        return None
    faces = range(FACES)
    return Daring(len(counted), tuple(before[face] for face in faces), tuple(after[face] for face in faces))


def _before(dared: Sequence[Dared]) -> list[Dared]:
    return [one for one in dared if one.when == SURVEY]


def _finished_at(told: Sequence[Told], dared: Sequence[Dared]) -> int:
    """The place in the log at which somebody had answered everything for the first time; 0 while they have not."""
    firsts: dict[tuple[str, str], int] = {}
    for one in told:
        firsts.setdefault((one.kind, one.which), one.sequence)
    for face in _before(dared):
        firsts.setdefault((DARE, DARE), face.sequence)
    return max(firsts[item] for item in items()) if all(item in firsts for item in items()) else 0


def _together(finished: Mapping[UUID, int]) -> tuple[list[UUID], int]:
    """Who counts, in whole groups of TOGETHER in the order they finished, and up to which place in the log; nobody
    while they are fewer than LEAST."""
    inorder = sorted(finished, key=lambda one: finished[one])
    counted = inorder[: len(inorder) // TOGETHER * TOGETHER] if len(inorder) >= LEAST else []
    return counted, finished[counted[-1]] if counted else 0


def _totals(kind: str, asked: Sequence[str], answers: Sequence[Mapping[tuple[str, str], Told]]) -> tuple[Count, ...]:
    if not answers:
        return ()
    yes = {which: sum(1 for mine in answers if mine[kind, which].yes) for which in asked}
    return tuple(sorted((_count(which, yes[which], len(answers)) for which in asked), key=lambda one: -one.least))


def _count(which: str, yes: int, people: int) -> Count:
    """A number as it may be told: exactly where enough people stand on both sides of it."""
    if yes < TOGETHER:
        return Count(which, 0, TOGETHER - 1)
    if people - yes < TOGETHER:
        return Count(which, people - TOGETHER + 1, people)
    return Count(which, yes, yes)
