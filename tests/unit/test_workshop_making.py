"""What the workshop makes anew can be read and played as it is; what the checker finds stands where it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.bench import (
    PALETTE,
    Draft,
    demo_of,
    detour,
    findings,
    first_lesson,
    screen,
    slip,
    twist,
    widget,
    wording,
    written,
)
from app.config import ROOT
from app.simulator import machine
from app.simulator.catalogue import Catalogue
from app.simulator.checking import check
from app.simulator.lesson import APPS, SURPRISES, WIDGETS, stage
from app.simulator.mistakes import Mistake
from app.simulator.reading import Reading, read_lesson
from app.simulator.shelf import read_catalogue
from tests.shelves import each_file

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
ID = "village-bus"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "lessons")


@pytest.fixture
def node() -> dict[str, Any]:
    return first_lesson(ID, "坐村里的班车", "guizhi")


def looked_at(node: dict[str, Any], catalogue: Catalogue) -> tuple[Reading, list[Mistake]]:
    reading = read_lesson(written(node), catalogue)
    return reading, check(reading, catalogue)


def test_a_new_lesson_can_be_played(node: dict[str, Any], catalogue: Catalogue) -> None:
    reading, mistakes = looked_at(node, catalogue)
    assert mistakes == []
    assert reading.lesson is not None
    assert len(reading.lesson.screens) == 5
    assert list(node["demo"]) == demo_of(reading.lesson)
    assert reading.task is not None
    assert reading.bridge is not None
    assert (reading.task.id, reading.task.title.zh, reading.bridge.task) == (ID, "坐村里的班车", ID)


def test_the_palette_has_everything_a_lesson_may_show() -> None:
    assert {kind.kind for kind in PALETTE} == set(WIDGETS)
    assert {kind.group for kind in PALETTE} == {"words", "tap", "ask", "messages", "phone", "end"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind.kind for kind in PALETTE])
def test_a_new_thing_can_be_read_and_answered(kind: str, node: dict[str, Any], catalogue: Catalogue) -> None:
    entry = widget(kind)
    if kind == "bridge":
        entry = {"bridge": ID}
    node["screens"]["page"]["show"].insert(1, entry)
    reading = read_lesson(written(node), catalogue)
    assert reading.lesson is not None
    node["demo"] = demo_of(reading.lesson)
    assert looked_at(node, catalogue)[1] == []


def test_a_new_thing_has_a_name_of_its_own() -> None:
    assert widget("button", {"ok", "ok2"}, "好的") == {"button ok3": "好的"}
    assert widget("popup", {"ask", "join"}, "看看") == {
        "popup ask2": {"text": "看看", "buttons": [{"button join2": "去看看"}, {"icon close": "×"}]}
    }
    assert widget("title") == {"title": "这一页叫什么"}
    with pytest.raises(KeyError):
        widget("script")


@pytest.mark.slow
@pytest.mark.parametrize("app", APPS)
def test_a_new_screen_of_any_app_leads_on(app: str, node: dict[str, Any], catalogue: Catalogue) -> None:
    node["screens"]["page"] = screen(app, "look")
    reading = read_lesson(written(node), catalogue)
    assert reading.lesson is not None
    node["demo"] = demo_of(reading.lesson)
    assert looked_at(node, catalogue)[1] == []


@pytest.mark.parametrize("surprise", SURPRISES)
def test_a_new_twist_of_any_kind_can_be_played(surprise: str, node: dict[str, Any], catalogue: Catalogue) -> None:
    node["twists"] = [twist("变一变", "look", surprise=surprise, level=3)]
    reading, mistakes = looked_at(node, catalogue)
    assert mistakes == []
    assert reading.lesson is not None
    assert list(machine.path(stage(reading.lesson, 1)))[-1][0] == "done"


def test_a_slip_may_have_a_consequence(node: dict[str, Any], catalogue: Catalogue) -> None:
    said = "退出去，就没办成。不要紧。咱们去看看，怎么回来。"
    assert slip(said) == said
    node["screens"]["out"] = detour()
    node["screens"]["page"]["wrong"]["tap back"] = slip(said, again=True, detour="out")
    assert looked_at(node, catalogue)[1] == []


@pytest.mark.parametrize("lesson", each_file())
def test_a_demonstration_of_any_lesson_shows_one_slip_and_arrives(lesson: Any, catalogue: Catalogue) -> None:
    reading = read_lesson(lesson, catalogue)
    assert reading.lesson is not None
    reading.lesson = replace(reading.lesson, demo=tuple(demo_of(reading.lesson)))
    assert reading.lesson.demo
    assert [one for one in check(reading, catalogue) if "demo" in one.what] == []


def test_there_is_no_demonstration_without_a_way(node: dict[str, Any], catalogue: Catalogue) -> None:
    for right in ({}, {"tap next": "nowhere"}, {"tap next": "desk"}):
        node["screens"]["look"]["right"] = right
        reading = read_lesson(written(node), catalogue)
        assert reading.lesson is not None
        assert demo_of(reading.lesson) == []


def test_what_is_found_stands_where_it_belongs(node: dict[str, Any], catalogue: Catalogue) -> None:
    del node["screens"]["page"]["hints"][2]
    node["screens"]["look"]["say"] = "你好,看http://x.com。"
    node["twists"] = [twist("变一变", "look")]
    del node["twists"][0]["screen"]["hints"]
    node["twists"].append({"name": "慢", "level": 2, "surprise": "slow", "change": {"done": {"say": "等一等,好。"}}})
    node["remember"][0] = "好,记住。"
    draft = Draft(ID, written(node), {"en": {f"{ID}.title": (node["title"], "乘车")}}, 1, AT, "周老师")
    found = findings(draft, catalogue, lambda locale, key, zh: "English words.")
    told = {place: [one.what % one.values for one in several] for place, several in found.items()}
    assert told["screens", "page"] == ["There are 2 hints."]
    assert "“x.com” could be a real address." in told["screens", "look"]
    assert "It says “你” to an elder." in told["screens", "look"]
    assert "There are 0 hints." in told["twist", 1]
    assert told["twist", 2] == ["There is a Western comma, colon or bracket among Chinese words."]
    assert told["lesson",] == ["There is a Western comma, colon or bracket among Chinese words."]
    assert "The English has Chinese in it." in told["words", "en"]
    lines = draft.text.splitlines()
    assert found["screens", "page"][0].line == 1 + lines.index("    hints:", lines.index("  page:"))
    assert findings(draft, catalogue).keys() == found.keys() - {("words", "en")}


def test_every_sentence_of_the_checker_has_its_values(catalogue: Catalogue) -> None:
    for msgid in wording.all_msgids():
        assert msgid.endswith(".")
    told = wording.told("100% odd", "Look")
    assert (told.what % told.values, told.fix % told.values) == ("100% odd.", "Look.")


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        ("lesson: village-bus", "lesson: slips", "`slips` cannot be the id of a lesson"),
        ("lesson: village-bus", "lesson: certify-pension", "`task` in a lesson of the catalogue, `certify-pension`"),
        ("  level: 1\n", "  level: 7\n", "level 7 is not known"),
        ("  level: 1\n", "", "`task` has no `level`"),
        ("  level: 1\n", "  level: 1\n  lvl: 1\n", "unknown key `lvl`"),
        ("why: 学会了，这件事自己就能办。", "why: 学会了,你自己就能办。", "says `你` to an elder"),
        ("phone: 还没有写：打电话问谁。", "phone: 打13812345678问", "13812345678 could be a real telephone"),
    ],
)
def test_what_a_lesson_says_of_itself_is_checked(
    was: str, now: str, what: str, node: dict[str, Any], catalogue: Catalogue
) -> None:
    text = written(node)
    assert was in text
    reading = read_lesson(text.replace(was, now), catalogue)
    found = check(reading, catalogue)
    mistake = next(one for one in found if one.what == what)
    assert mistake.line in (1, 10, 11, 12, 13, 14)


@pytest.mark.slow
def test_the_reader_survives_lists_for_words(node: dict[str, Any], catalogue: Catalogue) -> None:
    for key in node:
        for junk in (7, True, [1], {"a": "b"}, [[1]], [{"a": 1}], None):
            reading = read_lesson(written({**node, key: junk}), catalogue)
            assert check(reading, catalogue) is not None
            assert reading.lesson is not None or reading.mistakes
