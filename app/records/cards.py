"""What trainers found when they checked front-door cards on site: a fact for each check, and each card's latest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.records import journal
from app.records.folding import CHINA
from app.records.happened import FactRecord
from app.records.tables import Staff
from app.simulator.bridges import HOW, Check
from app.simulator.catalogue import Bridge

CARD_CHECKED: Final = "card_checked"
"""The kind of fact that a trainer checked a front-door card; `differs` in it is empty when the card was right."""
LONGEST_NOTE: Final = 200


def check(s: Session, member: Staff, bridge: Bridge, *, how: str, differs: str, now: datetime) -> FactRecord:
    """Keep that this trainer checked a card as it stands, and what differs; the same said twice a day is one check.

    Raises ValueError for a way to check that is none of HOW, and for a note of more than LONGEST_NOTE signs.
    """
    note = " ".join(differs.split())
    if how not in HOW or len(note) > LONGEST_NOTE:
        raise ValueError(f"checked {how!r}, {len(note)} signs")
    body = {
        "card": bridge.task,
        "fingerprint": bridge.fingerprint,
        "by": str(member.id),
        "name": member.name,
        "name_latin": member.name_latin,
        "how": how,
        "differs": note,
        "demo": member.demo,
    }
    told = [one for one in _kept(s, member.demo) if one.body["card"] == bridge.task]
    if told and told[-1].body == body and _on(told[-1].at) == _on(now):
        return told[-1]
    return journal.append_fact(s, kind=CARD_CHECKED, body=body, now=now)


def latest(s: Session, *, demo: bool) -> dict[str, Check]:
    """The latest check of each card, by the card's task: those of invented trainers, or those of real ones."""
    return {
        fact.body["card"]: Check(
            card=fact.body["card"],
            fingerprint=fact.body["fingerprint"],
            on=_on(fact.at),
            name=fact.body["name"],
            name_latin=fact.body["name_latin"],
            how=fact.body["how"],
            differs=fact.body["differs"],
        )
        for fact in _kept(s, demo)
    }


def _kept(s: Session, demo: bool) -> list[FactRecord]:
    return [fact for fact in journal.facts(s, CARD_CHECKED) if fact.body["demo"] == demo]


def _on(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
