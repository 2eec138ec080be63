"""Whom to sit with and at which step, and who may hand time on; fair over weeks. Knows no roster, only histories.

Everybody whom nobody sat with at the last class comes before everybody whom somebody did, the longest unseen first; so
with visits for half a class nobody is unseen two classes running. Among equals whoever is first in the help
order comes first, then the step that most needs a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.artefact import Artefact
from models.opportunity import Opportunity, Step
from models.person import folded
from models.reasons import Reason

FINE = 0.82
"""Mean P(alone) over the coming steps from which somebody is likely to manage, and may hand time to others."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One learner of a class: ``steps`` are those they come to next, ``unseen`` the class days since somebody sat with
    them (0: at the last class, or they are new), ``first`` whether they are first in the help order."""

    id: str
    history: Sequence[Opportunity] = ()
    steps: Sequence[Step] = ()
    unseen: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """A place on the list: ``step`` most needs a person there ("" when no step is known), ``p`` is its P(alone)."""

    id: str
    step: str
    p: float
    fine: bool
    reason: Reason


def whom(people: Sequence[Neighbour], artefact: Artefact, now: float) -> tuple[Visit, ...]:
    """Everybody of the class, whom to sit with first; switched off, the unseen first and the rest as they came."""
    ranked = []
    for place, one in enumerate(people):
        person = folded(artefact, one.history)
        chances = [] if artefact.off else [(person.learner.p(step, now), step.step) for step in one.steps]
        mean = sum(p for p, _ in chances) / len(chances) if chances else 0.5
        lowest, step = min(chances, default=(0.5, ""))
        fine = bool(chances) and mean >= FINE
        ranked.append(
            (
                (-one.unseen, not one.first, fine, lowest, place),
                Visit(one.id, step, lowest, fine, _why(one, lowest, mean, fine)),
            )
        )
    return tuple(visit for _, visit in sorted(ranked, key=lambda pair: pair[0]))


def _why(one: Neighbour, lowest: float, mean: float, fine: bool) -> Reason:
    if one.unseen:
        return Reason("sit_unseen", {"times": one.unseen})
    if fine:
        return Reason("sit_fine", {"percent": round(100 * mean)})
    return Reason("sit_step", {"percent": round(100 * lowest)})
