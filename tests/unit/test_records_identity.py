"""UUIDs and moments: what two laptops must never name alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest

from app.records.identity import BOOT, compose, instant, moment, uuid7
from tests.people import NOW


def test_the_fields_stand_where_rfc_9562_puts_them() -> None:
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")  # RFC 9562, appendix A.6
    assert compose(0x017F22E279B0, 0xCC3, 0x18C4DC0C0C07398F) == example
    assert instant(example) == datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_a_uuid_is_of_version_7_and_carries_its_time() -> None:
    made = uuid7(NOW + timedelta(microseconds=7250))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert instant(made) == NOW + timedelta(milliseconds=7)


def test_later_ones_sort_later_to_the_microsecond() -> None:
    made = [uuid7(NOW + timedelta(microseconds=step)) for step in range(3000)]
    assert made == sorted(made)


def test_two_of_the_same_moment_differ() -> None:
    assert len({uuid7(NOW) for _ in range(1000)}) == 1000


def test_the_time_zone_does_not_matter() -> None:
    assert instant(uuid7(NOW.astimezone(timezone(timedelta(hours=8))))) == NOW


@pytest.mark.parametrize("year", [1960, 1970, 2056, 9999])
def test_a_wrong_clock_still_names(year: int) -> None:
    assert uuid7(datetime(year, 1, 1, tzinfo=UTC)).version == 7


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        uuid7(datetime(2026, 1, 1))


def test_only_version_7_carries_a_time() -> None:
    with pytest.raises(ValueError, match="version 7"):
        instant(uuid4())


def test_a_moment_is_told_by_two_clocks() -> None:
    first, second = moment(NOW), moment(datetime(1970, 1, 1, tzinfo=UTC))
    assert first.boot == second.boot == BOOT
    assert second.wall < first.wall
    assert second.monotonic_ms >= first.monotonic_ms
