"""The fitted model as plain JSON (weights, tables, provenance, figures), served without scikit-learn or pickle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import exp
from operator import mul
from pathlib import Path
from typing import Any

from models.features import ALONE, FLAT, NAMES, RULES, UNKNOWN, WIN, Base, Memory, Spread
from models.opportunity import LEVELS, Opportunity, Step, level_of
from models.trace import HELD, TOLD

FORMAT = 2
SWITCH = "model.off"
"""A file of this name beside the artefact switches the model off."""
SHIPPED = Path(__file__).with_name("artefact.json")
RETRAINED = "artefact.json"
EVEN = 0.5

Line = tuple[float, float]
"""Shift and slope of a logit."""
AS_IT_IS: tuple[Line, ...] = ((0.0, 1.0),) * (len(LEVELS) + 1)
"""The logit itself at every level of support; the last entry serves UNKNOWN (-1)."""


class ArtefactMistake(ValueError):
    """The file is not an artefact that this code can serve."""


@dataclass(slots=True)
class Tables:
    """What is known before a learner arrives: how hard steps were for others, and what the author's word is worth."""

    overall: float = 0.0
    author_slope: float = 1.0
    steps: dict[str, float] = field(default_factory=dict)
    skills: dict[str, float] = field(default_factory=dict)

    def skill(self, skills: Sequence[str]) -> float:
        """Logit of succeeding on a step with these skills, for a learner of whom nothing is known."""
        whole = self.skills.get(";".join(skills))
        if whole is not None:
            return whole
        known = [self.skills[k] for k in skills if k in self.skills]
        return sum(known) / len(known) if known else self.overall

    def base(
        self,
        step: str,
        skills: Sequence[str],
        difficulty: float = EVEN,
        clutter: float = 0.0,
        twist: bool = False,
        later_test: bool = False,
    ) -> Base:
        """What is known of this step: its own record among others if there is one, else skill and author."""
        skill = self.skill(skills)
        author = 4.0 * (EVEN - difficulty)
        logit = self.steps.get(step)
        if logit is None:
            logit = skill + self.author_slope * author
        return Base(logit, skill, author, clutter, twist, later_test)


