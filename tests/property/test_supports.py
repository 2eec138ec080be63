"""Whatever staff choose of somebody's support and put back again, the plan is the one the model would have given."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

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


@pytest.fixture(scope="module")
def practised(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, shelf: Shelf
) -> Iterator[tuple[Session, UUID]]:
    """Somebody with some weeks behind them, in a session that is never kept."""
    file = tmp_path_factory.mktemp("chosen") / "bandaojia.sqlite3"
    shutil.copyfile(empty_database, file)
    records = Records(f"sqlite:///{file.as_posix()}")
    with records.writing() as s:
        who = village(s).learner_id
        elder = Elder(who, SimulatedLearner("chosen", "asks"), NOW)
        for day in (0, 2, 5, 9):
            at = NOW + timedelta(days=day)
            invented.play(
                s, World(shelf.lessons, load(), Random(day)), elder, LESSONS[day % 2], at, at + timedelta(hours=2)
            )
        yield s, who
    records.close()


CHOICES = st.lists(st.tuples(st.sampled_from((ALL, *LESSONS)), st.sampled_from((*SUPPORT, MODEL))), max_size=8)


@given(CHOICES, st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=60, deadline=None)
def test_put_back_is_as_the_model_says(
    practised: tuple[Session, UUID], shelf: Shelf, choices: list[tuple[str, str]], chance: Random, off: bool
) -> None:
    s, who = practised
    artefact = load().switched(off=off)

    def plans() -> list[dict[str, object]]:
        return [prepare(s, shelf.lessons, artefact, who, one, LATER).as_data() for one in LESSONS]

    before = plans()
    stands = {ALL: MODEL}
    for lesson, support in choices:
        supports.choose(s, who, lesson, support, by=uuid4(), now=LATER)
        stands[lesson] = support
        for one, told, own in zip(LESSONS, plans(), before, strict=True):
            wanted = stands.get(one, MODEL) or stands[ALL]
            steps, mine = told["plan"]["steps"], own["plan"]["steps"]  # type: ignore[index]
            assert all(step["level"] == (wanted or mine[name]["level"]) for name, step in steps.items())
            assert all(step.get("model", step["level"]) == mine[name]["level"] for name, step in steps.items())
    chosen = list(stands)
    chance.shuffle(chosen)
    for lesson in chosen:
        supports.choose(s, who, lesson, MODEL, by=uuid4(), now=LATER)
    assert supports.standing(supports.told(s, who)) == {}
    assert plans() == before
