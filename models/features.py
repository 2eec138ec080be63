"""What a learner's history says about the next step, streamed: one function for training and serving; knows no weights.

Every feature that the history moves is made so that a success can only raise it and a slip can only lower it, and the
weights on those features may not be negative. So for the same next step at the same moment a success never lowers
P(alone) and a slip never raises it, whatever data the weights were fitted on.

Times are in seconds; where the time is unknown (NaN) a success ages by the slips after it and a slip by the successes
after it, the only clock of order that keeps that promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, log1p

from models.opportunity import DAY, LEVELS

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

_T = (120.0, 1800.0, DAY, 14 * DAY)
_R = tuple(1.0 / t for t in _T)

SPEC: tuple[tuple[str, int, str], ...] = (
    ("base", 1, "difficulty"),
    ("base_skill", 0, "difficulty"),
    ("author", 1, "difficulty"),
    ("clutter", 1, "clutter"),
    ("twist", 1, "twist"),
    ("later_test", 0, "difficulty"),
    ("many_skills", 0, "difficulty"),
    ("support_prompted", 1, "support"),
    ("support_guided", 1, "support"),
    ("support_shown", 1, "support"),
    ("ability", 1, "ability"),
    ("ability_fast", 1, "ability"),
    ("all_wins", 1, "ability"),
    ("all_slips", 1, "ability"),
    ("all_recent", 1, "ability"),
    ("all_last", 1, "ability"),
    ("all_run", 1, "ability"),
    ("skill_ability", 1, "skill"),
    ("skill_weakest", 1, "skill"),
    ("skill_wins", 1, "skill"),
    ("skill_slips", 1, "skill"),
    ("skill_recent", 1, "skill"),
    ("skill_last", 1, "skill"),
    ("skill_run", 1, "skill"),
    ("skill_slip_run", 1, "skill"),
    ("skill_watched", 1, "skill"),
    ("skill_fresh_minutes", 1, "skill"),
    ("skill_fresh_hour", 1, "skill"),
    ("skill_fresh_day", 1, "skill"),
    ("skill_fresh_weeks", 1, "skill"),
    ("skill_slip_fresh", 1, "skill"),
    ("skill_slip_day", 1, "skill"),
    ("step_ability", 1, "step"),
    ("step_wins", 1, "step"),
    ("step_first_win", 1, "step"),
    ("step_slips", 1, "step"),
    ("step_recent", 1, "step"),
    ("step_last", 1, "step"),
    ("step_run", 1, "step"),
    ("step_slip_run", 1, "step"),
    ("step_watched", 1, "step"),
    ("step_fresh_minutes", 1, "step"),
    ("step_fresh_hour", 1, "step"),
    ("step_fresh_day", 1, "step"),
    ("step_fresh_weeks", 1, "step"),
    ("step_slip_fresh", 1, "step"),
    ("step_slip_day", 1, "step"),
    ("step_watched_hour", 1, "step"),
    ("step_watched_day", 1, "step"),
)
"""Name, sign of the weight (1: never negative; 0: free, only for what history cannot move), what it speaks of."""

NAMES = tuple(name for name, _, _ in SPEC)
SIGNS = tuple(sign for _, sign, _ in SPEC)
GROUPS = tuple(group for _, _, group in SPEC)


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of a step before this learner met it: logits of the step and its skills, and the author's words."""

    step: float = 0.0
    skill: float = 0.0
    author: float = 0.0
    clutter: float = 0.0
    twist: bool = False
    later_test: bool = False


@dataclass(slots=True)
class Spread:
    """How far learners differ before anything is known: variances of ability overall, on a skill, on a step."""

    overall: float = 0.7
    skill: float = 0.5
    step: float = 0.4
    drift: float = 0.002


