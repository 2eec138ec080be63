"""Folds the attempts of a play into what a report counts: opportunities, finished plays; pure, it runs no query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from itertools import groupby
from typing import Final, NamedTuple, Protocol
from uuid import UUID
from zlib import crc32

from app.simulator.place import BESIDE, GONE
from app.simulator.support import SUPPORT

CHINA: Final = timezone(timedelta(hours=8), "UTC+8")
"""The one time zone of the villages; it has had no summer time since 1991."""

NEUTRAL: Final = "neutral"
HINT: Final = "hint"


class Opened(Protocol):
    """What folding asks of the opening of a play; a SessionRecord has it."""

    @property
    def uuid(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...
    @property
    def learner_id(self) -> UUID: ...
    @property
    def lesson(self) -> str: ...
    @property
    def lesson_hash(self) -> str: ...
    @property
    def size(self) -> str: ...


class Done(Protocol):
    """What folding asks of an attempt; an AttemptRecord has it."""

    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def twist(self) -> int: ...
    @property
    def screen(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def support(self) -> str: ...
    @property
    def hints(self) -> int: ...
    @property
    def outcome(self) -> str: ...
    @property
    def finishes(self) -> bool: ...


class OpportunityRecord(NamedTuple):
    """One visit of a learner to a screen, told by its first act that was not neutral.

    Whatever was done with somebody beside the learner is told as a hint: neither right nor wrong.
    """

    sequence: int
    session_id: UUID
    learner_id: UUID
    lesson: str
    lesson_hash: str
    size: str
    twist: int
    screen: str
    act: str
    outcome: str
    support: str
    hints: int
    at: datetime

    @property
    def slipped(self) -> bool:
        """The first act was a slip."""
        return self.outcome == "slip"

    @property
    def alone(self) -> bool:
        """Right at once, with no support and no hint, at the true size of the phone."""
        return self.outcome == "correct" and self.support == "alone" and self.hints == 0 and self.size == "true"

    @property
    def worth(self) -> int:
        """How little help it took: the place of its support in SUPPORT when right at once without a hint, else 0."""
        return SUPPORT.index(self.support) if self.outcome == "correct" and not self.hints else 0

    @property
    def helped(self) -> bool:
        """Neither alone nor a slip: support was there or a hint was taken, which is never counted against anybody."""
        return not self.alone and not self.slipped


class PlayRecord(NamedTuple):
    """A play that reached its end. `steps` = `alone` + `helped` + `slipped`, each screen told by its first visit."""

    sequence: int
    session_id: UUID
    learner_id: UUID
    lesson: str
    size: str
    opened_at: datetime
    finished_at: datetime
    steps: int
    alone: int
    helped: int
    slipped: int
    slips: int
    """All acts that were slips, with nobody beside."""
    hints: int
    """All hints that were asked for, and each step that was first met with somebody beside."""

    @property
    def unhelped(self) -> bool:
        """Every step was done alone."""
        return self.steps > 0 and self.alone == self.steps

    def independent(self, first: date, zone: tzinfo = CHINA) -> bool:
        """Every step alone at true size, with no slip and no hint, on a later day than the `first` it was finished."""
        return self.unhelped and not self.slips and not self.hints and self.day(zone) > first

    def day(self, zone: tzinfo = CHINA) -> date:
        """The day it was finished, by the clock on the wall of the village."""
        return self.finished_at.astimezone(zone).date()


class PractisedRecord(NamedTuple):
    """What one play came to on one day: opportunities, how many of them alone, and the same for half of the steps.

    The steps are halved by their names, so that people are told apart by one half and followed by the other. Session
    and learner are told by the 32 signs of their ids: a county's are compared a million times for one page, which
    takes a UUID ten times as long.
    """

    session_id: str
    day: int
    """The date's ordinal, by the clock on the wall of the village."""
    learner_id: str
    lesson: str
    met: int
    alone: int
    first_met: int
    first_worth: int
    """How little help it took: 0 (shown, or not right at once) to 3 (without support) for each, added up."""
    other_met: int
    other_alone: int
    finished: bool
    """The play reached its end on that day."""
    unhelped: bool
    """It did, with every step alone, no slip and no hint."""


