"""Who may call what: every address of the application is in the one table, and the table is what happens."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.records import Records, roster
from app.records.identity import BOOT
from app.web import visitors
from app.web.access import ACCESS, STAFF, may_call
from app.web.lasting import SIGNED_IN_FOR, noted, running
from app.web.visitors import ANYBODY, DEVICE, LOCAL, ROLES, TRAINER, VOLUNTEER
from tests.people import Village, enrolled, staffed

LAN = "192.168.1.20"
VISITORS: dict[str, frozenset[str]] = {
    "a stranger on the LAN": frozenset({ANYBODY}),
    "a stranger at this machine": frozenset({ANYBODY, LOCAL}),
    "a tablet": frozenset({ANYBODY, DEVICE}),
    "a volunteer": frozenset({ANYBODY, VOLUNTEER}),
    "a trainer": frozenset({ANYBODY, TRAINER}),
}
OUT = ("/staff", "/")
"""Where somebody is led who may not see a page: to the way in, or to the front door."""


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer, and a trainer."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        return staffed(s, "wan-0000")


def browser(application: Flask, where: Village, roles: frozenset[str]) -> FlaskClient:
    """A browser that counts as these roles and no others."""
    client = application.test_client()
    client.environ_base["REMOTE_ADDR"] = "127.0.0.1" if LOCAL in roles else LAN
    if DEVICE in roles:
        enrolled(application, client, where)
    for role in roles & {VOLUNTEER, TRAINER}:
        records: Records = application.extensions["records"]
        with records.session() as s:
            member = next(one for one in roster.all_staff(s) if one.role == role)
        with client.session_transaction() as kept:
            kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}
    return client


def addresses(application: Flask, where: Village) -> Iterator[tuple[Rule, str, str]]:
    """Every rule of the application with each method it takes and an address that fits it."""
    known: dict[str, str | UUID] = {
        "filename": "icon.svg",
        "name": "0" * 32,
        "lesson": "certify-pension",
        "journey": "retire",
        "person": where.learner_id,
        "learner_id": where.learner_id,
        "classroom_id": where.classroom_id,
        "dialect": "yue",
        "reader": where.learner_id,
        "take": where.learner_id,
        "words": where.learner_id,
        "parcel": where.learner_id,
        "stick": where.learner_id,
        "device_id": where.classroom_id,
        "help_id": where.learner_id,
        "kind": "csv",
        "word": "retrain",
    }
    with application.test_request_context():
        for rule in application.url_map.iter_rules():
            values = {name: known.get(name, "x") for name in rule.arguments}
            built = rule.build(values)
            assert built is not None, rule
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method, built[1]


def refused(response: TestResponse) -> bool:
    """Whether the answer is no, or the way in instead of the page."""
    led = response.status_code == 303 and response.headers["Location"].split("?")[0] in OUT
    return response.status_code == 403 or (led and response.request.path not in ("/", *OUT))


@pytest.mark.holds("access")
def test_every_address_is_in_the_table_and_the_table_names_no_other(application: Flask) -> None:
    assert {rule.endpoint for rule in application.url_map.iter_rules()} == set(ACCESS)
    assert all(roles and roles <= set(ROLES) for roles in ACCESS.values())


@pytest.mark.holds("access")
@pytest.mark.parametrize(
    "who",
    [pytest.param(who, marks=pytest.mark.slow if roles & {*STAFF, DEVICE} else ()) for who, roles in VISITORS.items()],
)
def test_the_table_is_what_happens(application: Flask, where: Village, who: str) -> None:
    """A form that may be sent is refused later, for want of a token: that it got there is what counts here."""
    roles = VISITORS[who]
    wrong = []
    for rule, method, address in addresses(application, where):
        client = browser(application, where, roles)
        with client.open(address, method=method) as response:
            no = refused(response)
        if no == may_call(rule.endpoint, roles):
            wrong.append(f"{method} {address} ({rule.endpoint}): {response.status}")
    assert not wrong


def test_an_address_that_nobody_listed_is_refused_to_everybody(application: Flask, where: Village) -> None:
    application.add_url_rule("/unlisted", "unlisted", lambda: "secret")
    for roles in VISITORS.values():
        assert "secret" not in browser(application, where, roles).get("/unlisted").text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"Host": "evil.example"},
        {"Host": "evil:5000"},
    ],
)
def test_what_came_through_another_server_or_name_is_not_local(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/try/learn", headers=headers).status_code == 403


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.9.9.9"])
def test_this_machine_is_local_by_each_of_its_addresses(client: FlaskClient, address: str) -> None:
    client.environ_base["REMOTE_ADDR"] = address
    assert client.post("/try/learn").status_code == 400


def test_a_cookie_that_was_made_up_is_no_tablet(application: Flask, where: Village) -> None:
    client = browser(application, where, VISITORS["a stranger on the LAN"])
    client.set_cookie(visitors.TABLET_COOKIE, "made.up")
    assert refused(client.get("/wall"))


def test_a_signing_in_that_is_over_counts_no_more(application: Flask, where: Village) -> None:
    client = browser(application, where, VISITORS["a volunteer"])
    assert not refused(client.get("/board"))
    with client.session_transaction() as kept:
        kept["staff"] = {**kept["staff"], "left": 0}
    assert refused(client.get("/board"))
