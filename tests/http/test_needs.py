"""Asked by pictures: survey, faces and the real thing on a tablet, and what staff see of it, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.practice import asking
from app.records import Records, assignments, journal, ledger, needs, roster
from app.records.happened import UNCLEAR
from app.records.ledger import ALONE, NOT_YET, SEEN, SELF, TOLD
from app.simulator.needs import DARE, WANT, items
from app.web import visitors
from tests.forms import form, screen
from tests.inspector import HAN, Element, Inspector, Page
from tests.people import NOW, Village, acts, play, seated, staffed

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}
TASK = "certify-pension"
DONE = ["home next correct", "bye done correct end"]


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer, whose learner finished a task days ago."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        acts(s, play(s, made, lesson=TASK, at=NOW - timedelta(days=5)), DONE)
    return made


@pytest.fixture
def tablet(application: Flask, where: Village) -> Inspector:
    """The class's tablet with its learner at it."""
    return seated(application, where)


@pytest.fixture
def volunteer(application: Flask, where: Village) -> Inspector:
    """A browser at which the class's volunteer has signed in."""
    client = application.test_client()
    assert isinstance(client, Inspector)
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303
    return client


def said(page: Page) -> list[Element]:
    """What the page says by itself."""
    return [one for one in page.elements if "data-auto" in one.attributes]


def main(page: Page) -> str:
    return page.all("main")[0].text()


def hrefs(page: Page) -> set[str]:
    return {link.attributes.get("href", "") for link in page.all("a")}


def answered(client: Inspector, path: str, headers: dict[str, str] | None = None, **fields: str) -> str:
    """Where a form of a tablet leads, `headers` its browser's."""
    data = {"csrf_token": client.token(path), **fields}
    answer = client.post(path, data=data, headers=headers)
    assert answer.status_code == 303, answer.status
    return str(answer.location)


def everybody(application: Flask, where: Village, says: Callable[[int, str], int], count: int = 10) -> list[UUID]:
    """So many people of the class who answered everything; `says` by their number and what is asked."""
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        listed = [
            roster.add_learner(s, classroom=room, name="楚河村", name_latin=f"P{number}", face="f05", now=NOW).id
            for number in range(count)
        ]
        for number, one in enumerate(listed):
            for kind, which in items():
                asking.answer(s, one, kind, which, says(number, which), NOW)
    return listed


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_the_whole_survey_is_tapped_through_without_scripts_and_every_picture_is_said(
    application: Flask, tablet: Inspector, where: Village, headers: dict[str, str]
) -> None:
    assert "/needs" in hrefs(tablet.page("/home", headers=headers))
    way, taps = tablet.get("/needs", headers=headers).location, 0
    while way != "/needs/done":
        page = tablet.page(way, headers=headers)
        buttons = [b for b in page.all("button") if b.attributes.get("name") == "value"]
        assert len(buttons) == (3 if way.endswith("dare/dare") else 2)
        assert len(said(page)) >= 2 and not [one for one in page.all("input") if one.attributes["type"] != "hidden"]
        assert all(any("data-say" in one.attributes for one in button.walk()) for button in buttons)
        assert not headers or not HAN.search(" ".join(one.text() for one in said(page)))
        way, taps = answered(tablet, way, headers, value=buttons[0].attributes["value"]), taps + 1
    assert taps == len(items()) <= 16
    assert said(tablet.page(way, headers=headers))
    with application.extensions["records"].session() as s:
        assert asking.next_item(s, where.learner_id, NOW) is None
        assert len(needs.told_by(s, where.learner_id)) == len(items()) - 1
    assert "/needs" not in hrefs(tablet.page("/home", headers=headers))


