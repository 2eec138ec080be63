"""Whom a volunteer sits with next in a class, and at which step: the class's facts brought to the model's list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from app.practice import ladders, planning
from app.records import Session, helporder, journal, progress, roster, visits
from app.records.folding import CHINA
from app.records.happened import ChoiceRecord
from app.simulator.lesson import Lesson, stage
from models.artefact import Artefact
from models.opportunity import Step
from models.together import Neighbour, Visit, whom

SIT_WITH: Final = "sit_with"
"""The kind of choice that somebody was put before the volunteer to sit with."""
SHOWN: Final = 3
"""So many people are put before a volunteer at once."""


def whom_to_sit_with(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    classroom_id: UUID,
    now: datetime,
    *,
    among: Collection[UUID] | None = None,
    before: int | None = None,
) -> tuple[Visit, ...]:
    """The people of the class, whom to sit with first; a visit's id is the learner's, its step `lesson.screen`.

    `among` names those who are looked at, everybody when it is None; `before` a sequence gives the list of those whom
    `among` names as it was then, wherever they are now.
    """
    artefact = ladders.for_class(s, artefact, classroom_id, before)
    there = {one.id: one for one in roster.learners(s, classroom_id)}
    here = list(there) if before is None else list(among or ())
    today = now.astimezone(CHINA).date()
    helped = {
        fact.learner_id: fact.at.astimezone(CHINA).date()
        for fact in visits.given(s, before=before)
        if fact.learner_id is not None
    }
    people = []
    for learner_id in here:
        if among is not None and learner_id not in among:
            continue
        last = helped.get(learner_id, date.min)
        came = {done.at.astimezone(CHINA).date() for done in progress.history(s, learner_id, before)}
        people.append(
            Neighbour(
                id=str(learner_id),
                history=planning.history(s, lessons, learner_id, before),
                steps=coming(s, lessons, learner_id, before),
                unseen=0 if last == today else sum(last < day < today for day in came),
                first=learner_id in there and helporder.goes_first(there[learner_id], now),
            )
        )
    return whom(people, artefact, now.timestamp())


def visit_body(visit: Visit, artefact: Artefact) -> dict[str, Any]:
    """Who was put on the list and why, as data for a fact."""
    return {
        "artefact": artefact.hash,
        "off": artefact.off,
        "step": visit.step,
        "p": visit.p,
        "fine": visit.fine,
        "code": visit.reason.code,
        "args": dict(visit.reason.args),
    }


def put_before_volunteer(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    classroom_id: UUID,
    among: Collection[UUID],
    now: datetime,
    *,
    keep: bool = True,
) -> tuple[ChoiceRecord, ...]:
    """The first few of these people to sit with, each a kept choice; one that says the same today is not kept twice.

    With `keep` false nothing is written: whoever has no such choice yet is left out.
    """
    artefact = ladders.for_class(s, artefact, classroom_id)
    found: list[ChoiceRecord] = []
    for visit in whom_to_sit_with(s, lessons, artefact, classroom_id, now, among=among)[:SHOWN]:
        choice = _said_today(s, visit, artefact, now)
        if choice is None and keep:
            body = visit_body(visit, artefact)
            choice = journal.append_choice(s, learner_id=UUID(visit.id), kind=SIT_WITH, body=body, now=now)
        found += [choice] if choice else []
    return tuple(found)


def _said_today(s: Session, visit: Visit, artefact: Artefact, now: datetime) -> ChoiceRecord | None:
    body, same = visit_body(visit, artefact), ("artefact", "off", "step", "code")
    last = next(iter(journal.choices(s, UUID(visit.id), SIT_WITH)[-1:]), None)
    if last is None or last.at.astimezone(CHINA).date() != now.astimezone(CHINA).date():
        return None
    return last if all(last.body[name] == body[name] for name in same) else None


def coming(s: Session, lessons: Mapping[str, Lesson], learner_id: UUID, before: int | None = None) -> Sequence[Step]:
    """The steps that somebody comes to next: what is left of the play they are in; none when they are in none."""
    opened = journal.sessions(s, learner_id, before)
    lesson = lessons.get(opened[-1].lesson) if opened else None
    if lesson is None:
        return ()
    attempts = [one for one in journal.attempts(s, opened[-1].uuid) if _then(one.sequence, before)]
    if any(attempt.finishes for attempt in attempts):
        return ()
    steps = planning.main_steps(stage(lesson, min(next(iter(opened[-1].twists), 0), len(lesson.twists))))
    done = {attempt.screen for attempt in attempts if attempt.outcome == "correct"}
    return tuple(step for step in steps if step.step.split(".", 1)[1].split("@")[0] not in done)


def _then(sequence: int, before: int | None) -> bool:
    """Whether what has this place in the log had already happened."""
    return before is None or sequence < before
