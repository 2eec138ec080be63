"""What a tablet's script asks for and sends: drawings and pages to keep, acts done there, and whose they may be."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.practice.arriving import DISAGREED, UNSUPERVISED
from app.records import Records, assignments, journal, roster
from app.records.identity import BOOT, uuid7
from app.simulator import machine
from app.simulator.lesson import stage
from app.web import visitors
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.people import NOW, Village, enrolled, village

pytestmark = pytest.mark.slow

LESSON = "spot-scam-sms"
STRANGE = {"uuid": 5, "session": [], "act": {}, "value": None, "screen": 0, "outcome": 1, "ago": "x"}
OTHER = "pay-utilities"


@pytest.fixture
def where(application: Flask, client: FlaskClient) -> Village:
    """A class that was given the lesson, at one of whose tablets nobody sits."""
    with application.extensions["records"].writing() as s:
        made = village(s)
        assignments.give(s, made.classroom_id, [LESSON], NOW)
    enrolled(application, client, made)
    return made


def headers(client: FlaskClient) -> dict[str, str]:
    cookie = client.get_cookie(visitors.TABLET_COOKIE)
    assert cookie is not None
    return {visitors.TABLET_HEADER: cookie.value}


def data_in(page: str) -> dict[str, Any]:
    """The play that a page tells its script."""
    found = re.search(r'<script type="application/json" id="play">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(unescape(found.group(1)))
    return told


def ahead(client: FlaskClient, person: UUID) -> dict[str, str]:
    pages: dict[str, str] = client.get(f"/tablet/people/{person}").get_json()["pages"]
    return pages


def opening(play: dict[str, Any]) -> dict[str, Any]:
    told = {name: play[name] for name in ("ticket", "locale", "voice")}
    return told | {"session": str(uuid4()), "ago": 90_000}


def acts(application: Flask, session: str, count: int = machine.LONGEST, twist: int = 0) -> list[dict[str, Any]]:
    """The right acts from the start, as a tablet tells them."""
    play = stage(application.extensions["shelf"].lessons[LESSON], twist)
    story = machine.replay(play, [act for _, act in machine.path(play)][:count])
    return [
        {"uuid": str(uuid7(NOW)), "session": session, "act": act.act, "value": act.value, "screen": screen,
         "outcome": outcome.kind, "ago": 60_000 - 100 * number}
        for number, (screen, act, outcome) in enumerate(story.steps)
    ]  # fmt: skip


def send(client: FlaskClient, openings: list[Any], done: list[Any], **more: Any) -> TestResponse:
    """Send acts that the first of the class did while the laptop did not answer."""
    sitting = {
        "id": str(uuid4()),
        "learner": client.get("/tablet").get_json()["people"][0],
        "ago": 90_000,
        "away": True,
    }
    told = [one | {"sitting": sitting["id"]} for one in done]
    message = {"openings": openings, "acts": told, "sittings": [sitting]}
    return client.post("/acts", json=message, headers=headers(client), **more)


def kept(application: Flask, session: str) -> list[tuple[str, str]]:
    records: Records = application.extensions["records"]
    with records.session() as s:
        return [(str(one.uuid), one.act) for one in journal.attempts(s, UUID(session))]


def test_a_play_that_a_tablet_opened_arrives_once_however_often_it_is_sent(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    play = data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"])
    opened = opening(play)
    done = acts(application, opened["session"])
    for sent in (done[:3], done[1:7], done):
        answer = send(client, [opened], sent).get_json()
        assert answer["kept"] == [one["uuid"] for one in sent]
        assert (answer["mend"], answer["refused"]) == ({}, [])
    assert kept(application, opened["session"]) == [(one["uuid"], one["act"]) for one in done]
    with application.extensions["records"].session() as s:
        record = journal.session(s, UUID(opened["session"]))
        assert record is not None and record.learner_id == where.learner_id
        assert record.plan["steps"] and journal.attempts(s, record.uuid)[-1].finishes


def test_a_tablet_can_have_every_other_lesson_too(application: Flask, client: FlaskClient, where: Village) -> None:
    told = client.get(f"/tablet/people/{where.learner_id}").get_json()
    offered = {path.split("/")[2] for path in told["pages"] if path.startswith("/practice/")}
    lessons = application.extensions["shelf"].lessons
    assert len(offered) >= 3 and offered | set(told["rest"]) == set(lessons) and not offered & set(told["rest"])
    lesson = told["rest"][-1]
    pages = client.get(f"/tablet/people/{where.learner_id}/lessons/{lesson}").get_json()["pages"]
    play = data_in(pages.pop(f"/practice/{lesson}"))
    assert (pages, play["lesson"], play["learner"], play["met"]) == ({}, lesson, str(where.learner_id), "")
    assert client.get(f"/tablet/people/{where.learner_id}/lessons/nothing").status_code == 404


def test_where_tablet_and_laptop_differ_the_laptop_is_right_and_it_is_told(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    opened = opening(data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"]))
    done = acts(application, opened["session"], 2)
    done[1] |= {"outcome": "slip"}
    answer = send(client, [opened], done).get_json()
    assert [uuid for uuid, _, _ in answer["mend"][opened["session"]]] == [one["uuid"] for one in done]
    with application.extensions["records"].session() as s:
        (told,) = journal.facts(s, DISAGREED)
    assert (told.body["act"], told.body["there"][1], told.body["here"][1]) == (done[1]["act"], "slip", "correct")


def test_an_act_that_no_screen_has_is_told_and_not_kept(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    opened = opening(data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"]))
    strange = acts(application, opened["session"], 1)[0] | {"act": "tap 420106195803150021"}
    answer = send(client, [opened], [strange]).get_json()
    assert answer["kept"] == [strange["uuid"]] and answer["mend"] == {opened["session"]: []}
    with application.extensions["records"].session() as s:
        (told,) = journal.facts(s, DISAGREED)
    assert told.body["act"] == "" and "420106" not in json.dumps(told.body)


def test_help_that_was_asked_for_there_calls_the_volunteer_here(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    opened = opening(data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"]))
    help_ = acts(application, opened["session"], 1)[0] | {"act": "tap help", "outcome": "hint"}
    send(client, [opened], [help_])
    with application.extensions["records"].session() as s:
        assert [fact.learner_id for fact in journal.facts(s, "help_asked")] == [where.learner_id]


def test_a_tablet_sends_for_its_own_class_only(application: Flask, client: FlaskClient, where: Village) -> None:
    opened = opening(data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"]))
    done = acts(application, opened["session"], 2)
    with application.extensions["records"].writing() as s:
        elsewhere = village(s, name="柳湾村")
    stranger = application.test_client()
    enrolled(application, stranger, elsewhere)
    assert send(stranger, [opened], done).get_json()["refused"] == [one["uuid"] for one in done]
    assert stranger.get(f"/tablet/people/{where.learner_id}").status_code == 404
    assert stranger.get(f"/tablet/people/{where.learner_id}/lessons/{LESSON}").status_code == 404
    assert kept(application, opened["session"]) == []


@pytest.mark.parametrize("spoilt", ["ticket", "session", "locale"])
def test_an_opening_that_is_not_ours_is_refused_whole(
    application: Flask, client: FlaskClient, where: Village, spoilt: str
) -> None:
    opened = opening(data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"]))
    answer = send(client, [opened | {spoilt: "made up"}], acts(application, opened["session"], 2))
    assert answer.status_code == 400 and kept(application, opened["session"]) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"acts": []},
        {"openings": [], "acts": [{}]},
        {"openings": 3, "acts": 4},
        {"openings": [], "acts": [STRANGE]},
        {"openings": [STRANGE | {"ticket": 7}], "acts": []},
    ],
)
def test_what_is_no_message_is_refused(client: FlaskClient, where: Village, body: Any) -> None:
    assert client.post("/acts", json=body, headers=headers(client)).status_code == 400


def test_another_site_cannot_send_acts(client: FlaskClient, where: Village) -> None:
    message = {"openings": [], "acts": []}
    assert client.post("/acts", json=message).status_code == 400
    foreign = headers(client) | {"Origin": "http://evil.example"}
    assert client.post("/acts", json=message, headers=foreign).status_code == 400
    assert client.post("/acts", json=message, headers=headers(client)).status_code == 200


def test_the_token_in_the_header_alone_makes_a_tablet(application: Flask, client: FlaskClient, where: Village) -> None:
    told = headers(client)
    client.delete_cookie(visitors.TABLET_COOKIE)
    assert client.post("/acts", json={"openings": [], "acts": []}, headers=told).status_code == 200
    assert client.post("/acts", json={"openings": [], "acts": []}).status_code in (303, 403)


def test_shell_and_drawings_may_be_kept_for_ever_and_name_nobody(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    shell = client.get(client.get("/tablet").get_json()["shell"])
    play = data_in(ahead(client, where.learner_id)[f"/practice/{LESSON}"])
    for answer in (shell, client.get(play["drawing"])):
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in answer.headers.get("Vary", "") and "Set-Cookie" not in answer.headers
        assert "王桂芳" not in answer.text and str(where.learner_id) not in answer.text
    assert client.get("/t/older").status_code == 302
    assert client.get(play["drawing"][:-2] + "xx").status_code == 404


def test_the_page_of_the_server_shows_the_drawing_to_the_byte(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    page = ahead(client, where.learner_id)[f"/practice/{LESSON}"]
    drawing = client.get(data_in(page)["drawing"]).get_json()
    start = drawing["plays"][0]["start"]
    said = drawing["screens"][drawing["plays"][0]["screens"][start]]["say"]["say"]
    assert said in page and drawing["where"][f"1/{len(drawing['plays'][0]['order'])}"] in page


def test_who_sat_down_with_the_laptop_off_sits_at_its_pages_too(client: FlaskClient, where: Village) -> None:
    assert client.get("/home").location == "/wall"
    message = {"learner": str(where.learner_id), "sitting": str(uuid4()), "ago": 60_000}
    for _ in range(2):
        assert client.post("/tablet/sit", json=message, headers=headers(client)).status_code == 204
    assert client.get("/home").status_code == 200
    client.get("/wall")
    assert client.post("/tablet/sit", json=message, headers=headers(client)).status_code == 409, "that sitting is over"
    assert client.get("/home").location == "/wall"
    for spoilt, code in (({"learner": "nobody"}, 400), ({"sitting": ""}, 400), ({"ago": "x"}, 400),
                         ({"learner": str(uuid4())}, 404)):  # fmt: skip
        assert client.post("/tablet/sit", json=message | spoilt, headers=headers(client)).status_code == code


def sign_in(application: Flask, client: FlaskClient, where: Village) -> None:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        member = roster.add_staff(s, name="小刘", role="volunteer", password="wan-0000", now=NOW, classrooms=[room])
    with client.session_transaction() as session:
        session["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}


def token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    assert found is not None
    return found.group(1)


def test_tasks_that_a_class_is_given_are_found_at_home_and_kept_ahead(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    sign_in(application, client, where)
    address = f"/staff/class/{where.classroom_id}"
    form = {"csrf_token": token(client.get(address)), "lesson": [OTHER, "no-such-lesson"]}
    assert client.post(f"{address}/tasks", data=form).status_code == 303
    with application.extensions["records"].session() as s:
        assert assignments.given_to(s, where.classroom_id) == (OTHER,)
    assert re.search(rf'value="{OTHER}" checked', client.get(address).text)
    assert f"/practice/{OTHER}" in ahead(client, where.learner_id)


def test_a_lesson_is_taken_home_in_one_file_and_comes_back_once(
    application: Flask, client: FlaskClient, where: Village
) -> None:
    sign_in(application, client, where)
    file = client.get(f"/staff/person/{where.learner_id}/home/{LESSON}")
    assert file.headers["Content-Disposition"] == f"attachment; filename={LESSON}.html"
    assert not re.search(r'(?:src|href)="/static', file.text)
    play = data_in(file.text)
    drawing = re.search(r'id="drawing">(.*?)</script>', file.text, re.DOTALL)
    assert drawing is not None
    assert json.loads(drawing.group(1)) == client.get(play["drawing"]).get_json()
    opened = opening(play)
    results = {"format": 1, "openings": [opened], "acts": acts(application, opened["session"])}
    for _ in range(2):
        bring_back(client, where, json.dumps(results).encode())
    assert len(kept(application, opened["session"])) == len(results["acts"])
    with application.extensions["records"].session() as s:
        assert [str(fact.session_id) for fact in journal.facts(s, UNSUPERVISED)] == [opened["session"]]


@pytest.mark.parametrize("spoil", [lambda text: text[:-40], lambda text: b"", lambda text: b"[1]", lambda text: b"{}"])
def test_results_that_are_cut_or_strange_are_refused_whole(
    application: Flask, client: FlaskClient, where: Village, spoil: Any
) -> None:
    sign_in(application, client, where)
    opened = opening(data_in(client.get(f"/staff/person/{where.learner_id}/home/{LESSON}").text))
    results = {"format": 1, "openings": [opened], "acts": acts(application, opened["session"])}
    told = bring_back(client, where, spoil(json.dumps(results).encode()))
    assert "什么都没有读进来" in told.text and kept(application, opened["session"]) == []


def bring_back(client: FlaskClient, where: Village, results: bytes) -> TestResponse:
    page = client.get(f"/staff/person/{where.learner_id}")
    form = {"csrf_token": token(page), "results": (io.BytesIO(results), "results.json")}
    return client.post("/staff/home-results", data=form, follow_redirects=True)
