"""Keeps who learns and helps, where, and at which tablet; it knows nothing of lessons and of what was learned."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload
from werkzeug.security import check_password_hash, generate_password_hash

from app.records import entries, journal
from app.records.happened import FactRecord
from app.records.identity import in_utc, uuid7
from app.records.tables import HAPPENED, Classroom, Device, Learner, Site, Staff

ROLES: Final = ("volunteer", "trainer")
LONGEST_NAME: Final = 80
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of what no name is written with: control, format (marks of direction among them), surrogate."""
_NO_SIGNS: Final = frozenset("\ufffe\uffff")


class NameTaken(ValueError):
    """Somebody who signs in here has this name."""


ENROLMENT: Final = "enrolment"
LEAVING: Final = "leaving"
MOVE: Final = "move"
SETTING: Final = "setting"
TWO_PEOPLE: Final = "two_people"


def add_site(s: Session, *, name: str, now: datetime, name_latin: str = "", demo: bool = False) -> Site:
    """Add a place. Raises ValueError for an empty name or one over 80 signs, as every `add_…` here does."""
    site = Site(id=uuid7(now), name=_name(name), name_latin=_latin(name_latin), demo=demo)
    s.add(site)
    s.flush()
    return site


def add_classroom(
    s: Session, *, site: Site, name: str, now: datetime, name_latin: str = "", demo: bool = False
) -> Classroom:
    """Add a classroom to a site."""
    classroom = Classroom(id=uuid7(now), site=site, name=_name(name), name_latin=_latin(name_latin), demo=demo)
    s.add(classroom)
    s.flush()
    return classroom


def add_learner(
    s: Session,
    *,
    classroom: Classroom,
    name: str,
    face: str,
    now: datetime,
    name_latin: str = "",
    birth_year: int | None = None,
    gender: str = "",
    dialect: str = "",
    preferences: Mapping[str, Any] | None = None,
    help_first: bool = False,
    demo: bool = False,
    uuid: UUID | None = None,
) -> Learner:
    """Add an elder to a classroom; `face` is the key of a drawn face, `name_latin` the name for English pages."""
    learner = Learner(
        id=uuid or uuid7(now),
        classroom=classroom,
        name=_name(name),
        name_latin=_latin(name_latin),
        face=face,
        birth_year=birth_year,
        gender=gender,
        dialect=dialect,
        preferences=dict(preferences or {}),
        help_first=help_first,
        demo=demo,
        joined_at=in_utc(now),
    )
    s.add(learner)
    s.flush()
    return learner


def add_staff(
    s: Session,
    *,
    name: str,
    role: str,
    password: str | None,
    now: datetime,
    name_latin: str = "",
    classrooms: Iterable[Classroom] = (),
    demo: bool = False,
) -> Staff:
    """Add a volunteer or a trainer; with None for a password none fits until one is set.

    Raises ValueError: role unknown, password empty, or NameTaken.
    """
    if role not in ROLES:
        raise ValueError(f"a role is one of {', '.join(ROLES)}, not {role!r}")
    name = _name(name)
    if staff_named(s, name):
        raise NameTaken(f"the name {name!r} is taken")
    staff = Staff(
        id=uuid7(now),
        name=name,
        name_latin=_latin(name_latin),
        role=role,
        password_hash="" if password is None else _hashed(password),
        classrooms=list(classrooms),
        demo=demo,
        joined_at=in_utc(now),
    )
    s.add(staff)
    s.flush()
    return staff


def enrol_device(
    s: Session, *, classroom: Classroom, now: datetime, name: str = "", demo: bool = False
) -> tuple[Device, str]:
    """Enrol a tablet to a classroom; returns it with its token, which is told once and kept only as a hash.

    Without a name it gets the next free seat number. The enrolment is a fact of the log.
    """
    token = secrets.token_urlsafe(32)
    device = Device(
        id=uuid7(now),
        name=_name(name or _next_seat(s, classroom)),
        classroom=classroom,
        token_hash=_token_hash(token),
        demo=demo,
        enrolled_at=in_utc(now),
    )
    s.add(device)
    s.flush()
    body = {"classroom": str(classroom.id), "seat": device.name}
    journal.append_fact(s, kind=ENROLMENT, device_id=device.id, body=body, now=now)
    return device, token


def site(s: Session, site_id: UUID) -> Site | None:
    """The site of that id."""
    return s.get(Site, site_id)


def sites(s: Session) -> list[Site]:
    """All sites by name."""
    return list(s.scalars(select(Site).order_by(Site.name, Site.id)))


def classroom(s: Session, classroom_id: UUID) -> Classroom | None:
    """The classroom of that id, with its site."""
    return s.get(Classroom, classroom_id, options=[selectinload(Classroom.site)])


