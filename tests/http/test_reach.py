"""Each address that names a class or somebody answers whoever is of it, and nobody of another or a removed class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.classes import own_words
from app.factory import wall_clock
from app.records import roster
from app.records.identity import uuid7
from app.web import visitors
from app.web.access import may_call
from tests.http.test_access import VISITORS, browser
from tests.people import NOW, Village, play, staffed, village

pytestmark = [pytest.mark.slow, pytest.mark.holds("access")]

NAMES = {"classroom_id", "learner_id", "device_id", "person", "words"}
"""The arguments of an address that name a class, somebody in it, a tablet of it, or what somebody said."""
SPENT = {
    "roster.move": {"classroom": ""},
    "roster.merge": {"other": ""},
    "roster.part": {"other": ""},
    "roster.keep_apart": {"other": ""},
    "plan.begin": {"learner": "", "device": ""},
}
"""What a form must name besides; each is refused as a class or person that is nobody's, whoever sends it."""
GONE = ("roster.remove", "portraits.photo", "own_words.let_go")
"""What takes the person out or deletes what they said, and a photo that nobody has: `test_photos` has one."""
ALONE = "a trainer"
"""Sees every class of the laptop; a removed one not."""


@dataclass(frozen=True)
class Place:
    """A class, somebody in it, and a tablet of it."""

    classroom: UUID
    learner: UUID
    device: UUID
    words: UUID
    """What the person said of a step."""


def place(application: Flask, where: Village) -> Place:
    """The class of a village with somebody in it, who said a few words, and a tablet."""
    words = uuid7(NOW)
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        device, _ = roster.enrol_device(s, classroom=room, now=NOW)
        spoken = words, play(s, where), "home", str(where.learner_id).encode()
        own_words.keep_words(s, application.extensions["own_words"], *spoken, wall_clock())
        return Place(room.id, where.learner_id, device.id, words)


def addresses(application: Flask, at: Place) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of everything that names a class, somebody or a tablet: here that place's."""
    values: dict[str, object] = {
        "classroom_id": at.classroom, "learner_id": at.learner, "person": at.learner, "device_id": at.device,
        "words": at.words,
        "lesson": "certify-pension", "kind": "csv", "name": f"{0:032}.jpg",
    }  # fmt: skip
    with application.test_request_context():
        for rule in application.url_map.iter_rules():
            if rule.arguments & NAMES:
                yield from built(rule, values)


def built(rule: Rule, values: dict[str, object]) -> Iterator[tuple[str, str, str]]:
    address = rule.build({name: values[name] for name in rule.arguments})
    assert address is not None
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        yield rule.endpoint, method, address[1]


@pytest.fixture
def application(application: Flask) -> Flask:
    """Forms need no token here: what is asked is whose they are."""
    application.config["WTF_CSRF_ENABLED"] = False
    return application


@pytest.fixture
def where(application: Flask) -> Village:
    with application.extensions["records"].writing() as s:
        return staffed(s, "wan-0000")


def other(application: Flask, kind: str, where: Village) -> Place:
    """Another class on this laptop, or one that was removed."""
    with application.extensions["records"].writing() as s:
        far = village(s, name="远山村", demo=kind == "removed")
    if kind == "another":
        return place(application, far)
    made = place(application, far)
    client = browser(application, where, VISITORS["a trainer"])
    rule = next(one for one in application.url_map.iter_rules() if one.endpoint == "staff.remove_demo")
    assert client.post(rule.rule).status_code == 303
    with application.extensions["records"].session() as s:
        assert roster.classroom(s, made.classroom) is None and roster.learner(s, made.learner) is None
    return made


def answer(client: FlaskClient, method: str, address: str) -> int:
    with client.open(address, method=method) as response:
        return response.status_code


@pytest.mark.parametrize("who", ["a tablet", "a volunteer", "a trainer"])
def test_ones_own_class_is_reached(application: Flask, where: Village, who: str) -> None:
    mine, roles = place(application, where), VISITORS[who]
    reached, wrong = set(), []
    for endpoint, method, address in addresses(application, mine):
        if may_call(endpoint, roles) and endpoint not in {*SPENT, *GONE}:
            status = answer(browser(application, where, roles), method, address)
            reached.add(endpoint)
            if status in (403, 404):
                wrong.append(f"{method} {endpoint} {status}")
    assert len(reached) > 2 and not wrong


@pytest.mark.parametrize("kind", ["another", "removed"])
@pytest.mark.parametrize("who", ["a tablet", "a volunteer", ALONE, "a stranger on the LAN"])
def test_no_other_class_is_reached(application: Flask, where: Village, who: str, kind: str) -> None:
    theirs, roles = other(application, kind, where), VISITORS[who]
    wrong, asked = [], 0
    for endpoint, method, address in addresses(application, theirs):
        status = answer(browser(application, where, roles), method, address)
        led_out = status == 303 and not may_call(endpoint, roles)
        asked += 1
        if not led_out and status not in (403, 404):
            wrong.append(f"{method} {endpoint} {status}")
    assert asked > 25
    if (who, kind) == (ALONE, "another"):
        assert {one.split()[1] for one in wrong} >= {"reports.classroom", "reports.person", "roster.show"}
    else:
        assert not wrong


@pytest.mark.parametrize("kind", ["another", "removed"])
@pytest.mark.parametrize("endpoint", SPENT)
def test_a_form_that_names_another_class_is_refused(
    application: Flask, where: Village, endpoint: str, kind: str
) -> None:
    mine, theirs = place(application, where), other(application, kind, where)
    client = browser(application, where, VISITORS["a volunteer"])
    with application.test_request_context():
        rule = next(one for one in application.url_map.iter_rules() if one.endpoint == endpoint)
        ((_, method, address),) = built(rule, {"learner_id": mine.learner, "classroom_id": mine.classroom})
    named = {"classroom": theirs.classroom, "other": theirs.learner, "learner": theirs.learner, "device": theirs.device}
    with client.open(address, method=method, data={key: str(named[key]) for key in SPENT[endpoint]}) as response:
        assert response.status_code == 404
    with application.extensions["records"].session() as s:
        learner = roster.learner(s, mine.learner)
        assert learner is not None and learner.classroom_id == mine.classroom


@pytest.mark.parametrize("kind", ["another", "removed"])
def test_the_board_and_a_new_tablet_are_of_ones_own_class(application: Flask, where: Village, kind: str) -> None:
    theirs = other(application, kind, where)
    client = browser(application, where, VISITORS["a volunteer"])
    assert answer(client, "GET", f"/board?class={theirs.classroom}") == 404
    with client.post("/staff/enrol", data={"classroom": str(theirs.classroom)}) as response:
        assert response.status_code == 404
    assert client.get_cookie(visitors.TABLET_COOKIE) is None
