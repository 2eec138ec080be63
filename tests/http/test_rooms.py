"""The pages of a class, its list, its days, all classes and the weeks say what log and roster say, counted apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app import classes
from app.config import ROOT, Settings
from app.records import Session, attendance, roster
from app.records.folding import CHINA
from app.records.tables import Classroom
from app.simulator.shelf import Shelf
from app.web import story
from tests import counties, retold, rooms
from tests.http.test_divide import as_cells, signed_in, table
from tests.http.test_story_figures import curve_rows, of_class
from tests.http.test_week import MONDAY, SUNDAY
from tests.inspector import Element, Inspector, Page
from tests.people import NOW, Village, acts, play

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

CHINESE = {"Accept-Language": "zh-CN"}
DAYS = (date(2026, 8, 31), date(2026, 8, 27), date(2026, 8, 24), date(2026, 8, 20), date(2026, 8, 17))


@pytest.fixture
def settings(tmp_path: Path, told_county_file: Path) -> Settings:
    """A copy that has the county made by dice, with trials."""
    return counties.settings_over(told_county_file, tmp_path)


@pytest.fixture
def trainer(application: Flask, client: Inspector, shelf: Shelf) -> Inspector:
    """A trainer's browser; by dice some walked journeys, days were ticked, one of them twice, and tablets came."""
    application.extensions["clock"] = lambda: NOW
    signed_in(application, client, "周老师", "trainer")
    chance = Random("rooms")
    with application.extensions["records"].writing() as s:
        for room in roster.classrooms(s):
            _journeys(s, room, shelf, chance)
            _days(s, room, chance)
            tablets = [roster.enrol_device(s, classroom=room, now=NOW)[0] for _ in range(chance.randint(1, 5))]
            if len(tablets) > 2:
                classes.let_go(s, tablets[1], NOW)
    return client


def _journeys(s: Session, room: Classroom, shelf: Shelf, chance: Random) -> None:
    ways = [journey for journey in shelf.journeys.values() if not journey.gentle]
    for learner in roster.learners(s, room.id):
        if chance.random() < 0.4:
            for task in chance.choice(ways).tasks:
                if task in shelf.lessons and chance.random() < 0.85:
                    where = Village(room.site_id, room.id, learner.id)
                    acts(s, play(s, where, lesson=task, at=NOW - timedelta(days=1)), ["s0 pay correct end"])


def _days(s: Session, room: Classroom, chance: Random) -> None:
    member = roster.staff_named(s, "周老师")
    assert member is not None
    people = [one.id for one in roster.learners(s, room.id)]
    for day in (*DAYS, DAYS[0]):
        present = [who for who in people if chance.random() < 0.6]
        attendance.tick(s, member, room.id, day, present, NOW)


@pytest.fixture
def file(settings: Settings, trainer: Inspector) -> Path:
    """The file that the pages are made from."""
    return settings.instance / "bandaojia.sqlite3"


def all_rooms(file: Path) -> list[dict[str, Any]]:
    return retold.asked(file, "SELECT * FROM classroom ORDER BY name")


def section(page: Page, named: str) -> list[Element]:
    return [one for one in page.all("section") if one.attributes.get("aria-labelledby") == named]


def facts(held: Element) -> list[int]:
    """The numbers of a list of terms, in order."""
    return [int(one.text()) for one in held.walk() if one.tag == "dd"]


