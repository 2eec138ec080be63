"""Who reads lines aloud, and how each take of theirs stands, folded from facts; knows no sound and no lesson."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal
from app.records.happened import FactRecord
from app.records.identity import uuid7
from app.records.tables import Staff

READER: Final = "reader"
"""The kind of fact that somebody agreed to read aloud: name, dialect, which wording, and whom they told."""
TAKE: Final = "take"
"""The kind of fact that a reader read a line."""
JUDGED: Final = "take_judged"
"""The kind of fact that somebody else listened to a take: `verdict` is YES or why it is to be read once more."""
WITHDRAWN: Final = "reader_withdrawn"
"""The kind of fact that a reader took their voice back; it holds no name."""

YES: Final = "yes"
AGAIN: Final = ("word", "noise", "fast", "cut")
"""Why a take is to be read once more: a wrong word, noise, too fast, cut off."""
WAITING, APPROVED, ONCE_MORE, REPLACED = "waiting", "approved", "once-more", "replaced"
"""How a take stands; REPLACED is one for whose line a newer one has come."""
LONGEST_NAME: Final = 80


class SameAccount(ValueError):
    """Whoever recorded a take does not approve it: somebody else listens."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who agreed that their voice is heard."""

    id: UUID
    name: str
    dialect: str
    wording: int
    """Which wording of the consent they agreed to."""
    at: datetime
    to: str
    """The account they told, by its id; of another laptop when they came with a file."""
    demo: bool


@dataclass(frozen=True, slots=True)
class Take:
    """One reading of one line."""

    id: UUID
    reader: UUID
    dialect: str
    key: str
    text: str
    """The words as they were when they were read."""
    clip: str
    at: datetime
    by: str
    """The account that recorded it or brought it in."""
    demo: bool
    state: str = WAITING
    reason: str = ""
    """Why it is to be read once more, one of AGAIN."""
    judged_by: str = ""


@dataclass(frozen=True)
class Readings:
    """All readers and takes of one dialect, or of every one."""

    readers: dict[UUID, Reader]
    takes: dict[UUID, Take]
    withdrawn: frozenset[UUID]
    """Those who took their voice back; nothing else is known of them."""

    def stand(self, *states: str) -> Iterator[Take]:
        """The takes that stand so, in the order they were read."""
        return (take for take in self.takes.values() if take.state in states)

    def approved(self) -> dict[str, UUID]:
        """For each clip the take that was approved last."""
        return {take.clip: take.id for take in self.stand(APPROVED)}

    def of(self, dialect: str, *, demo: bool) -> Readings:
        """Those of one dialect, invented or real."""
        return Readings(
            {key: one for key, one in self.readers.items() if (one.dialect, one.demo) == (dialect, demo)},
            {key: one for key, one in self.takes.items() if (one.dialect, one.demo) == (dialect, demo)},
            self.withdrawn,
        )


def agree(
    s: Session,
    member: Staff,
    *,
    name: str,
    dialect: str,
    wording: int,
    now: datetime,
    reader: UUID | None = None,
    agreed: datetime | None = None,
) -> UUID:
    """Keep that somebody agreed to read, told to this member of staff; their id. ValueError for no name or a long one.

    `reader` and `agreed` are told of somebody who agreed at another laptop.
    """
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME:
        raise ValueError(f"a name of {len(called)} signs")
    reader = reader or uuid7(now)
    body = {
        "reader": str(reader),
        "name": called,
        "dialect": dialect,
        "wording": wording,
        "to": str(member.id),
        "agreed": (agreed or now).isoformat(),
        "demo": member.demo,
    }
    journal.append_fact(s, kind=READER, body=body, now=now)
    return reader


def keep_take(
    s: Session,
    member: Staff,
    reader: Reader,
    *,
    key: str,
    text: str,
    clip: str,
    now: datetime,
    take: UUID | None = None,
) -> UUID:
    """Keep that a reader read a line at this account; the take's id."""
    body = {
        "reader": str(reader.id),
        "dialect": reader.dialect,
        "key": key,
        "text": text,
        "clip": clip,
        "by": str(member.id),
        "demo": reader.demo,
    }
    return journal.append_fact(s, kind=TAKE, body=body, now=now, uuid=take).uuid


def judge(s: Session, member: Staff, take: Take, verdict: str, now: datetime) -> None:
    """Keep what somebody said who listened to a take.

    Raises ValueError for a verdict that is none and for a take that waits no more, SameAccount for one's own.
    """
    if verdict != YES and verdict not in AGAIN:
        raise ValueError(f"no verdict {verdict!r}")
    if take.state != WAITING:
        raise ValueError(f"the take is {take.state}")
    if take.by == str(member.id):
        raise SameAccount
    told = {"take": str(take.id), "reader": str(take.reader), "verdict": verdict, "by": str(member.id)}
    journal.append_fact(s, kind=JUDGED, body=told | {"demo": take.demo}, now=now)


def withdraw(s: Session, reader: Reader, now: datetime) -> None:
    """Keep that somebody took their voice back, and nothing else about them."""
    body = {"reader": str(reader.id), "dialect": reader.dialect, "demo": reader.demo}
    journal.append_fact(s, kind=WITHDRAWN, body=body, now=now)


def readings(s: Session) -> Readings:
    """How everything stands that was ever read, from the facts in their order."""
    readers = {reader.id: reader for reader in map(_reader, journal.facts(s, READER))}
    takes: dict[UUID, Take] = {}
    waits: dict[str, UUID] = {}
    approved: dict[str, UUID] = {}
    told = sorted([*journal.facts(s, TAKE), *journal.facts(s, JUDGED)], key=lambda fact: fact.sequence)
    for fact in told:
        if fact.kind == TAKE:
            take = _take(fact)
            takes[take.id] = take
            if before := waits.get(take.clip):
                takes[before] = replace(takes[before], state=REPLACED)
            waits[take.clip] = take.id
        elif (listened := takes.get(UUID(fact.body["take"]))) is not None:
            waits.pop(listened.clip, None)
            yes = fact.body["verdict"] == YES
            if yes and (before := approved.get(listened.clip)):
                takes[before] = replace(takes[before], state=REPLACED)
            if yes:
                approved[listened.clip] = listened.id
            takes[listened.id] = replace(
                listened,
                state=APPROVED if yes else ONCE_MORE,
                reason="" if yes else fact.body["verdict"],
                judged_by=fact.body["by"],
            )
    gone = frozenset(UUID(fact.body["reader"]) for fact in journal.facts(s, WITHDRAWN))
    return Readings(readers, takes, gone)


def _reader(fact: FactRecord) -> Reader:
    body = fact.body
    return Reader(
        id=UUID(body["reader"]),
        name=body["name"],
        dialect=body["dialect"],
        wording=body["wording"],
        at=datetime.fromisoformat(body["agreed"]),
        to=body["to"],
        demo=body["demo"],
    )


def _take(fact: FactRecord) -> Take:
    body = fact.body
    return Take(
        id=fact.uuid,
        reader=UUID(body["reader"]),
        dialect=body["dialect"],
        key=body["key"],
        text=body["text"],
        clip=body["clip"],
        at=fact.at,
        by=body["by"],
        demo=body["demo"],
    )
