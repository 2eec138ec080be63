"""Journeys: those of the project are accepted, and every kind of broken one is told at its line with its fix."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.simulator.journeys import FEWEST, FEWEST_TASKS, FILE, MOST, check_journeys, read_journeys
from app.simulator.mistakes import Mistake
from app.simulator.shelf import Shelf

pytestmark = pytest.mark.slow

OURS = (ROOT / "lessons" / FILE).read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    """The line, from 1, on which some words first stand."""
    return text[: text.index(words)].count("\n") + 1


def mistakes(text: str, shelf: Shelf) -> list[Mistake]:
    return check_journeys(read_journeys(text, shelf.catalogue), shelf.catalogue)


def test_the_journeys_of_the_project_are_accepted(shelf: Shelf, catalogues: Catalogues) -> None:
    reading = read_journeys(ROOT / "lessons" / FILE, shelf.catalogue)
    assert [str(one) for one in check_journeys(reading, shelf.catalogue, catalogues.find)] == []
    assert list(shelf.journeys) == ["retire", "newborn", "disability", "farewell", "social-card"]
    assert [journey.id for journey in shelf.journeys.values() if journey.gentle] == ["farewell"]


def test_every_journey_can_be_walked(shelf: Shelf) -> None:
    for journey in shelf.journeys.values():
        assert FEWEST <= len(journey.parts) <= MOST
        assert len(journey.tasks) >= FEWEST_TASKS
        assert set(journey.tasks) <= set(shelf.lessons)
        errands = [part for part in journey.parts if not part.task]
        assert errands and all(part.where is not None for part in errands)


def test_every_message_of_a_journey_has_a_key_of_its_own(shelf: Shelf) -> None:
    keys = [text.key for journey in shelf.journeys.values() for text in journey.texts()]
    assert len(keys) == len(set(keys))
    assert {"journeys.retire.title", "journeys.retire.story", "journeys.retire.part.3.where"} <= set(keys)


def test_elders_are_addressed_with_respect_and_nobody_is_asked_for_anything(shelf: Shelf) -> None:
    texts = [text for journey in shelf.journeys.values() for text in journey.texts()]
    assert [text.zh for text in texts if "你" in text.zh or "！" in text.zh] == []


BROKEN: dict[str, tuple[str, str, str, str]] = {
    "an unknown task": ("task: gov-account", "task: gov-acount", "gov-acount", "`gov-acount` is no task"),
    "nobody": ("person: dashun", "person: nobody", "person: nobody", "nobody is called `nobody`"),
    "a story of nobody": ("story: 周大顺年轻时", "story: 他年轻时", "story: 他年轻时", "does not name `dashun`"),
    "a story that goes on": ("一样一样办清楚。", "办清楚。还想问问。", "办清楚。还", "not one sentence"),
    "another's picture": ("picture: retire-one-thing", "picture: bigger-text", "picture: bigger", "none of its tasks"),
    "an unknown key": (
        "    title: 退休这件事",
        "    titel: 退休\n    title: 退休这件事",
        "titel",
        "unknown key `titel`",
    ),
    "no reason": ("      why: 往后认证、查养老金，都从这张卡进门。\n", "", "- task: e-social-card", "has no `why`"),
    "no place": ("      where: 社保窗口。路远的，先打12333问。\n", "", "- in_person: 问清楚", "has no `where`"),
    "neither kind": ("- task: gov-account", "- taks: gov-account", "- taks", "neither a task nor an errand"),
    "a wrong key of a part": (
        "      why: 往后认证",
        "      bring: 卡\n      why: 往后认证",
        "bring: 卡",
        "unknown key `bring`",
    ),
    "the same twice": ("task: spot-scam-sms", "task: gov-account", "    parts:", "`gov-account` stands in it twice"),
    "a word to avoid": ("先把门开好", "先选择门", "先选择门", "a word of the avoid list"),
    "a line too long": ("先把门开好", "先" * 63, "先" * 63, "too long to be heard"),
    "an age": ("问清楚自己交过哪些年", "六十岁问一问", "六十岁", "`岁` may be an age"),
    "an amount": ("有什么带什么", "带上300", "带上300", "`300` may be an age"),
    "a real telephone": ("先打12333问", "先打13800138000问", "先打138", "real telephone"),
    "half-width punctuation": ("先把门开好", "先,把门开好", "先,把", "half-width"),
    "praise where it is sad": ("不着急，先问清楚再去。", "真棒，先问清楚再去。", "真棒", "praises or hurries"),
    "a sad task elsewhere": ("    gentle: true\n", "", "  farewell:", "not gentle"),
    "an id for no address": ("  retire:\n", "  退休:\n", "  退休:", "cannot stand in an address"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_journey_is_told_at_its_line(kind: str, shelf: Shelf) -> None:
    before, after, where, what = BROKEN[kind]
    assert before in OURS
    broken = OURS.replace(before, after, 1)
    found = mistakes(broken, shelf)
    assert [one.line for one in found if what in one.what][:1] == [line_of(broken, where)], [str(one) for one in found]
    assert all(one.fix for one in found)


def made(tasks: int, errands: int) -> str:
    """A journey of some tasks and some errands."""
    ids = ("gov-account", "e-social-card", "check-pension", "certify-pension", "call-12345", "bigger-text")
    parts = [f"    - task: {task}\n      why: 先学会。" for task in ids[:tasks]]
    parts += ["    - in_person: 去问一问。\n      where: 村服务站。"] * errands
    head = "journeys:\n  one:\n    title: 一件\n    person: guizhi\n    story: 王桂芝想办。\n    picture: gov-account\n"
    return f"{head}    parts:\n" + "\n".join(parts)


@pytest.mark.parametrize(
    ("tasks", "errands", "told"),
    [
        (3, 1, ""),
        (6, 2, ""),
        (2, 2, "only 2 tasks"),
        (4, 0, "nothing is to be done in person"),
        (3, 0, "3 parts"),
        (6, 3, "9 parts"),
    ],
)
def test_a_journey_has_enough_and_not_too_much(tasks: int, errands: int, told: str, shelf: Shelf) -> None:
    found = [one.what for one in mistakes(made(tasks, errands), shelf)]
    assert found == [] if not told else told in found


def test_a_missing_or_long_english_is_told(shelf: Shelf) -> None:
    reading = read_journeys(OURS, shelf.catalogue)
    none = check_journeys(reading, shelf.catalogue, lambda locale, key, zh: None)
    texts = {text.key for journey in shelf.journeys.values() for text in journey.texts()}
    assert {one.what for one in none} == {f"no English for `{key}`" for key in texts}
    long = check_journeys(reading, shelf.catalogue, lambda locale, key, zh: "word " * 25)
    assert {one.what for one in long} == {"the English is 125 characters"}


@pytest.mark.parametrize(
    "text", ["", "- a list", "journeys: []", "others: {}", "journeys: {a: 1}", "journeys:\n\t- x", "journeys: {a: {}}"]
)
def test_what_is_no_journey_is_told_and_shows_nothing(text: str, shelf: Shelf) -> None:
    reading = read_journeys(text, shelf.catalogue)
    assert reading.mistakes
    assert reading.journeys == {}


def test_one_broken_journey_is_set_aside_and_not_the_others(shelf: Shelf) -> None:
    reading = read_journeys(OURS.replace("task: gov-account", "task: nothing", 1), shelf.catalogue)
    assert list(reading.journeys) == ["newborn", "disability", "farewell", "social-card"]


def test_the_command_checks_them_and_says_where(application: Flask, tmp_path: Path) -> None:
    runner = application.test_cli_runner()
    broken = tmp_path / FILE
    broken.write_text(OURS.replace("task: gov-account", "task: nothing", 1), encoding="utf-8")
    told = runner.invoke(args=["lessons", "check", str(broken)])
    line = line_of(broken.read_text(encoding="utf-8"), "task: nothing")
    assert told.exit_code == 1
    assert f"{broken}:{line}: `nothing` is no task of the catalogue" in told.output
    good = runner.invoke(args=["lessons", "check", str(ROOT / "lessons" / FILE)])
    assert (good.exit_code, good.output.splitlines()[-1]) == (0, "0 lessons, the journeys checked, no mistakes")
