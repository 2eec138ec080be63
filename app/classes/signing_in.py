"""Signing in where a class asks for more than a face: what is needed, a code tried, a volunteer who lets somebody in.

What is looked at decides `guessing`, from facts that hold tablet and person and never what was typed; knows no page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.classes import codes, guessing, seating
from app.records import Session, facts, journal
from app.records.happened import FactRecord
from app.records.identity import BOOT, moment
from app.records.tables import Device, Learner, Staff

CODE_WRONG: Final = "code_wrong"
"""The kind of fact that a wrong code was looked at; what it was is not kept."""
LET_IN: Final = "let_in"
"""The kind of fact that a volunteer lets somebody in, once, without their code."""
HOLDS: Final = timedelta(hours=1)
"""So long somebody who was let in may take to sit down, counted while the laptop runs."""

VOLUNTEER: Final = "volunteer"
"""What is needed of somebody who has no code of the kind that their class asks for: a volunteer lets them in."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a code: `right`, or, when it was not looked at, the seconds to wait, None for a volunteer's help."""

    right: bool
    looked_at: bool = True
    wait: int | None = 0


def needed(s: Session, learner: Learner, now: datetime) -> str:
    """What somebody must show beside their face now: nothing (''), one of `codes.FACTORS`, or a VOLUNTEER."""
    factor = codes.asked(s, learner.classroom_id)
    if not factor or is_let_in(s, learner, now):
        return ""
    return factor if codes.dealt(s, learner.id, factor) is not None else VOLUNTEER


def let_in(s: Session, learner: Learner, member: Staff, now: datetime) -> None:
    """Let somebody in once without their code, at the tablet at which they say next that it is them."""
    journal.append_fact(s, kind=LET_IN, body={"by": str(member.id)}, now=now, learner_id=learner.id)


def is_let_in(s: Session, learner: Learner, now: datetime) -> bool:
    """Whether a volunteer let them in and they have not sat down since."""
    told = facts.of_person(s, learner.id, (LET_IN, seating.SAT_DOWN))
    return bool(told) and told[-1].kind == LET_IN and _since(told[-1], now) < HOLDS


def answer(s: Session, learner: Learner, device: Device, now: datetime) -> guessing.Answer:
    """Whether a code for somebody is looked at now at this tablet."""
    so_far = guessing.count(_events(s, learner.id))
    return guessing.answer(so_far, device.id, moment(now).monotonic_ms / 1000)


def fits(s: Session, learner: Learner, device: Device, signs: Sequence[str], secret: bytes, now: datetime) -> bool:
    """Whether these signs are theirs, False when none is looked at now; slow, so it is asked outside any writing."""
    code = codes.dealt(s, learner.id, codes.asked(s, learner.classroom_id))
    return code is not None and answer(s, learner, device, now).looked_at and codes.fits(code, signs, secret)


def tried(s: Session, learner: Learner, device: Device, visit: str, now: datetime, *, right: bool) -> Tried:
    """Keep what a code came to, unless it is not to be looked at any more by now."""
    may = answer(s, learner, device, now)
    if not may.looked_at:
        return Tried(False, False, may.wait)
    if not right:
        told = {"learner_id": learner.id, "device_id": device.id}
        journal.append_fact(s, kind=CODE_WRONG, body={"visit": visit}, now=now, **told)
        after = answer(s, learner, device, now)
        return Tried(False, True, after.wait)
    return Tried(True)


def sit_away(s: Session, learner: Learner, device: Device, sitting: UUID, ago: timedelta, now: datetime) -> bool:
    """Whether a sitting is known; one that a tablet began by itself so long ago, while the laptop did not answer, is
    taken over where the class asks for no more than the face, or a volunteer let that person in."""
    if seating.known(s, sitting):
        return True
    asks = codes.asked(s, learner.classroom_id) and not is_let_in(s, learner, now)
    if asks or device.classroom_id != learner.classroom_id or facts.taken(s, sitting):
        return False
    seating.sit_down(s, learner, device, now, how=seating.AWAY, sitting=sitting, ago=ago)
    return True


def without_code(s: Session, people: Sequence[Learner], factor: str) -> list[Learner]:
    """Those who have no code of this kind yet."""
    return [one for one in people if factor and codes.dealt(s, one.id, factor) is None]


def asleep(s: Session, people: Sequence[Learner]) -> list[UUID]:
    """Those for whom so many wrong codes were typed that a new tablet looks at none any more: a new code mends it."""
    return [one.id for one in people if guessing.count(_events(s, one.id)).spent]


def _events(s: Session, learner_id: UUID) -> list[guessing.Event]:
    """What happened since somebody's code was dealt, as the rule takes it."""
    kinds = (codes.CODE_DEALT, CODE_WRONG, seating.SAT_DOWN)
    events: list[guessing.Event] = []
    for fact in facts.of_person(s, learner_id, kinds):
        if fact.kind == codes.CODE_DEALT:
            events = []
        elif kind := _KINDS.get(fact.body.get("how", CODE_WRONG)):
            second = fact.monotonic_ms / 1000 if fact.boot == BOOT else None
            events.append(guessing.Event(kind, fact.device_id, fact.body.get("visit", ""), second))
    return events


_KINDS: Final = {CODE_WRONG: guessing.WRONG, seating.CODE: guessing.RIGHT, seating.LET_IN: guessing.LET_IN}


def _since(fact: FactRecord, now: datetime) -> timedelta:
    """How long ago something was, by the clock that nobody can set; for ever where the laptop was started since."""
    if fact.boot != BOOT:
        return timedelta.max
    return timedelta(milliseconds=moment(now).monotonic_ms - fact.monotonic_ms)
