"""The story of a person and of a class says what the attempts say, counted anew apart in SQL and plain Python."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from app import reports
from app.charts import Curve
from app.records import Records, Session, ledger, roster
from app.reports.standing import Standing
from tests import counties, retold
from tests.people import NOW

pytestmark = [pytest.mark.slow, pytest.mark.holds("story")]

TASKS = (*counties.LESSONS, "pay-resident-medical")


@pytest.fixture(scope="module")
def file(county_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county with ticks of every sort, some of them told anew later."""
    path = tmp_path_factory.mktemp("story") / "bandaojia.sqlite3"
    shutil.copyfile(county_file, path)
    records, chance = Records(f"sqlite:///{path.as_posix()}"), Random("ticks")
    with records.writing() as s:
        people = [one.id for room in roster.classrooms(s) for one in roster.learners(s, room.id)]
        for number, who in enumerate(chance.choices(people, k=150)):
            how, known = chance.choice(ledger.HOW), chance.choice(ledger.KNOWN)
            at = NOW + timedelta(minutes=number)
            ledger.tick(s, who, chance.choice(TASKS), how=how, known=known, by=ledger.SELF, now=at)
    records.close()
    return path


@pytest.fixture(scope="module")
def county(file: Path) -> Iterator[Session]:
    records = Records(f"sqlite:///{file.as_posix()}")
    with records.session() as s:
        yield s
    records.close()


@pytest.fixture(scope="module")
def plays(file: Path) -> list[retold.Told]:
    return retold.plays(file)


@pytest.fixture(scope="module")
def ticks(file: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Person -> task -> how and how known, of the latest tick."""
    query = (
        "SELECT learner_id, json_extract(body, '$.task') AS task, json_extract(body, '$.how') AS how, "
        "json_extract(body, '$.known') AS known FROM fact WHERE kind = 'for_real' ORDER BY sequence"
    )
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for one in retold.asked(file, query):
        found[one["learner_id"]][one["task"]] = one["how"], one["known"]
    return found


def same_curve(told: Curve | None, again: list[retold.Told]) -> None:
    points = [(p.nth, p.share, p.low, p.high, p.people, p.steps) for p in told.points] if told else []
    wanted = [tuple(one[name] for name in ("nth", "share", "low", "high", "people", "steps")) for one in again]
    assert len(points) == len(wanted)
    for one, other in zip(points, wanted, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def same_standings(told: tuple[Standing, ...], again: dict[str, retold.Told]) -> None:
    assert [one.lesson for one in told] == list(again)
    for one in told:
        other = again[one.lesson]
        assert (one.plays, one.in_progress, one.last_at) == (other["plays"], other["open"], other["last_at"])
        assert (tuple(one.steps) if one.last else None) == other["last"]


def told_or_none(tick: ledger.Tick | None) -> tuple[str, str] | None:
    return (tick.how, tick.known) if tick else None


def test_every_figure_of_a_person(county: Session, plays: list[retold.Told], ticks: dict[str, Any]) -> None:
    groups = Counter[str]()
    for room in roster.classrooms(county):
        for learner in roster.learners(county, room.id):
            key = learner.id.hex
            report = reports.person_report(county, learner)
            mine = [play for play in plays if play["learner_id"] == key]
            again = retold.standing(mine)
            same_standings(report.standings, again)
            assert {one.lesson for one in report.story} == again.keys() | ticks[key].keys()
            for one in report.story:
                other = again.get(
                    one.lesson, {"group": "not_yet", "met": 0, "alone": 0, "last_met": None, "last": None}
                )
                assert (one.group, one.met, one.alone) == (other["group"], other["met"], other["alone"])
                assert one.last_met == other["last_met"]
                assert ((one.last.alone, one.last.helped, one.last.slipped) if one.last else None) == other["last"]
                tick = ticks[key].get(one.lesson)
                assert told_or_none(one.told) == (tick if tick and tick[1] == "told" else None)
                assert told_or_none(one.seen) == (tick if tick and tick[1] != "told" else None)
                groups[one.group] += 1
            visits = [visit for play in mine for visit in play["visits"]]
            same_curve(report.curve, retold.curve(visits, 1))
            latest = {(one["lesson"], one["screen"]): one for one in sorted(visits, key=lambda one: one["sequence"])}
            slipped = [step for step, one in latest.items() if one["slip"]]
            assert {(one.lesson, one.screen) for one in report.again} == set(slipped)
    assert min(groups[group] for group in ("alone", "helped", "not_yet")) > 3, "the county has some of each"


def test_every_figure_of_a_class(county: Session, plays: list[retold.Told], ticks: dict[str, Any]) -> None:
    rooms = roster.classrooms(county)
    for room in rooms:
        report = reports.class_report(county, room)
        mine = [play for play in plays if play["room"] == room.id.hex]
        own = {
            who: [play for play in mine if play["learner_id"] == who]
            for who in (x.learner.id.hex for x in report.lines)
        }
        stood = {who: retold.standing(those) for who, those in own.items()}
        for line in report.lines:
            same_standings(line.standings, stood[line.learner.id.hex])
        visits = [visit for play in mine for visit in play["visits"]]
        same_curve(report.curve, retold.curve(visits, 3))
        for one in report.story:
            of = [told[one.lesson] for told in stood.values() if one.lesson in told]
            here = [visit for visit in visits if visit["lesson"] == one.lesson]
            assert one.people == len(report.lines) == one.alone + one.helped + one.not_yet
            assert one.alone == sum(told["group"] == "alone" for told in of)
            assert one.helped == sum(told["group"] == "helped" for told in of)
            assert (one.met, one.met_alone) == (len(here), sum(visit["alone"] for visit in here))
            assert one.last_met == max((visit["at"] for visit in here), default=None)
            done = [ticks[who][one.lesson] for who in own if one.lesson in ticks[who]]
            done = [(how, known) for how, known in done if how != "not_yet"]
            assert one.told == sum(known == "told" for _, known in done)
            assert one.seen == len(done) - one.told
        order = [(one.alone, one.helped) for one in report.story]
        assert order == sorted(order, reverse=True)
        told = {one.lesson for one in report.story}
        assert told == {lesson for of in stood.values() for lesson in of} | {t for who in own for t in ticks[who]}
    assert sum(one.told for room in rooms for one in reports.class_report(county, room).story) > 5


def test_nobody_and_nothing_is_a_story_too(county: Session, plays: list[retold.Told]) -> None:
    assert UUID(plays[0]["learner_id"]) and reports.story.story((), (), {}) == ()
    assert reports.story.class_story([[], []], (), [{}]) == ()
