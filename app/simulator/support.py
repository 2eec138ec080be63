"""How support climbs back within one visit, as one table that pages apply without a model; knows no learner."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SUPPORT = ("shown", "guided", "prompted", "alone")
HINT_CEILING = ("alone", "prompted", "guided", "shown")
MOST = 3
"""Slips and freezings above this count as this many."""

CLIMBING: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        planned: tuple(
            tuple(
                SUPPORT[min(max(0, SUPPORT.index(planned) - stuck), SUPPORT.index(ceiling))] for ceiling in HINT_CEILING
            )
            for stuck in range(MOST + 1)
        )
        for planned in SUPPORT
    }
)
"""The support given, by what was planned, then how often one was stuck (0 to MOST), then the hints given (0 to 3)."""


def climb(planned: str, slips: int, hint: int, frozen: int) -> str:
    """The support given now: one step back for each slip or freeze, and never less than the hint asked for.

    `planned` is what was chosen for the step; `slips` and `frozen` count this visit; `hint` is 0 to 3.
    One slip never moves support by more than one step.
    """
    return CLIMBING[planned][min(slips + frozen, MOST)][min(hint, len(HINT_CEILING) - 1)]
