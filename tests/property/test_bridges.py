"""Whatever was checked whenever: the week's cards are those that need it most, and no card counts without a check."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.simulator import bridges
from app.simulator.bridges import A_WEEK, CHECKED, GOOD_FOR, STATES, Check
from app.simulator.catalogue import Bridge
from app.simulator.lesson import Text

CARDS = [Bridge(name, Text("o", "手机上"), Text("p", name), Text("f", "服务站")) for name in "abcdefgh"]
BY_NAME = {card.task: card for card in CARDS}
TODAY = date(2026, 9, 3)

days = st.integers(-400, 400).map(lambda ago: TODAY - timedelta(days=ago))
checks = st.dictionaries(
    st.sampled_from(sorted(BY_NAME)),
    st.tuples(days, st.sampled_from(["", "电话换了"]), st.booleans()),
).map(
    lambda made: {
        name: Check(name, BY_NAME[name].fingerprint if same else "older", on, "周老师", "", "counter", differs)
        for name, (on, differs, same) in made.items()
    }
)
names = st.sets(st.sampled_from(sorted(BY_NAME)))


@given(checks=checks)
def test_a_card_counts_exactly_by_a_check_that_fits_says_right_and_is_not_too_old(checks: dict[str, Check]) -> None:
    for card in CARDS:
        check = checks.get(card.task)
        fits = check is not None and check.fingerprint == card.fingerprint and not check.differs
        young = check is not None and timedelta() <= TODAY - check.on <= GOOD_FOR
        assert bridges.counts(card, check, TODAY) is (fits and young)
        assert bridges.state(card, check, TODAY) in STATES
        assert (bridges.state(card, check, TODAY) == CHECKED) is (fits and young)


@given(checks=checks, practised=names)
def test_no_card_of_the_week_could_wait_longer_than_one_that_waits(
    checks: dict[str, Check], practised: set[str]
) -> None:
    done = bridges.done_this_week(CARDS, checks, TODAY)
    chosen = bridges.this_week(CARDS, checks, practised, TODAY)
    assert len(chosen) == len(set(chosen)) == min(max(0, A_WEEK - len(done)), len(CARDS) - len(done))
    assert not done & set(chosen)

    def age(name: str) -> timedelta:
        check = checks.get(name)
        known = check is not None and check.fingerprint == BY_NAME[name].fingerprint and check.on <= TODAY
        return TODAY - check.on if check is not None and known else timedelta.max

    for other in set(BY_NAME) - done - set(chosen):
        for name in chosen:
            assert (age(name), name in practised) >= (age(other), other in practised)


@given(checks=checks, practised=names)
def test_three_a_week_reach_every_card_before_its_check_is_too_old(
    checks: dict[str, Check], practised: set[str]
) -> None:
    today, kept = TODAY, dict(checks)
    for _ in range(0, len(CARDS) + A_WEEK, A_WEEK):
        today += timedelta(days=7)
        for name in bridges.this_week(CARDS, kept, practised, today):
            kept[name] = Check(name, BY_NAME[name].fingerprint, today, "周老师", "", "office")
    late = [card.task for card in CARDS if not bridges.counts(card, kept.get(card.task), today)]
    ahead = {name for name, check in kept.items() if check.on > today}
    differs = {name for name, check in kept.items() if check.differs}
    assert set(late) <= ahead | differs
