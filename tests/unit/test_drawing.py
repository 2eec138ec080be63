"""The drawings: well-formed, told apart, safe under a strict policy, and every part of a screen placed once."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from app import drawing
from app.drawing import arrange
from app.drawing.icons import PATHS
from app.drawing.papers import STROKES
from app.drawing.scenes import CAMERA, SCENES, SIGNS
from app.drawing.tiles import LOOKS
from app.simulator.lesson import APPS, FAULTS, PAPERS, WIDGETS
from app.simulator.screen import Line, Part, View

SAYING = Line("x.y.say", "点一下。")


def seen(app: str, *parts: Part, **changes: Any) -> View:
    given: dict[str, Any] = {
        "lesson": "x", "title": "题", "name": SAYING, "screen": "y", "app": app, "app_name": "软件", "heading": "",
        "size": "big", "say": SAYING, "hints": (), "parts": parts, "up": False, "down": False, "back": True, "wait": 0,
        "card": (), "pin": "", "end": False,
    }  # fmt: skip
    return View(**(given | changes))


def every_drawing() -> list[str]:
    keys = [*drawing.face_keys(), "teacher", "helper", "newcomer", "guizhi", "nobody"]
    return [
        *(drawing.face(key) for key in keys),
        *(drawing.icon(name) for name in PATHS),
        *(drawing.scene("", track) for track in ("safety", "health", "pension", "one-thing", "daily", "basics")),
        *(drawing.scene(lesson) for lesson in SIGNS),
        *(drawing.camera(name) for name in (*CAMERA, "code")),
        *(drawing.viewfinder(f"{paper}-{fault}") for paper in PAPERS for fault in FAULTS),
        *(drawing.ink(words) for words in (*STROKES, "水田", "waiter")),
        drawing.mark(), drawing.hand(), drawing.signal(),
    ]  # fmt: skip


def test_drawings_are_well_formed_and_need_no_style_script_or_id() -> None:
    for svg in every_drawing():
        ET.fromstring(svg)
        assert not re.search(r"style=|<style|<script|href|\bid=", svg), svg[:80]


def test_a_drawing_is_decoration_unless_it_has_a_name() -> None:
    assert 'aria-hidden="true"' in drawing.face("f01")
    named = drawing.face("f01", label="王桂芳")
    assert 'role="img" aria-label="王桂芳"' in named
    assert "aria-hidden" not in named


def test_every_way_a_paper_lies_before_the_camera_looks_different() -> None:
    seen = [drawing.viewfinder(f"{paper}-{fault}") for paper in PAPERS for fault in FAULTS]
    assert len(set(seen)) == len(PAPERS) * len(FAULTS)
    assert 'role="img" aria-label="身份证"' in drawing.viewfinder("card-clear", "身份证")
    with pytest.raises(KeyError):
        drawing.viewfinder("card-lost")


def test_written_words_are_strokes_where_we_have_them_and_letters_where_not() -> None:
    assert "<text" not in drawing.ink("水") and ">waiter</text>" in drawing.ink("waiter")


def test_the_people_of_the_practice_cards_have_faces_of_their_own() -> None:
    faces = {drawing.drawing(person) for person in ("guizhi", "dashun", "xiuzhen", "dajiang")}
    assert len(faces) == 4
    assert drawing.drawing("newcomer") not in faces


def test_every_look_has_an_icon() -> None:
    assert {icon for icon, _ in LOOKS.values()} <= PATHS.keys()
    assert set(SCENES) >= {"certify", "sms", "medical"}


def test_a_tile_is_known_by_a_piece_of_its_name_and_an_unknown_one_never_changes() -> None:
    assert drawing.look("pay_again")[0] == "bill"
    assert drawing.look("zzz") == drawing.look("zzz")
    assert drawing.look("zzz", "me")[0] == "me"


@pytest.mark.parametrize(
    ("app", "chrome"),
    [("social", "service"), ("pay", "sheet"), ("sms", "messages"), ("web", "browser"), ("system", "dialog"),
     ("teacher", "board"), ("phone", "home"), ("hospital", "service")],
)  # fmt: skip
def test_each_app_has_its_own_drawing_of_a_phone(app: str, chrome: str) -> None:
    assert drawing.layout(seen(app)).chrome == chrome


def test_every_app_of_the_lessons_has_a_phone_to_be_drawn_on() -> None:
    templates = Path(arrange.__file__).parents[1] / "templates" / "sim"
    assert all((templates / f"{drawing.layout(seen(app)).chrome}.html").is_file() for app in APPS)


def test_every_kind_of_part_has_a_macro_that_draws_it() -> None:
    macros = set(
        re.findall(
            r"macro (\w+)\(",
            (Path(arrange.__file__).parents[1] / "templates/sim/parts.html").read_text(encoding="utf-8"),
        )
    )
    families = {band.family for kind in WIDGETS for band in arrange.bands([Part(kind, "x", "x")])}
    assert families - {"button", "popup", "icon", "address", "pin", "call", "toast", "title"} <= macros


def test_a_call_takes_the_whole_phone() -> None:
    laid = drawing.layout(
        seen("phone", Part("call", "ring", "", sender="医保局？"), Part("button", "hang", "挂断", "tap hang"))
    )
    assert laid.chrome == "call"
    assert laid.call is not None


def test_every_part_is_placed_exactly_once() -> None:
    kinds = [kind for kind in WIDGETS if kind != "title"]
    parts = [
        Part(kind, f"{kind}{i}", kind) for kind in kinds for i in range(2 if kind in ("tile", "row", "button") else 1)
    ]
    laid = drawing.layout(seen("social", *parts))
    single = [part for part in (laid.address, laid.pin, laid.call) if part is not None]
    placed = [part for band in laid.bands for part in band.parts]
    placed += [*laid.buttons, *laid.overlays, *laid.corner, *laid.toasts, *single]
    assert sorted(part.name for part in placed) == sorted(part.name for part in parts)


def test_like_parts_that_follow_each_other_stand_in_one_block() -> None:
    laid = drawing.layout(
        seen("social", Part("row", "a", "x"), Part("row", "b", "y"), Part("text", "c", "z"), Part("row", "d", "w"))
    )
    assert [(band.family, len(band.parts)) for band in laid.bands] == [("rows", 2), ("text", 1), ("rows", 1)]


def test_where_choosing_is_the_lesson_no_answer_is_coloured() -> None:
    two = (Part("button", "bad", "这条可疑", "tap bad"), Part("button", "good", "这条是真的", "tap good"))
    assert drawing.layout(seen("sms", Part("sms", "body", "字"), *two)).solid == ""
    assert drawing.layout(seen("social", *two)).solid == "bad"
    assert drawing.layout(seen("sms", two[0])).solid == "bad"


def test_buttons_stand_side_by_side_only_below_something_big() -> None:
    two = (Part("button", "save", "存凭证", "tap save"), Part("button", "other", "替别人交", "tap other"))
    assert drawing.layout(seen("office", Part("result", "", "好"), *two)).paired
    assert not drawing.layout(seen("office", Part("toast", "", "好"), *two)).paired


def test_the_swipe_may_be_right_only_where_something_is_below() -> None:
    assert drawing.layout(seen("social", Part("tile", "a", "x"), up=True)).scroll_right == "r=swipe up"
    assert drawing.layout(seen("social", Part("tile", "a", "x"))).scroll_right == ""


@pytest.mark.parametrize(
    ("words", "label", "value"),
    [
        ("姓名 王桂芝", "姓名", "王桂芝"),
        ("金额：100.00元", "金额", "100.00元"),
        ("Pay to: County tax office", "Pay to", "County tax office"),
        ("Confirmed today", "", "Confirmed today"),
        ("已缴", "", "已缴"),
    ],
)
def test_a_row_is_cut_into_label_and_value(words: str, label: str, value: str) -> None:
    assert drawing.halves(words) == (label, value)
