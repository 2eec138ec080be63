"""The model earns its place over the real lessons, with the weights as shipped, against people whose truth is known."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from app.practice import planning
from app.simulator.lesson import stage
from app.simulator.shelf import Shelf
from models.artefact import UNTOLD, load
from models.earning import Met, by_ladder, by_model, class_of, live
from models.figures import calibration
from models.opportunity import LEVELS, Step

LEARNERS = 300


@pytest.fixture(scope="module")
def lessons(shelf: Shelf) -> tuple[tuple[Step, ...], ...]:
    """The steps on the right path of every real lesson."""
    return tuple(planning.main_steps(stage(lesson)) for lesson in shelf.lessons.values())


@cache
def lived(lessons: tuple[tuple[Step, ...], ...], way: str, learners: int = LEARNERS) -> list[Met]:
    """All that simulated learners met, helped in one way."""
    artefact = UNTOLD if way == "constant" else load()
    chosen = by_ladder if way == "ladder" else by_model
    return [met for seed, kind in class_of(learners) for met in live(seed, kind, lessons, artefact, chosen)]


def wrong(met: list[Met]) -> int:
    """Steps held back when ready and steps left alone when not."""
    return sum(one.held_back or one.left_alone for one in met)


@pytest.mark.slow
@pytest.mark.holds("earns-its-place")
def test_support_fits_better_than_the_fixed_ladder(lessons: tuple[tuple[Step, ...], ...]) -> None:
    by_the_model, by_the_ladder = lived(lessons, "model"), lived(lessons, "ladder")
    assert len(by_the_model) == len(by_the_ladder) > 200 * LEARNERS
    assert wrong(by_the_model) <= 0.75 * wrong(by_the_ladder)


@pytest.mark.slow
@pytest.mark.holds("earns-its-place")
@pytest.mark.parametrize("level", LEVELS)
def test_what_the_model_says_comes_true_at_each_level(lessons: tuple[tuple[Step, ...], ...], level: str) -> None:
    met = [one for one in lived(lessons, "model") if one.level == level and one.outcome != "helped"]
    assert len(met) > 10 * LEARNERS
    right = np.asarray([one.outcome == "alone" for one in met], float)
    assert calibration(right, np.asarray([one.said for one in met])) <= 0.05


@pytest.mark.slow
@pytest.mark.holds("earns-its-place")
def test_a_model_held_at_a_constant_earns_nothing(lessons: tuple[tuple[Step, ...], ...]) -> None:
    assert wrong(lived(lessons, "constant", 60)) > 0.75 * wrong(lived(lessons, "ladder", 60))
