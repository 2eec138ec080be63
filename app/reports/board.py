"""Who of a class asked for help just now and who is practising; the longest wait first, never the quickest learner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import Final
from uuid import UUID

from app.records import Session, journal, progress, roster
from app.records.happened import HELP_ASKED, HELP_GIVEN, FactRecord
from app.records.progress import PlayedAct
from app.records.tables import Classroom, Learner

NOW: Final = timedelta(minutes=30)
"""What is older than this is no longer now: the person has gone home or was helped by a neighbour."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One learner on the board: their tablet's seat ('' where it is not known), where they are, since when."""

    learner: Learner
    seat: str
    lesson: str
    lesson_hash: str
    screen: str
    session_id: UUID | None
    since: datetime
    hints: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A class just now: who asked and was not helped yet, who is practising, who is not here, who was just visited."""

    classroom: Classroom
    asked: tuple[Seat, ...]
    practising: tuple[Seat, ...]
    away: tuple[Learner, ...]
    visited: frozenset[UUID]

    @property
    def state(self) -> str:
        """A short name of what is to be seen: it changes when the board does."""
        told = [(seat.learner.id.hex, seat.seat, seat.screen, seat.since.isoformat()) for seat in self.asked]
        others = [(seat.learner.id.hex, seat.seat) for seat in self.practising]
        names = [learner.id.hex for learner in self.away]
        return blake2s(repr((told, others, names)).encode(), digest_size=8).hexdigest()


def board(s: Session, classroom: Classroom, now: datetime) -> Board:
    """The board of a class at a time."""
    learners = {learner.id: learner for learner in roster.learners(s, classroom.id)}
    seats = {device.id: device.name for device in roster.devices(s, classroom.id)}
    acts: dict[UUID, list[PlayedAct]] = {learner_id: [] for learner_id in learners}
    for act in progress.classroom_since(s, classroom.id, now - NOW):
        acts[act.learner_id].append(act)
    asked = _latest(journal.facts(s, HELP_ASKED, now - NOW))
    given = _latest(journal.facts(s, HELP_GIVEN, now - NOW))
    waiting, practising, away = [], [], []
    for learner in learners.values():
        done, call = acts[learner.id], asked.get(learner.id)
        since = waits_since(done, call, given.get(learner.id))
        if since is not None:
            waiting.append(_seat(s, learner, done, call, since, seats))
        elif done:
            practising.append(_seat(s, learner, done, None, done[-1].at, seats))
        else:
            away.append(learner)
    return Board(
        classroom=classroom,
        asked=tuple(sorted(waiting, key=lambda seat: seat.since)),
        practising=tuple(sorted(practising, key=lambda seat: (len(seat.seat), seat.seat))),
        away=tuple(away),
        visited=frozenset(given),
    )


def waits_since(acts: Sequence[PlayedAct], call: FactRecord | None, given: FactRecord | None) -> datetime | None:
    """Since when somebody waits for a person; None when nobody was asked for, help came, or they went on by themselves.

    A hint is asked for with the same button, so it counts until the next right act, as does a call from a lesson; a
    call from any other page stands until somebody came. `acts` is in order. What came first is told by the order of
    arrival, which no clock put right in between can turn.
    """
    helped = given.sequence if given else 0
    asks: list[FactRecord | PlayedAct] = [call] if call and call.sequence > helped else []
    for act in acts:
        if act.outcome == "correct":
            asks = [ask for ask in asks if ask.sequence > act.sequence or (ask is call and call.session_id is None)]
        elif act.outcome == "hint" and act.sequence > helped:
            asks.append(act)
    first = min(asks, key=lambda ask: ask.sequence, default=None)
    return first.at if first else None


def _seat(
    s: Session,
    learner: Learner,
    acts: Sequence[PlayedAct],
    call: FactRecord | None,
    since: datetime,
    seats: Mapping[UUID, str],
) -> Seat:
    last = acts[-1] if acts else None
    opened = journal.session(s, last.session_id) if last else None
    device = call.device_id if call else opened.device_id if opened else None
    return Seat(
        learner=learner,
        seat=seats.get(device, "") if device else "",
        lesson=last.lesson if last else "",
        lesson_hash=last.lesson_hash if last else "",
        screen=last.screen if last else "",
        session_id=last.session_id if last else None,
        since=since,
        hints=last.hints if last else 0,
    )


def _latest(facts: Iterable[FactRecord]) -> dict[UUID, FactRecord]:
    """The last fact about each learner."""
    return {fact.learner_id: fact for fact in facts if fact.learner_id is not None}
