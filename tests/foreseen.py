"""Works out anew what the shipped weights say of somebody's next step, and which support that allows, from visits.

Written apart from `models`: every sum is taken over all visits at once and nothing streams, but for the abilities,
which each answer moves. It knows the weights that are not zero, and refuses a file that has others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from math import exp, log
from pathlib import Path
from typing import Any

Told = dict[str, Any]
LEVELS = ("shown", "guided", "prompted", "alone")
EASE = {"shown": 3.0, "guided": 1.8, "prompted": 0.9, "alone": 0.0}
CREDIT = {"shown": 0.15, "guided": 0.4, "prompted": 0.7, "alone": 1.0}
MINUTES, HALF_HOUR, DAY, WEEKS = 120, 1800, 86400, 14 * 86400
ENTERS = (0.0, 0.30, 0.50, 0.70)
LEAVES = (0.0, 0.20, 0.40, 0.60)
UNTIL = (0, 1, 2, 3, 5, 9, 19, 49, 99)
"""Meetings up to which a place on a curve of practice goes."""


class Mind:
    """One person: their visits so far, and what follows from them. A step is a dict: step, skills, difficulty, clutter,
    twist; a visit is one with outcome (correct, slip, hint), support and the seconds `at`."""

    def __init__(self, file: Path, visits: Sequence[Told] = ()) -> None:
        self.told = json.loads(file.read_text(encoding="utf-8"))
        self.weights = {name: w for name, w in zip(self.told["features"], self.told["weights"], strict=True) if w}
        assert not self.told["steps"] and not self.told["skills"], "this knows no table of steps"
        overall, skill, step, self.drift = self.told["spread"]
        self.able: dict[str, list[float]] = defaultdict(lambda: [0.0, step])
        self.able[""] = [0.0, overall]
        self.skilled: dict[str, list[float]] = defaultdict(lambda: [0.0, skill])
        self.answered: dict[str, int] = defaultdict(int)
        self.mood = self.recent = 0.0
        self.visits: list[Told] = []
        self.rungs: dict[str, Told] = {}
        for visit in visits:
            self.meet(visit)

    def meet(self, visit: Told) -> None:
        """Take in one visit."""
        self._climb(visit)
        if visit["outcome"] != "hint":
            self._weigh(visit, right=visit["outcome"] == "correct")
        self.visits.append(visit)

    def p(self, step: Told, now: float) -> float:
        """P(right without asking, without support) now."""
        known = self._features(step, now)
        assert set(self.weights) <= {*known, "support_prompted", "support_guided", "support_shown"}
        z = self.told["intercept"] + sum(known[name] * w for name, w in self.weights.items() if name in known)
        shift, slope = self.told["lines"][3]
        return 1 / (1 + exp(-(shift + slope * z)))

    def level(self, step: Told, now: float) -> int:
        """The support that these visits allow now, as its place in LEVELS."""
        p, rung = self.p(step, now), self.rungs.get(step["step"])
        if rung is None:
            proven = step["skills"] and all(self.right_at(skill) for skill in step["skills"])
            return 0 if not proven or p < 0.6 else 1 if p < 0.85 else 2
        wanted = rung["level"]
        while wanted < 3 and p >= ENTERS[wanted + 1]:
            wanted += 1
        while wanted > 0 and p < LEAVES[wanted]:
            wanted -= 1
        return min(max(wanted, rung["least"]), rung["most"])

    def right_at(self, skill: str) -> int:
        """How often a step with this skill went well."""
        return sum(one["outcome"] == "correct" and skill in one["skills"] for one in self.visits)

    def _base(self, step: Told) -> tuple[float, float]:
        author = 4 * (0.5 - step["difficulty"])
        return self.told["overall"] + self.told["author_slope"] * author, author

    def _features(self, step: Told, now: float) -> dict[str, float]:
        base, author = self._base(step)
        mine = [one for one in self.visits if one["step"] == step["step"]]
        all_ = _tally(self.visits, now)
        here, skills = _tally(mine, now), step["skills"]
        by = [_tally([one for one in self.visits if skill in one["skills"]], now) for skill in skills]

        def mean(values: Sequence[float]) -> float:
            return sum(values) / len(skills) if skills else 0.0

        return {
            "base": base,
            "author": author,
            "clutter": -step["clutter"],
            "twist": -1.0 if step["twist"] else 0.0,
            "many_skills": log(1 + len(skills)),
            "ability": self.able[""][0],
            "ability_fast": self.mood,
            "all_wins": log(1 + all_["wins"]),
            "all_first_win": _first(all_["wins"]),
            "all_slips": -log(1 + all_["slips"]),
            "all_recent": self.recent,
            "skill_ability": mean([self.skilled[skill][0] for skill in skills if skill in self.skilled]),
            "skill_first_win": mean([_first(one["wins"]) for one in by]),
            "skill_fresh_first": mean([_first(one["won", MINUTES]) for one in by]),
            "step_ability": self.able[step["step"]][0] if step["step"] in self.able else 0.0,
            "step_wins": log(1 + here["wins"]),
            "step_first_win": _first(here["wins"]),
            "step_fresh_first": _first(here["won", MINUTES]),
            "step_fresh_day": log(1 + here["won", DAY]),
            "step_fresh_weeks": log(1 + here["won", WEEKS]),
            "step_watched_hour": log(1 + here["seen", HALF_HOUR]),
            "step_watched_day": log(1 + here["seen", DAY]),
        }

    def _weigh(self, visit: Told, *, right: bool) -> None:
        """Move what is thought of the person, the skills and the step by how much this was unexpected."""
        skills, step, n = visit["skills"], visit["step"], len(visit["skills"])
        all_, here, by = self.able[""], self.able[step], [self.skilled[skill] for skill in skills]
        curves = self.told["curves"]
        z = self._base(visit)[0] + all_[0] + here[0] + EASE[visit["support"]] - 0.6 * visit["twist"]
        z += curves[0][_place(self.answered[step])] + sum(one[0] for one in by) / max(n, 1)
        if n:
            z += curves[1][_place(max(self.answered[f"skill {skill}"] for skill in skills))]
        p = 1 / (1 + exp(-z))
        unsure = all_[1] + here[1] + sum(one[1] for one in by) / max(n, 1)
        weight = p * (1 - p)
        pull = (right - p) / (1 + weight * unsure)
        shrink = weight / (1 + weight * unsure)
        self.mood += 0.25 * (right - p)
        for one, drift in ((all_, 0.25 * self.drift), *((one, self.drift) for one in (here, *by))):
            one[0], one[1] = one[0] + one[1] * pull, one[1] + drift - one[1] ** 2 * shrink
        for name in (step, *(f"skill {skill}" for skill in skills)):
            self.answered[name] += 1
        credit = CREDIT[visit["support"]]
        if right:
            self.recent = max(self.recent, self.recent + 0.3 * (credit - self.recent))
        else:
            self.recent += 0.3 * (-1 - self.recent)

    def _climb(self, visit: Told) -> None:
        """Where the step stands after the visit: its level, and the least and most support-freedom next time."""
        held, given = self.level(visit, visit["at"]), LEVELS.index(visit["support"])
        last = self.rungs.get(visit["step"], {"row": ("", 0)})
        outcome = visit["outcome"]
        if outcome != "correct":
            times = last["row"][1] + 1 if last["row"][0] == outcome else 1
            rung = {"level": held, "least": max(0, held - 1), "most": held if times < 2 else max(0, held - 1)}
            self.rungs[visit["step"]] = {**rung, "row": (outcome, times)}
            return
        level = max(held, given)
        most = 3 if given >= held else level
        rung = {"level": level, "least": max(1, level - 1), "most": max(1, most), "row": ("", 0)}
        if given:
            times = last["row"][1] + 1 if last["row"][0] == "correct" else 1
            rung["row"] = "correct", times
            if times >= 2 and given == level < 3:
                rung |= {"least": level + 1, "most": level + 1, "row": ("", 0)}
        self.rungs[visit["step"]] = rung


def planned(file: Path, visits: Sequence[Told], steps: Sequence[Told], now: float) -> list[tuple[float, int]]:
    """For each step of a play that opens now: P(alone), and the place of its support in LEVELS.

    Slips at the end, one after the other, each move no level by more than one and none to less help.
    """
    calm = len(visits)
    while calm and visits[calm - 1]["outcome"] == "slip":
        calm -= 1
    mind = Mind(file, visits[:calm])
    levels = [mind.level(step, now) for step in steps]
    for visit in visits[calm:]:
        mind.meet(visit)
        levels = [max(was - 1, min(was, mind.level(step, now))) for was, step in zip(levels, steps, strict=True)]
    return [(mind.p(step, now), level) for step, level in zip(steps, levels, strict=True)]


def _tally(some: Sequence[Told], now: float) -> dict[Any, float]:
    """Successes by how much of them was the person's own, slips, and both and what was watched as they fade."""
    won = [(CREDIT[one["support"]], now - one["at"]) for one in some if one["outcome"] == "correct"]
    seen = [now - one["at"] for one in some if one["outcome"] == "hint" or _shown(one)]
    found: dict[Any, float] = {"wins": sum(credit for credit, _ in won)}
    found["slips"] = sum(one["outcome"] == "slip" for one in some)
    for rate in (MINUTES, HALF_HOUR, DAY, WEEKS):
        found["won", rate] = sum(credit * exp(-max(ago, 0) / rate) for credit, ago in won)
        found["seen", rate] = sum(exp(-max(ago, 0) / rate) for ago in seen)
    return found


def _shown(visit: Told) -> bool:
    return bool(visit["outcome"] == "correct" and visit["support"] == "shown")


def _first(count: float) -> float:
    return count / (1 + count)


def _place(times: int) -> int:
    return next((place for place, until in enumerate(UNTIL) if times <= until), len(UNTIL))
