"""Dialects as a browser meets them: which are offered, what falls to Mandarin and says so, and the staff's page."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.dialects.registry import DIALECTS
from app.records import roster
from app.records.identity import BOOT
from app.reports.coverage import Coverage
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.forms import form, screen, walked
from tests.inspector import Element, Inspector, Page
from tests.people import staffed

pytestmark = pytest.mark.slow

IN_WUHAN, NOT_IN_WUHAN = "certify-pension", "renew-id-card"
FALLEN = "这一句还没有武汉话，先听普通话。"


def wish(client: Inspector, **wishes: str) -> None:
    assert client.send("/preferences", **wishes).status_code == 303


def heard(page: Page) -> list[Element]:
    return [element for element in page.elements if "data-say" in element.attributes]


def sentence(page: Page) -> Element:
    """The line that a page says by itself."""
    return next(element for element in heard(page) if "data-auto" in element.attributes)


def seen(page: Page) -> str:
    """The words on the screen, without what is only heard."""
    return " ".join(
        text
        for element in page.elements
        if element.tag not in ("script", "title") and not element.hidden
        for child in element.children
        if isinstance(child, str) and (text := child.strip())
    )


def test_the_settings_offer_what_can_be_heard_and_let_it_be_heard_first(client: Inspector) -> None:
    page = client.page("/settings")
    choices = [one.attributes["value"] for one in page.all("input") if one.attributes.get("name") == "voice"]
    assert choices == ["", "zh-x-wuhan", "zh-x-sichuan", "yue"]
    ears = [one for one in heard(page) if one.tag == "button" and any(up.tag == "li" for up in one.up())]
    assert [one.attributes["data-tongue"] for one in ears] == [DIALECTS[choice or "cmn"].speech for choice in choices]
    words = [one.attributes["data-heard"] for one in ears]
    assert words[0] == "这是练习，点哪里都不要紧" and len(set(words)) > 2
    assert len({one.attributes["data-clip"] for one in ears}) == len(ears)
    assert not any({"data-falls", "data-pace"} & set(one.attributes) for one in ears)
    assert "试" in page.all("ul")[0].text()


def test_the_choices_are_heard_the_same_whatever_is_chosen_now(client: Inspector) -> None:
    before = [one.attributes["data-clip"] for one in heard(client.page("/settings")) if one.tag == "button"]
    wish(client, voice="yue")
    now = [one.attributes["data-clip"] for one in heard(client.page("/settings")) if one.tag == "button"]
    assert len(set(before)) > 4 and set(before[1:5]) <= set(now)


def test_a_lesson_with_words_of_its_own_is_heard_in_the_dialect(client: Inspector, learner: UUID) -> None:
    wish(client, voice="zh-x-wuhan")
    line = sentence(client.page(f"/practice/{IN_WUHAN}"))
    assert line.attributes["data-tongue"] == "zh-x-wuhan"
    assert not {"data-falls", "data-pace"} & set(line.attributes)
    assert line.attributes["data-heard"] != line.text()


@pytest.mark.holds("dialects")
def test_what_the_dialect_lacks_is_heard_in_slow_mandarin_and_the_page_can_say_so(
    client: Inspector, learner: UUID
) -> None:
    wish(client, voice="zh-x-wuhan")
    page = client.page(f"/practice/{NOT_IN_WUHAN}")
    line = sentence(page)
    assert (line.attributes["data-tongue"], line.attributes["data-pace"]) == ("zh-CN", "0.85")
    assert "data-falls" in line.attributes
    (told,) = [one for one in page.elements if "data-fallen" in one.attributes]
    assert told.text() == FALLEN and told.hidden and told.attributes["data-clip"].startswith("/clips/")
    wish(client, voice="")
    plain = client.page(f"/practice/{NOT_IN_WUHAN}")
    assert not [one for one in plain.elements if {"data-fallen", "data-falls", "data-pace"} & set(one.attributes)]


def test_a_name_and_a_number_do_not_count_as_fallen(client: Inspector, learner: UUID) -> None:
    wish(client, voice="zh-x-wuhan")
    page = client.page("/home")
    assert [one for one in heard(page) if "data-falls" in one.attributes and one.text() == "王桂芳"] == []


@pytest.mark.parametrize("dialect", ["nan", "hak", "wuu"])
def test_a_dialect_that_nobody_has_recorded_is_not_spoken(client: Inspector, learner: UUID, dialect: str) -> None:
    wish(client, voice=dialect)
    page = client.page(f"/practice/{IN_WUHAN}")
    assert {one.attributes["data-tongue"] for one in heard(page)} == {"zh-CN"}
    assert not [one for one in page.elements if {"data-fallen", "data-falls"} & set(one.attributes)]


def test_a_drawing_and_what_is_taken_home_fall_as_a_page_does(
    application: Flask, client: Inspector, learner: UUID
) -> None:
    wish(client, voice="zh-x-wuhan")
    for lesson, falls in ((IN_WUHAN, False), (NOT_IN_WUHAN, True)):
        page = client.page(f"/practice/{lesson}")
        play = json.loads(
            "".join(str(one.children[0]) for one in page.all("script") if one.attributes.get("id") == "play")
        )
        assert play["voice"] == "zh-x-wuhan"
        drawn = client.get(play["drawing"]).text
        say = json.loads(json.dumps(sentence(page).attributes["data-clip"]))
        assert say in drawn
        (piece,) = re.findall(rf'data-clip=\\"{re.escape(say)}\\"[^>]*>', drawn)[:1]
        assert ("data-falls" in piece) == falls and ('data-pace=\\"0.85\\"' in piece) == falls


@pytest.mark.holds("dialects")
def test_changing_the_dialect_keeps_the_place_and_the_words_on_the_screen(
    application: Flask, client: Inspector, learner: UUID
) -> None:
    page, _ = walked(client, IN_WUHAN, until="login")
    before = Page(page.text)
    assert screen(page) == "login"
    for voice in ("zh-x-wuhan", "yue", "zh-x-sichuan", ""):
        wish(client, voice=voice)
        page = client.get(f"/practice/{IN_WUHAN}", follow_redirects=True)
        assert screen(page) == "login"
        assert seen(Page(page.text)) == seen(before)
        assert sentence(Page(page.text)).attributes["data-tongue"] == DIALECTS[voice or "cmn"].speech
    form_ = form(page, act="tap help")
    assert screen(client.post(f"/practice/{IN_WUHAN}/act", data=form_, follow_redirects=True)) == "login"


def signed_in(application: Flask, client: FlaskClient, role: str) -> None:
    with application.extensions["records"].writing() as s:
        staffed(s, "wan-0000")
    with application.extensions["records"].session() as s:
        member = next(one for one in roster.all_staff(s) if one.role == role)
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}


@pytest.mark.parametrize("role", ["volunteer", "trainer"])
def test_staff_see_how_far_each_dialect_reaches(application: Flask, client: Inspector, role: str) -> None:
    signed_in(application, client, role)
    counts: Coverage = application.extensions["coverage"]
    assert "/dialects" in [one.attributes.get("href") for one in client.page("/staff").all("a")]
    page = client.page("/dialects?dialect=hak")
    assert page.heading == "有 3 种方言可以给老人选"
    ways, parts = page.all("table")
    rows = [row for row in ways.walk() if row.tag == "tr"][1:]
    assert [row.text().split()[0] for row in rows] == [one.name for one in DIALECTS.values()]
    total = counts.total("hak")
    levels = " · ".join(str(count) for count in total.levels.values())
    assert all(
        f"{total.wanted} 句里有 {total.own} 句" in text and levels in text
        for text in (
            next(row.text() for row in rows if row.text().startswith("客家话")),
            next(row.text() for row in parts.walk() if row.tag == "tr" and row.text().startswith("全部")),
        )
    )
    assert len([row for row in parts.walk() if row.tag == "tr"]) == 2 + len(counts.parts)
    steps = [
        one.text() for one in page.elements if one.tag == "li" and one.parent is not None and one.parent.tag == "ol"
    ]
    assert steps[0].startswith("乡亲录的声音 真人") and steps[-1] == "只有屏幕上的字"
    assert any("kokoro-cmn" in step and "慢慢地说普通话" in step and "机器音" in step for step in steps)
    english = client.page("/dialects", headers={"Accept-Language": "en"})
    assert english.heading == "Elders can be offered 3 dialects"
    assert client.get("/dialects?dialect=klingon").status_code == 404
