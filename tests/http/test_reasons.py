"""What the page of a person says of planned help and of what comes next equals what the attempts say, counted apart."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from app.config import Settings
from app.practice import sitting
from app.records import Records, roster
from app.records.folding import CHINA
from app.simulator.shelf import Shelf
from app.web import tongue
from models.artefact import load
from models.wording import AUDIENCES, SENTENCES
from tests import counties, foreseen, lived, retold
from tests.inspector import Page
from tests.opened import LATEST, Counted
from tests.people import NOW, signed_in, staffed

pytestmark = [pytest.mark.slow, pytest.mark.holds("story")]

PEOPLE = 12
ENGLISH = {"Accept-Language": "en"}
PLAINLY = "volunteer"
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
            roster.add_learner(
                s, classroom=room, name=f"学员{n}", name_latin=f"Learner {n}", face="bun", birth_year=1940 + n, now=NOW
            )
            for n in range(PEOPLE)
        ]
        lived.fill(s, shelf.lessons, load(), people, helper, NOW)
    records.close()
    return path


@pytest.fixture
def settings(tmp_path: Path, lived_file: Path) -> Settings:
    """A copy that has this class."""
    return counties.settings_over(lived_file, tmp_path)


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
                numbers = {
                    key: self.skills[one] if key == "skill" else int(one) for key, one in found.groupdict().items()
                }
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
        now = NOW + timedelta(days=(0, 0.2, 4, 9, 35)[place % 5])
        application.extensions["clock"] = lambda now=now: now
        lesson = "certify-pension" if place % 4 == 3 else lived.TASKS[place % 2]
        with application.extensions["records"].writing() as s:
            sitting.open_play(s, shelf.lessons, load(), UUID(who), lesson, now, afresh=True)
        page = staff.page(f"/staff/person/{UUID(who)}", headers=ENGLISH)
        file = settings.instance / "bandaojia.sqlite3"
        fresh = Counted(file, shelf)
        codes |= of_the_latest_play(page, fresh, words, who, audience)
        hands += "This was chosen" in str(rows_of(page, "planned"))
        lesson = of_what_comes_next(page, fresh, words, who, now)
        with application.extensions["records"].writing() as s:
            sitting.open_play(s, shelf.lessons, load(), UUID(who), lesson, now)
        of_how_it_begins(page, Counted(file, shelf), words, who, lesson)
        of_what_was_offered(page, fresh, words, who, audience)
        again += of_what_comes_up_again(page, fresh, words, who, now)
    assert len(codes) >= 7 and hands and again, codes


def rows_of(page: Page, within: str) -> list[list[str]]:
    """The cells of the table, or the lines of the list, that a part of the page holds; none where it is not there."""
    held = [one for one in page.all("section") if one.attributes.get("aria-labelledby") == within]
    lines = [
        one for of in held for one in of.walk() if one.tag in ("tr", "li") and one.parent and one.parent.tag != "thead"
    ]
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


def next_told(page: Page) -> re.Match[str]:
    """What comes next in a sentence: the task, why, the help of its first step, and why that."""
    (why,) = [one.text() for one in page.all("p") if one.attributes.get("class") == "why"]
    found = re.fullmatch(r"Next: “(.+?)” \((.+?)\), (with its first step [a-z ]+) \((.+)\)\.", why)
    assert found is not None, why
    return found


def of_what_comes_next(page: Page, counted: Counted, words: Words, who: str, now: datetime) -> str:
    """The task that is offered first, which is given back, and why."""
    options = page.all("select")[-1].walk()
    lesson = next(one.attributes["value"] for one in options if one.tag == "option")
    told = counted.offer(who, lesson, LATEST, now.timestamp())
    reasons = words.codes(next_told(page)[2], PLAINLY, inside=True)
    assert any(code in told["so"] and same(numbers, told) for code, numbers in reasons), told
    return lesson


def of_how_it_begins(page: Page, counted: Counted, words: Words, who: str, lesson: str) -> None:
    """With which help its first step begins and why, and how many steps have which help, once it is opened."""
    opened = [one for one in choices(counted, "support", who) if counted.opened[one["session_id"]]["lesson"] == lesson]
    kept, screens, found = opened[-1]["body"]["steps"], counted.opening(opened[-1]), next_told(page)
    counts = Counter(one.support(kept[one.screen]["code"]) for one in screens)
    key = " ".join(one.text() for one in page.all("p") if one.attributes.get("class") == "key")
    for level in foreseen.LEVELS:
        assert [f"{HELP[level]}: {counts[level]}"] * bool(counts[level]) == re.findall(rf"{HELP[level]}: \d+", key)
    assert any(
        same(told, one.numbers(code, str(told.get("skill", ""))))
        for code, told in words.codes(found[4], PLAINLY, inside=True)
        for one in screens
        if kept[one.screen]["code"] == code and FIRST[one.support(code)] == found[3]
    ), found[0]


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


def of_what_comes_up_again(page: Page, counted: Counted, words: Words, who: str, now: datetime) -> int:
    """The steps whose latest visit was a slip, one for each skill, the latest first; and when they were last here."""
    visits = counted.visits(who, LATEST)
    latest = {(one["lesson"], one["screen"]): one for one in visits}
    wanted: dict[str, str] = {}
    for one in reversed(visits):
        if one["slip"] and latest[one["lesson"], one["screen"]] is one and one["skills"]:
            wanted.setdefault(one["skills"][0], day(one["when"]))
    told = [(words.skills[line[1]], line[2].rsplit(", ", 1)[1]) for line in rows_of(page, "again")]
    assert told == list(wanted.items())[:4]
    (born,) = retold.asked(counted.file, "SELECT birth_year FROM learner WHERE id = ?", who)
    about = " ".join(one.text() for one in page.all("p") if one.attributes.get("class") == "mut")
    assert f"about {now.year - born['birth_year']} years old, last here on {day(now)}" in about
    return len(told)
