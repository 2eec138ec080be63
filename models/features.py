"""What a learner's history says about the next step, streamed: one function for training and serving; knows no weights.

Every feature that the history moves is made so that a success can only raise it and a slip can only lower it, and the
weights on those features may not be negative. So for the same next step at the same moment a success never lowers
P(alone) and a slip never raises it, whatever data the weights were fitted on. What could break that (a slip after
which, for all we know, the right way was told; fading by order) exists only where support or times were not recorded,
stands apart (TOLD, ORDER) and weighs nothing unless the data prove it.

Times are in seconds, and a learner's clock never goes back: what arrives late, or under a clock that was set back,
counts as of the latest time before it, else it would make all that was before seem older. Where the time is unknown
(NaN) a success ages by the slips after it and a slip by the successes after it, the only clock of order that keeps that
promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p
from operator import add

from models.opportunity import LEVELS
from models.trace import HELD, NOTHING, TRACE, Trace

UNKNOWN, ALONE = -1, len(LEVELS) - 1
SLIP, WIN, ASKED, WATCHED = 0, 1, 2, 3
"""Outcomes inside this room: a slip, right without asking, help asked for, only watched (a study trial)."""

EASE = (3.0, 1.8, 0.9, 0.0, 0.0)
"""Logits that support adds, by level; the last entry serves UNKNOWN (-1)."""
CREDIT = (0.15, 0.4, 0.7, 1.0, 1.0)
"""How much of a success counts as the learner's own, by level; the last entry serves UNKNOWN (-1)."""
TWIST_COST = 0.6
TICK = 60.0
"""Seconds that one opportunity counts for on the clock of order."""
FAST = 0.25
"""Step of the quick ability, which follows the mood of the day."""

FREE = 0
"""Rule of a weight that may have either sign, as history cannot move its feature. The others are in models.trace: HELD
is never negative; TOLD is never negative, and zero unless proven; ORDER has either sign, and is zero unless proven."""

SPEC: tuple[tuple[str, int, str], ...] = (
    ("base", HELD, "difficulty"),
    ("base_skill", HELD, "difficulty"),
    ("author", HELD, "difficulty"),
    ("clutter", HELD, "clutter"),
    ("twist", HELD, "twist"),
    ("later_test", FREE, "difficulty"),
    ("many_skills", FREE, "difficulty"),
    ("support_prompted", HELD, "support"),
    ("support_guided", HELD, "support"),
    ("support_shown", HELD, "support"),
    ("ability", HELD, "ability"),
    ("ability_fast", HELD, "ability"),
    ("all_wins", HELD, "ability"),
    ("all_first_win", HELD, "ability"),
    ("all_slips", HELD, "ability"),
    ("all_first_slip", HELD, "ability"),
    ("all_recent", HELD, "ability"),
    ("all_run", HELD, "ability"),
    ("skill_weakest", HELD, "skill"),
    *((f"skill_{name}", rule, "skill") for name, rule in TRACE),
    *((f"step_{name}", rule, "step") for name, rule in TRACE),
    ("later_step_wins", HELD, "step"),
    ("later_step_last", HELD, "step"),
    ("later_ability", HELD, "ability"),
)
"""Name, what its weight may be, and what it speaks of."""

NAMES = tuple(name for name, _, _ in SPEC)
RULES = tuple(rule for _, rule, _ in SPEC)
GROUPS = tuple(group for _, _, group in SPEC)


TIMES: tuple[int, ...] = (0, 1, 2, 3, 4, 4, *[5] * 4, *[6] * 10, *[7] * 30, *[8] * 50, 9)
"""Place on a curve of practice by how often something was met, up to a hundred times."""
FLAT: tuple[float, ...] = (0.0,) * 10


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of a step before this learner met it: logits of the step and its skills, and the author's words."""

    step: float = 0.0
    skill: float = 0.0
    author: float = 0.0
    clutter: float = 0.0
    twist: bool = False
    later_test: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """How far learners differ before anything is known, and how they come on with practice.

    Variances of ability overall, on a skill, on a step; ``drift`` is what each answer adds to the latter two, and a
    quarter of it overall; logits gained by how often a step or skill was met (TIMES).
    """

    overall: float = 0.7
    skill: float = 0.3
    step: float = 0.2
    drift: float = 0.001
    step_curve: tuple[float, ...] = FLAT
    skill_curve: tuple[float, ...] = FLAT


