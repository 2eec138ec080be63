"""Makes a class by dice just now: plays, slips, circles, calls, help, finishes, and what each tablet says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.records import Session, journal, roster
from app.records.happened import HELP_ASKED, HELP_GIVEN, HELP_TAKEN_BACK, SessionRecord
from app.records.identity import uuid7
from app.records.tables import Classroom, Learner
from tests import counties
from tests.people import NOW

LESSON = "connect-wifi"
STUMBLES = ("trip", "correct", "back", "trip", "correct", "correct", "back", "back", "trip")
"""The same slip three times, with something new done right in between."""
Deed = tuple[datetime, Learner, str]


def fill(s: Session, room: Classroom, dice: Random, people: int) -> dict[str, dict[str, Any]]:
    """People of a class in the last half hour; returns what their tablets say of themselves, by the signs of ids."""
    journal.keep_lesson(s, lesson=LESSON, lesson_hash=f"hash of {LESSON}", text=LESSON, now=NOW)
    made = [_somebody(s, room, dice, number) for number in range(people)]
    deeds: list[Deed] = []
    for one in made:
        deeds += _before(s, dice, one)
        deeds += _lately(dice, one)
    plays: dict[Any, tuple[SessionRecord, int]] = {}
    last: dict[str, datetime] = {}
    for at, one, what in sorted(deeds, key=lambda deed: deed[0]):
        _do(s, dice, plays, at, one, what)
        last[one.id.hex] = at
    return {one.id.hex: _tablet(dice, one, last, plays) for one in made if dice.random() < 0.6}


def _somebody(s: Session, room: Classroom, dice: Random, number: int) -> Learner:
    one = roster.add_learner(
        s, classroom=room, name=f"学员{number}", name_latin=f"P {number}", face="f05", now=NOW,
        birth_year=dice.choice((None, 1940, 1946, 1947, 1955)),
    )  # fmt: skip
    one.help_first = dice.random() < 0.1
    return one


def _before(s: Session, dice: Random, one: Learner) -> Iterator[Deed]:
    """Another day: help, and a play of every step."""
    if dice.random() < 0.6:
        yield NOW - timedelta(days=dice.choice((1, 3, 9, 70)), seconds=dice.randrange(9999)), one, "help"
    if dice.random() < 0.5:
        at = NOW - timedelta(days=4)
        yield at, one, "open"
        for number in range(counties.SCREENS):
            yield at + timedelta(seconds=9 * number + 9), one, "correct"


def _lately(dice: Random, one: Learner) -> Iterator[Deed]:
    if dice.random() < 0.12:
        return
    at = NOW - timedelta(seconds=dice.randrange(90, 2300))
    yield at, one, "open"
    ends = NOW - timedelta(seconds=dice.choice((5, 5, 60, 100, 160, 400)))
    if dice.random() < 0.1:
        for what in STUMBLES:
            at += timedelta(seconds=dice.randrange(5, 9))
            yield at, one, what
    slips, lost = dice.choice(((0.0, 0.0), (0.05, 0.0), (0.5, 0.0), (0.0, 0.8)))
    while (at := at + timedelta(seconds=dice.randrange(5, 160))) < ends:
        roll = dice.random()
        if dice.random() < lost:
            yield at, one, dice.choice(("back", "again"))
            continue
        yield at, one, "slip" if roll < slips else dice.choice(
            ("correct", "correct", "correct", "correct", "correct", "neutral", "hint", "call", "help", "undone", "out")
            if roll < 0.35 else ("correct",)
        )  # fmt: skip


def _do(s: Session, dice: Random, plays: dict[Any, tuple[SessionRecord, int]], at: datetime, one: Learner,
        what: str) -> None:  # fmt: skip
    opened, place = plays.get(one.id, (None, 0))
    if what in ("help", "undone"):
        given = journal.append_fact(s, kind=HELP_GIVEN, learner_id=one.id, body={"by": ""}, now=at)
        if what == "undone":
            body = {"help": str(given.uuid), "by": ""}
            journal.append_fact(s, kind=HELP_TAKEN_BACK, learner_id=one.id, body=body, now=at)
    elif what in ("call", "out"):
        session_id = opened.uuid if opened and what == "call" else None
        journal.append_fact(s, kind=HELP_ASKED, learner_id=one.id, body={}, now=at, session_id=session_id)
    elif what == "open" or opened is None or place == counties.SCREENS:
        fresh = journal.open_session(
            s, learner_id=one.id, site_id=one.classroom.site_id, lesson=LESSON, lesson_hash=f"hash of {LESSON}",
            size="true", locale="zh_Hans_CN", voice="cmn", plan={}, now=at,
        )  # fmt: skip
        plays[one.id] = fresh, 0
    else:
        good = what == "correct"
        outcome = {"again": "neutral", "back": "neutral", "trip": "slip"}.get(what, what)
        act = {
            "slip": f"tap {dice.choice(('ad', 'link'))}",
            "trip": "tap ad",
            "neutral": f"tap t{at:%H-%M%S}",
            "hint": "tap help",
            "again": "tap nothing",
            "back": "tap back",
        }.get(what, "tap next")
        journal.append_attempt(
            s, opened, uuid=uuid7(at), screen=f"s{place}", act=act, outcome=outcome, support="alone", hints=0,
            finishes=good and place == counties.SCREENS - 1, now=at,
        )  # fmt: skip
        plays[one.id] = opened, max(0, place - 1) if what == "back" else place + good


def _tablet(
    dice: Random, one: Learner, last: dict[str, datetime], plays: dict[Any, tuple[SessionRecord, int]]
) -> dict[str, Any]:
    done = last.get(one.id.hex, NOW - timedelta(minutes=20))
    came = max(done - timedelta(seconds=30), NOW - timedelta(minutes=25))
    told = NOW - timedelta(seconds=dice.choice((3, 8, 8, 29, 31, 200)))
    touched = min(told, NOW - timedelta(seconds=dice.choice((20, 59, 70, 400))))
    return {
        "came": came,
        "touched": max(came, touched),
        "told": max(came, told),
        "gone": dice.random() < 0.1,
        "play": plays[one.id][0].uuid if one.id in plays else None,
    }
