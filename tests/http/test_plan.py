"""Today's plan on its page: the next name, one tap that changes it, and what the tablet of the acting person says."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.classes import turns
from app.records import Records, Session, journal, roster
from tests.forms import token
from tests.inspector import Inspector
from tests.people import NOW, Village, enrolled, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"


@pytest.fixture
def where(application: Flask, client: Inspector) -> Village:
    """A class of three with a volunteer who is signed in at `client`, and one tablet."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        room = roster.classroom(s, made.classroom_id)
        assert room is not None
        roster.add_learner(s, classroom=room, name="张福海", face="cap", now=NOW)
        roster.add_learner(s, classroom=room, name="陈玉兰", face="scarf", now=NOW, birth_year=1930)
        roster.enrol_device(s, classroom=room, now=NOW)
    client.send("/staff", name="小刘", password=PASSWORD)
    return made


def address(where: Village) -> str:
    return f"/staff/class/{where.classroom_id}/plan"


def people(application: Flask, where: Village) -> dict[str, UUID]:
    with application.extensions["records"].session() as s:
        return {one.name: one.id for one in roster.learners(s, where.classroom_id)}


def tablet(application: Flask, where: Village) -> UUID:
    with application.extensions["records"].session() as s:
        return roster.devices(s, where.classroom_id)[0].id


def next_name(client: Inspector, where: Village) -> str:
    return client.page(address(where)).heading.removeprefix("下一位：")


def told(client: Inspector, where: Village, who: UUID, what: str) -> int:
    return client.send(f"{address(where)}/people/{who}", what=what).status_code


def begin(client: Inspector, application: Flask, where: Village, who: UUID, **more: str) -> int:
    fields = {"device": str(tablet(application, where)), "learner": str(who), **more}
    return client.send(f"{address(where)}/turn", **fields).status_code


def test_the_page_names_the_next_says_why_and_can_be_reached(
    application: Flask, client: Inspector, where: Village
) -> None:
    page = client.page(address(where))
    assert page.heading == "下一位：陈玉兰"
    call = next(one for one in page.all("button") if "data-listen" in one.attributes)
    assert call.attributes["data-heard"] == "请陈玉兰到一号平板来"
    assert "优先帮助" in page.all("main")[0].text()
    assert "data-auto" not in call.attributes
    for way in (f"/staff/class/{where.classroom_id}", f"/board?class={where.classroom_id}"):
        assert any(one.attributes.get("href") == address(where) for one in client.page(way).all("a"))


def test_one_tap_changes_it_and_the_change_is_a_fact(application: Flask, client: Inspector, where: Village) -> None:
    who = people(application, where)
    assert told(client, where, who["张福海"], "first") == 303
    assert next_name(client, where) == "张福海"
    assert told(client, where, who["张福海"], "later") == 303
    assert next_name(client, where) == "陈玉兰"
    assert told(client, where, who["陈玉兰"], "away") == 303
    assert next_name(client, where) == "王桂芳"
    assert told(client, where, who["陈玉兰"], "here") == 303
    assert next_name(client, where) == "陈玉兰"
    assert told(client, where, who["陈玉兰"], "nonsense") == 400
    with application.extensions["records"].session() as s:
        kept = [(fact.learner_id, fact.body["what"]) for fact in journal.facts(s, turns.PLAN_TOLD)]
    assert kept == [
        (who["张福海"], "first"),
        (who["张福海"], "later"),
        (who["陈玉兰"], "away"),
        (who["陈玉兰"], "here"),
    ]


def test_a_turn_begins_with_one_tap_and_is_swapped_and_made_longer(
    application: Flask, client: Inspector, where: Village
) -> None:
    who = people(application, where)
    assert begin(client, application, where, who["陈玉兰"], watcher=str(who["张福海"])) == 303
    text = client.page(address(where)).all("main")[0].text()
    assert "陈玉兰现在用1号平板。" in text
    assert "张福海在旁边看。" in text
    assert told(client, where, who["陈玉兰"], "longer") == 303
    assert "还有15分钟" in client.page(address(where)).all("main")[0].text()
    assert begin(client, application, where, who["张福海"], watcher=str(who["陈玉兰"])) == 303
    with application.extensions["records"].session() as s:
        facts = journal.facts(s, turns.TURN)
    assert [(f.learner_id, f.body["role"]) for f in facts] == [
        (who["陈玉兰"], "acts"), (who["张福海"], "watches"), (who["张福海"], "acts"), (who["陈玉兰"], "watches"),
    ]  # fmt: skip
    assert facts[0].body["code"] == "turn_early"


def test_the_tablet_tells_who_watches_only_to_whoever_acts(
    application: Flask, client: Inspector, where: Village
) -> None:
    who, at = people(application, where), application.test_client()
    with application.extensions["records"].session() as s:
        assert len(roster.devices(s, where.classroom_id)) == 1
    enrolled(application, at, where)
    with application.extensions["records"].session() as s:
        second = roster.devices(s, where.classroom_id)[1].id
    client.send(f"{address(where)}/turn", device=str(second), learner=str(who["王桂芳"]), watcher=str(who["张福海"]))
    assert "张福海在旁边看着" in home(at, who["王桂芳"])
    assert "在旁边看着" not in home(at, who["张福海"])


def home(browser: FlaskClient, person: UUID) -> str:
    browser.post(f"/wall/{person}", data={"csrf_token": token(browser.get(f"/wall/{person}"))})
    return browser.get("/home").text


def test_the_length_of_the_class_and_other_classes(application: Flask, client: Inspector, where: Village) -> None:
    assert client.send(f"{address(where)}/length", minutes="45").status_code == 303
    pressed = [
        one.text() for one in client.page(address(where)).all("button") if one.attributes.get("aria-pressed") == "true"
    ]
    assert pressed == ["45分钟"]
    assert client.send(f"{address(where)}/length", minutes="7").status_code == 400
    with application.extensions["records"].writing() as s:
        other = village(s, name="别的村")
    assert client.get(f"/staff/class/{other.classroom_id}/plan").status_code == 404
    assert told(client, where, other.learner_id, "first") == 404
    assert begin(client, application, where, other.learner_id) == 404


def test_without_a_tablet_or_anybody_the_page_says_what_to_do(
    application: Flask, client: Inspector, where: Village
) -> None:
    with application.extensions["records"].writing() as s:
        roster.retire_device(s, tablet_of(s, where), NOW + timedelta(hours=1))
    assert "还没有平板" in client.page(address(where)).all("main")[0].text()


def tablet_of(s: Session, where: Village) -> UUID:
    return roster.devices(s, where.classroom_id)[0].id
