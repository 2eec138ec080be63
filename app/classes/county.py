"""Makes the invented county of the demo from its file: villages, elders, tablets, who signs in; it makes no history.

The same seed makes the same people. Nobody in it is real: names are put together by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from ruamel.yaml import YAML

from app.classes.demo import InventedAccount, NotEmpty, account
from app.records import Session, roster
from app.records.identity import compose
from app.records.tables import Classroom

TABLETS: Final = 30
"""Tablets of a village; there is one for everybody who comes."""
WEEKDAYS: Final = 5
"""Classes meet from Monday to Friday."""
LATE_VILLAGES: Final = {6: 3, 13: 6}
"""Villages that began weeks after the others: the place in the file -> weeks."""


@dataclass(frozen=True, slots=True)
class InventedElder:
    """An elder of the county: the kind of mind, how often they come, and the weeks from their first to their last."""

    id: UUID
    profile: str
    age: int
    comes: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class InventedVillage:
    """A village with its one class, which meets on a day of the week (0 Monday)."""

    site_id: UUID
    classroom: Classroom
    weekday: int
    elders: tuple[InventedElder, ...]
    tablets: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class InventedCounty:
    """The county as it was made."""

    villages: tuple[InventedVillage, ...]
    accounts: tuple[InventedAccount, ...]


def invent_county(
    s: Session, file: Path, now: datetime, *, villages: int, learners: int, weeks: int, seed: int
) -> InventedCounty:
    """Make so many villages and learners of the file, all marked as invented, as they stood at `now`.

    Raises NotEmpty, and ValueError for more villages than the file names.
    """
    if roster.anything_in(s):
        raise NotEmpty("the demo county is made in an empty database only")
    told: Mapping[str, Any] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    if not 0 < villages <= len(told["villages"]) or learners < villages:
        raise ValueError(f"from 1 to {len(told['villages'])} villages, each with a learner")
    chance = Random(f"county-{seed}")
    made = tuple(
        _village(s, told, place, learners // villages + (place < learners % villages), weeks, chance, now)
        for place in range(villages)
    )
    rooms = [village.classroom for village in made]
    accounts = tuple(account(s, role, told[role], rooms[:1], now) for role in roster.ROLES)
    return InventedCounty(made, accounts)


def _village(
    s: Session, told: Mapping[str, Any], place: int, size: int, weeks: int, chance: Random, now: datetime
) -> InventedVillage:
    named = told["villages"][place]
    site = roster.add_site(s, name=named["name"], name_latin=f"{named['latin']} village", now=now, demo=True)
    room = roster.add_classroom(
        s, site=site, name=f"{named['name'][:-1]}班", name_latin=f"{named['latin']} class", now=now, demo=True
    )
    starts = LATE_VILLAGES.get(place, 0)
    spoken = {**told["shares"]["dialect"], "": told["shares"]["dialect"][""] * chance.choice((0.5, 1.0, 3.0))}
    faces = {gender: chance.sample(keys, len(keys)) for gender, keys in told["faces"].items()}
    elders = tuple(
        _elder(s, told["shares"], room, _named(told, spoken, faces, number, chance), min(starts, weeks - 1), weeks,
               chance, now + timedelta(minutes=number))
        for number in range(size)
    )  # fmt: skip
    tablets = tuple(roster.enrol_device(s, classroom=room, now=now, demo=True)[0].id for _ in range(min(size, TABLETS)))
    return InventedVillage(site.id, room, place % WEEKDAYS, elders, tablets)


def _named(
    told: Mapping[str, Any],
    spoken: Mapping[str, float],
    faces: Mapping[str, Sequence[str]],
    number: int,
    chance: Random,
) -> dict[str, Any]:
    """The name, face, gender and dialect of somebody."""
    gender = _drawn(told["shares"]["gender"], chance)
    family, given = chance.choice(list(told["family"])), chance.choice(list(told["given"][gender]))
    dialect = _drawn(spoken, chance)
    return {
        "name": family + given,
        "name_latin": f"{told['family'][family]} {told['given'][gender][given]}",
        "face": faces[gender][number % len(faces[gender])],
        "gender": gender,
        "dialect": dialect,
        "preferences": {"voice": dialect} if dialect in ("yue",) else {},
    }


def _elder(
    s: Session,
    shares: Mapping[str, Any],
    room: Classroom,
    person: Mapping[str, Any],
    starts: int,
    weeks: int,
    chance: Random,
    now: datetime,
) -> InventedElder:
    low, high = map(int, _drawn(shares["age"], chance).split("-"))
    age = chance.randint(low, high)
    first = starts + (chance.randint(1, max(1, weeks // 2)) if chance.random() < shares["late"] else 0)
    last = first + chance.randint(2, weeks) if chance.random() < shares["leaves"] else weeks
    milliseconds = int(now.timestamp() * 1000)
    learner = roster.add_learner(
        s,
        classroom=room,
        now=now,
        birth_year=None if chance.random() < shares["age_unknown"] else now.year - age,
        demo=True,
        uuid=compose(milliseconds, chance.getrandbits(12), chance.getrandbits(62)),
        **person,
    )
    return InventedElder(
        learner.id, _drawn(shares["profile"], chance), age, chance.uniform(0.5, 0.92), min(first, weeks - 1), last
    )


def _drawn(shares: Mapping[str, float], chance: Random) -> str:
    """One of the names, each as likely as its share."""
    return chance.choices(list(shares), list(shares.values()))[0]
