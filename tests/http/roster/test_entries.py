"""One person on the list of a class: put right, moved, merged, parted, removed; and only one's own."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from app.records import Session, journal, progress, roster, verifying
from app.records.tables import Learner
from tests.forms import field
from tests.inspector import Inspector
from tests.lists import add, names, second_class
from tests.people import NOW, Village, acts, enrolled, play, village

pytestmark = pytest.mark.slow


def test_an_entry_is_put_right(application: Flask, signed_in: Inspector, where: Village) -> None:
    address = f"/staff/person/{where.learner_id}/entry"
    wrong = signed_in.send(address, name="王桂芝", birth="58")
    assert wrong.status_code == 422 and "四位数" in wrong.text and 'value="58"' in wrong.text
    assert names(application, where.classroom_id) == ["王桂芳"]
    done = signed_in.send(address, name="王桂芝", latin="", birth="1958", gender="女", dialect="yue")
    assert done.headers["Location"] == f"/staff/class/{where.classroom_id}/roster"
    with application.extensions["records"].session() as s:
        there = roster.learner(s, where.learner_id)
    assert there and (there.name, there.birth_year, there.dialect) == ("王桂芝", 1958, "yue")


def test_a_volunteer_puts_somebody_first_in_the_help_order_and_no_elder_is_shown_it(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    address, listed = f"/staff/person/{where.learner_id}/entry", f"/staff/class/{where.classroom_id}/list.csv"

    def ticked() -> bool:
        (box,) = [one for one in signed_in.page(address).all("input") if one.attributes.get("name") == "priority"]
        return "checked" in box.attributes

    assert not ticked()
    tablet = application.test_client()
    enrolled(application, tablet, where)
    pages = [tablet.get(page).text for page in ("/wall", f"/wall/{where.learner_id}")]
    before = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert signed_in.send(address, name="王桂芳", priority="yes").status_code == 303
    assert ticked()
    pages = [tablet.get(page).text for page in ("/wall", f"/wall/{where.learner_id}")]
    assert [re.sub(r'value="[^"]*"', "", page) for page in pages] == before
    head, row = signed_in.get(listed).get_data().decode("utf-8-sig").split("\r\n")[:2]
    assert dict(zip(head.split(","), row.split(","), strict=True))["优先帮助"] == "是"
    assert signed_in.send(address, name="王桂芳").status_code == 303
    assert not ticked()


def test_somebody_moves_with_all_they_did_and_only_to_a_class_of_mine(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    mine, strange = (second_class(application, where, mine=mine) for mine in (True, False))
    address = f"/staff/person/{where.learner_id}/move"
    assert signed_in.send(address, classroom=str(strange)).status_code == 404
    assert signed_in.send(address, classroom="x").status_code == 404
    assert signed_in.send(address, classroom=str(mine)).status_code == 303
    with application.extensions["records"].session() as s:
        assert names(application, mine) == ["王桂芳"]
        assert len(progress.finished_plays(s, where.learner_id)) == 1
        assert [fact.body["to"] for fact in journal.facts(s, roster.MOVE)] == [str(mine)]


def test_two_entries_become_one_person_and_two_again(application: Flask, signed_in: Inspector, where: Village) -> None:
    twin = add(application, where.classroom_id, "王桂芳")
    with application.extensions["records"].writing() as s:
        acts(
            s,
            play(s, where, learner_id=twin, lesson="certify-pension"),
            ["desktop social correct", "face next correct end"],
        )
    listed = f"/staff/class/{where.classroom_id}/roster"
    assert "是不是同一个人" in signed_in.get(listed).text
    assert signed_in.send(f"/staff/person/{where.learner_id}/merge", other=str(twin)).status_code == 303
    assert names(application, where.classroom_id) == ["王桂芳"]
    assert "是不是同一个人" not in signed_in.get(listed).text
    assert signed_in.get(f"/staff/person/{twin}").text.count("走完") == signed_in.get(
        f"/staff/person/{where.learner_id}"
    ).text.count("走完")
    for pair in ((where.learner_id, twin), (twin, where.learner_id), (where.learner_id, where.learner_id)):
        assert signed_in.send(f"/staff/person/{pair[0]}/merge", other=str(pair[1])).status_code == 404
    entry = signed_in.get(f"/staff/person/{where.learner_id}/entry").text
    assert "拆开" in entry
    assert signed_in.send(f"/staff/person/{where.learner_id}/part", other=str(where.learner_id)).status_code == 404
    assert signed_in.send(f"/staff/person/{where.learner_id}/part", other=str(twin)).status_code == 303
    assert names(application, where.classroom_id) == ["王桂芳", "王桂芳"]
    assert signed_in.send(f"/staff/person/{where.learner_id}/apart", other=str(twin)).status_code == 303
    assert "是不是同一个人" not in signed_in.get(listed).text
    with application.extensions["records"].session() as s:
        assert verifying.verify(s) == []
        assert [len(progress.finished_plays(s, who)) for who in (where.learner_id, twin)] == [1, 1]


def test_whoever_sits_at_a_tablet_as_the_entry_that_went_sits_there_as_the_person(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    twin = add(application, where.classroom_id, "王桂芳")
    tablet = application.test_client()
    assert isinstance(tablet, Inspector)
    enrolled(application, tablet, where)
    with tablet.session_transaction() as kept:
        kept["learner"] = str(twin)
    begun = tablet.get("/practice/certify-pension")
    assert begun.status_code == 200
    signed_in.send(f"/staff/person/{where.learner_id}/merge", other=str(twin))
    assert tablet.get("/home").status_code == 200
    act = re.search(r'data-act="(tap [a-z-]+)"', begun.text)
    assert act
    form = {name: field(begun, name) for name in ("csrf_token", "session", "uuid")} | {"act": act[1]}
    assert tablet.post("/practice/certify-pension/act", data=form).status_code == 303
    assert tablet.get(f"/wall/{twin}").status_code == 200


def test_somebody_is_removed_after_one_question_with_all_they_did(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    tablet = application.test_client()
    enrolled(application, tablet, where)
    with tablet.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    asked = signed_in.page(f"/staff/person/{where.learner_id}/remove")
    assert asked.heading == "把王桂芳和做过的都移走吗？"
    assert names(application, where.classroom_id) == ["王桂芳"]
    assert signed_in.send(f"/staff/person/{where.learner_id}/remove").status_code == 303
    assert names(application, where.classroom_id) == []
    for address in ("", "/entry", "/remove"):
        assert signed_in.get(f"/staff/person/{where.learner_id}{address}").status_code == 404
    assert tablet.get("/home").headers["Location"] == "/wall"
    with tablet.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    assert tablet.post("/help", data={"csrf_token": field(tablet.get("/settings"), "csrf_token")}).status_code == 303
    with application.extensions["records"].session() as s:
        assert verifying.verify(s) == []
        assert progress.history(s, where.learner_id) == []


PEOPLE = ("entry", "remove")


POSTED = ("entry", "move", "merge", "apart", "part", "remove")


def addresses(classroom_id: UUID, learner_id: UUID) -> tuple[list[str], list[str]]:
    """Every address of a list that is opened, and every one that is posted to."""
    room, person = f"/staff/class/{classroom_id}", f"/staff/person/{learner_id}"
    opened = [f"{room}/roster", f"{room}/list.csv", f"{room}/list.xlsx", *(f"{person}/{name}" for name in PEOPLE)]
    return opened, [f"{room}/roster/read", f"{room}/roster/take", *(f"{person}/{name}" for name in POSTED)]


def test_the_list_of_another_class_and_its_people_are_not_there(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    with application.extensions["records"].writing() as s:
        strange = village(s, name="江城")
    opened, posted = addresses(strange.classroom_id, strange.learner_id)
    assert {signed_in.get(address).status_code for address in opened} == {404}
    assert {signed_in.send(address, name="x", other=str(where.learner_id)).status_code for address in posted} == {404}
    for name in ("merge", "apart"):
        address = f"/staff/person/{where.learner_id}/{name}"
        assert signed_in.send(address, other=str(strange.learner_id)).status_code == 404
        assert signed_in.send(address, other="x").status_code == 404
    assert names(application, strange.classroom_id) == ["王桂芳"]


def test_whoever_is_signed_out_or_only_at_a_tablet_sees_and_changes_no_list(
    application: Flask, client: Inspector, where: Village
) -> None:
    opened, posted = addresses(where.classroom_id, where.learner_id)
    for at_tablet in (False, True):
        if at_tablet:
            enrolled(application, client, where)
        for address in (*opened, "/staff/lists.csv"):
            answer = client.get(address)
            assert answer.status_code == 303 and answer.headers["Location"].startswith("/staff?next=")
        assert {client.send(address).status_code for address in posted} == {403}
    assert names(application, where.classroom_id) == ["王桂芳"]


def test_a_merged_entry_is_parted_only_where_its_own_class_may_be_seen(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    def entry(s: Session, who: UUID) -> Learner:
        found = roster.learner(s, who)
        assert found
        return found

    with application.extensions["records"].writing() as s:
        strange = village(s, name="江城")
        roster.merge_learners(s, entry(s, strange.learner_id), entry(s, where.learner_id), NOW)
    address = f"/staff/person/{where.learner_id}/part"
    assert signed_in.send(address, other=str(strange.learner_id)).status_code == 404
    assert signed_in.get(f"/staff/person/{strange.learner_id}/entry").status_code == 200