@pytest.mark.holds("totals-only")
def test_an_answer_can_be_given_anew_and_no_page_shows_what_was_said(application: Flask, tablet: Inspector) -> None:
    assert answered(tablet, "/needs/want/hospital", value="1") == "/needs/want/insurance"
    back = [a for a in tablet.page("/needs/want/insurance").all("a") if a.attributes.get("data-act") == "tap leave"]
    assert [one.attributes["href"] for one in back] == ["/needs/want/hospital"]
    page = tablet.get("/needs/want/hospital").text
    assert "checked" not in page and 'pressed="true"' not in page
    assert answered(tablet, "/needs/want/hospital", value="0") == "/needs/want/insurance"
    with application.extensions["records"].session() as s:
        assert [fact.body["yes"] for fact in journal.facts(s, needs.NEED)] == [True, False]


@pytest.mark.parametrize(
    ("path", "value", "status"),
    [("/needs/want/hospital", "7", 400), ("/needs/want/hospital", "", 400), ("/needs/dare/dare", "3", 400)],
)
def test_what_no_picture_says_is_refused(tablet: Inspector, path: str, value: str, status: int) -> None:
    data = {"csrf_token": tablet.token(path), "value": value}
    assert tablet.post(path, data=data).status_code == status
    assert tablet.get("/needs/want/none").status_code == tablet.get("/real/spot-scam-sms").status_code == 404


@pytest.mark.holds("totals-only")
def test_the_reason_that_somebody_wished_for_it_is_told_on_their_tablet_only(
    application: Flask, tablet: Inspector, volunteer: Inspector, where: Village
) -> None:
    answered(tablet, "/needs/want/train", value="1")
    wished = "您说过想自己办这一样。"
    assert wished in main(tablet.page("/home"))
    with application.extensions["records"].session() as s:
        (choice,) = journal.choices(s, where.learner_id, "suggestion")
        assert {one["code"] for one in choice.body["offers"] if one["lesson"] == "buy-train-ticket"} == {
            "suggest_wanted"
        }
    for role, headers in (("小刘", {}), ("周老师", ENGLISH)):
        volunteer.send("/staff", name=role, password=PASSWORD)
        page = main(volunteer.page(f"/staff/person/{where.learner_id}", headers=headers))
        assert not [word for word in ("想自己办", "想练", "asked for", "wish", "want") if word in page.lower()]
    with volunteer.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    assert wished not in volunteer.get("/home").text
    assert volunteer.get("/needs").status_code == 403


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_the_real_thing_is_asked_on_home_ticked_by_picture_and_then_whether_they_dare(
    application: Flask, tablet: Inspector, where: Village, headers: dict[str, str]
) -> None:
    with application.extensions["records"].writing() as s:
        asking.answer(s, where.learner_id, DARE, DARE, 0, NOW - timedelta(days=30))
    assert f"/real/{TASK}" in hrefs(tablet.page("/home", headers=headers))
    page = tablet.page(f"/real/{TASK}", headers=headers)
    hows = [one.attributes["value"] for one in page.all("button") if one.attributes.get("name") == "how"]
    assert hows == list(ledger.HOW) and len(said(page)) == 5
    assert answered(tablet, f"/real/{TASK}", headers, how=ALONE) == "/dare"
    faces = [
        one for one in tablet.page("/dare", headers=headers).all("button") if one.attributes.get("name") == "value"
    ]
    assert len(faces) == 3
    assert answered(tablet, "/dare", headers, value="2") == "/home"
    home = tablet.page("/home", headers=headers)
    assert f"/real/{TASK}" not in hrefs(home)
    assert ("written down" if headers else "记下了") in main(home)
    with application.extensions["records"].session() as s:
        (tick,) = ledger.ticks(s, where.learner_id)
        assert (tick.how, tick.known, tick.by) == (ALONE, TOLD, SELF)
        assert [(one.when, one.face) for one in needs.dared_by(s, where.learner_id)] == [("survey", 0), ("real", 2)]


