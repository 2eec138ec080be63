"""What the page of a person says of planned help and of what comes next equals what the attempts say, worked out apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.config import Settings
from app.practice import sitting
from app.records import Records, journal, roster
from app.simulator.lesson import Play, stage
from app.simulator.shelf import Shelf
from app.web import tongue
from models.artefact import SHIPPED, load
from models.wording import AUDIENCES, SENTENCES
from tests import counties, foreseen, lived, reasoned, retold
from tests.inspector import Inspector, Page
from tests.people import NOW, signed_in, staffed

pytestmark = [pytest.mark.slow, pytest.mark.holds("story")]

PEOPLE = 12
ENGLISH = {"Accept-Language": "en"}
CLUTTER = {"big": 0.0, "true": 0.6}
HELP = dict(zip(foreseen.LEVELS, ("pointed out", "told which part", "told in words", "alone"), strict=True))
FIRST = {
    "shown": "with its first step pointed out",
    "guided": "with its first step told by its part of the screen",
    "prompted": "with its first step told in words",
    "alone": "with its first step left to them",
}
MET = {
    "first_meeting", "known_skill", "fade", "watched_once", "two_slips", "asked_twice", "asked_stay", "done_skill",
    "doing_well", "finding_hard", "long_ago", "not_yet_alone", "little_known", "check", "trial",
}  # fmt: skip
"""The reasons for a support that come up here, each of which is counted anew."""
OFFERED = {
    "suggest_due", "suggest_ready", "suggest_unfinished", "suggest_open", "suggest_weak_skill", "suggest_new",
}  # fmt: skip


@pytest.fixture(scope="module")
def lived_file(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, shelf: Shelf) -> Path:
    """A class that practised the real lessons by dice."""
    path = tmp_path_factory.mktemp("lived") / "bandaojia.sqlite3"
    path.write_bytes(empty_database.read_bytes())
    records = Records(f"sqlite:///{path.as_posix()}")
    with records.writing() as s:
        made = staffed(s, "wan-0000")
        room, helper = roster.classroom(s, made.classroom_id), roster.staff_named(s, "小刘")
        assert room is not None and helper is not None
        people = [
            roster.add_learner(s, classroom=room, name=f"学员{n}", face="bun", birth_year=1940 + n, now=NOW)
            for n in range(PEOPLE)
        ]
        lived.fill(s, shelf.lessons, load(), people, helper, NOW)
    records.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, lived_file: Path) -> Settings:
    """A copy that has this class."""
    return counties.settings_over(lived_file, tmp_path)


@dataclass(frozen=True)
class Counted:
    """Everything that can be counted anew of a file, and the lessons it is about."""

    file: Path
    shelf: Shelf

    def play(self, lesson: str, twist: int) -> Play:
        """A lesson with a twist."""
        return stage(self.shelf.lessons[lesson], twist)

    def step(self, play: Play, screen: str, clutter: float) -> dict[str, Any]:
        """A screen of a play as a step: one that its twist adds or changes is a step of its own."""
        twist = play.lesson.twists[play.twist - 1] if play.twist else None
        own = twist is not None and screen in {*twist.added, *twist.changed}
        shown = play.screens[screen]
        name = f"{play.lesson.id}.{screen}" + (f"@{play.twist}" if own else "")
        known = {"skills": shown.skills, "difficulty": shown.difficulty, "clutter": clutter, "twist": own}
        return {"step": name, **known}

    def plays(self, who: UUID, before: int) -> list[dict[str, Any]]:
        """Somebody's plays that were opened before a place in the log, each with its end if that came before too."""
        mine = [one for one in self.all_plays() if one["learner_id"] == who.hex and one["sequence"] < before]
        last = retold.asked(self.file, "SELECT session_id, min(sequence) AS n FROM attempt WHERE finishes GROUP BY 1")
        ended = {one["session_id"] for one in last if one["n"] < before}
        return [
            {**one, "end": one["end"] if one["uuid"] in ended else None, "opened": retold.moment(one["at"]).timestamp()}
            for one in mine
        ]

    def visits(self, who: UUID, before: int) -> list[dict[str, Any]]:
        """Somebody's visits before a place in the log, in order, each with what is known of its step."""
        found = [one for play in self.plays(who, before) for one in play["visits"] if one["sequence"] < before]
        found.sort(key=lambda one: one["sequence"])
        return [
            {
                **one,
                **self.step(self.play(one["lesson"], one["twist"]), one["screen"], CLUTTER[one["size"]]),
                "when": one["at"],
                "at": one["at"].timestamp(),
            }
            for one in found
        ]

    def all_plays(self) -> list[dict[str, Any]]:
        """Every play of the file."""
        return retold.plays(self.file)

    def opening(self, choice: Mapping[str, Any]) -> list[tuple[str, dict[str, Any], float, str]]:
        """Of the play that a choice of support is of, each screen: its step, P(alone) and the support of the model."""
        (opened,) = retold.asked(self.file, "SELECT * FROM practice_session WHERE uuid = ?", choice["session_id"])
        play = self.play(opened["lesson"], next(iter(json.loads(opened["twists"])), 0))
        names = [screen.name for screen in play.screens.values() if not screen.end]
        steps = [self.step(play, name, CLUTTER[opened["size"]]) for name in names]
        before = self.visits(UUID(choice["learner_id"]), choice["sequence"])
        planned = foreseen.planned(SHIPPED, before, steps, retold.moment(choice["at"]).timestamp())
        return [
            (name, step, p, foreseen.LEVELS[level])
            for name, step, (p, level) in zip(names, steps, planned, strict=True)
        ]

    def reason(self, choice: Mapping[str, Any], code: str, step: Mapping[str, Any], p: float, skill: str) -> Any:
        """The numbers of a reason of a choice; a check is of the skill it names, and of the crowded screen."""
        now = retold.moment(choice["at"]).timestamp()
        before = self.visits(UUID(choice["learner_id"]), choice["sequence"])
        found = reasoned.numbers(code, dict(step), before, now, p)
        if code == "check":
            assert skill in step["skills"]
            found |= {"skill": skill, "days": reasoned.rested(before, skill, now)}
        return found


