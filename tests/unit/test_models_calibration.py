"""What the model said of past answers: in groups of the village's months, and each feature as counted over lists."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from random import Random

import pytest

from app.cli import learning
from app.records import Records
from models.artefact import Artefact, Tables, load
from models.features import FREE, NAMES, RULES, Spread
from models.group import MONTH
from models.opportunity import LEVELS, OUTCOMES, Opportunity
from models.recalibration import predictions
from tests import remodel
from tests.people import acts, play, village


def test_months_and_years_of_age_begin_by_the_clocks_of_the_village(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        for day, hour in ((31, 15), (31, 23), (30, 9)):
            opened = play(s, where, at=datetime(2026, 7, day, hour, 30, tzinfo=UTC))
            acts(s, opened, ["home pay correct", "code next correct"])
    with records.session() as s:
        looked = learning.look(s, {}, load(), datetime(2026, 8, 1, tzinfo=UTC), demo=False, tell=lambda done, of: None)
    assert {one.name: one.answers for one in looked.groups if one.kind == MONTH} == {"2026-07": 4, "2026-08": 2}
    assert learning.age_band(1957, datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == "60-69"
    assert learning.age_band(1957, datetime(2026, 12, 31, 16, tzinfo=UTC)) == "70-79"


SKILLS = ("tap", "scroll", "search")
STEPS = {"a": (), "b": ("tap",), "c": ("tap", "scroll"), "d": ("scroll", "search", "tap"), "e": ("search",)}


def weighing_everything(dice: Random) -> Artefact:
    """Weights on every feature, and a record of some steps and skills."""
    weights = tuple(dice.gauss(0, 0.2) if rule == FREE else dice.random() / 5 for rule in RULES)
    lines = tuple((dice.gauss(0, 0.3), 0.5 + dice.random()) for _ in range(len(LEVELS) + 1))
    tables = Tables(0.3, 0.7, {"a": 0.4, "c@2": -0.3}, {"tap": 0.2, "tap;scroll": -0.1, "search": 0.9})
    curves = [tuple(place / 7 + dice.random() for place in range(10)) for _ in range(2)]
    return Artefact(weights, -0.4, lines, tables, Spread(0.9, 0.4, 0.3, 0.02, *curves))


def life(dice: Random, length: int) -> list[Opportunity]:
    """Many meetings with few steps, minutes to months apart; now and then one arrives late."""
    at, met = 1.7e9, []
    for _ in range(length):
        step = dice.choice(tuple(STEPS))
        at += dice.choice((7.0, 60.0, 3600.0, 86400.0, 8e5, 3e6)) * dice.random()
        twist = dice.random() < 0.2
        met.append(
            Opportunity(
                step=f"{step}@2" if twist else step,
                skills=STEPS[step],
                support=dice.choice(LEVELS),
                outcome=dice.choice((*OUTCOMES, "alone")),
                at=at - (1e6 * dice.random() if dice.random() < 0.1 else 0.0),
                difficulty=round(dice.random(), 2),
                clutter=dice.choice((0.0, 0.6)),
                twist=twist,
            )
        )
    return met


@pytest.mark.holds("recounted")
@pytest.mark.parametrize("seed", range(3))
def test_what_is_streamed_is_what_is_counted_over_the_list(seed: int) -> None:
    dice = Random(seed)
    model = weighing_everything(dice)
    assert all(model.weights) and len(NAMES) == len(model.weights)
    history = life(dice, 40 if seed else 240)
    told = remodel.by_clock({"sequence": place, **asdict(one)} for place, one in enumerate(history))
    said = remodel.logits(json.loads(model.dumps()), told)
    answered = [z for z, one in zip(said, told, strict=True) if one["outcome"] != "helped"]
    assert answered == pytest.approx([z for z, _ in predictions(model, [history])], abs=1e-9)
