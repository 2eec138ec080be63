"""The staff's pages: signing in, a class from its start to its report, and only one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app import practice
from app.practice import calendars, sitting
from app.records import Records, journal, roster
from app.records.happened import HELP_GIVEN, HELP_TAKEN_BACK
from app.records.identity import uuid7
from app.simulator.machine import Act
from app.web import lasting
from app.web.patience import FREE, LONGEST, Patience
from models.wording import msgid
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, acts, play, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
SCRIPT = ["desktop social correct", "login next slip", "login next correct", "face next correct end"]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer, where one person has practised twice."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        for days in (0, 1):
            opened = play(s, made, lesson="certify-pension", at=NOW + timedelta(days=days))
            acts(s, opened, SCRIPT)
    return made


def sign_in(client: Inspector, name: str = "小刘", password: str = PASSWORD, **more: str) -> int:
    return client.send("/staff", name=name, password=password, **more).status_code


def another_class(application: Flask) -> Village:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        return village(s, name="江城")


def words(page: Page) -> str:
    return " ".join(element.text() for element in page.all("main"))


@pytest.mark.parametrize(("name", "home"), [("小刘", "/staff"), ("周老师", "/reports/week")])
def test_signing_in_leads_to_ones_own_page_and_out_again(
    client: Inspector, where: Village, name: str, home: str
) -> None:
    answer = client.send("/staff", name=name, password=PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, home)
    assert client.get(home).status_code == 200
    assert client.send("/staff/sign-out").status_code == 303
    assert client.get("/board").headers["Location"] == "/staff?next=%2Fboard"


def test_signing_in_leads_on_to_where_one_wanted_but_never_elsewhere(client: Inspector, where: Village) -> None:
    answer = client.send("/staff", name="小刘", password=PASSWORD, next="/board?class=x")
    assert answer.headers["Location"] == "/board?class=x"
    answer = client.send("/staff", name="小刘", password=PASSWORD, next="https://evil.example/")
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_is_told_kindly_and_locks_nothing(client: Inspector, where: Village) -> None:
    assert sign_in(client, password="wrong") == 422
    assert sign_in(client, name="nobody") == 422
    assert sign_in(client) == 303


def test_guessing_is_slowed_down_for_whoever_guesses_alone(
    client: Inspector, where: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting, "running", lambda: timedelta(hours=1))
    for _ in range(FREE):
        assert sign_in(client, password="guess") == 422
    refused = client.send("/staff", name="小刘", password=PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    client.environ_base["REMOTE_ADDR"] = "192.168.1.77"
    assert sign_in(client) == 303


def test_patience_grows_to_half_a_minute_and_forgets() -> None:
    patience, now = Patience(), timedelta(hours=1)
    waits = []
    for _ in range(FREE + 8):
        patience.missed("a", now)
        waits.append(patience.wait("a", now))
    assert waits[: FREE - 1] == [timedelta()] * (FREE - 1)
    assert waits[FREE - 1 : FREE + 2] == [timedelta(seconds=second) for second in (1, 2, 4)]
    assert waits[-1] == LONGEST
    assert patience.wait("a", now + LONGEST) == timedelta()
    assert patience.wait("b", now) == timedelta()
    patience.met("a")
    assert patience.wait("a", now) == timedelta()


@pytest.mark.slow
@pytest.mark.parametrize("headers", [ENGLISH, {}], ids=["en", "zh"])
def test_each_page_of_a_class_can_be_read(client: Inspector, where: Village, headers: dict[str, str]) -> None:
    sign_in(client)
    for address in (
        "/staff",
        "/staff/enrol",
        f"/staff/class/{where.classroom_id}",
        f"/staff/person/{where.learner_id}",
        "/board",
        "/reports",
    ):
        page = client.page(address, headers=headers)
        assert page.lang == ("en" if headers else "zh-Hans-CN")
        assert len(words(page)) > 40


def test_a_class_s_page_counts_tasks_and_steps(client: Inspector, where: Village) -> None:
    sign_in(client)
    page = client.page(f"/staff/class/{where.classroom_id}", headers=ENGLISH)
    (row,) = [row for row in page.all("tr") if "王桂芳" in row.text()]
    cells = [cell.text() for cell in row.walk() if cell.tag == "td"]
    assert cells[:3] == ["1", "–", "2 · 0 · 1"]
    assert "2 of 3 steps alone" in page.heading


def test_a_person_s_page_shows_the_curve_and_its_numbers(client: Inspector, where: Village) -> None:
    sign_in(client)
    page = client.page(f"/staff/person/{where.learner_id}", headers=ENGLISH)
    (curve,) = [one for one in page.all("figure") if one.attributes.get("aria-labelledby") == "p-f"]
    rows = [row for row in curve.walk() if row.tag == "tr"]
    table = [[cell.text() for cell in row.walk() if cell.tag in ("th", "td")] for row in rows]
    assert table[1:] == [["1", "67%", "25% – 92%", "3"], ["2", "67%", "25% – 92%", "3"]]
    assert len([svg for svg in page.all("svg") if "chart" in svg.attributes.get("class", "")]) == 2


def test_the_class_of_somebody_else_is_not_there(application: Flask, client: Inspector, where: Village) -> None:
    other = another_class(application)
    sign_in(client)
    for address in (f"/staff/class/{other.classroom_id}", f"/staff/person/{other.learner_id}"):
        assert client.get(address).status_code == 404
    assert client.get(f"/board?class={other.classroom_id}").status_code == 404
    assert client.send("/staff/enrol", classroom=str(other.classroom_id)).status_code == 404
    assert client.send(f"/staff/class/{other.classroom_id}/people", name="谁").status_code == 404
    assert client.send(f"/board/helped/{other.learner_id}").status_code == 404


def test_a_volunteer_starts_a_class_and_adds_a_walk_in(application: Flask, client: Inspector, where: Village) -> None:
    sign_in(client)
    answer = client.send("/staff/classes", name="夜校", place="江城")
    address = answer.headers["Location"].removesuffix("/start")
    assert client.get(f"{address}/start").status_code == 200
    client.send(f"{address}/people", name="赵玉兰")
    page = client.page(address)
    assert "赵玉兰" in words(page)
    assert client.send(f"{address}/people", name="  ").status_code == 303
    records: Records = application.extensions["records"]
    with records.session() as s:
        assert [one.name for one in roster.learners(s, UUID(address.rsplit("/", 1)[1]))] == ["赵玉兰"]


def test_one_press_enrols_a_tablet_and_signs_the_volunteer_out_of_it(client: Inspector, where: Village) -> None:
    client.environ_base["REMOTE_ADDR"] = "192.168.1.30"
    sign_in(client)
    answer = client.send("/staff/enrol", classroom=str(where.classroom_id))
    assert answer.headers["Location"] == "/"
    cookie = client.get_cookie("bandaojia_tablet")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.max_age is not None
    assert cookie.max_age > 300 * 24 * 3600
    assert "王桂芳" in client.get("/").text
    assert client.get("/board").status_code == 303


def test_a_tablet_that_is_let_go_asks_for_the_volunteer_again(client: Inspector, where: Village) -> None:
    sign_in(client)
    client.send("/staff/enrol", classroom=str(where.classroom_id))
    kept = client.get_cookie("bandaojia_tablet")
    assert kept is not None
    assert client.send("/staff/let-go").status_code == 303
    client.send("/staff/sign-out")
    client.environ_base["REMOTE_ADDR"] = "192.168.1.30"
    assert "王桂芳" not in client.get("/").text
    client.set_cookie("bandaojia_tablet", kept.value)
    assert "王桂芳" not in client.get("/").text


def test_the_days_of_a_class_are_kept_and_shown_and_others_are_left_out(
    application: Flask, client: Inspector, where: Village
) -> None:
    sign_in(client)
    address = f"/staff/class/{where.classroom_id}"
    assert client.send(f"{address}/days", day=["1", "4", "7", "x"]).status_code == 303
    assert "记下了" in words(client.page(address))
    page = client.page(address, headers=ENGLISH)
    ticks = [tick.attributes for tick in page.all("input") if tick.attributes.get("name") == "day"]
    assert [tick["value"] for tick in ticks if "checked" in tick] == ["1", "4"]
    assert [label.text() for label in page.all("label") if label.text() in ("Mon", "Sun")] == ["Mon", "Sun"]
    with application.extensions["records"].session() as s:
        assert calendars.weekdays(s, where.classroom_id) == {1, 4}


def test_help_given_is_one_tap_and_is_kept(application: Flask, client: Inspector, where: Village) -> None:
    records: Records = application.extensions["records"]
    now = datetime.now(UTC)
    with records.writing() as s:
        journal.append_fact(s, kind="help_asked", learner_id=where.learner_id, body={}, now=now)
    sign_in(client)
    assert "1 person needs you" in client.page("/board", headers=ENGLISH).heading
    client.send(f"/board/helped/{where.learner_id}", ENGLISH)
    assert "Nobody needs you" in client.page("/board", headers=ENGLISH).heading
    with records.session() as s:
        assert [fact.learner_id for fact in journal.facts(s, HELP_GIVEN)] == [where.learner_id]


def test_a_tap_on_the_wrong_person_is_taken_back_by_one_tap(
    application: Flask, client: Inspector, where: Village
) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        journal.append_fact(s, kind="help_asked", learner_id=where.learner_id, body={}, now=datetime.now(UTC))
        elsewhere = village(s, name="江城").learner_id
        theirs = journal.append_fact(s, kind=HELP_GIVEN, learner_id=elsewhere, body={}, now=datetime.now(UTC))
    sign_in(client)
    client.send(f"/board/helped/{where.learner_id}", ENGLISH)
    with records.session() as s:
        (given,) = [fact for fact in journal.facts(s, HELP_GIVEN) if fact.learner_id == where.learner_id]
    page = client.page("/board", headers=ENGLISH)
    (now,) = [element for element in page.elements if element.attributes.get("id") == "now"]
    undo = [one.attributes["action"] for one in now.walk() if "taken-back" in one.attributes.get("action", "")]
    assert undo == [f"/board/taken-back/{given.uuid}"], "in the part that looks again, and nobody of another class"
    (seen,) = [element.attributes["hx-get"] for element in page.elements if "hx-get" in element.attributes]
    assert client.get(seen).status_code == 204
    assert client.send(undo[0], ENGLISH).status_code == 303
    assert client.get(seen).status_code == 200
    back = client.page("/board", headers=ENGLISH)
    assert "1 person needs you" in back.heading and "taken-back" not in client.get("/board").text
    assert client.send(undo[0], ENGLISH).status_code == 303, "tapped twice"
    assert "There is nothing to take back" in words(client.page("/board", headers=ENGLISH))
    assert client.send(f"/board/taken-back/{theirs.uuid}").status_code == 404
    assert client.send(f"/board/taken-back/{uuid4()}").status_code == 404
    with records.session() as s:
        assert len(journal.facts(s, HELP_TAKEN_BACK)) == 1


def test_the_board_looks_again_and_answers_only_when_something_changed(
    application: Flask, client: Inspector, where: Village
) -> None:
    sign_in(client)
    (now,) = [element for element in client.page("/board").elements if "hx-get" in element.attributes]
    assert client.get(now.attributes["hx-get"]).status_code == 204
    records: Records = application.extensions["records"]
    with records.writing() as s:
        journal.append_fact(s, kind="help_asked", learner_id=where.learner_id, body={}, now=datetime.now(UTC))
    assert client.get(now.attributes["hx-get"]).status_code == 200


@pytest.mark.slow
def test_the_board_says_whom_to_sit_with_and_why_and_keeps_what_it_said(
    application: Flask, client: Inspector, where: Village
) -> None:
    records: Records = application.extensions["records"]
    shelf, artefact, now = application.extensions["shelf"], application.extensions["artefact"], datetime.now(UTC)
    with records.writing() as s:
        opened = practice.open_play(s, shelf.lessons, artefact, where.learner_id, "certify-pension", now)
        sitting.step(s, opened, Act("tap social"), uuid7(now), now)
    sign_in(client)
    board = client.page("/board", headers=ENGLISH)
    assert "A good moment to sit with" in words(board)
    with records.session() as s:
        (kept,) = journal.choices(s, where.learner_id, "sit_with")
    assert kept.body["step"].startswith("certify-pension.")
    assert gettext_of(kept.body, "volunteer") in words(board)
    client.page("/board", headers=ENGLISH)
    client.send(f"/board/helped/{where.learner_id}", ENGLISH)
    with records.session() as s:
        assert [choice.uuid for choice in journal.choices(s, where.learner_id, "sit_with")] == [kept.uuid]


def gettext_of(body: Mapping[str, Any], audience: str) -> str:
    """The English sentence of a kept reason."""
    return msgid(body["code"], audience) % body["args"]


@pytest.mark.slow
def test_a_person_s_page_says_why_they_were_helped_so_in_the_reader_s_own_words(
    application: Flask, client: Inspector, where: Village
) -> None:
    records: Records = application.extensions["records"]
    shelf, artefact, now = application.extensions["shelf"], application.extensions["artefact"], datetime.now(UTC)
    with records.writing() as s:
        practice.open_play(s, shelf.lessons, artefact, where.learner_id, "pay-resident-medical", now)
        plan = journal.choices(s, where.learner_id, "support")[-1].body
    seen = {}
    for name, audience in (("小刘", "volunteer"), ("周老师", "trainer")):
        sign_in(client, name)
        seen[audience] = words(client.page(f"/staff/person/{where.learner_id}", headers=ENGLISH))
        for step in plan["steps"].values():
            if "skill" not in step["args"]:
                assert gettext_of(step, audience) in seen[audience]
        client.send("/staff/sign-out")
    assert "P(alone)" in seen["trainer"] and "P(alone)" not in seen["volunteer"]
