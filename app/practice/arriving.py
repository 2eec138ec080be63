"""What tablets did by themselves arrives: each act is decided anew here, kept once, and told where it differs.

Knows no page and no token; whose acts they may be is decided before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.practice.sitting import Prepared, Sitting, acts_on, look, open_prepared, resume, step
from app.records import Session, journal
from app.records.happened import HELP_ASKED
from app.simulator.lesson import Lesson
from app.simulator.machine import ANSWER, HELP, OTHER, REAL_DATA, Act

DISAGREED: Final = "disagreed"
"""The kind of fact that a tablet and this machine saw an act differently; what is kept is what this machine saw."""
UNSUPERVISED: Final = "unsupervised"
"""The kind of fact that a play was practised at home, with nobody of ours near."""
VALUES: Final = frozenset({"", ANSWER, OTHER, REAL_DATA})
_WORD: Final = re.compile(r"(?!.*\d{6})[a-z][a-z0-9_.-]{0,30}(?: [a-z0-9_.-]{1,40})?")
LONGEST_AGO: Final = timedelta(days=60)
"""Nothing is taken to have happened longer ago than this, whatever a tablet says."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A play that a tablet opened by itself, so long `ago`, from a play prepared here."""

    session: UUID
    ready: Prepared
    locale: str
    voice: str
    ago: timedelta
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """One act as a tablet did it: on which screen it was then, and what it came to there, so long `ago`."""

    uuid: UUID
    session: UUID
    act: str
    value: str
    screen: str
    outcome: str
    ago: timedelta


@dataclass(slots=True)
class Arrival:
    """What came of it: the acts that are kept for good, where each play stands, and the plays to be mended there."""

    kept: list[UUID] = field(default_factory=list)
    sittings: dict[UUID, Sitting] = field(default_factory=dict)
    differs: set[UUID] = field(default_factory=set)


def arrive(
    s: Session,
    lessons: Mapping[str, Lesson],
    openings: Iterable[Opening],
    acts: Sequence[Done],
    now: datetime,
    device_id: UUID | None = None,
) -> Arrival:
    """Open the plays that tablets opened, and decide and keep each act in order; what is kept already changes nothing.

    An act that this machine cannot place is kept as a fact, with what the tablet saw, and its play is to be mended.
    Raises LookupError for an act of a play that was never opened.
    """
    came = Arrival()
    for opening in openings:
        _open(s, lessons, came, opening, now, device_id)
    for done in acts:
        sitting = came.sittings.get(done.session) or resume(s, lessons, done.session)
        came.sittings[done.session] = sitting
        if journal.attempt(s, done.uuid) is None:
            came.sittings[done.session] = _decide(s, came, sitting, done, now - _ago(done.ago))
        came.kept.append(done.uuid)
    return came


def _open(
    s: Session,
    lessons: Mapping[str, Lesson],
    came: Arrival,
    opening: Opening,
    now: datetime,
    device_id: UUID | None,
) -> None:
    new = journal.session(s, opening.session) is None
    at = now - _ago(opening.ago)
    came.sittings[opening.session] = sitting = open_prepared(
        s,
        lessons,
        opening.ready,
        at,
        locale=opening.locale,
        voice=opening.voice,
        device_id=device_id,
        uuid=opening.session,
    )
    if new and opening.at_home:
        learner_id, body = sitting.session.learner_id, {"lesson": opening.ready.lesson}
        journal.append_fact(s, kind=UNSUPERVISED, body=body, now=at, learner_id=learner_id, session_id=opening.session)


def _decide(s: Session, came: Arrival, sitting: Sitting, done: Done, at: datetime) -> Sitting:
    value = done.value if done.value in VALUES else OTHER
    here = sitting.place.screen
    possible = not sitting.place.done and done.act in acts_on(look(sitting))
    after = step(s, sitting, Act(done.act, value), done.uuid, at) if possible else sitting
    decided = after.last.kind if possible and after.last is not None else ""
    if (here, decided) != (done.screen, done.outcome):
        came.differs.add(done.session)
        body: dict[str, object] = {
            "uuid": str(done.uuid),
            "act": _word(done.act),
            "value": value,
            "there": [_word(done.screen), _word(done.outcome)],
            "here": [here, decided],
        }
        _tell(s, sitting, DISAGREED, body, at)
    elif done.act == HELP:
        body = {"lesson": sitting.play.lesson.id, "screen": here, "hint": after.place.visit.hint}
        _tell(s, sitting, HELP_ASKED, body, at)
    return after


def _tell(s: Session, sitting: Sitting, kind: str, body: Mapping[str, object], at: datetime) -> None:
    opened = sitting.session
    journal.append_fact(
        s,
        kind=kind,
        body=body,
        now=at,
        learner_id=opened.learner_id,
        session_id=opened.uuid,
        device_id=opened.device_id,
    )


def _word(told: str) -> str:
    """A word that a lesson could have; nothing else that a tablet sends is kept."""
    return told if _WORD.fullmatch(told) else ""


def _ago(told: timedelta) -> timedelta:
    return min(max(told, timedelta()), LONGEST_AGO)
