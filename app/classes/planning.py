"""Builds a class's plan of today from its records and what is known of each person; it knows no lesson and no page.

The plan is kept nowhere: it is made anew whenever it is looked at. Kept is what a volunteer told and which turns began,
and both are obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.classes import turns
from app.classes.turns import Today
from app.records import Session, helporder, roster
from app.records.tables import Classroom, Device, Learner
from models.plan import Plan, Present, Seat, Told, todays_plan


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """Today's plan at a time: its turns, who is here and who is not, the tablets, and when the class is over.

    `over` are the tablets whose turn has come to its end, each with who acted there.
    """

    plan: Plan
    here: tuple[Learner, ...]
    away: tuple[Learner, ...]
    devices: tuple[Device, ...]
    over: dict[UUID, UUID]
    ends: datetime
    left: float


def plan_of(
    s: Session, classroom: Classroom, known: Sequence[Present], now: datetime, devices: Sequence[Device] | None = None
) -> ClassPlan:
    """The plan of a class now; `known` is what is known of its people, `devices` its tablets where not all are here."""
    day = turns.today(s, classroom, now)
    seats = tuple(roster.devices(s, classroom.id) if devices is None else devices)
    here, away = _present(s, classroom, day)
    ends = day.began + day.lasts
    left = max(0.0, (ends - now) / timedelta(minutes=1))
    sitting = {device.id: turns.sitting(day, device.id, now) for device in seats}
    rest = {
        device: max(0.0, (turn.at + timedelta(minutes=turn.minutes) + turns.longer(day, turn) - now) / _MINUTE)
        for device, turn in sitting.items()
        if turn is not None
    }
    people = _people(day, here, known, now)
    places = [_seat(device, sitting[device.id], rest.get(device.id, 0.0)) for device in seats]
    return ClassPlan(
        todays_plan(people, places, left, _told(day)),
        here,
        away,
        seats,
        {device: turn.learner_id for device, turn in sitting.items() if turn is not None and rest[device] <= 0.0},
        ends,
        left,
    )


_MINUTE: Final = timedelta(minutes=1)


def _seat(device: Device, turn: turns.Turn | None, left: float) -> Seat:
    if turn is None:
        return Seat(str(device.id))
    return Seat(str(device.id), str(turn.learner_id), str(turn.watcher or ""), left)


def _present(s: Session, classroom: Classroom, day: Today) -> tuple[tuple[Learner, ...], tuple[Learner, ...]]:
    """Who is here and who is not: as the volunteer said last, else who was ticked or has acted, else everybody."""
    said = {f.learner_id: f.body["what"] == turns.HERE for f in day.told if f.body["what"] in (turns.AWAY, turns.HERE)}
    here: list[Learner] = []
    away: list[Learner] = []
    for learner in roster.learners(s, classroom.id):
        usual = learner.id in day.acts or (day.ticked.get(learner.id, False) if day.ticked else True)
        (here if said.get(learner.id, usual) else away).append(learner)
    return tuple(here), tuple(away)


def _people(day: Today, here: Iterable[Learner], known: Sequence[Present], now: datetime) -> list[Present]:
    standing = {one.id: one for one in known}
    beside: dict[UUID, set[str]] = {}
    for mine in day.turns.values():
        for turn in mine:
            if turn.watcher is not None:
                beside.setdefault(turn.learner_id, set()).add(str(turn.watcher))
                beside.setdefault(turn.watcher, set()).add(str(turn.learner_id))
    return [
        replace(
            standing.get(str(one.id), Present(str(one.id))),
            acted=turns.acted(day, one.id, now),
            early=helporder.goes_first(one, now),
            beside=frozenset(beside.get(one.id, ())),
        )
        for one in here
    ]


def _told(day: Today) -> Told:
    """Who was put first and who later, until the turn that each then had began."""
    began = {turn.learner_id: turn.sequence for mine in day.turns.values() for turn in mine}
    last = {
        fact.learner_id: fact
        for fact in day.told
        if fact.learner_id is not None and fact.body["what"] in (turns.FIRST, turns.LATER)
    }
    open_ = sorted(
        (fact.sequence, str(learner), fact.body["what"])
        for learner, fact in last.items()
        if fact.sequence > began.get(learner, 0)
    )
    first = tuple(learner for _, learner, what in open_ if what == turns.FIRST)
    return Told(first, frozenset(learner for _, learner, what in open_ if what == turns.LATER))


def watcher(s: Session, device: Device, learner_id: UUID, now: datetime) -> Learner | None:
    """Who watches beside somebody at a tablet now; None when it is not their turn there, or nobody does."""
    turn = turns.sitting(turns.today(s, device.classroom, now), device.id, now)
    if turn is None or turn.learner_id != learner_id or turn.watcher is None:
        return None
    return roster.learner(s, turn.watcher)
