"""What is put right about one person of a list: their entry, their class, who is twice on it, who leaves; no page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from app.classes.rostering.columns import Fault, understand
from app.classes.rostering.reading import Row
from app.classes.rostering.taking import voice_of
from app.records import Session, journal, removing, roster
from app.records.removing import Removed
from app.records.tables import Classroom, Learner

CORRECTED: Final = "corrected"
"""The kind of fact that an entry was put right, so that a later file of its class tells more than an earlier one."""


def correct(s: Session, learner: Learner, told: Mapping[str, str], today: date, now: datetime) -> Fault | None:
    """Write an entry anew from what was told by column (keys of `columns.COLUMNS`); its fault, None when kept."""
    rows = [Row(1, tuple(told)), Row(2, tuple(told.values()))]
    sheet = understand(rows, today, ())
    if sheet.faults:
        return sheet.faults[0]
    (entry,) = sheet.entries
    if entry.dialect != learner.dialect:
        learner.preferences = learner.preferences | {"voice": ""} | voice_of(entry.dialect)
    learner.name, learner.name_latin = entry.name, entry.latin
    learner.birth_year, learner.gender, learner.dialect = entry.birth_year, entry.gender, entry.dialect
    learner.help_first = entry.first
    s.flush()
    journal.append_fact(s, kind=CORRECTED, learner_id=learner.id, body={}, now=now)
    return None


def move(s: Session, learner: Learner, to: Classroom, now: datetime) -> None:
    """Move somebody to another class with all they did; ValueError for an invented one into a real class, or back."""
    if learner.demo != to.demo:
        raise ValueError(f"{learner.id} cannot go to {to.id}")
    if learner.classroom_id != to.id:
        roster.move_learner(s, learner, to, now)


def erase(s: Session, learner: Learner, now: datetime) -> Removed:
    """Take somebody out with everything they ever did, under each of their entries."""
    return removing.erase_learners(s, [learner.id], now)


def perhaps_one(s: Session, people: Iterable[Learner]) -> list[tuple[Learner, Learner]]:
    """Pairs of entries that may be one person and of which nobody has said yet: in the order of the list."""
    known, there = roster.kept_apart(s), list(people)
    return [
        (one, other)
        for place, one in enumerate(there)
        for other in there[place + 1 :]
        if _alike(one, other) and frozenset({one.id, other.id}) not in known
    ]


def perhaps_elsewhere(
    s: Session, people: Iterable[Learner], others: Iterable[Learner]
) -> list[tuple[Learner, Learner]]:
    """Pairs of somebody of these and somebody of other classes who may be one person and were not told apart."""
    known, there = roster.kept_apart(s), list(others)
    return [
        (one, other)
        for one in people
        for other in there
        if one.classroom_id != other.classroom_id and _alike(one, other) and frozenset({one.id, other.id}) not in known
    ]


def _alike(one: Learner, other: Learner) -> bool:
    """The same name and no two years of birth; or one year of birth, and names with one sign between them."""
    if one.demo != other.demo:
        return False
    if one.name == other.name:
        return not (one.birth_year and other.birth_year) or one.birth_year == other.birth_year
    differ = sum(a != b for a, b in zip(one.name, other.name, strict=False))
    close = len(one.name) == len(other.name) >= 3 and differ == 1
    return close and one.birth_year is not None and one.birth_year == other.birth_year
