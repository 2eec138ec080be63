"""Shares of steps done alone and the gaps between two sorts of people, each with its 90 % interval; knows no record.

People are columns of numbers, all in one order, so that a county of thousands is counted within a page's second.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.reports.curves import Z90, interval_of


@dataclass(frozen=True, slots=True)
class People:
    """How many steps each of some people did alone, and how many they met; nobody is there who met none."""

    alone: NDArray[np.int64]
    met: NDArray[np.int64]

    def of(self, some: NDArray[np.bool_]) -> People:
        """The same for some of them alone; the others are not there."""
        return People(self.alone * some, self.met * some)

    @property
    def there(self) -> NDArray[np.bool_]:
        """Who is there."""
        return self.met > 0


def people_of(tallies: Collection[tuple[int, int]]) -> People:
    """People from how many steps each did alone, and how many they met."""
    columns = np.array(list(tallies), dtype=np.int64).reshape(-1, 2)
    return People(columns[:, 0], columns[:, 1])


HALF_A_POINT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Share:
    """A share of steps (0 to 1) with its interval, and the people and steps it rests on."""

    value: float
    low: float
    high: float
    people: int
    steps: int


@dataclass(frozen=True, slots=True)
class Gap:
    """How much larger the share of the rest is than that of the weak, in shares (-1 to 1), with its interval."""

    value: float
    low: float
    high: float
    rest: Share
    weak: Share


@dataclass(frozen=True, slots=True)
class Change:
    """A gap before and after, and what it changed by (below 0: it narrowed), with its interval."""

    value: float
    low: float
    high: float
    before: Gap
    after: Gap

    @property
    def narrower(self) -> bool:
        """It narrowed by more than chance: the interval lies below zero."""
        return side(self.low, self.high) < 0

    @property
    def wider(self) -> bool:
        """It widened by more than chance: the interval lies above zero."""
        return side(self.low, self.high) > 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A share before and after over the same sort of people, and what it moved by (-1 to 1), with its interval."""

    value: float
    low: float
    high: float
    before: Share
    after: Share

    @property
    def side(self) -> int:
        """1 when it certainly rose, -1 when it certainly fell, 0 when the interval holds zero."""
        return side(self.low, self.high)


def side(low: float, high: float) -> int:
    """On which side of zero an interval lies: 1 above, -1 below, 0 when it holds zero, also once it is rounded to whole
    points, as it is shown."""
    return 1 if low >= HALF_A_POINT else -1 if high <= -HALF_A_POINT else 0


def share(people: People, z: float = Z90) -> Share | None:
    """The share of all their steps, its interval over people as for learning curves; None for nobody."""
    count, alone, steps = int(people.there.sum()), int(people.alone.sum()), int(people.met.sum())
    if not count:
        return None
    spread = float(((people.alone - alone / steps * people.met) ** 2).sum())
    return Share(*interval_of(count, alone, steps, spread, z), count, steps)


def gap(rest: People, weak: People) -> Gap | None:
    """The share of the rest less that of the weak; None where either has fewer than two people.

    The interval is made of both shares' own (Newcombe 1998, Statistics in Medicine 17, 873-890, method 10), so that it
    stays honest near 0 and 1.
    """
    first, second = share(rest), share(weak)
    if first is None or second is None or min(first.people, second.people) < 2:
        return None
    value = first.value - second.value
    low, high = _difference((first.value, first.low, first.high), (second.value, second.low, second.high))
    return Gap(value, low, high, first, second)


def change(rest: tuple[People, People], weak: tuple[People, People]) -> Change | None:
    """What the gap changed by from the first of each pair to the second; None where there is no gap at either time.

    Whoever is there both times carries much of it along, so the two gaps go together: the interval is that of a
    difference of correlated estimates (Zou 2007, Psychological Methods 12, 399-413), their correlation taken from the
    people's parts in each ratio (Cochran 1977, Sampling Techniques, 6.3), over people.
    """
    before, after = gap(rest[0], weak[0]), gap(rest[1], weak[1])
    if before is None or after is None:
        return None
    first, second, both = (sum(pair) for pair in zip(_moments(*rest), _moments(*weak), strict=True))
    together = both / sqrt(first * second) if first > 0 and second > 0 else 0.0
    low, high = _difference(
        (after.value, after.low, after.high), (before.value, before.low, before.high), max(-1.0, min(1.0, together))
    )
    return Change(after.value - before.value, low, high, before, after)


def moved(before: People, after: People, among: int = 1) -> Moved | None:
    """What a share moved by; None where either time has fewer than two people.

    The interval is made as for `change`, since whoever is there both times carries much along. Where it is one of
    `among` that are looked through for the one that moved, it is as wide as it takes to hold all of them together
    (Bonferroni: Dunn 1961, Journal of the American Statistical Association 56, 52-64).
    """
    z = NormalDist().inv_cdf(1 - (1 - NormalDist().cdf(Z90)) / max(1, among))
    first, second = share(before, z), share(after, z)
    if first is None or second is None or min(first.people, second.people) < 2:
        return None
    one, other, both = _moments(before, after)
    together = both / sqrt(one * other) if one > 0 and other > 0 else 0.0
    low, high = _difference(
        (second.value, second.low, second.high), (first.value, first.low, first.high), max(-1.0, min(1.0, together))
    )
    return Moved(second.value - first.value, low, high, first, second)


def _difference(
    one: tuple[float, float, float], other: tuple[float, float, float], together: float = 0.0
) -> tuple[float, float]:
    """The interval of one estimate less another, from each one's value, low and high, and their correlation."""
    (a, a_low, a_high), (b, b_low, b_high) = one, other

    def reach(up: float, down: float) -> float:
        return sqrt(max(0.0, up**2 + down**2 - 2 * together * up * down))

    return a - b - reach(a - a_low, b_high - b), a - b + reach(a_high - a, b - b_low)


def _moments(before: People, after: People) -> tuple[float, float, float]:
    """The variances of the shares before and after, and their covariance, over people."""
    first, second = _parts(before), _parts(after)
    return _scaled(first, before), _scaled(second, after), float((first * second).sum())


def _scaled(parts: NDArray[np.float64], people: People) -> float:
    count = int(people.there.sum())
    return float((parts**2).sum()) * count / (count - 1)


def _parts(people: People) -> NDArray[np.float64]:
    """Each person's part in the error of the share of all; 0 for whoever is not there."""
    steps = people.met.sum()
    parts: NDArray[np.float64] = (people.alone - people.alone.sum() / steps * people.met) / steps
    return parts
