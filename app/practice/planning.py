"""Introduces the records to the model: a learner's history as opportunities, and the support plan of a play."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.records import Session, journal, progress, supports
from app.records.folding import OpportunityRecord
from app.records.happened import HAND
from app.records.supports import Chosen
from app.simulator import keeping
from app.simulator.lesson import Lesson, Play, Screen, stage
from models import policy
from models.artefact import Artefact
from models.opportunity import Opportunity, Step
from models.person import Person

CLUTTER = {"big": 0.0, "true": 0.6}
"""How crowded the screens of each size are, as the model counts it (0 to 1)."""
TRIAL = "trial"
"""The code of the reason for a trial's support."""
OUTCOMES = {"slip": "slip", "hint": "helped", "correct": "alone"}


def step_of(play: Play, screen: Screen) -> Step:
    """A screen of a play as the model sees it; a screen that a twist adds or changes is a step of its own."""
    twisted = play.twist > 0 and _twisted(play, screen.name)
    name = f"{play.lesson.id}.{screen.name}" + (f"@{play.twist}" if twisted else "")
    return Step(name, screen.skills, screen.difficulty, CLUTTER["true"], twisted)


def steps_of(play: Play) -> tuple[Step, ...]:
    """The steps of a play in the order the lesson names them, its end left out."""
    return tuple(step_of(play, screen) for screen in play.screens.values() if not screen.end)


def history(
    s: Session,
    lessons: Mapping[str, Lesson],
    learner_id: UUID,
    before: int | None = None,
    by_hand: Collection[UUID] = (),
) -> tuple[Opportunity, ...]:
    """Everything the learner has met, oldest first, each as its lesson was then; `before` a sequence, or all.

    What was met in the plays `by_hand` is marked as such, for whoever judges the model by it.
    """
    plays: dict[tuple[str, int], Play | None] = {}
    return tuple(
        as_met(record, _play(s, plays, lessons, record), by_hand=record.session_id in by_hand)
        for record in progress.opportunities(s, learner_id, before)
    )


def support_plan(
    play: Play,
    met: Sequence[Opportunity],
    artefact: Artefact,
    now: datetime,
    size: str,
    known: Person | None = None,
    hand: Chosen | None = None,
) -> dict[str, Any]:
    """The support of every step of a session, with its reason, as data for the opening fact and for the page.

    `known`, here and below, is the person already folded from what they `met`, if the caller keeps one. With `hand`
    every step has the support that a person chose; the model's own stays beside it as `model`, with its reason. A trial
    stays as it is, so that nothing gives away what is right.
    """
    screens = [screen for screen in play.screens.values() if not screen.end]
    steps = [step_of(play, screen) for screen in screens]
    chosen = [
        checked or choice
        for choice, checked in zip(
            policy.plan(met, steps, artefact, now.timestamp(), size, known=known),
            policy.checked(met, steps, artefact, now.timestamp(), size, known),
            strict=True,
        )
    ]
    if play.trial is not None:
        entry = play.trial.entry
        chosen = [policy.tried(c) if screen.name == entry else c for screen, c in zip(screens, chosen, strict=True)]
    plan: dict[str, Any] = {
        "artefact": artefact.hash,
        "off": artefact.off,
        "steps": {
            screen.name: {
                "step": choice.step,
                "level": choice.level,
                "p": choice.p_alone,
                "code": choice.reason.code,
                "args": dict(choice.reason.args),
            }
            for screen, choice in zip(screens, chosen, strict=True)
        },
    }
    return _by_hand(plan, hand) if hand is not None else plan


def _by_hand(plan: Mapping[str, Any], hand: Chosen) -> dict[str, Any]:
    """A plan with the support that a person chose."""
    steps = {
        screen: step if step["code"] == TRIAL else {**step, "level": hand.support, "model": step["level"]}
        for screen, step in plan["steps"].items()
    }
    return {**plan, "steps": steps, HAND: {"fact": str(hand.uuid), "level": hand.support}}


def by_hand(s: Session, plan: Mapping[str, Any]) -> Chosen | None:
    """The choice of a person that a plan was made with; None for a plan of the model's alone."""
    return supports.named(s, plan.get(HAND, {}).get("fact", ""))


def planned(plan: Mapping[str, Any], screen: str) -> str:
    """The support planned for a screen; words only where the plan names none, as on the last screen."""
    return str(plan.get("steps", {}).get(screen, {}).get("level", "prompted"))


def reason(plan: Mapping[str, Any], screen: str) -> tuple[str, Mapping[str, Any]]:
    """Why a screen has the support that a plan gives it: a code of `models.wording` and its numbers, or no code.

    The model gives no reason for what a person chose in its place, and a learner is told of neither.
    """
    chosen = plan.get("steps", {}).get(screen, {})
    if chosen.get("model", chosen.get("level")) != chosen.get("level"):
        return "", {}
    return chosen.get("code", ""), chosen.get("args", {})


def ready_for_true_size(
    play: Play, met: Sequence[Opportunity], artefact: Artefact, now: datetime, known: Person | None = None
) -> bool:
    """Whether this learner may meet the lesson as a real phone shows it: its steps are likely to go well, or it is time
    to see what was kept of them."""
    if any(policy.checked(met, steps_of(play), artefact, now.timestamp(), "true", known)):
        return True
    return policy.true_size_ready(met, main_steps(stage(play.lesson)), artefact, now.timestamp(), known)


def main_steps(play: Play) -> tuple[Step, ...]:
    """The steps on the right path, detours and unmet side ways left out."""
    names: list[str] = []
    name = play.start
    while name in play.screens and name not in names and not play.screens[name].end:
        names.append(name)
        name = next(iter(play.screens[name].right.values()))
    return tuple(step_of(play, play.screens[name]) for name in names)


def _twisted(play: Play, screen: str) -> bool:
    twist = play.lesson.twists[play.twist - 1]
    return screen in twist.added or screen in twist.changed


def _play(
    s: Session, plays: dict[tuple[str, int], Play | None], lessons: Mapping[str, Lesson], record: OpportunityRecord
) -> Play | None:
    """The play in which it was met, its lesson as it was then; None when that text is not kept, or not one we read."""
    key = record.lesson_hash, record.twist
    if key not in plays:
        found = lessons.get(record.lesson)
        if found is None or found.hash != record.lesson_hash:
            try:
                found = keeping.thawed(journal.lesson_text(s, record.lesson_hash))
            except (LookupError, ValueError):
                found = None
        plays[key] = stage(found, min(record.twist, len(found.twists))) if found else None
    return plays[key]


def as_met(record: OpportunityRecord, play: Play | None, *, by_hand: bool = False) -> Opportunity:
    """An opportunity as the model sees it, in the play in which it was met; None where that play is not known."""
    screen = play.screens.get(record.screen) if play else None
    if play is not None and screen is not None:
        step = step_of(play, screen)
    else:
        step = Step(f"{record.lesson}.{record.screen}")
    return Opportunity(
        step=step.step,
        skills=step.skills,
        support=record.support,
        outcome=OUTCOMES[record.outcome],
        at=record.at.timestamp(),
        difficulty=step.difficulty,
        clutter=CLUTTER.get(record.size, 0.0),
        twist=step.twist,
        by_hand=by_hand,
    )


def skills_in(steps: Iterable[Step]) -> tuple[str, ...]:
    """The skills of some steps, each once, in order."""
    return tuple(dict.fromkeys(skill for step in steps for skill in step.skills))
