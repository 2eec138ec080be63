"""What a learner is offered next: three tasks with a reason each, and what they can already do alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.practice import planning
from app.records import Session, assignments, journal, progress
from app.records.tables import Learner
from app.simulator.lesson import Lesson, stage
from models import policy
from models.artefact import Artefact
from models.opportunity import Task

REVIEWS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""When a finished lesson is due again: about a day, a week and a month after the last of its plays."""
OFFERED = 3
GIVEN = "given"
"""The code of an offer that the class's teacher made."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One task put before a learner: the lesson, why (a code and its numbers), and whether a play waits unfinished."""

    lesson: Lesson
    code: str
    args: Mapping[str, Any]
    unfinished: bool
    plays: int


def offers(
    s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, learner_id: UUID, now: datetime, count: int = OFFERED
) -> tuple[Offer, ...]:
    """The tasks to put before a learner now, best first."""
    met = planning.history(s, lessons, learner_id)
    finished: dict[str, list[datetime]] = {}
    for play in progress.finished_plays(s, learner_id):
        finished.setdefault(play.lesson, []).append(play.finished_at)
    unfinished = {lesson for lesson in lessons if journal.unfinished_session(s, learner_id, lesson) is not None}
    began = {record.lesson: record.at for record in journal.sessions(s, learner_id)}
    tasks = [_task(lesson, lessons, finished.get(lesson.id, []), began.get(lesson.id)) for lesson in lessons.values()]
    return tuple(
        Offer(
            lesson=lessons[suggestion.task],
            code=suggestion.reason.code,
            args=dict(suggestion.reason.args),
            unfinished=suggestion.task in unfinished,
            plays=len(finished.get(suggestion.task, [])),
        )
        for suggestion in policy.suggest(met, tasks, artefact, now.timestamp(), count)
    )


def given(s: Session, lessons: Mapping[str, Lesson], learner: Learner, offered: Collection[str]) -> tuple[Offer, ...]:
    """The lessons that the learner's class was given to practise, those that are offered anyway left out."""
    wanted = [lesson for lesson in assignments.given_to(s, learner.classroom_id) if lesson in lessons]
    return tuple(
        Offer(
            lesson=lessons[lesson],
            code=GIVEN,
            args={},
            unfinished=journal.unfinished_session(s, learner.id, lesson) is not None,
            plays=len(progress.finished_plays(s, learner.id, lesson)),
        )
        for lesson in wanted
        if lesson not in offered
    )


def keep_offers(s: Session, learner_id: UUID, offered: tuple[Offer, ...], artefact: Artefact, now: datetime) -> None:
    """Append what was offered and why, unless the same was offered already today."""
    body = {
        "artefact": artefact.hash,
        "offers": [{"lesson": offer.lesson.id, "code": offer.code, "args": dict(offer.args)} for offer in offered],
    }
    last = journal.choices(s, learner_id, "suggestion")
    if not last or last[-1].body != body or last[-1].at.date() != now.date():
        journal.append_choice(s, learner_id=learner_id, kind="suggestion", body=body, now=now)


def can_do(s: Session, lessons: Mapping[str, Lesson], learner_id: UUID) -> tuple[str, ...]:
    """The skills whose latest meeting went well with words at most, the surest first."""
    well: dict[str, int] = {}
    for opportunity in planning.history(s, lessons, learner_id):
        for skill in opportunity.skills:
            right = opportunity.outcome == "alone" and opportunity.support in ("prompted", "alone")
            well[skill] = well.get(skill, 0) + 1 if right else 0
    return tuple(skill for skill, count in sorted(well.items(), key=lambda pair: -pair[1]) if count)


def _task(lesson: Lesson, lessons: Mapping[str, Lesson], finished: list[datetime], began: datetime | None) -> Task:
    """What the model needs to know of a lesson; a need whose lesson nobody has written keeps nobody waiting."""
    due = finished[-1] + REVIEWS[min(len(finished), len(REVIEWS)) - 1] if finished else None
    last = finished[-1] if finished else began
    return Task(
        id=lesson.id,
        skills=lesson.skills,
        needs=tuple(need for need in lesson.needs if need in lessons),
        last_played=last.timestamp() if last else None,
        finished=len(finished),
        due=due.timestamp() if due else None,
        steps=planning.main_steps(stage(lesson)),
    )
