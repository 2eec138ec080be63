"""Appends what happened and reads it in order; it never changes a row, and knows neither lesson nor policy."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, bindparam, exists, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.records import chain, entries, summaries
from app.records.happened import (
    AttemptRecord,
    ChoiceRecord,
    FactRecord,
    Head,
    NotAWord,
    SessionRecord,
    UuidTaken,
)
from app.records.identity import moment, uuid7
from app.records.order import order
from app.records.tables import HAPPENED, Arrival, LessonText, table_of

START: Final = Head(0, chain.ORIGIN)

_ARRIVALS: Final = table_of(Arrival)
_ATTEMPTS: Final = HAPPENED["attempt"].c
_SESSIONS: Final = HAPPENED["session"].c
_WORD: Final = re.compile(r"(?!.*\d{6})[A-Za-z0-9_.@ -]{1,80}")
_VALUE: Final = re.compile(r"(?:[a-z][a-z-]{0,13}\d{0,2}|\d{1,2})?")
_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """A decided act that is to be kept; `value` is `answer`, an option, `other`…, never what was typed."""

    uuid: UUID
    session: SessionRecord
    screen: str
    act: str
    outcome: str
    support: str
    at: datetime
    value: str = ""
    hints: int = 0
    twist: int = 0
    finishes: bool = False


def head(s: Session) -> Head:
    """The last arrival; `START` when nothing has happened."""
    row = s.connection().execute(_HEAD).first()
    return Head._make(row) if row else START


def keep_lesson(s: Session, *, lesson: str, lesson_hash: str, text: str, now: datetime) -> None:
    """Keep the compiled text of a lesson version unless it is kept; it must be, before a session can open on it."""
    if s.get(LessonText, lesson_hash) is None:
        s.add(LessonText(hash=lesson_hash, lesson=lesson, text=text, digest=chain.digest_text(text), kept_at=now))
        s.flush()


def keeps_lesson(s: Session, lesson_hash: str) -> bool:
    """Whether the text of a lesson version is kept."""
    return s.get(LessonText, lesson_hash) is not None


def kept_lessons(s: Session) -> frozenset[str]:
    """The hashes of all lesson versions whose text is kept."""
    return frozenset(s.scalars(select(LessonText.hash)))


def lesson_text(s: Session, lesson_hash: str) -> str:
    """The compiled text of a lesson version; raises LookupError when it was never kept."""
    kept = s.get(LessonText, lesson_hash)
    if kept is None:
        raise LookupError(f"no lesson text {lesson_hash}")
    return kept.text


def open_session(
    s: Session,
    *,
    learner_id: UUID,
    site_id: UUID,
    lesson: str,
    lesson_hash: str,
    size: str,
    locale: str,
    voice: str,
    plan: Mapping[str, Any],
    now: datetime,
    twists: Iterable[int] = (),
    device_id: UUID | None = None,
    demo: bool = False,
    uuid: UUID | None = None,
) -> SessionRecord:
    """Append the opening of a play, or return the one that this uuid already names.

    `size` is `big` or `true`; `locale` is the screen's, `voice` what is spoken; `plan` is any JSON object.
    Raises IntegrityError when the lesson's text, the learner, the site or the device is not kept.
    """
    if uuid is not None and (known := session(s, uuid)):
        return known
    summaries.keep_up(s)
    row = _when(now, uuid) | {
        "learner_id": learner_id,
        "device_id": device_id,
        "site_id": site_id,
        "lesson": lesson,
        "lesson_hash": lesson_hash,
        "twists": list(twists),
        "size": size,
        "locale": locale,
        "voice": voice,
        "plan": _json(plan),
        "demo": demo,
    }
    _append(s, "session", [row])
    return SessionRecord(**row)


def session(s: Session, uuid: UUID) -> SessionRecord | None:
    """The session of that uuid."""
    row = s.connection().execute(_SESSION, {"uuid": uuid}).first()
    return SessionRecord._make(row) if row else None


def sessions(s: Session, learner_id: UUID, before: int | None = None) -> list[SessionRecord]:
    """All sessions of the person whom this learner is, the first one first; `before` a sequence: as it was then."""
    query = select(HAPPENED["session"]).where(*_of(s, _SESSIONS, learner_id, before))
    return order(s, before).sorted(SessionRecord._make(row) for row in s.connection().execute(query))


def unfinished_session(s: Session, learner_id: UUID, lesson: str | None = None) -> SessionRecord | None:
    """The learner's latest session, of that lesson or of any, unless it was played to its end."""
    wanted = _of(s, _SESSIONS, learner_id)
    if lesson is not None:
        wanted.append(_SESSIONS.lesson == lesson)
    query = select(HAPPENED["session"]).where(*wanted).order_by(_SESSIONS.sequence.desc()).limit(1)
    row = s.connection().execute(query).first()
    if row is None:
        return None
    ended = select(exists().where(_ATTEMPTS.session_id == row.uuid, _ATTEMPTS.finishes))
    return None if s.connection().scalar(ended) else SessionRecord._make(row)


