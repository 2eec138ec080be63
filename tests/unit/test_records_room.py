"""A full disk: what was kept stays, what was not is refused as a whole, and it all goes on once there is room again."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from app.config import Settings
from app.records import DiskFull, Records, journal, verifying
from app.records.room import KEPT, Room
from tests.people import NOW
from tests.power.small import fill_up, small_disk

pytestmark = pytest.mark.holds("disk-full")

MUCH = "x" * 3000


def append(records: Records, number: int) -> None:
    with records.writing() as s:
        journal.append_fact(s, kind="heavy", body={"number": number, "much": MUCH}, now=NOW)


def kept(records: Records) -> list[int]:
    """The numbers of what is kept, of a log that must be whole."""
    with records.session() as s:
        assert verifying.verify(s) == []
        return [fact.body["number"] for fact in journal.facts(s, "heavy")]


def fill(records: Records, begin: int = 0) -> list[int]:
    """Append until the disk is full; the numbers of what was acknowledged."""
    for number in range(begin, begin + 5000):
        try:
            append(records, number)
        except DiskFull:
            return list(range(begin, number))
    raise AssertionError("the disk never filled")


@pytest.fixture
def narrow(records: Records) -> Iterator[list[int]]:
    """Lets the database have only as many pages as the list's one number says; an empty list lifts the limit."""
    pages: list[int] = []

    def limit(connection: Any, *_: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages[0] if pages else 2**30}")

    event.listen(records.writer, "begin", limit)
    with records.writing() as s:
        pages.append(int(s.scalar(text("PRAGMA page_count")) or 0) + 40)
    yield pages
    event.remove(records.writer, "begin", limit)


def test_a_full_database_keeps_what_was_acknowledged_and_goes_on_when_there_is_room(
    records: Records, narrow: list[int]
) -> None:
    acknowledged = fill(records)
    assert acknowledged and kept(records) == acknowledged
    assert records.full
    narrow.clear()
    append(records, 9999)
    assert kept(records) == [*acknowledged, 9999]
    assert not records.full


def test_of_writers_that_come_together_each_is_kept_or_told(records: Records, narrow: list[int]) -> None:
    acknowledged: list[int] = []
    told: list[BaseException] = []

    def one(number: int) -> None:
        try:
            append(records, number)
            acknowledged.append(number)
        except DiskFull as problem:
            told.append(problem)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(acknowledged) + len(told) == 80 and told
    assert sorted(kept(records)) == sorted(acknowledged)


def test_what_is_kept_back_is_real_and_is_given_up_once(tmp_path: Path) -> None:
    room, file = Room(tmp_path), tmp_path / "disk-reserve"
    assert room.keep() and file.stat().st_size == KEPT
    before = file.read_bytes()
    assert room.keep() and file.read_bytes() == before
    room.give_up()
    assert room.full and not file.exists()
    room.ask()
    assert not room.full and file.stat().st_size == KEPT


def test_a_reserve_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "disk-reserve"
    file.write_bytes(b"short")
    assert Room(tmp_path).keep() and file.stat().st_size == KEPT


def test_another_trouble_is_not_called_a_full_disk(records: Records) -> None:
    with pytest.raises(Exception, match="no such table"), records.writing() as s:
        s.execute(text("INSERT INTO nowhere VALUES (1)"))
    assert not records.full


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    with small_disk(tmp_path / "small", 4) as place:
        yield place


def test_a_real_full_disk_is_survived_read_started_on_and_left(small: Path, settings: Settings) -> None:
    shutil.copyfile(settings.instance / "bandaojia.sqlite3", small / "bandaojia.sqlite3")
    url = f"sqlite:///{(small / 'bandaojia.sqlite3').as_posix()}"
    records = Records(url)
    assert records.start()
    film = small / "film"
    film.write_bytes(bytes(shutil.disk_usage(small).free - 256 * 1024))
    acknowledged = fill(records)
    assert acknowledged and kept(records) == acknowledged
    assert not (small / "disk-reserve").exists()
    with pytest.raises(DiskFull):
        append(records, 7777)
    records.close()

    started = Records(url)
    assert not started.start()
    assert kept(started) == acknowledged
    with pytest.raises(DiskFull):
        append(started, 8888)
    film.unlink()
    append(started, 9999)
    assert kept(started) == [*acknowledged, 9999]
    assert (small / "disk-reserve").stat().st_size == KEPT
    started.close()


def test_a_start_on_a_disk_that_others_have_filled_reads_with_what_was_kept_back(
    small: Path, settings: Settings
) -> None:
    shutil.copyfile(settings.instance / "bandaojia.sqlite3", small / "bandaojia.sqlite3")
    records = Records(f"sqlite:///{(small / 'bandaojia.sqlite3').as_posix()}")
    assert records.room is not None and records.room.keep()
    fill_up(small / "film")
    with pytest.raises(DiskFull):
        records.answers()
    assert not records.start() and records.answers()
    records.close()
