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
from app.records import Records, roster
from app.records.folding import CHINA
from app.simulator.lesson import Play, stage
from app.simulator.shelf import Shelf
from app.web import tongue
from models.artefact import SHIPPED, load
from models.wording import AUDIENCES, SENTENCES
from tests import counties, foreseen, lived, reasoned, retold
from tests.inspector import Page
from tests.people import NOW, signed_in, staffed

pytestmark = [pytest.mark.slow, pytest.mark.holds("story")]

PEOPLE = 12
ENGLISH = {"Accept-Language": "en"}
PLAINLY = "volunteer"
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
            roster.add_learner(s, classroom=room, name=f"学员{n}", name_latin=f"Learner {n}", face="bun", birth_year=1940 + n, now=NOW)
            for n in range(PEOPLE)
        ]
        lived.fill(s, shelf.lessons, load(), people, helper, NOW)
    records.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, lived_file: Path) -> Settings:
    """A copy that has this class."""
    return counties.settings_over(lived_file, tmp_path)


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
                **self.step(stage(self.shelf.lessons[one["lesson"]], one["twist"]), one["screen"], CLUTTER[one["size"]]),
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
        planned = foreseen.planned(SHIPPED, before, steps, now)
        return [
            Opened(name, step, p, foreseen.LEVELS[level], before, now)
            for name, step, (p, level) in zip(names, steps, planned, strict=True)
        ]

    def percent(self, lesson: str, before: Sequence[Mapping[str, Any]], now: float) -> int:
        """Of a lesson's main steps so many in a hundred should go well alone."""
        play, mind, found = stage(self.shelf.lessons[lesson]), foreseen.Mind(SHIPPED, before), []
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


def learners(counted: Counted) -> list[str]:
    told = retold.asked(counted.file, "SELECT id FROM learner WHERE name LIKE '学员%' ORDER BY joined_at, id")
    return [str(one["id"]) for one in told]


def choices(counted: Counted, kind: str, who: str) -> list[dict[str, Any]]:
    query = "SELECT * FROM choice WHERE kind = ? AND learner_id = ? ORDER BY sequence"
    return [{**one, "body": json.loads(one["body"])} for one in retold.asked(counted.file, query, kind, who)]


