"""Policy and model as a bench drives them are the very ones that practice uses: one history, equal decisions."""

from __future__ import annotations

from random import Random

import pytest

from models.artefact import Learner, load
from models.estimator import LearnerModel
from models.opportunity import DAY, LEVELS, Opportunity, Step
from models.policy import make_policy, plan
from models.season import opportunity

SKILLS = ("tap", "scroll", "search")
INFO = {
    "skills": [{"id": skill, "prereq": []} for skill in SKILLS],
    "sessions": [(0, 25), (7, 25), (14, 25)],
    "tasks": {},
    "seed": 1,
}


def season(seed: int, chance: float) -> list[tuple[str, int, Opportunity, float]]:
    """Skill, level held, what came of it, and when, as the bench lets a season go."""
    rng, driven, spent, out = Random(seed), make_policy(), 0.0, []
    driven.start(INFO)
    for session, (day, minutes) in enumerate(INFO["sessions"]):
        for place in range(15):
            at = day * DAY + place * 90.0
            left = minutes * 60.0 - place * 90.0
            skill, support = driven.choose({"t": at, "session": session, "left": left, "left_total": 4500.0 - spent})
            spent += 90.0
            event = {
                "t": at + 60.0, "skill": skill, "task": "", "support": support,
                "correct": int(rng.random() < chance), "seconds": 60.0, "session": session,
            }  # fmt: skip
            assert driven.held is not None
            out.append((skill, driven.held, opportunity(event, driven.held), at))
            driven.observe(event)
    return out


@pytest.mark.holds("model-judged")
@pytest.mark.parametrize("chance", [0.3, 0.6, 0.95])
def test_a_season_and_practice_hold_the_same_level(chance: float) -> None:
    history: list[Opportunity] = []
    for skill, held, met, at in season(7, chance):
        [choice] = plan(history, [Step(skill, (skill,))], make_policy.artefact, at, "true")
        assert choice.level == LEVELS[held]
        history.append(met)
    assert any(o.outcome == "slip" for o in history)


@pytest.mark.holds("model-judged")
@pytest.mark.parametrize("timed", [True, False])
def test_a_session_and_practice_say_the_same_chance(timed: bool) -> None:
    rng = Random(3)
    rows = [
        (learner, rng.choice("abcdef"), at * 3600.0 if timed else float("nan"), int(rng.random() < 0.6))
        for learner in "uvwxyz" * 10
        for at in range(20)
    ]
    rows.sort(key=lambda row: row[0])
    skill_of = {"a": "tap", "b": "tap", "c": "tap;scroll", "d": "scroll", "e": "search;scroll", "f": "search"}
    model = LearnerModel().fit(
        {
            "learner": [row[0] for row in rows],
            "item": [row[1] for row in rows],
            "skill": [skill_of[row[1]] for row in rows],
            "t": [row[2] for row in rows],
            "correct": [row[3] for row in rows],
            "phase": [""] * len(rows),
        }
    )
    session, learner = model.new_learner(), Learner(model.artefact())
    for _, item, at, right in rows[:60]:
        ctx = {"item": item, "skill": skill_of[item], "t": at, "phase": ""}
        skills = tuple(skill_of[item].split(";"))
        assert session.predict(ctx) == pytest.approx(learner.p(Step(item, skills), at, -1), abs=1e-12)
        session.update(ctx, right, None)
        learner.update(Opportunity(item, skills, "", "alone" if right else "slip", at))


def test_a_class_that_went_before_says_who_is_ready_and_shifts_the_model() -> None:
    shipped, ready = make_policy.artefact, make_policy.ready
    log = [
        {
            "learner": f"{learner}", "t": day * DAY + 60.0 * place, "skill": skill, "support": 2,
            "correct": int(learner % 2 == 0 or place > 1),
        }
        for learner in range(40)
        for day in (0, 7)
        for place, skill in enumerate(SKILLS * 2)
    ]  # fmt: skip
    try:
        make_policy.fit(log)
        assert make_policy.artefact.hash != shipped.hash
        assert make_policy.artefact.made["recalibrated"]["learners"] == 40
        assert 0.0 < make_policy.ready < 1.0
        assert make_policy.ready != ready
    finally:
        make_policy.artefact, make_policy.ready = shipped, ready
    assert load().hash == shipped.hash
