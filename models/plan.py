"""Today's plan of a class: who gets a tablet, how long, beside whom, so that those behind catch up; knows no table.

Fewer tablets than people is the normal case. Everybody acts for LEAST minutes where there is time for it; what is left
goes the more to somebody the less they are likely to do alone. Those are the minutes handed on that narrowed the gap in
`models.divide`; here nobody is sent home, the others act less and watch. The same facts give the same plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from statistics import median

from models.reasons import Reason

LEAST = 10.0
"""Minutes at a tablet that everybody gets before anybody gets more."""
LONGEST = 20.0
"""Minutes of one turn at most; then others have theirs."""
MOST = 50.0
"""Minutes of one person in one class at most."""
STEP = 5.0
"""Turns are a multiple of so many minutes long, LEAST at least where there is time."""
HANDOVER = 1.0
"""Minutes in which a tablet changes hands."""
SHORTER = (LEAST, 8.0, 6.0, STEP)
"""Minutes of everybody's first turn where longer ones would leave somebody without."""
AHEAD, BEHIND = 0.75, 0.25
"""Shares of a class from which on somebody needs no more than LEAST, and up to which somebody needs most."""
HELPS = 0.1
"""By so much more is a good neighbour likely to do alone."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is here. `known` is their mean P(alone) over the steps that the class practises, the same steps for
    all, None while the model is switched off; `new` who has met nothing yet; `unseen` class days without a visit.

    `acted` minutes at a tablet today; `early` whose turn comes early (first in the help order); `beside` whom
    they sat beside today.
    """

    id: str
    known: float | None = None
    new: bool = False
    unseen: int = 0
    acted: float = 0.0
    early: bool = False
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seat:
    """A tablet: who acts and who watches there now ("" for nobody), and for how many minutes more (0: time is up)."""

    id: str
    actor: str = ""
    watcher: str = ""
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What a volunteer changed: who comes first, in that order, and who comes after all others."""

    first: tuple[str, ...] = ()
    later: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn: it begins `start` minutes from now (0 and `now`: it goes on) and lasts `minutes`.

    `watcher` sits beside, "" for nobody, for the reason `beside`; only the actor's attempts count.
    """

    seat: str
    actor: str
    start: float
    minutes: float
    reason: Reason
    watcher: str = ""
    beside: Reason | None = None
    now: bool = False

    @property
    def end(self) -> float:
        """Minutes from now when it is over."""
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Plan:
    """The turns from now to the end, by when they begin; the minutes of each person today, had and planned.

    `shares` are the minutes each is to have; `short` those for whom LEAST minutes are not left.
    """

    turns: tuple[Turn, ...] = ()
    minutes: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    short: tuple[str, ...] = ()

    @property
    def coming(self) -> tuple[Turn, ...]:
        """The turns that have not begun; the first is whom to call next."""
        return tuple(turn for turn in self.turns if not turn.now)


def todays_plan(people: Sequence[Present], seats: Sequence[Seat], left: float, told: Told | None = None) -> Plan:
    """The plan of a class that lasts `left` minutes more; of equals the one named first comes first.

    Somebody who acts at a tablet and is not among `people` keeps their turn and gets no further one.
    """
    told = told or Told()
    shares = _shares(people, seats, left)
    tries = [_Table(people, seats, left, told, shares, first) for first in (None, *SHORTER)]
    for table in tries:
        table.fill()
        lacks = [one.id for one in people if table.have[one.id] < LEAST]
        if not any(table.have[i] < table.least for i in lacks):
            break
    turns = _watched(sorted(table.turns, key=lambda turn: (turn.start, not turn.now)), people)
    short = tuple(one.id for one in people if table.have[one.id] < LEAST)
    return Plan(tuple(turns), dict(table.have), shares, short)


