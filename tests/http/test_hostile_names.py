"""Two hundred hostile names on every page, print and export: nothing runs, nothing breaks, a page keeps its shape."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.classes.rostering import giving
from app.classes.rostering.reading import read
from app.records import Records, roster
from app.records.roster import tidied
from tests.forms import field
from tests.hostile import TOO_LONG, UNSEEN, names
from tests.inspector import Inspector, Page
from tests.lists import take, upload
from tests.people import Village, acts, enrolled, play, staffed

pytestmark = [pytest.mark.slow, pytest.mark.holds("hostile-names")]

PASSWORD = "wan-shan-0000"
DIRECTION = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008]")
HARMLESS = [f"人{place}" for place in range(200)]

Shape = list[tuple[str, tuple[str, ...]]]


def shape(page: Page) -> Shape:
    """What a page is made of, its words aside: the tags in their order, each with the names of its attributes.

    How words are cut into phrases to be lit hangs on the words.
    """
    whole = [element for element in page.elements if element.attributes.get("class") != "w"]
    return [(element.tag, tuple(sorted(element.attributes))) for element in whole]


def peopled(application: Flask, client: Inspector, called: list[str]) -> tuple[Village, list[UUID]]:
    """A class with these people, brought in as a list, of whom two have practised; its volunteer is signed in."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        where = staffed(s, PASSWORD)
    client.send("/staff", name="小刘", password=PASSWORD)
    written = giving.as_csv([["姓名"], *([name] for name in called)])
    shown = upload(client, where.classroom_id, written)
    assert shown.status_code == 200
    assert take(client, where.classroom_id, shown).status_code == 303
    client.get("/staff")  # What is told once is told now.
    with records.writing() as s:
        people = [learner.id for learner in roster.learners(s, where.classroom_id)]
        for who in people[1:3]:
            opened = play(s, where, learner_id=who, lesson="certify-pension")
            acts(
                s, opened, ["desktop social correct", "login next hint", "login next correct", "face next correct end"]
            )
    return where, people


def addresses(where: Village, people: list[UUID]) -> list[str]:
    """The pages that staff see with these people on them."""
    room = f"/staff/class/{where.classroom_id}"
    some = people[1:60]
    return [
        "/staff",
        "/reports",
        "/board",
        room,
        f"{room}/roster",
        *(f"/staff/person/{who}" for who in some[:8]),
        *(f"/staff/person/{who}/entry" for who in some[:2]),
        *(f"/staff/person/{who}/remove" for who in some[::3]),
    ]


def visited(client: Inspector, tablet: FlaskClient, where: Village, people: list[UUID]) -> list[str]:
    """Every page with these people, for staff and at a tablet."""
    pages = [tablet.get("/wall"), *(tablet.get(f"/wall/{who}") for who in people[1:60:3])]
    for who in people[1:60:12]:
        address = f"/wall/{who}"
        tablet.post(address, data={"csrf_token": field(tablet.get(address), "csrf_token")})
        pages.append(tablet.get("/home"))
    pages += [client.get(address) for address in addresses(where, people)]
    assert {page.status_code for page in pages} == {200}
    return [page.text for page in pages]


@pytest.mark.slow
def test_every_page_keeps_its_shape_whatever_people_are_called(application: Flask, client: Inspector) -> None:
    assert len({tidied(name) for name in names()}) == 200
    where, people = peopled(application, client, names())
    tablet = application.test_client()
    enrolled(application, tablet, where)
    visited(client, tablet, where, people)  # A first visit leaves traces: what was offered, what was told.
    hostile = visited(client, tablet, where, people)
    assert not DIRECTION.search("".join(hostile))
    with application.extensions["records"].writing() as s:
        there = roster.learners(s, where.classroom_id)[1:]
        for learner, harmless in zip(there, HARMLESS, strict=True):
            learner.name = harmless
    for before, after in zip(hostile, visited(client, tablet, where, people), strict=True):
        assert shape(Page(before)) == shape(Page(after))


def test_a_list_with_these_names_is_shown_and_given_out_without_a_formula(
    application: Flask, client: Inspector
) -> None:
    where, _ = peopled(application, client, names())
    saved = client.get(f"/staff/class/{where.classroom_id}/list.csv").data
    cells = [cell for row in csv.reader(io.StringIO(saved.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r"))]
    workbook = client.get(f"/staff/class/{where.classroom_id}/list.xlsx").data
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()
    kept = {tidied(name) for name in names()}
    for data in (saved, workbook, client.get("/staff/lists.csv").data):
        assert {row.cells[0] for row in read(data)} == kept | {"名字", "王桂芳"}
    shown = upload(client, where.classroom_id, saved)
    assert len(Page(shown.text).all("fieldset")) == 201
    assert not DIRECTION.search(shown.text)


def test_each_can_come_in_by_the_door_and_be_told_of(application: Flask, client: Inspector) -> None:
    with application.extensions["records"].writing() as s:
        where = staffed(s, PASSWORD)
    client.send("/staff", name="小刘", password=PASSWORD)
    some = names()[::9]
    for name in some:
        answer = client.send(f"/staff/class/{where.classroom_id}/people", name=name)
        assert client.get(answer.headers["Location"]).status_code == 200
    with application.extensions["records"].session() as s:
        there = {learner.name for learner in roster.learners(s, where.classroom_id)}
    assert there == {"王桂芳", *(tidied(name) for name in some)}


def test_a_name_that_is_none_is_refused_by_the_door_and_by_the_list(application: Flask, client: Inspector) -> None:
    with application.extensions["records"].writing() as s:
        where = staffed(s, PASSWORD)
    client.send("/staff", name="小刘", password=PASSWORD)
    for name in (*TOO_LONG, *UNSEEN):
        client.send(f"/staff/class/{where.classroom_id}/people", name=name)
        client.send(f"/staff/person/{where.learner_id}/entry", name=name)
        shown = upload(client, where.classroom_id, giving.as_csv([["姓名", "性别"], [name, "女"], ["周大顺", "男"]]))
        assert "第 2 行" in shown.text
        assert len(shown.text) < 20_000
    with application.extensions["records"].session() as s:
        assert [learner.name for learner in roster.learners(s, where.classroom_id)] == ["王桂芳"]
