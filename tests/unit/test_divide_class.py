"""The class of the divide, played through real practice and classes: same people both ways, minutes for everybody."""

from __future__ import annotations

import pytest

from app.simulator.shelf import Shelf
from models.plan import LEAST
from tests.divide_class import Pair, divide_of, interval, lived, pairs_of


@pytest.mark.slow
@pytest.mark.holds("everyone-acts")
def test_thirty_people_at_six_tablets_each_act_ten_minutes_in_ninety(shelf: Shelf) -> None:
    played = lived(shelf.lessons, "traces", 1, planned=True, people=30, tablets=6, days=(0,))
    assert len(played.minutes[0]) == 30
    assert min(played.minutes[0]) >= LEAST
    assert sum(played.minutes[0]) <= 6 * 90


@pytest.mark.slow
def test_both_ways_meet_the_same_people_before_they_begin(shelf: Shelf) -> None:
    without, planned = (
        lived(shelf.lessons, "habits", 2, planned=way, people=8, tablets=2, days=(0,)) for way in (False, True)
    )
    assert without.before == planned.before
    pairs = pairs_of(without, planned)
    assert [sum(getattr(one, name) for one in pairs) for name in ("weak", "strong")] == [2, 2]
    assert max(without.minutes[0]) - min(without.minutes[0]) < 1.0


def test_the_divide_of_a_class_is_strong_less_weak_and_its_interval_holds_it() -> None:
    pairs = [Pair(0.2, 0.4, True, False), Pair(0.5, 0.5, False, False), Pair(0.8, 0.8, False, True)]
    found, sure = divide_of(pairs), interval(pairs, 50)
    assert found.gap == pytest.approx((0.6, 0.4))
    assert found.mean == pytest.approx((0.5, 1.7 / 3))
    assert sure["gap"] == pytest.approx((-1 / 3, -1 / 3))
    assert sure["weak"] == pytest.approx((0.2, 0.2))
