"""The door to the database: what is kept, who may write, and what is undone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.config import ROOT, Settings
from app.records import Records, roster
from tests.people import NOW


def pragma(records: Records, name: str) -> object:
    with records.writing() as s:
        return s.scalar(text(f"PRAGMA {name}"))


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_is_set_to_survive_a_power_cut(records: Records, name: str, value: object) -> None:
    assert pragma(records, name) == value


def test_what_is_written_is_seen_by_another_connection_at_once(records: Records, settings: Settings) -> None:
    with records.writing() as s:
        roster.add_site(s, name="楚河村", now=NOW)
    other = sqlite3.connect(settings.instance / "bandaojia.sqlite3")
    assert other.execute("SELECT name FROM site").fetchall() == [("楚河村",)]
    other.close()


ACKNOWLEDGE_AND_DIE = """
import os, sys
from app.records import Records, roster
from tests.people import NOW
records = Records(sys.argv[1])
with records.writing() as s:
    roster.add_site(s, name="kept", now=NOW)
with records.writing() as s:
    roster.add_site(s, name="not yet acknowledged", now=NOW)
    os._exit(9)
"""


@pytest.mark.slow
def test_a_process_that_dies_keeps_what_it_acknowledged_and_nothing_half_done(
    records: Records, settings: Settings
) -> None:
    died = subprocess.run([sys.executable, "-c", ACKNOWLEDGE_AND_DIE, settings.database_url], cwd=ROOT, check=False)
    assert died.returncode == 9
    with records.writing() as s:
        assert [site.name for site in roster.sites(s)] == ["kept"]


def test_an_exception_undoes_the_whole_block(records: Records) -> None:
    with pytest.raises(LookupError), records.writing() as s:
        roster.add_site(s, name="楚河村", now=NOW)
        raise LookupError
    with records.session() as s:
        assert roster.sites(s) == []
    with records.writing() as s:
        roster.add_site(s, name="还能写", now=NOW)


def test_a_reading_session_cannot_write(records: Records) -> None:
    with records.session() as s, pytest.raises(OperationalError, match="readonly"):
        roster.add_site(s, name="楚河村", now=NOW)


def test_a_reader_keeps_its_view_while_another_writes(records: Records) -> None:
    with records.session() as reading:
        assert roster.sites(reading) == []
        with records.writing() as s:
            roster.add_site(s, name="楚河村", now=NOW)
        assert roster.sites(reading) == []
    with records.session() as s:
        assert len(roster.sites(s)) == 1


def test_foreign_keys_hold(records: Records) -> None:
    with pytest.raises(IntegrityError), records.writing() as s:
        s.execute(text("INSERT INTO staff_classroom VALUES ('a', 'b')"))


def test_writers_take_turns(records: Records) -> None:
    def add(number: int) -> None:
        with records.writing() as s:
            roster.add_site(s, name=f"村{len(roster.sites(s))}", now=NOW)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with records.session() as s:
        assert {site.name for site in roster.sites(s)} == {f"村{number}" for number in range(12)}


def test_writing_inside_writing_is_refused_instead_of_waiting_for_itself(records: Records) -> None:
    with records.writing() as s:
        with pytest.raises(RuntimeError, match="already writing"), records.writing():
            pass
        roster.add_site(s, name="楚河村", now=NOW)
    with records.session() as s:
        assert len(roster.sites(s)) == 1


def test_a_problem_never_tells_what_was_to_be_kept(records: Records) -> None:
    with records.session() as s, pytest.raises(OperationalError) as caught:
        roster.add_site(s, name="秘密的名字", now=NOW)
    assert "秘密的名字" not in str(caught.value)


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="file"):
        Records("sqlite://")


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    records = Records(f"sqlite:///{(tmp_path / 'new' / 'deep' / 'x.sqlite3').as_posix()}")
    assert records.answers()
    records.close()
    assert (tmp_path / "new" / "deep").is_dir()
