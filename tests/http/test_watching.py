"""Watching a class: pages of a copy of its own, of which the real database never hears and which leaves nothing."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.config import Settings
from app.records import Records, journal, roster
from app.records.happened import HELP_ASKED, HELP_GIVEN
from app.records.tables import Learner
from app.web.elders import ASKS, FREEZES, MANNERS, SLIPPING
from app.web.watched import LEFT, WatchedClass
from app.web.watching import Watching, folder_of, sweep
from tests.inspector import Inspector, Page
from tests.people import village


def counts(records: Records) -> dict[str, int]:
    """How many rows each table has."""
    with records.session() as s:
        tables = s.scalars(text("select name from sqlite_master where type = 'table'")).all()
        return {name: s.scalar(text(f'select count(*) from "{name}"')) or 0 for name in tables}


@pytest.fixture(autouse=True)
def nobody_stays(application: Flask) -> Iterator[None]:
    """Whatever came of a test, its class is over with it."""
    yield
    application.extensions["watching"].end()


def ended() -> bool:
    return not any(one.name == "watched class" for one in threading.enumerate())


@pytest.fixture
def records(application: Flask) -> Records:
    """The real database, with a real class in it."""
    found: Records = application.extensions["records"]
    with found.writing() as s:
        village(s)
    return found


@pytest.fixture
def folder(application: Flask) -> Path:
    return folder_of(application.extensions["settings"])


@pytest.mark.slow
@pytest.mark.holds("watched-class")
@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_a_class_is_watched_and_helped_and_left_without_a_trace(
    application: Flask, client: Inspector, records: Records, folder: Path, lang: str
) -> None:
    before = counts(records)
    client.send("/preferences", lang=lang)
    assert client.send("/try/watch").headers["Location"] == "/watch/board"
    running = application.extensions["watching"].running()
    assert running is not None and running.seated.wait(60)
    page = client.page("/watch/board")
    assert page.lang == {"zh_Hans_CN": "zh-Hans-CN", "en": "en"}[lang]
    shown = client.get("/watch/board").text
    assert ("李春梅" if lang != "en" else "Li Chunmei") in shown and "楚河村" not in shown
    assert client.get(re.findall(r'href="(/watch/static/[^"]+)"', shown)[0]).status_code == 200
    person = re.findall(r'href="(/watch/staff/person/[^"]+)"', shown)[0]
    assert client.page(person).heading
    learner = person.rsplit("/", 1)[1]
    token = re.findall(r'name="csrf_token" value="([^"]+)"', shown)[0]
    assert client.post(f"/watch/board/helped/{learner}").status_code == 400, "it asks for its own token"
    helped = client.post(f"/watch/board/helped/{learner}", data={"csrf_token": token})
    assert helped.headers["Location"].startswith("/watch/board?class=")
    assert 'class="told"' in client.get(helped.headers["Location"]).text
    with running.app.extensions["records"].session() as s:
        assert str(journal.facts(s, HELP_GIVEN)[-1].learner_id) == learner
    assert client.post("/watch/try/leave").headers["Location"] == "/"
    assert ended() and not folder.exists()
    assert counts(records) == before
    assert Page(client.get("/watch/board").text).heading


@pytest.mark.slow
def test_there_is_one_class_at_a_time_and_only_its_board_is_open(
    application: Flask, client: Inspector, records: Records
) -> None:
    client.send("/try/watch")
    watching: Watching = application.extensions["watching"]
    first = watching.running()
    client.send("/try/watch")
    assert watching.running() is first
    for away in ("/watch/staff/room", "/watch/start", "/watch/wall", "/watch/nowhere", "/watch/staff/enrol"):
        assert client.get(away).headers["Location"] == "/watch/board"
        assert client.post(away).headers["Location"] == "/watch/board"
    client.environ_base["REMOTE_ADDR"] = "192.168.1.20"
    assert client.get("/watch/board").status_code == 403
    watching.end()
    assert ended()


@pytest.mark.slow
@pytest.mark.holds("watched-class")
def test_two_freeze_one_slips_one_asks_and_the_board_reacts(application: Flask, folder: Path) -> None:
    time_, headings = [0.0], []
    watched = WatchedClass(folder, application.extensions["another"], "en", clock=lambda: time_[0])

    def wait(seconds: float) -> None:
        time_[0] += seconds
        if not headings or time_[0] > len(headings) * 15:
            board = watched.open("/board")
            assert board is not None
            headings.append(Page(board.text).heading)
        if time_[0] > 240:
            told.update(what_happened(watched))
            watched.over.set()

    told: dict[str, Counter[str]] = {}
    watched.run(wait)
    assert len(set(headings)) > 1, "the board reacts"
    slips, frozen, hints = told["slip"], told["wait long"], told["hint"]
    by = {manner: [str(place) for place, one in enumerate(MANNERS) if one == manner] for manner in set(MANNERS)}
    assert set(frozen) == set(by[FREEZES]) and len(by[FREEZES]) == 2
    assert slips.most_common(1)[0][0] == by[SLIPPING][0]
    assert hints[by[ASKS][0]] >= 2
    assert told["asked"] and told["given"] and told["demo"] == {"True": 8}


def what_happened(watched: WatchedClass) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {
        name: Counter() for name in ("slip", "hint", "wait long", "asked", "given", "demo")
    }
    with watched.app.extensions["records"].session() as s:
        room = roster.classrooms(s)[0]
        people: list[Learner] = sorted(roster.learners(s, room.id), key=lambda one: one.joined_at)
        for place, person in enumerate(people):
            found["demo"][str(person.demo)] += 1
            for opened in journal.sessions(s, person.id):
                assert opened.demo and opened.device_id
                for act in journal.attempts(s, opened.uuid):
                    for name in {act.outcome, act.act} & set(found):
                        found[name][str(place)] += 1
        for name, kind in (("asked", HELP_ASKED), ("given", HELP_GIVEN)):
            found[name].update(str(one.learner_id) for one in journal.facts(s, kind))
    return found


@pytest.mark.slow
def test_a_class_that_nobody_looks_at_goes_by_itself(application: Flask, folder: Path) -> None:
    time_ = [0.0]
    watched = WatchedClass(folder, application.extensions["another"], "en", clock=lambda: time_[0])
    watched.open("/board")
    assert folder.exists()

    def wait(seconds: float) -> None:
        time_[0] += seconds

    watched.run(wait)
    assert LEFT < time_[0] < 2 * LEFT
    assert not folder.exists() and watched.over.is_set()


def test_a_start_takes_away_what_a_killed_server_left(settings: Settings) -> None:
    folder_of(settings).mkdir()
    (folder_of(settings) / "bandaojia.sqlite3").write_bytes(b"left")
    sweep(settings)
    assert not folder_of(settings).exists()


def test_a_class_that_is_over_says_so_kindly(client: Inspector) -> None:
    for lang in ("zh_Hans_CN", "en"):
        client.send("/preferences", lang=lang)
        assert client.page("/watch/board").heading
    answer = client.get("/watch/board", headers={"HX-Request": "true"})
    assert answer.status_code == 204 and answer.headers["HX-Redirect"] == "/watch/board"
