"""Unannounced checks: which steps of a sitting show whether something was kept for a week or a month; knows no page.

A check is met elsewhere than where it was learned, at true size and without support; help stays there. It asks of
nobody what they were never near: the skill went well before, and P(alone) is not hopeless.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from models.opportunity import DAY, Opportunity, Step
from models.person import Person

AFTER = (7 * DAY, 30 * DAY)
"""A skill is checked once it has rested so long, once for each."""
MOST = 3
"""Checks in one sitting."""
HOPE = 0.35
"""P(alone) below which no check is made."""


def due(history: Sequence[Opportunity], skill: str, now: float) -> float:
    """Seconds that a skill has rested when a check of it is due, else 0."""
    met = [o for o in history if skill in o.skills]
    well = [o for o in met if o.outcome == "alone" and o.support in ("prompted", "alone")]
    if not well or now - met[-1].at < AFTER[0]:
        return 0.0
    gaps = [later.at - sooner.at for sooner, later in pairwise(met)]
    checked = sum(1 for after in AFTER if any(gap >= after for gap in gaps))
    rested = now - met[-1].at
    return rested if rested >= AFTER[min(checked, len(AFTER) - 1)] else 0.0


def pick(
    person: Person, history: Sequence[Opportunity], steps: Sequence[Step], now: float
) -> dict[str, tuple[str, float]]:
    """The steps to check among those of a play: step -> skill and seconds it has rested; at most MOST, in order."""
    elsewhere = {(o.step, skill) for o in history for skill in o.skills}
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for step in steps:
        for skill in step.skills:
            rested = 0.0 if skill in taken or (step.step, skill) in elsewhere else due(history, skill, now)
            if rested and len(found) < MOST and step.step not in found and person.learner.p(step, now) >= HOPE:
                found[step.step] = (skill, rested)
                taken.add(skill)
    return found