@pytest.fixture
def counted(settings: Settings, shelf: Shelf) -> Counted:
    """What can be counted anew of this copy."""
    return Counted(settings.instance / "bandaojia.sqlite3", shelf)


@dataclass(frozen=True)
class Words:
    """A page's words read back: which reason a sentence is, and which skill a name means."""

    skills: Mapping[str, str]

    def codes(self, sentence: str, audience: str, *, inside: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every reason that a sentence may be, with the numbers it tells; `inside` another, without its stop."""
        for code, told in SENTENCES.items():
            words = told[AUDIENCES.index(audience)]
            pattern = re.sub(r"%\\?\((\w+)\\?\)s", r"(?P<\1>.+?)", re.escape(words).replace("%%", "%"))
            pattern = pattern.removesuffix(r"\.") if inside else pattern
            found = re.fullmatch(pattern, sentence, re.IGNORECASE if inside else 0)
            if found:
                numbers = {key: self.skills[one] if key == "skill" else int(one) for key, one in found.groupdict().items()}
                yield code, numbers


@pytest.fixture
def words(application: Flask, shelf: Shelf) -> Words:
    """English words read back."""
    application.extensions["clock"] = lambda: NOW
    with application.test_request_context(headers=ENGLISH):
        return Words({tongue.skill_name(skill): skill for skill in shelf.catalogue.skills})


def learners(counted: Counted) -> list[UUID]:
    told = retold.asked(counted.file, "SELECT id FROM learner WHERE name LIKE '学员%' ORDER BY joined_at, id")
    return [UUID(one["id"]) for one in told]


def choices(counted: Counted, kind: str, who: UUID) -> list[dict[str, Any]]:
    query = "SELECT * FROM choice WHERE kind = ? AND learner_id = ? ORDER BY sequence"
    return [{**one, "body": json.loads(one["body"])} for one in retold.asked(counted.file, query, kind, who.hex)]


def same(told: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    """Whether every number that is told is that counted anew."""
    return all(again[key] == value for key, value in told.items())


def test_every_plan_and_every_reason_that_was_kept_follows_from_the_attempts(counted: Counted) -> None:
    codes: set[str] = set()
    steps = 0
    for who in learners(counted):
        for choice in choices(counted, "support", who):
            for screen, step, p, level in counted.opening(choice):
                told = choice["body"]["steps"][screen]
                if told["code"] == "check":
                    step = {**step, "clutter": 0.6}
                level = "alone" if told["code"] in ("check", "trial") else level
                assert (told["step"], told.get("model", told["level"])) == (step["step"], level)
                assert told["p"] == pytest.approx(p, abs=1e-9)
                again = counted.reason(choice, told["code"], step, p, told["args"].get("skill", ""))
                assert same(told["args"], again), (told, again)
                codes.add(told["code"])
                steps += 1
            hand = choice["body"].get("hand", {}).get("level")
            given = {one["level"] for one in choice["body"]["steps"].values() if one["code"] != "trial"}
            assert hand is None or given == {hand}
    assert codes >= MET and steps > 1000