def append_attempt(
    s: Session,
    session: SessionRecord,
    *,
    uuid: UUID,
    screen: str,
    act: str,
    outcome: str,
    support: str,
    now: datetime,
    value: str = "",
    hints: int = 0,
    twist: int = 0,
    finishes: bool = False,
) -> AttemptRecord:
    """Append one act, or return the attempt that its uuid already names: a double tap is one attempt.

    `finishes` says that this act ended the lesson. Raises UuidTaken when the uuid names something else than an
    attempt of this session, NotAWord when screen, act or value could be something a person typed.
    """
    fresh = NewAttempt(uuid, session, screen, act, outcome, support, now, value, hints, twist, finishes)
    return append_attempts(s, [fresh])[0]


def append_attempts(s: Session, fresh: Sequence[NewAttempt]) -> list[AttemptRecord]:
    """Append many acts in their order, each once, and return each as it is kept. Raises as `append_attempt`."""
    known = _known_attempts(s, [attempt.uuid for attempt in fresh])
    rows: list[dict[str, Any]] = []
    kept: dict[UUID, dict[str, Any] | AttemptRecord] = dict(known)
    for attempt in fresh:
        if attempt.uuid not in kept:
            kept[attempt.uuid] = row = _attempt_row(attempt)
            rows.append(row)
    _append(s, "attempt", rows)
    records = [_as_attempt(kept[attempt.uuid]) for attempt in fresh]
    for attempt, record in zip(fresh, records, strict=True):
        if record.session_id != attempt.session.uuid:
            raise UuidTaken(f"{attempt.uuid} is an attempt of another session")
    return records


def attempt(s: Session, uuid: UUID) -> AttemptRecord | None:
    """The attempt of that uuid."""
    return _known_attempts(s, [uuid]).get(uuid)


def attempts(s: Session, session_id: UUID) -> list[AttemptRecord]:
    """All attempts of a session in the order they arrived."""
    return [AttemptRecord._make(row) for row in s.connection().execute(_SESSION_ATTEMPTS, {"session_id": session_id})]


def append_choice(
    s: Session,
    *,
    learner_id: UUID,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    session_id: UUID | None = None,
    uuid: UUID | None = None,
) -> ChoiceRecord:
    """Append something the product chose for a person; `body` holds options, prediction, reason, artefact."""
    row = _when(now, uuid) | {"learner_id": learner_id, "session_id": session_id, "kind": kind, "body": _json(body)}
    _append(s, "choice", [row])
    return ChoiceRecord(**row)


