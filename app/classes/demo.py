"""Makes the invented class of the demo from its file: a place, tablets, elders, who signs in; it makes no history."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from ruamel.yaml import YAML

from app.records import Session, roster
from app.records.tables import Classroom

_SYLLABLES: Final = (
    "ba", "bei", "chu", "dou", "fan", "gao", "hua", "jin", "kan", "liu", "mai", "nan", "pu", "qiao", "rong", "shan",
    "tian", "wan", "xia", "yun", "zhu",
)  # fmt: skip


class NotEmpty(ValueError):
    """There are people or places in the database already: invented ones never join them."""


@dataclass(frozen=True, slots=True)
class InventedLearner:
    """An elder of the demo, and the kind of mind that plays them."""

    id: UUID
    profile: str


@dataclass(frozen=True, slots=True)
class InventedAccount:
    """Who signs in to the demo; the password is told once and kept only as a hash."""

    role: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class InventedClass:
    """The demo class as it was made."""

    classroom: Classroom
    learners: tuple[InventedLearner, ...]
    tablets: tuple[UUID, ...]
    accounts: tuple[InventedAccount, ...]


def invent_class(
    s: Session, file: Path, now: datetime, *, people: int | None = None, tablets: int | None = None
) -> InventedClass:
    """Make the class of the file, all of it marked as invented, as it stood at `now`; raises NotEmpty.

    `people` is how many of its people there are, `tablets` how many tablets; None is as the file says.
    """
    if roster.anything_in(s):
        raise NotEmpty("the demo class is made in an empty database only")
    told: Mapping[str, Any] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    site = roster.add_site(s, name=told["site"]["name"], name_latin=told["site"]["latin"], now=now, demo=True)
    room = told["class"]
    classroom = roster.add_classroom(s, site=site, name=room["name"], name_latin=room["latin"], now=now, demo=True)
    return InventedClass(
        classroom=classroom,
        learners=tuple(
            _learner(s, classroom, person, now + timedelta(minutes=place))
            for place, person in enumerate(told["people"][:people])
        ),
        tablets=tuple(
            roster.enrol_device(s, classroom=classroom, now=now, demo=True)[0].id
            for _ in range(told["tablets"] if tablets is None else tablets)
        ),
        accounts=tuple(account(s, role, told[role], [classroom], now) for role in roster.ROLES),
    )


def _learner(s: Session, classroom: Classroom, person: Mapping[str, Any], now: datetime) -> InventedLearner:
    dialect = person.get("dialect", "")
    learner = roster.add_learner(
        s,
        classroom=classroom,
        name=person["name"],
        name_latin=person["latin"],
        face=person["face"],
        birth_year=person["born"],
        gender=person["gender"],
        dialect=dialect,
        preferences={"voice": dialect} if dialect else {},
        now=now,
        demo=True,
    )
    return InventedLearner(learner.id, person["profile"])


def account(
    s: Session, role: str, person: Mapping[str, str], classrooms: Sequence[Classroom], now: datetime
) -> InventedAccount:
    """An invented account with a new password; a volunteer looks after these classes."""
    password = "".join(secrets.choice(_SYLLABLES) for _ in range(3)) + f"-{secrets.randbelow(10_000):04d}"
    roster.add_staff(
        s,
        name=person["name"],
        name_latin=person["latin"],
        role=role,
        password=password,
        now=now,
        classrooms=classrooms if role == "volunteer" else [],
        demo=True,
    )
    return InventedAccount(role, person["name"], password)
