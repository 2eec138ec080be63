"""What somebody will meet next: the task that they are offered first and the support it opens with; nothing is written.

It asks what their own pages ask (`offering.offers`, `sitting.prepare`), so that staff are told what a learner gets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.practice import ladders, offering, sitting
from app.practice.offering import Offer
from app.records import Session
from app.records.tables import Learner
from app.simulator.lesson import Lesson, stage
from app.simulator.support import SUPPORT
from models.artefact import Artefact


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The task offered first, the plan it opens or goes on with, and the screen that comes first."""

    offer: Offer
    plan: Mapping[str, Any]
    screen: str

    @property
    def step(self) -> Mapping[str, Any]:
        """The plan of the first screen: its level, the reason, and the model's own level where a person chose."""
        found: Mapping[str, Any] = self.plan.get("steps", {}).get(self.screen, {})
        return found

    @property
    def suggested(self) -> str:
        """The support that the model suggests for the first screen; empty where the plan names none."""
        return str(self.step.get("model", self.step.get("level", "")))

    @property
    def given(self) -> str:
        """The support that the first screen will have: the model's, or what a person chose."""
        return str(self.step.get("level", ""))

    @property
    def levels(self) -> tuple[tuple[str, int], ...]:
        """How many steps of the play the model would give which support, most help first."""
        found = Counter(step.get("model", step["level"]) for step in self.plan.get("steps", {}).values())
        return tuple((level, found[level]) for level in SUPPORT)


def upcoming(
    s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, learner: Learner, now: datetime
) -> Upcoming | None:
    """What a learner will meet next; None where there is no lesson to offer."""
    served = ladders.for_class(s, artefact, learner.classroom_id)
    first = next(iter(offering.offers(s, lessons, served, learner.id, now, count=1)), None)
    return opening(s, lessons, artefact, learner, first.lesson.id, now, first) if first else None


def opening(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    learner: Learner,
    lesson: str,
    now: datetime,
    first: Offer | None = None,
) -> Upcoming:
    """How a lesson would open for a learner now, or go on; `first` is how it was offered, if it was."""
    first = first or Offer(lessons[lesson], "", {}, unfinished=False, plays=0)
    left = sitting.unfinished(s, lessons, learner.id, lesson)
    if left is not None:
        return Upcoming(first, left.session.plan, left.place.screen)
    ready = sitting.prepare(s, lessons, artefact, learner.id, lesson, now)
    return Upcoming(first, ready.plan, stage(lessons[lesson], ready.twist).start)
