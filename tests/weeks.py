"""Makes villages by dice in whose weeks something befalls, each something else, so that some need a visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Final

from app.records import Session, journal, ledger, roster
from app.records.happened import HELP_ASKED, HELP_GIVEN, HELP_TAKEN_BACK, UNCLEAR
from app.records.identity import uuid7
from app.records.journal import NewAttempt
from app.records.tables import Learner
from tests import counties
from tests.people import NOW

BEFALLS: Final[Mapping[str, str]] = MappingProxyType(
    {"A": "", "B": "stops", "C": "falls", "D": "few", "E": "calls", "F": "unclear", "G": "tablets", "H": "all", "I": ""}
)
"""What befalls a village in the last weeks."""
WEEKS: Final = 9


def fill(s: Session) -> None:
    """Nine villages up to NOW, with calls, help, taps, ticks and tablets over the last six weeks."""
    dice = Random("weeks")
    for place, (name, what) in enumerate(BEFALLS.items()):
        late = timedelta(weeks={"stops": 3, "few": 1}.get(what, 0))
        people = counties.fill(s, counties.LESSONS, villages=1, learners=11 + 2 * place, weeks=WEEKS, now=NOW - late)
        room = people[0].classroom
        room.site.name_latin, room.name_latin = f"Village {name}", f"Class {name}"
        _calls(s, dice, people, often=0.9 if what in ("calls", "all") else 0.12)
        _unclear(s, dice, people, often=0.8 if what in ("unclear", "all") else 0.05)
        _ticks(s, dice, people)
        _tablets(s, dice, people, resting=what in ("tablets", "all"))
        if what == "few":
            _plays(s, people[:2], NOW - timedelta(days=6), slips=False)
        if what in ("falls", "all"):
            for week in (3, 2, 1):
                _plays(s, people, NOW - timedelta(weeks=week, days=5), slips=False)
            _plays(s, people, NOW - timedelta(days=5), slips=True)


def _moment(dice: Random) -> datetime:
    return NOW - timedelta(hours=dice.randrange(24 * 42), minutes=dice.randrange(60))


def _calls(s: Session, dice: Random, people: list[Learner], often: float) -> None:
    """Calls, some answered soon, some the day after, some by help that was taken back, and help nobody asked for."""
    for one in people:
        for _ in range(6):
            at = _moment(dice)
            if dice.random() < often:
                journal.append_fact(s, kind=HELP_ASKED, learner_id=one.id, body={}, now=at)
            if dice.random() < 0.5:
                came = at + timedelta(minutes=dice.choice((-9, 3, 20, 1500)))
                given = journal.append_fact(s, kind=HELP_GIVEN, learner_id=one.id, body={"by": ""}, now=came)
                if dice.random() < 0.2:
                    body = {"help": str(given.uuid), "by": ""}
                    journal.append_fact(s, kind=HELP_TAKEN_BACK, learner_id=one.id, body=body, now=came)


def _unclear(s: Session, dice: Random, people: list[Learner], often: float) -> None:
    for one in people:
        for _ in range(5):
            if dice.random() < often:
                body = {"lesson": dice.choice(counties.LESSONS), "hash": "x", "screen": f"s{dice.randrange(3)}"}
                journal.append_fact(s, kind=UNCLEAR, learner_id=one.id, body=body, now=_moment(dice))


def _ticks(s: Session, dice: Random, people: list[Learner]) -> None:
    for one in people:
        for at in sorted(_moment(dice) for _ in range(dice.choice((0, 0, 3, 5)))):
            task, how = dice.choice(("certify-pension", "video-call")), dice.choice((*ledger.HOW, ledger.ALONE))
            ledger.tick(s, one.id, task, how=how, known=dice.choice(ledger.KNOWN), by=ledger.SELF, now=at)


def _tablets(s: Session, dice: Random, people: list[Learner], *, resting: bool) -> None:
    """Eight tablets, one of which leaves; some rest in the last week, in some villages most."""
    room = people[0].classroom
    for number in range(8):
        tablet, _ = roster.enrol_device(s, classroom=room, now=NOW - timedelta(weeks=WEEKS))
        rests = dice.random() < (0.7 if resting else 0.15)
        for week in range(2 if rests else 1, 7):
            at = NOW - timedelta(weeks=week, hours=dice.randrange(20))
            if dice.random() < 0.8:
                _opened(s, people[number], at, tablet.id)
        if number == 7:
            roster.retire_device(s, tablet.id, NOW)


def _opened(s: Session, one: Learner, at: datetime, tablet: object = None) -> journal.SessionRecord:
    lesson = counties.LESSONS[1]
    return journal.open_session(
        s, learner_id=one.id, site_id=one.classroom.site_id, lesson=lesson, lesson_hash=f"hash of {lesson}",
        size="true", locale="zh_Hans_CN", voice="cmn", plan={}, now=at, device_id=tablet,
    )  # fmt: skip


def _plays(s: Session, people: list[Learner], at: datetime, *, slips: bool) -> None:
    """A play of everybody in which they slip at first on nearly every step, or do each alone."""
    for place, one in enumerate(people):
        opened, fresh = _opened(s, one, at), []
        for number in range(counties.SCREENS):
            outcomes = ["slip", "correct"] if slips and (place + number) % 5 else ["correct"]
            for outcome in outcomes:
                fresh.append(NewAttempt(uuid7(at), opened, f"s{number}", "tap pay", outcome, "alone", at,
                                        finishes=outcome == "correct" and number == counties.SCREENS - 1))  # fmt: skip
        journal.append_attempts(s, fresh)