@dataclass(frozen=True)
class Artefact:
    """Weights and tables of one fitted champion; ``made`` says where they came from, ``figures`` how good they were.

    ``lines`` bend the logit at each level of support, as help lifts the weak more than the strong; no slope is below 0.
    """

    weights: tuple[float, ...]
    intercept: float
    lines: tuple[Line, ...] = AS_IT_IS
    tables: Tables = field(default_factory=Tables)
    spread: Spread = field(default_factory=Spread)
    made: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    off: bool = False
    """Switched off at this site: support climbs the fixed ladder, and tasks are offered without a prediction."""

    def __post_init__(self) -> None:
        if len(self.weights) != len(NAMES):
            raise ArtefactMistake(f"{len(self.weights)} weights for {len(NAMES)} features")
        wrong = [n for n, s, w in zip(NAMES, RULES, self.weights, strict=True) if s in (HELD, TOLD) and w < 0.0]
        if len(self.lines) != len(AS_IT_IS) or any(slope < 0.0 for _, slope in self.lines):
            raise ArtefactMistake(f"needs {len(AS_IT_IS)} lines whose slopes are not negative")
        if wrong:
            raise ArtefactMistake(f"weights that would break the promise to learners: {', '.join(wrong)}")

    def logit(self, row: Sequence[float], level: int = UNKNOWN) -> float:
        """The weighted sum of one row of features, bent by the line of the level for which it was read."""
        shift, slope = self.lines[level]
        return shift + slope * (self.intercept + sum(map(mul, self.weights, row), 0.0))

    def probability(self, row: Sequence[float], level: int = UNKNOWN) -> float:
        """P(right without asking) for one row of features read for a level."""
        return sigmoid(self.logit(row, level))

    def memory(self) -> Memory:
        """An empty history, ready to stream."""
        return Memory(self.spread)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over everything that decides a prediction; stands beside every choice."""
        return hashlib.sha256(_canonical(self._deciding()).encode()).hexdigest()

    @property
    def version(self) -> str:
        """The first twelve digits of the hash: short enough to read aloud."""
        return self.hash[:12]

    def switched(self, *, off: bool) -> Artefact:
        """The same artefact, switched off or on."""
        return replace(self, off=off)

    def _deciding(self) -> dict[str, Any]:
        t, s = self.tables, self.spread
        return {
            "format": FORMAT,
            "features": list(NAMES),
            "weights": list(self.weights),
            "intercept": self.intercept,
            "lines": [list(line) for line in self.lines],
            "overall": t.overall,
            "author_slope": t.author_slope,
            "steps": t.steps,
            "skills": t.skills,
            "spread": [s.overall, s.skill, s.step, s.drift],
            "curves": [list(s.step_curve), list(s.skill_curve)],
        }

    def dumps(self) -> str:
        """The artefact as JSON text."""
        return json.dumps(
            {**self._deciding(), "made": dict(self.made), "figures": dict(self.figures)}, indent=1, ensure_ascii=False
        )

    def save(self, path: Path) -> None:
        """Write the artefact so that a reader sees the old one or the new one, never half."""
        part = path.with_suffix(".part")
        part.write_text(self.dumps() + "\n", encoding="utf-8")
        part.replace(path)


UNTOLD = Artefact((0.0,) * len(NAMES), 0.0)
"""A model that says one half of everything: to see what is left when nothing is known."""


def loads(text: str) -> Artefact:
    """An artefact from JSON text; ArtefactMistake when it is none, or was made for other features."""
    try:
        d = json.loads(text)
        if d["format"] != FORMAT or tuple(d["features"]) != NAMES:
            raise ArtefactMistake("made for other features: train again")
        return Artefact(
            weights=tuple(float(w) for w in d["weights"]),
            intercept=float(d["intercept"]),
            lines=tuple((float(shift), float(slope)) for shift, slope in d["lines"]),
            tables=Tables(float(d["overall"]), float(d["author_slope"]), dict(d["steps"]), dict(d["skills"])),
            spread=_spread(d["spread"], d["curves"]),
            made=d.get("made", {}),
            figures=d.get("figures", {}),
        )
    except (KeyError, TypeError, ValueError) as mistake:
        if isinstance(mistake, ArtefactMistake):
            raise
        raise ArtefactMistake(f"not an artefact: {mistake}") from mistake


def _spread(variances: Sequence[float], curves: Sequence[Sequence[float]]) -> Spread:
    overall, skill, step, drift = map(float, variances)
    by_step, by_skill = (tuple(map(float, curve)) for curve in curves)
    if not len(by_step) == len(by_skill) == len(FLAT):
        raise ArtefactMistake(f"curves of practice need {len(FLAT)} values")
    return Spread(overall, skill, step, drift, by_step, by_skill)


def load(path: Path = SHIPPED) -> Artefact:
    """The artefact in a file; by default the one that comes with the project."""
    return loads(path.read_text(encoding="utf-8"))


def serving(folder: Path) -> Artefact:
    """The artefact to serve: the retrained one in ``folder`` if it is there and fits this code, or the shipped one."""
    try:
        found = load(folder / RETRAINED)
    except (OSError, ArtefactMistake):
        found = load()
    return found.switched(off=(folder / SWITCH).exists())


class Learner:
    """One learner as the model sees them: their opportunities streamed in, and what can be said of the next step."""

    def __init__(self, artefact: Artefact, history: Sequence[Opportunity] = ()) -> None:
        self.artefact = artefact
        self.memory = artefact.memory()
        self._known: dict[tuple[str, tuple[str, ...], float, float, bool], Base] = {}
        for opportunity in history:
            self.update(opportunity)

    def update(self, o: Opportunity) -> None:
        """Take in one opportunity; they must come in the order in which they happened."""
        level = level_of(o.support)
        base = self._base(o)
        self.memory.note(o.step, o.skills, UNKNOWN if level is None else level, OUTCOME[o.outcome], o.at, base)

    def row(self, step: Step, now: float, level: int = ALONE) -> list[float]:
        """The features of meeting a step at ``now`` with a level of support."""
        return self.memory.read(step.step, step.skills, level, now, self._base(step))

    def _base(self, of: Step | Opportunity) -> Base:
        key = of.step, of.skills, of.difficulty, of.clutter, of.twist
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.artefact.tables.base(*key)
        return found

    def p(self, step: Step, now: float, level: int = ALONE) -> float:
        """P(right without asking) at ``now``; by default without support."""
        return self.artefact.probability(self.row(step, now, level), level)


OUTCOME = {"slip": 0, "alone": WIN, "helped": 2}


def sigmoid(z: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + exp(-z)) if z > -500.0 else 0.0


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
