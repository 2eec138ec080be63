"""After a lesson changes or goes, what was practised keeps its screens and words, and a play that is open goes on."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app import practice
from app.bench import Change, changed, sharing
from app.practice import planning
from app.records import Records, given, journal, roster
from app.records.identity import uuid7
from app.records.tables import Staff
from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.shelf import Shelf, with_own
from app.web import shelving, visitors
from tests.carrying import Laptop
from tests.forms import form, screen, token, walked
from tests.inspector import Inspector
from tests.own_lesson import ENGLISH, OWN, TEXT, edition, laid
from tests.people import NOW, Village, seated, signed_in, staffed

pytestmark = [pytest.mark.slow, pytest.mark.holds("workshop-old-attempts")]

LESSON = "certify-pension"
SAID, SAYS = "手机在问您，能不能用一下相机。", "手机问您，能不能用一下相机。"
RENAMED = changed(edition(LESSON, SAID, SAYS), Change("rename", ("screens", "permission"), to="asks"))
"""An edition in which the screen `permission` has another name and says something else."""


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer."""
    with application.extensions["records"].writing() as s:
        return staffed(s, "x")


@pytest.fixture
def learner(application: Flask, where: Village) -> Inspector:
    """A tablet of the class at which 王桂芳 sits."""
    return seated(application, where)


def given_now(application: Flask, id_: str, text: str) -> None:
    """Give learners a lesson as the page of giving does, after its form was read."""
    workshop, records = application.extensions["settings"].workshop, application.extensions["records"]
    with application.test_request_context(), records.writing() as s:
        shelf, told = application.extensions["shelf"], given.histories(s).get(id_, [])
        offered = sharing.offer(id_, text, {"en": ENGLISH} if id_ == OWN else {}, shelf, told, workshop)
        sharing.give(s, workshop, offered, _member(application, "小刘"), NOW)
    with application.test_request_context(), records.session() as s:
        sharing.settle(s, workshop)
        shelving.anew()


def _member(application: Flask, name: str) -> Staff:
    with application.extensions["records"].session() as s:
        found = roster.staff_named(s, name)
    assert found is not None
    return found


def put_away(application: Flask, id_: str) -> None:
    workshop, records = application.extensions["settings"].workshop, application.extensions["records"]
    with records.writing() as s:
        sharing.put_away(s, id_, _member(application, "小刘"), NOW)
    with application.test_request_context(), records.session() as s:
        sharing.settle(s, workshop)
        shelving.anew()


