"""Whom a volunteer sits with next in a class, and at which step: the class's facts brought to the model's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from app.practice import planning
from app.records import Session, journal, progress, roster
from app.records.folding import CHINA
from app.records.happened import HELP_GIVEN
from app.simulator.lesson import Lesson, stage
from models.artefact import Artefact
from models.opportunity import Step
from models.together import Neighbour, Visit, whom


def whom_to_sit_with(
    s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, classroom_id: UUID, now: datetime
) -> tuple[Visit, ...]:
    """Everybody of the class, whom to sit with first; a visit's id is the learner's, its step `lesson.screen`."""
    days = sorted({one.at.astimezone(CHINA).date() for one in progress.classroom_history(s, classroom_id)})
    past = [day for day in days if day < now.astimezone(CHINA).date()]
    helped: dict[UUID, date] = {}
    for fact in journal.facts(s, HELP_GIVEN):
        if fact.learner_id is not None:
            helped[fact.learner_id] = fact.at.astimezone(CHINA).date()
    people = []
    for learner in roster.learners(s, classroom_id):
        came = {one.at.astimezone(CHINA).date() for one in progress.history(s, learner.id)}
        last = helped.get(learner.id, date.min)
        people.append(
            Neighbour(
                id=str(learner.id),
                history=planning.history(s, lessons, learner.id),
                steps=coming(s, lessons, learner.id),
                unseen=0 if last == now.astimezone(CHINA).date() else sum(last < day for day in past if day in came),
            )
        )
    return whom(people, artefact, now.timestamp())


def coming(s: Session, lessons: Mapping[str, Lesson], learner_id: UUID) -> Sequence[Step]:
    """The steps that somebody comes to next: what is left of the play they are in; none when they are in none."""
    opened = journal.unfinished_session(s, learner_id)
    lesson = lessons.get(opened.lesson) if opened else None
    if opened is None or lesson is None:
        return ()
    steps = planning.main_steps(stage(lesson, min(next(iter(opened.twists), 0), len(lesson.twists))))
    done = {attempt.screen for attempt in journal.attempts(s, opened.uuid) if attempt.outcome == "correct"}
    return tuple(step for step in steps if step.step.split(".", 1)[1].split("@")[0] not in done)
