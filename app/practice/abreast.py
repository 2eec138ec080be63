"""How far each person of a class has come, over the same steps for all, as today's plan needs it; never shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.practice import ladders, planning
from app.records import Session, assignments, progress, roster, visits
from app.records.folding import CHINA
from app.simulator.lesson import Lesson, stage
from models.artefact import Artefact
from models.opportunity import Opportunity, Step
from models.person import folded
from models.plan import Present

LATELY: Final = timedelta(days=28)
"""A lesson that somebody of the class began since then is one that the class practises, as is one it was given."""


def abreast(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    classroom_id: UUID,
    now: datetime,
    *,
    among: Collection[UUID] | None = None,
) -> tuple[Present, ...]:
    """The people of the class in the order they joined, or those `among` them, with what is known of each.

    Who acted today, and beside whom, is not told here.
    """
    artefact = ladders.for_class(s, artefact, classroom_id)
    steps = practised(s, lessons, classroom_id, now)
    helped = {
        fact.learner_id: fact.at.astimezone(CHINA).date() for fact in visits.given(s) if fact.learner_id is not None
    }
    found = []
    for learner in roster.learners(s, classroom_id):
        if among is not None and learner.id not in among:
            continue
        met = planning.history(s, lessons, learner.id)
        known = None
        if steps and not artefact.off:
            person = folded(artefact, met)
            known = sum(person.learner.p(step, now.timestamp()) for step in steps) / len(steps)
        unseen = days_unseen(met, helped.get(learner.id, date.min), now)
        found.append(Present(str(learner.id), known, not met, unseen))
    return tuple(found)


def practised(s: Session, lessons: Mapping[str, Lesson], classroom_id: UUID, now: datetime) -> tuple[Step, ...]:
    """The main steps of the lessons that the class was given or has begun lately."""
    wanted = {*assignments.given_to(s, classroom_id), *progress.lessons_since(s, classroom_id, now - LATELY)}
    return tuple(step for one in lessons.values() if one.id in wanted for step in planning.main_steps(stage(one)))


def days_unseen(met: Collection[Opportunity], last: date, now: datetime) -> int:
    """The class days, today aside, on which somebody practised since a person last sat with them."""
    today = now.astimezone(CHINA).date()
    came = {datetime.fromtimestamp(one.at, CHINA).date() for one in met}
    return 0 if last == today else sum(last < day < today for day in came)
