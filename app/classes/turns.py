"""What a volunteer told of today's turns, and who acted where and how long, from the log; it plans nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from app.classes.seating import SAT_DOWN
from app.records import Session, attendance, journal, progress
from app.records.folding import CHINA
from app.records.happened import FactRecord
from app.records.progress import PlayedAct
from app.records.tables import Classroom, Device, Staff

TURN: Final = "turn"
"""The kind of fact that somebody's turn at a tablet began: acting, or watching beside."""
ACTS: Final = "acts"
WATCHES: Final = "watches"
PLAN_TOLD: Final = "plan_told"
"""The kind of fact that a volunteer changed today's plan: one of CHANGES about a person, or how long the class is."""
FIRST: Final = "first"
LATER: Final = "later"
LONGER: Final = "longer"
AWAY: Final = "away"
HERE: Final = "here"
CHANGES: Final = (FIRST, LATER, LONGER, AWAY, HERE)
LASTS: Final = "lasts"
MORE: Final = timedelta(minutes=5)
"""By so much one tap makes a turn longer."""
LENGTHS: Final = (45, 60, 90, 120)
"""Minutes that a class may last."""
USUAL: Final = 90
UNPLANNED: Final = 10.0
"""Minutes of a turn that nobody planned: somebody sat down and acted."""
PAUSE: Final = timedelta(minutes=5)
"""Between two acts of a person that are not further apart they were at the tablet all the while."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as it began: by whose tap, `minutes` planned, the watcher beside."""

    learner_id: UUID
    device_id: UUID
    at: datetime
    minutes: float
    sequence: int
    watcher: UUID | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """A class's day so far: turns by tablet, acts by person, and what was told about people, in order."""

    turns: Mapping[UUID, tuple[Turn, ...]]
    acts: Mapping[UUID, tuple[PlayedAct, ...]]
    moves: Mapping[UUID, tuple[tuple[int, UUID], ...]]
    """Person -> when, as places in the log, they came to which tablet: opened a play, sat down, had their turn."""
    told: tuple[FactRecord, ...]
    ticked: Mapping[UUID, bool]
    began: datetime
    """The first turn or act; now, before there is one."""

    def place(self, act: PlayedAct) -> UUID | None:
        """The tablet at which somebody did this: a play that was begun at another one goes on where they sit."""
        came = [device for sequence, device in self.moves.get(act.learner_id, ()) if sequence < act.sequence]
        return came[-1] if came else None

    @property
    def lasts(self) -> timedelta:
        """How long the class is."""
        said = [fact.body["minutes"] for fact in self.told if fact.body["what"] == LASTS]
        return timedelta(minutes=said[-1] if said else USUAL)


def begin_turn(
    s: Session,
    classroom: Classroom,
    device: Device,
    learner_id: UUID,
    member: Staff,
    now: datetime,
    *,
    minutes: float,
    why: Mapping[str, Any],
    watcher: UUID | None = None,
) -> FactRecord:
    """Keep that somebody's turn at a tablet begins, why, and who watches beside; each fact is that person's own."""
    about = {"classroom": str(classroom.id), "by": str(member.id), "minutes": minutes}
    began = journal.append_fact(
        s, kind=TURN, learner_id=learner_id, device_id=device.id, body={**about, "role": ACTS, **why}, now=now
    )
    if watcher is not None:
        journal.append_fact(
            s, kind=TURN, learner_id=watcher, device_id=device.id, body={**about, "role": WATCHES}, now=now
        )
    return began


def tell(s: Session, classroom: Classroom, learner_id: UUID, member: Staff, what: str, now: datetime) -> None:
    """Keep that a volunteer changed the plan for somebody; ValueError for anything that is none of CHANGES."""
    if what not in CHANGES:
        raise ValueError(what)
    body = {"classroom": str(classroom.id), "what": what, "by": str(member.id)}
    journal.append_fact(s, kind=PLAN_TOLD, learner_id=learner_id, body=body, now=now)


def tell_length(s: Session, classroom: Classroom, member: Staff, minutes: int, now: datetime) -> None:
    """Keep how long today's class is; ValueError for anything that is none of LENGTHS."""
    if minutes not in LENGTHS:
        raise ValueError(minutes)
    body = {"classroom": str(classroom.id), "what": LASTS, "minutes": minutes, "by": str(member.id)}
    journal.append_fact(s, kind=PLAN_TOLD, body=body, now=now)


def midnight(now: datetime) -> datetime:
    """When this day began in the village."""
    return now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


