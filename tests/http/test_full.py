"""The laptop's disk is full: all are told so kindly, nothing is half kept, and it goes on when there is room."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from flask import Flask

from app.records import Records, journal, roster, verifying
from app.records.identity import BOOT
from app.web.lasting import SIGNED_IN_FOR, noted, running
from tests.inspector import Inspector
from tests.people import NOW, Village, enrolled, village

pytestmark = [pytest.mark.slow, pytest.mark.holds("disk-full")]

LESSON = "certify-pension"
FULL = 507


@pytest.fixture
def records(application: Flask) -> Records:
    found: Records = application.extensions["records"]
    return found


@pytest.fixture
def where(records: Records) -> Village:
    with records.writing() as s:
        return village(s)


@pytest.fixture
def fill(records: Records) -> Callable[[bool], None]:
    """Fills the disk, or makes room on it again."""

    def fill(full: bool) -> None:
        assert records.room is not None
        records.room.free = partial(int, 0 if full else 2**40)
        if full:
            records.room.give_up()

    return fill


@pytest.fixture
def tablet(application: Flask, client: Inspector, where: Village) -> Inspector:
    """A tablet at which the village's learner sits, at the first screen of a lesson."""
    enrolled(application, client, where)
    client.post(f"/wall/{where.learner_id}", data={"csrf_token": client.token(f"/wall/{where.learner_id}")})
    return client


def form(page: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(csrf_token|session|uuid)" value="([^"]*)"', page))
    assert set(found) == {"csrf_token", "session", "uuid"}
    return found | {"act": "tap social"}


def acts(records: Records, session_id: str) -> list[str]:
    with records.session() as s:
        assert verifying.verify(s) == []
        return [attempt.act for attempt in journal.attempts(s, UUID(session_id))]


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_an_act_on_a_full_disk_is_refused_kindly_and_kept_once_there_is_room(
    tablet: Inspector, records: Records, fill: Callable[[bool], None], lang: str
) -> None:
    tablet.send("/preferences", lang=lang)
    sent = form(tablet.get(f"/practice/{LESSON}").text)
    fill(True)
    answer = tablet.post(f"/practice/{LESSON}/act", data=sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (FULL, "15")
    assert {"zh_Hans_CN": "电脑装满了", "en": "The laptop's disk is full"}[lang] in answer.text.replace("&#39;", "'")
    assert acts(records, sent["session"]) == []
    assert tablet.get(f"/practice/{LESSON}").status_code == FULL
    fill(False)
    assert tablet.post(f"/practice/{LESSON}/act", data=sent).status_code == 303
    assert acts(records, sent["session"]) == ["tap social"]


def test_a_script_is_told_in_json(tablet: Inspector, fill: Callable[[bool], None]) -> None:
    sent = form(tablet.get(f"/practice/{LESSON}").text)
    fill(True)
    answer = tablet.post(f"/practice/{LESSON}/act", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == FULL
    assert answer.json == {"kept": False, "problem": "disk-full", "say": "电脑装满了"}


def test_staff_read_on_and_are_told_what_to_do(
    application: Flask, where: Village, records: Records, fill: Callable[[bool], None]
) -> None:
    with records.writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        member = roster.add_staff(s, name="小刘", role="volunteer", password="wan-0000", now=NOW, classrooms=[room])
    browser = application.test_client()
    with browser.session_transaction() as kept:
        kept["staff"] = {"id": str(member.id), **noted(SIGNED_IN_FOR, BOOT, running())}
    assert isinstance(browser, Inspector)
    token = browser.token("/staff")
    fill(True)
    assert "回收站" in browser.get("/staff").text
    refused = browser.post("/staff/classes", data={"csrf_token": token, "name": "周五班", "place": "柳湾"})
    assert refused.status_code == FULL and "清空回收站" in refused.text
    assert browser.get("/staff").text.count("回收站") == 1
    fill(False)
    browser.post("/staff/classes", data={"csrf_token": token, "name": "周五班", "place": "柳湾"})
    assert "回收站" not in browser.get("/staff").text
