"""The demo's history is made through the real code: marked, whole, in the past, and believable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from app import classes, create_app, reports
from app.cli.seed import WEEKS
from app.config import Settings
from app.practice import calendars, invented, lives, offering, sitting
from app.practice.invented import Elder, World
from app.records import Records, journal, progress, roster, verifying
from app.simulator.shelf import Shelf
from models.artefact import load
from models.simulated import SimulatedLearner
from tests.people import NOW, village


def test_a_simulated_play_is_a_play_like_any_other(records: Records, shelf: Shelf) -> None:
    world = World(shelf.lessons, load(), Random("a"))
    with records.writing() as s:
        where = village(s, demo=True)
        elder = Elder(where.learner_id, SimulatedLearner("a", "quick"), NOW)
        lesson = invented.choose(s, world, elder, NOW)
        place, ended = invented.play(s, world, elder, lesson, NOW, NOW + timedelta(hours=1))
        acts = journal.attempts(s, place.session.uuid)
        assert verifying.verify(s) == []
    assert place.session.demo
    assert lesson in shelf.lessons
    assert len(acts) > 10
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert NOW < acts[0].at < acts[-1].at <= ended < NOW + timedelta(hours=1)
    assert {act.outcome for act in acts} >= {"correct"}


def test_a_play_stops_where_the_class_does(records: Records, shelf: Shelf) -> None:
    world = World(shelf.lessons, load(), Random("a"))
    until = NOW + timedelta(seconds=60)
    with records.writing() as s:
        where = village(s, demo=True)
        elder = Elder(where.learner_id, SimulatedLearner("a", "slow"), NOW)
        place, _ = invented.play(s, world, elder, "certify-pension", NOW, until)
        assert all(act.at < until for act in journal.attempts(s, place.session.uuid))
    assert not place.place.done


@pytest.mark.slow
def test_seeding_makes_six_weeks_of_a_class_that_learns(application: Flask) -> None:
    runner = application.test_cli_runner()
    told = runner.invoke(args=["seed", "demo"])
    assert told.exit_code == 0, told.output
    assert told.output.count("-") >= 2
    records: Records = application.extensions["records"]
    now = datetime.now(UTC)
    with records.session() as s:
        (room,) = roster.classrooms(s)
        met = progress.classroom_opportunities(s, room.id)
        curve = reports.alone_curve(met, reports.LEAST_PEOPLE)
        shown = reports.board(s, room, now)
        assert verifying.verify(s) == []
    assert room.demo
    assert now - timedelta(weeks=WEEKS, days=1) < met[0].at < now - timedelta(weeks=WEEKS - 1)
    assert max(one.at for one in met) <= now
    assert len({one.learner_id for one in met}) == 14
    assert curve is not None
    assert curve.points[-1].low > curve.points[0].high
    assert 1 <= len(shown.asked) <= 3
    assert len(shown.practising) >= 4
    again = runner.invoke(args=["seed", "demo"])
    assert again.exit_code == 1
    assert "empty database" in again.output


def test_a_life_kept_at_hand_is_offered_and_prepared_what_the_records_would_say(records: Records, shelf: Shelf) -> None:
    """What `lives` remembers comes to the same as what practice asks of the log."""
    artefact, world = load(), World(shelf.lessons, load(), Random("b"))
    with records.writing() as s:
        where = village(s, demo=True)
        calendars.keep(s, where.classroom_id, [1], NOW)
        life = lives.begin(Elder(where.learner_id, SimulatedLearner("b", "quick"), NOW), artefact)
        for week in range(5):
            at = NOW + timedelta(weeks=week)
            offered = offering.offers(s, shelf.lessons, artefact, where.learner_id, at)
            lesson = lives.choose(s, world, life, [1], at)
            assert offering.offers_body(offered, artefact) == life.offered
            if lesson not in life.open:
                ready = lives.ready(s, world, life, shelf.lessons[lesson], at)
                assert ready == sitting.prepare(s, shelf.lessons, artefact, where.learner_id, lesson, at)
            lives.play(s, world, life, lesson, at, at + timedelta(minutes=50 if week != 2 else 1), None)
        assert verifying.verify(s) == []


@pytest.mark.slow
def test_a_county_is_invented_whole_marked_and_removable(application: Flask) -> None:
    runner = application.test_cli_runner()
    told = runner.invoke(args=["seed", "county", "--villages", "2", "--learners", "12", "--weeks", "4"])
    assert told.exit_code == 0, told.output
    records: Records = application.extensions["records"]
    with records.writing() as s:
        rooms = roster.classrooms(s)
        people = [person for room in rooms for person in roster.learners(s, room.id)]
        assert (len(rooms), len(people)) == (2, 12)
        assert all(one.demo for one in (*rooms, *people, *roster.all_staff(s)))
        days = list(progress.practised(s, [room.id for room in rooms]))
        assert len({day.learner_id for day in days}) >= 6
        assert max(day.day for day in days) <= datetime.now(UTC).toordinal()
        assert verifying.verify(s) == []
        classes.remove_demo(s, datetime.now(UTC))
        assert not roster.anything_in(s)
        assert list(progress.practised(s, [room.id for room in rooms])) == []
        assert verifying.verify(s) == []


@pytest.mark.slow
def test_a_county_is_invented_where_nothing_is_yet(tmp_path: Path, shelf: Shelf) -> None:
    fresh = create_app(Settings.at(tmp_path / "new", narrates=False), shelf)
    told = fresh.test_cli_runner().invoke(args=["seed", "county", "--villages", "2", "--learners", "6", "--weeks", "4"])
    assert told.exit_code == 0, told.output
    with fresh.extensions["records"].session() as s:
        assert len(roster.classrooms(s)) == 2
    fresh.extensions["records"].close()


def test_people_are_added_with_a_password_from_standard_input(application: Flask) -> None:
    runner = application.test_cli_runner()
    add = ["people", "add", "--role", "trainer", "--password-stdin"]
    told = runner.invoke(args=[*add, "--name", "周老师"], input="wan-shan-0000\n")
    assert told.exit_code == 0, told.output
    assert "wan-shan" not in told.output
    assert runner.invoke(args=add, input="wan-shan-0000\n").exit_code == 0
    assert runner.invoke(args=[*add, "--name", "周老师"], input="wan-shan-0000\n").exit_code == 1
    assert runner.invoke(args=[*add, "--name", "短"], input="short\n").exit_code == 1
    change = ["people", "password", "周老师", "--password-stdin"]
    assert runner.invoke(args=change, input="shan-wan-0000\n").exit_code == 0
    records: Records = application.extensions["records"]
    with records.session() as s:
        assert [member.name for member in roster.all_staff(s)] == ["trainer", "周老师"]
        assert roster.check_password(s, "周老师", "shan-wan-0000") is not None
    listed = runner.invoke(args=["people", "list"])
    assert "周老师" in listed.output
