"""Adds people and classes: a walk-in elder, a volunteer, a trainer, a class; it knows no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from app.records import Session, removing, roster
from app.records.removing import Removed
from app.records.tables import Classroom, Learner, Staff

SHORTEST_PASSWORD: Final = 8


def add_walk_in(
    s: Session, classroom: Classroom, *, name: str, face: str, now: datetime, name_latin: str = ""
) -> Learner:
    """Add an elder who has just come in; nothing but a name and a face is asked. Raises ValueError for a bad name."""
    return roster.add_learner(
        s, classroom=classroom, name=name, name_latin=name_latin, face=face, now=now, demo=classroom.demo
    )


def next_face(taken: Iterable[str], faces: Sequence[str]) -> str:
    """The face that fewest people of a class have, the first of them in the order of `faces`."""
    counted = Counter(taken)
    return min(faces, key=lambda face: (counted[face], faces.index(face)))


def start_classroom(s: Session, member: Staff, *, name: str, site_name: str, now: datetime) -> Classroom:
    """Start a class of this volunteer or trainer at a place, which is added when it is new. Raises ValueError.

    What an invented person starts is invented as well.
    """
    wanted = roster.tidied(site_name)
    place = next((site for site in roster.sites(s) if site.name == wanted and site.demo == member.demo), None)
    place = place or roster.add_site(s, name=wanted, now=now, demo=member.demo)
    classroom = roster.add_classroom(s, site=place, name=name, now=now, demo=member.demo)
    roster.give_classroom(s, member.id, classroom)
    return classroom


def add_person(
    s: Session,
    *,
    name: str,
    role: str,
    password: str,
    now: datetime,
    name_latin: str = "",
    classrooms: Iterable[Classroom] = (),
) -> Staff:
    """Add a volunteer or a trainer who signs in with that name and password; raises ValueError when it cannot be."""
    return roster.add_staff(
        s,
        name=name,
        name_latin=name_latin,
        role=role,
        password=_long_enough(password),
        now=now,
        classrooms=classrooms,
    )


def add_volunteer(s: Session, *, name: str, now: datetime) -> Staff:
    """Add a volunteer by a name alone, who signs in at this laptop without a password until they set one.

    Raises ValueError for a bad name, NameTaken for one that somebody here has.
    """
    return roster.add_staff(s, name=name, role="volunteer", password=None, now=now)


def change_password(s: Session, name: str, password: str) -> None:
    """Give somebody another password; raises LookupError for an unknown name, ValueError for a short password."""
    member = roster.staff_named(s, name)
    if member is None:
        raise LookupError(f"nobody is called {name}")
    roster.set_password(s, member, _long_enough(password))


def remove_demo(s: Session, now: datetime) -> Removed:
    """Take out every invented person with all they did; real people who joined them stay, with their class."""
    return removing.remove_demo(s, now)


def _long_enough(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"a password has at least {SHORTEST_PASSWORD} signs")
    return password
