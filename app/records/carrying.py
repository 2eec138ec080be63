"""Reads everything of a class for a file, and appends what a file from elsewhere brings; it judges no file.

Of a class are the rows of its people under each of their entries, those of its tablets, and the facts about it.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.records import chain, entries, journal, summaries
from app.records.order import CARRIED, HERE, order
from app.records.removing import FORGOTTEN
from app.records.tables import HAPPENED, Arrival, Classroom, Device, Learner, LessonText, Site, Staff, table_of

PLACES: Final = {
    "site": table_of(Site),
    "classroom": table_of(Classroom),
    "learner": table_of(Learner),
    "device": table_of(Device),
    "lesson": table_of(LessonText),
}
"""What of the roster, and which lesson texts, go with a class; in the order in which they can be added."""
SECRET: Final = frozenset({"token_hash"})
"""Columns that never leave: they open doors."""
ELSEWHERE: Final = "elsewhere:"
"""Begins the token hash of a tablet of another laptop; no token has it."""
OF_CLASS: Final = frozenset({"given", "meets", "class_sound", "fixed_ladder", "following", "plan_told"})
"""Kinds of facts about a class that name it in their body; about nobody of it, or nobody else."""

_ARRIVALS: Final = table_of(Arrival)
_AT_ONCE: Final = 400
_STRIDE: Final = 1000


class Kept(NamedTuple):
    """What a UUID names here: the kind and the digest of its row, which may have been erased since."""

    kind: str
    digest: str


class Belongs(NamedTuple):
    """Whose rows are of a class."""

    classroom_id: UUID
    entries: frozenset[UUID]
    devices: frozenset[UUID]


def belongs(s: Session, classroom_id: UUID) -> Belongs:
    """Every entry of the people of a class, and its tablets."""
    here = s.scalars(select(Learner.id).where(Learner.classroom_id == classroom_id))
    tablets = s.scalars(select(Device.id).where(Device.classroom_id == classroom_id))
    return Belongs(classroom_id, entries.of_people(s, here), frozenset(tablets))


def happened(s: Session, of: Belongs, facts: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every row of a class with its kind, in the order it arrived here; of facts, those of these kinds.

    It is read as it goes, so that memory stays small.
    """
    streams = [_stream(s, kind, wanted) for kind, wanted in _wanted(of, facts).items()]
    return heapq.merge(*streams, key=lambda told: told[1]["sequence"])


def forgotten(s: Session, *, demo: bool) -> list[Mapping[str, Any]]:
    """The facts that say who was erased, of invented or of real people."""
    facts = HAPPENED["fact"]
    found = s.execute(select(facts).where(facts.c.kind == FORGOTTEN).order_by(facts.c.sequence))
    return [dict(row) for row in found.mappings() if row["body"]["demo"] == demo]