def classrooms(s: Session, *, demo: bool | None = None) -> list[Classroom]:
    """All classrooms by name with their sites; with `demo` only the invented ones, or only the real ones."""
    query = select(Classroom).options(selectinload(Classroom.site)).order_by(Classroom.name, Classroom.id)
    return list(s.scalars(query if demo is None else query.where(Classroom.demo.is_(demo))))


def learner(s: Session, learner_id: UUID) -> Learner | None:
    """The learner of that id, with classroom and site; for an entry that was merged, the one that stays."""
    whole = entries.person(s, learner_id)
    return s.get(Learner, whole, options=[selectinload(Learner.classroom).selectinload(Classroom.site)])


def learners(s: Session, classroom_id: UUID) -> list[Learner]:
    """The learners of a classroom in the order they joined, with classroom and site; each person once."""
    query = (
        select(Learner)
        .where(Learner.classroom_id == classroom_id, Learner.id.not_in(list(entries.merged(s))))
        .options(selectinload(Learner.classroom).selectinload(Classroom.site))
        .order_by(Learner.joined_at, Learner.id)
    )
    return list(s.scalars(query))


def devices(s: Session, classroom_id: UUID) -> list[Device]:
    """The tablets of a classroom by seat, those that have left it not among them."""
    found = s.scalars(select(Device).where(Device.classroom_id == classroom_id, Device.left_at.is_(None)))
    return sorted(found, key=lambda device: (len(device.name), device.name, device.id))


def device_by_token(s: Session, token: str) -> Device | None:
    """The tablet that holds a token, with classroom and site; None for a token that opens nothing."""
    query = (
        select(Device)
        .where(Device.token_hash == _token_hash(token), Device.left_at.is_(None))
        .options(selectinload(Device.classroom).selectinload(Classroom.site))
    )
    return s.scalars(query).first()


def staff(s: Session, staff_id: UUID) -> Staff | None:
    """The volunteer or trainer of that id, with classrooms and sites."""
    return s.get(Staff, staff_id, options=[selectinload(Staff.classrooms).selectinload(Classroom.site)])


def staff_named(s: Session, name: str) -> Staff | None:
    """The volunteer or trainer of that name, with classrooms and sites."""
    query = select(Staff).where(Staff.name == name.strip())
    return s.scalars(query.options(selectinload(Staff.classrooms).selectinload(Classroom.site))).first()


def all_staff(s: Session) -> list[Staff]:
    """Every volunteer and trainer by name."""
    return list(s.scalars(select(Staff).order_by(Staff.name)))


def check_password(s: Session, name: str, password: str) -> Staff | None:
    """The volunteer or trainer of that name when the password is theirs; as slow for a name that does not exist."""
    found = staff_named(s, name)
    fits = check_password_hash((found and found.password_hash) or _nobodys_hash(), password)
    return found if fits else None


def without_password(s: Session) -> list[Staff]:
    """Who has set no password yet, by name; nobody invented."""
    return [member for member in all_staff(s) if not member.password_hash and not member.demo]


def set_password(s: Session, member: Staff, password: str) -> None:
    """Give a volunteer or trainer another password; raises ValueError for an empty one."""
    member.password_hash = _hashed(password)
    s.flush()


