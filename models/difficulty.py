"""How hard steps and skills are for others, told apart from who met them, how often, with what help; knows no weights.

An empirical-Bayes Rasch model: right = sigmoid(overall + learner + skill + step + author's word + times met + support).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from models.artefact import EVEN, Tables
from models.features import EASE, FLAT, TIMES, TWIST_COST, Spread
from models.rows import Rows

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

ROUNDS = 8
LEAST_VARIANCE = 0.02
OWN_STEP, OWN_DRIFT = 0.5, 0.01
"""Variance of ability on a step, and how far it drifts a meeting, where steps have a record of their own among others:
then what is left to a learner is more their own, and moves more. Without a record the caution of Spread holds."""
FARTHEST = 1.0
"""Logits that one step may move a value at most."""
_TIMES = np.asarray(TIMES)


@dataclass(slots=True)
class _Effect:
    """One value for each code, pulled to 0 by a variance that is itself learned."""

    size: int
    variance: float
    value: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.value = np.zeros(self.size)

    def step(self, code: Codes, y: Floats, z: Floats) -> None:
        """One Newton step on this effect; ``z`` is kept up to date."""
        p = expit(z)
        weight = np.bincount(code, p * (1.0 - p), self.size) + 1.0 / self.variance
        move = _held((np.bincount(code, y - p, self.size) - self.value / self.variance) / weight)
        self.value += move
        z += move[code]
        met = np.bincount(code, minlength=self.size) > 0
        if met.any():
            self.variance = max(LEAST_VARIANCE, float(np.mean((self.value**2 + 1.0 / weight)[met])))


class Difficulties:
    """The rows of many learners, coded once; ``tables`` gives difficulties from any part of them."""

    def __init__(self, rows: Rows) -> None:
        target = rows.target
        names, step = np.unique(np.asarray(rows.step, dtype=str), return_inverse=True)
        joined: dict[tuple[str, ...], str] = {}
        tagged = np.asarray([joined.setdefault(s, ";".join(s)) for s in rows.skills], dtype=str)
        tags, tag = np.unique(tagged, return_inverse=True)
        self.y = np.asarray(rows.outcome, float)[target]
        self.learner, self.step, self.tag = rows.learner[target], step[target], tag[target]
        self.names, self.tags = names.tolist(), tags.tolist()
        self.tag_of = np.zeros(len(names), np.int64)
        self.tag_of[step] = tag
        self.author_of = np.zeros(len(names))
        self.author_of[step] = 4.0 * (EVEN - np.asarray(rows.difficulty, float))
        self.bins = (
            _TIMES[np.minimum(_met_before(rows.learner, step), 100)][target],
            _TIMES[np.minimum(_met_before(rows.learner, tag), 100)][target],
            np.asarray(rows.later_test, np.int64)[target],
        )
        self.given = (np.asarray(EASE)[rows.level] - TWIST_COST * np.asarray(rows.twist, float))[target]

    def tables(self, use: NDArray[np.bool_], use_steps: bool) -> tuple[Tables, Spread]:
        """Difficulties and curves of practice from the rows ``use``.

        Without ``use_steps`` only the overall level and the author's worth, no table of steps and skills.
        """
        y, learner, step, tag = self.y[use], self.learner[use], self.step[use], self.tag[use]
        if not len(y):
            return Tables(), Spread()
        author = self.author_of[step]
        people = _Effect(int(self.learner.max()) + 1, 0.7)
        skills, steps = _Effect(len(self.tags), 0.5), _Effect(len(self.names), 0.5)
        overall, slope = 0.0, 0.0
        z = self.given[use].copy()
        curves = [np.zeros(len(FLAT)) for _ in self.bins]
        for _ in range(ROUNDS):
            overall += _shift(z, y, np.ones(len(y)))
            slope += _shift(z, y, author)
            for curve, code in zip(curves, self.bins, strict=True):
                _climb(z, y, code[use], curve)
            people.step(learner, y, z)
            middle = float(people.value[learner].mean())
            people.value -= middle
            overall += middle
            skills.step(tag, y, z)
            steps.step(step, y, z)
        if not author.any():
            slope = 1.0
        seen = [np.bincount(code[use], minlength=len(FLAT)) > 0 for code in self.bins]
        spread = Spread(step_curve=_whole(curves[0], seen[0]), skill_curve=_whole(curves[1], seen[1]))
        if not use_steps:
            return Tables(overall, slope), spread
        spread = replace(spread, step=OWN_STEP, drift=OWN_DRIFT)
        by_step = overall + skills.value[self.tag_of] + slope * self.author_of + steps.value
        known = dict(_known(self.names, by_step, step)), dict(_known(self.tags, overall + skills.value, tag))
        return Tables(overall, slope, *known), spread


def _whole(curve: Floats, seen: NDArray[np.bool_]) -> tuple[float, ...]:
    """A curve without holes: where nobody was seen so often, the last value before."""
    values: list[float] = []
    for value, known in zip(curve.tolist(), seen.tolist(), strict=True):
        values.append(round(value, 4) if known or not values else values[-1])
    return tuple(values)


def _known(names: Sequence[str], logits: Floats, code: Codes) -> Iterator[tuple[str, float]]:
    for i in np.flatnonzero(np.bincount(code, minlength=len(names))).tolist():
        yield names[i], round(float(logits[i]), 4)


def _held(move: Floats) -> Floats:
    """A Newton step no longer than FARTHEST: where nearly all went well, the full step overshoots."""
    return np.clip(move, -FARTHEST, FARTHEST)


def _shift(z: Floats, y: Floats, x: Floats) -> float:
    """One Newton step on the weight of ``x``, hardly held back; ``z`` is kept up to date."""
    p = expit(z)
    move = float(_held(np.asarray(((y - p) @ x) / ((p * (1.0 - p)) @ (x * x) + 1.0))))
    z += move * x
    return move


def _climb(z: Floats, y: Floats, code: Codes, curve: Floats) -> None:
    """One Newton step on a value for each code, against code 0; ``z`` and ``curve`` are kept up to date."""
    p = expit(z)
    n = len(curve)
    move = _held(np.bincount(code, y - p, n) / (np.bincount(code, p * (1.0 - p), n) + 5.0))
    move -= move[0]
    z += move[code]
    curve += move


def _met_before(learner: Codes, code: Codes) -> Codes:
    """How often the same learner met the same code in earlier rows."""
    key = learner * (int(code.max(initial=0)) + 1) + code
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)]
    place = np.arange(len(ordered))
    before = np.empty(len(ordered), np.int64)
    before[order] = place - np.maximum.accumulate(np.where(first, place, 0))
    return before
