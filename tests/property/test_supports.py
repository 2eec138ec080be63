"""Whatever staff choose of somebody's support and put back again, the plan is the one the model would have given."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice import invented, prepare
from app.practice.invented import Elder, World
from app.records import Records, Session, supports
from app.records.supports import ALL, MODEL
from app.simulator.shelf import Shelf
from app.simulator.support import SUPPORT
from models.artefact import load
from models.simulated import SimulatedLearner
from tests.people import NOW, village

pytestmark = [pytest.mark.slow, pytest.mark.holds("override")]

LESSONS = ("certify-pension", "connect-wifi")
LATER = NOW + timedelta(days=20)


class Practised:
    """Somebody with some weeks behind them, in a session that is never kept."""

    def __init__(self, s: Session, shelf: Shelf) -> None:
        self.s, self.who, self._lessons = s, village(s).learner_id, shelf.lessons
        elder = Elder(self.who, SimulatedLearner("chosen", "asks"), NOW)
        for day in (0, 2, 5, 9):
            at, world = NOW + timedelta(days=day), World(shelf.lessons, load(), Random(day))
            invented.play(s, world, elder, LESSONS[day % 2], at, at + timedelta(hours=2))

    def choose(self, lesson: str, support: str) -> None:
        supports.choose(self.s, self.who, lesson, support, by=uuid4(), now=LATER)

    def standing(self) -> list[str]:
        return list(supports.standing(supports.told(self.s, self.who)))

    def plans(self, *, off: bool) -> list[dict[str, Any]]:
        artefact = load().switched(off=off)
        made = [prepare(self.s, self._lessons, artefact, self.who, one, LATER).as_data() for one in LESSONS]
        for one in made:
            one["trial"].pop("upto", None)  # how long the log was
        return made


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, shelf: Shelf) -> Iterator[Practised]:
    file = tmp_path_factory.mktemp("chosen") / "bandaojia.sqlite3"
    shutil.copyfile(empty_database, file)
    records = Records(f"sqlite:///{file.as_posix()}")
    with records.writing() as s:
        yield Practised(s, shelf)
    records.close()


CHOICES = st.lists(st.tuples(st.sampled_from((ALL, *LESSONS)), st.sampled_from((*SUPPORT, MODEL))), max_size=8)


@given(CHOICES, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=60, deadline=None)
def test_put_back_is_as_the_model_says(
    practised: Practised, choices: list[tuple[str, str]], chance: Random, off: bool
) -> None:
    for lesson in practised.standing():  # what an example that failed left behind
        practised.choose(lesson, MODEL)
    before = practised.plans(off=off)
    stands = {ALL: MODEL}
    for lesson, support in choices:
        practised.choose(lesson, support)
        stands[lesson] = support
    for one, told, own in zip(LESSONS, practised.plans(off=off), before, strict=True):
        wanted = stands.get(one, MODEL) or stands[ALL]
        mine = own["plan"]["steps"]
        for name, step in told["plan"]["steps"].items():
            chosen = wanted if step["code"] != "trial" else MODEL
            assert step["level"] == (chosen or mine[name]["level"])
            assert step.get("model", step["level"]) == mine[name]["level"]
    there = list(stands)
    chance.shuffle(there)
    for lesson in there:
        practised.choose(lesson, MODEL)
    assert practised.standing() == []
    assert practised.plans(off=off) == before
