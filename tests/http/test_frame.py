"""What every answer of the application has in common: headers, kind problems, preferences, guards."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import VERSION
from app.dialects.registry import DIALECTS

pytestmark = pytest.mark.slow


def token(client: FlaskClient) -> str:
    """The token of a form that this browser was given."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found
    return found.group(1)


def language_of(client: FlaskClient, **headers: str) -> str:
    """The lang attribute of a page."""
    found = re.search(r'<html[^>]* lang="([^"]+)"', client.get("/no-such-page", headers=headers).text)
    assert found
    return found.group(1)


def test_a_machine_learns_that_the_copy_is_up(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ok"] is True
    assert answer.json["version"] == VERSION
    assert answer.json["lessons"] >= 3


@pytest.mark.parametrize("address", ["/healthz", "/no-such-page", "/"])
def test_every_answer_forbids_what_is_not_ours(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_missing_page_is_one_kind_page_without_its_inside(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert answer.text.count("<h1") == 1
    assert "404" not in answer.text
    assert "werkzeug" not in answer.text.lower()


def test_what_breaks_inside_is_not_shown(application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(application.extensions, "records", None)
    answer = application.test_client().get("/")
    assert answer.status_code == 500
    assert "NoneType" not in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans-CN"),
        ("zh-TW", "zh-Hans-CN"),
        ("de-DE,de", "zh-Hans-CN"),
        ("", "zh-Hans-CN"),
    ],
)
def test_the_browser_s_language_decides_until_someone_chooses(client: FlaskClient, asked: str, shown: str) -> None:
    assert language_of(client, **{"Accept-Language": asked}) == shown


def test_a_chosen_language_is_remembered_against_the_browser_s(client: FlaskClient) -> None:
    answer = client.post("/preferences", data={"csrf_token": token(client), "lang": "en", "next": "/home"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/home")
    assert language_of(client, **{"Accept-Language": "zh-CN"}) == "en"


def test_a_wish_that_does_not_exist_changes_nothing(client: FlaskClient) -> None:
    wishes = {"csrf_token": token(client), "lang": "xx", "size": "9", "theme": "neon"}
    assert client.post("/preferences", data=wishes).status_code == 303
    assert language_of(client) == "zh-Hans-CN"


def test_a_swap_asks_the_page_to_show_itself_again(client: FlaskClient) -> None:
    wishes = {"csrf_token": token(client), "size": "3"}
    answer = client.post("/preferences", data=wishes, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/x", "https://evil.example/", "\\\\evil.example", "/\\evil.example", "javascript:x", "x"],
)
def test_a_form_never_leads_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    answer = client.post("/preferences", data={"csrf_token": token(client), "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_a_form_without_our_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/preferences", data={"lang": "en"}).status_code == 400
    assert language_of(client) == "zh-Hans-CN"


def test_a_form_from_another_address_is_refused_even_with_a_token(client: FlaskClient) -> None:
    wishes = {"csrf_token": token(client), "lang": "en"}
    assert client.post("/preferences", data=wishes, headers={"Origin": "http://evil.example"}).status_code == 400
    assert client.post("/preferences", data=wishes, headers={"Origin": "null"}).status_code == 400
    assert client.post("/preferences", data=wishes, headers={"Origin": "http://localhost"}).status_code == 303


def test_a_file_of_ours_has_an_address_that_changes_with_it_and_is_kept_for_a_year(application: Flask) -> None:
    with application.test_request_context():
        address = application.url_for("static", filename="vendor/htmx.min.js")
    assert re.search(r"\?v=[0-9a-f]{12}$", address)
    client = application.test_client()
    with client.get(address) as named, client.get("/static/vendor/htmx.min.js") as bare:
        assert "immutable" in named.headers["Cache-Control"]
        assert "immutable" not in bare.headers["Cache-Control"]


def test_a_page_is_not_kept_on_a_shared_tablet(client: FlaskClient) -> None:
    assert client.get("/no-such-page").headers["Cache-Control"] == "no-store"


def test_every_page_says_for_which_tongues_the_tablets_own_voice_goes_first(client: FlaskClient) -> None:
    (named,) = re.findall(r'<body[^>]* data-own-first="([^"]*)"', client.get("/").text)
    assert named.split() == [dialect.speech for dialect in DIALECTS.values() if dialect.own_first] == ["zh-CN"]
