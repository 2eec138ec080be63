"""What to do for a person next: support for each step, tasks to suggest, readiness for true size; each with its reason.

Pure: the same history, time and artefact give the same answer on any machine. Knows no lesson, table or page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models import checks
from models.artefact import Artefact
from models.features import ALONE
from models.ladder import CLIMBING, climb, fixed
from models.opportunity import DAY, LEVELS, Opportunity, Step, Task
from models.person import Person, folded, settled
from models.reasons import Reason, because
from models.season import Season
from models.wording import msgid

__all__ = ["CLIMBING", "Suggestion", "SupportChoice", "climb", "make_policy", "plan", "suggest", "true_size_ready"]

TRUE_MEAN, TRUE_LEAST = 0.75, 0.5
"""P(alone) over a lesson's steps, and for its weakest step, from which true size is offered."""


@dataclass(frozen=True, slots=True)
class SupportChoice:
    """Support for one step; ``p_alone`` is None when the model is switched off."""

    step: str
    level: str
    p_alone: float | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A task put before the learner; ``numbers`` are all terms of its value, the largest of which is the reason."""

    task: str
    reason: Reason
    numbers: Mapping[str, float] = field(default_factory=dict)


def plan(
    history: Sequence[Opportunity],
    steps: Sequence[Step],
    artefact: Artefact,
    now: float,
    size: str = "big",
    off: bool = False,
    known: Person | None = None,
) -> tuple[SupportChoice, ...]:
    """Support for each step of a session that begins at ``now`` (seconds since the epoch).

    ``size`` "big" leaves the clutter of real apps away, "true" counts it. ``off`` is the fixed ladder, without a model.
    Slips at the end of ``history`` each move no level by more than one, and none to less help. ``known``, here and
    below, is the person already folded from this history, if the caller keeps one; it saves folding again.
    """
    if off or artefact.off:
        levels = on_the_ladder(history, steps)
        return tuple(
            SupportChoice(step.step, LEVELS[level], None, Reason("ladder"))
            for step, level in zip(steps, levels, strict=True)
        )
    met = [_at_size(step, size) for step in steps]
    person, levels = settled(artefact, history, met, now, known)
    return tuple(_choice(person, step, level, now) for step, level in zip(met, levels, strict=True))


def checked(
    history: Sequence[Opportunity],
    steps: Sequence[Step],
    artefact: Artefact,
    now: float,
    size: str,
    known: Person | None = None,
) -> list[SupportChoice | None]:
    """For each step its unannounced check, without support, where one is due; none unless at true size."""
    if size != "true" or artefact.off:
        return [None] * len(steps)
    person = known or folded(artefact, history)
    picked = checks.pick(person, history, steps, now)
    found: list[SupportChoice | None] = []
    for step in steps:
        skill, rested = picked.get(step.step, ("", 0.0))
        p = person.learner.p(step, now)
        reason = Reason("check", {"skill": skill, "days": int(rested // DAY), "percent": round(100 * p)})
        found.append(SupportChoice(step.step, LEVELS[ALONE], p, reason) if skill else None)
    return found


def tried(choice: SupportChoice) -> SupportChoice:
    """The support of a trial in place of what would be chosen: none, so that nothing gives away what is right."""
    return SupportChoice(choice.step, LEVELS[ALONE], choice.p_alone, Reason("trial"))


def _choice(person: Person, step: Step, level: int, now: float) -> SupportChoice:
    p = person.learner.p(step, now)
    return SupportChoice(step.step, LEVELS[level], p, because(person, step, level, p, now))


def _at_size(step: Step, size: str) -> Step:
    return step if size == "true" else Step(step.step, step.skills, step.difficulty, 0.0, step.twist)


def on_the_ladder(history: Sequence[Opportunity], steps: Sequence[Step]) -> list[int]:
    """The level of each step on the fixed ladder, which asks no model."""
    went: dict[str, list[str]] = {}
    for o in history:
        went.setdefault(o.step, []).append(o.outcome)
    return [fixed(went.get(step.step, [])) for step in steps]


def true_size_ready(
    history: Sequence[Opportunity], steps: Sequence[Step], artefact: Artefact, now: float, known: Person | None = None
) -> bool:
    """Whether the lesson's screens may be shown at true size: every step met, and likely enough to go well there."""
    return fits_true_size(known or folded(artefact, history), steps, now)