def test_whoever_was_not_asked_before_is_not_asked_after(application: Flask, tablet: Inspector) -> None:
    assert answered(tablet, f"/real/{TASK}", how=NOT_YET) == "/home"
    data = {"csrf_token": tablet.token(f"/real/{TASK}"), "how": "sold"}
    assert tablet.post(f"/real/{TASK}", data=data).status_code == 400


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_what_is_not_clear_is_one_tap_on_a_screen_and_is_answered_kindly(
    application: Flask, tablet: Inspector, volunteer: Inspector, headers: dict[str, str]
) -> None:
    page = tablet.get(f"/practice/{TASK}", headers=headers)
    (button,) = [one for one in Page(page.text).all("button") if one.attributes.get("value") == "tap unclear"]
    assert button.attributes["form"] == "stage"
    assert button.text(heard=True) == ("Not clear here" if headers else "这里不明白")
    after = tablet.post(
        f"/practice/{TASK}/act", data=form(page, act="tap unclear"), headers=headers, follow_redirects=True
    )
    assert screen(after) == screen(page)
    (noted,) = [one for one in Page(after.text).elements if "noted" in one.attributes.get("class", "").split()]
    assert [one for one in noted.walk() if "data-auto" in one.attributes]
    assert ("not your fault" if headers else "不怪您") in noted.text()
    with application.extensions["records"].session() as s:
        (fact,) = journal.facts(s, UNCLEAR)
        assert fact.body["screen"] == screen(page)
    gathered = volunteer.page("/staff/unclear", headers=headers)
    assert f"/staff/print/lesson/{TASK}" in hrefs(gathered)
    assert [cell.text() for cell in gathered.all("td")][-2:] == ["1", "1"]
    assert "王桂芳" not in main(gathered)


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_a_class_s_wants_are_totals_and_suggest_what_to_practise(
    application: Flask, volunteer: Inspector, where: Village, headers: dict[str, str]
) -> None:
    address = f"/staff/class/{where.classroom_id}/needs"
    assert not volunteer.page(address, headers=headers).all("figure")
    everybody(application, where, lambda number, which: int(which == "bills" if number % 2 else which == "scam"))
    with application.extensions["records"].writing() as s:
        assignments.give(s, where.classroom_id, ["video-call"], NOW)
    page = volunteer.page(address, headers=headers)
    cells = [(row.all_of("th"), row.all_of("td")) for row in map(Row, page.all("tr")) if row.all_of("td")]
    assert cells[:2] == [
        (["Electricity and water"], ["5"]) if headers else (["交电费水费"], ["5"]),
        (["Being cheated"], ["5"]) if headers else (["被骗"], ["5"]),
    ]
    offered = [one.attributes["value"] for one in page.all("input") if one.attributes.get("name") == "lesson"]
    assert offered == ["video-call", "pay-utilities", "spot-scam-sms"]
    for other in ("", "/start"):
        told = main(volunteer.page(f"/staff/class/{where.classroom_id}{other}", headers=headers))
        assert ("Pay electricity" in told or "electricity" in told) if headers else "在手机上交电费水费" in told
    assert not [name for name in ("王桂芳", "P1") if name in main(page)]


