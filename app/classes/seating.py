"""Who sits at which tablet, from one "yes, that is me" to the wall or to the next person's; it knows no page, no code.

A sitting is a fact, called by that fact's uuid. What somebody did on a tablet counts for them when it was done before
their sitting there ended, however late it is sent. See docs/decisions/0020.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from app.records import Session, entries, facts, journal
from app.records.happened import FactRecord
from app.records.identity import BOOT, STARTED_MS, moment
from app.records.tables import Device, Learner

SAT_DOWN: Final = "sat_down"
"""The kind of fact that somebody said at a tablet that it is them; `how` tells by what, one of HOW."""
STOOD_UP: Final = "stood_up"
"""The kind of fact that a sitting ended because the wall was shown there again."""

ASKED: Final = "asked"
CODE: Final = "code"
CARD: Final = "card"
LET_IN: Final = "let_in"
NEWCOMER: Final = "newcomer"
AWAY: Final = "away"
HOW: Final = (ASKED, CODE, CARD, LET_IN, NEWCOMER, AWAY)
"""By one's face and the question; with one's code or card; a volunteer let them in; new; with the laptop off."""

LOOKED_AT: Final = 200
"""So many of a tablet's last hand-overs are looked at; who sat there longer ago has long since sent what they did."""
ON_ITS_WAY: Final = timedelta(seconds=2)
"""So long a message may have been on its way, by which what it tells seems later than it was."""
_BEFORE: Final = -(1 << 60)


class Verdict(StrEnum):
    """What becomes of an act: it is kept, it is nobody's to keep, or it waits on the tablet for who may be at it."""

    KEEP = "keep"
    REFUSE = "refuse"
    WAIT = "wait"


def sit_down(
    s: Session,
    learner: Learner,
    device: Device | None,
    now: datetime,
    *,
    how: str = ASKED,
    visit: str = "",
    sitting: UUID | None = None,
    ago: timedelta = timedelta(),
) -> UUID:
    """Let somebody sit at a tablet (None: a browser of staff), so long `ago`; returns the sitting.

    `sitting` is its uuid where the tablet named it, with the laptop off; `visit` is the one in which a code was typed.
    """
    body: dict[str, Any] = {"how": how} | ({"visit": visit} if visit else {})
    if ago:
        body["ago"] = round(ago.total_seconds() * 1000)
    told = journal.append_fact(
        s,
        kind=SAT_DOWN,
        body=body,
        now=now,
        learner_id=learner.id,
        device_id=device.id if device else None,
        uuid=sitting,
    )
    return told.uuid


def stand_up(s: Session, sitting: UUID, now: datetime, ago: timedelta = timedelta()) -> None:
    """Keep that a sitting ended so long ago; of one that is not known, or ended before, nothing is kept."""
    sat = _sat(s, sitting)
    if sat is None:
        return
    end, then = _ended(s, sat), moment(now).monotonic_ms - round(ago.total_seconds() * 1000)
    if end is None or end > then:
        body = {"sitting": str(sitting)} | ({"ago": round(ago.total_seconds() * 1000)} if ago else {})
        told = {"learner_id": sat.learner_id, "device_id": sat.device_id}
        journal.append_fact(s, kind=STOOD_UP, body=body, now=now, **told)


def now_at(s: Session, device_id: UUID) -> UUID | None:
    """The sitting that lasts at a tablet; None where nobody sits."""
    told = facts.of_tablet(s, device_id, (SAT_DOWN, STOOD_UP), LOOKED_AT)
    last = max(told, key=_key, default=None)
    return last.uuid if last is not None and last.kind == SAT_DOWN else None


def sits(s: Session, sitting: UUID, learner_id: UUID, device_id: UUID) -> bool:
    """Whether this sitting of that learner at that tablet lasts."""
    sat = _sat(s, sitting)
    return sat is not None and sat.device_id == device_id and _is(s, sat, learner_id) and _ended(s, sat) is None


def known(s: Session, sitting: UUID) -> bool:
    """Whether there is a sitting of that name."""
    return _sat(s, sitting) is not None


def last_at(s: Session, device_id: UUID) -> UUID | None:
    """Who sat down last at a tablet, as the person; None for nobody."""
    told = [one for one in facts.of_tablet(s, device_id, (SAT_DOWN, STOOD_UP), LOOKED_AT) if one.kind == SAT_DOWN]
    return entries.person(s, told[-1].learner_id) if told and told[-1].learner_id else None


def verdict(
    s: Session, device_id: UUID, learner_id: UUID, sitting: UUID | None, ago: timedelta, now: datetime
) -> Verdict:
    """What becomes of an act that a tablet sends as that learner's, done so long ago in that sitting.

    An act of a sitting that nobody knows waits, unless that learner sits at this very tablet now.
    """
    sat = _sat(s, sitting) if sitting is not None else None
    if sat is None:
        here = now_at(s, device_id) if sitting is None else None
        return Verdict.KEEP if here is not None and sits(s, here, learner_id, device_id) else Verdict.WAIT
    if not _is(s, sat, learner_id):
        return Verdict.REFUSE
    end = _ended(s, sat)
    done = moment(now).monotonic_ms - (ago + ON_ITS_WAY).total_seconds() * 1000
    return Verdict.KEEP if end is None or done < end else Verdict.REFUSE


def _sat(s: Session, sitting: UUID) -> FactRecord | None:
    found = facts.fact(s, sitting)
    return found if found is not None and found.kind == SAT_DOWN else None


def _is(s: Session, sat: FactRecord, learner_id: UUID) -> bool:
    return sat.learner_id is not None and entries.person(s, sat.learner_id) == entries.person(s, learner_id)


def _ended(s: Session, sat: FactRecord) -> int | None:
    """When a sitting ended, in milliseconds of this start's clock; None while it lasts.

    Two starts of the laptop cannot be compared: what ended before this one ended, at the latest, when it began.
    """
    if sat.device_id is None:
        return None
    own = _key(sat)
    after = [_key(one) for one in facts.of_tablet(s, sat.device_id, (SAT_DOWN, STOOD_UP), LOOKED_AT)]
    later = min((key for key in after if key > own), default=None)
    return max(later[0], STARTED_MS) if later else None


def _key(told: FactRecord) -> tuple[int, int]:
    """When a sitting began or ended, by this start's clock, then by its arrival."""
    return (told.monotonic_ms - told.body.get("ago", 0) if told.boot == BOOT else _BEFORE, told.sequence)