def same(told: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    """Whether every number that is told is that counted anew."""
    return all(again[key] == value for key, value in told.items())


def test_every_plan_and_every_reason_that_was_kept_follows_from_the_attempts(counted: Counted) -> None:
    codes: set[str] = set()
    steps = 0
    for who in learners(counted):
        for choice in choices(counted, "support", who):
            body = choice["body"]
            for one in counted.opening(choice):
                told = body["steps"][one.screen]
                code, given = told["code"], told.get("model", told["level"])
                assert (told["step"], given) == (one.step["step"], one.support(code))
                assert told["p"] == pytest.approx(one.p, abs=1e-9)
                again = one.numbers(code, told["args"].get("skill", ""))
                assert same(told["args"], again), (told, again)
                codes.add(code)
                steps += 1
            hand = body.get("hand", {}).get("level")
            assert hand is None or {one["level"] for one in body["steps"].values() if one["code"] != "trial"} == {hand}
    assert codes >= MET and steps > 1000


def test_every_offer_that_was_kept_follows_from_the_attempts(counted: Counted) -> None:
    codes: set[str] = set()
    for who in learners(counted):
        for choice in choices(counted, "suggestion", who):
            now = retold.moment(choice["at"]).timestamp()
            for told in choice["body"]["offers"]:
                again = counted.offer(who, told["lesson"], choice["sequence"], now)
                assert told["code"] in again["so"] and same(told["args"], again), (told, again)
                codes.add(told["code"])
    assert codes >= OFFERED


@pytest.mark.parametrize("name", ["小刘", "周老师"])
def test_the_page_of_a_person_tells_what_the_attempts_tell(
    application: Flask, settings: Settings, shelf: Shelf, counted: Counted, words: Words, name: str
) -> None:
    staff, audience = signed_in(application, name), "volunteer" if name == "小刘" else "trainer"
    codes: set[str] = set()
    hands = again = 0
    for place, who in enumerate(learners(counted)):
        lesson = (*lived.TASKS, "certify-pension")[place % (len(lived.TASKS) + 1)]
        with application.extensions["records"].writing() as s:
            sitting.open_play(s, shelf.lessons, load(), UUID(who), lesson, NOW, afresh=True)
        page = staff.page(f"/staff/person/{UUID(who)}", headers=ENGLISH)
        fresh = Counted(settings.instance / "bandaojia.sqlite3", shelf)
        codes |= of_the_latest_play(page, fresh, words, who, audience)
        hands += "This was chosen" in str(rows_of(page, "planned"))
        of_what_comes_next(page, fresh, words, who)
        of_what_was_offered(page, fresh, words, who, audience)
        again += of_what_comes_up_again(page, fresh, words, who)
    assert len(codes) >= 9 and hands and again


def rows_of(page: Page, within: str) -> list[list[str]]:
    """The cells of the table, or the lines of the list, that a part of the page holds; none where it is not there."""
    held = [one for one in page.all("section") if one.attributes.get("aria-labelledby") == within]
    lines = [one for of in held for one in of.walk() if one.tag in ("tr", "li") and one.parent and one.parent.tag != "thead"]
    return [[cell.text() for cell in line.walk() if cell.tag in ("td", "th", "b", "span", "p")] for line in lines]


def of_the_latest_play(page: Page, counted: Counted, words: Words, who: str, audience: str) -> set[str]:
    """The help of each step, why, and by whom it was chosen; the codes that came up."""
    latest = choices(counted, "support", who)[-1]
    opened = counted.opening(latest)
    told = rows_of(page, "planned")
    assert len(told) == len(opened)
    found: set[str] = set()
    for (skill, help_, why), one in zip(told, opened, strict=True):
        assert words.skills.get(skill) == next(iter(one.step["skills"]), None)
        hand = re.fullmatch(r"This was chosen by 小刘 on (\w+ \d+)\. The model’s own: ([a-z ]+)\. (.+)", why)
        chosen = latest["body"].get("hand", {}).get("level")
        (code, numbers), *others = words.codes(hand[3] if hand else why, audience)
        assert not others and same(numbers, one.numbers(code, str(numbers.get("skill", "")))), (why, one.step)
        own = HELP[one.support(code)]
        if hand is None:
            assert help_ == own and (chosen is None or code == "trial")
        else:
            assert (help_, hand[2]) == (HELP[chosen], own)
            assert hand[1] == chosen_on(counted, latest["body"]["hand"]["fact"])
        found.add(code)
    return found


def chosen_on(counted: Counted, fact: str) -> str:
    """The day on which somebody chose a support."""
    (told,) = retold.asked(counted.file, "SELECT at FROM fact WHERE uuid = ?", UUID(fact).hex)
    return day(retold.moment(told["at"]))


def day(at: datetime) -> str:
    here = at.astimezone(CHINA)
    return f"{here:%b} {here.day}"


def of_what_comes_next(page: Page, counted: Counted, words: Words, who: str) -> None:
    """The task that is offered first and why, with which help it begins and why, and how many steps have which help."""
    (why,) = [one.text() for one in page.all("p") if one.attributes.get("class") == "why"]
    found = re.fullmatch(r"Next: “(.+?)” \((.+?)\)(?:, (with its first step [a-z ]+) \((.+)\))?\.", why)
    assert found is not None and found[3], why
    options = page.all("select")[-1].walk()
    lesson = next(one.attributes["value"] for one in options if one.tag == "option")
    told = counted.offer(who, lesson, 10**9, NOW.timestamp())
    fitting = [told["so"] & {code} and same(numbers, told) for code, numbers in words.codes(found[2], PLAINLY, inside=True)]
    assert any(fitting), (why, told)
    opened = [one for one in choices(counted, "support", who) if counted.opened[one["session_id"]]["lesson"] == lesson]
    if not opened or opened[-1]["session_id"] in counted.ended:
        return
    screens = counted.opening(opened[-1])
    kept = opened[-1]["body"]["steps"]
    counts = [sum(one.support(kept[one.screen]["code"]) == level for one in screens) for level in foreseen.LEVELS]
    key = " ".join(one.text() for one in page.elements if one.attributes.get("class") == "key")
    for level, count in zip(foreseen.LEVELS, counts, strict=True):
        assert (f"{HELP[level]}: {count}" in key) == bool(count), (key, counts)
    numbers = [
        same(told, one.numbers(code, str(told.get("skill", ""))))
        for code, told in words.codes(found[4], PLAINLY, inside=True)
        for one in screens
        if kept[one.screen]["code"] == code and FIRST[one.support(code)] == found[3]
    ]
    assert any(numbers), why


def of_what_was_offered(page: Page, counted: Counted, words: Words, who: str, audience: str) -> None:
    """The tasks that were offered last, each with its numbers as they were then."""
    latest = choices(counted, "suggestion", who)[-1:]
    told = rows_of(page, "offered")
    offers = [(choice, one["lesson"]) for choice in latest for one in choice["body"]["offers"]]
    assert len(told) == len(offers)
    for line, (choice, lesson) in zip(told, offers, strict=True):
        again = counted.offer(who, lesson, choice["sequence"], retold.moment(choice["at"]).timestamp())
        fitting = [code in again["so"] and same(numbers, again) for code, numbers in words.codes(line[-1], audience)]
        assert any(fitting), (line, again)


def of_what_comes_up_again(page: Page, counted: Counted, words: Words, who: str) -> int:
    """The steps whose latest visit was a slip, one for each skill, the latest first; and when somebody was last here."""
    visits = counted.visits(who, 10**9)
    latest = {(one["lesson"], one["screen"]): one for one in visits}
    wanted: dict[str, str] = {}
    for one in reversed(visits):
        if one["slip"] and latest[one["lesson"], one["screen"]] is one and one["skills"]:
            wanted.setdefault(one["skills"][0], day(one["when"]))
    told = [(words.skills[line[1]], line[2].rsplit(", ", 1)[1]) for line in rows_of(page, "again")]
    assert told == list(wanted.items())[:4]
    (born,) = retold.asked(counted.file, "SELECT birth_year FROM learner WHERE id = ?", who)
    about = " ".join(one.text() for one in page.all("p") if one.attributes.get("class") == "mut")
    assert f"about {NOW.year - born['birth_year']} years old, last here on {day(NOW)}" in about
    return len(told)