class Trace:
    """What happened to one learner on one thing (a skill, a step, or all)."""

    __slots__ = (
        "last",
        "recent",
        "run",
        "s",
        "slip_at",
        "slip_run",
        "slips",
        "theta",
        "var",
        "w",
        "watch_at",
        "watched",
        "win_at",
        "wins",
        "x",
    )  # fmt: skip

    def __init__(self, var: float) -> None:
        self.theta = 0.0
        self.var = var
        self.wins = self.slips = self.watched = 0.0
        self.last = self.recent = self.run = self.slip_run = 0.0
        self.win_at = self.slip_at = self.watch_at = 0.0
        self.w: tuple[float, float, float, float] | None = None
        self.s: tuple[float, float] | None = None
        self.x: tuple[float, float] | None = None

    def win(self, credit: float, at: float) -> None:
        """A success worth ``credit`` of the learner's own, at ``at`` on the clock that ages successes."""
        self.wins += credit
        self.last = max(self.last, credit)
        self.recent += 0.3 * max(0.0, credit - self.recent)
        self.run += credit
        self.slip_run = 0.0
        a, b, c, d = self.fresh(at)
        self.w, self.win_at = (a + credit, b + credit, c + credit, d + credit), at

    def slip(self, at: float) -> None:
        """A slip, at ``at`` on the clock that ages slips."""
        self.slips += 1.0
        self.last = -1.0
        self.recent += 0.3 * (-1.0 - self.recent)
        self.run = 0.0
        self.slip_run += 1.0
        a, b = self.sore(at)
        self.s, self.slip_at = (a + 1.0, b + 1.0), at

    def watch(self, at: float) -> None:
        """Shown how, without a question."""
        self.watched += 1.0
        a, b = self.seen(at)
        self.x, self.watch_at = (a + 1.0, b + 1.0), at

    def fresh(self, at: float) -> tuple[float, float, float, float]:
        """Successes, faded over minutes, half an hour, a day and two weeks."""
        w = self.w
        if w is None:
            return (0.0, 0.0, 0.0, 0.0)
        g = at - self.win_at
        if g <= 0.0:
            return w
        return (w[0] * exp(-g * _R[0]), w[1] * exp(-g * _R[1]), w[2] * exp(-g * _R[2]), w[3] * exp(-g * _R[3]))

    def sore(self, at: float) -> tuple[float, float]:
        """Slips, faded over half an hour and a day."""
        s = self.s
        if s is None:
            return (0.0, 0.0)
        g = at - self.slip_at
        if g <= 0.0:
            return s
        return (s[0] * exp(-g * _R[1]), s[1] * exp(-g * _R[2]))

    def seen(self, at: float) -> tuple[float, float]:
        """Demonstrations, faded over half an hour and a day."""
        x = self.x
        if x is None:
            return (0.0, 0.0)
        g = at - self.watch_at
        if g <= 0.0:
            return x
        return (x[0] * exp(-g * _R[1]), x[1] * exp(-g * _R[2]))