def done_alone_at(plays: Sequence[PlayRecord]) -> datetime | None:
    """When a lesson was first done without help, slip or hint at true size, on a later day than its first finish.

    `plays` are one person's finished plays of one lesson, the first to arrive first; None when none of them was so.
    """
    first = min((play.day() for play in plays), default=None)
    return next((play.finished_at for play in plays if first and play.independent(first)), None)


def accompanied(attempts: Iterable[Done]) -> Iterator[tuple[Done, bool]]:
    """Each attempt of a session in order, and whether somebody sat beside the learner when it was done."""
    beside = False
    for attempt in attempts:
        beside = attempt.act == BESIDE if attempt.act in (BESIDE, GONE) else beside
        yield attempt, beside


def opportunities(opened: Opened, attempts: Iterable[Done]) -> Iterator[OpportunityRecord]:
    """The opportunities of one session from its attempts in order: one a visit, none for a visit of neutral acts only.

    A visit is an unbroken run of attempts on one screen.
    """
    for _, visit in groupby(accompanied(attempts), key=lambda told: told[0].screen):
        first, beside = next((told for told in visit if told[0].outcome != NEUTRAL), (None, False))
        if first is not None:
            yield OpportunityRecord(
                sequence=first.sequence,
                session_id=opened.uuid,
                learner_id=opened.learner_id,
                lesson=opened.lesson,
                lesson_hash=opened.lesson_hash,
                size=opened.size,
                twist=first.twist,
                screen=first.screen,
                act=first.act,
                outcome=HINT if beside else first.outcome,
                support=first.support,
                hints=first.hints,
                at=first.at,
            )


def of_first_half(lesson: str, screen: str) -> bool:
    """Whether a step belongs to the half by which the weakest quarter is fixed; the same on every machine."""
    return crc32(f"{lesson}.{screen}".encode()) % 2 == 0


def practised(
    opened: Opened, met: Sequence[OpportunityRecord], play: PlayRecord | None, zone: tzinfo = CHINA
) -> list[PractisedRecord]:
    """The days of one play, from its opportunities and what it came to."""
    days: dict[int, list[OpportunityRecord]] = {}
    for one in met:
        days.setdefault(one.at.astimezone(zone).toordinal(), []).append(one)
    ended = play.day(zone).toordinal() if play else None
    if ended is not None:
        days.setdefault(ended, [])
    unhelped = play is not None and play.unhelped and not play.slips and not play.hints
    return [_practised(opened, day, some, day == ended, unhelped) for day, some in days.items()]


def _practised(
    opened: Opened, day: int, met: Sequence[OpportunityRecord], ended: bool, unhelped: bool
) -> PractisedRecord:
    first = [one for one in met if of_first_half(one.lesson, one.screen)]
    other = [one for one in met if not of_first_half(one.lesson, one.screen)]
    return PractisedRecord(
        session_id=opened.uuid.hex,
        day=day,
        learner_id=opened.learner_id.hex,
        lesson=opened.lesson,
        met=len(met),
        alone=sum(one.alone for one in met),
        first_met=len(first),
        first_worth=sum(one.worth for one in first),
        other_met=len(other),
        other_alone=sum(one.alone for one in other),
        finished=ended,
        unhelped=ended and unhelped,
    )


def finished_play(opened: Opened, attempts: Sequence[Done]) -> PlayRecord | None:
    """What one session came to, from its attempts in order; None while it has not reached its end."""
    end = next((place for place, attempt in enumerate(attempts) if attempt.finishes), None)
    if end is None:
        return None
    played = attempts[: end + 1]
    told = list(accompanied(played))
    steps: dict[str, OpportunityRecord] = {}
    for opportunity in opportunities(opened, played):
        steps.setdefault(opportunity.screen, opportunity)
    firsts = {step.sequence for step in steps.values()}
    with_somebody = [one for one, beside in told if beside and one.sequence in firsts and one.outcome != HINT]
    return PlayRecord(
        sequence=attempts[end].sequence,
        session_id=opened.uuid,
        learner_id=opened.learner_id,
        lesson=opened.lesson,
        size=opened.size,
        opened_at=opened.at,
        finished_at=attempts[end].at,
        steps=len(steps),
        alone=sum(step.alone for step in steps.values()),
        helped=sum(step.helped for step in steps.values()),
        slipped=sum(step.slipped for step in steps.values()),
        slips=sum(attempt.outcome == "slip" and not beside for attempt, beside in told),
        hints=sum(attempt.outcome == HINT for attempt in played) + len(with_somebody),
    )
