"""Says what a row of a class's file may be, beyond what its columns hold; it knows no other row and no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from app.records import journal, roster, rows
from app.records.carrying import OF_CLASS, PLACES, SECRET
from app.records.happened import HELP_ASKED, HELP_GIVEN, TRIAL_CHOSEN
from app.records.removing import FORGOTTEN
from app.records.rows import NotARow
from app.records.tables import HAPPENED
from app.simulator import keeping
from app.simulator.lesson import FRAUD, GENUINE
from app.simulator.place import CORRECT, HINT, NEUTRAL, SLIP
from app.simulator.support import SUPPORT
from app.sync.reading import KIND, SHAPE, Refused

Row = dict[str, Any]
Check = Callable[[Any], bool]
Sayable = Callable[[str, Mapping[str, Any]], bool]
"""Whether a reason can be said: its code and its numbers."""

OUTCOMES: Final = frozenset({CORRECT, SLIP, NEUTRAL, HINT})
_MOST: Final = 100
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_TONGUE: Final = re.compile(r"[A-Za-z][A-Za-z_]{0,15}")
_FACE: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_GENDERS: Final = frozenset({"", "男", "女"})
_DROPPED: Final = {"learner": (), "site": (), "classroom": (), "device": SECRET, "lesson": ("digest",)}


def _word(told: Any) -> bool:
    return isinstance(told, str) and len(told) <= 200 and all(sign.isprintable() for sign in told)


def _words(told: Any) -> bool:
    return isinstance(told, list) and len(told) <= 200 and all(map(_word, told))


def _uuid(told: Any) -> bool:
    try:
        return bool(str(UUID(told)) == told)
    except (ValueError, TypeError, AttributeError):
        return False


def _day(told: Any) -> bool:
    return isinstance(told, str) and bool(re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", told))


def _whole(told: Any) -> bool:
    return type(told) is int


def _flag(told: Any) -> bool:
    return type(told) is bool


def _weekdays(told: Any) -> bool:
    return isinstance(told, list) and len(told) <= 7 and all(type(day) is int and 0 <= day < 7 for day in told)


_ROOM: Final[Mapping[str, Check]] = {"classroom": _uuid}
FACTS: Final[Mapping[str, tuple[Mapping[str, Check], Mapping[str, Check]]]] = {
    "enrolment": ({**_ROOM, "seat": _word}, {}),
    "leaving": ({**_ROOM, "seat": _word}, {}),
    "move": ({"from": _uuid, "to": _uuid}, {}),
    "corrected": ({}, {}),
    "two_people": ({"other": _uuid}, {}),
    "merged": ({"entry": _uuid}, {}),
    "parted": ({"entry": _uuid}, {}),
    "given": ({**_ROOM, "lessons": _words}, {}),
    "attendance": ({**_ROOM, "day": _day, "present": _flag, "by": _uuid}, {}),
    "meets": ({**_ROOM, "weekdays": _weekdays}, {}),
    "class_sound": ({**_ROOM, "sound": _word}, {}),
    "tablet_sound": ({"quiet": _flag}, {}),
    "fixed_ladder": ({**_ROOM, "on": _flag}, {}),
    HELP_ASKED: ({}, {"lesson": _word, "screen": _word, "hint": _whole, "page": _word, "where": _word}),
    HELP_GIVEN: ({"by": _uuid}, {}),
    "unsupervised": ({"lesson": _word}, {}),
    "disagreed": ({"uuid": _uuid, "act": _word, "value": _word, "there": _words, "here": _words}, {}),
    FORGOTTEN: ({"people": lambda told: isinstance(told, list) and all(map(_uuid, told)), "demo": _flag}, {}),
}
"""The kinds of facts that go with a class -> what their body must hold, and what it may."""

CHOICES: Final[Mapping[str, Mapping[str, Check]]] = {
    "support": {"artefact": _word, "steps": lambda told: isinstance(told, dict)},
    "suggestion": {"artefact": _word, "offers": lambda told: isinstance(told, list)},
    "sit_with": {"artefact": _word, "step": _word},
    TRIAL_CHOSEN: {"artefact": _word, "signal": _word, "is": (FRAUD, GENUINE).__contains__, "lesson": _word},
}
"""The kinds of choices -> what their body must hold."""


def happened(told: Mapping[str, Any], sayable: Sayable) -> tuple[str, Row]:
    """The kind and the row of a line of the log; raises Refused for what never happens here."""
    kind = str(told.get("row"))
    if kind not in HAPPENED:
        raise Refused(KIND, "a row")
    row = _row(HAPPENED[kind], {name: value for name, value in told.items() if name != "row"}, ("sequence",))
    if not _RIGHT[kind](row, sayable):
        raise Refused(SHAPE, str(kind))
    return kind, row


def place(told: Mapping[str, Any]) -> tuple[str, Row]:
    """The table and the row of somebody, somewhere or a lesson's text; raises Refused for what cannot be one."""
    table = str(told.get("table"))
    if table not in PLACES:
        raise Refused(KIND, "a table")
    without = _DROPPED[table]
    row = _row(PLACES[table], {name: value for name, value in told.items() if name != "table"}, without)
    if not (_lesson(row) if table == "lesson" else _named(row) and (table != "learner" or _learner(row))):
        raise Refused(SHAPE, str(table))
    return table, row


