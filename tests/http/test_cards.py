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
from app.records import Records, assignments, cards, journal, roster
from app.records.cards import CARD_CHECKED
from app.records.identity import BOOT, uuid7
from app.records.tables import Staff
from app.simulator import compiled, machine
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.inspector import Inspector, Page
from tests.people import NOW, Village, enrolled, play, staffed

LESSON = "certify-pension"
CHECKED, UNCHECKED = "这张卡，老师核对过了。", "这张卡还没有人到当地核对过。"
DAY = timedelta(days=1)
UNFINISHED: tuple[dict[str, str], ...] = (
    {"how": ""},
    {"how": "guess"},
    {"found": ""},
    {"found": "differs"},
    {"found": "differs", "differs": "  "},
    {"found": "differs", "differs": "长" * 201},
    {"differs": "有一处不对"},
)
"""What is told of a check, but not whole."""

pytestmark = [pytest.mark.slow, pytest.mark.holds("front-door")]


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer, and two trainers, one of whom is invented."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, "x")
        roster.add_staff(s, name="演示老师", role="trainer", password="x", now=NOW, demo=True)
    set_clock(application, NOW)
    return made


def set_clock(application: Flask, moment: datetime) -> None:
    application.extensions["clock"] = lambda: moment


def member(application: Flask, name: str = "周老师") -> Staff:
    with application.extensions["records"].session() as s:
        found = roster.staff_named(s, name)
    assert found is not None
    return found


def checked(application: Flask, differs: str = "", by: str = "周老师", at: datetime = NOW) -> None:
    """A check of the lesson's card."""
    bridge = application.extensions["shelf"].catalogue.bridges[LESSON]
    with application.extensions["records"].writing() as s:
        cards.check(s, member(application, by), bridge, how="telephone", differs=differs, now=at)


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
        (fact,) = journal.facts(s, CARD_CHECKED)
        journal.append_fact(s, kind=CARD_CHECKED, body=fact.body | {"fingerprint": "older"}, now=NOW)
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


def sign_in(application: Flask, client: Inspector, name: str = "周老师") -> None:
    client.environ_base["REMOTE_ADDR"] = "192.168.1.20"
    with client.session_transaction() as kept:
        kept["staff"] = {"id": str(member(application, name).id), **noted(SIGNED_IN_FOR, BOOT, running())}


def keep(client: Inspector, **told: str) -> int:
    return client.send("/cards", **({"card": LESSON, "how": "counter", "found": "right"} | told)).status_code


def forms(page: Page) -> list[str]:
    """The cards that can be checked on the page, in its order."""
    fields = [one for one in page.all("input") if one.attributes.get("name") == "card"]
    return [one.attributes["value"] for one in fields]


def row(page: Page, name: str) -> str:
    [found] = [one.text() for one in page.all("tr") if one.text().startswith(name)]
    return found


def test_only_trainers_enter_and_are_led_there(application: Flask, client: Inspector, where: Village) -> None:
    assert client.get("/cards").headers["Location"] == "/staff?next=%2Fcards"
    sign_in(application, client, "小刘")
    assert client.get("/cards").status_code == 403
    assert keep(client) == 403
    assert "/cards" not in [one.attributes.get("href") for one in client.page("/staff").all("a")]
    client.send("/staff/sign-out")
    sign_in(application, client)
    assert "/cards" in [one.attributes.get("href") for one in client.page("/reports").all("a")]
    assert client.get("/cards").status_code == 200
    assert client.post("/cards", data={"card": LESSON, "how": "counter", "found": "right"}).status_code == 400


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_cards_with_all_their_ways_and_below_them_every_card(
    application: Flask, client: Inspector, where: Village, lang: str
) -> None:
    catalogue = application.extensions["shelf"].catalogue
    checked(application, "号码换了")
    sign_in(application, client)
    page = client.page("/cards", headers={"Accept-Language": lang})
    assert page.heading == {"zh": "这个星期再核对 2 张卡", "en": "Check 2 more cards this week"}[lang]
    assert len(forms(page)) == 2 and LESSON not in forms(page)
    assert len(page.all("tr")) == 1 + len(catalogue.bridges)
    asked = client.page(f"/cards?card={LESSON}", headers={"Accept-Language": lang})
    assert forms(asked) == [LESSON, *forms(page)]
    if lang == "zh":
        text = " ".join(one.text() for one in asked.all("li"))
        for task in forms(asked):
            assert all(words.zh in text for words in catalogue.bridges[task].texts())
        assert "号码换了" in row(page, catalogue.tasks[LESSON].title.zh)


