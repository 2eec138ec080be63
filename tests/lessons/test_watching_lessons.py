"""flask lessons check: drafts and lessons given here are looked at too, and with --watch at each save."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.cli import saves
from app.config import Settings
from app.simulator.shelf import Shelf
from app.voices.lines import whole_script
from tests.own_lesson import ENGLISH, OWN, TEXT, edition, laid

LESSON = "certify-pension"


def saved(path: Path, text: str) -> None:
    """Write a file as an editor does, at a later moment than before."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 2_000_000_000, before + 2_000_000_000))


def test_what_was_saved_is_told_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    saved(one, "a")
    looks = saves.Saves(lambda: tmp_path.iterdir())
    assert looks.since() == []
    saved(one, "b")
    saved(two, "c")
    assert looks.since() == [one, two] and looks.since() == []
    two.unlink()
    assert looks.since() == [two]


@pytest.fixture
def watch(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Gives what is said while files are watched and saved one after the other; after the last comes Ctrl-C."""

    def run(path: Path, *texts: str) -> str:
        left = list(texts)

        def wait(_: float) -> None:
            if not left:
                raise KeyboardInterrupt
            saved(path, left.pop(0))

        monkeypatch.setattr("app.cli.lessons.time.sleep", wait)
        result = application.test_cli_runner().invoke(args=["lessons", "check", "--watch", str(path)])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_a_draft_is_checked_at_each_save(watch: Callable[..., str], settings: Settings) -> None:
    path = laid(settings.workshop / "drafts", OWN, TEXT)
    wrong = TEXT.replace("tap bus: list", "tap bus: nowhere")
    said = watch(path, TEXT, wrong, wrong, TEXT).splitlines()
    assert said.count("1 lessons checked, no mistakes") == 3
    assert sum("leads to `nowhere`" in line for line in said) == 2
    assert sum(line.startswith("saved: ") for line in said) == 4 and said[-1] == "Ended."


def test_the_words_beside_a_draft_are_watched_and_looked_at(watch: Callable[..., str], settings: Settings) -> None:
    path = laid(settings.workshop / "drafts", OWN, TEXT, ENGLISH)
    said = watch(path)
    assert "no English for `village-bus.goal`" in said and "no English for `village-bus.title`" not in said


def test_what_learners_get_here_is_looked_at_by_its_path(application: Flask, settings: Settings, shelf: Shelf) -> None:
    laid(settings.own_lessons, OWN, TEXT)
    file = laid(settings.own_lessons, LESSON, edition(LESSON, "start: desk", "start: nowhere"))
    result = application.test_cli_runner().invoke(args=["lessons", "check", str(settings.own_lessons)])
    assert result.exit_code == 1 and f"{file}:" in result.stdout and "no screen is called" in result.stdout
    assert OWN not in result.stdout


@pytest.mark.slow
def test_clips_are_made_for_lessons_that_learners_get_here(settings: Settings, shelf: Shelf) -> None:
    laid(settings.own_lessons, OWN, TEXT, ENGLISH)
    mine = {(line.dialect, line.text) for line in whole_script(settings) if line.lesson == OWN}
    assert ("cmn", "看村口班车几点开") in mine and ("en", "See when the village bus leaves") in mine
    assert not [line for line in whole_script(settings, shipped=True) if line.lesson == OWN]
    application = create_app(settings, shelf)
    try:
        runner = application.test_cli_runner()
        counted = runner.invoke(args=["narrate", "--missing", "--lesson", OWN])
        assert counted.exit_code == 0 and int(counted.stdout) >= len(mine) - 3
        assert application.extensions["coverage"].ready("cmn", OWN)
    finally:
        application.extensions["records"].close()
