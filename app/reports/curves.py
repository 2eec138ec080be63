"""Counts learning curves: the share of steps done alone at the n-th meeting, with an interval over people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt
from typing import Final
from uuid import UUID

from app.charts import Curve, Point
from app.records.folding import OpportunityRecord

LEAST_PEOPLE: Final = 10
"""A trainer's chart shows no point that rests on fewer people than this."""
Z90: Final = 1.6449
"""The normal quantile of a two-sided 90 % interval."""


def alone_curve(met: Iterable[OpportunityRecord], least_people: int = 1, *, of_one: bool = False) -> Curve | None:
    """The share of steps that were done alone at the first meeting, the second, and so on.

    `met` is in order; each person's meetings with each step are numbered apart. The curve ends before the first
    meeting that rests on fewer than `least_people` people; None when that is the first one.
    """
    seen: Counter[tuple[UUID, str, str]] = Counter()
    counts: dict[int, dict[UUID, tuple[int, int]]] = defaultdict(dict)
    for one in met:
        step = (one.learner_id, one.lesson, one.screen)
        seen[step] += 1
        alone, steps = counts[seen[step]].get(one.learner_id, (0, 0))
        counts[seen[step]][one.learner_id] = (alone + one.alone, steps + 1)
    points: list[Point] = []
    for nth in sorted(counts):
        if len(counts[nth]) < max(1, least_people):
            break
        points.append(_point(nth, list(counts[nth].values())))
    return Curve(tuple(points), of_one) if points else None


def interval(people: list[tuple[int, int]]) -> tuple[float, float, float]:
    """The share of all steps done alone, with its 90 % interval; `people` holds (alone, steps) of each person."""
    alone, steps = (sum(column) for column in zip(*people, strict=True))
    share = alone / steps
    return interval_of(len(people), alone, steps, sum((a - share * n) ** 2 for a, n in people))


def interval_of(count: int, alone: int, steps: int, spread: float, z: float = Z90) -> tuple[float, float, float]:
    """The same from what people come to together: `spread` adds up (alone - share x steps)² over them.

    The steps of a lone person count as independent. Among many, one person's steps go together, so the interval is
    Wilson's with as many independent steps as the spread between people says there are (the variance of a ratio),
    never more than the steps and never fewer than the people.
    """
    share = alone / steps
    if count == 1:
        return (share, *wilson(share, steps, z))
    variance = spread / steps**2 * count / (count - 1)
    independent = share * (1 - share) / max(variance, share * (1 - share) / steps) if 0 < share < 1 else 0.0
    low, high = wilson(share, max(float(count), independent), z)
    return share, low, high


def wilson(share: float, count: float, z: float = Z90) -> tuple[float, float]:
    """Wilson's interval of a share out of `count` (which may be a fraction), within 0 and 1; 90 % unless told."""
    square = z**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = z * sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def _point(nth: int, people: list[tuple[int, int]]) -> Point:
    share, low, high = interval(people)
    return Point(nth, share, low, high, len(people), sum(steps for _, steps in people))
