"""Puts what happened to one learner lately in its order, from the log and from what their tablet says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.records.happened import FactRecord, SessionRecord
from app.records.identity import BOOT
from app.records.progress import PlayedAct
from app.reports import needing
from app.reports.needing import Event

STEADY: Final = timedelta(seconds=2)
"""So far the wall's clock may have moved against the one that nobody can set, and count as not having been set."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What a tablet said of itself last: who sits at it, and at which play (None: at none).

    Times are those of the running clock: `since` when it says so, `told` when it said so last, `touched` when a finger
    was last on it. `gone` when somebody else has sat down at it.
    """

    learner_id: UUID
    device_id: UUID
    session_id: UUID | None
    since: timedelta
    told: timedelta
    touched: timedelta
    gone: bool = False


@dataclass(slots=True)
class Lately:
    """What is known of one learner: plays opened, acts, calls and help of the last half hour, and their tablet."""

    opened: list[SessionRecord] = field(default_factory=list)
    acts: list[PlayedAct] = field(default_factory=list)
    calls: list[FactRecord] = field(default_factory=list)
    given: list[FactRecord] = field(default_factory=list)
    presence: Presence | None = None

    @property
    def session_id(self) -> UUID | None:
        """The play they are at, or were last; None where none is known."""
        if self.presence and self.presence.session_id:
            return self.presence.session_id
        rows = [(row.sequence, row.session_id) for row in self.acts[-1:]]
        rows += [(row.sequence, row.uuid) for row in self.opened[-1:]]
        return max(rows)[1] if rows else None


def steady(given: Sequence[FactRecord], now: datetime, ran: timedelta | None) -> bool:
    """Whether the wall's clock was not set since help was given, so that what arrived late may be put where it belongs.

    `ran` is the running clock now; None when it is not known.
    """
    return ran is not None and all(
        one.boot == BOOT and abs((now - one.at) - (ran - timedelta(milliseconds=one.monotonic_ms))) <= STEADY
        for one in given
    )


def events(lately: Lately, screen: str, now: datetime, ran: timedelta | None) -> list[Event]:
    """What happened to a learner, in the order in which it was done; `screen` is where they are ('' unknown).

    Acts that a tablet kept back arrive after help that was given later than they were done. Where the clock has run
    steadily the times tell that; where it was set, the order of arrival is the only one there is.
    """
    rows = [*_opened(lately, screen), *_acts(lately, screen)]
    rows += [
        (one.sequence, Event(one.at.timestamp(), needing.ASKS, _where(one), lasting=one.session_id is None))
        for one in lately.calls
    ]
    rows += [(one.sequence, Event(one.at.timestamp(), needing.HELPED)) for one in lately.given]
    rows.sort(key=lambda row: row[0])
    if steady(lately.given, now, ran):
        rows.sort(key=lambda row: row[1].at)
    told = [event for _, event in rows]
    return told if lately.presence is None or ran is None else _with(told, lately.presence, screen, now, ran)


def _opened(lately: Lately, screen: str) -> list[tuple[int, Event]]:
    first = {act.session_id: act.screen for act in reversed(lately.acts)}
    return [
        (one.sequence, Event(one.at.timestamp(), needing.OPENS, first.get(one.uuid) or screen)) for one in lately.opened
    ]


def _acts(lately: Lately, screen: str) -> list[tuple[int, Event]]:
    rows: list[tuple[int, Event]] = []
    after: dict[UUID, str] = {lately.session_id: screen} if lately.session_id else {}
    for act in reversed(lately.acts):
        to, at = after.get(act.session_id, ""), act.at.timestamp()
        after[act.session_id] = act.screen
        if act.finishes:
            rows.append((act.sequence, Event(at, needing.FINISHES, act.screen)))
        if act.outcome == "hint":
            rows.append((act.sequence, Event(at, needing.ASKS, act.screen)))
        to = "" if to == act.screen else to
        rows.append((act.sequence, Event(at, needing.ACTS, act.screen, act.act, act.outcome, to)))
    return rows[::-1]


def _with(told: list[Event], presence: Presence, screen: str, now: datetime, ran: timedelta) -> list[Event]:
    """The events with what the tablet says: when they came to this page, and when a finger was last on it."""

    def at(then: timedelta) -> float:
        return (now - (ran - then)).timestamp()

    if presence.session_id is None or presence.gone:
        more = [Event(at(presence.since), needing.LEAVES)]
    else:
        more = [Event(at(presence.since), needing.COMES, screen), Event(at(presence.touched), needing.HEARS, screen)]
    for event in more:
        later = next((place for place, one in enumerate(told) if one.at > event.at), len(told))
        told = [*told[:later], event, *told[later:]]
    return told


def _where(call: FactRecord) -> str:
    return str(call.body.get("screen", ""))
