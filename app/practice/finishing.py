"""What a finished play came to, in a learner's terms: done alone, done with help, to practise again; never a mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.records import Session, journal, progress
from app.records.folding import OpportunityRecord, finished_play, opportunities
from app.simulator.lesson import Lesson

LEAST_HELP = ("prompted", "alone")
MOST_ALONE, MOST_AGAIN = 5, 3
"""Skills that the end of a play names."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a play. `alone`, `helped` and `again` are skills; `independent` is earned on a later day only."""

    lesson: str
    alone: tuple[str, ...]
    helped: tuple[str, ...]
    again: tuple[str, ...]
    steps: int
    steps_alone: int
    independent: bool

    def marks(self) -> frozenset[str]:
        """What the drawing of a lesson's end answers to, as a tablet says it too (static/js/play.js)."""
        marks = {f"alone={skill}" for skill in self.alone[:MOST_ALONE]} | {
            f"again={skill}" for skill in self.again[:MOST_AGAIN]
        }
        facts = (("some", self.alone), ("more", self.again), ("independent", self.independent))
        return frozenset(marks | {mark for mark, true in facts if true})


def finish(s: Session, lessons: Mapping[str, Lesson], session_id: UUID) -> Finish | None:
    """What the session came to, or None while it is not finished. Raises LookupError when there is no such session."""
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
    return Finish(
        lesson=record.lesson,
        alone=alone,
        helped=tuple(skill for skill in helped if skill not in alone),
        again=tuple(skill for skill in again if skill not in alone),
        steps=play.steps,
        steps_alone=sum(1 for one in first.values() if _unaided(one)),
        independent=play.independent(min(days, default=play.day())),
    )


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
