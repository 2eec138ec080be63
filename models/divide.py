"""`python -m models.divide`: does the policy narrow the divide? Simulated classes, equal minutes, a test a week later.

The learners' minds are of families that are not the model's own, and the class of the model is recalibrated on a class
that went before, as a site would be. Simulated people rank policies and catch regressions; they prove nothing of
elders.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from typing import Any, Protocol

from models import divide_picture
from models.opportunity import DAY, Step
from models.season import Season
from models.simulated import FAMILIES, Profile, SimulatedLearner

SKILLS: Mapping[str, float] = {
    "tap": 0.2, "scroll": 0.3, "find": 0.4, "type": 0.45, "code": 0.5, "form": 0.55, "pay": 0.6, "scam": 0.6,
}  # fmt: skip
"""Skills of the course in the order of the trainer's calendar, and how hard each is."""
SESSIONS: Sequence[tuple[int, float]] = ((0, 20.0), (2, 20.0), (7, 20.0), (9, 20.0), (14, 20.0), (16, 20.0))
"""Days and minutes."""
TEST_DAY = 23.0
LONGEST = 2.0
"""Minutes handed on lengthen a session at most so many times."""
TASK = 12.0
"""A task of the bench takes as long as so many steps."""
PATIENCE, LEAVES = 3, 0.08
"""After so many slips in a row each further one ends the course for good with this chance."""
BEFORE = 60
"""Learners of the class that went before."""
DRAWS = 400
GIVEN = ("shown", "guided", "alone", "alone")


class Policy(Protocol):
    """What drives one learner; the numbers of support are those of models.season."""

    def start(self, info: Mapping[str, Any]) -> None:
        """What a trainer knows."""

    def choose(self, now: Mapping[str, float]) -> tuple[str, int]:
        """Skill and support of the next task."""

    def observe(self, event: Mapping[str, Any]) -> None:
        """How it went."""


class FixedOrder:
    """The usual course: each skill has its slot of the time, in it shown, guided, alone, with a twist, alone …"""

    def start(self, info: Mapping[str, Any]) -> None:
        """Lay the slots out."""
        self.ids = [skill["id"] for skill in info["skills"]]
        self.total = sum(minutes * 60.0 for _, minutes in info["sessions"])
        self.met = dict.fromkeys(self.ids, 0)

    def choose(self, now: Mapping[str, float]) -> tuple[str, int]:
        """The skill of the slot."""
        used = 1.0 - now["left_total"] / self.total
        skill = self.ids[min(len(self.ids) - 1, int(used * len(self.ids)))]
        met = self.met[skill]
        return skill, met if met < 4 else 2 + met % 2

    def observe(self, event: Mapping[str, Any]) -> None:
        """Count."""
        self.met[event["skill"]] += 1


@dataclass(frozen=True, slots=True)
class Lived:
    """One learner's course: expected score alone on something new before and a week after, pace, minutes left over."""

    before: float
    after: float
    pace: float
    saved: float
    left: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One way in one family. ``less`` is the change of the gap to the first way's, with its 95 % interval."""

    family: str
    way: str
    mean: float
    weak: float
    strong: float
    left: float
    less: tuple[float, float, float]

    @property
    def gap(self) -> float:
        """Strong quarter less weak quarter."""
        return self.strong - self.weak


def learner_of(family: str, seed: int) -> SimulatedLearner:
    """A person of the class; who is abler is often quicker, too."""
    ability = Random(f"divide-{seed}").gauss(-0.2, 0.9)
    return SimulatedLearner(
        seed, Profile(family, ability=ability, spread=0.3, pace=1.0 - 0.15 * ability, asking=0.0, freezing=0.0)
    )


def live(family: str, seed: int, policy: Policy, longer: float = 1.0, stops: bool = False, log: Any = None) -> Lived:
    """One learner's course under a policy; ``stops`` lets those hand minutes on whom the policy calls done."""
    learner, dice = learner_of(family, seed), Random(f"leave-{seed}")
    sessions = [(day, minutes * longer) for day, minutes in SESSIONS]
    total, spent, slips = sum(minutes * 60.0 for _, minutes in sessions), 0.0, 0
    policy.start({"skills": [{"id": k, "prereq": []} for k in SKILLS], "sessions": sessions})
    before, saved, left = score(learner, 0.0), 0.0, False
    for number, (day, minutes) in enumerate(sessions):
        used = 0.0
        while used < minutes * 60.0 and not left and not saved:
            now = {"t": day * DAY + used, "session": number, "left_total": total - spent - used}
            if stops and number >= 2 and isinstance(policy, Season) and policy.done(now):
                saved = total - spent - used
                break
            skill, support = policy.choose(now)
            met = learner.meet(Step(skill, (skill,), SKILLS[skill], 0.0, support == 3), GIVEN[support], now["t"] / DAY)
            used += TASK * met.seconds
            right = met.outcome == "alone"
            event = {"t": day * DAY + used, "skill": skill, "support": support, "correct": int(right), "learner": seed}
            policy.observe(event)
            if log is not None:
                log.append(event)
            slips = 0 if right else slips + 1
            left = slips > PATIENCE and dice.random() < LEAVES
        spent += minutes * 60.0
        if left or saved:
            break
    return Lived(before, score(learner, TEST_DAY), learner.pace, saved, left)