def choices(s: Session, learner_id: UUID, kind: str | None = None, before: int | None = None) -> list[ChoiceRecord]:
    """What was chosen for the person whom this learner is, of that kind or of any, in the order it arrived.

    Each is as it was kept: `learner_id` is the entry it was chosen for. `before` a sequence: as it was then.
    """
    columns = HAPPENED["choice"].c
    wanted = _of(s, columns, learner_id, before)
    if kind is not None:
        wanted.append(columns.kind == kind)
    query = select(HAPPENED["choice"]).where(*wanted)
    return order(s, before).sorted(ChoiceRecord._make(row) for row in s.connection().execute(query))


def choices_of(s: Session, learners: Collection[UUID], kind: str) -> list[ChoiceRecord]:
    """What was chosen of that kind for some people, in the order it arrived, `learner_id` the entry that stays."""
    columns = HAPPENED["choice"].c
    wanted = columns.learner_id.in_(entries.of_people(s, learners))
    query = select(HAPPENED["choice"]).where(wanted, columns.kind == kind)
    found = (ChoiceRecord._make(row) for row in s.connection().execute(query))
    return order(s).sorted(entries.as_people(found, entries.merged(s)))


def append_fact(
    s: Session,
    *,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    learner_id: UUID | None = None,
    session_id: UUID | None = None,
    device_id: UUID | None = None,
    uuid: UUID | None = None,
) -> FactRecord:
    """Append anything else that happened: help given, an enrolment, an erasure, a setting."""
    row = _when(now, uuid) | {
        "kind": kind,
        "learner_id": learner_id,
        "session_id": session_id,
        "device_id": device_id,
        "body": _json(body),
    }
    _append(s, "fact", [row])
    return FactRecord(**row)


def facts(s: Session, kind: str, since: datetime | None = None, before: int | None = None) -> list[FactRecord]:
    """The facts of a kind in the order they arrived, all of them or those that happened from a time on.

    Whom each is about is told as of the person: `learner_id` is the entry that stays. `before` a sequence: as then.
    """
    columns = HAPPENED["fact"].c
    query = select(HAPPENED["fact"]).where(columns.kind == kind)
    if since is not None:
        query = query.where(columns.at >= since)
    if before is not None:
        query = query.where(columns.sequence < before)
    found = order(s, before).sorted(FactRecord._make(row) for row in s.connection().execute(query))
    return entries.as_people(found, entries.merged(s, before)) if any(one.learner_id for one in found) else found


def facts_of(s: Session, learner_id: UUID, kind: str, before: int | None = None) -> list[FactRecord]:
    """The facts of a kind about the person whom this learner is, in order; `before` a sequence: as it was then."""
    columns = HAPPENED["fact"].c
    wanted = [*_of(s, columns, learner_id, before), columns.kind == kind]
    query = select(HAPPENED["fact"]).where(*wanted).order_by(columns.sequence)
    return order(s, before).sorted(FactRecord._make(row) for row in s.connection().execute(query))


def a_lesson_says(screen: str, act: str, value: str) -> bool:
    """Whether a lesson could name this screen, act and kind of value, so that none of them is what a person typed."""
    return bool(_WORD.fullmatch(screen) and _WORD.fullmatch(act) and _VALUE.fullmatch(value))


