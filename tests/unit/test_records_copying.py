"""A copy made while writers go on is whole and holds all from before; put back, it is the database."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.records import Records, copying, journal, verifying
from tests.people import NOW

pytestmark = pytest.mark.slow


def append(records: Records, number: int) -> None:
    with records.writing() as s:
        journal.append_fact(s, kind="counted", body={"number": number}, now=NOW)


def numbers(file: Path) -> list[int]:
    records = Records(f"sqlite:///{file.as_posix()}")
    try:
        with records.session() as s:
            assert verifying.verify(s) == []
            return [fact.body["number"] for fact in journal.facts(s, "counted")]
    finally:
        records.close()


def database(records: Records) -> Path:
    assert records.file is not None
    return records.file


def test_a_copy_under_way_holds_all_from_before_and_stops_nobody(records: Records, tmp_path: Path) -> None:
    for number in range(200):
        append(records, number)
    written, enough, done = [200], threading.Event(), threading.Event()

    def go_on() -> None:
        while not done.is_set():
            append(records, written[-1])
            written.append(written[-1] + 1)
            enough.set()

    writer = threading.Thread(target=go_on)
    writer.start()
    enough.wait()
    before = written[-1]
    copying.back_up(database(records), tmp_path / "copy")
    done.set()
    writer.join()
    found = numbers(tmp_path / "copy")
    assert found == list(range(len(found))) and before <= len(found) <= written[-1]
    assert not list(tmp_path.glob(".copy*"))


def test_a_copy_is_put_back_and_what_was_there_is_kept(records: Records, tmp_path: Path) -> None:
    append(records, 1)
    copying.back_up(database(records), tmp_path / "copy")
    append(records, 2)
    records.close()
    before = copying.restore(tmp_path / "copy", database(records))
    assert before is not None and numbers(before) == [1, 2]
    append(records, 3)
    records.close()
    assert numbers(database(records)) == [1, 3]
    assert copying.restore(before, database(records)) != before
    assert numbers(database(records)) == [1, 2]


def test_a_database_in_use_is_left_alone(records: Records, tmp_path: Path) -> None:
    append(records, 1)
    copying.back_up(database(records), tmp_path / "copy")
    append(records, 2)
    with pytest.raises(copying.InUse):
        copying.restore(tmp_path / "copy", database(records))
    append(records, 3)
    assert numbers(database(records)) == [1, 2, 3]


@pytest.mark.parametrize("harm", ["cut short", "a letter changed", "no database"])
def test_what_is_not_whole_is_not_put_back(records: Records, tmp_path: Path, harm: str) -> None:
    append(records, 1234567)
    copy = tmp_path / "copy"
    copying.back_up(database(records), copy)
    records.close()
    whole = copy.read_bytes()
    harmed = {"cut short": whole[: len(whole) // 2], "a letter changed": whole.replace(b"1234567", b"1234568")}
    copy.write_bytes(harmed.get(harm, b"a film"))
    with pytest.raises(copying.NotWhole):
        copying.restore(copy, database(records))
    assert numbers(database(records)) == [1234567]


def test_a_place_that_cannot_be_written_is_told(application: Flask, tmp_path: Path) -> None:
    answer = application.test_cli_runner().invoke(args=["records", "backup", str(tmp_path / "nowhere" / "copy")])
    assert answer.exit_code == 1 and "could not be written" in answer.output


def test_the_command_line_copies_and_puts_back(application: Flask, settings: Settings, tmp_path: Path) -> None:
    runner, copy = application.test_cli_runner(), str(tmp_path / "copy")
    append(application.extensions["records"], 1)
    assert runner.invoke(args=["records", "backup", copy]).exit_code == 0
    again = runner.invoke(args=["records", "backup", copy])
    assert again.exit_code == 1 and "there already" in again.output
    in_use = runner.invoke(args=["records", "restore", copy])
    assert in_use.exit_code == 1 and "stop the server" in in_use.output
    append(application.extensions["records"], 2)
    application.extensions["records"].close()
    assert runner.invoke(args=["records", "restore", copy]).exit_code == 0
    assert numbers(settings.instance / "bandaojia.sqlite3") == [1]
