"""The page of a month and that of the model say what the attempts say, counted anew apart in SQL and plain Python."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.config import Settings
from app.records import roster
from app.records.folding import CHINA
from app.reports import lamp
from app.web.lamp import Bench
from models.group import LEAST
from tests import counties, recount
from tests.inspector import Inspector
from tests.people import NOW, staffed

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

PASSWORD = "zhou-zhou-0000"


@pytest.fixture
def settings(tmp_path: Path, county_file: Path) -> Settings:
    """A copy that has the county made by dice."""
    return counties.settings_over(county_file, tmp_path)


@pytest.fixture
def trainer(application: Flask, client: Inspector) -> Inspector:
    """A trainer's browser, on the last day of the county."""
    application.extensions["clock"] = lambda: NOW
    with application.extensions["records"].writing() as s:
        staffed(s, PASSWORD)
    client.send("/staff", name="周老师", password=PASSWORD)
    return client


def village_day(written: str) -> date:
    return (datetime.fromisoformat(written) + timedelta(hours=8)).date()


def of_month(file: Path, room: UUID, first: date) -> tuple[int, int, dict[str, tuple[int, int]]]:
    """Who met a step in a month, how often a task was finished, and for each task who does it alone, and who newly."""
    with sqlite3.connect(file) as db:
        db.row_factory = sqlite3.Row
        told = db.execute(
            "SELECT a.learner_id, a.at, a.outcome FROM attempt a JOIN learner l ON l.id = a.learner_id "
            "WHERE l.classroom_id = ?",
            (room.hex,),
        ).fetchall()
        mine = {row["id"] for row in db.execute("SELECT id FROM learner WHERE classroom_id = ?", (room.hex,))}
    days = [(act["learner_id"], village_day(act["at"])) for act in told if act["outcome"] != "neutral"]
    came = {who for who, day in days if (day.year, day.month) == (first.year, first.month)}
    ended = [act for act in recount.rows(file) if act["ended"] and act["who"] in mine]
    plays: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for act in ended:
        plays[act["lesson"], act["who"]].append(act)
    finished = sum(in_month(act["day"], first) for act in ended)
    alone: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (lesson, _), those in plays.items():
        begun = min(act["day"] for act in those)
        since = min((act["day"] for act in those if act["whole"] and act["day"] > begun), default=None)
        if since is not None and date.fromordinal(since).replace(day=1) <= first:
            alone[lesson][0] += 1
            alone[lesson][1] += in_month(since, first)
    return len(came), finished, {lesson: (count, new) for lesson, (count, new) in alone.items()}


def in_month(ordinal: int, first: date) -> bool:
    return date.fromordinal(ordinal).replace(day=1) == first


def shown(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def test_the_page_of_a_month_says_what_the_attempts_say(
    application: Flask, trainer: Inspector, county_file: Path
) -> None:
    with application.extensions["records"].session() as s:
        rooms = [room.id for room in roster.classrooms(s) if roster.learners(s, room.id)]
    told = 0
    today = NOW.astimezone(CHINA).date().replace(day=1)
    for room in rooms:
        for back in range(4):
            first = (today - timedelta(days=28 * back)).replace(day=1)
            address = f"/staff/class/{room}/print/month?month={first.isoformat()}"
            page = trainer.page(address)
            text = " ".join(one.text() for one in page.all("p"))
            came, finished, alone = of_month(county_file, room, first)
            assert shown(text, r"这个月来过的：(\d+)位") == came
            assert shown(text, r"练到底一共(\d+)回") == (finished if came else 0)
            lines = [one.text() for item in page.all("ul") for one in item.children if not isinstance(one, str)]
            counted = [(shown(line, r"：(\d+)位"), shown(line, r"头一回的有(\d+)位")) for line in lines]
            assert sorted(counted) == sorted(alone.values()), (room, first)
            told += len(counted)
    assert told > 10, "the county does things alone"


def answers(file: Path, now: datetime) -> dict[tuple[str, str], list[int]]:
    """Answers and those right alone, for each group of a look at the model; help taken is no answer."""
    with sqlite3.connect(file) as db:
        db.row_factory = sqlite3.Row
        told = db.execute(
            "SELECT a.*, p.size, l.birth_year, l.dialect, c.site_id FROM attempt a "
            "JOIN practice_session p ON p.uuid = a.session_id JOIN learner l ON l.id = a.learner_id "
            "JOIN classroom c ON c.id = l.classroom_id ORDER BY p.sequence, a.sequence"
        ).fetchall()
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for _, play in groupby(told, key=lambda act: act["session_id"]):
        for _, visit in groupby(play, key=lambda act: act["screen"]):
            act = next((one for one in visit if one["outcome"] != "neutral"), None)
            if act is None or act["outcome"] == "hint" or act["hints"]:
                continue
            age = now.year - act["birth_year"] if act["birth_year"] else None
            groups = [("all", ""), ("support", act["support"]), ("size", act["size"]), ("month", act["at"][:7])]
            groups += [("village", str(UUID(act["site_id"])))]
            groups += [("dialect", act["dialect"])] if act["dialect"] else []
            if age is not None:
                groups.append(("age", "80+" if age >= 80 else "0-59" if age < 60 else f"{age // 10}0-{age // 10}9"))
            for group in groups:
                found[group][0] += 1
                found[group][1] += act["outcome"] == "correct"
    return found


def test_the_page_of_the_model_says_what_the_attempts_say(
    application: Flask, trainer: Inspector, settings: Settings, county_file: Path
) -> None:
    bench: Bench = application.extensions["lamp"]
    assert trainer.send("/model/calibration").status_code == 303
    bench.join()
    assert not bench.failed
    looked = lamp.looked(settings.instance)
    assert looked is not None
    counted = answers(county_file, looked.at)
    told = {(one.kind, one.name): one for one in looked.groups}
    assert set(told) == set(counted)
    for group, (met, alone) in counted.items():
        assert told[group].answers == met, group
        assert told[group].seen == (pytest.approx(alone / met) if met >= LEAST else None), group
    page = trainer.page("/model", headers={"Accept-Language": "en"})
    rows = [[one.text() for one in row.walk() if one.tag in ("td", "th")] for row in page.all("tr")]
    whole = counted.pop(("all", ""))
    assert page.heading.endswith(f"and {int(100 * whole[1] / whole[0] + 0.5)} % were")
    for met, alone in counted.values():
        share = f"{int(100 * alone / met + 0.5)} %"
        assert any(row[-1] == str(met) and (met < LEAST or share in row) for row in rows), (met, alone)
