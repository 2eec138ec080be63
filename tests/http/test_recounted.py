"""The page of a month and that of the model say what the attempts say, counted anew apart in SQL and plain Python.

For the page of the model a county whose people play real lessons: one with its twists as they stand, one as it was
before, one whose text nobody can read; with trials, support chosen by hand, and two entries that are one person.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.config import ROOT, Settings
from app.records import Records, roster
from app.records.folding import CHINA
from app.reports import lamp
from app.web.lamp import Bench
from tests import counties, recount, remodel
from tests.inspector import Inspector, Page
from tests.people import NOW, staffed
from tests.shelves import LESSONS

pytestmark = [pytest.mark.slow, pytest.mark.holds("recounted")]

PASSWORD = "zhou-zhou-0000"
LEAST = 100
"""Fewer answers say nothing about a group."""
BETTER = 0.002
EARLY = NOW - timedelta(days=24, hours=3)
"""Half past six of an August morning in the village; a week before, it was August there and still July in Greenwich."""


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


@pytest.fixture(scope="module")
def played_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The file of a county whose people play real lessons."""
    path = tmp_path_factory.mktemp("played") / "bandaojia.sqlite3"
    shutil.copyfile(empty_database, path)
    texts = {lesson: LESSONS[lesson] for lesson in ("certify-pension", "spot-scam-sms", "connect-wifi")}
    old = texts["certify-pension"]
    easier = {name: replace(screen, difficulty=screen.difficulty / 2) for name, screen in old.screens.items()}
    texts["certify-pension"] = replace(old, hash="as it was before", screens=easier)
    records = Records(f"sqlite:///{path.as_posix()}")
    with records.writing() as s:
        people = counties.fill(s, counties.LESSONS, told=True, texts=texts, now=EARLY)
        roster.merge_learners(s, people[40], people[3], NOW)
    records.close()
    return path


@pytest.fixture(scope="module")
def told(played_file: Path) -> list[remodel.Told]:
    """Everybody of it with what they met; what counts as an answer with what the model said of it (`z`)."""
    model = json.loads((ROOT / "models" / "artefact.json").read_text(encoding="utf-8"))
    people = remodel.people(played_file)
    for one in people:
        said = remodel.logits(model, one["met"])
        one["answers"] = remodel.answers(met | {"z": z} for met, z in zip(one["met"], said, strict=True))
    return people


def grouped(people: list[remodel.Told], now: datetime) -> dict[tuple[str, str], list[tuple[float, bool]]]:
    """What was said of the answers of each group of a look at the model, and whether they were right alone."""
    year = (now + timedelta(hours=8)).year
    found: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for one in people:
        age = year - one["birth_year"] if one["birth_year"] else None
        own = [("village", str(UUID(one["village"])))]
        own += [("dialect", one["dialect"])] if one["dialect"] else []
        if age is not None:
            own.append(("age", "80+" if age >= 80 else "0-59" if age < 60 else f"{age // 10}0-{age // 10}9"))
        for act in one["answers"]:
            month = f"{datetime.fromtimestamp(act['at'], CHINA):%Y-%m}"
            groups = [("all", ""), ("support", act["support"]), ("size", act["size"]), ("month", month)]
            for group in groups + own:
                found[group].append((remodel.chance(act["z"]), act["outcome"] == "alone"))
    return found


class TestTheModel:
    """The page of the learner model."""

    @pytest.fixture
    def settings(self, tmp_path: Path, played_file: Path) -> Settings:
        """A copy that has the county of real lessons."""
        return counties.settings_over(played_file, tmp_path)

    def test_its_county_asks_for_everything(self, told: list[remodel.Told]) -> None:
        met = [one for person in told for one in person["met"]]
        assert {len(one["skills"]) for one in met} >= {0, 1, 2} and any(one["twist"] for one in met)
        assert any(one["by_hand"] for one in met) and any(one["outcome"] == "helped" for one in met)
        assert any(one["clock"] > one["at"] for one in met), "two entries of one person arrived one after the other"

    def test_the_page_says_what_the_attempts_say(
        self, application: Flask, trainer: Inspector, settings: Settings, told: list[remodel.Told]
    ) -> None:
        page = done(application, trainer, "calibration")
        looked = lamp.looked(settings.instance)
        assert looked is not None
        counted = grouped(told, looked.at)
        groups = {(one.kind, one.name): one for one in looked.groups}
        assert set(groups) == set(counted)
        rows = [[one.text() for one in row.walk() if one.tag in ("td", "th")] for row in page.all("tr")]
        shown_rows = 0
        for group, pairs in counted.items():
            kept, met = groups[group], len(pairs)
            assert kept.answers == met, group
            if met < LEAST:
                assert (kept.said, kept.seen, kept.error) == (None, None, None), group
                assert group[0] == "all" or any(row[-1] == str(met) and len(row) == 3 for row in rows), group
                continue
            said, alone = sum(p for p, _ in pairs) / met, sum(right for _, right in pairs) / met
            error = remodel.error([p for p, _ in pairs], [right for _, right in pairs])
            assert kept.said == pytest.approx(said, abs=1e-6), group
            assert kept.seen == pytest.approx(alone, abs=1e-9), group
            assert kept.error == pytest.approx(error, abs=1e-6), group
            if group[0] == "all":
                expected = f"expected {percent(said)} done alone, and {percent(alone)} were"
                assert page.heading == f"The learner model {expected}"
            else:
                assert [percent(said), percent(alone), percent(error), str(met)] in [row[-4:] for row in rows], group
                shown_rows += 1
        assert shown_rows > 12

    def test_what_retraining_compared_is_what_the_attempts_say(
        self, application: Flask, trainer: Inspector, settings: Settings, told: list[remodel.Told]
    ) -> None:
        page = done(application, trainer, "retrain")
        tried = lamp.tried(settings.instance)
        assert tried is not None
        practised = [one for one in told if one["met"]]
        held = [one for number, one in enumerate(practised, 1) if number % 4 == 0]
        fitted = [one for number, one in enumerate(practised, 1) if number % 4]
        steps = sum(len(one["met"]) for one in practised)
        assert (tried.fitted, tried.held_out, tried.opportunities) == (len(fitted), len(held), steps)
        losses = {"present": remodel.loss(said_of(held))}
        losses["recalibrated"] = remodel.loss(said_of(held), *remodel.shift_and_slope(said_of(fitted)))
        assert dict(tried.trials) == {
            "present": pytest.approx(losses["present"], abs=1e-6),
            "recalibrated": pytest.approx(losses["recalibrated"], abs=2e-5),
        }
        best = losses["recalibrated"] < losses["present"] - BETTER
        assert tried.kept == ("recalibrated" if best else "present")
        cells = [one.text() for one in page.all("td")]
        assert f"{losses['present']:.4f}" in cells and f"{dict(tried.trials)['recalibrated']:.4f}" in cells
        told_so = f"Learned from {len(fitted)} people, compared on {len(held)} others, {steps} steps in all."
        assert told_so in [one.text() for one in page.all("p")]


def percent(share: float) -> str:
    return f"{round(100 * share)} %"


def said_of(people: list[remodel.Told]) -> list[tuple[float, bool]]:
    return [(act["z"], act["outcome"] == "alone") for one in people for act in one["answers"]]


def done(application: Flask, trainer: Inspector, word: str) -> Page:
    """The page after a word was done to the end."""
    bench: Bench = application.extensions["lamp"]
    assert trainer.send(f"/model/{word}").status_code == 303
    bench.join()
    assert not bench.failed
    return trainer.page("/model", headers={"Accept-Language": "en"})
