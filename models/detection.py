"""How well somebody tells fraud from genuine: hits, misses, false alarms, d′ and bias; knows no message and no page.

Signal detection (Green & Swets 1966): fraud is the signal, to doubt is to say that it is there. d′ = z(H) - z(F), and
c = -(z(H) + z(F)) / 2, with the log-linear correction of Hautus 1995 (Behavior Research Methods, Instruments, &
Computers 27, 46-51): 0.5 is added to each count and 1 to each total, so that all or none stays finite and somebody who
refuses everything, or believes everything, comes out near 0 however often they are right about one kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

LEAST: Final = 4
"""So many trials of each kind it takes before d′ and the bias are told to anybody."""
LEANS: Final = 0.35
"""From this |c| on there is a bias worth a sentence."""
READILY, WARILY, EVENLY = "readily", "warily", "evenly"
"""Believes a little too readily; refuses genuine ones too; neither."""
_NORMAL: Final = NormalDist()
_Z: Final = _NORMAL.inv_cdf


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial that was decided: what it was, whether it was doubted at the first choice, and whether help came
    before that choice. Help is no slip, the trial counts as any other."""

    fraud: bool
    doubted: bool
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Detection:
    """Trials counted: fraud caught (`hits`) or believed (`misses`), genuine refused (`false_alarms`) or `trusted`."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    trusted: int = 0
    helped: int = 0
    """Of them all, those in which a hint was given before the choice."""

    @property
    def fraud(self) -> int:
        """Trials with fraud."""
        return self.hits + self.misses

    @property
    def genuine(self) -> int:
        """Trials with something genuine."""
        return self.false_alarms + self.trusted

    @property
    def all(self) -> int:
        """All trials."""
        return self.fraud + self.genuine

    @property
    def d_prime(self) -> float | None:
        """How well the two are told apart: 0 is by chance, above 2 well. None without trials of both kinds."""
        rates = self._rates()
        return _Z(rates[0]) - _Z(rates[1]) if rates else None

    @property
    def criterion(self) -> float | None:
        """c: above 0 inclined to believe, below 0 inclined to doubt. None without trials of both kinds."""
        rates = self._rates()
        return -(_Z(rates[0]) + _Z(rates[1])) / 2 if rates else None

    def within(self, z: float) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """The intervals of d′ and of c, `z` standard errors to either side; None without trials of both kinds.

        The variance of d′ is that of Gourevitch & Galanter 1967 (Psychometrika 32, 25-33), each trial counted as one of
        its own; that of c is a quarter of it.
        """
        rates, d, c = self._rates(), self.d_prime, self.criterion
        if rates is None or d is None or c is None:
            return None
        variance = sum(
            rate * (1 - rate) / (count + 1) / _NORMAL.pdf(_Z(rate)) ** 2
            for rate, count in zip(rates, (self.fraud, self.genuine), strict=True)
        )
        reach = z * sqrt(variance)
        return (d - reach, d + reach), (c - reach / 2, c + reach / 2)

    @property
    def enough(self) -> bool:
        """Whether there are enough trials of each kind to tell d′ and the bias."""
        return min(self.fraud, self.genuine) >= LEAST

    @property
    def bias(self) -> str:
        """READILY, WARILY or EVENLY; empty while there are too few trials."""
        c = self.criterion
        if c is None or not self.enough:
            return ""
        if c >= LEANS and self.misses:
            return READILY
        return WARILY if c <= -LEANS and self.false_alarms else EVENLY

    def _rates(self) -> tuple[float, float] | None:
        if not self.fraud or not self.genuine:
            return None
        return (self.hits + 0.5) / (self.fraud + 1), (self.false_alarms + 0.5) / (self.genuine + 1)


def tally(trials: Iterable[Trial]) -> Detection:
    """Count trials."""
    kept = list(trials)

    def count(fraud: bool, doubted: bool) -> int:
        return sum((one.fraud, one.doubted) == (fraud, doubted) for one in kept)

    return Detection(
        hits=count(True, True),
        misses=count(True, False),
        false_alarms=count(False, True),
        trusted=count(False, False),
        helped=sum(one.helped for one in kept),
    )


def together(detections: Iterable[Detection]) -> Detection:
    """The trials of several people counted together."""
    every = list(detections)
    return Detection(
        hits=sum(one.hits for one in every),
        misses=sum(one.misses for one in every),
        false_alarms=sum(one.false_alarms for one in every),
        trusted=sum(one.trusted for one in every),
        helped=sum(one.helped for one in every),
    )