class Memory:
    """One learner's history, folded as it streams past: ``read`` gives features, ``note`` takes the next outcome in."""

    __slots__ = ("all", "at", "fast", "met", "skills", "spread", "steps")

    def __init__(self, spread: Spread | None = None) -> None:
        self.spread = spread or Spread()
        self.all = Trace(self.spread.overall)
        self.fast = 0.0
        self.skills: dict[str, Trace] = {}
        self.steps: dict[str, Trace] = {}
        self.at = 0.0
        self.met = 0

    def read(self, step: str, skills: Sequence[str], level: int, at: float, base: Base) -> list[float]:
        """Features of meeting ``step`` at ``at`` (seconds or NaN) under support ``level`` (in LEVELS, or UNKNOWN)."""
        wins_at, slips_at = self._clocks(at)
        order = -1 if at == at else self.met
        all_ = self.all
        later = 1.0 if base.later_test else 0.0
        row = [
            base.step,
            base.skill,
            base.author,
            -base.clutter,
            -1.0 if base.twist else 0.0,
            later,
            log1p(len(skills)),
            1.0 if 0 <= level <= 2 else 0.0,
            1.0 if 0 <= level <= 1 else 0.0,
            1.0 if level == 0 else 0.0,
            all_.theta,
            self.fast,
            log1p(all_.wins),
            all_.wins / (1.0 + all_.wins),
            -log1p(all_.slips),
            -all_.slips / (1.0 + all_.slips),
            all_.recent,
            log1p(all_.run),
        ]
        met = [t for t in map(self.skills.get, skills) if t is not None]
        row.append(min([*([0.0] if len(met) < len(skills) or not met else ()), *(t.theta for t in met)]))
        if not met:
            row += NOTHING
        elif len(skills) == 1:
            row += met[0].view(wins_at, slips_at, order)
        else:
            share, total = 1.0 / len(skills), met[0].view(wins_at, slips_at, order)
            for t in met[1:]:
                total = tuple(map(add, total, t.view(wins_at, slips_at, order)))
            row += [share * column for column in total]
        mine = self.steps.get(step)
        if mine is None:
            row += NOTHING
            row += (0.0, 0.0, later * all_.theta)
        else:
            row += mine.view(wins_at, slips_at, order)
            row += (later * log1p(mine.wins), later * mine.last, later * all_.theta)
        return row

    def note(self, step: str, skills: Sequence[str], level: int, outcome: int, at: float, base: Base) -> None:
        """Take in how it went: ``outcome`` is SLIP, WIN, ASKED or WATCHED."""
        wins_at, slips_at = self._clocks(at)
        traces = [self._skill(k) for k in skills]
        mine = self.steps.get(step)
        if mine is None:
            mine = self.steps[step] = Trace(self.spread.step)
        traces.append(mine)
        if at == at and at > self.at:
            self.at = at
        if outcome in (ASKED, WATCHED):
            for t in traces:
                t.watch(wins_at)
            return
        self._weigh(traces, mine, level, outcome, base)
        if at != at:
            for t in traces:
                t.place(self.met, outcome == WIN)
            self.met += 1
        if outcome == WIN:
            credit = CREDIT[level]
            self.all.count_win(credit)
            for t in traces:
                t.win(credit, wins_at)
            if level == 0:
                mine.watch(wins_at)
        else:
            self.all.count_slip()
            for t in traces:
                t.slip(slips_at)
            if level == UNKNOWN:
                for t in traces:
                    t.tell(wins_at)

    def _weigh(self, traces: list[Trace], mine: Trace, level: int, outcome: int, base: Base) -> None:
        """Move the abilities by what was unexpected (one Kalman step for overall, skills and step together).

        Of several skills the mean is what counts, and each moves as if it were the only one.
        """
        all_, drift = self.all, self.spread.drift
        theta, var = mine.theta, mine.var
        n = len(traces) - 1
        if n == 1:
            theta += traces[0].theta
            var += traces[0].var
        elif n:
            theta += sum([t.theta for t in traces[:-1]]) / n
            var += sum([t.var for t in traces[:-1]]) / n
        z = base.step + all_.theta + theta + EASE[level] - (TWIST_COST if base.twist else 0.0)
        z += self.spread.step_curve[TIMES[min(mine.met, 100)]]
        if n:
            z += self.spread.skill_curve[TIMES[min(max([t.met for t in traces[:-1]]), 100)]]
        p = 1.0 / (1.0 + exp(-z)) if z > -30.0 else 0.0
        w = p * (1.0 - p)
        off, gain = outcome - p, w / (1.0 + w * (all_.var + var))
        pull = off / (1.0 + w * (all_.var + var))
        self.fast += FAST * off
        all_.theta += all_.var * pull
        all_.var += 0.25 * drift - all_.var * all_.var * gain
        for t in traces:
            t.met += 1
            t.theta += t.var * pull
            t.var += drift - t.var * t.var * gain

    def _clocks(self, at: float) -> tuple[float, float]:
        """The clocks that age successes and slips: the latest time, or the order where the time is unknown."""
        if at == at:
            at = at if at > self.at else self.at
            return at, at
        return self.at + TICK * self.all.slips, self.at + TICK * self.all.wins

    def _skill(self, skill: str) -> Trace:
        t = self.skills.get(skill)
        if t is None:
            t = self.skills[skill] = Trace(self.spread.skill)
        return t