def score(learner: SimulatedLearner, day: float) -> float:
    """The hidden chance of doing something new alone, over all skills."""
    return fmean(learner.p(Step(k, (k,), d, 0.0, True), "alone", day) for k, d in SKILLS.items())


def handed_on(family: str, seeds: Sequence[int], make: Callable[[], Policy]) -> list[Lived]:
    """The same minutes for the class: those who are done hand the rest of theirs to those who are not."""
    lived = [live(family, seed, make(), stops=True) for seed in seeds]
    behind = [i for i, one in enumerate(lived) if not one.saved and not one.left]
    minutes = sum(minutes for _, minutes in SESSIONS) * 60.0
    longer = min(LONGEST, 1.0 + sum(one.saved for one in lived) / max(1, len(behind)) / minutes)
    for i in behind:
        lived[i] = live(family, seeds[i], make(), longer)
    return lived


def ways_of(family: str) -> dict[str, Callable[[Sequence[int]], list[Lived]]]:
    """The ways that are compared, the usual course first; the model's is recalibrated on a class before."""
    log: list[Mapping[str, Any]] = []
    for seed in range(-BEFORE, 0):
        live(family, seed, FixedOrder(), log=log)

    class Seasoned(Season):
        """The policy at this site."""

    Seasoned.fit(log)
    return {
        "fixed order": lambda seeds: [live(family, seed, FixedOrder()) for seed in seeds],
        "model": lambda seeds: [live(family, seed, Seasoned()) for seed in seeds],
        "model, minutes handed on": lambda seeds: handed_on(family, seeds, Seasoned),
    }


def compare(family: str, learners: int, seed: int) -> list[Row]:
    """Every way over the same learners; weak and strong are the quarters at entry, by first score and pace."""
    seeds = [seed * 100_000 + i for i in range(learners)]
    lived = {name: way(seeds) for name, way in ways_of(family).items()}
    usual = lived["fixed order"]
    entry = [a - b for a, b in zip(standard([o.before for o in usual]), standard([o.pace for o in usual]), strict=True)]
    order, quarter = sorted(range(learners), key=lambda i: entry[i]), max(1, learners // 4)
    weak, strong = order[:quarter], order[-quarter:]
    base = [one.after for one in usual]
    rows = []
    for name, each in lived.items():
        after = [one.after for one in each]
        rows.append(
            Row(
                family, name, fmean(after), fmean(after[i] for i in weak), fmean(after[i] for i in strong),
                fmean(one.left for one in each), _less(after, base, weak, strong),
            )
        )  # fmt: skip
    return rows


def _less(
    after: Sequence[float], base: Sequence[float], weak: Sequence[int], strong: Sequence[int]
) -> tuple[float, float, float]:
    """The change of the gap and its 95 % interval, the same people drawn again and again under both ways."""
    rng, gain = Random(0), [a - b for a, b in zip(after, base, strict=True)]
    drawn = sorted(
        fmean(gain[i] for i in rng.choices(strong, k=len(strong)))
        - fmean(gain[i] for i in rng.choices(weak, k=len(weak)))
        for _ in range(DRAWS)
    )
    change = fmean(gain[i] for i in strong) - fmean(gain[i] for i in weak)
    return change, drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]


def standard(values: Sequence[float]) -> list[float]:
    """The values in standard deviations from their mean."""
    middle, spread = fmean(values), pstdev(values) or 1.0
    return [(value - middle) / spread for value in values]


def table(rows: Sequence[Row]) -> str:
    """The comparison as lines of text."""
    head = f"{'minds':8} {'way':26} {'mean':>5} {'weak':>5} {'strong':>6} {'gap':>5} {'change (95 %)':>24} {'left':>5}"
    lines = [
        f"{r.family:8} {r.way:26} {r.mean:5.3f} {r.weak:5.3f} {r.strong:6.3f} {r.gap:5.3f}"
        f" {r.less[0]:+7.3f} ({r.less[1]:+.3f} … {r.less[2]:+.3f}) {r.left:5.3f}"
        for r in rows
    ]
    return "\n".join((head, *lines))


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: print the table, and draw it where ``--picture`` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--picture", type=Path)
    chosen = parser.parse_args(argv)
    rows = [row for family in chosen.families.split(",") for row in compare(family, chosen.learners, chosen.seed)]
    print(table(rows))
    if chosen.picture:
        chosen.picture.write_text(divide_picture.draw(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
