"""Every choice that is shown can be worked out anew from the facts before it and the artefact beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from app.practice import invented
from app.practice.invented import Elder, World
from app.practice.recomputing import CannotRecompute, recompute
from app.records import Records, journal
from app.simulator.shelf import Shelf
from models.artefact import Artefact, load
from models.keeping import keep, kept
from models.simulated import SimulatedLearner
from tests.people import NOW, village


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
        choices = journal.choices(s, where.learner_id)
        assert {choice.kind for choice in choices} == {"support", "suggestion"}
        assert {choice.body["artefact"] for choice in choices} == {shipped.hash, other.hash}
        for choice in choices:
            assert recompute(s, shelf.lessons, lambda hash_: kept(tmp_path, hash_), choice) == choice.body
        with pytest.raises(CannotRecompute):
            recompute(s, shelf.lessons, lambda hash_: None, choices[0])
        first = next(choice for choice in choices if choice.kind == "support" and choice.body["artefact"] == other.hash)
        swapped = recompute(s, shelf.lessons, lambda hash_: shipped, first)
    assert swapped != first.body
