"""The board says who needs somebody, for how long and how often, and how many practise, as the log says, told apart."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from app.records import roster
from app.reports import Presence
from app.web import lasting
from tests import desks, recount_board
from tests.http.test_divide import signed_in, within
from tests.inspector import Inspector, Page
from tests.people import NOW, file_of

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

ENGLISH = {"Accept-Language": "en"}
RAN = timedelta(hours=9)


@pytest.fixture
def file(application: Flask) -> Path:
    """The file of the copy's database."""
    return file_of(application)


def sit(application: Flask, tablets: dict[str, dict[str, Any]]) -> None:
    """Let tablets say of themselves what was diced."""

    def ran(at: datetime) -> timedelta:
        return RAN - (NOW - at)

    contacts = application.extensions["contacts"]
    for who, told in tablets.items():
        device = uuid4()
        one = Presence(UUID(who), device, told["play"], ran(told["came"]), ran(told["told"]), ran(told["touched"]))
        contacts.sits(one)
        if told["gone"]:
            contacts.sits(Presence(uuid4(), device, None, one.told, one.told, one.told))


def sentence(one: dict[str, Any]) -> str:
    """What the board says happened."""
    minutes, times = int((NOW - one["since"]).total_seconds() // 60), one.get("times", 0)
    some = f"{minutes} minute{'s' * (minutes != 1)}"
    if one["kind"] == "asked":
        return f"Asked for help {some} ago" if minutes else "Asked for help just now"
    if one["kind"] == "frozen":
        return f"Has touched nothing for {some}" if minutes else "Has stopped just now"
    if one["kind"] == "circling":
        return f"Going in circles: {times} rounds"
    return f"Slipped on the same thing {times} times"


def count(page: Page, words: str) -> int:
    """The number after some words of a heading; 0 where there is none."""
    found = [re.fullmatch(re.escape(words) + r": (\d+)", one.text()) for one in page.all("h2")]
    return next((int(one[1]) for one in found if one), 0)


def test_the_board(application: Flask, client: Inspector, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "running", lambda: RAN)
    application.extensions["clock"] = lambda: NOW
    trainer = signed_in(application, client, "周老师", "trainer")
    groups: Counter[str] = Counter()
    for number in range(3):
        with application.extensions["records"].writing() as s:
            site = roster.add_site(s, name=f"第{number}村", name_latin=f"Village {number}", now=NOW)
            room = roster.add_classroom(s, site=site, name=f"第{number}班", name_latin=f"Class {number}", now=NOW)
            tablets = desks.fill(s, room, Random(f"desks {number}"), 34)
            where = room.id
        sit(application, tablets)
        again = recount_board.seats(file, where, NOW, tablets)
        page = trainer.page(f"/board?class={where}", headers=ENGLISH)
        of_board(page, again)
        groups.update({name: len(those) for name, those in again.items()})
        groups.update(one["kind"] for one in again["needing"])
    assert (
        min(
            groups[name]
            for name in ("asked", "slipping", "circling", "frozen", "unvisited", "visited", "silent", "away")
        )
        > 1
    )


def of_board(page: Page, again: dict[str, list[dict[str, Any]]]) -> None:
    cards = [one for one in page.all("li") if "data-need" in one.attributes]
    shown = [
        (
            UUID(within(one, "a")[0].attributes["id"].removeprefix("who-")).hex,
            one.attributes["data-need"],
            next(tag for tag in within(one, "p") if tag.attributes.get("class") == "tag need").text(),
            "goes first" in one.text(),
        )
        for one in cards
    ]
    assert shown == [(one["who"], one["kind"], sentence(one), one["first"]) for one in again["needing"]]
    many = len(shown)
    needs = f"{many} person needs you now" if many == 1 else f"{many} people need you now"
    assert page.heading == (needs if many else "Nobody needs you now")
    for words, name in (
        ("Not visited today", "unvisited"),
        ("Their tablet is not heard from", "silent"),
        ("Visited today, practising by themselves", "visited"),
        ("Not here just now", "away"),
    ):
        assert count(page, words) == len(again[name]), words
    silent = re.findall(r"not heard from since (\d+:\d+)", " ".join(one.text() for one in page.all("section")))
    since = [f"{one['since'] + timedelta(hours=8):%H:%M}" for one in again["silent"]]
    assert sorted(one.zfill(5) for one in silent) == sorted(since)
