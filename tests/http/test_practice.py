"""Practice as a browser without scripts meets it: forms posted, pages read, attempts kept; and what is never kept."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import Settings
from app.records import Records, journal, progress
from app.simulator.lesson import stage
from app.simulator.paths import strokes
from tests.forms import attempts, field, form, screen, token, walked
from tests.people import enrolled, village

LESSON = "certify-pension"


def tap(client: FlaskClient, page: TestResponse, act: str, **more: str) -> TestResponse:
    """Press one button of the page's form and follow where it leads."""
    return client.post(f"/practice/{LESSON}/act", data=form(page, act=act, **more), follow_redirects=True)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", ["certify-pension", "pay-resident-medical", "spot-scam-sms"])
def test_a_lesson_is_finished_with_forms_alone(
    application: Flask, client: FlaskClient, learner: UUID, lesson: str
) -> None:
    assert re.search(r'<details class="why">.*<p class="because"', client.get(f"/practice/{lesson}").text, re.DOTALL)
    page, rests = walked(client, lesson)
    way = strokes(stage(application.extensions["shelf"].lessons[lesson]))
    visits = len(list(groupby(stroke.screen for stroke in way)))
    assert rests == (visits - 1) // 10
    assert "走完了" in page.text and "正门卡" in page.text
    with application.extensions["records"].session() as s:
        plays = progress.finished_plays(s, learner, lesson)
    assert len(plays) == 1 and plays[0].slips == 0


def test_a_slip_stays_and_says_three_things(application: Flask, client: FlaskClient, learner: UUID) -> None:
    page = tap(client, client.get(f"/practice/{LESSON}"), "tap camera")
    assert screen(page) == "desk"
    assert page.text.count("<li class=") == 3 and 'class="beats"' in page.text
    assert attempts(application, page) == [("tap camera", "", "slip")]


def test_help_gives_a_hint_and_calls_the_volunteer(application: Flask, client: FlaskClient, learner: UUID) -> None:
    page = tap(client, client.get(f"/practice/{LESSON}"), "tap help")
    assert attempts(application, page) == [("tap help", "", "hint")]
    with application.extensions["records"].session() as s:
        asked = journal.facts(s, "help_asked")
    assert [(fact.learner_id, fact.body["screen"]) for fact in asked] == [(learner, "desk")]


@pytest.mark.holds("way-out")
def test_a_double_tap_is_one_attempt(application: Flask, client: FlaskClient, learner: UUID) -> None:
    page = client.get(f"/practice/{LESSON}")
    once = form(page, act="tap social")
    first = client.post(f"/practice/{LESSON}/act", data=once, follow_redirects=True)
    second = client.post(f"/practice/{LESSON}/act", data=once, follow_redirects=True)
    assert (screen(first), screen(second)) == ("login", "login")
    assert attempts(application, second) == [("tap social", "", "correct")]


def test_an_act_of_an_older_page_is_not_kept(application: Flask, client: FlaskClient, learner: UUID) -> None:
    desk = client.get(f"/practice/{LESSON}")
    tap(client, desk, "tap social")
    other = form(desk, act="tap camera") | {"uuid": "01a203b1-48ba-7c39-8bd6-d87f1248f19a"}
    page = client.post(f"/practice/{LESSON}/act", data=other, follow_redirects=True)
    assert screen(page) == "login"
    assert [act for act, _, _ in attempts(application, page)] == ["tap social"]


def test_a_lesson_goes_on_where_it_was_left(application: Flask, client: FlaskClient, learner: UUID) -> None:
    page = tap(client, client.get(f"/practice/{LESSON}"), "tap social")
    assert screen(client.get(f"/practice/{LESSON}")) == "login"
    again = client.post(f"/practice/{LESSON}/again", data={"csrf_token": token(page)}, follow_redirects=True)
    assert screen(again) == "desk"


def test_htmx_gets_the_fragment_alone(client: FlaskClient, learner: UUID) -> None:
    page = client.get(f"/practice/{LESSON}")
    answer = client.post(f"/practice/{LESSON}/act", data=form(page, act="tap social"), headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer.text.lstrip().startswith("<form") and "<html" not in answer.text


def test_a_demonstration_shows_one_slip_and_keeps_nothing(
    application: Flask, client: FlaskClient, learner: UUID
) -> None:
    page, steps, beats = client.get(f"/practice/{LESSON}/demo"), 0, 0
    while 'name="step"' in page.text:
        beats += 'class="beats"' in page.text
        sent = {"csrf_token": token(page), "step": field(page, "step"), "act": "tap go-on"}
        page, steps = client.post(f"/practice/{LESSON}/demo", data=sent, follow_redirects=True), steps + 1
        assert page.status_code == 200
    assert (steps, beats) == (len(application.extensions["shelf"].lessons[LESSON].demo), 1)
    assert screen(page) == "desk" and attempts(application, page) == []


@pytest.mark.slow
@pytest.mark.holds("typed-text")
@pytest.mark.parametrize("typed", ["420106195803150021", "4201 0619 5803 1500 21", "我家的密码是tulip"])
def test_what_was_typed_is_kept_nowhere(
    application: Flask,
    client: FlaskClient,
    learner: UUID,
    settings: Settings,
    typed: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    page = tap(client, client.get(f"/practice/{LESSON}"), "tap social")
    page = client.post(
        f"/practice/{LESSON}/act",
        data=form(page, act="filled password", digits=typed),
        follow_redirects=True,
    )
    value = "real-data" if any(sign.isdigit() for sign in typed) else "other"
    assert attempts(application, page)[-1] == ("filled password", value, "slip")
    kept = b"".join(path.read_bytes() for path in Path(settings.instance).rglob("*") if path.is_file())
    for secret in (typed, "".join(typed.split())):
        assert secret.encode() not in kept
        assert secret not in caplog.text and secret not in page.text


def test_nobody_can_act_in_anothers_session(application: Flask, client: FlaskClient, learner: UUID) -> None:
    page = client.get(f"/practice/{LESSON}")
    records: Records = application.extensions["records"]
    with records.writing() as s:
        elsewhere = village(s, name="柳湾村")
    stranger = application.test_client()
    enrolled(application, stranger, elsewhere)
    stranger.post(
        f"/wall/{elsewhere.learner_id}", data={"csrf_token": token(stranger.get(f"/wall/{elsewhere.learner_id}"))}
    )
    theirs = stranger.get(f"/practice/{LESSON}")
    answer = stranger.post(
        f"/practice/{LESSON}/act", data=form(theirs, act="tap social") | {"session": field(page, "session")}
    )
    assert (answer.status_code, answer.location) == (303, "/wall")
    assert attempts(application, page) == []


@pytest.mark.parametrize("path", ["/home", f"/practice/{LESSON}"])
def test_a_page_of_ones_own_asks_for_a_face_first(application: Flask, client: FlaskClient, path: str) -> None:
    with application.extensions["records"].writing() as s:
        where = village(s)
    enrolled(application, client, where)
    assert client.get(path).location == "/wall"
