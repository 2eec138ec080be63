"""Says what a row of a class's file may be, beyond what its columns hold; it knows no other row and no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.records import journal, roster, rows
from app.records.carrying import PLACES, SECRET
from app.records.happened import HAND
from app.records.rows import NotARow
from app.records.tables import HAPPENED
from app.simulator import keeping
from app.simulator.place import CORRECT, HINT, NEUTRAL, SLIP
from app.simulator.support import SUPPORT
from app.sync.kinds import CHOICES, FACTS, flag, may_be, whole, word
from app.sync.reading import KIND, SHAPE, Refused

Row = dict[str, Any]
Sayable = Callable[[str, Mapping[str, Any]], bool]
"""Whether a reason can be said: its code and its numbers."""

OUTCOMES: Final = frozenset({CORRECT, SLIP, NEUTRAL, HINT})
_MOST: Final = 100
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_TONGUE: Final = re.compile(r"[A-Za-z][A-Za-z_-]{0,15}")
_FACE: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_GENDERS: Final = frozenset({"", "男", "女"})
_DROPPED: Final = {"learner": (), "site": (), "classroom": (), "device": SECRET, "lesson": ("digest",)}


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
    plain = isinstance(wishes, dict) and all(flag(value) or whole(value) or word(value) for value in wishes.values())
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
    twists = isinstance(row["twists"], list) and all(whole(one) and 0 <= one < _MOST for one in row["twists"])
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
        return all(isinstance(one, dict) and word(one.get("lesson")) and _said(one, sayable) for one in body["offers"])
    return _said(body, sayable)


def _fact(row: Row, sayable: Sayable) -> bool:
    kind, body = row["kind"], row["body"]
    if kind not in FACTS:
        raise Refused(KIND, "a fact")
    about = {"learner": row["learner_id"] is not None, "device": row["device_id"] is not None}
    return may_be(kind, body, **about) and ("code" not in body or _said(body, sayable))


def _plan(plan: Mapping[str, Any], sayable: Sayable) -> bool:
    steps, hand = plan.get("steps", {}), plan.get(HAND, {"fact": "", "level": SUPPORT[0]})
    chosen = isinstance(hand, dict) and word(hand.get("fact")) and hand.get("level") in SUPPORT
    return chosen and isinstance(steps, dict) and all(_step(one, sayable) for one in steps.values())


def _step(one: Any, sayable: Sayable) -> bool:
    told = isinstance(one, dict) and one.get("level") in SUPPORT and one.get("model", one["level"]) in SUPPORT
    return bool(told and word(one.get("step")) and _said(one, sayable))


def _said(told: Mapping[str, Any], sayable: Sayable) -> bool:
    code, args = told.get("code"), told.get("args")
    return isinstance(code, str) and isinstance(args, dict) and sayable(code, args)


_RIGHT: Final[Mapping[str, Callable[[Row, Sayable], bool]]] = {
    "session": _session,
    "attempt": _attempt,
    "choice": _choice,
    "fact": _fact,
}
