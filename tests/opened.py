"""Of every play that opened, the steps, P(alone), support and reasons worked out from log and lessons.

It knows lessons by the simulator and imports no report and no model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.config import ROOT
from app.simulator.lesson import Play, stage
from app.simulator.shelf import Shelf
from tests import foreseen, reasoned, retold

WEIGHTS = ROOT / "models" / "artefact.json"
CLUTTER = {"big": 0.0, "true": 0.6}
LATEST = 10**9
"""A place in the log after all that is in it."""


@dataclass(frozen=True)
class Opened:
    """A screen of a play as it opened: its step, P(alone), the support of the model, and the visits before now."""

    screen: str
    step: dict[str, Any]
    p: float
    level: str
    before: list[dict[str, Any]]
    now: float

    def numbers(self, code: str, skill: str = "") -> dict[str, Any]:
        """The numbers of a reason for it; a check is of the skill it names, on the crowded screen."""
        if code != "check":
            return reasoned.numbers(code, self.step, self.before, self.now, self.p)
        crowded = {**self.step, "clutter": 0.6}
        assert skill in self.step["skills"]
        found = reasoned.numbers(code, crowded, self.before, self.now, self.p)
        return {**found, "skill": skill, "days": reasoned.rested(self.before, skill, self.now)}

    def support(self, code: str) -> str:
        """The support that the model gives for a reason: none for a check or a trial, whatever it expects."""
        return "alone" if code in ("check", "trial") else self.level


class Counted:
    """Everything that can be counted anew of a file, read once, and the lessons it is about."""

    def __init__(self, file: Path, shelf: Shelf) -> None:
        self.file, self.shelf = file, shelf
        self.all = retold.plays(file)
        self.opened = {one["uuid"]: one for one in self.all}
        ends = retold.asked(file, "SELECT session_id, min(sequence) AS n FROM attempt WHERE finishes GROUP BY 1")
        self.ended = {one["session_id"]: one["n"] for one in ends}

    def step(self, play: Play, screen: str, clutter: float) -> dict[str, Any]:
        """A screen of a play as a step: one that its twist adds or changes is a step of its own."""
        twist = play.lesson.twists[play.twist - 1] if play.twist else None
        own = twist is not None and screen in {*twist.added, *twist.changed}
        shown = play.screens[screen]
        name = f"{play.lesson.id}.{screen}" + (f"@{play.twist}" if own else "")
        known = {"skills": shown.skills, "difficulty": shown.difficulty, "clutter": clutter, "twist": own}
        return {"step": name, **known}

    def plays(self, who: str, before: int) -> list[dict[str, Any]]:
        """Somebody's plays that were opened before a place in the log, each with its end if that came before too."""
        mine = [one for one in self.all if one["learner_id"] == who and one["sequence"] < before]
        return [
            {
                **one,
                "end": one["end"] if self.ended.get(one["uuid"], before) < before else None,
                "opened": retold.moment(one["at"]).timestamp(),
            }
            for one in mine
        ]

    def visits(self, who: str, before: int) -> list[dict[str, Any]]:
        """Somebody's visits before a place in the log, in order, each with what is known of its step."""
        found = [one for play in self.plays(who, before) for one in play["visits"] if one["sequence"] < before]
        found.sort(key=lambda one: one["sequence"])
        return [
            {
                **one,
                **self.step(
                    stage(self.shelf.lessons[one["lesson"]], one["twist"]), one["screen"], CLUTTER[one["size"]]
                ),
                "when": one["at"],
                "at": one["at"].timestamp(),
            }
            for one in found
        ]

    def play(self, session: str) -> Play:
        """The play that was opened."""
        opened = self.opened[session]
        return stage(self.shelf.lessons[opened["lesson"]], next(iter(json.loads(opened["twists"])), 0))

    def opening(self, choice: Mapping[str, Any]) -> list[Opened]:
        """Of the play that a choice of support is of, each screen."""
        play, size = self.play(choice["session_id"]), self.opened[choice["session_id"]]["size"]
        names = [screen.name for screen in play.screens.values() if not screen.end]
        steps = [self.step(play, name, CLUTTER[size]) for name in names]
        before = self.visits(choice["learner_id"], choice["sequence"])
        now = retold.moment(choice["at"]).timestamp()
        planned = foreseen.planned(WEIGHTS, before, steps, now)
        return [
            Opened(name, step, p, foreseen.LEVELS[level], before, now)
            for name, step, (p, level) in zip(names, steps, planned, strict=True)
        ]

    def percent(self, lesson: str, before: Sequence[Mapping[str, Any]], now: float) -> int:
        """Of a lesson's main steps so many in a hundred should go well alone."""
        play, mind, found = stage(self.shelf.lessons[lesson]), foreseen.Mind(WEIGHTS, before), []
        screen = play.screens[play.start]
        while not screen.end and screen.name not in [name for name, _ in found]:
            found.append((screen.name, mind.p(self.step(play, screen.name, 0.6), now)))
            screen = play.screens[next(iter(screen.right.values()))]
        return round(100 * sum(p for _, p in found) / len(found))

    def offer(self, who: str, lesson: str, sequence: int, now: float) -> dict[str, Any]:
        """What an offer of a lesson could tell then, and which codes would be true."""
        found, before = self.shelf.lessons[lesson], self.visits(who, sequence)
        query = "SELECT body FROM fact WHERE kind = 'need' AND learner_id = ? AND sequence < ?"
        wishes = [json.loads(one["body"]) for one in retold.asked(self.file, query, who, sequence)]
        needs = [need for need in found.needs if need in self.shelf.lessons]
        told = {"id": lesson, "skills": found.skills, "needs": needs}
        wanted = [task for one in wishes if one["yes"] for task in one["tasks"]]
        numbers = reasoned.offer(told, self.plays(who, sequence), before, wanted, now)
        return {**numbers, "percent": self.percent(lesson, before, now)}
