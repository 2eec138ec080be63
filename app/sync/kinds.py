"""Which kinds of facts and choices go with a class and what their bodies hold, which stay and why; it reads no row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.records import ledger, needs, supports
from app.records.carrying import OF_CLASS
from app.records.happened import HELP_ASKED, HELP_GIVEN, HELP_TAKEN_BACK, TRIAL_CHOSEN, UNCLEAR
from app.records.removing import FORGOTTEN
from app.simulator.lesson import FRAUD, GENUINE
from app.simulator.needs import FACES, FEAR, WANT
from app.simulator.support import SUPPORT

Check = Callable[[Any], bool]

_DAY: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_A_DAY_MS: Final = 86_400_000
_WEEKS: Final = 60


def word(told: Any) -> bool:
    """Whether this is one line of text, neither long nor with signs that are not seen."""
    return isinstance(told, str) and len(told) <= 200 and all(sign.isprintable() for sign in told)


def whole(told: Any) -> bool:
    """Whether this is a whole number."""
    return type(told) is int


def flag(told: Any) -> bool:
    """Whether this is yes or no."""
    return type(told) is bool


def _words(told: Any) -> bool:
    return isinstance(told, list) and len(told) <= 200 and all(map(word, told))


def _uuid(told: Any) -> bool:
    try:
        return bool(str(UUID(told)) == told)
    except (ValueError, TypeError, AttributeError):
        return False


def _uuids(told: Any) -> bool:
    return isinstance(told, list) and all(map(_uuid, told))


def _day(told: Any) -> bool:
    return isinstance(told, str) and bool(_DAY.fullmatch(told))


def _weekdays(told: Any) -> bool:
    return isinstance(told, list) and len(told) <= 7 and all(type(day) is int and 0 <= day < 7 for day in told)


def _minutes(told: Any) -> bool:
    return type(told) in (int, float) and 0 <= told <= 24 * 60


def _ago(told: Any) -> bool:
    return type(told) is int and 0 <= told <= _WEEKS * 7 * _A_DAY_MS


def _by(told: Any) -> bool:
    return told == ledger.SELF or _uuid(told)


def _face(told: Any) -> bool:
    return type(told) is int and 0 <= told < FACES


def _one_of(*words: str) -> Check:
    return lambda told: isinstance(told, str) and told in words


def _dict(told: Any) -> bool:
    return isinstance(told, dict)


def _list(told: Any) -> bool:
    return isinstance(told, list)


class Body(NamedTuple):
    """What the body of a fact must hold, and what it may."""

    needs: Mapping[str, Check]
    may: Mapping[str, Check]


_ROOM: Final[Mapping[str, Check]] = {"classroom": _uuid}
_REASON: Final[Mapping[str, Check]] = {"artefact": word, "off": flag, "code": word, "args": _dict}
FACTS: Final[Mapping[str, Body]] = {
    "enrolment": Body({**_ROOM, "seat": word}, {}),
    "leaving": Body({**_ROOM, "seat": word}, {}),
    "move": Body({"from": _uuid, "to": _uuid}, {}),
    "corrected": Body({}, {}),
    "two_people": Body({"other": _uuid}, {}),
    "merged": Body({"entry": _uuid}, {}),
    "parted": Body({"entry": _uuid}, {}),
    "given": Body({**_ROOM, "lessons": _words}, {}),
    "attendance": Body({**_ROOM, "day": _day, "present": flag, "by": _uuid}, {}),
    "meets": Body({**_ROOM, "weekdays": _weekdays}, {}),
    "class_sound": Body({**_ROOM, "sound": word}, {}),
    "tablet_sound": Body({"quiet": flag}, {}),
    "fixed_ladder": Body({**_ROOM, "on": flag}, {}),
    "following": Body({**_ROOM, "lesson": word}, {}),
    "turn": Body({**_ROOM, "by": _uuid, "minutes": _minutes, "role": _one_of("acts", "watches")}, _REASON),
    "plan_told": Body({**_ROOM, "what": word, "by": _uuid}, {"minutes": _minutes}),
    "sat_down": Body({"how": word}, {"visit": word, "ago": _ago}),
    "stood_up": Body({"sitting": _uuid}, {"ago": _ago}),
    HELP_ASKED: Body({}, {"lesson": word, "screen": word, "hint": whole, "page": word, "where": word}),
    HELP_GIVEN: Body({"by": _uuid}, {}),
    HELP_TAKEN_BACK: Body({"help": _uuid, "by": _uuid}, {}),
    UNCLEAR: Body({"lesson": word, "hash": word, "screen": word}, {}),
    needs.NEED: Body({"about": _one_of(WANT, FEAR), "what": word, "yes": flag, "tasks": _words}, {}),
    needs.DARE: Body({"when": _one_of(needs.SURVEY, needs.REAL), "face": _face}, {}),
    ledger.TICKED: Body({"task": word, "how": _one_of(*ledger.HOW), "known": _one_of(*ledger.KNOWN), "by": _by}, {}),
    supports.SUPPORT_SET: Body({"lesson": word, "support": _one_of(*SUPPORT, supports.MODEL), "by": _uuid}, {}),
    "unsupervised": Body({"lesson": word}, {}),
    "disagreed": Body({"uuid": _uuid, "act": word, "value": word, "there": _words, "here": _words}, {}),
    FORGOTTEN: Body({"people": _uuids, "demo": flag}, {}),
}
"""The kinds of facts that go with a class."""

DOORS: Final = "it opens doors of this laptop, and its hash rests on this laptop's secret"
STAYS: Final[Mapping[str, str]] = {
    "second_factor": DOORS,
    "code_dealt": DOORS,
    "code_wrong": DOORS,
    "let_in": DOORS,
    "card_checked": "a front-door card is of a place and its trainer, not of a class",
    "reader": "who reads aloud agreed to it here; voices go out as a parcel of a dialect",
    "take": "as its reader",
    "take_judged": "as its reader",
    "reader_withdrawn": "as its reader",
    "photo": "somebody said yes to it here, and the picture stays here",
    "photo_gone": "as the photo",
    "lesson_given": "which lessons learners get is decided here; a lesson goes to another laptop as a file of its own",
    "lesson_put_away": "as the lesson",
    "lesson_compared": "a trainer of this laptop found it, of the lesson that stands here",
    "class_own_words": "it opens the microphone of tablets here; elsewhere somebody decides it anew",
    "own_words": "they were said to the teacher here, and the sound stays here",
    "own_words_heard": "as the words",
    "erased": "it names places of this log",
    "carried": "it names places of this log",
}
"""The kinds of facts that never go with a class -> why."""

DERIVED: Final = "it is made again from what happened"
TABLES: Final[Mapping[str, str]] = {
    "arrival": "each log numbers what it holds itself; the UUIDs and digests stand in the rows",
    "staff": "no account is made of a file; who looked after the class is named in its manifest",
    "staff_classroom": "as the accounts",
    "opportunity": DERIVED,
    "finished_play": DERIVED,
    "practised": DERIVED,
    "meetings": DERIVED,
    "summary_cursor": DERIVED,
}
"""The tables that do not go with a class -> why."""

EITHER: Final = frozenset({"plan_told"})
"""Kinds of OF_CLASS that may be about somebody of the class as well."""

CHOICES: Final[Mapping[str, Mapping[str, Check]]] = {
    "support": {"artefact": word, "steps": _dict},
    "suggestion": {"artefact": word, "offers": _list},
    "sit_with": {"artefact": word, "step": word},
    TRIAL_CHOSEN: {"artefact": word, "signal": word, "is": _one_of(FRAUD, GENUINE), "lesson": word},
}
"""The kinds of choices, all of which go with a class -> what their body must hold."""


def may_be(kind: str, body: Any, *, learner: bool, device: bool) -> bool:
    """Whether a fact of one of FACTS can have this body and be about somebody, at a tablet, or neither."""
    needed, may = FACTS[kind]
    if not isinstance(body, dict) or not needed.keys() <= body.keys() <= needed.keys() | may.keys():
        return False
    if learner and kind in OF_CLASS - EITHER:
        return False
    if not learner and not device and kind not in OF_CLASS | {FORGOTTEN}:
        return False
    if kind == "plan_told" and (body["what"] == "lasts") != ("minutes" in body):
        return False
    return all({**needed, **may}[name](value) for name, value in body.items())
