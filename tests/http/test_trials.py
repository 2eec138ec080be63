"""A trial as people meet it on pages: its buttons, the end of its play, and what the staff are told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from flask import Flask

from app.config import ROOT
from app.practice import sitting
from app.records import Records, assignments, journal
from app.reports.telling import telling
from app.simulator.lesson import TRIAL, Text
from app.simulator.shelf import Shelf
from app.simulator.trials import with_trials
from app.web.compiling import lesson_drawn
from app.web.telling import told
from models.detection import Detection
from tests.inspector import Inspector
from tests.people import NOW, Village, enrolled, staffed
from tests.trials import LESSON, known, opened, to_the_end, to_the_trial

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def where(application: Flask, shelf: Shelf) -> Village:
    """A class with staff whose learner knows a task."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        known(s, shelf, made.learner_id)
    return made


def sit_down(application: Flask, client: Inspector, where: Village) -> None:
    enrolled(application, client, where)
    client.send(f"/wall/{where.learner_id}")


def play_on(application: Flask, shelf: Shelf, where: Village, session: UUID, *taps: str) -> str:
    """Play the open practice to its end, tapping these when something comes up; whether that was genuine or fraud."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        place = sitting.resume(s, shelf.lessons, session)
        trial = place.play.trial
        assert trial is not None
        to_the_end(s, place, NOW, *taps)
    return trial.signal


def the_session(application: Flask, where: Village) -> UUID:
    records: Records = application.extensions["records"]
    with records.session() as s:
        return journal.sessions(s, where.learner_id)[-1].uuid


def test_something_comes_up_its_buttons_are_alike_and_the_end_says_what_it_was(
    application: Flask, client: Inspector, where: Village, shelf: Shelf
) -> None:
    sit_down(application, client, where)
    assert client.get(f"/practice/{LESSON}").status_code == 200
    session = the_session(application, where)
    records: Records = application.extensions["records"]
    with records.writing() as s:
        place = to_the_trial(s, sitting.resume(s, shelf.lessons, session), NOW)
    assert place.place.screen == TRIAL
    page = client.get(f"/practice/{LESSON}").text
    for name in ("trust", "doubt", "other"):
        assert page.count(f'data-act="tap {name}"') == 1
    assert 'data-support="alone"' in page, "nothing points at what is right"
    kind = play_on(application, shelf, where, session, "tap doubt")
    end = client.page(f"/practice/{LESSON}/finish?session={session}")
    told = {"fraud": "路上来的那一样是骗人的", "genuine": "路上来的那一样是真的"}
    words = " ".join(element.text() for element in end.all("main"))
    assert [one for one, sentence in told.items() if sentence in words] == [kind]


@pytest.mark.slow
def test_a_play_without_a_trial_says_nothing_of_one(
    application: Flask, client: Inspector, where: Village, shelf: Shelf
) -> None:
    sit_down(application, client, where)
    records: Records = application.extensions["records"]
    with records.session() as s:
        session = journal.sessions(s, where.learner_id)[-1].uuid
    end = client.get(f"/practice/{LESSON}/finish?session={session}").text
    assert "正门卡" in end and "路上来的" not in end


@pytest.mark.slow
def test_of_the_plays_that_a_tablet_keeps_one_holds_a_trial_and_says_so(
    application: Flask, client: Inspector, where: Village, shelf: Shelf
) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        for lesson in (LESSON, "connect-wifi", "check-pension"):
            known(s, shelf, where.learner_id, lesson)
        assignments.give(s, where.classroom_id, [LESSON, "connect-wifi", "check-pension"], NOW)
    sit_down(application, client, where)
    pages = client.get(f"/tablet/people/{where.learner_id}").json["pages"]
    met = [re.findall(r'"met": ?"([a-z]*)"', unescape(page)) for way, page in pages.items() if "practice" in way]
    assert len(met) >= 3 and sum(one in (["fraud"], ["genuine"]) for one in met) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["小刘", "周老师"])
def test_the_staff_read_what_was_caught_and_trusted_with_its_counts(
    application: Flask, client: Inspector, where: Village, shelf: Shelf, name: str
) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        for week in range(2):
            now = NOW + timedelta(days=1 + 28 * week)
            to_the_end(s, opened(s, shelf.lessons, where.learner_id, LESSON, now), now, "tap doubt")
        found = telling(s, [where.learner_id])
    assert (found.hits + found.false_alarms, found.all) == (2, 2)
    client.send("/staff", name=name, password=PASSWORD)
    for way in (f"/staff/person/{where.learner_id}", f"/staff/class/{where.classroom_id}"):
        page = client.page(way, headers=ENGLISH)
        words = " ".join(element.text() for element in page.all("main"))
        assert "Telling fraud from genuine: caught" in words
        assert "Rests on 2 messages, calls and pop-ups in tasks; help was asked for first in 0 of them." in words
        rows = [row.text() for row in page.all("tr") if row.text().startswith(("Fraud", "Genuine"))]
        assert rows == [
            f"Fraud{found.hits}{found.misses}{found.fraud}",
            f"Genuine{found.trusted}{found.false_alarms}{found.genuine}",
        ]


@pytest.mark.slow
def test_what_trials_found_is_said_kindly_and_a_number_only_when_there_are_enough(application: Flask) -> None:
    with application.test_request_context(headers=ENGLISH):
        assert told(Detection()) is None
        few = told(Detection(hits=3, false_alarms=9))
        assert few is not None and (few.bias, "four of each" in few.apart) == ("", True)
        wary = told(Detection(hits=8, false_alarms=6, trusted=1, helped=3))
        assert wary is not None
        assert wary.finding == "Telling fraud from genuine: caught 8 of 8, trusted 1 of 7 genuine ones"
        assert (wary.bias, "(d′): 0.7" in wary.apart) == ("Refuses genuine ones too.", True)
        assert "Rests on 15" in wary.basis and "first in 3 of them" in wary.basis
        ready = told(Detection(hits=1, misses=7, trusted=7))
        even = told(Detection(hits=7, misses=1, false_alarms=1, trusted=6))
        assert ready is not None and even is not None
        assert (ready.bias, even.bias) == ("Trusts a little too readily.", "Leans to neither side.")
        one = told(Detection(hits=2))
        assert one is not None and one.finding == "Telling fraud from genuine: caught 2 of 2"


@pytest.mark.slow
def test_before_the_first_trial_nothing_is_said(client: Inspector, where: Village) -> None:
    client.send("/staff", name="小刘", password=PASSWORD)
    page = client.get(f"/staff/person/{where.learner_id}", headers=ENGLISH).text
    assert "Telling fraud from genuine" not in page


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sms", "call", "popup"])
def test_each_kind_shows_who_sends_it_what_it_says_and_three_buttons(
    application: Flask, shelf: Shelf, kind: str
) -> None:
    lesson = shelf.lessons[LESSON]
    signal = replace(shelf.bank.signals[0], kind=kind, sender=Text("signals.x.from", "张三李四"))
    dealt = with_trials(replace(lesson, twists=lesson.own_twists), [signal])
    with application.test_request_context():
        drawing = lesson_drawn(dealt).compiled.data
    (screen,) = [one for one in drawing["screens"] if one["name"] == TRIAL]
    for size in ("big", "true"):
        glass = json.dumps(screen["glass"][size], ensure_ascii=False)
        said = re.sub(r"<[^>]*>", "", glass)
        assert said.count("张三李四") == said.count(signal.text.zh) == 1
        for name, words in (("trust", signal.trust), ("doubt", signal.doubt), ("other", signal.other)):
            assert glass.count(f'value=\\"tap {name}\\"') == 1 and words.zh in glass
    assert {act for act, *_ in screen["wrong"]} | {act for act, _ in screen["right"]} == {
        "tap trust",
        "tap doubt",
        "tap other",
    }


@pytest.mark.slow
def test_the_command_line_checks_the_bank_marks_trials_and_spells_their_way(application: Flask, shelf: Shelf) -> None:
    shell = application.test_cli_runner()
    bank = shell.invoke(args=["lessons", "check", str(ROOT / "lessons" / "signals.yaml")])
    assert bank.exit_code == 0 and f"{len(shelf.bank.signals)} signals (" in bank.output, bank.output
    rows = json.loads(shell.invoke(args=["lessons", "list", "--format", "json"]).output)
    marked = {row["id"]: [one["twist"] for one in row["trials"]] for row in rows}
    assert marked == {lesson.id: [twist.number for twist in lesson.trials] for lesson in shelf.lessons.values()}
    number = shelf.lessons[LESSON].trials[0].number
    way = json.loads(shell.invoke(args=["lessons", "path", LESSON, "--twist", str(number)]).output)
    assert [stroke["act"] for stroke in way["acts"] if stroke["screen"] == TRIAL] in (["tap trust"], ["tap doubt"])
