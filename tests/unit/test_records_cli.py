"""flask records upgrade, rebuild and verify."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app, current
from app.config import Settings
from app.records import progress
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
