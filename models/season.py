"""What to practise next over a season of sittings, and who may hand minutes to others; knows skills, not lessons.

Reasons that a trainer can read: every skill is met in its slot of the calendar; in a slot one stays until the skill is
firm; time left over goes to what is shaky and was not just done; after two slips in a row help comes; who is likely to
do more alone a week after the season than most of the class before them hands the rest of the minutes to those behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from models.artefact import Artefact, Learner, load
from models.ladder import IN_A_ROW
from models.opportunity import DAY, LEVELS, Opportunity, Step
from models.person import Person, settled
from models.recalibration import recalibrated

WEEK = 7 * DAY
COVER = 0.8
"""By this share of the time every skill has been met."""
FIRM = 0.8
"""P(alone, on a twist) now from which a skill may rest."""
TWIST_READY = 0.5
"""P(alone, on a twist) from which a twist is tried."""
KEPT = 0.75
"""Share of skills done alone on two days or more before minutes are handed on: what was kept over a break will keep."""
READY = 0.82
"""Mean P(alone, on a twist) a week ahead from which minutes are handed on while no class has gone before."""
BEFORE = 0.575
"""Share of the class before that a learner must have passed to hand on minutes: a little more than the middle."""
SAFE = 0.75
"""P(right, guided) from which a guided step is safe enough after slips in a row."""
TWISTS = 2
"""Twists done alone before a skill may rest."""
REST = 0.5 * DAY
ROW = 3
"""Meetings of one skill in a row after which another has its turn, once all have been met."""

SHOWN, HINTED, ALONE, TWIST = 0, 1, 2, 3
"""Support in the words of the bench."""


class Season:
    """One learner's season, as a bench drives it: start, then choose and observe in turn; done if wanted."""

    artefact: ClassVar[Artefact] = load()
    ready: ClassVar[float] = READY

    @classmethod
    def fit(cls, log: Iterable[Mapping[str, Any]]) -> None:
        """Recalibrate to a class that went before: its events, each with its ``learner``."""
        histories: dict[str, list[Opportunity]] = {}
        for event in log:
            histories.setdefault(event["learner"], []).append(opportunity(event, None))
        cls.artefact = recalibrated(load(), list(histories.values()))
        cls.ready = reached(cls.artefact, list(histories.values()))

    def start(self, info: Mapping[str, Any]) -> None:
        """What a trainer knows: skills, their prerequisites, and the minutes of each sitting."""
        self.ids: list[str] = [skill["id"] for skill in info["skills"]]
        self.total = sum(minutes * 60.0 for _, minutes in info["sessions"])
        self.end = max(day for day, _ in info["sessions"]) * DAY
        self.person = Person(self.artefact)
        self.history: list[Opportunity] = []
        self.count = dict.fromkeys(self.ids, 0)
        self.firsts = dict.fromkeys(self.ids, 0)
        self.twists = dict.fromkeys(self.ids, 0)
        self.days: dict[str, set[int]] = {k: set() for k in self.ids}
        self.right: dict[str, bool] = {}
        self.slips = self.row = 0
        self.last = ""
        self.held: int | None = None

    def choose(self, now: Mapping[str, float]) -> tuple[str, int]:
        """Skill and support for the next task at ``now`` (t, session, left, left_total in seconds)."""
        skill = self._skill(now["t"], 1.0 - now["left_total"] / self.total)
        self.held = settled(self.artefact, self.history, [Step(skill, (skill,))], now["t"], self.person)[1][0]
        return skill, self._support(skill, self.held, now["t"])

    def observe(self, event: Mapping[str, Any]) -> None:
        """Take in how the task went."""
        skill, right = event["skill"], bool(event["correct"])
        self.history.append(opportunity(event, self.held))
        self.person.meet(self.history[-1])
        self.count[skill] += 1
        self.right[skill] = right
        if event["support"] >= ALONE and right:
            self.firsts[skill] += 1
            self.days[skill].add(int(event["t"] // DAY))
            self.twists[skill] += event["support"] == TWIST
        self.slips = 0 if right else self.slips + 1
        self.row = self.row + 1 if skill == self.last else 1
        self.last = skill

    def done(self, now: Mapping[str, float]) -> bool:
        """Whether this learner may hand the rest of the minutes to those who are not yet there."""
        if any(not self.firsts[k] for k in self.ids):
            return False
        if sum(len(days) > 1 for days in self.days.values()) < KEPT * len(self.ids):
            return False
        return sum(self.ahead(k, now["t"]) for k in self.ids) / len(self.ids) >= self.ready

    def ahead(self, skill: str, t: float) -> float:
        """P(alone, on a twist) a week after the season."""
        return self.person.learner.p(Step(skill, (skill,), twist=True), max(t, self.end) + WEEK)

    def firm(self, skill: str, t: float) -> bool:
        """Whether a skill may rest: done alone on twists enough, the last time right, and likely right again."""
        if self.firsts[skill] < 2 or self.twists[skill] < TWISTS or not self.right[skill]:
            return False
        return self.person.learner.p(Step(skill, (skill,), twist=True), t) >= FIRM

    def _skill(self, t: float, used: float) -> str:
        """The slot's skill until it is firm, then what was missed, then what is next; at the end what is shaky."""
        n = len(self.ids)
        slot = int(used / COVER * n)
        if slot < n:
            behind = [k for k in self.ids[: slot + 1][::-1] if k == self.ids[slot] or not self.count[k]]
            ahead = self.ids[slot + 1 :]
            shaky = [k for k in self.ids[:slot] if self._rested(k, t) and not self.firm(k, t)]
            for k in (*behind, *sorted(shaky, key=lambda k: self.ahead(k, t)), *ahead):
                if not self.count[k] or not self.firm(k, t):
                    return k
        fresh = [k for k in self.ids if k != self.last or self.row < ROW]
        fresh = [k for k in fresh if self._rested(k, t)] or fresh
        return max(fresh, key=lambda k: self._worth(k, t))

    def _rested(self, skill: str, t: float) -> bool:
        """Whether a skill was met, and not in this sitting: meetings with sleep between them last longer."""
        return skill in self.person.last_at and t - self.person.last_at[skill] >= REST

    def _worth(self, skill: str, t: float) -> float:
        """How much a meeting may move: most where the outcome is open, a week ahead."""
        p = self.ahead(skill, t)
        return p * (1.0 - p)

    def _support(self, skill: str, held: int, t: float) -> int:
        if not self.count[skill]:
            return SHOWN
        if self.slips >= IN_A_ROW:
            guided = self.person.learner.p(Step(skill, (skill,)), t, 1)
            return HINTED if guided >= SAFE else SHOWN
        if held == 0:
            return SHOWN
        if held < 3:
            return HINTED
        twist = Step(skill, (skill,), twist=True)
        return TWIST if self.firsts[skill] and self.person.learner.p(twist, t) >= TWIST_READY else ALONE


def reached(artefact: Artefact, histories: Sequence[Sequence[Opportunity]]) -> float:
    """What the upper part of a class reached at least (BEFORE): mean P(alone, on a twist) a week after its end."""
    skills = sorted({o.skills[0] for history in histories for o in history})
    end = max(o.at for history in histories for o in history) + WEEK
    each = []
    for history in histories:
        learner = Learner(artefact, history)
        each.append(sum(learner.p(Step(k, (k,), twist=True), end) for k in skills) / len(skills))
    return sorted(each)[int(BEFORE * len(each))]


def opportunity(event: Mapping[str, Any], held: int | None) -> Opportunity:
    """An event of the bench in our words; hinted is the level that was held, if that was guided or prompted."""
    support = event["support"]
    level = (0, held if held in (1, 2) else 1, 3, 3)[support]
    return Opportunity(
        event["skill"], (event["skill"],), LEVELS[level], "alone" if event["correct"] else "slip", event["t"],
        twist=support == TWIST,
    )  # fmt: skip
