"""Which lessons made here learners get, and what trainers found when they compared one with the real thing: facts.

Each names the lesson, who did it and which copy; what stands is folded from them. It knows no file and no lesson.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.records import journal
from app.records.happened import FactRecord
from app.records.tables import Staff

LESSON_GIVEN: Final = "lesson_given"
"""The kind of fact that a copy of a lesson (`copy` in its body, a hash) is what learners get from now on."""
LESSON_PUT_AWAY: Final = "lesson_put_away"
"""The kind of fact that learners get a lesson made here no more: the shipped one again, or none."""
LESSON_COMPARED: Final = "lesson_compared"
"""The kind of fact that a trainer compared a lesson with the real thing, or took back what was told last."""
CHANGED, SAME, TAKEN_BACK = "changed", "same", "taken_back"
FOUND: Final = (CHANGED, SAME, TAKEN_BACK)


class Given(NamedTuple):
    """A copy of a lesson that learners got from a moment on; an empty `copy` says that it was put away then."""

    fact: UUID
    lesson: str
    copy: str
    version: int
    at: datetime
    by: str
    name: str
    name_latin: str
    demo: bool


class Compared(NamedTuple):
    """What a trainer found of a version of a lesson: CHANGED or SAME."""

    lesson: str
    found: str
    version: int
    sequence: int
    at: datetime
    name: str
    name_latin: str


def give(s: Session, member: Staff, lesson: str, copy: str, version: int, now: datetime) -> FactRecord:
    """Keep that learners get this copy of a lesson."""
    body = {"lesson": lesson, "copy": copy, "version": version} | _who(member)
    return journal.append_fact(s, kind=LESSON_GIVEN, body=body, now=now)


def put_away(s: Session, member: Staff, lesson: str, now: datetime) -> FactRecord:
    """Keep that learners get a lesson made here no more."""
    return journal.append_fact(s, kind=LESSON_PUT_AWAY, body={"lesson": lesson} | _who(member), now=now)


def histories(s: Session) -> dict[str, list[Given]]:
    """For each lesson that was ever given, what learners got of it, the oldest first."""
    facts = [*journal.facts(s, LESSON_GIVEN), *journal.facts(s, LESSON_PUT_AWAY)]
    told: dict[str, list[Given]] = {}
    for fact in sorted(facts, key=lambda one: one.sequence):
        body = fact.body
        copy, version = str(body.get("copy", "")), int(body.get("version", 0))
        who = str(body["by"]), str(body["name"]), str(body["name_latin"]), bool(body["demo"])
        told.setdefault(body["lesson"], []).append(Given(fact.uuid, body["lesson"], copy, version, fact.at, *who))
    return told


def standing(s: Session) -> dict[str, Given]:
    """What stands of each lesson that was ever given; one that was put away has an empty `copy`."""
    return {lesson: told[-1] for lesson, told in histories(s).items()}


def compare(s: Session, member: Staff, lesson: str, version: int, found: str, now: datetime) -> FactRecord:
    """Keep what a trainer found of a lesson, one of FOUND; raises ValueError for anything else."""
    if found not in FOUND:
        raise ValueError(f"found {found!r}")
    body = {"lesson": lesson, "version": version, "found": found} | _who(member)
    return journal.append_fact(s, kind=LESSON_COMPARED, body=body, now=now)


def compared(s: Session, *, demo: bool) -> dict[str, Compared]:
    """What was found last of each lesson, by real trainers or by invented ones.

    That the real thing changed holds until a newer copy of the lesson is given.
    """
    told: dict[str, list[Compared]] = {}
    for fact in journal.facts(s, LESSON_COMPARED):
        body = fact.body
        if body["demo"] != demo:
            continue
        mine = told.setdefault(body["lesson"], [])
        if body["found"] == TAKEN_BACK:
            del mine[-1:]
            continue
        who = body["name"], body["name_latin"]
        mine.append(Compared(body["lesson"], body["found"], body["version"], fact.sequence, fact.at, *who))
    given = _last(journal.facts(s, LESSON_GIVEN))
    found = {lesson: mine[-1] for lesson, mine in told.items() if mine}
    return {lesson: one for lesson, one in found.items() if one.found == SAME or one.sequence > given.get(lesson, 0)}


def _last(facts: Iterable[FactRecord]) -> dict[str, int]:
    return {fact.body["lesson"]: fact.sequence for fact in facts}


def _who(member: Staff) -> dict[str, object]:
    return {"by": str(member.id), "name": member.name, "name_latin": member.name_latin, "demo": member.demo}
