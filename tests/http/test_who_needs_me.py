"""The board as a page: who needs somebody is named with a step and a sentence, one tap clears it, and focus is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import practice
from app.config import Needing
from app.practice import sitting
from app.records import Records, journal, roster
from app.records.happened import HELP_GIVEN
from app.records.identity import uuid7
from app.simulator.machine import Act
from app.web import tongue, visitors
from tests.forms import token
from tests.inspector import Inspector, Page
from tests.people import Village, enrolled, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}
LESSON = "spot-scam-sms"


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with its volunteer, whose board calls somebody at once."""
    settings = application.extensions["settings"]
    application.extensions["settings"] = replace(settings, needing=Needing(frozen=0, frozen_first=0, heard=0))
    with application.extensions["records"].writing() as s:
        return staffed(s, PASSWORD)


@pytest.fixture
def tablet(application: Flask, where: Village) -> FlaskClient:
    """A tablet of the class, at which its learner sits."""
    browser = FlaskClient(application, application.response_class)
    enrolled(application, browser, where)
    with browser.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    return browser


def sign_in(client: Inspector) -> None:
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303


def opened(application: Flask, where: Village, *acts: str) -> UUID:
    """A play of the learner, opened a minute ago, with these acts five seconds after one another."""
    records: Records = application.extensions["records"]
    shelf, artefact = application.extensions["shelf"], application.extensions["artefact"]
    at = datetime.now(UTC) - timedelta(minutes=1)
    with records.writing() as s:
        here = practice.open_play(s, shelf.lessons, artefact, where.learner_id, LESSON, at)
        for act in acts:
            at += timedelta(seconds=5)
            here = sitting.step(s, here, Act(act), uuid7(at), at)
        return here.session.uuid


def tells(tablet: FlaskClient, **told: Any) -> int:
    """What a tablet's message that it is here is answered with."""
    headers = {"X-CSRFToken": token(tablet.get("/wall"))}
    return tablet.post("/tablet/here", json=told, headers=headers).status_code


def cards(page: Page) -> list[str]:
    """The cards of those who need somebody."""
    return [item.text() for item in page.all("li") if "nc" in item.attributes.get("class", "").split()]


def test_somebody_frozen_is_named_with_step_and_sentence_and_one_tap_clears_it(
    application: Flask, client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    session = opened(application, where, "tap m1")
    assert tells(tablet, learner=str(where.learner_id), session=str(session), touched=70_000) == 204
    sign_in(client)
    (card,) = cards(client.page("/board", headers=ENGLISH))
    assert "Has stopped just now" in card or "Has touched nothing for 1 minute" in card
    assert "1seat" in card and "Go over and say:" in card and "Spot a scam text message: Spot a scammer" in card
    (chinese,) = cards(client.page("/board"))
    assert "停住" in chinese and "我去过了" in chinese
    assert client.send(f"/board/helped/{where.learner_id}", ENGLISH).status_code == 303
    with application.extensions["records"].session() as s:
        (fact,) = journal.facts(s, HELP_GIVEN)
        attempts = journal.attempts(s, session)
    assert fact.learner_id == where.learner_id
    assert [one.outcome for one in attempts] == ["correct"], "help is no act and no slip"
    application.extensions["settings"] = replace(application.extensions["settings"], needing=Needing())
    page = client.page("/board", headers=ENGLISH)
    assert cards(page) == [] and "Nobody needs you now" in page.heading


def test_a_tablet_that_was_not_heard_from_is_said_to_be_silent_and_nobody_frozen(
    application: Flask, client: Inspector, where: Village
) -> None:
    application.extensions["settings"] = replace(application.extensions["settings"], needing=Needing(frozen_first=20))
    opened(application, where, "tap m1")
    sign_in(client)
    page = client.page("/board", headers=ENGLISH)
    assert cards(page) == []
    (silent,) = [one.text() for one in page.all("section") if one.attributes.get("aria-labelledby") == "silent"]
    assert "Their tablet is not heard from: 1" in silent and "not heard from since" in silent


def test_the_unvisited_are_listed_with_a_button_and_then_are_not(
    application: Flask, client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    application.extensions["settings"] = replace(application.extensions["settings"], needing=Needing())
    assert tells(tablet, learner=str(where.learner_id), session="", touched=0) == 204
    sign_in(client)
    page = client.page("/board", headers=ENGLISH)
    assert any("Not visited today: 1" in one.text() for one in page.all("h2"))
    client.send(f"/board/helped/{where.learner_id}", ENGLISH)
    page = client.page("/board", headers=ENGLISH)
    assert any("Not visited today: 0" in one.text() for one in page.all("h2"))
    assert any("Visited today" in one.text() and "1" in one.text() for one in page.all("h2"))


@pytest.mark.slow
def test_whoever_slips_again_hears_what_the_slip_says_and_the_focus_outlives_a_change_of_the_board(
    application: Flask, client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    opened(application, where, "tap m1", "tap good", "tap good")
    sign_in(client)
    page = client.page("/board", headers=ENGLISH)
    (card,) = cards(page)
    assert "Slipped on the same thing 2 times" in card
    wrong = application.extensions["shelf"].lessons[LESSON].screens["scam1"].wrong
    (said,) = (slip.say for rule, slip in wrong if rule.act == "tap good")
    with application.test_request_context(headers=ENGLISH):
        assert tongue.words(said).split(".")[0] in card
    (now,) = [element for element in page.elements if element.attributes.get("id") == "now"]
    focusable = [one for one in now.walk() if one.tag in ("a", "button", "select", "summary")]
    names = [one.attributes.get("id", "") for one in focusable]
    assert focusable and all(names) and len(set(names)) == len(names), "what had the focus is found again by its name"


def test_a_message_that_a_tablet_is_here_is_ours_and_of_its_class_or_nothing(
    application: Flask, client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    with application.extensions["records"].writing() as s:
        elsewhere = village(s, name="江城")
    told = {"learner": str(where.learner_id), "session": "", "touched": 0}
    assert tablet.post("/tablet/here", json=told).status_code == 400, "no word that it is ours"
    for wrong in ({"learner": "x"}, {"session": "x"}, {"touched": "soon"}, {"touched": None}):
        assert tells(tablet, **{**told, **wrong}) == 400
    assert tells(tablet, **{**told, "learner": str(elsewhere.learner_id)}) == 204
    assert tells(tablet, **{**told, "learner": str(uuid4())}) == 204
    with application.app_context():
        assert visitors.contacts().here() == []
    assert tells(tablet, **{**told, "touched": 1e99}) == 204
    with application.app_context():
        (one,) = visitors.contacts().here()
    assert one.told - one.touched == timedelta(days=1)


def test_who_sits_down_where_somebody_sat_takes_their_place(
    application: Flask, where: Village, tablet: FlaskClient
) -> None:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        other = roster.add_learner(s, classroom=room, name="周大顺", face="bun", now=datetime.now(UTC)).id
    session = str(uuid4())
    tells(tablet, learner=str(where.learner_id), session=session, touched=0)
    with application.app_context():
        (first,) = visitors.contacts().here()
    tells(tablet, learner=str(where.learner_id), session=session, touched=0)
    tells(tablet, learner=str(other), session="", touched=0)
    with application.app_context():
        here = {one.learner_id: one for one in visitors.contacts().here()}
    assert here[where.learner_id].gone and not here[other].gone
    assert first.since < here[where.learner_id].since