@dataclass(slots=True)
class Memory:
    """One learner's history, folded as it streams past: ``read`` gives features, ``note`` takes the next outcome in."""

    spread: Spread = field(default_factory=Spread)
    all: Trace = field(init=False)
    fast: float = 0.0
    skills: dict[str, Trace] = field(default_factory=dict)
    steps: dict[str, Trace] = field(default_factory=dict)
    at: float = 0.0
    met: int = 0

    def __post_init__(self) -> None:
        self.all = Trace(self.spread.overall)

    def _clocks(self, at: float) -> tuple[float, float]:
        """The clocks that age successes and slips: the time itself, or the order where the time is unknown."""
        if at == at:
            return at, at
        return self.at + TICK * self.all.slips, self.at + TICK * self.all.wins

    def read(self, step: str, skills: Sequence[str], level: int, at: float, base: Base) -> list[float]:
        """Features of meeting ``step`` at ``at`` (seconds or NaN) under support ``level`` (in LEVELS, or UNKNOWN)."""
        aw, as_ = self._clocks(at)
        al = self.all
        row = [
            base.step, base.skill, base.author, -base.clutter, -1.0 if base.twist else 0.0,
            1.0 if base.later_test else 0.0, log1p(len(skills)),
            1.0 if 0 <= level <= 2 else 0.0, 1.0 if 0 <= level <= 1 else 0.0, 1.0 if level == 0 else 0.0,
            al.theta, self.fast, log1p(al.wins), -log1p(al.slips), al.recent, al.last, log1p(al.run),
        ]  # fmt: skip
        n = 0
        theta = wins = slips = recent = last = run = srun = watched = f0 = f1 = f2 = f3 = s0 = s1 = 0.0
        worst = 9.0
        for k in skills:
            n += 1
            t = self.skills.get(k)
            if t is None:
                worst = min(worst, 0.0)
                continue
            theta += t.theta
            worst = min(worst, t.theta)
            wins += log1p(t.wins)
            slips -= log1p(t.slips)
            recent += t.recent
            last += t.last
            run += log1p(t.run)
            srun -= t.slip_run if t.slip_run < 4.0 else 4.0
            watched += log1p(t.watched)
            if t.w is not None:
                a, b, c, d = t.fresh(aw)
                f0 += log1p(a)
                f1 += log1p(b)
                f2 += log1p(c)
                f3 += log1p(d)
            if t.s is not None:
                a, b = t.sore(as_)
                s0 -= log1p(a)
                s1 -= log1p(b)
        if n == 0:
            worst, n = 0.0, 1
        i = 1.0 / n
        row += (theta * i, worst, wins * i, slips * i, recent * i, last * i, run * i, srun * i, watched * i,
                f0 * i, f1 * i, f2 * i, f3 * i, s0 * i, s1 * i)  # fmt: skip
        m = self.steps.get(step)
        if m is None:
            row += _NOTHING
            return row
        a, b, c, d = m.fresh(aw)
        u, v = m.sore(as_)
        x, y = m.seen(aw)
        row += (m.theta, log1p(m.wins), m.wins if m.wins < 1.0 else 1.0, -log1p(m.slips), m.recent, m.last)
        row += (log1p(m.run), -m.slip_run if m.slip_run < 4.0 else -4.0, log1p(m.watched))
        row += (log1p(a), log1p(b), log1p(c), log1p(d), -log1p(u), -log1p(v), log1p(x), log1p(y))
        return row

    def note(self, step: str, skills: Sequence[str], level: int, outcome: int, at: float, base: Base) -> None:
        """Take in how it went: ``outcome`` is SLIP, WIN, ASKED or WATCHED."""
        aw, as_ = self._clocks(at)
        al = self.all
        traces = [self._skill(k) for k in skills]
        mine = self.steps.get(step)
        if mine is None:
            mine = self.steps[step] = Trace(self.spread.step)
        self.met += 1
        if at == at and at > self.at:
            self.at = at
        if outcome in (ASKED, WATCHED):
            mine.watch(aw)
            for t in traces:
                t.watch(aw)
            return
        n = len(traces) or 1
        theta = var = 0.0
        for t in traces:
            theta += t.theta
            var += t.var
        theta, var = theta / n, var / n
        z = base.step + al.theta + theta + mine.theta + EASE[level] - (TWIST_COST if base.twist else 0.0)
        p = 1.0 / (1.0 + exp(-z)) if z > -30.0 else 0.0
        off, w = outcome - p, p * (1.0 - p)
        den = 1.0 + w * (al.var + var + mine.var)
        gain, drift = w / den, self.spread.drift
        self.fast += FAST * off
        al.theta += al.var * off / den
        al.var += 0.25 * drift - al.var * al.var * gain
        for t in traces:
            t.theta += t.var * off / den
            t.var += drift - t.var * t.var * gain
        mine.theta += mine.var * off / den
        mine.var += drift - mine.var * mine.var * gain
        if outcome == WIN:
            credit = CREDIT[level]
            al.win(credit, aw)
            mine.win(credit, aw)
            for t in traces:
                t.win(credit, aw)
            if level == 0:
                mine.watch(aw)
        else:
            al.slip(as_)
            mine.slip(as_)
            for t in traces:
                t.slip(as_)

    def _skill(self, skill: str) -> Trace:
        t = self.skills.get(skill)
        if t is None:
            t = self.skills[skill] = Trace(self.spread.skill)
        return t


_NOTHING = (0.0,) * sum(1 for name in NAMES if name.startswith("step_"))