def _row(table: Any, told: Mapping[str, Any], without: Any) -> Row:
    try:
        return rows.row(table, told, without)
    except NotARow as problem:
        raise Refused(SHAPE, str(problem)) from problem


def _named(row: Row) -> bool:
    names = [row["name"], *([row["name_latin"]] if row.get("name_latin") else [])]
    return all(0 < len(name) <= roster.LONGEST_NAME and roster.tidied(name) == name for name in names)


def _learner(row: Row) -> bool:
    wishes = row["preferences"]
    born = row["birth_year"] is None or 1880 <= row["birth_year"] <= 2100
    plain = isinstance(wishes, dict) and all(_flag(value) or _whole(value) or _word(value) for value in wishes.values())
    tongue = not row["dialect"] or _TONGUE.fullmatch(row["dialect"])
    return bool(born and plain and tongue and row["gender"] in _GENDERS and _FACE.fullmatch(row["face"]))


def _lesson(row: Row) -> bool:
    """Whether the text is a lesson that says of itself what the row says of it."""
    try:
        lesson = keeping.thawed(row["text"])
        return bool(_ID.fullmatch(row["lesson"])) and (lesson.id, lesson.hash) == (row["lesson"], row["hash"])
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        return False


def _session(row: Row, sayable: Sayable) -> bool:
    twists = isinstance(row["twists"], list) and all(_whole(one) and 0 <= one < _MOST for one in row["twists"])
    tongues = _TONGUE.fullmatch(row["locale"]) and _TONGUE.fullmatch(row["voice"])
    named = _ID.fullmatch(row["lesson"]) and row["size"] in ("big", "true")
    return bool(twists and tongues and named and isinstance(row["plan"], dict) and _plan(row["plan"], sayable))


def _attempt(row: Row, _: Sayable) -> bool:
    numbers = 0 <= row["twist"] < _MOST and 0 <= row["hints"] < _MOST
    words = journal.a_lesson_says(row["screen"], row["act"], row["value"])
    return numbers and words and row["support"] in SUPPORT and row["outcome"] in OUTCOMES


def _choice(row: Row, sayable: Sayable) -> bool:
    needs, body = CHOICES.get(row["kind"]), row["body"]
    if needs is None:
        raise Refused(KIND, "a choice")
    if not isinstance(body, dict) or not all(name in body and check(body[name]) for name, check in needs.items()):
        return False
    if row["kind"] == "support":
        return _plan(body, sayable)
    if row["kind"] == "suggestion":
        return all(isinstance(one, dict) and _word(one.get("lesson")) and _said(one, sayable) for one in body["offers"])
    return _said(body, sayable)


def _fact(row: Row, _: Sayable) -> bool:
    if row["kind"] not in FACTS:
        raise Refused(KIND, "a fact")
    (needs, may), body = FACTS[row["kind"]], row["body"]
    if not isinstance(body, dict) or not needs.keys() <= body.keys() <= needs.keys() | may.keys():
        return False
    if (row["learner_id"] is None) != (row["kind"] in OF_CLASS | {FORGOTTEN}) and row["device_id"] is None:
        return False
    return all({**needs, **may}[name](value) for name, value in body.items())


def _plan(plan: Mapping[str, Any], sayable: Sayable) -> bool:
    steps = plan.get("steps", {})
    return isinstance(steps, dict) and all(
        isinstance(one, dict) and one.get("level") in SUPPORT and _word(one.get("step")) and _said(one, sayable)
        for one in steps.values()
    )


def _said(told: Mapping[str, Any], sayable: Sayable) -> bool:
    code, args = told.get("code"), told.get("args")
    return isinstance(code, str) and isinstance(args, dict) and sayable(code, args)


_RIGHT: Final[Mapping[str, Callable[[Row, Sayable], bool]]] = {
    "session": _session,
    "attempt": _attempt,
    "choice": _choice,
    "fact": _fact,
}