def test_the_page_of_a_class_its_list_and_its_days(
    trainer: Inspector, file: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What comes next is counted in test_reasons; the county's plays are of no lesson that can go on.
    monkeypatch.setattr(story, "upcoming", lambda s, learner: None)
    plays, ways = retold.plays(file), rooms.journeys(ROOT / "lessons", shelf.lessons)
    finished, whole = rooms.finished(plays), 0
    for room in all_rooms(file):
        people = rooms.people(file, room["id"])
        if not people:
            assert not rooms.came(file, room["id"])
            continue
        own = {one["id"]: [each for each in plays if each["learner_id"] == one["id"]] for one in people}
        stood = {who: retold.standing(mine) for who, mine in own.items()}
        page = trainer.page(f"/staff/class/{UUID(room['id'])}", headers=CHINESE)
        tried = retold.telling(file, [each for mine in own.values() for each in mine])
        of_class(page, people, own, stood, {}, list(tried.values()))
        told = [one.text() for held in section(page, "ways") for one in held.walk() if one.tag == "li"]
        counts = {title: rooms.walked(tasks, finished, own) for title, tasks in ways.items()}
        assert told == [
            f"{title}全班{len(people)}人：走完其中一些课的{some}人，全走完的{all_}人。"
            for title, (some, all_) in counts.items()
        ]
        whole += sum(all_ for _, all_ in counts.values())
        days = rooms.came(file, room["id"])
        (paper,) = section(page, "paper")
        lines = [one.text() for one in paper.walk() if one.attributes.get("class") == "sm"]
        *latest, mean = lines
        wanted = sorted(((day, sum(of.values()), len(of)) for day, of in days.items()), reverse=True)
        assert [re.findall(r"\d+", one) for one in latest] == [
            list(map(str, (day.month, day.day, listed, present))) for day, present, listed in wanted[:4]
        ]
        about = round(sum(present for _, present, _ in wanted) / len(wanted))
        assert re.findall(r"\d+", mean) == [str(len(wanted)), str(about)]
        for day, of in days.items():
            of_day(trainer, room["id"], day, {who for who, present in of.items() if present}, len(people))
        of_list(trainer, room["id"], people)
    assert whole > 2, "some walked through a whole journey"


def of_day(trainer: Inspector, room: str, day: date, present: set[str], listed: int) -> None:
    """Who is ticked on a day, of everybody."""
    page = trainer.page(f"/staff/class/{UUID(room)}/attendance?day={day}", headers=CHINESE)
    boxes = [one.attributes for one in page.all("input") if one.attributes.get("name") == "present"]
    assert len(boxes) == listed
    assert {UUID(one["value"]).hex for one in boxes if "checked" in one} == present


def of_list(trainer: Inspector, room: str, people: list[dict[str, Any]]) -> None:
    """How many are on the list, their ages, and when they joined."""
    page = trainer.page(f"/staff/class/{UUID(room)}/roster", headers=CHINESE)
    assert re.findall(r"\d+", page.heading) == [str(len(people))]
    rows = table(page, page.all("th")[0].text())
    for row, one in zip(rows, people, strict=True):
        joined = retold.moment(one["joined_at"]).astimezone(CHINA)
        age = [str(NOW.year - one["birth_year"])] if one["birth_year"] else []
        assert row[0].endswith(one["name"]) and re.findall(r"\d+", row[1]) == age
        assert row[3] == f"{joined.month}月{joined.day}日"


def test_the_pages_of_all_classes(trainer: Inspector, file: Path) -> None:
    plays = retold.plays(file)
    home = trainer.page("/staff", headers=CHINESE)
    page = trainer.page("/reports", headers=CHINESE)
    here = rooms.lately(plays, NOW)
    alone = steps = 0
    for place, room in enumerate(all_rooms(file), start=1):
        people = {one["id"] for one in rooms.people(file, room["id"])}
        mine = [one for one in plays if one["learner_id"] in people]
        stood = [retold.standing([one for one in mine if one["learner_id"] == who]) for who in people]
        done = sum(any(one["group"] == "alone" for one in of.values()) for of in stood)
        (held,) = section(home, f"r{place}")
        assert facts(held) == [len(people), rooms.tablets(file, room["id"])]
        (held,) = section(page, f"s{place}")
        assert facts(held) == [len(people), len(here & people), sum(bool(one["end"]) for one in mine), done]
        drawn = list(curve_rows([visit for one in mine for visit in one["visits"]], 10, of_one=False))
        figure = [one for one in page.all("figure") if one.attributes.get("aria-labelledby") == f"c{place - 1}-f"]
        assert [row for one in figure for row in body(one)] == drawn
        last = [one["last"] for of in stood for one in of.values() if one["last"]]
        alone, steps = alone + sum(one[0] for one in last), steps + sum(map(sum, last))
    assert re.findall(r"\d+", page.heading) == [str(steps), str(alone)]


def body(held: Element) -> list[list[str]]:
    """The cells of a table's body."""
    lines = [one for one in held.walk() if one.tag == "tr" and one.parent and one.parent.tag == "tbody"]
    return [[cell.text() for cell in line.children if isinstance(cell, Element)] for line in lines]


def test_the_weeks_of_everybody_and_of_each_village(trainer: Inspector, file: Path) -> None:
    plays = retold.plays(file)
    villages, drawn = retold.asked(file, "SELECT id FROM site ORDER BY name"), 0
    for village in (None, *(one["id"] for one in villages)):
        query = f"?village={UUID(village)}" if village else ""
        page = trainer.page(f"/reports/weeks{query}", headers=CHINESE)
        mine = [one for one in plays if village in (None, one["village"])]
        (held,) = section(page, "held")
        counts = rooms.weeks(mine, SUNDAY, 12)
        mondays = [MONDAY - timedelta(days=7 * ago) for ago in reversed(range(12))]
        assert [[row[0].strip("起从 "), row[1]] for row in body(held)] == [
            [f"{monday.year}年{monday.month}月{monday.day}日", str(count)]
            for monday, count in zip(mondays, counts, strict=True)
        ]
        wanted = []
        for nth in range(1, 13):
            counted = rooms.again(mine, SUNDAY - 7 * (13 - nth), SUNDAY - 7 * (12 - nth))
            if counted:
                wanted.append([str(nth), *as_cells(counted), str(sum(met for _, met in counted.values()))])
        figures = page.all("figure")
        assert [row for one in figures for row in body(one)] == wanted
        drawn += len(figures)
    assert drawn > 2, "everybody and two villages at least"