def fits_true_size(person: Person, steps: Sequence[Step], now: float) -> bool:
    """The same for a person already folded from their history."""
    if not steps or any(step.step not in person.rungs for step in steps):
        return False
    chances = [person.learner.p(step, now, ALONE) for step in steps]
    return sum(chances) / len(chances) >= TRUE_MEAN and min(chances) >= TRUE_LEAST


def suggest(
    history: Sequence[Opportunity],
    tasks: Sequence[Task],
    artefact: Artefact,
    now: float,
    count: int = 3,
    known: Person | None = None,
) -> tuple[Suggestion, ...]:
    """The tasks to put before a learner, best first; fewer than ``count`` only when there are fewer tasks.

    What a task needs only advises: a task whose needs are not finished comes later, but is never kept back for good;
    what the learner wishes for comes before what is merely new, however much of what it needs is missing.
    Of tasks with the same value the one named first comes first.
    """
    person = known or folded(artefact, history)
    finished = {task.id for task in tasks if task.finished}
    valued = [(_value(person, task, finished, now), task) for task in tasks]
    valued.sort(key=lambda pair: -sum(pair[0].values()))
    return tuple(_suggestion(person, task, terms, now) for terms, task in valued[:count])


def readiness(person: Person, task: Task, now: float) -> float:
    """Expected share of the task's steps done alone; from its skills when its steps are not known."""
    steps = task.steps or (Step(f"task {task.id}", task.skills),)
    return sum(person.learner.p(step, now) for step in steps) / len(steps)


def _value(person: Person, task: Task, finished: set[str], now: float) -> dict[str, float]:
    """The terms of a task's value; only positive terms can be its reason."""
    off = person.learner.artefact.off
    met = [] if off else [k for k in task.skills if k in person.learner.memory.skills]
    weak = max((_weakness(person, k) for k in met), default=0.0)
    ready = readiness(person, task, now) if met and not task.finished else 0.0
    overdue = task.due is not None and task.due <= now
    began = task.last_played is not None and not task.finished
    missing = sum(1 for need in task.needs if need not in finished)
    return {
        "unfinished": 1.0 if began else 0.0,
        "due": 1.1 if overdue else 0.0,
        "wanted": 0.9 if task.wanted and not task.finished else 0.0,
        "ready": 0.6 * ready,
        "weak_skill": 0.7 * weak,
        "new": 0.3 if task.last_played is None and not missing else 0.0,
        "again": 0.05 if task.finished and not overdue else 0.0,
        "missing": -0.5 * min(1 if task.wanted else 2, missing),
        "just_played": -0.8
        if task.last_played is not None and task.finished and now - task.last_played < DAY / 2
        else 0.0,
    }


def _weakness(person: Person, skill: str) -> float:
    slips, wins = person.slips[f"skill {skill}"], person.wins[f"skill {skill}"]
    return slips / (slips + wins + 3.0)


def _suggestion(person: Person, task: Task, terms: dict[str, float], now: float) -> Suggestion:
    code = max(terms, key=lambda name: terms[name])
    if terms[code] <= 0.0:
        code = "again" if task.finished else "open"
    ready = readiness(person, task, now)
    args: dict[str, str | int] = {"percent": round(100 * ready), "times": task.finished}
    if task.last_played is not None:
        args["days"] = int(max(0.0, now - task.last_played) // DAY)
    met = [k for k in task.skills if k in person.learner.memory.skills]
    if met:
        skill = max(met, key=lambda k: (_weakness(person, k), k))
        args |= {"skill": skill, "slips": person.slips[f"skill {skill}"]}
    used = {
        k: v
        for k, v in args.items()
        if any(f"%({k})s" in msgid(f"suggest_{code}", a) for a in ("learner", "volunteer", "trainer"))
    }
    return Suggestion(
        task.id, Reason(f"suggest_{code}", used, tuple(sorted(terms.items()))), {**terms, "readiness": ready}
    )


make_policy = Season
"""The policy over a season of sittings, as a bench drives it: the same person, ladder and model as in practice."""
