"""Whatever happened, and whatever help was given, each reason for a support says what the visits bear out."""

from __future__ import annotations

from random import Random

import pytest

from models import policy
from models.artefact import SHIPPED, load
from models.opportunity import DAY, LEVELS, Opportunity, Step
from tests import foreseen, reasoned

pytestmark = [pytest.mark.slow, pytest.mark.holds("story")]

ARTEFACT = load()
OUTCOMES = {"correct": "alone", "slip": "slip", "hint": "helped"}
RARE = {
    "fade", "watched_once", "two_slips", "slips_stay", "asked_twice", "asked_stay", "done_step", "done_skill",
    "doing_well", "finding_hard", "long_ago", "hard_step", "something_new", "not_yet_alone",
    "little_known", "first_meeting", "known_skill",
}  # fmt: skip


def told(step: Step) -> dict[str, object]:
    known = {"skills": step.skills, "difficulty": step.difficulty, "clutter": step.clutter, "twist": step.twist}
    return {"step": step.step, **known}


def codes(seed: int) -> set[str]:
    """The codes of the plan of a life by dice, each of whose reasons and supports was worked out apart."""
    chance = Random(seed)
    steps = [
        Step(f"l.s{i}", tuple(chance.sample("abc", chance.randint(0, 2))), chance.choice((0.1, 0.5, 0.9)), 0.0,
             chance.random() < 0.15)
        for i in range(5)
    ]  # fmt: skip
    at, able = 1e9, chance.choice((0.1, 0.5, 0.8, 0.95))
    history: list[Opportunity] = []
    visits: list[dict[str, object]] = []
    for _ in range(chance.randint(1, 14)):
        at += chance.choice((20, 300, DAY, 4 * DAY, 20 * DAY))
        step = chance.choice(steps[:4])
        by_hand = chance.random() < 0.5
        support = chance.choice(LEVELS) if by_hand else policy.plan(history, [step], ARTEFACT, at)[0].level
        outcome = "correct" if chance.random() < able else chance.choice(("slip", "hint"))
        history.append(
            Opportunity(step.step, step.skills, support, OUTCOMES[outcome], at, step.difficulty, 0.0, step.twist)
        )
        visits.append({**told(step), "support": support, "outcome": outcome, "at": at})
    now = at + chance.choice((60, DAY, 5 * DAY, 30 * DAY))
    planned = foreseen.planned(SHIPPED, visits, [told(step) for step in steps], now)
    choices = policy.plan(history, steps, ARTEFACT, now)
    for choice, step, (p, level) in zip(choices, steps, planned, strict=True):
        assert (choice.p_alone, choice.level) == (pytest.approx(p, abs=1e-9), LEVELS[level])
        again = reasoned.numbers(choice.reason.code, told(step), visits, now, p)
        assert all(again[name] == value for name, value in choice.reason.args.items()), (choice, again)
    return {choice.reason.code for choice in choices}


def test_reasons_say_what_happened() -> None:
    assert set().union(*(codes(seed) for seed in range(400))) >= RARE
