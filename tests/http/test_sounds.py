"""The sound of a class: three buttons on its page, one for each tablet, and what a tablet is told and when."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.drawing import face_keys
from app.records import Records, roster
from app.web import visitors
from tests.forms import token
from tests.inspector import Element, Inspector
from tests.people import NOW, Village, enrolled, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"


@pytest.fixture
def where(application: Flask, client: Inspector) -> Village:
    """A class with a volunteer who is signed in at `client`, and a second learner."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
        room = roster.classroom(s, made.classroom_id)
        assert room is not None
        roster.add_learner(s, classroom=room, name="张福海", face="cap", now=NOW)
    client.send("/staff", name="小刘", password=PASSWORD)
    return made


@pytest.fixture
def tablet(application: Flask, where: Village) -> FlaskClient:
    """A tablet of the class, at which its first learner sits."""
    browser = application.test_client()
    enrolled(application, browser, where)
    sit(browser, str(where.learner_id))
    return browser


def sit(tablet: FlaskClient, person: str) -> None:
    page = tablet.get(f"/wall/{person}")
    assert tablet.post(f"/wall/{person}", data={"csrf_token": token(page)}).status_code == 303


def others(tablet: FlaskClient, person: str) -> str:
    """Somebody of the class who is not this person."""
    return next(one for one in tablet.get("/tablet").get_json()["people"] if one != person)


def told(tablet: FlaskClient, page: str = "/home") -> str:
    found = re.search(r'data-told="([a-z]*) ?\d*"', tablet.get(page).text)
    assert found is not None
    return found.group(1)


def sent(tablet: FlaskClient) -> str:
    """What the answer to a message of acts says of the sound, be it one without any."""
    cookie = tablet.get_cookie(visitors.TABLET_COOKIE)
    assert cookie is not None
    answer = tablet.post("/acts", json={"openings": [], "acts": []}, headers={visitors.TABLET_HEADER: cookie.value})
    return str(answer.get_json()["sound"]).split(" ")[0]


def loud(client: Inspector, address: str) -> dict[str, Element]:
    """The three buttons of a page, by what they say."""
    buttons = [one for one in client.page(address).all("button") if one.attributes.get("name") == "sound"]
    return {one.attributes["id"].removeprefix("sound-"): one for one in buttons}


@pytest.mark.parametrize("sound", ["aloud", "earphones", "quiet"])
def test_one_tap_tells_every_tablet_of_the_class(
    client: Inspector, where: Village, tablet: FlaskClient, sound: str
) -> None:
    address = f"/staff/class/{where.classroom_id}"
    assert (told(tablet), sent(tablet)) == ("", "")
    button = loud(client, address)[sound]
    assert button.attributes["aria-pressed"] == "false"
    assert client.send(f"{address}/sound", sound=button.attributes["value"]).status_code == 303
    assert {told(tablet, page) for page in ("/home", "/tasks", "/settings", "/wall")} == {sound}
    assert sent(tablet) == tablet.get("/tablet").get_json()["sound"].split(" ")[0] == sound
    pressed = {name for name, one in loud(client, address).items() if one.attributes["aria-pressed"] == "true"}
    assert pressed == {sound}


def test_the_same_button_lets_each_go_by_its_person_again(
    client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    address = f"/staff/class/{where.classroom_id}"
    client.send(f"{address}/sound", sound="quiet")
    client.send(f"{address}/sound", sound=loud(client, address)["quiet"].attributes["value"])
    assert (told(tablet), sent(tablet)) == ("", "")
    assert client.send(f"{address}/sound", sound="louder").status_code == 400


def test_the_board_has_the_buttons_too_and_changes_when_they_are_tapped(
    client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    address = f"/board?class={where.classroom_id}"
    seen = re.search(r"seen=([\w-]+)", client.get(address).text)
    assert seen is not None and set(loud(client, address)) == {"aloud", "earphones", "quiet"}
    assert client.get(f"{address}&seen={seen.group(1)}").status_code == 204
    back = {"Referer": f"http://localhost{address}"}
    answer = client.send(f"/staff/class/{where.classroom_id}/sound", headers=back, sound="earphones")
    assert answer.headers["Location"] == address
    assert client.get(f"{address}&seen={seen.group(1)}").status_code == 200


def hush(client: Inspector, where: Village) -> Element:
    page = client.page(f"/staff/class/{where.classroom_id}")
    (button,) = [one for one in page.all("button") if one.attributes.get("id", "").startswith("hush-")]
    return button


def tap(client: Inspector, button: Element) -> None:
    form = next(one for one in button.up() if one.tag == "form")
    assert client.send(form.attributes["action"], quiet=button.attributes["value"]).status_code == 303


def test_one_tap_quiets_one_tablet_until_it_is_set_back(client: Inspector, where: Village, tablet: FlaskClient) -> None:
    client.send(f"/staff/class/{where.classroom_id}/sound", sound="aloud")
    tap(client, hush(client, where))
    assert (told(tablet), sent(tablet)) == ("quiet", "quiet")
    assert hush(client, where).attributes["aria-pressed"] == "true"
    sit(tablet, str(where.learner_id))
    assert told(tablet) == "quiet", "the same person sits here still"
    tap(client, hush(client, where))
    assert told(tablet) == "aloud"


def test_it_speaks_again_when_somebody_else_sits_down(client: Inspector, where: Village, tablet: FlaskClient) -> None:
    tap(client, hush(client, where))
    sit(tablet, others(tablet, str(where.learner_id)))
    assert told(tablet) == ""
    tap(client, hush(client, where))
    page = tablet.get("/newcomer")
    new = tablet.post("/newcomer", data={"csrf_token": token(page), "face": face_keys()[0]})
    assert new.status_code == 303
    assert told(tablet) == ""


def test_nobody_tells_another_class_or_its_tablets(
    application: Flask, client: Inspector, where: Village, tablet: FlaskClient
) -> None:
    records: Records = application.extensions["records"]
    with records.writing() as s:
        other = village(s, name="江城")
        room = roster.classroom(s, other.classroom_id)
        assert room is not None
        theirs, _ = roster.enrol_device(s, classroom=room, now=NOW)
    assert client.send(f"/staff/class/{other.classroom_id}/sound", sound="quiet").status_code == 404
    for classroom in (other.classroom_id, where.classroom_id):
        address = f"/staff/class/{classroom}/tablets/{theirs.id}/sound"
        assert client.send(address, quiet="yes").status_code == 404


def test_a_page_that_is_no_tablets_is_told_nothing(client: Inspector, where: Village) -> None:
    client.send(f"/staff/class/{where.classroom_id}/sound", sound="quiet")
    assert 'data-told=""' in client.get("/wall").text


def test_every_learner_page_has_the_ear_and_the_sign_of_the_earphones(where: Village, tablet: FlaskClient) -> None:
    for address in ("/wall", "/home", "/tasks", "/settings", "/practice/certify-pension"):
        page = tablet.get(address, follow_redirects=True).text
        assert len(re.findall(r"<button[^>]* data-point[ >]", page)) == 1, address
        assert len(re.findall(r"<button[^>]* data-ears[^>]* hidden>", page)) == 1, address
