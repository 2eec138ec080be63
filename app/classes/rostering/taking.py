"""Takes a list of people into classes: whom is already there is asked about, then all is kept at once or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from app.classes.people import next_face
from app.classes.rostering.columns import CLASS, Entry, Fault
from app.classes.visible import visible_classrooms
from app.dialects.registry import DIALECTS
from app.records import Session, roster
from app.records.folding import CHINA
from app.records.roster import tidied
from app.records.tables import Classroom, Learner, Staff

OTHER: Final = "other"
"""Somebody else, who has the same name."""
OUT: Final = "out"
"""This row is left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that may be taken, the class it goes to, and who may be this person already: entries or an earlier row."""

    entry: Entry
    classroom: Classroom
    matches: tuple[Learner, ...] = ()
    twin: int = 0
    """The row above that names the same person; 0 for none."""

    @property
    def asks(self) -> bool:
        """Whether somebody has to say who this is."""
        return bool(self.matches or self.twin)

    @property
    def likely(self) -> str:
        """The answer that is ticked beforehand: the one person of this class of whom the list says nothing else."""
        if len(self.matches) == 1 and not self.twin and self._agrees(self.matches[0]):
            return str(self.matches[0].id)
        return ""

    def answers(self) -> set[str]:
        """What may be said about it."""
        return {str(learner.id) for learner in self.matches} | {OTHER, OUT}

    def _agrees(self, found: Learner) -> bool:
        here = found.classroom_id == self.classroom.id
        year, gender = self.entry.birth_year in (None, found.birth_year), self.entry.gender in ("", found.gender)
        return here and year and gender


@dataclass(frozen=True, slots=True)
class Plan:
    """What a list would come to: its lines in order, and the faults that only a look at the classes shows."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines about which somebody has to say who it is."""
        return tuple(line for line in self.lines if line.asks)

    @property
    def new(self) -> tuple[Line, ...]:
        """The lines of people who are nowhere yet."""
        return tuple(line for line in self.lines if not line.asks)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a list: how many were added, how many were there and got something filled in, how many left out."""

    added: int
    filled: int
    left_out: int


class Undecided(ValueError):
    """Rows about which nobody has said who they are; nothing was taken."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows)
        self.rows = tuple(rows)


def look_over(s: Session, member: Staff, classroom: Classroom, entries: Iterable[Entry]) -> Plan:
    """How a list stands to the classes that this member of staff may see; rows without a class go to `classroom`.

    Somebody may be there already when the class has the name, or another class has it with the same year of birth.
    """
    rooms = [room for room in visible_classrooms(s, member) if room.demo == classroom.demo]
    people = [learner for room in rooms for learner in roster.learners(s, room.id)]
    named: dict[str, list[Learner]] = {}
    for learner in people:
        named.setdefault(_alike(learner.name), []).append(learner)
    lines: list[Line] = []
    faults: list[Fault] = []
    first: dict[tuple[str, UUID], int] = {}
    for entry in entries:
        room = _room(rooms, classroom, entry.classroom)
        if room is None:
            faults.append(Fault(entry.row, CLASS, "class", entry.classroom[:24]))
            continue
        found = [one for one in named.get(_alike(entry.name), []) if _may_be(entry, one, room)]
        twin = first.setdefault((_alike(entry.name), room.id), entry.row)
        lines.append(Line(entry, room, tuple(found), twin if twin != entry.row else 0))
    return Plan(tuple(lines), tuple(faults))