def places(s: Session, of: Belongs) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of PLACES that the rows of a class name, each list in one order; secrets are left out."""
    played, facts = HAPPENED["session"], HAPPENED["fact"]
    mine = played.c.learner_id.in_(of.entries)
    devices = set(of.devices) | {one for one in s.scalars(select(played.c.device_id).where(mine).distinct()) if one}
    about = select(facts.c.device_id).where(facts.c.learner_id.in_(of.entries)).distinct()
    devices |= {one for one in s.scalars(about) if one}
    learners = _rows(s, "learner", of.entries)
    tablets = _rows(s, "device", devices)
    rooms = _rows(s, "classroom", {of.classroom_id, *(row["classroom_id"] for row in [*learners, *tablets])})
    practised = set(s.scalars(select(played.c.site_id).where(mine).distinct()))
    sites = _rows(s, "site", practised | {row["site_id"] for row in rooms})
    return {"site": sites, "classroom": rooms, "learner": learners, "device": tablets}


def lessons(s: Session, of: Belongs) -> Iterator[Mapping[str, Any]]:
    """The lesson texts on which the people of a class practised, by their hash."""
    played = HAPPENED["session"].c
    used = select(played.lesson_hash).where(played.learner_id.in_(of.entries)).distinct()
    texts = PLACES["lesson"]
    found = s.execute(select(texts).where(texts.c.hash.in_(used)).order_by(texts.c.hash))
    return (dict(row) for row in found.mappings())


def helpers(s: Session, classroom_id: UUID) -> list[Staff]:
    """The volunteers and trainers who look after a class, by name."""
    return list(s.scalars(select(Staff).where(Staff.classrooms.any(Classroom.id == classroom_id)).order_by(Staff.name)))


def boots(s: Session) -> dict[str, tuple[str, int]]:
    """Every start of a laptop that this log has rows of -> the time that was told before it, and which start it was.

    Those of this laptop are counted from its rows; those of others are as their files told.
    """
    told = order(s)
    begun: dict[str, tuple[int, datetime]] = {}
    for table in HAPPENED.values():
        rows = s.execute(select(table.c.boot, func.min(table.c.sequence), func.max(table.c.at)).group_by(table.c.boot))
        for boot, first, last in rows:
            known = begun.get(boot.hex, (first, last))
            begun[boot.hex] = (min(known[0], first), max(known[1], last))
    found = {name: (one.floor.isoformat(), one.ordinal) for name, one in told.boots.items()}
    floor = HERE.floor
    own = sorted((one for one in begun.items() if one[0] not in told.boots), key=lambda one: one[1])
    for ordinal, (name, (_, last)) in enumerate(own, start=1):
        found[name] = (floor.isoformat(), ordinal)
        floor = max(floor, last.astimezone(UTC))
    return found


def arrived(s: Session, uuids: Sequence[UUID]) -> dict[UUID, Kept]:
    """Those of the UUIDs that name something here already."""
    found: dict[UUID, Kept] = {}
    query = select(_ARRIVALS.c.uuid, _ARRIVALS.c.kind, _ARRIVALS.c.digest)
    for start in range(0, len(uuids), _AT_ONCE):
        rows = s.connection().execute(query.where(_ARRIVALS.c.uuid.in_(uuids[start : start + _AT_ONCE])))
        found |= {row.uuid: Kept(row.kind, row.digest) for row in rows}
    return found


def digest(kind: str, row: Mapping[str, Any]) -> str:
    """What `arrived` tells of a row that says the same."""
    return chain.digest(kind, {name: value for name, value in row.items() if name != "sequence"})


def known(s: Session, table: str, keys: Iterable[Any]) -> dict[Any, Mapping[str, Any]]:
    """Those rows of PLACES that are here, by their key."""
    key = PLACES[table].primary_key.columns[0].name
    return {row[key]: row for row in _rows(s, table, set(keys))}


def add(s: Session, table: str, row: Mapping[str, Any]) -> None:
    """Add a row of PLACES; a tablet comes without its token and sits at no seat here, a text with its digest."""
    more: dict[str, Any] = {}
    if table == "device":
        more = {"token_hash": f"{ELSEWHERE}{row['id'].hex}"}
    if table == "lesson":
        more = {"digest": chain.digest_text(row["text"])}
    s.execute(PLACES[table].insert(), {**_away(table, row), **more})


def change(s: Session, table: str, row: Mapping[str, Any]) -> None:
    """Let a row of PLACES that is here say what a newer file says."""
    s.execute(PLACES[table].update().where(PLACES[table].c.id == row["id"]).values(**_away(table, row)))


def _away(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it stands at another laptop: a tablet sits at no seat here."""
    return {**row, "left_at": row["left_at"] or row["enrolled_at"]} if table == "device" else dict(row)


def append(s: Session, rows: Sequence[tuple[str, dict[str, Any]]]) -> int:
    """Append rows that happened elsewhere, in their order; the sequence of the first."""
    first = journal.head(s).sequence + 1
    journal.append_rows(s, rows)
    return first


def carried(s: Session, *, demo: bool) -> list[Any]:
    """The facts that tell of files that came in, of invented or of real classes, the latest first."""
    told = journal.facts(s, CARRIED)
    return sorted((one for one in told if one.body["demo"] == demo), key=lambda one: -one.sequence)


def settle(s: Session) -> None:
    """Bring the summaries up to what has come in, so that the next page has nothing to fold."""
    summaries.catch_up(s)


def _wanted(of: Belongs, kinds: Collection[str]) -> dict[str, ColumnElement[bool]]:
    facts = HAPPENED["fact"].c
    named = facts.body["classroom"].as_string() == str(of.classroom_id)
    about = facts.learner_id.is_(None) & named & facts.kind.in_(OF_CLASS)
    tablets = facts.learner_id.is_(None) & facts.device_id.in_(of.devices)
    theirs = {kind: HAPPENED[kind].c.learner_id.in_(of.entries) for kind in ("session", "attempt", "choice")}
    return theirs | {"fact": facts.kind.in_(kinds) & or_(facts.learner_id.in_(of.entries), tablets, about)}


def _stream(s: Session, kind: str, wanted: ColumnElement[bool]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    table = HAPPENED[kind]
    query = select(table).where(wanted).order_by(table.c.sequence)
    for row in s.connection().execute(query.execution_options(yield_per=_STRIDE)).mappings():
        yield kind, dict(row)


def _rows(s: Session, table: str, keys: Iterable[Any]) -> list[Mapping[str, Any]]:
    of = PLACES[table]
    key = of.primary_key.columns[0]
    wanted = sorted(keys)
    found: list[Mapping[str, Any]] = []
    for start in range(0, len(wanted), _AT_ONCE):
        query: Select[Any] = select(of).where(key.in_(wanted[start : start + _AT_ONCE])).order_by(key)
        found += [dict(row) for row in s.execute(query).mappings()]
    return found
