"""Support, suggestions and reasons of the learner model, through the front door of models.policy."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from app.config import ROOT
from models.artefact import ArtefactMistake, Learner, load, loads
from models.ladder import after
from models.opportunity import DAY, LEVELS, Opportunity, Step, Task
from models.person import Person, folded
from models.policy import CLIMBING, climb, plan, suggest, true_size_ready
from models.reasons import _true
from models.wording import AUDIENCES, all_msgids, msgid

ARTEFACT = load()
STEPS = tuple(Step(f"lesson.{i}", ("tap-target",) if i % 2 else ("scroll", "search"), 0.3 + 0.05 * i) for i in range(6))


def met(step: Step, outcome: str, day: float, support: str = "guided") -> Opportunity:
    return Opportunity(step.step, step.skills, support, outcome, day * DAY, step.difficulty)


def lived(outcome: str, days: int) -> list[Opportunity]:
    """The six steps once a day, each at the support that the policy gives, always with one outcome."""
    history: list[Opportunity] = []
    for day in range(days):
        for choice, step in zip(plan(history, STEPS, ARTEFACT, day * DAY), STEPS, strict=True):
            history.append(met(step, outcome, day, choice.level))
    return history


def test_everything_is_shown_at_the_first_meeting_and_says_so():
    choices = plan((), STEPS, ARTEFACT, 0.0)
    assert {c.level for c in choices} == {"shown"}
    assert {c.reason.code for c in choices} == {"first_meeting"}


def test_support_fades_for_who_never_slips_and_stays_for_who_always_does():
    for days, least in ((1, 1), (2, 2), (4, 3)):
        levels = [LEVELS.index(c.level) for c in plan(lived("alone", days), STEPS, ARTEFACT, days * DAY)]
        assert min(levels) >= least
    assert {c.level for c in plan(lived("slip", 4), STEPS, ARTEFACT, 4 * DAY)} == {"shown"}


@pytest.mark.parametrize(("before", "why"), [(2, "fade"), (3, "")])
def test_help_fades_after_two_successes_and_is_told_so_only_where_both_had_help(before: int, why: str) -> None:
    again = after(after(None, before, before, "alone"), 2, 2, "alone")
    assert (again.low, again.high, again.forced) == (3, 3, why)


def test_a_skill_that_went_well_at_this_step_alone_is_not_told_of_other_places() -> None:
    for places, told in (((STEPS[1],), False), ((STEPS[1], STEPS[3]), True)):
        person = Person(ARTEFACT, [met(step, "alone", day) for day in range(3) for step in places])
        assert _true(person, STEPS[1], "done_skill", 3 * DAY) == told


def test_who_asks_for_help_gets_more_than_who_never_slips_and_is_not_told_of_slips():
    choices = plan(lived("helped", 3), STEPS, ARTEFACT, 3 * DAY)
    assert {c.level for c in choices} == {"shown"}
    assert not {c.reason.code for c in choices} & {"slip_step", "slip_skill", "finding_hard", "two_slips"}


def test_a_known_skill_lets_a_new_step_begin_with_less_help():
    history = lived("alone", 6)
    new = Step("other.1", ("tap-target",), 0.2)
    [choice] = plan(history, [new], ARTEFACT, 6 * DAY)
    assert choice.level in ("guided", "prompted")
    assert choice.reason.code == "known_skill"
    assert choice.reason.args["times"] == sum("tap-target" in o.skills for o in history)


def test_what_arrives_late_from_a_tablet_or_a_laptop_back_in_1970_harms_nobody():
    step = STEPS[1]
    history = [met(step, "alone", 9000.0 + hour / 24, "alone") for hour in range(5)]
    for now in (9001.0, 9010.0):
        before = Learner(ARTEFACT, history).p(step, now * DAY)
        for day in (0.0, 8993.0, 9000.1):
            assert Learner(ARTEFACT, [*history, met(step, "alone", day, "alone")]).p(step, now * DAY) >= before
            assert Learner(ARTEFACT, [*history, met(step, "slip", day, "alone")]).p(step, now * DAY) <= before


def test_switched_off_the_ladder_is_fixed_and_asks_no_model():
    history = [met(STEPS[0], "alone", 0), met(STEPS[0], "alone", 1), met(STEPS[0], "slip", 2)]
    choices = plan(history, STEPS, ARTEFACT, 3 * DAY, off=True)
    assert [c.level for c in choices] == ["guided"] + ["shown"] * 5
    assert {c.p_alone for c in choices} == {None}


def test_true_size_waits_until_every_step_goes_well():
    assert not true_size_ready((), STEPS, ARTEFACT, 0.0)
    assert not true_size_ready(lived("slip", 5), STEPS, ARTEFACT, 5 * DAY)
    history = lived("alone", 6)
    assert true_size_ready(history, STEPS, ARTEFACT, 6 * DAY)
    assert not true_size_ready(history, [*STEPS, Step("unmet", ("tap-target",))], ARTEFACT, 6 * DAY)


def test_clutter_counts_at_true_size_only():
    crowded = [Step(s.step, s.skills, s.difficulty, clutter=1.0) for s in STEPS]
    history = lived("alone", 3)
    big, true = (plan(history, crowded, ARTEFACT, 3 * DAY, size)[0].p_alone for size in ("big", "true"))
    assert big is not None and true is not None and true < big


@pytest.mark.parametrize(
    ("level", "slips", "hints", "frozen", "then"),
    [
        ("alone", 0, 0, False, "alone"),
        ("alone", 1, 0, False, "prompted"),
        ("alone", 0, 1, False, "alone"),
        ("alone", 0, 3, False, "guided"),
        ("prompted", 0, 0, True, "guided"),
        ("guided", 2, 0, False, "shown"),
        ("shown", 3, 3, True, "shown"),
    ],
)
def test_inside_a_step_slips_freezing_and_hints_bring_help(level: str, slips: int, hints: int, frozen: bool, then: str):
    assert climb(level, slips, hints, frozen) == then
    assert CLIMBING[f"{level}.{slips}.{hints}.{int(frozen)}"] == then


def test_the_table_of_climbing_is_whole_and_only_ever_brings_help():
    assert len(CLIMBING) == 4 * 4 * 4 * 2
    for key, level in CLIMBING.items():
        assert LEVELS.index(level) <= LEVELS.index(key.split(".")[0])


def test_suggestions_put_what_is_due_and_wanted_first_and_needs_only_advise():
    tasks = [
        Task("due", ("scroll",), last_played=0.0, finished=1, due=5 * DAY),
        Task("wanted", ("search",), wanted=True),
        Task("locked-elsewhere", ("tap-target",), needs=("wanted",)),
        Task("just-done", ("tap-target",), last_played=6 * DAY - 60, finished=2),
    ]
    found = suggest(lived("alone", 3), tasks, ARTEFACT, 6 * DAY)
    assert [s.task for s in found] == ["wanted", "due", "locked-elsewhere"]
    assert [s.reason.code for s in found[:2]] == ["suggest_wanted", "suggest_due"]
    assert found[1].reason.args["days"] == 6
    only = suggest((), [Task("a", needs=("b",))], ARTEFACT, 0.0)
    assert [s.task for s in only] == ["a"]


def test_what_is_wished_for_comes_before_what_is_new_and_staff_are_not_told_that_it_was_wished_for():
    tasks = [Task("new"), Task("wished", needs=("a", "b"), wanted=True), Task("unwished", needs=("a", "b"))]
    found = suggest((), tasks, ARTEFACT, 0.0)
    assert [s.task for s in found] == ["wished", "new", "unwished"]
    assert [s.reason.code for s in found] == ["suggest_wanted", "suggest_new", "suggest_open"]
    for audience in AUDIENCES[1:]:
        assert msgid("suggest_wanted", audience) == msgid("suggest_ready", audience)
    assert (
        suggest((), [Task("done", last_played=0.0, finished=1, wanted=True)], ARTEFACT, DAY)[0].reason.code
        == "suggest_again"
    )


def test_every_reason_has_a_sentence_for_everyone_that_its_args_fill():
    histories = [lived(o, d) for o in ("alone", "slip", "helped") for d in (0, 1, 3)]
    reasons = [c.reason for h in histories for c in plan(h, STEPS, ARTEFACT, 40 * DAY)]
    reasons += [
        s.reason
        for h in histories
        for s in suggest(h, [Task("a", ("scroll",)), Task("b", last_played=0.0)], ARTEFACT, DAY)
    ]
    for reason in reasons:
        for audience in AUDIENCES:
            template, args = reason.sentence(audience)
            assert template in all_msgids()
            assert "%(" not in template % args
    with pytest.raises(ValueError, match="tuple"):
        msgid("fade", "nobody")


def test_the_artefact_survives_the_file_and_refuses_what_it_cannot_serve():
    again = loads(ARTEFACT.dumps())
    assert again.hash == ARTEFACT.hash
    assert len(ARTEFACT.dumps().encode()) < 50_000
    assert "simulated" in ARTEFACT.made["from"]
    for text in ("", "[]", "{}", ARTEFACT.dumps().replace('"step_wins"', '"other"')):
        with pytest.raises(ArtefactMistake):
            loads(text)
    data = json.loads(ARTEFACT.dumps())
    data["weights"][data["features"].index("step_wins")] = -0.1
    with pytest.raises(ArtefactMistake, match="step_wins"):
        loads(json.dumps(data))


@pytest.mark.slow
@pytest.mark.holds("model-speed")
def test_a_streamed_step_is_quick_and_the_file_small():
    history = [met(STEPS[n % len(STEPS)], "alone" if n % 3 else "slip", n / 1440, "alone") for n in range(1000)]
    rounds = []
    for _ in range(5):
        learner, took = Learner(ARTEFACT), []
        for n, one in enumerate(history):
            began = time.perf_counter_ns()
            learner.p(STEPS[n % len(STEPS)], one.at)
            learner.update(one)
            took.append(time.perf_counter_ns() - began)
        rounds.append(statistics.median(took))
    assert min(rounds) <= 20_000, rounds
    assert len(ARTEFACT.dumps().encode()) <= 50_000


@pytest.mark.holds("model-speed")
def test_serving_does_not_import_scikit_learn():
    heavy = "('sklearn', 'numpy', 'scipy')"
    code = f"import sys, models.policy, models.simulated; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_somebody_folded_once_is_kept_until_they_meet_something_and_asking_changes_nothing() -> None:
    artefact = load()
    met = tuple(
        Opportunity(f"a.s{n % 5}", ("read",), "alone", "alone" if n % 3 else "slip", 1e9 + n) for n in range(40)
    )
    person = folded(artefact, met)
    step = Step("a.s1", ("read",))
    asked = [person.learner.p(step, 2e9), person.level(step, 2e9)]
    assert folded(artefact, list(met)) is person
    assert [person.learner.p(step, 2e9), person.level(step, 2e9)] == asked
    fresh = Person(artefact, met)
    assert [fresh.learner.p(step, 2e9), fresh.level(step, 2e9)] == asked
    more = Opportunity("a.s1", ("read",), "alone", "slip", 1e9 + 99)
    assert folded(artefact, (*met, more)).learner.p(step, 2e9) < asked[0]
    assert folded(replace(artefact, intercept=artefact.intercept + 1.0), met).learner.p(step, 2e9) > asked[0]


def test_somebody_folded_under_a_model_is_not_taken_for_the_same_where_it_is_switched_off() -> None:
    on = load()
    met = tuple(
        Opportunity(f"a.s{n % 5}", ("read",), "alone", "alone" if n % 3 else "slip", 1e9 + n) for n in range(41)
    )
    tasks = (Task("a", ("read",)), Task("b", ("pay",)))
    off, said = (suggest(met, tasks, one, 2e9) for one in (on.switched(off=True), on))
    assert off != said
    assert folded(on.switched(off=True), met) is not folded(on, met)
