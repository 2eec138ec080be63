"""flask lessons check and list, as an author says them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.dialects.catalogues import Catalogues

pytestmark = pytest.mark.slow

FOLDER = ROOT / "lessons"


@pytest.fixture
def sources(application: Flask, catalogues: Catalogues) -> Flask:
    """The application with the catalogues as their sources stand now."""
    application.extensions["catalogues"] = catalogues
    return application


@pytest.mark.slow
@pytest.mark.holds("library")
def test_all_lessons_are_checked_together_and_the_figures_told(sources: Flask) -> None:
    result = sources.test_cli_runner().invoke(args=["lessons", "check"])
    told = result.stdout.splitlines()
    counted = "36 lessons, the journeys, 66 signals (33 fraud, 33 genuine)"
    assert (result.exit_code, told[-1]) == (0, f"{counted} checked, no mistakes")
    assert [line.partition(":")[0] for line in told[-5:-1]] == [
        "lines after a wrong act that are the lesson's own",
        "screens that two lessons share, names and numbers aside",
        "tasks that practise a skill",
        "146 twists; 11 to 16 decisions on a right path",
    ]


def test_one_lesson_is_checked_alone(sources: Flask) -> None:
    path = str(FOLDER / "certify-pension" / "lesson.yaml")
    result = sources.test_cli_runner().invoke(args=["lessons", "check", path])
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 lessons checked, no mistakes")
    assert "twists" not in result.stdout


@pytest.fixture
def small(sources: Flask, tmp_path: Path) -> Path:
    """A lessons folder with one lesson, which the application takes for its own."""
    folder = tmp_path / "lessons"
    (folder / "call-12345").mkdir(parents=True)
    for source in (*FOLDER.glob("*.yaml"), FOLDER / "call-12345" / "lesson.yaml"):
        shutil.copyfile(source, folder / source.relative_to(FOLDER))
    sources.extensions["settings"] = replace(sources.extensions["settings"], lessons=folder)
    return folder


def test_a_mistake_of_the_library_is_told_with_its_place_and_exits_1(sources: Flask, small: Path) -> None:
    runner = sources.test_cli_runner()
    assert runner.invoke(args=["lessons", "check", str(small)]).exit_code == 0
    result = runner.invoke(args=["lessons", "check"])
    assert result.exit_code == 1
    assert f"{small / 'call-12345' / 'lesson.yaml'}:" in result.stdout
    assert "5 twists in all lessons. Write 72 in all" in result.stdout
    assert f"{small / 'skills.yaml'}:" in result.stdout


def test_lessons_that_cannot_be_played_are_told_before_they_are_laid_together(sources: Flask, small: Path) -> None:
    path = small / "call-12345" / "lesson.yaml"
    text = path.read_text(encoding="utf-8")
    finish = text.rindex(": bye\n")
    path.write_text(text[:finish] + ": nowhere\n" + text[finish + 6 :], encoding="utf-8")
    shared = small / "slips.yaml"
    shared.write_text(shared.read_text(encoding="utf-8").replace("有点重了。不要紧。", "有点重了。"), encoding="utf-8")
    result = sources.test_cli_runner().invoke(args=["lessons", "check"])
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert "leads to `nowhere`, which is no screen" in result.stdout
    assert "twists in all lessons" not in result.stdout
    assert f"{shared}:" in result.stdout


def test_the_list_gives_what_an_author_asks_of_each_lesson(sources: Flask) -> None:
    result = sources.test_cli_runner().invoke(args=["lessons", "list", "--format", "json"])
    rows = {row["id"]: row for row in json.loads(result.stdout)}
    assert len(rows) == 36
    assert rows["certify-pension"] == {
        "id": "certify-pension",
        "track": "pension",
        "level": 2,
        "skills": rows["certify-pension"]["skills"],
        "needs": ["e-social-card"],
        "screens": 17,
        "twists": 4,
        "trials": rows["certify-pension"]["trials"],
        "languages": ["zh_Hans_CN", "en", "zh-x-wuhan", "zh-x-sichuan", "yue"],
    }
    trials = rows["certify-pension"]["trials"]
    assert [trial["twist"] for trial in trials] == [5, 6, 7][: len(trials)]
    assert {trial["is"] for trial in trials} == {"genuine", "fraud"}
    assert {"face-scan", "login-password"} <= set(rows["certify-pension"]["skills"])
    assert rows["renew-id-card"]["languages"] == ["zh_Hans_CN", "en"]


def test_a_language_with_a_gap_and_a_dialect_with_many_are_not_listed(sources: Flask) -> None:
    said = list(sources.extensions["shelf"].lessons["certify-pension"].spoken())
    many = {text.key for text in said[: len(said) // 8]}
    lost = {"en": {said[3].key}, "yue": many, "wuhan": many, "sichuan": many}
    catalogues: Catalogues = sources.extensions["catalogues"]

    class Holed(Catalogues):
        def find(self, locale: str, key: str, zh: str) -> str | None:
            return None if key in lost.get(locale, ()) else catalogues.find(locale, key, zh)

    def languages() -> list[str]:
        result = sources.test_cli_runner().invoke(args=["lessons", "list", "--format", "json"])
        return next(row["languages"] for row in json.loads(result.stdout) if row["id"] == "certify-pension")

    sources.extensions["catalogues"] = Holed(ROOT / "translations")
    assert languages() == ["zh_Hans_CN"]
    lost["en"], lost["yue"] = set(), {text.key for text in said[: len(said) // 12]}
    assert languages() == ["zh_Hans_CN", "en", "yue"]
