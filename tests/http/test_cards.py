"""Front-door cards: trainers alone check them, a check shows at the end of a lesson while it is good, a note never."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from app import practice
from app.practice.sitting import step
from app.records import Records, cards, journal, roster
from app.records.identity import uuid7
from app.records.tables import Staff
from app.simulator import compiled, machine
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, enrolled, village

LESSON = "certify-pension"
PASSWORD = "wan-0000"
CHECKED, UNCHECKED = "这张卡，老师核对过了。", "这张卡还没有人到当地核对过。"
DAY = timedelta(days=1)

pytestmark = pytest.mark.holds("front-door")


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer, and two trainers, one of whom is invented."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = village(s)
        room = roster.classroom(s, made.classroom_id)
        assert room is not None
        roster.add_staff(s, name="小刘", role="volunteer", password=PASSWORD, now=NOW, classrooms=[room])
        roster.add_staff(s, name="周老师", role="trainer", password=PASSWORD, now=NOW)
        roster.add_staff(s, name="演示老师", role="trainer", password=PASSWORD, now=NOW, demo=True)
    set_clock(application, NOW)
    return made


def set_clock(application: Flask, moment: datetime) -> None:
    application.extensions["clock"] = lambda: moment


def trainer(application: Flask, name: str = "周老师") -> Staff:
    with application.extensions["records"].session() as s:
        found = roster.staff_named(s, name)
    assert found is not None
    return found


def checked(application: Flask, differs: str = "", by: str = "周老师", at: datetime = NOW) -> None:
    """A check of the lesson's card."""
    bridge = application.extensions["shelf"].catalogue.bridges[LESSON]
    with application.extensions["records"].writing() as s:
        cards.check(s, trainer(application, by), bridge, how="telephone", differs=differs, now=at)


@pytest.fixture
def end(application: Flask, where: Village) -> Callable[[], str]:
    """Reads the page at the end of a lesson that has been finished, as the tablet's learner is shown it."""
    shelf, artefact = application.extensions["shelf"], application.extensions["artefact"]
    with application.extensions["records"].writing() as s:
        sitting = practice.open_play(s, shelf.lessons, artefact, where.learner_id, LESSON, NOW)
        while (act := machine.next_act(sitting.play, sitting.place)) is not None:
            sitting = step(s, sitting, act, uuid7(NOW), NOW)
    tablet = application.test_client()
    enrolled(application, tablet, where)
    with tablet.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)

    def read() -> str:
        answer = tablet.get(f"/practice/{LESSON}/finish?session={sitting.session.uuid}")
        assert answer.status_code == 200
        [gate] = [one for one in Page(answer.text).all("section") if one.attributes.get("id") == "gate"]
        return gate.text()

    return read


def data_in(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="play">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(unescape(found.group(1)))


def shown(words: str) -> tuple[bool, bool]:
    """Whether a card says that it is checked, and whether it says that nobody has."""
    return CHECKED in words, UNCHECKED in words


def test_a_card_that_nobody_checked_says_so(end: Callable[[], str]) -> None:
    assert shown(end()) == (False, True)


def test_a_check_shows_at_the_end_for_180_days(application: Flask, end: Callable[[], str]) -> None:
    checked(application)
    for days, holds in ((0, True), (180, True), (181, False), (9000, False), (-1, False)):
        set_clock(application, NOW + days * DAY)
        assert shown(end()) == (holds, not holds)


def test_a_card_that_differs_says_so_by_no_word_of_the_note(application: Flask, end: Callable[[], str]) -> None:
    checked(application)
    checked(application, "窗口搬了")
    assert shown(end()) == (False, True)
    assert "窗口搬了" not in end()
    checked(application)
    assert shown(end()) == (True, False)


def test_what_an_invented_trainer_checked_counts_for_nobody_real(application: Flask, end: Callable[[], str]) -> None:
    checked(application, by="演示老师")
    assert shown(end()) == (False, True)
    checked(application)
    checked(application, "都是编的", by="演示老师")
    assert shown(end()) == (True, False)


def test_a_check_says_nothing_of_a_card_whose_words_were_mended(application: Flask, end: Callable[[], str]) -> None:
    checked(application)
    with application.extensions["records"].writing() as s:
        (fact,) = journal.facts(s, cards.CARD_CHECKED)
        journal.append_fact(s, kind=cards.CARD_CHECKED, body=fact.body | {"fingerprint": "older"}, now=NOW)
    assert shown(end()) == (False, True)


def test_one_drawing_serves_the_card_checked_or_not_and_a_page_says_how_long_it_holds(
    application: Flask, client: Inspector, where: Village
) -> None:
    enrolled(application, client, where)
    with client.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    before = data_in(client.get(f"/practice/{LESSON}").text)
    checked(application)
    after = data_in(client.get(f"/practice/{LESSON}").text)
    begins = datetime.fromisoformat("2026-09-01T00:00:00+08:00")
    assert before["checked"] is None
    assert after["checked"] == [round(moment.timestamp() * 1000) for moment in (begins, begins + 181 * DAY)]
    assert after["drawing"] == before["drawing"]
    drawing = client.get(after["drawing"]).get_json()
    for marks, holds in (({"local", "checked"}, True), ({"local"}, False)):
        ended = compiled.drawn(drawing["finish"], frozenset(marks), {"face": "", "acts": ""})
        assert shown(re.sub("<[^>]*>", "", ended)) == (holds, not holds)