def test_what_a_class_practises_comes_first(application: Flask, client: Inspector, where: Village) -> None:
    records: Records = application.extensions["records"]
    sign_in(application, client)
    every = list(application.extensions["shelf"].catalogue.bridges)
    assert forms(client.page("/cards")) == every[:3]
    with records.writing() as s:
        assignments.give(s, where.classroom_id, [LESSON], NOW)
        play(s, where, lesson="call-12345", at=NOW)
        play(s, where, lesson="bigger-text", at=NOW - 60 * DAY)
    assert forms(client.page("/cards")) == [LESSON, "call-12345", every[0]]


def test_a_check_is_kept_seen_by_the_next_trainer_and_shown_to_the_learner(
    application: Flask, client: Inspector, end: Callable[[], str]
) -> None:
    title = application.extensions["shelf"].catalogue.tasks[LESSON].title.zh
    sign_in(application, client)
    assert keep(client) == 303
    page = client.page("/cards")
    assert row(page, title).split()[1:4] == ["正在练", "核对过", "2026年9月1日，周老师，去窗口看的"]
    assert shown(end()) == (True, False)
    set_clock(application, NOW + 181 * DAY)
    assert "核对得太久了" in row(client.page("/cards"), title)
    assert shown(end()) == (False, True)
    assert keep(client, how="telephone", found="differs", differs='号码 <b>换了</b> "x"') == 303
    answer = client.get("/cards")
    assert "号码 &lt;b&gt;换了&lt;/b&gt; &#34;x&#34;" in answer.text
    assert shown(end()) == (False, True) and "换了" not in end()
    with application.extensions["records"].session() as s:
        told = [(fact.body["name"], fact.body["how"], fact.body["differs"]) for fact in journal.facts(s, CARD_CHECKED)]
    assert told == [("周老师", "counter", ""), ("周老师", "telephone", '号码 <b>换了</b> "x"')]


def test_what_is_not_told_whole_is_asked_for_again_and_nothing_is_lost(
    application: Flask, client: Inspector, where: Village
) -> None:
    sign_in(application, client)
    for told in UNFINISHED:
        sent = {"card": LESSON, "how": "counter", "found": "right"} | told
        answer = client.send("/cards", **sent)
        assert answer.status_code == 422
        page = Page(answer.text)
        assert forms(page)[0] == LESSON and len(page.all("tr")) > 30
        [trouble] = [one.text() for one in page.all("p") if one.attributes.get("role") == "alert"]
        assert "还没记下" in trouble
        assert next(one.text() for one in page.all("textarea")) == sent.get("differs", "").strip()
        ticked = [one.attributes["value"] for one in page.all("input") if "checked" in one.attributes]
        chosen = [one.attributes["value"] for one in page.all("option") if "selected" in one.attributes]
        assert (ticked, chosen) == ([sent["found"]] * bool(sent["found"]), ["counter"] * (sent["how"] == "counter"))
    with application.extensions["records"].session() as s:
        assert journal.facts(s, CARD_CHECKED) == []


def test_a_card_that_is_none_cannot_be_checked(application: Flask, client: Inspector, where: Village) -> None:
    sign_in(application, client)
    assert keep(client, card="nothing") == 404
    assert client.get("/cards?card=nothing").status_code == 200


def test_a_visitor_of_the_demo_sees_no_real_note_and_keeps_no_real_check(
    application: Flask, client: Inspector, end: Callable[[], str]
) -> None:
    checked(application, "窗口搬了")
    sign_in(application, client, "演示老师")
    assert "窗口搬了" not in client.get("/cards").text
    assert keep(client) == 303
    assert shown(end()) == (False, True)


def test_a_lesson_taken_home_says_how_long_its_card_holds(
    application: Flask, client: Inspector, where: Village
) -> None:
    checked(application)
    sign_in(application, client)
    file = client.get(f"/staff/person/{where.learner_id}/home/{LESSON}").text
    begins, ends = data_in(file)["checked"]
    assert begins <= NOW.timestamp() * 1000 < ends
    assert ends - begins == 181 * DAY.total_seconds() * 1000


def test_three_checks_are_enough_for_a_week(application: Flask, client: Inspector, where: Village) -> None:
    sign_in(application, client)
    for left in (3, 2, 1):
        page = client.page("/cards")
        assert len(forms(page)) == left
        keep(client, card=forms(page)[0])
    page = client.page("/cards")
    assert (page.heading, forms(page)) == ("这个星期的卡都核对过了", [])
    set_clock(application, NOW + 6 * DAY)
    assert len(forms(client.page("/cards"))) == 3
