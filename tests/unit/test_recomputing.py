"""Every choice that is shown can be worked out anew from the facts before it and the artefact beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update

from app.practice import (
    Sitting,
    invented,
    ladders,
    open_play,
    opening,
    put_before_volunteer,
    sitting,
    stop_offered,
    whom_to_sit_with,
)
from app.practice.invented import Elder, World
from app.practice.pausing import decisions
from app.practice.recomputing import CannotRecompute, recompute
from app.records import Records, journal, roster
from app.records.identity import uuid7
from app.records.tables import LessonText
from app.simulator import machine
from app.simulator.shelf import Shelf
from models.artefact import Artefact, load
from models.keeping import keep, kept
from models.simulated import SimulatedLearner
from tests.people import NOW, village

pytestmark = pytest.mark.slow


def test_a_class_on_the_fixed_ladder_is_helped_without_the_model(records: Records, shelf: Shelf) -> None:
    def opened() -> Sitting:
        return open_play(s, shelf.lessons, load(), where.learner_id, "certify-pension", NOW, afresh=True)

    with records.writing() as s:
        where = village(s)
        assert not opened().session.plan["off"]
        ladders.put(s, where.classroom_id, NOW, on=True)
        on = opened().session.plan
        assert on["off"]
        assert {step["code"] for step in on["steps"].values()} == {"ladder"}
        ladders.put(s, where.classroom_id, NOW, on=False)
        assert not opened().session.plan["off"]


def test_a_play_whose_lesson_text_cannot_be_read_is_begun_anew(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        left = open_play(s, shelf.lessons, load(), where.learner_id, "certify-pension", NOW)
        assert open_play(s, shelf.lessons, load(), where.learner_id, "certify-pension", NOW).session == left.session
        later = {"certify-pension": replace(shelf.lessons["certify-pension"], hash="another")}
        s.execute(update(LessonText).values(text='{"of": "another age"}'))
        fresh = open_play(s, later, load(), where.learner_id, "certify-pension", NOW)
        assert fresh.session.uuid != left.session.uuid and fresh.session.lesson_hash == "another"
        learner = roster.learner(s, where.learner_id)
        assert learner is not None
        s.execute(update(LessonText).values(text='{"of": "another age"}'))
        assert opening(s, shelf.lessons, load(), learner, "certify-pension", NOW).screen == fresh.place.screen


def test_a_stop_is_offered_after_ten_decisions_and_only_on_something_done(records: Records, shelf: Shelf) -> None:
    offered = []
    with records.writing() as s:
        where = village(s)
        place = open_play(s, shelf.lessons, load(), where.learner_id, "certify-pension", NOW)
        while not place.place.done:
            done = machine.next_act(place.play, place.place)
            assert done is not None
            place = sitting.step(s, place, done, uuid7(NOW), NOW)
            offered.append((decisions(s, place), stop_offered(s, place)))
        assert [made for made, stop in offered if stop] and {made for made, stop in offered if stop} == {10}
        again = sitting.resume(s, shelf.lessons, place.session.uuid)
        assert not stop_offered(s, again)


def test_the_list_of_whom_to_sit_with_holds_the_class_and_names_a_coming_step(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        open_play(s, shelf.lessons, load(), where.learner_id, "certify-pension", NOW)
        listed = whom_to_sit_with(s, shelf.lessons, load(), where.classroom_id, NOW)
        assert str(where.learner_id) in {visit.id for visit in listed}
        mine = next(visit for visit in listed if visit.id == str(where.learner_id))
        assert mine.step.startswith("certify-pension.")
        assert mine.reason.code == "sit_step"


@pytest.mark.holds("recomputed")
@pytest.mark.parametrize("off", [False, True])
def test_every_choice_shown_can_be_worked_out_anew(records: Records, shelf: Shelf, tmp_path: Path, off: bool) -> None:
    shipped = load()
    other = Artefact(tuple(0.9 * w for w in shipped.weights), shipped.intercept, shipped.lines, shipped.tables)
    keep(tmp_path, other)
    with records.writing() as s:
        where = village(s, demo=True)
        elder = Elder(where.learner_id, SimulatedLearner("again", "asks"), NOW)
        for day, artefact in enumerate((shipped, other, shipped, other)):
            world = World(shelf.lessons, artefact.switched(off=off), Random(day))
            at = NOW + timedelta(days=3 * day)
            lesson = invented.choose(s, world, elder, at)
            invented.play(s, world, elder, lesson, at + timedelta(minutes=1), at + timedelta(hours=1))
        open_play(s, shelf.lessons, shipped.switched(off=off), where.learner_id, "certify-pension", at, afresh=True)
        for later in (timedelta(hours=2), timedelta(hours=3), timedelta(days=2)):
            put_before_volunteer(
                s, shelf.lessons, other.switched(off=off), where.classroom_id, {where.learner_id}, at + later
            )
        choices = journal.choices(s, where.learner_id)
        assert [choice.kind for choice in choices].count("sit_with") == 2
        assert {choice.kind for choice in choices} == {"support", "suggestion", "sit_with"}
        assert {choice.body["artefact"] for choice in choices} == {shipped.hash, other.hash}
        for choice in choices:
            assert recompute(s, shelf.lessons, lambda hash_: kept(tmp_path, hash_), choice) == choice.body
        with pytest.raises(CannotRecompute):
            recompute(s, shelf.lessons, lambda hash_: None, choices[0])
        first = next(choice for choice in choices if choice.kind == "support" and choice.body["artefact"] == other.hash)
        swapped = recompute(s, shelf.lessons, lambda hash_: shipped, first)
    assert swapped != first.body
