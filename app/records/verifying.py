"""Reads the whole log again and names every place where it no longer says what was appended; it repairs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Table, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.records import chain
from app.records.tables import HAPPENED, Arrival, LessonText, table_of

ERASED: Final = "erased"
"""The kind of fact that lists, as [first, last] pairs in `sequences`, the arrivals whose rows were erased."""

_ARRIVALS: Final = table_of(Arrival)
_STRIDE: Final = 1000


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the log is not what was appended; `sequence` is None for a lesson text."""

    sequence: int | None
    what: str


def verify(s: Session) -> list[Finding]:
    """Every finding, in order; an empty list when the log and the lesson texts are whole."""
    connection = s.connection()
    return [*_log(connection), *_texts(connection)]


def _log(connection: Connection) -> Iterator[Finding]:
    erased = _erased(connection)
    last = max(connection.scalar(select(func.max(t.c.sequence))) or 0 for t in (_ARRIVALS, *HAPPENED.values()))
    rolled = chain.ORIGIN
    for start in range(1, last + 1, _STRIDE):
        end = min(start + _STRIDE - 1, last)
        arrivals = _rows(connection, _ARRIVALS, start, end)
        bodies = {kind: _rows(connection, table, start, end) for kind, table in HAPPENED.items()}
        for sequence in range(start, end + 1):
            arrival = arrivals.get(sequence)
            found = [(kind, rows[sequence]) for kind, rows in bodies.items() if sequence in rows]
            if arrival is None:
                yield Finding(sequence, "the arrival is missing or cannot be read")
                continue
            yield from (Finding(sequence, what) for what in _body(arrival, found, sequence in erased))
            expected = chain.roll(rolled, sequence, arrival["uuid"], arrival["kind"], arrival["digest"])
            if arrival["rolling_hash"] != expected:
                yield Finding(sequence, "the rolling hash does not follow from the arrival before")
            rolled = arrival["rolling_hash"]


def _body(arrival: RowMapping, found: list[tuple[str, RowMapping]], erased: bool) -> Iterator[str]:
    """What is wrong between an arrival and the rows that stand at its sequence."""
    if not found:
        if not erased:
            yield f"the {arrival['kind']} is missing or cannot be read"
        return
    if [kind for kind, _ in found] != [arrival["kind"]]:
        yield f"expected one {arrival['kind']}, found {', '.join(kind for kind, _ in found)}"
        return
    kind, row = found[0]
    told = {name: value for name, value in row.items() if name != "sequence"}
    if _digest(kind, told) != arrival["digest"] or row["uuid"] != arrival["uuid"]:
        yield f"the {kind} is not what was appended"


def _digest(kind: str, told: Mapping[str, Any]) -> str:
    try:
        return chain.digest(kind, told)
    except (TypeError, ValueError):
        return ""


def _rows(connection: Connection, table: Table, start: int, end: int) -> dict[int, RowMapping]:
    """The rows from one sequence to another; those that the database cannot read are left out."""
    query = select(table).where(table.c.sequence.between(start, end))
    try:
        return {row["sequence"]: row for row in connection.execute(query).mappings()}
    except (ValueError, TypeError, AttributeError, DatabaseError):
        if start == end:
            return {}
        middle = (start + end) // 2
        return _rows(connection, table, start, middle) | _rows(connection, table, middle + 1, end)


def _erased(connection: Connection) -> set[int]:
    facts = HAPPENED["fact"]
    bodies = connection.execute(select(facts.c.body).where(facts.c.kind == ERASED)).scalars()
    spans = [span for body in bodies for span in body["sequences"]]
    return {sequence for first, last in spans for sequence in range(first, last + 1)}


def _texts(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(select(LessonText.hash, LessonText.text, LessonText.digest)):
        if chain.digest_text(row.text) != row.digest:
            yield Finding(None, f"the lesson text {row.hash} is not what was kept")
