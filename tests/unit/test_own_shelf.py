"""Lessons made on this laptop on the shelf: editions in place, own lessons in their track, broken files set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.simulator.checking import check
from app.simulator.reading import read_lesson
from app.simulator.shelf import Shelf, with_own
from tests.own_lesson import ENGLISH, OWN, TEXT, edition, laid, po, renamed

LESSON = "certify-pension"
SAID = "手机在问您，能不能用一下相机。"
SAYS = "手机问您，能不能用一下相机。"


def test_an_empty_folder_changes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    assert with_own(shelf, tmp_path) is shelf
    assert with_own(shelf, tmp_path / "not here") is shelf


@pytest.mark.holds("workshop-shelf")
def test_a_lesson_of_the_villages_own_stands_in_its_track_with_its_task_and_its_card(
    shelf: Shelf, tmp_path: Path
) -> None:
    laid(tmp_path, OWN, TEXT)
    found = with_own(shelf, tmp_path)
    lesson, task, card = found.lessons[OWN], found.catalogue.tasks[OWN], found.catalogue.bridges[OWN]
    assert (found.own, found.editions, found.local[OWN].mistakes) == ({OWN}, frozenset(), ())
    assert (task.title.zh, task.level, task.needs) == ("看村口班车几点开", 1, ("tap-and-swipe",))
    assert task.skills == ("tap-target", "menu-navigation", "scroll")
    assert (card.online.zh, card.phone.zh, card.offline.zh) == ("村里的班车表", "村委会", "村口站牌")
    assert (task.why.key, card.online.key) == (f"tasks.{OWN}.why", f"bridges.{OWN}.online")
    daily = [one.id for one in found.lessons.values() if one.track == "daily"]
    levels = [found.catalogue.tasks[one].level for one in daily if one in (OWN, "book-home-help")]
    assert daily[daily.index("book-home-help") + 1] == OWN and levels == [1, 1]
    assert list(found.lessons) == [id_ for id_ in found.catalogue.tasks if id_ in found.lessons]
    assert 1 <= len(lesson.trials) <= 3
    assert {one.signal for one in lesson.trials} <= {"genuine", "fraud"}


def test_the_other_lessons_stay_as_they_are_to_the_hash(shelf: Shelf, tmp_path: Path) -> None:
    laid(tmp_path, OWN, TEXT)
    one = with_own(shelf, tmp_path)
    laid(tmp_path, "village-mill", renamed(TEXT, "village-mill"))
    two = with_own(one, tmp_path)
    for found in (one, two):
        assert {id_: found.lessons[id_].hash for id_ in shelf.lessons} == {
            id_: lesson.hash for id_, lesson in shelf.lessons.items()
        }
    assert one.lessons[OWN] == two.lessons[OWN]
    assert two.shipped is shelf


@pytest.mark.holds("workshop-shelf")
def test_an_edition_stands_in_the_place_of_its_lesson_with_the_same_trials(shelf: Shelf, tmp_path: Path) -> None:
    laid(tmp_path, LESSON, edition(LESSON, SAID, SAYS))
    found = with_own(shelf, tmp_path)
    old, new = shelf.lessons[LESSON], found.lessons[LESSON]
    assert found.editions == {LESSON} and not found.own
    assert list(found.lessons) == list(shelf.lessons)
    assert new.hash != old.hash and new.screens["permission"].say.zh.startswith(SAYS)
    assert [one.trial for one in new.trials] == [one.trial for one in old.trials]
    assert found.shipped.lessons[LESSON] is old
    assert found.catalogue == shelf.catalogue
    assert with_own(found, tmp_path / "gone") is shelf


BROKEN = {
    "no yaml": ("lesson: [", "not readable YAML"),
    "a way that leads nowhere": (edition(LESSON, "start: desk", "start: nowhere"), "no screen is called"),
    "the file of another lesson": (edition(LESSON, "lesson: certify-pension", "lesson: check-pension"), "lies in the"),
    "a task beside the catalogue's": (
        f"{edition(LESSON, SAID, SAYS)}\ntask: {{why: 好}}\n",
        "in a lesson of the catalogue",
    ),
    "a real number": (edition(LESSON, SAID, "打13812345678，"), "could be a real telephone"),
}


@pytest.mark.holds("workshop-shelf")
@pytest.mark.parametrize("why", BROKEN)
def test_a_broken_edition_is_set_aside_and_the_shipped_one_is_served(why: str, shelf: Shelf, tmp_path: Path) -> None:
    text, said = BROKEN[why]
    laid(tmp_path, LESSON, text)
    found = with_own(shelf, tmp_path)
    assert found.lessons[LESSON] is shelf.lessons[LESSON]
    assert not found.local[LESSON].served and not found.editions
    assert any(said in mistake.what for mistake in found.local[LESSON].mistakes), found.local[LESSON].mistakes


TASK = next(line for line in TEXT.splitlines() if line.startswith("task: "))
WRONG_TASKS = {
    "no task": ("task: {why", "# {why", "no task of the catalogue"),
    "no mapping": (TASK, "task: 看车", "is a mapping"),
    "no way in": ("phone: 村委会, ", "", "has no `phone`"),
    "a level that is none": ("level: 1", "level: 9", "level 9 is not known"),
    "an unknown key": ("offline:", "price: 三元, offline:", "unknown key `price`"),
    "a screen nobody can keep": ("  list:", "  列表:", "cannot be the name of a screen"),
}  # fmt: skip


@pytest.mark.parametrize("why", WRONG_TASKS)
def test_an_own_lesson_with_a_mistake_is_on_no_shelf(why: str, shelf: Shelf, tmp_path: Path) -> None:
    before, after, said = WRONG_TASKS[why]
    text = TEXT.replace(before, after).replace("list}", "列表}" if "列表" in after else "list}")
    laid(tmp_path, OWN, text)
    found = with_own(shelf, tmp_path)
    assert OWN not in found.lessons and OWN not in found.catalogue.tasks and OWN not in found.catalogue.bridges
    assert any(said in mistake.what for mistake in found.local[OWN].mistakes), found.local[OWN].mistakes


@pytest.mark.parametrize("id_", ["slips", "ui", "bring", "Village", "a--b", "x" * 41])
def test_ids_that_mean_something_else_are_refused(id_: str, shelf: Shelf) -> None:
    reading = read_lesson(renamed(TEXT, id_), shelf.catalogue)
    assert any("cannot be the id" in mistake.what for mistake in check(reading, shelf.catalogue))


def test_an_own_lesson_is_read_anew_without_its_own_entry_in_the_catalogue(shelf: Shelf, tmp_path: Path) -> None:
    laid(tmp_path, OWN, TEXT)
    found = with_own(shelf, tmp_path)
    again = read_lesson(TEXT, found.catalogue_for(OWN))
    assert check(again, found.catalogue_for(OWN)) == []
    assert check(read_lesson(TEXT, found.catalogue), found.catalogue) != []
    assert found.catalogue_for(LESSON) is found.catalogue


def test_the_texts_of_an_own_task_are_looked_at_like_all_others(shelf: Shelf) -> None:
    text = TEXT.replace("出门前看一眼", "你点击看一眼").replace("phone: 村委会", "phone: 13812345678")
    found = [mistake.what for mistake in check(read_lesson(text, shelf.catalogue), shelf.catalogue)]
    assert any("says `你`" in what for what in found) and any("real telephone" in what for what in found)
    lacking = check(read_lesson(TEXT, shelf.catalogue), shelf.catalogue, lambda *asked: None)
    assert any(f"tasks.{OWN}.why" in mistake.what for mistake in lacking)


@pytest.mark.holds("workshop-shelf")
def test_local_words_come_before_shipped_ones_of_the_same_key_and_chinese(shelf: Shelf, tmp_path: Path) -> None:
    title = shelf.lessons[LESSON].title
    own, versions = tmp_path / "lessons", tmp_path / "versions"
    words = Catalogues(ROOT / "translations", own, versions)
    shipped = words.line("en", title.key, title.zh)
    laid(own, LESSON, "", {title.key: (title.zh, "Another title")})
    laid(own, OWN, TEXT, ENGLISH)
    assert words.line("en", title.key, title.zh) == shipped, "what was read is kept"
    words.forget()
    assert words.line("en", title.key, title.zh) == "Another title"
    assert words.line("en", title.key, f"{title.zh}。") == f"{title.zh}。", "not of another Chinese"
    assert words.line("en", f"{OWN}.title", "看村口班车几点开") == "See when the village bus leaves"
    assert words.find("yue", f"{OWN}.title", "看村口班车几点开") is None


def test_words_of_earlier_versions_come_last(shelf: Shelf, tmp_path: Path) -> None:
    title = shelf.lessons[LESSON].title
    words = Catalogues(ROOT / "translations", tmp_path / "lessons", tmp_path / "versions")
    shipped = words.line("en", title.key, title.zh)
    old = {title.key: (title.zh, "Old title"), f"{LESSON}.x": ("从前的话", "Said then")}
    laid(tmp_path / "versions" / LESSON, "abc", "", old)
    words.forget()
    assert words.line("en", title.key, title.zh) == shipped
    assert words.line("en", f"{LESSON}.x", "从前的话") == "Said then"


def test_words_of_a_draft_come_before_all(shelf: Shelf, tmp_path: Path) -> None:
    words = Catalogues(ROOT / "translations")
    first = words.before({"en": {("a.title", "题目"): "Title"}})
    assert first.find("en", "a.title", "题目") == "Title"
    assert words.find("en", "a.title", "题目") is None


def test_a_broken_file_of_words_is_as_none(tmp_path: Path) -> None:
    place = laid(tmp_path, OWN, TEXT).parent
    (place / "en.po").write_bytes(b"\xff\xfe msgid")
    (place / "yue.po").write_text(po(ENGLISH).replace("msgstr", "nonsense", 1), encoding="utf-8")
    words = Catalogues(ROOT / "translations", tmp_path)
    assert words.find("en", f"{OWN}.title", "看村口班车几点开") is None
    assert words.find("yue", "tasks.village-bus.why", "出门前看一眼，少等一趟车。") is not None
