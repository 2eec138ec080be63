"""flask records upgrade, rebuild and verify."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app, current
from app.config import Settings
from app.records import progress, roster
from app.simulator.shelf import Shelf
from tests.people import acts, play, village

pytestmark = pytest.mark.slow


def test_upgrade_makes_the_tables_once(tmp_path: Path) -> None:
    application = create_app(Settings.at(tmp_path / "new"))
    told = [application.test_cli_runner().invoke(args=["records", "upgrade"]) for _ in range(2)]
    assert [(result.exit_code, result.output) for result in told] == [
        (0, "records: upgraded\n"),
        (0, "records: up to date\n"),
    ]
    with application.app_context():
        current.records().close()


def test_rebuild_says_how_many_sessions_it_folded(application: Flask) -> None:
    with application.app_context(), current.records().writing() as s:
        where = village(s)
        acts(s, play(s, where), ["home pay correct end"])
        acts(s, play(s, where), ["home pay correct"])
    result = application.test_cli_runner().invoke(args=["records", "rebuild"])
    assert (result.exit_code, result.output) == (0, "records: 2 sessions folded\n")
    with application.app_context(), current.records().session() as s:
        assert len(progress.finished_plays(s, where.learner_id)) == 1


def test_verify_names_the_place_and_exits_1(application: Flask) -> None:
    runner = application.test_cli_runner()
    with application.app_context(), current.records().writing() as s:
        (attempt,) = acts(s, play(s, village(s)), ["home pay correct"])
    assert runner.invoke(args=["records", "verify"]).exit_code == 0
    with application.app_context(), current.records().writing() as s:
        s.connection().exec_driver_sql("UPDATE attempt SET outcome = 'slip'")
    result = runner.invoke(args=["records", "verify"])
    assert result.exit_code == 1
    assert f"arrival {attempt.sequence}: the attempt is not what was appended" in result.output


def test_a_class_goes_home_by_the_command_line(application: Flask, tmp_path: Path, shelf: Shelf) -> None:
    runner = application.test_cli_runner()
    with application.app_context(), current.records().writing() as s:
        where = village(s)
    file = tmp_path / "class.zip"
    told = runner.invoke(args=["records", "take-home", str(where.classroom_id), str(file)])
    assert (told.exit_code, told.output) == (0, f"records: 楚河村一班 is in {file}\n")
    again = runner.invoke(args=["records", "take-home", str(where.classroom_id), str(file)])
    assert again.exit_code == 1 and "there already" in again.output
    assert runner.invoke(args=["records", "take-home", str(where.site_id), str(tmp_path / "x")]).exit_code == 1
    other = create_app(Settings.at(tmp_path / "other", narrates=False), shelf)
    assert other.test_cli_runner().invoke(args=["records", "upgrade"]).exit_code == 0
    came = other.test_cli_runner().invoke(args=["records", "bring-home", str(file)])
    assert (came.exit_code, came.output) == (0, "records: 0 rows came in, 0 were here, 0 left out\n")
    file.write_bytes(file.read_bytes()[:-9])
    spoilt = other.test_cli_runner().invoke(args=["records", "bring-home", str(file)])
    assert spoilt.exit_code == 1 and "nothing came in" in spoilt.output
    with other.app_context():
        with current.records().session() as s:
            assert [room.name for room in roster.classrooms(s)] == ["楚河村一班"]
        current.records().close()


def test_the_words_of_the_command_line_are_told(application: Flask) -> None:
    told = application.test_cli_runner().invoke(args=["--help"])
    assert (
        told.exit_code == 0
        and "records" in told.output
        and "learning" not in told.output
        and "mornings" not in told.output
    )
