"""Works out anew, from lists of what was met, what the learner model says of every answer in a database file.

It shares with the product the file of weights (names and numbers of the features) and the log, where the lessons stand
as they were; no line of models or app. How a feature is defined is told in models/features.py and models/trace.py, and
counted here over the list of everything before the answer. It reads the log of one laptop, whose records always say
which support there was and when: what data without those could teach (`told`, `order`) is nothing here.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from math import exp, inf, log, log1p
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from scipy.optimize import minimize

Told = dict[str, Any]
Model = dict[str, Any]

LEVELS = ("shown", "guided", "prompted", "alone")
EASE = {"shown": 3.0, "guided": 1.8, "prompted": 0.9, "alone": 0.0}
CREDIT = {"shown": 0.15, "guided": 0.4, "prompted": 0.7, "alone": 1.0}
OUTCOMES = {"correct": "alone", "slip": "slip", "hint": "helped"}
MINUTES, HOUR, DAY, WEEKS = 120.0, 1800.0, 86400.0, 14 * 86400.0
"""What fades is worth 1/e after so many seconds."""
MET = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (6, 5), (10, 6), (20, 7), (50, 8), (100, 9))
"""From so many meetings on, the place on a curve of practice."""
BINS, LEAST_P = 15, 1e-6
ALL = ("all", "")


def people(file: Path) -> list[Told]:
    """Everybody real in the order of their classes and of joining: who they are, and the list of what they met."""
    with sqlite3.connect(file) as db:
        db.row_factory = sqlite3.Row
        here = db.execute(
            "SELECT l.id, l.birth_year, l.dialect, c.site_id AS village FROM learner l JOIN classroom c "
            "ON c.id = l.classroom_id WHERE NOT c.demo ORDER BY c.name, c.id, l.joined_at, l.id"
        ).fetchall()
        plays = db.execute(
            "SELECT p.*, t.text FROM practice_session p LEFT JOIN lesson_text t ON t.hash = p.lesson_hash"
        ).fetchall()
        acts = db.execute("SELECT * FROM attempt ORDER BY sequence").fetchall()
        facts = db.execute("SELECT * FROM fact WHERE kind IN ('merged', 'parted') ORDER BY sequence").fetchall()
    into: dict[str, str] = {}
    for fact in facts:
        entry = UUID(json.loads(fact["body"])["entry"]).hex
        into.pop(entry, None)
        if fact["kind"] == "merged":
            into[entry] = fact["learner_id"]
    done = defaultdict(list)
    for act in acts:
        done[act["session_id"]].append(act)
    met = defaultdict(list)
    lessons: dict[str, Told | None] = {}
    for play in plays:
        who = play["learner_id"]
        while who in into:
            who = into[who]
        met[who] += _visits(play, done[play["uuid"]], lessons)
    return [{**dict(one), "met": by_clock(met[one["id"]])} for one in here if one["id"] not in into]


def by_clock(visits: Iterable[Told]) -> list[Told]:
    """As they arrived; by the `clock` of the person, which never goes back, what arrived late happened when it came."""
    told = sorted(visits, key=lambda visit: visit["sequence"])
    latest = 0.0
    for visit in told:
        latest = visit["clock"] = max(latest, visit["at"])
    return told


def _visits(play: Any, acts: Sequence[Any], lessons: dict[str, Told | None]) -> list[Told]:
    """What one play met: for each run of acts on one screen the first that is not neutral."""
    if play["lesson_hash"] not in lessons:
        lessons[play["lesson_hash"]] = _lesson(play["text"])
    lesson = lessons[play["lesson_hash"]]
    chosen = json.loads(play["plan"]).get("hand", {}).get("level") in LEVELS
    found, beside = [], False
    for screen, visit in groupby(acts, key=lambda act: act["screen"]):
        first = None
        for act in visit:
            if act["act"] in ("tap beside-me", "tap beside-gone"):
                beside = act["act"] == "tap beside-me"
            if first is None and act["outcome"] != "neutral":
                first = act, beside
        if first is None:
            continue
        act, helped = first
        found.append(
            _step(lesson, f"{play['lesson']}.{screen}", screen, act["twist"])
            | {
                "sequence": act["sequence"],
                "at": datetime.fromisoformat(act["at"] + "+00:00").timestamp(),
                "support": act["support"],
                "outcome": "helped" if helped else OUTCOMES[act["outcome"]],
                "size": play["size"],
                "clutter": 0.6 if play["size"] == "true" else 0.0,
                "by_hand": chosen,
            }
        )
    return found


def _lesson(text: str | None) -> Told | None:
    """A lesson as the log keeps it; None for a text that is none."""
    try:
        return dict(json.loads(text or ""))
    except ValueError:
        return None


def _step(lesson: Told | None, name: str, screen: str, twist: int) -> Told:
    """What an author wrote of a screen; one that a twist adds or changes is a step of its own."""
    plain = {"step": name, "skills": [], "difficulty": 0.5, "twist": False}
    if lesson is None:
        return plain
    twist = min(twist, len(lesson["twists"]))
    told = dict(lesson["screens"]["pairs"])
    changed: Told = {}
    if twist:
        worked = lesson["twists"][twist - 1]
        changed = dict(worked["changed"]["pairs"]) | dict(worked["added"]["pairs"])
    found = changed.get(screen, told.get(screen))
    if found is None:
        return plain
    own = {"step": f"{name}@{twist}", "twist": True} if screen in changed else {}
    return plain | {"skills": found["skills"], "difficulty": found["difficulty"]} | own


def answers(history: Iterable[Told]) -> list[Told]:
    """What of a history judges the model: help taken, and support that a person chose, do not."""
    return [one for one in history if one["outcome"] != "helped" and not one["by_hand"]]


def logits(model: Model, history: Sequence[Told]) -> list[float]:
    """What the model says of each thing met, before it was met, as a logit."""
    weights = dict(zip(model["features"], model["weights"], strict=True))
    able = Abilities(model)
    found = []
    for place, now in enumerate(history):
        row = _features(able, _base(model, now), history[:place], now)
        assert set(row) == set(weights), set(row) ^ set(weights)
        z = model["intercept"] + sum(weights[name] * value for name, value in row.items())
        shift, slope = model["lines"][LEVELS.index(now["support"])]
        found.append(shift + slope * z)
        able.take_in(now, _base(model, now)["base"])
    return found


def chance(z: float) -> float:
    """The probability of a logit."""
    return 1.0 / (1.0 + exp(-z))


def _base(model: Model, now: Told) -> dict[str, float]:
    """What is known of a step before the learner met it: its own record, else that of its skills and its author."""
    skill = model["skills"].get(";".join(now["skills"]))
    if skill is None:
        known = [model["skills"][one] for one in now["skills"] if one in model["skills"]]
        skill = sum(known) / len(known) if known else model["overall"]
    author = 4.0 * (0.5 - now["difficulty"])
    step = model["steps"].get(now["step"], skill + model["author_slope"] * author)
    return {"base": step, "base_skill": skill, "author": author}


def _features(able: Abilities, base: dict[str, float], before: Sequence[Told], now: Told) -> dict[str, float]:
    """Every feature of the next meeting by its name."""
    level, skills = LEVELS.index(now["support"]), now["skills"]
    overall = _counts(before)
    row = base | {
        "clutter": -now["clutter"],
        "twist": -float(now["twist"]),
        "many_skills": log1p(len(skills)),
        "support_prompted": float(level <= 2),
        "support_guided": float(level <= 1),
        "support_shown": float(level == 0),
        "ability": able.theta[ALL],
        "ability_fast": able.fast,
        **{f"all_{name}": overall[name] for name in ("wins", "first_win", "slips", "first_slip", "recent", "run")},
    }
    on_skills = {skill: [one for one in before if skill in one["skills"]] for skill in skills}
    seen = [able.theta["skill", skill] for skill, those in on_skills.items() if those]
    row["skill_weakest"] = min([*seen, *([0.0] if len(seen) < len(skills) or not seen else [])])
    views = [
        _trace(those, now["clock"], able.theta["skill", skill], step=False)
        for skill, those in on_skills.items()
        if those
    ]
    on_step = [one for one in before if one["step"] == now["step"]]
    mine = _trace(on_step, now["clock"], able.theta["step", now["step"]], step=True)
    for name, value in mine.items():
        row[f"skill_{name}"] = sum(view[name] for view in views) / len(skills) if views else 0.0
        row[f"step_{name}"] = value
    return row | dict.fromkeys(("later_test", "later_step_wins", "later_step_last", "later_ability"), 0.0)


def _counts(before: Sequence[Told]) -> dict[str, float]:
    """What does not fade, over answers: how often, how it went lately, what the last was, what went well in a row."""
    answered = [one for one in before if one["outcome"] != "helped"]
    told = [CREDIT[one["support"]] if one["outcome"] == "alone" else None for one in answered]
    wins = [credit for credit in told if credit is not None]
    won, slips = sum(wins), float(told.count(None))
    slipped = max((place for place, credit in enumerate(told) if credit is None), default=None)
    since = [credit for credit in told[0 if slipped is None else slipped + 1 :] if credit is not None]
    recent = 0.0
    for credit in told:
        recent += 0.3 * (-1.0 - recent if credit is None else max(0.0, credit - recent))
    slips_last = len(told) - 1 - max((place for place, credit in enumerate(told) if credit is not None), default=-1)
    return {
        "wins": log1p(won),
        "first_win": won / (1.0 + won),
        "slips": -log1p(slips),
        "first_slip": -slips / (1.0 + slips),
        "recent": recent,
        "last": max(since, default=0.0 if slipped is None else -1.0),
        "run": log1p(sum(since)),
        "slip_run": -min(4.0, float(slips_last)),
    }


def _trace(before: Sequence[Told], now: float, ability: float, *, step: bool) -> dict[str, float]:
    """What happened on one skill or step, of which each time fades with the seconds since."""

    def faded(those: Sequence[tuple[float, float]], seconds: float) -> float:
        return sum(worth * exp(-(now - at) / seconds) for at, worth in those)

    wins = [(one["clock"], CREDIT[one["support"]]) for one in before if one["outcome"] == "alone"]
    slips = [(one["clock"], 1.0) for one in before if one["outcome"] == "slip"]
    watched = [
        (one["clock"], 1.0)
        for one in before
        if one["outcome"] == "helped" or (step and one["outcome"] == "alone" and one["support"] == "shown")
    ]
    minutes, sore = faded(wins, MINUTES), faded(slips, HOUR)
    unknown = ("told", "told_first", "told_minutes", "told_hour", "told_hour_first", "told_day", "told_weeks")
    order = [f"order_{how}_{many}" for how in ("won", "slipped") for many in ("few", "some", "many", "most")]
    return {
        "ability": ability,
        **_counts(before),
        "fresh_minutes": log1p(minutes),
        "fresh_first": minutes / (1.0 + minutes),
        "fresh_hour": log1p(faded(wins, HOUR)),
        "fresh_day": log1p(faded(wins, DAY)),
        "fresh_weeks": log1p(faded(wins, WEEKS)),
        "sore_hour": -log1p(sore),
        "sore_first": -sore / (1.0 + sore),
        "sore_day": -log1p(faded(slips, DAY)),
        "watched": log1p(len(watched)),
        "watched_hour": log1p(faded(watched, HOUR)),
        "watched_day": log1p(faded(watched, DAY)),
        **dict.fromkeys((*unknown, *order, "order_lag"), 0.0),
    }


class Abilities:
    """The filter: abilities overall, on each skill and each step, moved by what was unexpected of each answer.

    One Kalman step with a variance kept for each alone: the abilities' sum is what an answer tells of. Of several
    skills the sum holds the mean, and each moves as if it were the only one.
    """

    def __init__(self, model: Model) -> None:
        overall, skill, step, self.drift = model["spread"]
        start = {"all": overall, "skill": skill, "step": step}
        self.theta: dict[tuple[str, str], float] = defaultdict(float)
        self.var = _Starting(start)
        self.met: dict[tuple[str, str], int] = defaultdict(int)
        self.curves = model["curves"]
        self.fast = 0.0

    def take_in(self, now: Told, base: float) -> None:
        """Move by one answer; help taken moves nothing."""
        if now["outcome"] == "helped":
            return
        step, skills = ("step", now["step"]), [("skill", one) for one in now["skills"]]
        share = dict.fromkeys((ALL, step), 1.0) | {one: 1.0 / len(skills) for one in skills}
        z = base + EASE[now["support"]] - (0.6 if now["twist"] else 0.0)
        z += sum(share[one] * self.theta[one] for one in share)
        z += _on(self.curves[0], self.met[step])
        z += _on(self.curves[1], max(self.met[one] for one in skills)) if skills else 0.0
        p = chance(z)
        off, information = (now["outcome"] == "alone") - p, p * (1.0 - p)
        unsure = 1.0 + information * sum(share[one] * self.var[one] for one in share)
        for one in share:
            var = self.var[one]
            self.theta[one] += var * off / unsure
            self.var[one] = var - var**2 * information / unsure + self.drift * (0.25 if one == ALL else 1.0)
            self.met[one] += 1
        self.fast += 0.25 * off


class _Starting(dict[tuple[str, str], float]):
    """Variances, each beginning with that of its kind."""

    def __init__(self, kinds: dict[str, float]) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, key: tuple[str, str]) -> float:
        return self._kinds[key[0]]


def _on(curve: Sequence[float], met: int) -> float:
    return curve[max(place for least, place in MET if met >= least)]


def error(said: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: the answers by what was said of them, in 15 parts as even as can be.

    What was said is kept in 4 bytes, and what is equal stays in the order in which it came.
    """
    pairs = sorted(zip(map(np.float32, said), right, strict=True), key=lambda pair: pair[0])
    size, over = divmod(len(pairs), BINS)
    total, start = 0.0, 0
    for number in range(BINS):
        end = start + size + (number < over)
        total += abs(sum(float(p) - hit for p, hit in pairs[start:end]))
        start = end
    return total / len(pairs)


def loss(pairs: Sequence[tuple[float, bool]], shift: float = 0.0, slope: float = 1.0) -> float:
    """Log loss an answer, from what was said (logits, to be shifted and bent) and whether it went right."""
    said = [min(max(chance(shift + slope * z), LEAST_P), 1.0 - LEAST_P) for z, _ in pairs]
    return -sum(log(p if hit else 1.0 - p) for p, (_, hit) in zip(said, pairs, strict=True)) / len(pairs)


def shift_and_slope(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Those that fit best, thought to lie within half a logit or slope of 0 and 1, the slope not below 0.6."""
    z, right = np.array([one for one, _ in pairs]), np.array([hit for _, hit in pairs], float)

    def unfit(x: Any) -> float:
        bent = x[0] + x[1] * z
        return float((np.logaddexp(0.0, bent) - right * bent).sum() + (x[0] ** 2 + (x[1] - 1.0) ** 2) / (2 * 0.5**2))

    found = minimize(unfit, [0.0, 1.0], method="L-BFGS-B", bounds=[(-inf, inf), (0.6, inf)], options={"ftol": 1e-14})
    return float(found.x[0]), float(found.x[1])
