"""The rule of which villages need a visit: each reason at its edge, the order, and a village that does well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.reports.gaps import Moved, moved, people_of
from app.reports.visiting import (
    ENDED,
    FELL,
    FEWER,
    SILENT,
    TABLETS,
    TRIPS,
    UNANSWERED,
    UNCLEAR,
    Facts,
    Trip,
    needing,
    reasons,
)

STEADY = (12,) * 16


def facts(number: int = 1, **told: Any) -> Facts:
    whole: dict[str, Any] = {"village": UUID(int=number), "held": STEADY, **told}
    return Facts(**whole)


def kinds(one: Facts) -> list[str]:
    return [why.kind for why in reasons(one)]


def fell() -> Moved:
    found = moved(people_of([(9, 10)] * 12), people_of([(1, 10)] * 12))
    assert found is not None and found.side < 0
    return found


def test_a_village_that_does_well_is_not_listed() -> None:
    assert kinds(facts()) == []
    rose = moved(people_of([(1, 10)] * 12), people_of([(9, 10)] * 12))
    assert kinds(facts(came=rose, again=rose)) == []


def test_a_class_that_stopped_is_told_after_two_weeks_until_it_has_ended() -> None:
    def stopped(weeks: int) -> Facts:
        return facts(held=(12,) * (16 - weeks) + (0,) * weeks)

    assert [kinds(stopped(weeks)) for weeks in (1, 2, ENDED - 1, ENDED)] == [[], [SILENT], [SILENT], []]
    assert kinds(facts(held=(0,) * 13 + (12, 0, 0))) == []
    assert kinds(facts(held=(0,) * 16)) == []


def test_calls_count_people_whom_nobody_came_to() -> None:
    assert kinds(facts(asked=9, unanswered=2)) == []
    (why,) = reasons(facts(asked=9, unanswered=3))
    assert (why.kind, why.size, why.counts) == (UNANSWERED, 3, (9, 3, 6))


def test_only_a_certain_fall_counts() -> None:
    unsure = moved(people_of([(5, 10), (9, 10), (2, 10)]), people_of([(4, 10), (9, 10), (2, 10)]))
    assert unsure is not None and unsure.value < 0
    assert kinds(facts(again=unsure, came=unsure)) == []
    assert kinds(facts(again=fell(), came=fell())) == [FELL, FEWER]


def test_a_step_trips_when_five_people_and_half_of_them_slip() -> None:
    assert kinds(facts(trips=(Trip("a", "s", 4, 4), Trip("a", "t", 5, 11)))) == []
    (why,) = reasons(facts(trips=(Trip("a", "s", 5, 10), Trip("a", "t", 6, 12), Trip("b", "s", 5, 5))))
    assert why.kind == TRIPS and why.trip == Trip("a", "t", 6, 12)


def test_what_is_not_clear_must_be_so_to_a_fifth_of_those_who_came() -> None:
    assert kinds(facts(unclear=2)) == [] == kinds(facts(unclear=3, held=(16,) * 16))
    assert kinds(facts(unclear=3)) == [UNCLEAR]


def test_tablets_that_rest_because_fewer_came_are_no_reason() -> None:
    assert kinds(facts(used=9, idle=3)) == [TABLETS]
    assert kinds(facts(used=10, idle=3)) == [] == kinds(facts(used=4, idle=2))
    assert kinds(facts(used=9, idle=3, held=(12,) * 15 + (11,))) == []


def test_what_cannot_wait_stands_first_then_what_concerns_most() -> None:
    few, many = facts(1, asked=9, unanswered=3), facts(2, asked=9, unanswered=5)
    silent, unclear = facts(3, held=(12,) * 14 + (0, 0)), facts(4, unclear=12, unanswered=3, asked=3)
    order = [one.facts.village.int for one in needing([unclear, few, facts(9), many, silent])]
    assert order == [3, 2, 1, 4]
