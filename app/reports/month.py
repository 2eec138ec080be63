"""What a class did in a month, for somebody who does not know it: who came, what is done alone; never a rank."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.records import Session, attendance, progress, roster
from app.records.attendance import Came
from app.records.folding import CHINA, PlayRecord, done_alone_at
from app.records.tables import Classroom, Learner

FEWEST: Final = 10
"""A count of fewer people is not told to whoever may not know their names: it could be told who they are."""


@dataclass(frozen=True, slots=True)
class Alone:
    """A task and the people who do it alone, in the order they joined; `new` are those of this month."""

    lesson: str
    people: tuple[Learner, ...]
    new: tuple[Learner, ...]


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A class in a month, by the village's calendar. `came` were ticked or practised; tasks are in order."""

    classroom: Classroom
    month: date
    people: int
    days: tuple[Came, ...]
    came: tuple[Learner, ...]
    finished: int
    """How often a task was finished in this month."""
    alone: tuple[Alone, ...]


def month_report(s: Session, classroom: Classroom, month: date, lessons: tuple[str, ...]) -> MonthReport:
    """Everything the page of a month shows; `month` is any day of it, `lessons` the order of the tasks."""
    people = roster.learners(s, classroom.id)
    plays: dict[tuple[UUID, str], list[PlayRecord]] = defaultdict(list)
    for play in progress.classroom_plays(s, classroom.id):
        plays[play.learner_id, play.lesson].append(play)
    days = tuple(one for one in reversed(attendance.days(s, classroom.id)) if _in(one.day, month))
    there = {one for day in days for one, present in attendance.on(s, classroom.id, day.day).items() if present}
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    there |= progress.practised_between(s, classroom.id, first, last)
    done = [_alone(lesson, people, plays, month) for lesson in lessons]
    return MonthReport(
        classroom=classroom,
        month=month.replace(day=1),
        people=len(people),
        days=days,
        came=tuple(one for one in people if one.id in there),
        finished=sum(_in(play.day(), month) for those in plays.values() for play in those),
        alone=tuple(one for one in done if one.people),
    )


def _alone(lesson: str, people: list[Learner], plays: dict[tuple[UUID, str], list[PlayRecord]], month: date) -> Alone:
    """Who did a task alone by the end of the month, and who did so in it for the first time."""
    since = {one.id: done_alone_at(plays.get((one.id, lesson), ())) for one in people}
    by_then = [one for one in people if (at := since[one.id]) and _month(_day(at)) <= _month(month)]
    new = [one for one in by_then if (at := since[one.id]) and _in(_day(at), month)]
    return Alone(lesson, tuple(by_then), tuple(new))


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _in(day: date, month: date) -> bool:
    return _month(day) == _month(month)