class Row:
    """A row of a table by its cells' words."""

    def __init__(self, element: Element) -> None:
        self._cells = list(element.walk())

    def all_of(self, tag: str) -> list[str]:
        """The words of its cells of a tag."""
        return [one.text() for one in self._cells if one.tag == tag]


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_staff_tick_a_class_and_a_person_and_it_is_kept_who_did_and_how_it_is_known(
    application: Flask, volunteer: Inspector, where: Village, headers: dict[str, str]
) -> None:
    way, person = f"/staff/class/{where.classroom_id}/real", f"/staff/person/{where.learner_id}"
    rows = [row for row in map(Row, volunteer.page(way, headers=headers).all("tr")) if row.all_of("td")]
    assert rows[0].all_of("td") == ["0"] * 7 + ["1", "1"]  # Not asked, people.
    page = volunteer.page(f"{way}?task={TASK}", headers=headers)
    assert f"how-{where.learner_id}" in {one.attributes.get("name") for one in page.all("input")}
    ticks = {f"how-{where.learner_id}": ALONE, f"known-{where.learner_id}": SEEN}
    assert volunteer.send(way, headers, task=TASK, **ticks).status_code == 303
    rows = [row for row in map(Row, volunteer.page(way, headers=headers).all("tr")) if row.all_of("td")]
    assert rows[0].all_of("td") == ["1"] + ["0"] * 7 + ["1"]
    assert volunteer.send(f"{person}/real", headers, task=TASK, how="helped", known=TOLD).status_code == 303
    told = main(volunteer.page(person, headers=headers))
    assert "小刘" in told and ("with help, told" in told if headers else "有人帮、听说" in told or "听说" in told)
    with application.extensions["records"].session() as s:
        liu = roster.staff_named(s, "小刘")
        assert liu is not None
        kept = [(one.how, one.known, one.by) for one in ledger.ticks(s, where.learner_id)]
    assert kept == [(ALONE, SEEN, str(liu.id)), ("helped", TOLD, str(liu.id))]


def test_a_tick_that_says_nothing_keeps_nothing_and_a_wrong_one_is_refused(
    application: Flask, volunteer: Inspector, where: Village
) -> None:
    way = f"/staff/class/{where.classroom_id}/real"
    assert volunteer.send(way, task=TASK).status_code == 303
    assert volunteer.send(way, task="spot-scam-sms").status_code == 400
    assert volunteer.send(way, task=TASK, **{f"how-{where.learner_id}": "sold"}).status_code == 400
    with application.extensions["records"].session() as s:
        assert ledger.ticks(s, where.learner_id) == []


def test_nobody_of_another_class_is_shown_or_ticked(application: Flask, where: Village) -> None:
    with application.extensions["records"].writing() as s:
        roster.add_staff(s, name="江城志愿者", role=visitors.VOLUNTEER, password=PASSWORD, now=NOW)
    client = application.test_client()
    assert isinstance(client, Inspector)
    client.send("/staff", name="江城志愿者", password=PASSWORD)
    for address in (f"/staff/class/{where.classroom_id}/needs", f"/staff/class/{where.classroom_id}/real"):
        assert client.get(address).status_code == 404
    assert client.send(f"/staff/class/{where.classroom_id}/real", task=TASK).status_code == 404
    assert client.send(f"/staff/person/{where.learner_id}/real", task=TASK, how=ALONE, known=SEEN).status_code == 404
    assert "还没有人点过" in main(client.page("/staff/unclear"))


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_faces_before_and_after_are_told_as_totals_of_ten_people(
    application: Flask, volunteer: Inspector, where: Village, headers: dict[str, str]
) -> None:
    listed = everybody(application, where, lambda number, which: number % 2 if which == DARE else 0)
    way = f"/staff/class/{where.classroom_id}/needs"
    assert not [one for one in volunteer.page(way, headers=headers).all("table") if "daring" in str(one.attributes)]
    with application.extensions["records"].writing() as s:
        for number, one in enumerate(listed):
            asking.dares_now(s, one, 1 + number % 2, NOW)
    (table,) = [
        one for one in volunteer.page(way, headers=headers).all("table") if one.attributes.get("class") == "daring"
    ]
    assert [one.text() for one in table.walk() if one.tag == "td"] == ["5", "0", "5", "5", "0", "5"]


def test_a_wish_is_kept_by_which_picture_it_was(application: Flask, tablet: Inspector, where: Village) -> None:
    answered(tablet, "/needs/want/pension", value="1")
    with application.extensions["records"].session() as s:
        (told,) = needs.told_by(s, where.learner_id)
    assert (told.kind, told.which, told.yes) == (WANT, "pension", True)
    assert told.tasks == ("certify-pension", "check-pension")
