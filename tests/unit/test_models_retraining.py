"""Learning from use: only what predicts held-out people better is kept, it can be undone, and no data breaks it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from models.artefact import RETRAINED, UNTOLD, load, serving, sigmoid
from models.keeping import kept, serve, switch, undo
from models.opportunity import Opportunity
from models.recalibration import shift_and_slope
from models.retraining import HELD_OUT, retrain
from models.train import histories
from models.world import class_of, live
from tests import remodel

SHIPPED = load()


def easy_people(learners: int) -> list[list[Opportunity]]:
    """A site where nearly all goes well, far from what the shipped model expects."""
    rng = Random(2)
    return [
        [
            Opportunity(f"s{n % 9}", ("tap",), "alone", "alone" if rng.random() < 0.95 else "slip", 90.0 * n)
            for n in range(40)
        ]
        for _ in range(learners)
    ]


@pytest.mark.parametrize("learners", [0, 1, 7])
def test_from_few_people_nothing_is_learned(learners: int) -> None:
    found = retrain(SHIPPED, easy_people(learners))
    assert found.chosen is found.trials[0]
    assert [trial.name for trial in found.trials] == ["present"]


def test_a_site_that_differs_gets_its_own_shift_and_what_is_no_better_is_not_kept() -> None:
    found = retrain(SHIPPED, easy_people(40))
    assert found.held_out == 40 // HELD_OUT
    assert found.chosen.name == "recalibrated"
    losses = [found.trials[0].log_loss]
    while found.chosen is not found.trials[0]:
        losses.append(found.chosen.log_loss)
        found = retrain(found.chosen.artefact, easy_people(40))
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.9 * losses[0]


@pytest.mark.slow
def test_from_many_people_all_weights_are_fitted_anew_and_better_than_none() -> None:
    met = [live(seed, kind, course) for seed, kind, course in class_of(280, 9)]
    found = retrain(UNTOLD, met)
    assert found.chosen.name == "fitted anew"
    assert found.chosen.log_loss < 0.9 * found.trials[0].log_loss


@pytest.mark.parametrize("truth", [(0.8, 0.2), (0.5, 1.0), (-1.0, 0.3)])
def test_shift_and_slope_are_the_best_also_where_the_slope_may_not_be_flatter(truth: tuple[float, float]) -> None:
    dice = Random(1)
    said = [dice.gauss(1.0, 1.2) for _ in range(800)]
    pairs = [(z, int(dice.random() < sigmoid(truth[0] + truth[1] * z))) for z in said]
    assert shift_and_slope(pairs) == pytest.approx(remodel.shift_and_slope(pairs), abs=1e-4)


def test_what_is_served_can_be_undone_step_by_step(tmp_path: Path) -> None:
    first, second = replace(SHIPPED, intercept=0.1), replace(SHIPPED, intercept=0.2)
    serve(tmp_path, first)
    serve(tmp_path, second)
    assert serving(tmp_path).hash == second.hash
    assert {kept(tmp_path, one.hash) is not None for one in (SHIPPED, first, second)} == {True}
    assert kept(tmp_path, UNTOLD.hash) is None
    assert undo(tmp_path) is not None
    assert serving(tmp_path).hash == first.hash
    undo(tmp_path)
    assert serving(tmp_path).hash == SHIPPED.hash
    assert not (tmp_path / RETRAINED).exists()
    assert undo(tmp_path) is None


def test_switched_off_it_stays_the_same_model(tmp_path: Path) -> None:
    switch(tmp_path, off=True)
    assert serving(tmp_path).off
    assert serving(tmp_path).hash == SHIPPED.hash
    switch(tmp_path, off=False)
    assert not serving(tmp_path).off


def test_the_words_of_the_command_line(application: Flask) -> None:
    runner = application.test_cli_runner()

    def said(word: str, code: int = 0) -> str:
        told = runner.invoke(args=["model", word])
        assert told.exit_code == code, told.output
        return told.output

    assert "The present model stays" in said("retrain")
    assert "no model before" in said("undo", 1)
    said("off")
    assert "switched off" in said("card")
    said("on")
    assert "switched off" not in said("card")
    assert "0 different" in said("recompute")
    assert "answers" in said("calibration")


def test_the_shipped_artefact_learned_from_simulated_people_alone() -> None:
    assert "simulated" in SHIPPED.made["from"]
    assert len(histories(9, 1)) == 9
