"""Simulated learners, for training, benches and the demo class; their minds are of other families than the model's own.

They are invented people: they rank policies and catch regressions, and prove nothing about real elders.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Protocol

from models.opportunity import LEVELS, Step

HELP = MappingProxyType({"shown": 3.2, "guided": 1.9, "prompted": 0.9, "alone": 0.0})
"""Logits that support adds for a person of middling dependence on hints."""
TAUGHT = MappingProxyType({"shown": 0.8, "guided": 0.85, "prompted": 0.95, "alone": 1.0})
"""How much is learned from a success under each support, beside one alone."""
TWIST = 0.9
CLUTTER = 0.7


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of person. ``ability``, ``speed`` and ``forgetting`` are factors or logits around an ordinary elder."""

    family: str = "traces"
    ability: float = 0.0
    spread: float = 0.7
    pace: float = 1.0
    learning: float = 1.0
    forgetting: float = 1.0
    asking: float = 0.15
    freezing: float = 0.05
    leaning: float = 0.3
    weak_on: tuple[str, ...] = ()


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "steady": Profile(),
        "steady-pieces": Profile(family="pieces"),
        "steady-habits": Profile(family="habits"),
        "quick": Profile(ability=1.2, pace=0.7, learning=1.3, asking=0.05, freezing=0.01),
        "slow": Profile(
            family="pieces", ability=-0.9, pace=1.6, learning=0.7, forgetting=1.4, asking=0.2, freezing=0.1
        ),
        "asks": Profile(ability=-0.3, asking=0.6, freezing=0.25, leaning=0.6),
        "proud": Profile(family="habits", ability=-0.2, asking=0.01, freezing=0.12),
        "forgets": Profile(family="pieces", forgetting=2.5, asking=0.2),
        "beginner": Profile(family="habits", ability=-1.3, pace=1.3, learning=0.8, asking=0.3, freezing=0.15),
    }
)
"""People to draw from; the names are for code, never for a page."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """How one step went: outcome (alone, helped, slip), seconds to the first act, whether they sat still too long."""

    outcome: str
    seconds: float
    wants_help: bool
    frozen: bool


class Mind(Protocol):
    """What a family of minds must do; ``day`` counts from the start of the course."""

    def p(self, step: Step, support: str, day: float) -> float:
        """The true chance of getting the step right without asking, under this support."""

    def learn(self, step: Step, support: str, right: bool, day: float) -> None:
        """What the meeting leaves behind."""


def _sigmoid(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))


def _burden(step: Step) -> float:
    return 3.2 * (step.difficulty - 0.5) + CLUTTER * step.clutter + (TWIST if step.twist else 0.0)


class _Person:
    """What all families share: a person's traits, and quirks of the steps and skills for this person."""

    def __init__(self, rng: Random, profile: Profile) -> None:
        self.rng = rng
        self.profile = profile
        self.ability = profile.ability + rng.gauss(0.0, profile.spread)
        self.rate = profile.learning * math.exp(rng.gauss(0.0, 0.3))
        self.decay = profile.forgetting * math.exp(rng.gauss(0.0, 0.25))
        self.leaning = min(0.95, max(0.0, rng.gauss(profile.leaning, 0.15)))
        self.guess, self.lapse = rng.uniform(0.02, 0.10), rng.uniform(0.02, 0.08)
        self._quirk: dict[str, float] = {}

    def quirk(self, name: str, spread: float) -> float:
        """How much easier this thing is for this person than for others, in logits."""
        if name not in self._quirk:
            self._quirk[name] = self.rng.gauss(0.0, spread) - (1.6 if name in self.profile.weak_on else 0.0)
        return self._quirk[name]

    def ground(self, step: Step) -> float:
        """Logit of a step without any practice."""
        skills = [self.quirk(k, 0.6) for k in step.skills]
        return (
            self.ability - _burden(step) + self.quirk(step.step, 0.35) + (sum(skills) / len(skills) if skills else 0.0)
        )

    def helped(self, support: str) -> float:
        """Logits that support adds for this person."""
        return HELP[support] * (0.8 + 0.5 * self.leaning)

    def taught(self, support: str) -> float:
        """How much a meeting under this support teaches: who leans on help learns less from it."""
        return self.rate * TAUGHT[support] * (1.0 - 0.5 * self.leaning * (LEVELS.index(support) < 3))


class Traces(_Person):
    """Power-law memory traces (after Pavlik and Anderson 2005): spaced meetings fade more slowly than massed ones."""

    def __init__(self, rng: Random, profile: Profile) -> None:
        super().__init__(rng, profile)
        self.traces: dict[str, list[tuple[float, float, float]]] = {}

    def _activation(self, name: str, day: float) -> float:
        total = 0.05
        for at, fade, weight in self.traces.get(name, ()):
            total += weight * max((day - at) * 400.0, 1.0) ** -fade
        return math.log(total)

    def _known(self, step: Step, day: float) -> float:
        skills = [self._activation(k, day) for k in step.skills]
        on_skills = sum(skills) / len(skills) if skills else math.log(0.05)
        return 0.55 * self._activation(step.step, day) + 0.45 * on_skills - math.log(0.05)

    def p(self, step: Step, support: str, day: float) -> float:
        z = self.ground(step) - 1.3 + 1.05 * self._known(step, day) + self.helped(support)
        return self.guess + (1.0 - self.guess - self.lapse) * _sigmoid(z)

    def learn(self, step: Step, support: str, right: bool, day: float) -> None:
        weight = self.taught(support) * (1.0 if right else 0.45)
        for name in (step.step, *step.skills):
            active = math.exp(min(self._activation(name, day), 1.5))
            self.traces.setdefault(name, []).append((day, min(0.9, (0.16 + 0.09 * active) * self.decay), weight))
            del self.traces[name][:-40]


