"""The bench of ways to teach: equal minutes, the same people under every way, a picture that says the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from models import divide, divide_picture
from models.artefact import SHIPPED, load
from models.divide import FixedOrder, Row, compare, handed_on, live, ways_of
from models.season import Season
from models.train import train


@cache
def compared(family: str) -> list[Row]:
    return compare(family, 16, 1)


@pytest.mark.slow
@pytest.mark.parametrize("family", ["traces", "pieces"])
def test_every_way_meets_the_same_people_and_the_first_is_measured_against_itself(family: str) -> None:
    usual, model, handed = compared(family)
    assert (usual.way, model.way, handed.way) == ("fixed order", "model", "model, minutes handed on")
    assert usual.less == (0.0, 0.0, 0.0)
    assert usual.gap > 0
    for row in (model, handed):
        assert row.less[1] <= row.less[0] <= row.less[2]
        assert row.less[0] == pytest.approx(row.gap - usual.gap)
    assert compare(family, 16, 1) == compared(family)


def test_nobody_gets_more_minutes_than_the_class_has() -> None:
    log: list[dict[str, float]] = []
    live("habits", 5, FixedOrder(), log=log)
    assert {int(event["t"] // 86400) for event in log} == {day for day, _ in divide.SESSIONS}
    for day, minutes in divide.SESSIONS:
        ends = [event["t"] - day * 86400 for event in log if event["t"] // 86400 == day]
        assert all(end < minutes * 60 for end in ends[:-1])


def test_who_is_done_hands_on_minutes_and_who_is_not_gets_them() -> None:
    class Done(Season):
        def done(self, now: object) -> bool:
            return self.person.learner.artefact is not None and bool(self.lucky)

    seeds = list(range(6))
    turn = iter([True, False] * 3 + [False] * 6)

    def make() -> Done:
        policy = Done()
        policy.lucky = next(turn)
        return policy

    lived = handed_on("habits", seeds, make)
    alone = [live("habits", seed, Season()) for seed in seeds]
    assert [bool(one.saved) for one in lived] == [True, False] * 3
    assert sum(lived[i].after > alone[i].after for i in (1, 3, 5)) >= 2


def test_the_picture_stands_alone_and_says_the_numbers() -> None:
    rows = [Row("pieces", "fixed order", 0.5, 0.25, 0.75, 0.1, (0.0, 0.0, 0.0))]
    drawn = divide_picture.draw(rows)
    root = ET.fromstring(drawn)
    assert root.tag.endswith("svg")
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "weak quarter 25%, strong quarter 75%" in told
    assert "0.750" in divide.table(rows)


def test_ways_begin_with_the_usual_course() -> None:
    assert next(iter(ways_of("habits"))) == "fixed order"
    assert Season.artefact.hash == load().hash


@pytest.mark.slow
def test_training_writes_the_file_that_is_shipped(tmp_path: Path) -> None:
    train().save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == SHIPPED.read_bytes()