def append_rows(s: Session, told: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Give rows, each with its kind, their sequence and their links in the chain, and insert them in that order.

    The rows must be whole and their UUIDs new; the session must be a writing one.
    """
    if not told:
        return
    arrivals = []
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in HAPPENED}
    sequence, rolled = head(s)
    for kind, row in told:
        sequence += 1
        row_digest = chain.digest(kind, row)
        rolled = chain.roll(rolled, sequence, row["uuid"], kind, row_digest)
        row["sequence"] = sequence
        by_kind[kind].append(row)
        arrivals.append(
            {"sequence": sequence, "uuid": row["uuid"], "kind": kind, "digest": row_digest, "rolling_hash": rolled}
        )
    connection = s.connection()
    connection.execute(_INSERT_ARRIVALS, arrivals)
    for kind, rows in by_kind.items():
        if rows:
            connection.execute(_INSERT[kind], rows)


def _of(
    s: Session, columns: ReadOnlyColumnCollection[str, Column[Any]], learner_id: UUID, before: int | None = None
) -> list[ColumnElement[bool]]:
    """What a row of the person whom this learner is fulfils, when it arrived before that sequence."""
    wanted: list[ColumnElement[bool]] = [columns.learner_id.in_(entries.of_person(s, learner_id, before))]
    if before is not None:
        wanted.append(columns.sequence < before)
    return wanted


def _append(s: Session, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    append_rows(s, [(kind, row) for row in rows])


def _when(now: datetime, uuid: UUID | None) -> dict[str, Any]:
    wall, boot, monotonic_ms = moment(now)
    return {"uuid": uuid or uuid7(wall), "at": wall, "boot": boot, "monotonic_ms": monotonic_ms}


def _attempt_row(fresh: NewAttempt) -> dict[str, Any]:
    if not a_lesson_says(fresh.screen, fresh.act, fresh.value):
        raise NotAWord("an act with a screen, an act or a value that no lesson names")
    opened = fresh.session
    return _when(fresh.at, fresh.uuid) | {
        "session_id": opened.uuid,
        "learner_id": opened.learner_id,
        "device_id": opened.device_id,
        "site_id": opened.site_id,
        "lesson_hash": opened.lesson_hash,
        "twist": fresh.twist,
        "screen": fresh.screen,
        "act": fresh.act,
        "value": fresh.value,
        "support": fresh.support,
        "hints": fresh.hints,
        "outcome": fresh.outcome,
        "finishes": fresh.finishes,
    }


def _as_attempt(kept: dict[str, Any] | AttemptRecord) -> AttemptRecord:
    return kept if isinstance(kept, AttemptRecord) else AttemptRecord(**kept)


def _known_attempts(s: Session, uuids: Sequence[UUID]) -> dict[UUID, AttemptRecord]:
    """Those of the attempts that are kept; raises UuidTaken for a uuid that names an arrival of another kind."""
    known: dict[UUID, AttemptRecord] = {}
    connection = s.connection()
    for start in range(0, len(uuids), _AT_ONCE):
        some = uuids[start : start + _AT_ONCE]
        rows = connection.execute(_KINDS_OF.where(_ARRIVALS.c.uuid.in_(some)))
        arrived: dict[UUID, str] = {row.uuid: row.kind for row in rows}
        if taken := [uuid for uuid, kind in arrived.items() if kind != "attempt"]:
            raise UuidTaken(f"{taken[0]} already names something else than an attempt")
        if arrived:
            kept = connection.execute(select(HAPPENED["attempt"]).where(_ATTEMPTS.uuid.in_(arrived)))
            known |= {row.uuid: AttemptRecord._make(row) for row in kept}
            if erased := arrived.keys() - known.keys():
                raise UuidTaken(f"{erased.pop()} was erased and does not come back")
    return known


def _json(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it will be read back, so that its digest is taken over the same words."""
    plain: dict[str, Any] = json.loads(json.dumps(body, allow_nan=False))
    return plain


_HEAD: Final = select(_ARRIVALS.c.sequence, _ARRIVALS.c.rolling_hash).order_by(_ARRIVALS.c.sequence.desc()).limit(1)
_KINDS_OF: Final = select(_ARRIVALS.c.uuid, _ARRIVALS.c.kind)
_SESSION: Final = select(HAPPENED["session"]).where(_SESSIONS.uuid == bindparam("uuid"))
_SESSION_ATTEMPTS: Final = (
    select(HAPPENED["attempt"]).where(_ATTEMPTS.session_id == bindparam("session_id")).order_by(_ATTEMPTS.sequence)
)
_INSERT_ARRIVALS: Final = insert(_ARRIVALS)
_INSERT: Final = {kind: insert(table) for kind, table in HAPPENED.items()}