class Pieces(_Person):
    """All or none: a step has a few pieces, each unknown, fragile (lost in days) or firm (after recall with a gap)."""

    PIECES = 3

    def __init__(self, rng: Random, profile: Profile) -> None:
        super().__init__(rng, profile)
        self.state: dict[str, list[int]] = {}
        self.last: dict[str, float] = {}

    def _pieces(self, name: str, ground: float) -> list[int]:
        if name not in self.state:
            known = _sigmoid(ground - 0.4)
            self.state[name] = [
                (2 if self.rng.random() < 0.5 else 1) if self.rng.random() < known else 0 for _ in range(self.PIECES)
            ]
        return self.state[name]

    def _life(self, name: str, day: float) -> float:
        return math.exp(-max(0.0, day - self.last.get(name, day)) * self.decay / (4.0 * math.exp(0.4 * self.ability)))

    def p(self, step: Step, support: str, day: float) -> float:
        held, q = _sigmoid(-2.0 + self.helped(support) * 1.2), 1.0
        ground = self.ground(step)
        fumble = 0.02 + 0.05 * _sigmoid(3.0 * _burden(step))
        for name in (step.step, *step.skills[:1]):
            life = self._life(name, day)
            for piece in self._pieces(name, ground):
                knows = 1.0 if piece == 2 else life if piece == 1 else 0.0
                q *= knows * (1.0 - fumble) + (1.0 - knows) * max(held, 0.42)
        return self.guess + (1.0 - self.guess) * q * (1.0 - self.lapse / 2)

    def learn(self, step: Step, support: str, right: bool, day: float) -> None:
        ground = self.ground(step)
        for name in (step.step, *step.skills[:1]):
            pieces, gap, life = self._pieces(name, ground), day - self.last.get(name, day - 1.0), self._life(name, day)
            self.last[name] = day
            catch = min(0.95, 0.5 * self.taught(support))
            for i, piece in enumerate(pieces):
                if piece == 1 and self.rng.random() > life:
                    piece = 0
                if piece == 0 and self.rng.random() < catch:
                    piece = 1
                elif piece == 1 and support != "shown":
                    firm = 0.5 * self.taught(support) * (1.0 if gap > 0.04 else 0.3)
                    piece = 2 if self.rng.random() < firm else 1
                pieces[i] = piece


class Habits(_Person):
    """A strength between 0 and 1 that grows by a share of what is missing, sinks to a floor between meetings, and mixes
    knowing with guessing."""

    def __init__(self, rng: Random, profile: Profile) -> None:
        super().__init__(rng, profile)
        self.strength: dict[str, tuple[float, float, float]] = {}

    def _now(self, name: str, day: float) -> float:
        value, floor, at = self.strength.get(name, (0.0, 0.0, day))
        return floor + (value - floor) * math.exp(-max(0.0, day - at) * self.decay / 6.0)

    def p(self, step: Step, support: str, day: float) -> float:
        start = _sigmoid(self.ground(step) - 0.3)
        skills = [self._now(k, day) for k in step.skills]
        known = 0.6 * self._now(step.step, day) + 0.4 * (sum(skills) / len(skills) if skills else 0.0)
        q = start + (1.0 - start) * known * (1.0 - 0.35 * step.difficulty - (0.12 if step.twist else 0.0))
        aid = 1.0 - math.exp(-0.9 * self.helped(support))
        return self.guess + (1.0 - self.guess - self.lapse) * (q + (1.0 - q) * aid)

    def learn(self, step: Step, support: str, right: bool, day: float) -> None:
        share = min(0.8, 0.32 * self.taught(support) * (1.0 if right else 0.6))
        for name in (step.step, *step.skills):
            value = self._now(name, day)
            floor = self.strength.get(name, (0.0, 0.0, day))[1]
            value += share * (1.0 - value)
            self.strength[name] = (value, floor + 0.3 * (value - floor) * (LEVELS.index(support) >= 2), day)


FAMILIES: Mapping[str, type[Traces] | type[Pieces] | type[Habits]] = MappingProxyType(
    {"traces": Traces, "pieces": Pieces, "habits": Habits}
)


class SimulatedLearner:
    """An invented person who meets steps, learns and forgets; the same seed and profile always live the same life."""

    def __init__(self, seed: int | str, profile: Profile | str = "steady") -> None:
        self.profile = PROFILES[profile] if isinstance(profile, str) else profile
        self.rng = Random(f"meet-{seed}")
        self.mind: Mind = FAMILIES[self.profile.family](Random(f"mind-{seed}"), self.profile)
        self.pace = self.profile.pace * math.exp(self.rng.gauss(0.0, 0.25))

    def p(self, step: Step, support: str, day: float) -> float:
        """The hidden truth: the chance of getting the step right without asking. For benches, never for the model."""
        return self.mind.p(step, support, day)

    def meet(self, step: Step, support: str, day: float) -> Meeting:
        """Meet a step under a support (one of LEVELS) on a day of the course, and learn from it."""
        p = self.mind.p(step, support, day)
        mood, dice, hurry = self.rng.random(), self.rng.random(), self.rng.gauss(0.0, 0.35)
        frozen = mood < self.profile.freezing * (1.0 - p) * 2.0
        asks = not frozen and mood < (self.profile.freezing * 2.0 + self.profile.asking) * (1.0 - p)
        wants_help = frozen or asks
        right = dice < p
        outcome = "helped" if wants_help else "alone" if right else "slip"
        seconds = (5.0 + 14.0 * (1.0 - p)) * self.pace * math.exp(hurry) + (40.0 if frozen else 0.0)
        self.mind.learn(step, "guided" if wants_help and support in ("prompted", "alone") else support, right, day)
        return Meeting(outcome, seconds, wants_help, frozen)