def needs(people: Sequence[Present]) -> dict[str, float]:
    """How much each needs what is left beyond LEAST, from 0 to 1, by what each is likely to do alone beside the others;
    alike for all while nothing tells them apart."""
    known = sorted(one.known for one in people if one.known is not None)
    if not known:
        return {one.id: 1.0 for one in people}
    top, bottom = known[round(AHEAD * (len(known) - 1))], known[int(BEHIND * (len(known) - 1))]
    if top <= bottom:
        return {one.id: 1.0 for one in people}
    return {
        one.id: 0.5 if one.known is None else min(1.0, max(0.0, (top - one.known) / (top - bottom))) for one in people
    }


def _shares(people: Sequence[Present], seats: Sequence[Seat], left: float) -> dict[str, float]:
    """Minutes of each today: LEAST, and of what the class has beyond it by need, MOST at most."""
    need = needs(people)
    whole = sum(one.acted for one in people) + len(seats) * max(0.0, left)
    shares = {one.id: min(LEAST, whole / len(people)) for one in people}
    over = whole - sum(shares.values())
    open_ = {i for i, worth in need.items() if worth > 0.0}
    while over > 1e-6 and open_:
        each = over / sum(need[i] for i in open_)
        full = {i for i in open_ if shares[i] + each * need[i] >= MOST}
        for i in full or open_:
            more = min(each * need[i], MOST - shares[i])
            shares[i] += more
            over -= more
        open_ = open_ - full if full else set()
    return shares


class _Table:
    """Fills the tablets with turns one after the other, whichever is free first."""

    def __init__(
        self,
        people: Sequence[Present],
        seats: Sequence[Seat],
        left: float,
        told: Told,
        shares: Mapping[str, float],
        first: float | None,
    ) -> None:
        self.people = {one.id: one for one in people}
        self.place = {one.id: number for number, one in enumerate(people)}
        self.need, self.told, self.shares = needs(people), told, shares
        self.left, self.first = left, first
        self.least = LEAST if first is None else first
        known = [one.known for one in people if one.known is not None]
        self.middle = median(known) if known else None
        self.have = {one.id: one.acted for one in people}
        self.busy: dict[str, float] = {}
        self.called: set[str] = set()
        self.free = {seat.id: seat.left if seat.actor else 0.0 for seat in seats}
        self.turns: list[Turn] = []
        for seat in seats:
            if seat.actor and seat.left > 0.0:
                self._goes_on(seat)

    def _goes_on(self, seat: Seat) -> None:
        minutes = min(seat.left, self.left)
        self.turns.append(
            Turn(seat.id, seat.actor, 0.0, minutes, Reason("turn_on"), seat.watcher, now=True),
        )
        self.busy[seat.actor] = seat.left
        if seat.actor in self.have:
            self.have[seat.actor] += minutes

    def fill(self) -> None:
        """Give every tablet turns until the class is over: no tablet is idle while somebody is free."""
        seats = list(self.free)
        while seats:
            seat = min(seats, key=lambda one: self.free[one])
            at = self.free[seat]
            room = self.left - at - HANDOVER
            if room < STEP:
                self._to_the_end(seat, at)
                seats.remove(seat)
                continue
            wants = [i for i in self.people if self.have[i] + LEAST <= MOST or self._minutes(i) > 0.0]
            ready = [i for i in wants if self.busy.get(i, 0.0) <= at]
            if ready:
                self._give(seat, min(ready, key=lambda i: self._rank(i, at)), at, room)
            elif wants:
                self.free[seat] = min(self.busy[i] for i in wants)
            else:
                seats.remove(seat)

    def _to_the_end(self, seat: str, at: float) -> None:
        """Let the last turn of a tablet go on for the minutes that are too few for another."""
        place = max((n for n, turn in enumerate(self.turns) if turn.seat == seat), default=None)
        if place is None or self.left <= at or self.busy.get(self.turns[place].actor, at) > at:
            return
        last, more = self.turns[place], self.left - at
        self.turns[place] = replace(last, minutes=last.minutes + more)
        self.busy[last.actor] = self.left
        if last.actor in self.have:
            self.have[last.actor] += more

    def _give(self, seat: str, who: str, at: float, room: float) -> None:
        minutes = min(room, self._minutes(who) or LEAST)
        start = at + HANDOVER
        self.turns.append(Turn(seat, who, start, minutes, self._why(who)))
        self.called.add(who)
        self.have[who] += minutes
        self.free[seat] = self.busy[who] = start + minutes

    def _minutes(self, who: str) -> float:
        """How long a turn they are to have; 0 when they had their share, so that only an idle tablet is theirs."""
        open_, asked = self.shares[who] - self.have[who], who in self.told.first and who not in self.called
        if self._lacks(who):
            whole = self.least - self.have[who]
            if self.first is not None:
                return whole
            more = 0.0 if self.people[who].new else STEP * int(min(open_, LONGEST) / STEP)
            return max(STEP * ceil(whole / STEP), more)
        if open_ < LEAST and not asked:
            return 0.0
        return max(LEAST, STEP * int(min(open_, LONGEST) / STEP))

    def _lacks(self, who: str) -> bool:
        """Whether they had less than everybody gets first."""
        return self.have[who] < self.least

    def _rank(self, who: str, at: float) -> tuple[float | bool, ...]:
        """Who comes first: whoever was put first, who had less than LEAST, who rested, who needs it most."""
        first = self.told.first.index(who) if who in self.told.first and who not in self.called else len(self.people)
        lacks = self._lacks(who)
        rested = self.busy.get(who, -LEAST) + LEAST <= at
        one = self.people[who]
        wants = self.need[who] if lacks else self.shares[who] - self.have[who]
        early = one.early and lacks
        told = first, who in self.told.later
        return *told, not lacks, not early, not rested, -wants, -one.unseen, self.place[who]

    def _why(self, who: str) -> Reason:
        """The one reason that is true of this turn and says most."""
        one = self.people[who]
        if who in self.told.first and who not in self.called:
            return Reason("turn_first")
        if self._lacks(who):
            if self.least < LEAST:
                return Reason("turn_short", {"minutes": round(self.least)})
            if one.early:
                return Reason("turn_early")
            return Reason("turn_least", {"minutes": round(self.have[who])})
        if one.known is None or self.middle is None:
            return Reason("turn_even", {"minutes": round(self.have[who])})
        if one.known < self.middle:
            return Reason("turn_behind", {"percent": round(100 * one.known)})
        return Reason("turn_again", {"minutes": round(self.have[who])})


