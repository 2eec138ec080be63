"""The bench by plain forms: what each asks for is in the file, what two people write at once is lost by neither."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.bench.locking import locked
from app.simulator.checking import check
from app.simulator.reading import read_lesson
from app.simulator.shelf import Shelf
from tests.inspector import Inspector, Page
from tests.making import Maker
from tests.people import enrolled, village

pytestmark = pytest.mark.slow

EXAMPLES = ("certify-pension", "pay-resident-medical", "spot-scam-sms")


@pytest.mark.holds("workshop-pages")
@pytest.mark.parametrize("lesson", EXAMPLES)
def test_a_lesson_that_is_opened_and_saved_unchanged_keeps_every_byte(maker: Maker, shelf: Shelf, lesson: str) -> None:
    file = next(one.file for one in shelf.readings if one.lesson is not None and one.lesson.id == lesson)
    before = Path(file).read_bytes().decode("utf-8")
    maker.edition(lesson)
    say = maker.document(lesson)["story"]
    assert maker.change(lesson, "text", ["story"], say, now=say, page="lesson").status_code == 303
    assert maker.draft(lesson).text == before
    assert maker.change(lesson, "text", ["story"], say, now="王桂芝想自己办一件事。", page="lesson").status_code == 303
    changed = maker.draft(lesson).text.splitlines()
    lines = [(old, new) for old, new in zip(before.splitlines(), changed, strict=True) if old != new]
    assert lines == [(f"story: {say}", "story: 王桂芝想自己办一件事。")]


def test_a_new_lesson_can_be_played_at_once(maker: Maker, shelf: Shelf) -> None:
    draft = maker.begin()
    reading = read_lesson(maker.draft(draft).text, shelf.catalogue, draft)
    assert check(reading, shelf.catalogue) == []
    page = maker.browser.page(f"/workshop/{draft}")
    assert len([one for one in page.all("a") if "stop" in one.attributes.get("class", "").split()]) == 5


def test_a_thing_is_laid_moved_written_and_taken_away(maker: Maker) -> None:
    draft = maker.begin()
    before = maker.document(draft)["screens"]["page"]["show"]
    assert maker.change(draft, "lay", screen="page", kind="tile").status_code == 303
    show = maker.document(draft)["screens"]["page"]["show"]
    (written,) = show[-1]
    assert written.startswith("tile ") and show[:-1] == before
    maker.change(draft, "option", ["show", 4, written], show[-1][written], screen="page", key="label", now="交水费")
    maker.change(draft, "option", ["show", 4, written], screen="page", key="below", now="yes", **{"as": "flag"})
    assert maker.document(draft)["screens"]["page"]["show"][4] == {written: {"label": "交水费", "below": True}}
    maker.change(draft, "shift", ["show", 4], screen="page", by="up")
    assert list(maker.document(draft)["screens"]["page"]["show"][4]) == [written], (
        "what stands there is not what was seen"
    )
    answer = maker.browser.send(
        f"/workshop/{draft}/change", do="shift", at='["show",4]', was=written, by="up", screen="page"
    )
    assert answer.status_code == 303 and list(maker.document(draft)["screens"]["page"]["show"][3]) == [written]
    maker.browser.send(f"/workshop/{draft}/change", do="take-away", at='["show",3]', was=written, screen="page")
    assert maker.document(draft)["screens"]["page"]["show"] == before


def test_what_is_taken_away_takes_its_slips_along_and_comes_back_in_one_step(maker: Maker) -> None:
    draft = maker.begin()
    before = maker.draft(draft).text
    maker.browser.send(f"/workshop/{draft}/change", do="take-away", at='["show",3]', was="button later", screen="page")
    assert list(maker.document(draft)["screens"]["page"]["wrong"]) == ["hold next"]
    assert maker.browser.send(f"/workshop/{draft}/step-back", page="bench_page").status_code == 303
    assert maker.draft(draft).text == before
    maker.change(draft, "text", ["goal"], maker.document(draft)["goal"], now="第一回改。")
    maker.change(draft, "text", ["goal"], "第一回改。", now="第二回改。")
    maker.browser.send(f"/workshop/{draft}/step-back")
    assert maker.document(draft)["goal"] == "第一回改。"
    maker.browser.send(f"/workshop/{draft}/step-back")
    maker.browser.send(f"/workshop/{draft}/step-back")
    assert maker.draft(draft).text == before


def test_a_tap_on_the_phone_is_the_right_move_a_slip_or_a_look(maker: Maker) -> None:
    draft = maker.begin()
    way = f"/workshop/{draft}/tap"
    maker.browser.send(way, screen="page", does="right", act="tap later", part="right")
    node = maker.document(draft)["screens"]["page"]
    assert node["right"] == {"tap later": "look"} and list(node["wrong"]) == ["hold next"]
    maker.browser.send(way, screen="page", does="slip", act="tap next", part="slips")
    assert maker.document(draft)["screens"]["page"]["wrong"]["tap next"].count("。") == 3
    answer = maker.browser.send(way, screen="page", does="slip", act="tap later", part="slips")
    assert answer.status_code == 303 and "tap later" not in maker.document(draft)["screens"]["page"]["wrong"]
    maker.browser.send(way, screen="page", does="fine", act="swipe up", part="kind")
    assert "swipe up" in maker.document(draft)["screens"]["page"]["fine"]
    looked = maker.browser.send(way, screen="page", does="", act="tap next")
    assert "part=glass" in looked.headers["Location"] and "thing-2-label" in looked.headers["Location"]


def test_a_slip_gets_its_beats_a_detour_and_is_met_again(maker: Maker, shelf: Shelf) -> None:
    draft = maker.begin()
    at, was = ["wrong", "tap later"], maker.document(draft)["screens"]["page"]["wrong"]["tap later"]
    maker.change(
        draft, "slip-words", at, was, screen="page", beat1="先不办了", beat2="不要紧，还没退。", beat3="点“下一步”"
    )
    said = maker.document(draft)["screens"]["page"]["wrong"]["tap later"]
    assert said == "先不办了。不要紧，还没退。点“下一步”。"
    answer = maker.change(draft, "slip-way", at, screen="page", again="yes", detour="+new")
    slip = maker.document(draft)["screens"]["page"]["wrong"]["tap later"]
    assert slip["say"] == said and slip["again"] is True
    assert f"screen={slip['detour']}" in answer.headers["Location"]
    maker.change(draft, "demo-make", page="demo")
    reading = read_lesson(maker.draft(draft).text, shelf.catalogue, draft)
    assert check(reading, shelf.catalogue) == []
    maker.change(draft, "slip-when", screen="page", act="tap later", now="next")
    assert "tap later before next" in maker.document(draft)["screens"]["page"]["wrong"]
    maker.change(draft, "drop-screen", screen=slip["detour"])
    document = maker.document(draft)
    assert slip["detour"] not in document["screens"]
    assert document["screens"]["page"]["wrong"]["tap later before next"] == {"say": said, "again": True}


def test_screens_come_and_go_and_the_way_stays_whole(maker: Maker, shelf: Shelf) -> None:
    draft = maker.begin()
    answer = maker.change(draft, "add-screen", screen="look")
    name = re.search(r"screen=(\w+)", answer.headers["Location"])
    assert name is not None
    screens = maker.document(draft)["screens"]
    assert screens["look"]["right"]["tap next"] == name[1] and list(screens[name[1]]["right"].values()) == ["done"]
    maker.change(draft, "drop-screen", screen="look")
    screens = maker.document(draft)["screens"]
    assert "look" not in screens and screens["page"]["right"]["tap next"] == name[1]
    maker.change(draft, "drop-screen", screen="desk")
    assert maker.document(draft)["start"] == "page"
    kept = maker.document(draft)
    maker.change(draft, "drop-screen", screen="bye")
    assert maker.document(draft) == kept, "the last screen stays"


def test_a_twist_of_each_kind_and_the_demonstration(maker: Maker, shelf: Shelf) -> None:
    draft = maker.begin()
    for number, surprise in enumerate(("popup", "message", "call", "slow"), 1):
        answer = maker.change(draft, "twist-before", before="done", surprise=surprise, level="3", name=f"花样{number}")
        assert answer.status_code == 303 and maker.browser.page(answer.headers["Location"]).heading
    answer = maker.change(draft, "twist-change", before="page", key="say", level="2", name="换了说法", page="twists")
    assert "page%405" in answer.headers["Location"] or "page@5" in answer.headers["Location"]
    maker.change(draft, "text", ["hints", 1], "看清了，点“下一步”。", screen="page@5", now="点蓝色的“下一步”。")
    twist = maker.document(draft)["twists"][4]
    assert twist["change"]["page"]["hints"][1] == "点蓝色的“下一步”。"
    assert maker.document(draft)["screens"]["page"]["hints"][1] != "点蓝色的“下一步”。"
    maker.change(draft, "demo-make", page="demo")
    reading = read_lesson(maker.draft(draft).text, shelf.catalogue, draft)
    assert check(reading, shelf.catalogue) == []
    acts = maker.document(draft)["demo"]
    maker.change(draft, "drop", ["demo", 0], acts[0], page="demo")
    maker.change(draft, "demo-add", act="tap office", page="demo")
    maker.browser.page(f"/workshop/{draft}/demo")
    assert maker.document(draft)["demo"] == [*acts[1:], "tap office"]


@pytest.mark.holds("workshop-pages")
def test_two_who_write_the_same_sentence_are_shown_both(at: Callable[[str], Maker]) -> None:
    one, other = at("小刘"), at("周老师")
    draft = one.begin()
    was = one.document(draft)["screens"]["page"]["say"]
    one.change(draft, "text", ["say"], was, screen="page", now="小刘写的一句。", field="f-say")
    answer = other.change(draft, "text", ["say"], was, screen="page", now="老师写的一句。")
    assert answer.status_code == 409
    said = Page(answer.text)
    assert {"小刘写的一句。", "老师写的一句。"} <= {quote.text() for quote in said.all("blockquote")}
    assert "小刘" in answer.text and one.document(draft)["screens"]["page"]["say"] == "小刘写的一句。"
    form = next(
        form for form in said.all("form") if any(e.attributes.get("value") == "老师写的一句。" for e in form.walk())
    )
    mine = {e.attributes["name"]: e.attributes.get("value", "") for e in form.walk() if "name" in e.attributes}
    assert other.browser.post(form.attributes["action"], data=mine).status_code == 303
    assert one.document(draft)["screens"]["page"]["say"] == "老师写的一句。"
    assert any(edit.refused for edit in one.drafts.history(draft)), "what was not taken is kept"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lesson_that_others_keep_busy_is_changed_a_moment_later(
    application: Flask, maker: Maker, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("app.bench.locking.PATIENCE", 0.0)
    draft = maker.begin()
    was = maker.document(draft)["screens"]["page"]["say"]
    maker.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = lang
    with locked(application.extensions["settings"].workshop / "drafts" / ".locks" / draft):
        answer = maker.change(draft, "text", ["say"], was, screen="page", now="新的一句。")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    heading = {"zh": "别人正在存这一课", "en": "Somebody else is saving this lesson"}[lang]
    assert Page(answer.text).heading == heading
    assert maker.document(draft)["screens"]["page"]["say"] == was
    assert maker.change(draft, "text", ["say"], was, screen="page", now="新的一句。").status_code == 303


def test_a_field_that_saves_itself_is_answered_with_its_mark(maker: Maker) -> None:
    draft = maker.begin()
    was = maker.document(draft)["screens"]["page"]["say"]
    form = {"do": "text", "at": '["say"]', "was": json.dumps(was), "now": "新的一句。", "screen": "page", "part": "say"}
    answer = maker.browser.send(
        f"/workshop/{draft}/change", headers={"HX-Request": "true"}, field="f-say-k", page="bench_page", **form
    )
    assert answer.status_code == 200 and answer.text.lstrip().startswith('<span class="state" id="s-f-say-k">')
    found = Page(answer.text)
    kept = next(e for e in found.all("input") if e.attributes.get("name") == "was")
    assert json.loads(kept.attributes["value"]) == "新的一句。"
    assert {e.attributes.get("id") for e in found.elements if "hx-swap-oob" in e.attributes} >= {
        "saved", "glass", "findings", "tabs", "stop-page",
    }  # fmt: skip


def test_what_is_no_form_of_ours_changes_nothing(maker: Maker) -> None:
    draft = maker.begin()
    before = maker.draft(draft).text
    for form in (
        {"do": "text", "at": '["screens"]', "now": "x"},
        {"do": "text", "at": "{}", "now": "x"},
        {"do": "nothing"},
        {"do": "lay", "screen": "page", "kind": "script"},
        {"do": "right", "screen": "page", "act": "run away"},
        {"do": "drop", "at": "[]"},
    ):
        assert maker.browser.send(f"/workshop/{draft}/change", **form).status_code in (303, 409), form
    assert maker.draft(draft).text == before
    assert maker.browser.send("/workshop/nothing/change", do="text").status_code == 404
    assert (
        maker.browser.post(f"/workshop/{draft}/change", data={"do": "add-screen", "screen": "page"}).status_code == 400
    )
    assert maker.draft(draft).text == before


def test_who_may_make_lessons(application: Flask, at: Callable[[str], Maker]) -> None:
    assert at("小刘").begin() and at("周老师").begin()
    with application.extensions["records"].writing() as s:
        where = village(s, name="柳树村")
    tablet = application.test_client()
    assert isinstance(tablet, Inspector)
    tablet.environ_base["REMOTE_ADDR"] = "192.168.1.21"
    enrolled(application, tablet, where)
    assert tablet.get("/workshop").headers["Location"].startswith("/staff")
    assert tablet.send("/workshop", title="x", track="daily", learner="guizhi").status_code == 403
