"""The class's part of the policy, reviews and checks: fair over weeks, spaced, and never unkind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from models import checks, reviews
from models.artefact import load
from models.opportunity import DAY, Opportunity, Step
from models.person import Person
from models.reviews import FORGOTTEN, HELPED, KEPT
from models.together import Neighbour, whom

ARTEFACT = load()
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
EASY, HARD = Step("l.easy", ("tap",), 0.1), Step("l.hard", ("code",), 0.9)


def met(step: Step, outcome: str, day: float, support: str = "alone") -> Opportunity:
    return Opportunity(step.step, step.skills, support, outcome, day * DAY, step.difficulty)


def able(step: Step) -> list[Opportunity]:
    return [met(step, "alone", day / 4) for day in range(12)]


def test_who_struggles_comes_before_who_manages_and_the_step_is_named() -> None:
    struggling = Neighbour("a", [met(HARD, "slip", day) for day in range(3)], (EASY, HARD))
    managing = Neighbour("b", able(EASY) + able(HARD), (EASY, HARD))
    first, second = whom((managing, struggling), ARTEFACT, 3 * DAY)
    assert (first.id, first.step, first.reason.code) == ("a", "l.hard", "sit_step")
    assert (second.id, second.fine, second.reason.code) == ("b", True, "sit_fine")


def test_the_unseen_come_first_however_well_they_do() -> None:
    managing = Neighbour("b", able(EASY), (EASY,), unseen=1)
    struggling = Neighbour("a", [met(HARD, "slip", 0)], (HARD,))
    assert [visit.id for visit in whom((struggling, managing), ARTEFACT, DAY)] == ["b", "a"]
    assert whom((), ARTEFACT, 0.0) == ()


@pytest.mark.parametrize("off", [False, True])
def test_the_first_in_the_help_order_come_first_among_those_unseen_for_as_long(off: bool) -> None:
    struggling = Neighbour("a", [met(HARD, "slip", 0)], (HARD,))
    first = Neighbour("b", able(EASY), (EASY,), first=True)
    unseen = Neighbour("c", able(EASY), (EASY,), unseen=1)
    assert [visit.id for visit in whom((struggling, first, unseen), ARTEFACT.switched(off=off), DAY)] == ["c", "b", "a"]


@pytest.mark.holds("fair-list")
@pytest.mark.parametrize("off", [False, True])
def test_with_visits_for_half_a_class_nobody_is_unseen_two_classes_running(off: bool) -> None:
    rng = Random(1)
    unseen = dict.fromkeys("abcdefghijklmn", 0)
    histories: dict[str, list[Opportunity]] = {name: [] for name in unseen}
    for day in range(20):
        class_ = [Neighbour(name, histories[name], (EASY, HARD), unseen[name]) for name in unseen]
        sat_with = {visit.id for visit in whom(class_, ARTEFACT.switched(off=off), day * DAY)[: len(unseen) // 2]}
        for name in unseen:
            unseen[name] = 0 if name in sat_with else unseen[name] + 1
            histories[name].append(met(HARD, rng.choice(("alone", "slip", "helped")), day))
        assert max(unseen.values()) < 2


def test_what_is_kept_comes_back_after_about_a_day_a_week_and_a_month() -> None:
    done: list[tuple[datetime, str]] = []
    waits = []
    at = BEGAN
    for _ in range(3):
        done.append((at, KEPT))
        due = reviews.due(done)
        assert due is not None
        waits.append((due - at) / timedelta(days=1))
        at = due
    assert waits[0] == pytest.approx(1, abs=0.5)
    assert waits[1] == pytest.approx(7, abs=2)
    assert waits[2] == pytest.approx(30, abs=6)


@pytest.mark.parametrize("how", [FORGOTTEN, HELPED])
def test_what_was_forgotten_or_needed_help_comes_back_the_next_day(how: str) -> None:
    assert reviews.due([(BEGAN, how)]) == BEGAN + timedelta(days=1)
    assert reviews.due([]) is None


def test_a_review_moves_to_a_class_a_little_before_it_is_due_or_to_the_next() -> None:
    days = [BEGAN + timedelta(days=d) for d in (0, 2, 7, 9)]
    assert reviews.snapped(BEGAN + timedelta(days=3), days) == days[1]
    assert reviews.snapped(BEGAN + timedelta(days=5), days) == days[2]
    assert reviews.snapped(BEGAN + timedelta(days=20), days) == BEGAN + timedelta(days=20)
    assert reviews.snapped(BEGAN, ()) == BEGAN


def test_a_check_comes_after_a_week_and_again_after_a_month_and_only_elsewhere() -> None:
    other, history = Step("m.other", ("tap",), 0.1), able(EASY)
    last = history[-1].at / DAY
    assert not checks.due(history, "tap", (last + 6.9) * DAY)
    assert checks.due(history, "tap", (last + 7) * DAY) == 7 * DAY
    person = Person(ARTEFACT, history)
    now = (last + 8) * DAY
    assert checks.pick(person, history, (EASY, other, HARD), now) == {"m.other": ("tap", 8 * DAY)}
    after = [*history, met(other, "alone", last + 8)]
    assert not checks.due(after, "tap", (last + 20) * DAY)
    assert checks.due(after, "tap", (last + 38) * DAY) == 30 * DAY


def test_who_slips_is_not_checked_and_nobody_more_than_three_times_a_sitting() -> None:
    assert not checks.due([met(EASY, "slip", 0)], "tap", 40 * DAY)
    skills = tuple(Step(f"l.{n}", (f"k{n}",), 0.1) for n in range(6))
    history = [o for step in skills for o in able(step)]
    history.sort(key=lambda o: o.at)
    new = tuple(Step(f"m.{n}", (f"k{n}",), 0.1) for n in range(6))
    assert len(checks.pick(Person(ARTEFACT, history), history, new, 12 * DAY)) == checks.MOST
