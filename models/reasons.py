"""Why a level of support was chosen: a code that the model's own contributions make true; knows no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.features import ALONE, GROUPS, Memory
from models.ladder import settle, target
from models.opportunity import DAY, Step
from models.person import Person
from models.wording import msgid

LEAST = 0.05
"""Logits below which a contribution says nothing worth a sentence."""
A_WHILE = 3 * DAY
"""Seconds from which it has been a while since somebody did a step."""


@dataclass(frozen=True, slots=True)
class Reason:
    """``code`` names a sentence in models.wording, ``args`` fill its places, ``contributions`` are logits by what they
    speak of (against a newcomer at a middling step)."""

    code: str
    args: Mapping[str, str | int] = field(default_factory=dict)
    contributions: tuple[tuple[str, float], ...] = ()

    def sentence(self, audience: str) -> tuple[str, Mapping[str, str | int]]:
        """The English template for learner, volunteer or trainer, and what fills it: translate, then fill."""
        return msgid(self.code, audience), self.args


def contributions(person: Person, step: Step, now: float) -> dict[str, float]:
    """What moves P(alone) here, in logits: the record by step, skill and overall, forgetting, and the step itself."""
    learner = person.learner
    slope = learner.artefact.lines[ALONE][1]
    weights, row = [slope * weight for weight in learner.artefact.weights], learner.row(step, now)
    nobody = Memory(learner.artefact.spread)
    tables = learner.artefact.tables
    base = tables.base(step.step, step.skills, step.difficulty, step.clutter, step.twist)
    plain = tables.base("", step.skills)
    fresh = nobody.read(step.step, step.skills, 3, now, base)
    middling = nobody.read("", step.skills, 3, now, plain)
    then = learner.row(step, person.last_at[step.step]) if step.step in person.last_at else row
    parts = dict.fromkeys(("step", "skill", "ability", "difficulty", "clutter", "twist", "time"), 0.0)
    for i, group in enumerate(GROUPS):
        w = weights[i]
        if group in ("step", "skill", "ability"):
            parts[group] += w * (then[i] - fresh[i])
            parts["time"] += w * (row[i] - then[i])
        elif group in parts:
            parts[group] += w * (fresh[i] - middling[i])
    return parts


FOR = {"step": "done_step", "skill": "done_skill", "ability": "doing_well", "difficulty": "easy_step"}
AGAINST = {
    "step": "slip_step",
    "skill": "slip_skill",
    "ability": "finding_hard",
    "difficulty": "hard_step",
    "time": "long_ago",
    "twist": "something_new",
    "clutter": "full_screen",
}

STAYS = {"two_slips": "slips_stay", "asked_twice": "asked_stay"}
"""What is said of a rule that could bring no more help, and kept all there is."""


def because(person: Person, step: Step, level: int, p: float, now: float) -> Reason:
    """The reason for giving ``level``: the rule that decided, else the strongest contribution on its side."""
    parts = contributions(person, step, now)
    rung = person.rungs.get(step.step)
    code = ""
    if rung is None:
        code = "known_skill" if level > 0 else "first_meeting"
    elif rung.forced and level == settle(rung, p, True) and rung.low <= level <= rung.high:
        if rung.low != rung.level:
            code = rung.forced
        elif target(rung.level, p) > rung.high:
            code = STAYS.get(rung.forced, "")
    if not code:
        more_help = level < 2 if rung is None or level == rung.level else level < rung.level
        code = _strongest(person, step, parts, more_help, now)
    return Reason(code, _args(person, step, code, p, now), tuple(sorted((k, round(v, 4)) for k, v in parts.items())))


def _strongest(person: Person, step: Step, parts: Mapping[str, float], more_help: bool, now: float) -> str:
    side = AGAINST if more_help else FOR
    sign = -1.0 if more_help else 1.0
    found = [
        (sign * parts[part], part)
        for part in side
        if sign * parts[part] > LEAST and _true(person, step, side[part], now)
    ]
    if found:
        return side[max(found)[1]]
    met = step.step in person.rungs
    return "not_yet_alone" if more_help and met and not person.wins[f"step {step.step}"] else "little_known"


def _true(person: Person, step: Step, code: str, now: float) -> bool:
    """Whether the facts that the sentence names are there."""
    wins, slips = person.wins, person.slips
    checks = {
        "done_step": lambda: wins[f"step {step.step}"] > 0,
        "done_skill": lambda: any(wins[f"skill {k}"] > wins[f"step {step.step}"] for k in step.skills),
        "doing_well": lambda: wins["all"] > slips["all"],
        "slip_step": lambda: slips[f"step {step.step}"] > 0,
        "slip_skill": lambda: any(slips[f"skill {k}"] for k in step.skills),
        "finding_hard": lambda: slips["all"] > 1,
        "long_ago": lambda: now - person.last_at.get(step.step, now) >= A_WHILE,
    }
    return checks[code]() if code in checks else True


def _args(person: Person, step: Step, code: str, p: float, now: float) -> dict[str, str | int]:
    good = code in ("known_skill", "done_skill")
    tally = person.wins if good else person.slips
    args: dict[str, str | int] = {
        "percent": round(100 * p),
        "days": int((now - person.last_at.get(step.step, now)) // DAY),
    }
    about = "all"
    if code in ("known_skill", "done_skill", "slip_skill") and step.skills:
        skill = max(step.skills, key=lambda k: (tally[f"skill {k}"], k))
        args["skill"], about = skill, f"skill {skill}"
    elif code in ("done_step", "slip_step"):
        about = f"step {step.step}"
    args |= {"times": person.wins[about], "slips": person.slips[about]}
    return {
        k: v for k, v in args.items() if any(f"%({k})s" in msgid(code, a) for a in ("learner", "volunteer", "trainer"))
    }