def _watched(turns: Sequence[Turn], people: Sequence[Present]) -> list[Turn]:
    """The same turns with somebody beside each who has no turn meanwhile: rather new to each other, and beside somebody
    who is behind rather somebody who manages more alone; who has watched least comes first."""
    here = {one.id: one for one in people}
    taken: dict[str, list[Turn]] = {one.id: [] for one in people}
    for turn in turns:
        for who in (turn.actor, turn.watcher):
            taken.setdefault(who, []).append(turn)
    times, met = dict.fromkeys(here, 0), {one.id: set(one.beside) for one in people}
    seated = []
    for turn in turns:
        free = [] if turn.now else [i for i in here if not _clash(taken[i], turn)]
        if free:
            actor = here[turn.actor].known

            def fits(
                i: str, known: float | None = actor, mine: Collection[str] = met[turn.actor]
            ) -> tuple[object, ...]:
                own = here[i].known
                less = known is not None and own is not None and own < known + HELPS
                return i in mine, times[i], less, -(own or 0.0)

            who = min(free, key=fits)
            turn = _beside(turn, who, actor, here[who].known)
            times[who] += 1
            taken[who].append(turn)
            met[turn.actor].add(who)
            met[who].add(turn.actor)
        seated.append(turn)
    return seated


def _clash(taken: Sequence[Turn], turn: Turn) -> bool:
    """Whether somebody with these turns acts or watches elsewhere meanwhile."""
    return any(other.start < turn.end and turn.start < other.end for other in taken)


def _beside(turn: Turn, who: str, actor: float | None, known: float | None) -> Turn:
    helps = actor is not None and known is not None and known >= actor + HELPS
    why = Reason("beside_helps" if helps else "beside_waits")
    return Turn(turn.seat, turn.actor, turn.start, turn.minutes, turn.reason, who, why)
