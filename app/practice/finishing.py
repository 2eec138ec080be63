"""What a finished play came to, in a learner's terms: done alone, done with help, to practise again; never a mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.records import Session, cards, journal, progress
from app.records.folding import CHINA, OpportunityRecord, finished_play, opportunities
from app.simulator import bridges
from app.simulator.catalogue import Bridge
from app.simulator.lesson import Lesson

LEAST_HELP = ("prompted", "alone")
MOST_ALONE, MOST_AGAIN = 5, 3
"""Skills that the end of a play names."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a play. `alone`, `helped` and `again` are skills; `independent` is earned on a later day only.

    `checked` says that the front-door card counts as checked today; `met` whether the trial of the play, if it held
    one, was genuine or fraud.
    """

    lesson: str
    alone: tuple[str, ...]
    helped: tuple[str, ...]
    again: tuple[str, ...]
    steps: int
    steps_alone: int
    independent: bool
    checked: bool
    met: str = ""

    def marks(self) -> frozenset[str]:
        """What the drawing of a lesson's end answers to, as a tablet says it too (static/js/play.js)."""
        marks = {f"alone={skill}" for skill in self.alone[:MOST_ALONE]} | {
            f"again={skill}" for skill in self.again[:MOST_AGAIN]
        }
        facts = (
            ("some", self.alone),
            ("more", self.again),
            ("independent", self.independent),
            ("checked", self.checked),
            (f"met={self.met}", self.met),
        )
        return frozenset(marks | {mark for mark, true in facts if true})


def finish(
    s: Session,
    lessons: Mapping[str, Lesson],
    doors: Mapping[str, Bridge],
    session_id: UUID,
    now: datetime,
    met: str = "",
) -> Finish | None:
    """What the session came to, or None while it is not finished. Raises LookupError when there is no such session.

    `doors` are the front-door cards by their task; `met` is what the trial of the play was, where it held one.
    """
    record = journal.session(s, session_id)
    if record is None:
        raise LookupError(f"no session {session_id}")
    attempts = journal.attempts(s, session_id)
    play = finished_play(record, attempts)
    if play is None:
        return None
    first: dict[str, OpportunityRecord] = {}
    for opportunity in opportunities(record, attempts):
        first.setdefault(opportunity.screen, opportunity)
    alone, helped, again = _sorted(first, lessons.get(record.lesson))
    days = [one.day() for one in progress.finished_plays(s, record.learner_id, record.lesson)]
    door, checks = doors.get(record.lesson), cards.latest(s, demo=record.demo)
    return Finish(
        lesson=record.lesson,
        alone=alone,
        helped=tuple(skill for skill in helped if skill not in alone),
        again=tuple(skill for skill in again if skill not in alone),
        steps=play.steps,
        steps_alone=sum(1 for one in first.values() if _unaided(one)),
        independent=play.independent(min(days, default=play.day())),
        checked=door is not None and bridges.counts(door, checks.get(door.task), now.astimezone(CHINA).date()),
        met=met,
    )


def card_days(s: Session, door: Bridge | None, *, demo: bool) -> tuple[date, date] | None:
    """The first and the last day on which a front-door card counts as checked; None where no check says so.

    Invented people go by what invented trainers checked.
    """
    return bridges.good_days(door, cards.latest(s, demo=demo).get(door.task)) if door else None


def _unaided(one: OpportunityRecord) -> bool:
    return one.outcome == "correct" and one.support in LEAST_HELP and not one.hints


def _sorted(
    first: Mapping[str, OpportunityRecord], lesson: Lesson | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    alone: dict[str, None] = {}
    helped: dict[str, None] = {}
    again: dict[str, None] = {}
    for name, one in first.items():
        screen = lesson.screens.get(name) if lesson else None
        for skill in screen.skills if screen else ():
            (again if one.slipped else alone if _unaided(one) else helped)[skill] = None
    return tuple(alone), tuple(helped), tuple(again)
