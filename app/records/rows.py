"""Turns a row of the log or the roster into plain data and back, checked column by column; it runs no query."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, String, Table, Text, Uuid

from app.records.types import Instant

MOST_BODY: Final = 64 * 1024
"""Signs of a column of JSON, written out."""
_LARGEST: Final = 2**53
_DEEPEST: Final = 8
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_UNSEEN: Final = frozenset({"Cc", "Cs"})


class NotARow(ValueError):
    """The data is no row of that table."""


def plain(table: Table, row: Mapping[str, Any], without: Collection[str] = ("sequence",)) -> dict[str, Any]:
    """A row as data that JSON has, its empty columns and those `without` left out."""
    kept = {column.name: row[column.name] for column in table.columns if column.name not in without}
    return {name: _plain(value) for name, value in kept.items() if value is not None}


def row(table: Table, told: Mapping[str, Any], without: Collection[str] = ("sequence",)) -> dict[str, Any]:
    """The row that such data tells; raises NotARow for a column too few, too many, or that is not what it holds."""
    columns = [column for column in table.columns if column.name not in without]
    if not told.keys() <= {column.name for column in columns}:
        raise NotARow(f"{table.name}: a column that it has not")
    return {column.name: _value(column, told.get(column.name)) for column in columns}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def _value(column: Column[Any], told: Any) -> Any:
    if told is None:
        if column.nullable:
            return None
        raise NotARow(f"{column}: nothing")
    try:
        return _read(column, told)
    except (TypeError, ValueError, AttributeError, RecursionError) as problem:
        raise NotARow(f"{column}: {type(problem).__name__}") from problem


def _read(column: Column[Any], told: Any) -> Any:
    """The value of a column; raises one of what `_value` expects for anything else."""
    kind = column.type
    if isinstance(kind, Uuid):
        return _asked(UUID(told), lambda value: str(value) == told)
    if isinstance(kind, Instant):
        moment = datetime.fromisoformat(told)
        return _asked(moment, lambda value: value.astimezone(UTC).isoformat() == told and _FIRST <= value < _LAST)
    if isinstance(kind, Boolean):
        return _asked(told, lambda value: isinstance(value, bool))
    if isinstance(kind, (Integer, BigInteger)):
        return _asked(told, lambda value: type(value) is int and -_LARGEST < value < _LARGEST)
    if isinstance(kind, JSON):
        return _asked(told, _fits)
    if isinstance(kind, Text) or not isinstance(kind, String):
        return _asked(told, lambda value: isinstance(value, str))
    return _asked(told, lambda value: isinstance(value, str) and len(value) <= (kind.length or 0) and _seen(value))


def _asked(value: Any, right: Any) -> Any:
    if not right(value):
        raise ValueError
    return value


def _seen(text: str) -> bool:
    return all(unicodedata.category(sign) not in _UNSEEN for sign in text)


def _fits(value: Any) -> bool:
    """Whether a column of JSON is an object or a list, neither large nor deep."""
    return (
        isinstance(value, (dict, list))
        and _depth(value) <= _DEEPEST
        and len(json.dumps(value, allow_nan=False)) <= MOST_BODY
    )


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
