"""What a learner is offered next: three tasks with a reason each, and what they can already do alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.practice import calendars, planning
from app.records import Session, assignments, journal, needs, progress, roster
from app.records.folding import PlayRecord
from app.records.happened import SessionRecord
from app.records.tables import Learner
from app.simulator.lesson import Lesson, stage
from models import policy, reviews
from models.artefact import Artefact
from models.opportunity import Opportunity, Task
from models.person import Person

WELL = 0.8
"""Share of a play's steps without slip and without help asked for from which it counts as kept."""
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
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    learner_id: UUID,
    now: datetime,
    count: int = OFFERED,
    before: int | None = None,
) -> tuple[Offer, ...]:
    """The tasks to put before a learner now, best first; `before` a sequence shows what was offered then."""
    met = planning.history(s, lessons, learner_id, before)
    finished: dict[str, list[PlayRecord]] = {}
    for play in progress.finished_plays(s, learner_id, before=before):
        finished.setdefault(play.lesson, []).append(play)
    latest = {record.lesson: record for record in journal.sessions(s, learner_id, before)}
    classroom_id = roster.classroom_then(s, learner_id, before)
    meets = calendars.weekdays(s, classroom_id, before) if classroom_id else frozenset()
    wanted = needs.wanted(s, learner_id, before)
    return ranked(lessons, artefact, met, finished, latest, meets, now, count, wanted=wanted)


def ranked(
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    met: Sequence[Opportunity],
    finished: Mapping[str, list[PlayRecord]],
    latest: Mapping[str, SessionRecord],
    meets: Collection[int],
    now: datetime,
    count: int = OFFERED,
    known: Person | None = None,
    wanted: Collection[str] = (),
) -> tuple[Offer, ...]:
    """The same from what somebody `met`, their finished plays and latest session of each lesson, and the class days.

    `known` is the person already folded from `met`, if the caller keeps one; `wanted` are the tasks they wish for.
    """
    ended = {play.session_id for plays in finished.values() for play in plays}
    tasks = [
        _task(
            lesson,
            lessons,
            finished.get(lesson.id, []),
            latest[lesson.id].at if lesson.id in latest else None,
            meets,
            wanted=lesson.id in wanted,
        )
        for lesson in lessons.values()
        if not lesson.gentle
    ]
    return tuple(
        Offer(
            lesson=lessons[suggestion.task],
            code=suggestion.reason.code,
            args=dict(suggestion.reason.args),
            unfinished=suggestion.task in latest and latest[suggestion.task].uuid not in ended,
            plays=len(finished.get(suggestion.task, [])),
        )
        for suggestion in policy.suggest(met, tasks, artefact, now.timestamp(), count, known)
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


def offers_body(offered: tuple[Offer, ...], artefact: Artefact) -> dict[str, Any]:
    """What was offered and why, as data for a fact."""
    return {
        "artefact": artefact.hash,
        "off": artefact.off,
        "offers": [{"lesson": offer.lesson.id, "code": offer.code, "args": dict(offer.args)} for offer in offered],
    }


def how_it_went(play: PlayRecord) -> str:
    """A finished play in the words of the schedule of reviews: forgotten, kept with help, or kept."""
    if play.slips > (1 - WELL) * play.steps:
        return reviews.FORGOTTEN
    return reviews.HELPED if play.hints > (1 - WELL) * play.steps else reviews.KEPT


def due_again(finished: Sequence[PlayRecord], meets: Collection[int]) -> datetime | None:
    """When a lesson that was finished so is best done again in a class that meets on these days; None if never."""
    due = reviews.due((play.finished_at, how_it_went(play)) for play in finished)
    return calendars.on_a_class_day(due, finished[-1].finished_at, meets) if due else None


def keep_offers(s: Session, learner_id: UUID, offered: tuple[Offer, ...], artefact: Artefact, now: datetime) -> None:
    """Append what was offered and why, unless the same was offered already today."""
    body = offers_body(offered, artefact)
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


def _task(
    lesson: Lesson,
    lessons: Mapping[str, Lesson],
    finished: list[PlayRecord],
    began: datetime | None,
    meets: Collection[int],
    *,
    wanted: bool,
) -> Task:
    """What the model needs to know of a lesson; a need whose lesson nobody has written keeps nobody waiting."""
    last = finished[-1].finished_at if finished else began
    due = due_again(finished, meets)
    return Task(
        id=lesson.id,
        skills=lesson.skills,
        needs=tuple(need for need in lesson.needs if need in lessons),
        last_played=last.timestamp() if last else None,
        finished=len(finished),
        wanted=wanted,
        due=due.timestamp() if due else None,
        steps=planning.main_steps(stage(lesson)),
    )
