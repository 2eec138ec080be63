"""What a person takes home on paper: what they do alone, the steps that were hard, and the day to practise again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.practice import calendars, offering
from app.records import Session, progress
from app.records.folding import CHINA, OpportunityRecord, PlayRecord
from app.records.tables import Learner
from app.simulator.lesson import Lesson, Screen

STEPS: Final = 3
"""So many hard steps stand on a sheet, and so many tasks to practise again."""
DAYS: Final = 3
"""So many days to practise stand on a sheet."""
CAN: Final = 4


@dataclass(frozen=True, slots=True)
class Hard:
    """A step whose latest meeting was a slip or needed help."""

    lesson: Lesson
    screen: Screen

    @property
    def skill(self) -> str:
        """What it is about."""
        return self.screen.skills[0]


@dataclass(frozen=True, slots=True)
class Reminder:
    """A person's sheet. `can` are skills; `again` are lessons with the day they are best done again, soonest first.

    `class_days` are the next DAYS days of the class, none where nobody said when it meets.
    """

    learner: Learner
    can: tuple[str, ...]
    hard: tuple[Hard, ...]
    again: tuple[tuple[Lesson, date], ...]
    class_days: tuple[date, ...]


def remind(s: Session, lessons: Mapping[str, Lesson], learner: Learner, now: datetime) -> Reminder:
    """What this person takes home today. Lessons about something sad are left out: nobody is asked to do them again."""
    today = now.astimezone(CHINA).date()
    meets = calendars.weekdays(s, learner.classroom_id)
    told = {id_: lesson for id_, lesson in lessons.items() if not lesson.gentle}
    hard = _hard(progress.opportunities(s, learner.id), told)
    again = _again(progress.finished_plays(s, learner.id), told, today, meets)
    for one in hard:
        again.setdefault(one.lesson.id, calendars.next_day(today, meets))
    soonest = sorted(again.items(), key=lambda pair: pair[1])[:STEPS]
    return Reminder(
        learner=learner,
        can=offering.can_do(s, lessons, learner.id)[:CAN],
        hard=hard,
        again=tuple((told[lesson], day) for lesson, day in soonest),
        class_days=calendars.next_days(today, meets, DAYS) if meets else (),
    )


def _hard(met: list[OpportunityRecord], lessons: Mapping[str, Lesson]) -> tuple[Hard, ...]:
    """The steps that slipped, or for which help was asked, the last time they were met: the latest first, each skill
    once."""
    latest: dict[tuple[str, str], OpportunityRecord] = {(one.lesson, one.screen): one for one in met}
    found: dict[str, Hard] = {}
    for one in (one for one in reversed(met) if latest[one.lesson, one.screen] is one):
        screen = lessons[one.lesson].screens.get(one.screen) if one.lesson in lessons else None
        if screen is not None and screen.skills and (one.slipped or one.hints):
            found.setdefault(screen.skills[0], Hard(lessons[one.lesson], screen))
    return tuple(found.values())[:STEPS]


def _again(
    finished: list[PlayRecord], lessons: Mapping[str, Lesson], today: date, meets: frozenset[int]
) -> dict[str, date]:
    """When each finished lesson is due again, on a day of the class; what is overdue, on the next one."""
    plays: dict[str, list[PlayRecord]] = {}
    for play in finished:
        if play.lesson in lessons:
            plays.setdefault(play.lesson, []).append(play)
    due = {lesson: offering.due_again(those, meets) for lesson, those in plays.items()}
    days = {lesson: moment.astimezone(CHINA).date() for lesson, moment in due.items() if moment is not None}
    return {lesson: day if day > today else calendars.next_day(today, meets) for lesson, day in days.items()}
