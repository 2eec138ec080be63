"""A class begun at the laptop by names alone, coming back without a password, and setting one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.records import roster
from app.records.tables import Staff
from tests.inspector import Inspector
from tests.people import staffed

pytestmark = pytest.mark.slow

NAMES = {"name": "小林", "place": "柳湾村", "room": "柳湾一班"}


def begun(client: Inspector, **other: str) -> int:
    return client.send("/begin", **{**NAMES, **other}).status_code


def member(application: Flask, name: str = "小林") -> Staff:
    with application.extensions["records"].session() as s:
        found = roster.staff(s, next(one.id for one in roster.all_staff(s) if one.name == name))
        assert found is not None
        return found


def elsewhere(application: Flask) -> FlaskClient:
    client = application.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.168.1.20"
    return client


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_names_begin_a_class_and_lead_to_its_start(client: Inspector, application: Flask, lang: str) -> None:
    headers = {"Accept-Language": lang}
    assert "/begin" in [one.attributes.get("href") for one in client.page("/", headers=headers).all("a")]
    assert client.page("/begin", headers=headers).heading == {"zh": "开一个班", "en": "Begin a class"}[lang]
    names = NAMES if lang == "zh" else {"name": "Lin", "place": "Willow Bend", "room": "Class A"}
    answer = client.send("/begin", **names)
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/start")
    assert client.page(answer.headers["Location"], headers=headers).heading
    assert [room.name for room in member(application, names["name"]).classrooms] == [names["room"]]
    assert client.page("/staff", headers=headers).heading


@pytest.mark.parametrize("wrong", [{"name": " "}, {"place": ""}, {"room": "长" * 81}, {"name": "长" * 81}])
def test_a_name_that_is_none_adds_nothing_and_keeps_what_was_written(
    client: Inspector, application: Flask, wrong: dict[str, str]
) -> None:
    answer = client.send("/begin", **{**NAMES, **wrong})
    assert answer.status_code == 422
    kept = next(name for field, name in NAMES.items() if field not in wrong)
    assert f'value="{kept}"' in answer.text
    with application.extensions["records"].session() as s:
        assert not roster.all_staff(s) and not roster.classrooms(s)


def test_a_name_that_somebody_has_is_asked_again(client: Inspector, application: Flask) -> None:
    with application.extensions["records"].writing() as s:
        staffed(s, "wan-0000")
    assert begun(client, name="小刘") == 422
    with application.extensions["records"].session() as s:
        assert len(roster.classrooms(s)) == 1


def test_one_press_comes_back_until_a_password_is_set(client: Inspector, application: Flask) -> None:
    assert begun(client) == 303
    who = str(member(application).id)
    client.send("/staff/sign-out")
    assert 'name="who"' in client.get("/staff").text
    assert client.send("/begin/again", who=who).headers["Location"] == "/start"
    client.send("/staff/password", fresh="short")
    assert member(application).password_hash == ""
    client.send("/staff/password", fresh="liu-wan-1234")
    client.send("/staff/password", old="wrong-wrong", fresh="other-1234")
    client.send("/staff/sign-out")
    assert 'name="who"' not in client.get("/staff").text
    assert client.send("/begin/again", who=who).status_code == 404
    assert client.send("/staff", name="小林", password="other-1234").status_code == 422
    assert client.send("/staff", name="小林", password="liu-wan-1234").status_code == 303
    client.send("/staff/password", old="liu-wan-1234", fresh="other-1234")
    client.send("/staff/sign-out")
    assert client.send("/staff", name="小林", password="other-1234").status_code == 303


def test_no_password_fits_whoever_has_none(client: Inspector) -> None:
    assert begun(client) == 303
    client.send("/staff/sign-out")
    for tried in ("", " ", "None", "!"):
        assert client.send("/staff", name="小林", password=tried).status_code in (422, 429)


def test_from_elsewhere_nobody_begins_and_no_name_is_shown(client: Inspector, application: Flask) -> None:
    assert begun(client) == 303
    stranger = elsewhere(application)
    assert stranger.get("/begin").status_code == 403
    page = stranger.get("/staff").text
    assert "小林" not in page and 'name="who"' not in page and 'href="/begin"' not in page
    application.config["WTF_CSRF_ENABLED"] = False
    for address in ("/begin", "/begin/again"):
        assert stranger.post(address, data={**NAMES, "who": str(member(application).id)}).status_code == 403


def test_whoever_is_not_there_or_has_a_password_is_not_let_in(client: Inspector, application: Flask) -> None:
    with application.extensions["records"].writing() as s:
        where = staffed(s, "wan-0000")
    for who in ("", "x", str(where.learner_id), str(member(application, "周老师").id)):
        assert client.send("/begin/again", who=who).status_code == 404
    assert "staff" not in client.get("/staff", follow_redirects=False).headers.get("Location", "")
