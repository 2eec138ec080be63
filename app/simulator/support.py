"""How support climbs back within one visit, as a table a page can apply without a model; knows no learner."""

from __future__ import annotations

SUPPORT = ("shown", "guided", "prompted", "alone")
HINT_CEILING = ("alone", "prompted", "guided", "shown")


def climb(planned: str, slips: int, hint: int, frozen: int) -> str:
    """The support given now: one step back for each slip or freeze, and never less than the hint asked for.

    `planned` is what was chosen for the step; `slips` and `frozen` count this visit; `hint` is 0 to 3.
    One slip never moves support by more than one step.
    """
    level = max(0, SUPPORT.index(planned) - slips - frozen)
    return SUPPORT[min(level, SUPPORT.index(HINT_CEILING[min(hint, len(HINT_CEILING) - 1)]))]
