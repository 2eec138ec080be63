"""d′ and bias: the numbers of the literature, and that no way of answering without looking comes out as skill."""

from __future__ import annotations

import pytest

from models.detection import EVENLY, READILY, WARILY, Detection, Trial, tally, together


def test_d_prime_and_c_with_the_log_linear_correction() -> None:
    found = Detection(hits=20, misses=5, false_alarms=10, trusted=15)
    assert found.d_prime == pytest.approx(0.8010 + 0.2434, abs=0.001), "z(20.5/26) and z(10.5/26)"
    assert found.criterion == pytest.approx(-(0.8010 - 0.2434) / 2, abs=0.001)


@pytest.mark.parametrize(("fraud", "genuine"), [(4, 4), (7, 8), (30, 30), (30, 27)])
def test_refusing_or_believing_everything_is_near_zero(fraud: int, genuine: int) -> None:
    refuses = Detection(hits=fraud, false_alarms=genuine)
    believes = Detection(misses=fraud, trusted=genuine)
    for one, bias in ((refuses, WARILY), (believes, READILY)):
        assert one.d_prime is not None and abs(one.d_prime) < 0.3
        assert one.bias == bias


def test_looking_closely_is_well_above() -> None:
    careful = Detection(hits=29, misses=1, false_alarms=1, trusted=29)
    assert careful.d_prime is not None and careful.d_prime > 2
    assert careful.bias == EVENLY
    perfect = Detection(hits=4, trusted=4)
    assert perfect.d_prime is not None and 2 < perfect.d_prime < 4, "and never endless"


@pytest.mark.parametrize("found", [Detection(), Detection(hits=9), Detection(trusted=9)])
def test_one_kind_alone_says_nothing(found: Detection) -> None:
    assert (found.d_prime, found.criterion, found.bias) == (None, None, "")


def test_few_trials_have_no_bias_and_are_not_enough() -> None:
    assert not Detection(hits=3, false_alarms=9).enough and Detection(hits=3, false_alarms=9).bias == ""
    assert Detection(hits=4, false_alarms=4).enough


def test_trials_are_counted_and_help_stays_apart() -> None:
    met = [Trial(True, True), Trial(True, False), Trial(False, True, helped=True), Trial(False, False)]
    found = tally([*met, Trial(True, True, helped=True)])
    assert found == Detection(hits=2, misses=1, false_alarms=1, trusted=1, helped=2)
    assert (found.fraud, found.genuine, found.all) == (3, 2, 5)
    assert together([found, found, Detection(hits=1)]) == Detection(5, 2, 2, 2, 4)
