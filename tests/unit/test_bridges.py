"""A front-door card counts as checked while a check of it as it stands is not too old; three are checked in a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.simulator import bridges
from app.simulator.bridges import A_WEEK, GOOD_FOR, Check
from app.simulator.catalogue import Bridge
from app.simulator.lesson import Text

TODAY = date(2026, 9, 3)
"""A Thursday."""
MONDAY = date(2026, 8, 31)


def card(task: str, phone: str = "12345") -> Bridge:
    return Bridge(task, Text("online", "手机上"), Text("phone", phone), Text("offline", "服务站"))


def check(bridge: Bridge, on: date = TODAY, differs: str = "") -> Check:
    return Check(bridge.task, bridge.fingerprint, on, "周老师", "", "telephone", differs)


PENSION = card("pension")


@pytest.mark.holds("front-door")
@pytest.mark.parametrize(
    ("ago", "counts"), [(0, True), (1, True), (180, True), (181, False), (9000, False), (-1, False)]
)
def test_a_check_counts_from_its_day_for_180_days(ago: int, counts: bool) -> None:
    made = check(PENSION, TODAY - timedelta(days=ago))
    assert bridges.counts(PENSION, made, TODAY) is counts
    assert bridges.state(PENSION, made, TODAY) == (bridges.CHECKED if counts else bridges.OLD)


def test_a_card_that_nobody_checked_does_not_count() -> None:
    assert not bridges.counts(PENSION, None, TODAY)
    assert bridges.state(PENSION, None, TODAY) == bridges.NEVER


def test_a_card_that_differs_does_not_count_however_new_the_check() -> None:
    made = check(PENSION, differs="电话换了")
    assert bridges.good_days(PENSION, made) is None
    assert bridges.state(PENSION, made, TODAY) == bridges.DIFFERS


@pytest.mark.parametrize("differs", ["", "电话换了"])
def test_a_check_says_nothing_of_other_words(differs: str) -> None:
    mended = card("pension", "12333")
    made = check(PENSION, differs=differs)
    assert not bridges.counts(mended, made, TODAY)
    assert bridges.state(mended, made, TODAY) == bridges.CHANGED


def test_a_note_that_comes_or_goes_is_another_word_too() -> None:
    noted = replace(PENSION, note=Text("note", "先问一声"))
    assert noted.fingerprint != PENSION.fingerprint == card("pension").fingerprint


CARDS = [card(name) for name in "abcdef"]


def week(checks: list[Check], practised: str = "", today: date = TODAY) -> str:
    return "".join(bridges.this_week(CARDS, {one.card: one for one in checks}, practised, today))


def ago(weeks: int, *places: int, differs: str = "") -> list[Check]:
    return [check(CARDS[place], MONDAY - timedelta(weeks=weeks), differs) for place in places]


def test_what_the_classes_practise_comes_first_among_what_nobody_checked() -> None:
    assert week([]) == "abc"
    assert week([], practised="df") == "dfa"


def test_what_nobody_checked_comes_before_what_is_old_and_the_oldest_before_the_others() -> None:
    assert week([*ago(2, 0), *ago(40, 1), *ago(3, 2, 3)], practised="abcd") == "efb"
    assert week([*ago(2, 0), *ago(40, 1), *ago(3, 2, 3), *ago(1, 4, 5)]) == "bcd"
    assert week([*ago(2, 0), *ago(40, 1), *ago(3, 2, 3, 4, 5)], practised="e") == "bec"


def test_a_card_that_differs_waits_its_turn_and_one_whose_words_were_mended_comes_first() -> None:
    assert week([*ago(1, 0, differs="电话换了"), *ago(2, 1, 2, 3, 4, 5)]) == "bcd"
    mended = replace(ago(1, 5, differs="电话换了")[0], fingerprint="older")
    assert week([*ago(2, 0, 1, 2, 3, 4), mended]) == "fab"


def test_three_are_enough_for_a_week_and_monday_begins_another() -> None:
    done = [check(CARDS[0], MONDAY), check(CARDS[1], differs="关门了")]
    assert week(done) == "c"
    assert week([*done, check(CARDS[2])]) == ""
    assert week([*done, check(CARDS[2])], today=MONDAY + timedelta(weeks=1)) == "def"
    assert week([*done, check(CARDS[2]), check(CARDS[3])]) == ""


def test_a_check_of_a_day_to_come_is_as_good_as_none() -> None:
    assert week([*ago(-1500, 3), *ago(1, 0, 1, 2, 4, 5)]) == "dab"


@pytest.mark.parametrize("today", [date.min, date.max])
def test_a_clock_at_the_end_of_the_world_breaks_nothing(today: date) -> None:
    made = check(CARDS[0], today)
    assert bridges.counts(CARDS[0], made, today)
    assert len(bridges.this_week(CARDS, {"a": made}, (), today)) == A_WEEK - 1
    assert GOOD_FOR.days == 180
