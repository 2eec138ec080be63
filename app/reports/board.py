"""Who of a class needs a person now, who practises, is silent or away, and who was not visited; never the quickest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from typing import Final
from uuid import UUID

from app.config import Needing
from app.records import Session, entries, helporder, journal, progress, roster, visits
from app.records.folding import CHINA
from app.records.happened import HELP_ASKED
from app.records.tables import Classroom, Learner
from app.reports.needing import ASKED, Need, need
from app.reports.watching import Lately, Presence, events

NOW: Final = timedelta(minutes=30)
"""What is older than this is no longer now: the person has gone home or was helped by a neighbour."""
VISITS: Final = timedelta(days=60)
"""So far back visits are looked for: whoever had none since then counts as never visited."""
USUAL: Final = Needing()
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seat:
    """One learner on the board: their tablet's seat ('' where it is not known), where they are, and what they need.

    `minutes` is for how long they have needed it, `first` marks whom the help order puts first, `visited` is the last
    visit, `silent` since when their tablet is not heard from (None: it is).
    """

    learner: Learner
    seat: str
    lesson: str
    screen: str
    session_id: UUID | None
    need: Need | None
    minutes: int
    first: bool
    visited: datetime | None
    silent: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """A class just now: who needs somebody, in the order of help; who practises, is silent, or is not here."""

    classroom: Classroom
    at: datetime
    needing: tuple[Seat, ...]
    practising: tuple[Seat, ...]
    silent: tuple[Seat, ...]
    away: tuple[Learner, ...]

    @property
    def asked(self) -> tuple[Seat, ...]:
        """Those who asked for a person themselves."""
        return tuple(seat for seat in self.needing if seat.need and seat.need.kind == ASKED)

    @property
    def here(self) -> tuple[Seat, ...]:
        """Everybody who is not away."""
        return (*self.needing, *self.practising, *self.silent)

    @property
    def unvisited(self) -> tuple[Seat, ...]:
        """Who practises and was not visited today, the longest unvisited first."""
        waiting = [seat for seat in self.practising if not self._today(seat)]
        return tuple(sorted(waiting, key=lambda seat: seat.visited or _NEVER))

    @property
    def visited(self) -> tuple[Seat, ...]:
        """Who practises and was visited today."""
        return tuple(seat for seat in self.practising if self._today(seat))

    @property
    def state(self) -> str:
        """A short name of what is to be seen: it changes when the board does."""
        called = [
            (_name(one), one.need and (one.need.kind, one.need.times), one.screen, one.minutes) for one in self.needing
        ]
        others = [[_name(one) for one in group] for group in (self.unvisited, self.visited, self.silent)]
        away = [learner.id.hex for learner in self.away]
        return blake2s(repr((called, others, away)).encode(), digest_size=8).hexdigest()

    def _today(self, seat: Seat) -> bool:
        return seat.visited is not None and seat.visited.astimezone(CHINA).date() == self.at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at a class goes by: both clocks, the thresholds, its tablets' seats, and where a play stands."""

    now: datetime
    ran: timedelta | None
    thresholds: Needing
    seats: Mapping[UUID, str]
    screen_of: Callable[[UUID], str]


def board(
    s: Session,
    classroom: Classroom,
    now: datetime,
    *,
    thresholds: Needing = USUAL,
    here: Iterable[Presence] = (),
    ran: timedelta | None = None,
    screen_of: Callable[[UUID], str] = lambda session_id: "",
) -> Board:
    """The board of a class at a time, `ran` by the running clock.

    `here` is what tablets say of themselves, `screen_of` tells on which screen a play stands ('' where it cannot).
    """
    look = _Look(now, ran, thresholds, {one.id: one.name for one in roster.devices(s, classroom.id)}, screen_of)
    learners = roster.learners(s, classroom.id)
    visited = {one.learner_id: one.at for one in visits.given(s, now - VISITS)}
    lately = _lately(s, classroom, now, [learner.id for learner in learners], here)
    needing, practising, silent, away = [], [], [], []
    for learner in learners:
        told = lately[learner.id]
        seat = _seat(s, learner, told, visited.get(learner.id), look)
        if seat.need is not None:
            needing.append(seat)
        elif not _is_here(told):
            away.append(learner)
        elif seat.silent is not None:
            silent.append(seat)
        else:
            practising.append(seat)
    return Board(
        classroom=classroom,
        at=now,
        needing=tuple(sorted(needing, key=in_order)),
        practising=tuple(sorted(practising, key=_by_seat)),
        silent=tuple(sorted(silent, key=_by_seat)),
        away=tuple(away),
    )


