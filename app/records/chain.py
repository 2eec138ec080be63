"""The hashes of the log: one digest over what a row says, one rolling hash over all rows so far; knows no table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from app.records.identity import in_utc

ORIGIN: Final = ""
"""The rolling hash before the first arrival."""

_BYTES: Final = 16


def digest(kind: str, row: Mapping[str, Any]) -> str:
    """32 hexadecimal digits over a row's columns by name.

    Empty (None) columns do not count, so a column added later leaves the digests of older rows as they were.
    Raises TypeError for a value that the journal never keeps, ValueError for a time without a zone.
    """
    told = {name: value for name, value in row.items() if value is not None}
    text = json.dumps([kind, told], default=_plain, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return digest_text(text)


def digest_text(text: str) -> str:
    """32 hexadecimal digits over a text."""
    return blake2b(text.encode("utf-8"), digest_size=_BYTES).hexdigest()


def roll(before: str, sequence: int, identifier: UUID, kind: str, row_digest: str) -> str:
    """The rolling hash after one more arrival."""
    return digest_text(f"{before} {sequence} {identifier} {kind} {row_digest}")


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return in_utc(value).isoformat()
    raise TypeError(f"the journal does not keep {type(value).__name__}")
