"""The front door: a demo in one tap at this machine, nothing of it on the LAN, and out of it again without a trace."""

from __future__ import annotations

import pytest
from flask import Flask

from app.classes.demo import invent_class
from app.config import ROOT
from app.records import Records, roster
from tests.inspector import Inspector
from tests.people import NOW, village

pytestmark = pytest.mark.slow

LAN = "192.168.1.20"
WAYS = ("/try/learn", "/try/class", "/try/progress")


@pytest.fixture
def demo(application: Flask) -> Records:
    """The invented class, without its history."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        invent_class(s, ROOT / "lessons" / "demo.yaml", NOW)
    return records


@pytest.mark.parametrize(("asked", "lang"), [("en-GB", "en"), ("zh-CN", "zh-Hans-CN")])
def test_a_stranger_meets_a_promise_and_four_doors(client: Inspector, demo: Records, asked: str, lang: str) -> None:
    page = client.page("/", headers={"Accept-Language": asked})
    assert page.lang == lang
    doors = [form.attributes["action"] for form in page.all("form")]
    assert [way for way in doors if way.startswith("/try/")] == [*WAYS, "/try/watch"]
    assert len([svg for svg in page.all("svg") if "scene" in svg.attributes.get("class", "")]) == 4


def test_the_lan_is_shown_no_door_and_may_open_none(client: Inspector, demo: Records) -> None:
    client.environ_base["REMOTE_ADDR"] = LAN
    page = client.get("/")
    assert "/try/" not in page.text
    assert "李春梅" not in page.text
    assert {client.send(way).status_code for way in WAYS} == {403}


def test_learn_shows_the_wall_of_the_demo_class(client: Inspector, demo: Records) -> None:
    answer = client.send("/try/learn")
    assert answer.headers["Location"] == "/"
    page = client.page("/", headers={"Accept-Language": "en"})
    assert "Li Chunmei" in client.get("/", headers={"Accept-Language": "en"}).text
    assert "/try/leave" in [form.attributes["action"] for form in page.all("form")]


@pytest.mark.parametrize(("way", "first"), [("/try/class", "/board"), ("/try/progress", "/reports")])
def test_staff_of_the_demo_need_no_password_and_see_that_it_is_one(
    client: Inspector, demo: Records, way: str, first: str
) -> None:
    answer = client.send(way)
    assert answer.headers["Location"] == first
    page = client.page(first, headers={"Accept-Language": "en"})
    assert "invented" in " ".join(element.text() for element in page.all("p"))
    assert "Liuwan class one" in client.get("/staff", headers={"Accept-Language": "en"}).text


def test_staff_of_the_demo_see_no_real_class(client: Inspector, demo: Records) -> None:
    with demo.writing() as s:
        real = village(s)
    for way in ("/try/class", "/try/progress"):
        client.send(way)
        assert "楚河村" not in client.get("/staff").text + client.get("/reports").text
        assert client.get(f"/staff/class/{real.classroom_id}").status_code == 404


def test_leaving_the_demo_leads_back_to_the_door(client: Inspector, demo: Records) -> None:
    client.send("/try/learn")
    client.send("/try/class")
    client.send("/try/leave")
    assert "/try/learn" in client.get("/").text
    assert client.get("/board").status_code == 303
    with demo.session() as s:
        (room,) = roster.classrooms(s)
        assert len(roster.devices(s, room.id)) == 10


def test_one_tap_removes_the_demo_and_leaves_real_people(client: Inspector, demo: Records) -> None:
    with demo.writing() as s:
        village(s)
    client.send("/try/progress")
    assert client.send("/staff/remove-demo").status_code == 303
    with demo.session() as s:
        assert [room.demo for room in roster.classrooms(s)] == [False]
        assert roster.all_staff(s) == []
    assert "/try/learn" not in client.get("/").text
    assert client.get("/board").status_code == 303


def test_nobody_on_the_lan_removes_the_demo_but_a_real_trainer(client: Inspector, demo: Records) -> None:
    with demo.writing() as s:
        for role in roster.ROLES:
            roster.add_staff(s, name=role, role=role, password="wan-0000", now=NOW)
    client.environ_base["REMOTE_ADDR"] = LAN
    assert client.send("/staff/remove-demo").status_code == 403
    client.send("/staff", name="volunteer", password="wan-0000")
    assert "/staff/remove-demo" not in client.get("/staff").text
    assert client.send("/staff/remove-demo").status_code == 403
    client.send("/staff/sign-out")
    client.send("/staff", name="trainer", password="wan-0000")
    assert "/staff/remove-demo" in client.get("/staff").text
    assert client.send("/staff/remove-demo").status_code == 303


def test_an_empty_copy_says_how_to_begin(client: Inspector) -> None:
    page = client.get("/")
    assert [way for way in WAYS if way in page.text] == [] and "/try/watch" in page.text
    assert {client.send(way).status_code for way in WAYS} == {404}
