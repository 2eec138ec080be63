"""Starting a class: the page tells a way in that works, and a tablet joins by the square or by four digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.records import Records, roster
from app.web import room, visitors
from app.web.room import Address, Room, addresses
from tests.inspector import Inspector
from tests.people import Village, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
LAN = "192.168.31.8"
TABLET = "192.168.31.77"


@dataclass
class Ip:
    ip: Any
    is_IPv4: bool = True


@dataclass
class Adapter:
    nice_name: str
    ips: list[Ip]


ADAPTERS = [
    Adapter("lo", [Ip("127.0.0.1"), Ip(("::1", 0, 0), False)]),
    Adapter("docker0", [Ip("172.17.0.1")]),
    Adapter("Ethernet", [Ip("169.254.3.4")]),
    Adapter("hotspot", [Ip("172.20.10.2")]),
    Adapter("Wi-Fi", [Ip(LAN)]),
]


@pytest.fixture
def where(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    """A class whose laptop is in one network, with the room shut; it serves nothing for real."""
    records: Records = application.extensions["records"]
    with records.writing() as s:
        made = staffed(s, PASSWORD)
    monkeypatch.setattr(room, "addresses", lambda: (Address(LAN, "Wi-Fi"), Address("172.20.10.2", "hotspot")))
    served: list[str] = []
    application.extensions["room"] = Room("127.0.0.1", 5000, served.append)
    application.extensions["served"] = served
    yield made


def sign_in(client: Inspector) -> None:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303


def begin(client: Inspector, where: Village) -> str:
    return client.get(f"/staff/class/{where.classroom_id}/start").text


def opened(application: Flask, client: Inspector, where: Village) -> str:
    """The start page with the room open; gives the four digits."""
    sign_in(client)
    client.send("/staff/room", classroom=str(where.classroom_id))
    return str(application.extensions["joining"].code(where.classroom_id, visitors.lasting.running()).digits)


def tablet(application: Flask) -> Inspector:
    client = Inspector(application)
    client.environ_base |= {"REMOTE_ADDR": TABLET, "HTTP_ACCEPT_LANGUAGE": "en"}
    return client


def test_addresses_of_inner_machines_come_last_and_the_way_out_first() -> None:
    assert [one.ip for one in addresses(ADAPTERS, LAN)] == [LAN, "172.20.10.2", "172.17.0.1"]
    assert [one.ip for one in addresses(ADAPTERS, "")] == ["172.20.10.2", LAN, "172.17.0.1"]
    assert all(not one.ip.startswith("127.") for one in addresses())


def test_the_room_is_opened_by_one_press_at_the_laptop(application: Flask, client: Inspector, where: Village) -> None:
    sign_in(client)
    assert "Let the tablets in" in begin(client, where)
    assert client.send("/staff/room", classroom=str(where.classroom_id)).status_code == 303
    assert application.extensions["served"] == [LAN, "172.20.10.2"]
    page = begin(client, where)
    assert f"{LAN}:5000" in page and "Let the tablets in" not in page and 'class="qr"' in page
    client.send("/staff/room", classroom=str(where.classroom_id))
    assert application.extensions["served"] == [LAN, "172.20.10.2"], "once is enough"


def test_nobody_opens_the_room_from_elsewhere(application: Flask, client: Inspector, where: Village) -> None:
    sign_in(client)
    client.environ_base["REMOTE_ADDR"] = TABLET
    assert client.send("/staff/room").status_code == 403
    assert application.extensions["served"] == []


def test_an_address_is_taken_by_another_program(application: Flask, client: Inspector, where: Village) -> None:
    def taken(ip: str) -> None:
        raise OSError(ip)

    application.extensions["room"] = Room("127.0.0.1", 5000, taken)
    sign_in(client)
    client.send("/staff/room", classroom=str(where.classroom_id))
    assert "another program uses this port" in begin(client, where)


def test_without_a_network_the_page_says_what_to_do(
    client: Inspector, where: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "addresses", tuple)
    sign_in(client)
    assert "is in no network" in begin(client, where)


def test_a_tablet_joins_by_four_digits_and_its_light_goes_on(
    application: Flask, client: Inspector, where: Village
) -> None:
    digits = opened(application, client, where)
    assert digits in begin(client, where) and "No tablet has come in yet" in begin(client, where)
    mine = tablet(application)
    assert "four digits" in mine.get("/").text
    assert mine.send("/join", code=digits).headers["Location"] == "/"
    wall = mine.get("/").text
    assert "This is seat 1 now" in wall and "Seat 1" in wall
    page = begin(client, where)
    assert "seat 1 came in at" in page and "of 1 connected" in page
    assert "On the roster: 1. Practising today: 0." in page


def test_a_tablet_joins_by_the_square_with_one_tap(application: Flask, client: Inspector, where: Village) -> None:
    opened(application, client, where)
    word = application.extensions["joining"].code(where.classroom_id, visitors.lasting.running()).word
    mine = tablet(application)
    assert "Shall this tablet belong to the class?" in mine.get(f"/join/{word}").text
    assert mine.send("/join", code=word).status_code == 303
    with application.extensions["records"].session() as s:
        assert [one.name for one in roster.devices(s, where.classroom_id)] == ["1"]
    mine.send("/join", code=word)
    with application.extensions["records"].session() as s:
        assert len(roster.devices(s, where.classroom_id)) == 1, "a tablet that joins again does not take a second seat"


def test_wrong_digits_let_in_nowhere_and_slow_guessing_down(
    application: Flask, client: Inspector, where: Village
) -> None:
    digits = opened(application, client, where)
    wrong = f"{(int(digits) + 1) % 10_000:04d}"
    mine = tablet(application)
    for told in (wrong, "", "１２３４", "x" * 300):
        mine.send("/join", code=told)
    assert "wait" in mine.get("/").text
    assert mine.send("/join", code=digits).status_code == 303
    with application.extensions["records"].session() as s:
        assert roster.devices(s, where.classroom_id) == []
    other = Inspector(application)
    other.environ_base["REMOTE_ADDR"] = "192.168.31.78"
    other.send("/join", code=digits)
    with application.extensions["records"].session() as s:
        assert len(roster.devices(s, where.classroom_id)) == 1, "nobody else waits for who guesses"
    assert "four digits" in mine.get("/join/nowhere").text


def test_another_class_has_another_code_and_its_page_is_not_shown(
    application: Flask, client: Inspector, where: Village
) -> None:
    digits = opened(application, client, where)
    records: Records = application.extensions["records"]
    with records.writing() as s:
        other: UUID = village(s, name="江城").classroom_id
    assert application.extensions["joining"].code(other, visitors.lasting.running()).digits != digits
    assert client.get(f"/staff/class/{other}/start").status_code == 404
    assert client.get("/start").headers["Location"] == f"/staff/class/{where.classroom_id}/start"