def in_order(seat: Seat) -> tuple[bool, bool, datetime, float]:
    """The order of help: who asked, then who is stuck; among those whoever goes first, then the longest unvisited, then
    the longest stuck. How well or how quickly somebody practises is not in it."""
    assert seat.need is not None
    return seat.need.kind != ASKED, not seat.first, seat.visited or _NEVER, seat.need.since


def _lately(
    s: Session, classroom: Classroom, now: datetime, learners: Iterable[UUID], here: Iterable[Presence]
) -> dict[UUID, Lately]:
    """What is known of each learner of the last half hour."""
    lately, since = {learner_id: Lately() for learner_id in learners}, now - NOW
    for opened in progress.sessions_since(s, classroom.id, since):
        lately[opened.learner_id].opened.append(opened)
    for act in progress.classroom_since(s, classroom.id, since):
        lately[act.learner_id].acts.append(act)
    for call in journal.facts(s, HELP_ASKED, since):
        if call.learner_id in lately:
            lately[call.learner_id].calls.append(call)
    for given in visits.given(s, since):
        if given.learner_id in lately:
            lately[given.learner_id].given.append(given)
    stays = entries.merged(s)
    for one in here:
        known = lately.get(stays.get(one.learner_id, one.learner_id))
        if known is not None and (known.presence is None or known.presence.told <= one.told):
            known.presence = one
    return lately


def _seat(s: Session, learner: Learner, told: Lately, visited: datetime | None, look: _Look) -> Seat:
    session_id = told.session_id
    opened = journal.session(s, session_id) if session_id else None
    screen = (look.screen_of(session_id) if opened and session_id else "") or (
        told.acts[-1].screen if told.acts else ""
    )
    known = events(told, screen, look.now, look.ran)
    heard = _heard(told, max((event.at for event in known), default=look.now.timestamp()), look)
    found = need(
        known,
        look.now.timestamp(),
        look.thresholds,
        heard=heard,
        met=lambda there: _met(s, learner, session_id, there),
    )
    presence, call = told.presence, told.calls[-1] if told.calls else None
    devices = [one.device_id for one in (presence, call, opened) if one is not None and one.device_id is not None]
    return Seat(
        learner=learner,
        seat=next((look.seats[device] for device in devices if device in look.seats), ""),
        lesson=opened.lesson if opened else "",
        screen=found.screen if found and found.screen else screen,
        session_id=opened.uuid if opened else None,
        need=found,
        minutes=max(0, int((look.now.timestamp() - found.since) // 60)) if found else 0,
        first=helporder.goes_first(learner, look.now),
        visited=visited,
        silent=_silent(learner, told, heard, look),
    )


def _heard(told: Lately, last: float, look: _Look) -> float:
    """When a learner's tablet was last heard from: what it says of itself, or else the last that was done at it."""
    if told.presence is None or look.ran is None:
        return last
    return max(last, (look.now - (look.ran - told.presence.told)).timestamp())


def _silent(learner: Learner, told: Lately, heard: float, look: _Look) -> datetime | None:
    """Since when a tablet is not heard from; one that never says it is here may be still for longer, as its person may.

    Invented people sit at no tablet.
    """
    patience = look.thresholds.silent if told.presence else look.thresholds.frozen_first
    if learner.demo or look.now.timestamp() - heard <= patience:
        return None
    return datetime.fromtimestamp(heard, UTC)


def _is_here(told: Lately) -> bool:
    """Whether somebody sits in the class: something was done, or their tablet says so, and nobody took their place."""
    if told.presence is not None:
        return not told.presence.gone
    return bool(told.acts or told.opened)


def _met(s: Session, learner: Learner, session_id: UUID | None, screen: str) -> bool:
    """Whether a learner met this screen of the lesson in an earlier play."""
    opened = journal.session(s, session_id) if session_id else None
    return opened is not None and any(
        one.lesson == opened.lesson and one.screen == screen and one.session_id != session_id
        for one in progress.opportunities(s, learner.id)
    )


def _by_seat(seat: Seat) -> tuple[int, str]:
    return len(seat.seat), seat.seat


def _name(seat: Seat) -> tuple[str, str, str]:
    return seat.learner.id.hex, seat.seat, seat.silent.isoformat(timespec="minutes") if seat.silent else ""