def take(
    s: Session, plan: Plan, answers: Mapping[int, str], now: datetime, faces: Sequence[str], also_out: int = 0
) -> Taken:
    """Add those who are new and fill in what was not known of those who are there, all in this transaction.

    `answers` says for each row that asks who it is: the id of an entry, OTHER or OUT; `also_out` counts the rows that
    have a fault. Raises Undecided, before anything is written, when one is missing.
    """
    if missing := [line.entry.row for line in plan.asked if answers.get(line.entry.row) not in line.answers()]:
        raise Undecided(missing)
    added, filled, left_out = [], 0, also_out
    for line in plan.lines:
        answer = answers[line.entry.row] if line.asks else OTHER
        if answer == OTHER:
            added.append(line)
        elif answer == OUT:
            left_out += 1
        else:
            filled += _fill(next(one for one in line.matches if str(one.id) == answer), line.entry)
    for place, (line, face) in enumerate(zip(added, _faces(s, added, faces), strict=True)):
        _add(s, line, face, now, place)
    s.flush()
    return Taken(len(added), filled, left_out)


def room_name(room: Classroom, rooms: Iterable[Classroom]) -> str:
    """A class's name as a list gives it: its own, with its place before it where another class has the same."""
    own = tidied(room.name)
    alike = [other for other in rooms if tidied(other.name) == own]
    return own if len(alike) <= 1 else _with_place(room)


def _with_place(room: Classroom) -> str:
    return f"{tidied(room.site.name)} · {tidied(room.name)}"


def _room(rooms: Sequence[Classroom], here: Classroom, told: str) -> Classroom | None:
    """The class that a row names, this one when it names none; None when there is no such class, or more than one."""
    if not told:
        return here
    found = [room for room in rooms if told in (tidied(room.name), tidied(room.name_latin), _with_place(room))]
    return here if here.id in {room.id for room in found} else found[0] if len(found) == 1 else None


def _may_be(entry: Entry, found: Learner, room: Classroom) -> bool:
    return found.classroom_id == room.id or (entry.birth_year is not None and entry.birth_year == found.birth_year)


def _alike(name: str) -> str:
    return "".join(tidied(name).split()).casefold()


def _fill(found: Learner, entry: Entry) -> int:
    """Fill in what is not known of somebody; returns 1 when that was anything."""
    told = {
        "name_latin": entry.latin,
        "birth_year": entry.birth_year,
        "gender": entry.gender,
        "dialect": entry.dialect,
        "help_first": entry.first,
    }
    fresh = {field: value for field, value in told.items() if value and not getattr(found, field)}
    for field, value in fresh.items():
        setattr(found, field, value)
    if "dialect" in fresh and "voice" not in found.preferences:
        found.preferences = found.preferences | voice_of(entry.dialect)
    return 1 if fresh else 0


def _faces(s: Session, added: Sequence[Line], faces: Sequence[str]) -> list[str]:
    """A face for each: the one the list names where nobody of the class has it, else one that fewest have."""
    taken = {room: [one.face for one in roster.learners(s, room)] for room in {line.classroom.id for line in added}}
    given: dict[int, str] = {}
    for place, line in enumerate(added):
        if line.entry.face in faces and line.entry.face not in taken[line.classroom.id]:
            given[place] = line.entry.face
            taken[line.classroom.id].append(line.entry.face)
    for place, line in enumerate(added):
        if place not in given:
            given[place] = next_face(taken[line.classroom.id], faces)
            taken[line.classroom.id].append(given[place])
    return [given[place] for place in range(len(added))]


def _add(s: Session, line: Line, face: str, now: datetime, place: int) -> None:
    """Add somebody; those who joined on one day stand in the order of the list, some microseconds apart."""
    entry = line.entry
    day = datetime.combine(datetime.fromisoformat(entry.joined).date(), time(), CHINA) if entry.joined else now
    roster.add_learner(
        s,
        classroom=line.classroom,
        name=entry.name,
        name_latin=entry.latin,
        face=face,
        now=min(day, now) + timedelta(microseconds=place),
        birth_year=entry.birth_year,
        gender=entry.gender,
        dialect=entry.dialect,
        preferences=voice_of(entry.dialect),
        help_first=entry.first,
        demo=line.classroom.demo,
    )


def voice_of(dialect: str) -> dict[str, str]:
    """The voice somebody hears from the first tap, where their way of speaking has words of its own."""
    return {"voice": dialect} if dialect in DIALECTS and DIALECTS[dialect].catalogue else {}
