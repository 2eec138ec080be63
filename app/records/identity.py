"""Names things and moments so that two laptops never name alike; knows no table."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS = (1 << 48) - 1

BOOT = uuid.UUID(bytes=secrets.token_bytes(16), version=4)
"""Names this start of the server process: monotonic times of one boot can be compared, those of two cannot."""
STARTED_MS = time.monotonic_ns() // 1_000_000
"""When this start began, by its own monotonic clock."""


class Moment(NamedTuple):
    """When something happened, by two clocks: the wall's may be wrong or set back, the monotonic one never is."""

    wall: datetime
    """Aware, UTC."""
    boot: uuid.UUID
    monotonic_ms: int


def moment(now: datetime) -> Moment:
    """The moment `now` (aware) of this process; raises ValueError when `now` has no time zone."""
    return Moment(in_utc(now), BOOT, time.monotonic_ns() // 1_000_000)


def in_utc(when: datetime) -> datetime:
    """The same instant in UTC; raises ValueError when it has no time zone, since then it names no instant."""
    if when.tzinfo is None:
        raise ValueError(f"{when!r} has no time zone")
    return when.astimezone(UTC)


def uuid7(now: datetime) -> uuid.UUID:
    """A version 7 UUID (RFC 9562, 5.7): 48 bits of milliseconds, 12 bits of the part of a millisecond, 62 random bits.

    Those of one machine sort by time to the microsecond (6.2, method 3). A clock before 1970 counts as 1970.
    """
    microseconds = max(0, (in_utc(now) - _EPOCH) // timedelta(microseconds=1))
    milliseconds, rest = divmod(microseconds, 1000)
    return compose(min(milliseconds, _LAST_MS), rest * 4096 // 1000, secrets.randbits(62))


def compose(milliseconds: int, rand_a: int, rand_b: int) -> uuid.UUID:
    """The version 7 UUID of its three fields, 48, 12 and 62 bits wide."""
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def instant(identifier: uuid.UUID) -> datetime:
    """The UTC time, to the millisecond, that a version 7 UUID carries; raises ValueError for another version."""
    if identifier.version != 7:
        raise ValueError(f"{identifier} is not a version 7 UUID")
    return _EPOCH + timedelta(milliseconds=identifier.int >> 80)