def set_preferences(s: Session, learner_id: UUID, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Remember what a learner chose (language, voice, text size…) over what was remembered; returns all of it.

    Raises LookupError for a learner who is not there.
    """
    found = learner(s, learner_id)
    if found is None:
        raise LookupError(f"no learner {learner_id}")
    found.preferences = {**found.preferences, **changes}
    s.flush()
    return found.preferences


def move_learner(s: Session, moved: Learner, to: Classroom, now: datetime) -> FactRecord:
    """Move a learner to another classroom, attempts and all; the move is a fact of the log."""
    body = {"from": str(moved.classroom_id), "to": str(to.id)}
    moved.classroom = to
    s.flush()
    return journal.append_fact(s, kind=MOVE, learner_id=moved.id, body=body, now=now)


def classroom_then(s: Session, learner_id: UUID, before: int | None = None) -> UUID | None:
    """The id of the classroom of a learner, `before` a sequence where it was then; None when there is no such one."""
    found = s.get(Learner, entries.merged(s, before).get(learner_id, learner_id))
    if found is None or before is None:
        return found.classroom_id if found else None
    columns = HAPPENED["fact"].c
    moved = (columns.kind == MOVE) & (columns.learner_id == found.id) & (columns.sequence >= before)
    later = s.scalars(select(columns.body).where(moved).order_by(columns.sequence)).first()
    return UUID(later["from"]) if later else found.classroom_id


def merge_learners(s: Session, away: Learner, stays: Learner, now: datetime) -> FactRecord:
    """Let two entries be one person from now on; what was practised under either counts for the one that stays.

    Raises ValueError for one and the same entry, for one that was merged before, and for a real with an invented one.
    """
    whole = entries.merged(s)
    if away.id == stays.id or away.id in whole or stays.id in whole or away.demo != stays.demo:
        raise ValueError(f"{away.id} and {stays.id} cannot be one person")
    return journal.append_fact(s, kind=entries.MERGED, learner_id=stays.id, body={"entry": str(away.id)}, now=now)


def part_learners(s: Session, away: UUID, now: datetime) -> FactRecord:
    """Let an entry that was merged stand by itself again, with what was kept under it; LookupError when it was not."""
    whole = entries.merged(s)
    if away not in whole:
        raise LookupError(f"{away} was not merged")
    return journal.append_fact(s, kind=entries.PARTED, learner_id=whole[away], body={"entry": str(away)}, now=now)


def keep_apart(s: Session, one: Learner, other: Learner, now: datetime) -> FactRecord:
    """Keep that two entries are two people, so that nobody is asked again."""
    return journal.append_fact(s, kind=TWO_PEOPLE, learner_id=one.id, body={"other": str(other.id)}, now=now)


def kept_apart(s: Session) -> frozenset[frozenset[UUID]]:
    """The pairs of entries of which somebody said that they are two people."""
    said = journal.facts(s, TWO_PEOPLE)
    return frozenset(frozenset({fact.learner_id, UUID(fact.body["other"])}) for fact in said if fact.learner_id)


def merged_into(s: Session, stays: UUID) -> list[Learner]:
    """The entries that were merged into this one, by name, with their classrooms."""
    ids = [entry for entry, into in entries.merged(s).items() if into == stays]
    query = select(Learner).where(Learner.id.in_(ids)).order_by(Learner.name, Learner.id)
    return list(s.scalars(query.options(selectinload(Learner.classroom).selectinload(Classroom.site))))


def move_device(s: Session, moved: Device, to: Classroom, now: datetime) -> FactRecord:
    """Move a tablet to another classroom; the move is a fact of the log."""
    body = {"from": str(moved.classroom_id), "to": str(to.id)}
    moved.classroom = to
    s.flush()
    return journal.append_fact(s, kind=MOVE, device_id=moved.id, body=body, now=now)


def retire_device(s: Session, device_id: UUID, now: datetime) -> None:
    """Let a tablet leave its classroom: its token opens nothing any more, its seat is free; a fact of the log.

    Raises LookupError for a tablet that is not there; one that has left already stays as it is.
    """
    found = s.get(Device, device_id)
    if found is None:
        raise LookupError(f"no device {device_id}")
    if found.left_at is None:
        found.left_at = in_utc(now)
        s.flush()
        body = {"classroom": str(found.classroom_id), "seat": found.name}
        journal.append_fact(s, kind=LEAVING, device_id=found.id, body=body, now=now)


def give_classroom(s: Session, staff_id: UUID, given: Classroom) -> None:
    """Let a volunteer or trainer look after a classroom; raises LookupError when there is no such person."""
    member = staff(s, staff_id)
    if member is None:
        raise LookupError(f"no staff {staff_id}")
    if given not in member.classrooms:
        member.classrooms.append(given)
        s.flush()


def anything_in(s: Session) -> bool:
    """True when anybody or anything is in the database: only an empty one may be given invented people."""
    return any(s.scalar(select(exists(select(record.id)))) for record in (Site, Staff)) or bool(
        s.scalar(select(exists(select(HAPPENED["session"].c.sequence))))
    )


def counts(s: Session) -> dict[str, int]:
    """How many sites, classrooms, learners, staff and devices there are."""
    found = {
        record.__tablename__: s.scalar(select(func.count()).select_from(record)) or 0
        for record in (Site, Classroom, Learner, Staff, Device)
    }
    return found | {Learner.__tablename__: found[Learner.__tablename__] - len(entries.merged(s))}


def tidied(text: str) -> str:
    """A name with single spaces, without control characters, marks of direction and what else cannot be seen."""
    seen = (
        sign for sign in " ".join(text.split()) if sign not in _NO_SIGNS and unicodedata.category(sign) not in _UNSEEN
    )
    return " ".join("".join(seen).split())


def _name(text: str) -> str:
    name = tidied(text)
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(f"a name has 1 to {LONGEST_NAME} signs, this one has {len(name)}")
    return name


def _latin(text: str) -> str:
    return _name(text) if text.strip() else ""


def _hashed(password: str) -> str:
    if not password:
        raise ValueError("a password must not be empty")
    return generate_password_hash(password)


def _token_hash(token: str) -> str:
    """A token is 256 random bits, so a fast hash without salt is enough, and it can be looked up."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def _next_seat(s: Session, classroom: Classroom) -> str:
    taken = {device.name for device in devices(s, classroom.id)}
    return next(str(seat) for seat in range(1, len(taken) + 2) if str(seat) not in taken)


@cache
def _nobodys_hash() -> str:
    """A hash that no password fits, made when first needed since making one is slow on purpose."""
    return generate_password_hash(secrets.token_hex(8))
