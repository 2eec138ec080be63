"""What a learner may rely on, whatever the history: a success never harms, a slip never helps, help is no slip."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.artefact import Artefact, Learner, load
from models.estimator import LearnerModel
from models.features import NAMES, RULES
from models.opportunity import LEVELS, OUTCOMES, Opportunity, Step
from models.policy import plan
from models.trace import HELD

pytestmark = pytest.mark.slow

SKILLS = ("tap", "scroll", "search")
STEPS = {"a": (), "b": ("tap",), "c": ("tap", "scroll"), "d": ("scroll", "search", "tap")}
steps = st.builds(
    lambda name, *rest: Step(name, STEPS[name], *rest),
    st.sampled_from(tuple(STEPS)),
    st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
)
"""Steps whose skills are their own, as in lessons; how hard and crowded they are may differ from meeting to meeting."""
gaps = st.floats(0, 3_000_000)


@st.composite
def lives(draw: st.DrawFn, most: int = 25) -> list[Opportunity]:
    """Opportunities in the order of their times."""
    at, history = 0.0, []
    for _ in range(draw(st.integers(0, most))):
        step = draw(steps)
        at += draw(gaps)
        support, outcome = draw(st.sampled_from((*LEVELS, ""))), draw(st.sampled_from(OUTCOMES))
        history.append(
            Opportunity(step.step, step.skills, support, outcome, at, step.difficulty, step.clutter, step.twist)
        )
    return history


@cache
def refit(seed: int) -> Artefact:
    """A champion fitted on coin tosses."""
    rng = Random(seed)
    histories = [
        [
            Opportunity(
                rng.choice("abcd"),
                (rng.choice(SKILLS),),
                rng.choice((*LEVELS, "")),
                rng.choice(OUTCOMES),
                at * 7000.0 * rng.random(),
            )
            for at in range(30)
        ]
        for _ in range(60)
    ]
    return LearnerModel().fit([sorted(h, key=lambda o: o.at) for h in histories]).artefact()


def extreme(seed: int) -> Artefact:
    """Weights that no data gave: anything the signs allow."""
    rng = Random(seed)
    return Artefact(
        tuple(abs(rng.gauss(0, 2)) if s == HELD else 0.0 if s else rng.gauss(0, 2) for s in RULES), rng.gauss(0, 1)
    )


ARTEFACTS = {"shipped": load(), "coins": refit(1), "other coins": refit(2), "extreme": extreme(3)}
every = pytest.mark.parametrize("artefact", ARTEFACTS.values(), ids=ARTEFACTS.keys())


def more(o: Step, outcome: str, support: str, at: float) -> Opportunity:
    return Opportunity(o.step, o.skills, support, outcome, at, o.difficulty, o.clutter, o.twist)


def holds(
    artefact: Artefact, history: list[Opportunity], met: Step, following: Step, support: str, at: float, now: float
):
    """A success or help at a time never lowers what comes next, a slip never raises it."""
    before = Learner(artefact, history).p(following, now)
    right = Learner(artefact, [*history, more(met, "alone", support, at)]).p(following, now)
    helped = Learner(artefact, [*history, more(met, "helped", support, at)]).p(following, now)
    slip = Learner(artefact, [*history, more(met, "slip", support, at)]).p(following, now)
    assert right >= before >= slip
    assert helped >= before


@every
@settings(max_examples=50, deadline=None)
@given(history=lives(), met=steps, following=steps, support=st.sampled_from((*LEVELS, "")), gap=gaps, later=gaps)
def test_a_success_never_lowers_and_a_slip_never_raises_what_comes_next(
    artefact: Artefact, history: list[Opportunity], met: Step, following: Step, support: str, gap: float, later: float
):
    at = (history[-1].at if history else 0.0) + gap
    holds(artefact, history, met, following, support, at, at + later)


@every
@settings(max_examples=50, deadline=None)
@given(history=lives(), met=steps, following=steps, support=st.sampled_from(LEVELS), ago=gaps, later=gaps)
def test_what_arrives_late_harms_no_more_than_what_comes_at_once(
    artefact: Artefact, history: list[Opportunity], met: Step, following: Step, support: str, ago: float, later: float
):
    latest = history[-1].at if history else 0.0
    holds(artefact, history, met, following, support, max(0.0, latest - ago), latest + later)


@every
@settings(max_examples=50, deadline=None)
@given(
    history=lives(12),
    last=steps,
    planned=st.lists(steps, min_size=1, max_size=4),
    support=st.sampled_from((*LEVELS, "")),
    gap=gaps,
    later=gaps,
)
def test_one_slip_moves_support_by_at_most_one_level_and_never_to_less_help(
    artefact: Artefact,
    history: list[Opportunity],
    last: Step,
    planned: list[Step],
    support: str,
    gap: float,
    later: float,
):
    at = (history[-1].at if history else 0.0) + gap
    before = plan(history, planned, artefact, at + later, "true")
    after = plan([*history, more(last, "slip", support, at)], planned, artefact, at + later, "true")
    for a, b in zip(before, after, strict=True):
        assert LEVELS.index(a.level) - 1 <= LEVELS.index(b.level) <= LEVELS.index(a.level)


@every
@settings(max_examples=25, deadline=None)
@given(history=lives(), planned=st.lists(steps, min_size=1, max_size=4), now=st.floats(0, 1e9))
def test_plans_are_sane_and_the_same_twice(
    artefact: Artefact, history: list[Opportunity], planned: list[Step], now: float
):
    once, twice = (plan(history, planned, artefact, now) for _ in range(2))
    assert once == twice
    for choice in once:
        assert choice.level in LEVELS
        assert choice.p_alone is not None and 0.0 <= choice.p_alone <= 1.0


@settings(max_examples=25, deadline=None)
@given(history=lives(), step=steps, order=st.permutations(range(len(NAMES))))
def test_time_unknown_keeps_the_promise(history: list[Opportunity], step: Step, order: list[int]):
    untimed = [Opportunity(o.step, o.skills, o.support, o.outcome, float("nan"), o.difficulty) for o in history]
    met = Step(("a", "b", "c", "d")[order[0] % 4], (SKILLS[order[1] % 3],))
    now = float("nan")
    for artefact in ARTEFACTS.values():
        before = Learner(artefact, untimed).p(step, now)
        assert Learner(artefact, [*untimed, more(met, "alone", "", now)]).p(step, now) >= before
        assert Learner(artefact, [*untimed, more(met, "slip", "", now)]).p(step, now) <= before
