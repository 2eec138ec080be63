"""Learning curves over villages, by skill or by lesson, beside what the model expected, and how trials were decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from app.charts import Curve
from app.charts.curve import LONGEST
from app.records import Session
from app.records.meetings import EXPECTED, UNKNOWN
from app.records.tables import Classroom, Site
from app.reports.classroom import LEAST_IN_CLASS
from app.reports.hiding import LEAST_NAMELESS, shown, shown_overlapping
from app.reports.met import Met, Some, met
from app.reports.telling import telling_of_each
from models.detection import Detection, together

Teaches = Mapping[str, Collection[tuple[str, str]]]
"""A skill -> the steps (lesson, screen) that practise it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: one village or all, and of it one lesson, one skill, or everything."""

    village: UUID | None = None
    lesson: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the model expected at the n-th meetings: the mean P(alone), over how many meetings that have one."""

    share: float
    meetings: int


@dataclass(frozen=True, slots=True)
class Learning:
    """What the page of learning curves shows. `curve` is None where too few people have met a step.

    `expected` has as many entries as the curve's drawn points, None where too few people's meetings have one. `trials`
    counts those of `people` people, None where that may not be told; of the village, whatever the lesson or skill.
    """

    asked: Asked
    named: bool
    sites: tuple[Site, ...]
    curve: Curve | None
    expected: tuple[Expected | None, ...]
    trials: Detection | None
    people: int
    least: int
    """No point rests on fewer people."""


def learning(s: Session, classrooms: Sequence[Classroom], asked: Asked, teaches: Teaches, *, named: bool) -> Learning:
    """The report over some classes. For readers who are not `named` a village is never crossed with anything else."""
    if not named and asked.village is not None:
        asked = Asked(asked.village)
    sites = {room.site_id: room.site for room in classrooms}
    found, people = met(s, classrooms)
    rooms = {room.id: room.site_id for room in classrooms}
    villages = [rooms[one.classroom_id] for one in people]
    here = np.array([asked.village in (None, one) for one in villages], np.bool_)
    wanted = _steps(found, asked, teaches)
    least = LEAST_IN_CLASS if named else LEAST_NAMELESS
    curve = found.tallies(wanted).curve(here, least)
    if curve is not None and not named:
        curve = _nameless(curve, found, asked, wanted, villages)
    each = telling_of_each(s, {one.id for one in people})
    of = {one.id: village for one, village in zip(people, villages, strict=True)}
    mine = [one for who, one in each.items() if asked.village in (None, of[who])]
    return Learning(
        asked=asked,
        named=named,
        sites=tuple(sorted(sites.values(), key=lambda one: (one.name_latin or one.name, one.id))),
        curve=curve,
        expected=_expected(found, here, wanted, least, len(curve.drawn)) if curve else (),
        trials=together(mine) if named or _may_tell([of[who] for who in each], asked.village) else None,
        people=len(mine),
        least=least,
    )


def _steps(found: Met, asked: Asked, teaches: Teaches) -> Some:
    """Which of the meetings are with steps of the lesson or the skill."""
    if asked.skill:
        steps = set(teaches.get(asked.skill, ()))
        which = [step in steps for step in found.steps]
    else:
        which = [asked.lesson in ("", lesson) for lesson, _ in found.steps]
    return np.array(which, np.bool_)[found.step]


def _expected(found: Met, here: Some, wanted: Some, least: int, upto: int) -> tuple[Expected | None, ...]:
    told = found.told["expected"]
    some = wanted & here[found.who] & (told != UNKNOWN)
    points: list[Expected | None] = []
    for nth in range(1, upto + 1):
        those = some & (found.nth == nth)
        enough = len(np.unique(found.who[those])) >= least
        points.append(Expected(float(told[those].mean()) / EXPECTED, int(those.sum())) if enough else None)
    return tuple(points)


def _nameless(curve: Curve, found: Met, asked: Asked, wanted: Some, villages: Sequence[UUID]) -> Curve | None:
    """The curve up to the first meeting at which what is not shown beside it would be had as the whole less it."""
    for place, point in enumerate(curve.points[:LONGEST]):
        those = found.nth == point.nth
        if asked.village is not None:
            counts = _people(villages[who] for who in np.unique(found.who[those]).tolist())
            safe = asked.village in shown({village: (count,) for village, count in counts.items()})
        elif asked.lesson:
            safe = asked.lesson in shown_overlapping(_by_lesson(found, those))
        elif asked.skill:
            parts = {part: set(found.who[those & (wanted == part)].tolist()) for part in (True, False)}
            safe = True in shown_overlapping(parts)
        else:
            safe = True
        if not safe:
            return Curve(curve.points[:place]) if place else None
    return Curve(curve.points[:LONGEST])


def _by_lesson(found: Met, those: Some) -> dict[str, set[int]]:
    """Each lesson -> the places of the people who met a step of it, at some of the meetings."""
    people: dict[str, set[int]] = {}
    for step, who in np.unique(np.stack((found.step[those], found.who[those])), axis=1).T.tolist():
        people.setdefault(found.steps[step][0], set()).add(who)
    return people


def _may_tell(tried: Sequence[UUID], village: UUID | None) -> bool:
    """Whether a village's trials may be told beside those of all; `tried` are the villages of those who had one."""
    counts = _people(tried)
    if village is None:
        return len(tried) >= LEAST_NAMELESS
    return village in shown({one: (count,) for one, count in counts.items()})


def _people(villages: Iterable[UUID]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for village in villages:
        counts[village] = counts.get(village, 0) + 1
    return counts