def play_in(page: str) -> dict[str, Any]:
    """The play that a page tells its script."""
    found = re.search(r'<script type="application/json" id="play">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(unescape(found.group(1)))
    return told


def test_an_open_play_goes_on_with_the_text_it_was_opened_with(
    application: Flask, learner: Inspector, where: Village
) -> None:
    page, _ = walked(learner, LESSON, until="permission")
    assert SAID in _read(page.text)
    old = play_in(page.text)
    given_now(application, LESSON, RENAMED)
    assert "asks" in application.extensions["shelf"].lessons[LESSON].screens
    page = learner.get(f"/practice/{LESSON}")
    assert screen(page) == "permission" and SAID in _read(page.text) and SAYS not in _read(page.text)
    assert learner.get(old["drawing"]).status_code == 200
    application.extensions["drawings"] = {}
    drawing = learner.get(old["drawing"])
    assert drawing.status_code == 200 and "手机在问您" in drawing.text, "after a start too"
    assert learner.get(old["lights"]).status_code == 200
    assert learner.get(old["drawing"].rpartition("/")[0] + "/000000000000").status_code == 404
    page = learner.post(f"/practice/{LESSON}/act", data=form(page, act="tap once"), follow_redirects=True)
    assert page.status_code == 200 and screen(page) == "ready"
    again = learner.post(f"/practice/{LESSON}/again", data=form(page), follow_redirects=True)
    assert play_in(again.text)["drawing"] != old["drawing"], "the next play is of what stands there now"


def test_a_tablet_that_kept_the_old_drawing_plays_it_to_the_end(
    application: Flask, learner: Inspector, where: Village
) -> None:
    given_now(application, OWN, TEXT)
    ahead = learner.get(f"/tablet/people/{where.learner_id}/lessons/{OWN}").get_json()["pages"]
    play = play_in(ahead[f"/practice/{OWN}"])
    lesson = application.extensions["shelf"].lessons[OWN]
    other = TEXT.replace("  list:", "  lines:").replace("tap bus: list", "tap bus: lines")
    given_now(application, OWN, other)
    assert "list" not in application.extensions["shelf"].lessons[OWN].screens
    put_away(application, OWN)
    assert learner.get(play["drawing"]).status_code == 200

    told = {name: play[name] for name in ("ticket", "locale", "voice")} | {"session": str(uuid4()), "ago": 90_000}
    story = machine.replay(stage(lesson), [act for _, act in machine.path(stage(lesson))])
    sitting = {"id": str(uuid4()), "learner": str(where.learner_id), "ago": 90_000, "away": True}
    done = [
        {"uuid": str(uuid7(NOW)), "session": told["session"], "act": act.act, "value": act.value, "screen": name,
         "outcome": outcome.kind, "ago": 60_000 - 100 * number, "sitting": sitting["id"]}
        for number, (name, act, outcome) in enumerate(story.steps)
    ]  # fmt: skip
    cookie = learner.get_cookie(visitors.TABLET_COOKIE)
    assert cookie is not None
    message = {"openings": [told], "acts": done, "sittings": [sitting]}
    answer = learner.post("/acts", json=message, headers={visitors.TABLET_HEADER: cookie.value}).get_json()
    assert answer["kept"] == [one["uuid"] for one in done] and not answer["mend"] and not answer["refused"]


def test_staff_read_of_old_attempts_in_their_own_words(application: Flask, learner: Inspector, where: Village) -> None:
    page, _ = walked(learner, LESSON, until="permission")
    for act in ("tap unclear", "tap always"):
        page = learner.post(f"/practice/{LESSON}/act", data=form(page, act=act), follow_redirects=True)
    given_now(application, LESSON, RENAMED)
    staff, trainer = signed_in(application, "小刘"), signed_in(application, "周老师")
    person = staff.get(f"/staff/person/{where.learner_id}").text
    skill = application.extensions["shelf"].catalogue.skills["permission-dialog"].zh
    assert skill in person, "what comes up again is named by the step as it was"
    steps = trainer.get("/reports/steps").text
    assert SAID in steps and "旧的一版" in steps
    unclear = staff.get("/staff/unclear").text
    assert SAID in unclear
    assert skill in staff.get(f"/staff/class/{where.classroom_id}/acts").text


def test_of_a_lesson_that_was_put_away_its_title_stays(application: Flask, learner: Inspector, where: Village) -> None:
    given_now(application, OWN, TEXT)
    walked(learner, OWN)
    put_away(application, OWN)
    staff = signed_in(application, "小刘")
    for page in (f"/staff/person/{where.learner_id}", f"/staff/class/{where.classroom_id}"):
        told = staff.get(page)
        assert told.status_code == 200 and OWN not in _shown(told.text), page
    assert "看村口班车几点开" in staff.get(f"/staff/person/{where.learner_id}").text
    staff.post("/preferences", data={"csrf_token": token(staff.get("/staff")), "lang": "en"})
    assert "See when the village bus leaves" in staff.get(f"/staff/person/{where.learner_id}").text


@pytest.fixture
def away(tmp_path: Path, empty_database: Path, shelf: Shelf) -> Iterator[Laptop]:
    """The laptop of a village that made a lesson of its own, which its class practised."""
    laid(tmp_path / "own", OWN, TEXT)
    laptop = Laptop(tmp_path / "away", empty_database, with_own(shelf, tmp_path / "own").lessons[OWN], "柳河")
    laptop.begin(("王桂芳", "李秀英"))
    for who in laptop.people:
        laptop.play(who, ("home ad slip", "home bus correct", "list town correct end"))
    yield laptop
    laptop.records.close()


def test_a_laptop_that_never_had_the_lesson_tells_of_it_by_the_title_it_was_kept_under(
    application: Flask, where: Village, away: Laptop
) -> None:
    trainer = signed_in(application, "周老师")
    sent = {"csrf_token": trainer.token("/staff"), "stick": (io.BytesIO(away.file()), "class.zip")}
    answer = trainer.post("/carry", data=sent)
    answer.request.environ["wsgi.input"].close()
    trainer.send(answer.headers["Location"], accept="yes")
    room, person = f"/staff/class/{away.classroom_id}", f"/staff/person/{away.people[0]}"
    assert "看村口班车几点开" in trainer.get(person).text
    assert "看村口班车几点开" in trainer.get("/reports/steps").text
    skill = application.extensions["shelf"].catalogue.skills["tap-target"].zh
    assert skill in trainer.get(person).text
    pages = (
        room, f"{room}/acts", f"{room}/real", f"{room}/needs", f"{room}/plan", f"{room}/print/month",
        f"{room}/print/take-home", f"{person}/print/take-home", "/reports", "/reports/week", "/reports/weeks",
        "/reports/divide", "/reports/curves", "/staff/unclear", "/board", "/cards", f"{room}/show", "/workshop",
    )  # fmt: skip
    for page in pages:
        told = trainer.get(page)
        assert told.status_code == 200, page
        assert OWN not in _shown(told.text), page
    for file in ("acts.csv", "statements.json", "transactions.txt"):
        with trainer.get(f"{room}/{file}") as told:
            assert told.status_code in (200, 404) and told.data is not None, file


def _read(page: str) -> str:
    """The words of a page that are cut where they may be lit, in one piece."""
    return re.sub(r"\s|<[^>]*>", "", page)


def _shown(page: str) -> str:
    """What a page shows: its words without its marks and addresses."""
    return re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL))


def test_an_own_lesson_counts_in_what_the_model_thinks_of_its_skills(
    application: Flask, learner: Inspector, where: Village
) -> None:
    """P(alone) of a shipped step that asks for the same skill is another after the village's lesson was practised."""
    given_now(application, OWN, TEXT)
    records: Records = application.extensions["records"]
    artefact, lessons = application.extensions["artefact"], application.extensions["shelf"].lessons

    def expected() -> dict[str, float]:
        with records.session() as s:
            ready = practice.prepare(s, lessons, artefact, where.learner_id, "bigger-text", NOW, twist=0)
        return {name: step["p"] for name, step in ready.plan["steps"].items()}

    before = expected()
    for _ in range(2):
        walked(learner, OWN)
        page = learner.get(f"/practice/{OWN}")
        learner.post(f"/practice/{OWN}/again", data={"csrf_token": token(page)})
    with records.session() as s:
        met = planning.history(s, lessons, where.learner_id)
        assert journal.sessions(s, where.learner_id)
    assert {skill for one in met for skill in one.skills} == {"tap-target", "menu-navigation", "scroll"}
    after, screens = expected(), lessons["bigger-text"].screens
    touched = {name for name in before if {"tap-target", "scroll"} & set(screens[name].skills)}
    assert touched and all(after[name] != before[name] for name in touched)