def today(s: Session, classroom: Classroom, now: datetime) -> Today:
    """What happened in a class since midnight that its plan rests on."""
    since, key = midnight(now), str(classroom.id)
    turns: dict[UUID, list[Turn]] = defaultdict(list)
    for fact in journal.facts(s, TURN, since):
        if fact.body["classroom"] != key or fact.device_id is None or fact.learner_id is None:
            continue
        mine = turns[fact.device_id]
        if fact.body["role"] == ACTS:
            mine.append(Turn(fact.learner_id, fact.device_id, fact.at, fact.body["minutes"], fact.sequence))
        elif mine and mine[-1].watcher is None:
            last = mine.pop()
            mine.append(Turn(last.learner_id, last.device_id, last.at, last.minutes, last.sequence, fact.learner_id))
    acts: dict[UUID, list[PlayedAct]] = defaultdict(list)
    for act in progress.classroom_since(s, classroom.id, since):
        acts[act.learner_id].append(act)
    times = [turn.at for mine in turns.values() for turn in mine] + [done[0].at for done in acts.values()]
    return Today(
        {device: tuple(mine) for device, mine in turns.items()},
        {learner: tuple(done) for learner, done in acts.items()},
        _moves(s, turns, acts, since),
        tuple(fact for fact in journal.facts(s, PLAN_TOLD, since) if fact.body["classroom"] == key),
        attendance.on(s, classroom.id, now.astimezone(CHINA).date()),
        min(times, default=now),
    )


def _moves(
    s: Session,
    turns: Mapping[UUID, Sequence[Turn]],
    acts: Mapping[UUID, Sequence[PlayedAct]],
    since: datetime,
) -> dict[UUID, tuple[tuple[int, UUID], ...]]:
    """Who came to which tablet, by place in the log, of those who acted."""
    moves: dict[UUID, list[tuple[int, UUID]]] = {learner: [] for learner in acts}
    for mine in turns.values():
        for turn in mine:
            moves.setdefault(turn.learner_id, []).append((turn.sequence, turn.device_id))
    for fact in journal.facts(s, SAT_DOWN, since):
        if fact.device_id is not None and fact.learner_id is not None and fact.learner_id in acts:
            moves[fact.learner_id].append((fact.sequence, fact.device_id))
    for learner, done in acts.items():
        opened = [journal.session(s, session) for session in {act.session_id for act in done}]
        moves[learner] += [(one.sequence, one.device_id) for one in opened if one is not None and one.device_id]
    return {learner: tuple(sorted(came, key=lambda move: move[0])) for learner, came in moves.items()}


def sitting(day: Today, device_id: UUID, now: datetime) -> Turn | None:
    """Whose turn it is at a tablet: the turn that was begun there last, or whoever acted there since without one.

    None once nobody has acted there for a pause beyond the turn's end.
    """
    last = next(iter(day.turns.get(device_id, ())[-1:]), None)
    after = last.sequence if last else 0
    acted = [act for done in day.acts.values() for act in done if act.sequence > after and day.place(act) == device_id]
    latest = max(acted, key=lambda act: act.sequence, default=None)
    if latest is not None and (last is None or latest.learner_id != last.learner_id):
        first = min((act for act in acted if act.learner_id == latest.learner_id), key=lambda act: act.sequence)
        last = Turn(latest.learner_id, device_id, first.at, UNPLANNED, first.sequence)
    if last is None:
        return None
    quiet = now - max(latest.at if latest else last.at, last.at + timedelta(minutes=last.minutes))
    return last if quiet <= PAUSE else None


def longer(day: Today, turn: Turn) -> timedelta:
    """By how much a turn was lengthened since it began."""
    taps: int = sum(
        fact.body["what"] == LONGER and fact.learner_id == turn.learner_id and fact.sequence > turn.sequence
        for fact in day.told
    )
    return MORE * taps


def acted(day: Today, learner_id: UUID, now: datetime) -> float:
    """Minutes that somebody was at a tablet today, from their acts; a turn counts from its beginning to its end once
    they have acted in it, for as long as they paused no longer than PAUSE."""
    moments = [act.at for act in day.acts.get(learner_id, ())]
    for mine in day.turns.values():
        for turn, following in zip(mine, (*mine[1:], None), strict=True):
            over = min(now, turn.at + timedelta(minutes=turn.minutes) + longer(day, turn))
            over = min(over, following.at) if following else over
            if turn.learner_id == learner_id and any(turn.at <= at <= over + PAUSE for at in moments):
                moments += [turn.at, over]
    moments.sort()
    gaps = [later - at for at, later in pairwise(moments)]
    return sum((gap for gap in gaps if gap <= PAUSE), timedelta()) / timedelta(minutes=1)
