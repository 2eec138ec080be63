"""Builds a county by dice, straight into the log: faster than simulated minds, and any size; it teaches nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from app.config import Settings
from app.records import Session, journal, roster
from app.records.happened import SessionRecord
from app.records.identity import uuid7
from app.records.journal import NewAttempt
from app.records.tables import Learner
from app.simulator.keeping import frozen
from app.simulator.lesson import Lesson, stage
from tests.people import NOW

SCREENS = 7
LESSONS = ("certify-pension", "spot-scam-sms", "connect-wifi", "video-call")
SUPPORTS = ("shown", "guided", "prompted", "alone")


class Told(NamedTuple):
    """A second dice for what is told of plays, and the lessons that are really played, as they are kept."""

    dice: Random
    texts: Mapping[str, Lesson]


class Course(NamedTuple):
    """What a play leads through."""

    screens: Sequence[str]
    twist: int = 0


ANY = Course([f"s{place}" for place in range(SCREENS)])
"""Of a lesson that is a name and no more."""


def settings_over(file: Path, folder: Path) -> Settings:
    """The settings of a copy in a new folder that has a county of its own to write in."""
    instance = folder / "instance"
    instance.mkdir()
    shutil.copyfile(file, instance / "bandaojia.sqlite3")
    return Settings.at(instance, narrates=False)


def fill(
    s: Session,
    lessons: Sequence[str],
    *,
    villages: int = 4,
    learners: int = 88,
    weeks: int = 12,
    now: datetime = NOW,
    demo: bool = False,
    told: bool = False,
    texts: Mapping[str, Lesson] | None = None,
) -> list[Learner]:
    """A county whose people practise once a week up to `now`: late starters, leavers, absences, small groups, resumed
    plays, all by one dice. The weak learn more slowly.

    With `told`, by another dice, the model told what it expected of most steps, staff chose the support of some plays,
    and trials came up, decided in every way. Lessons of `texts` then have their own screens and twists.
    """
    chance = Random(f"{villages} {learners} {weeks}")
    more = Told(Random(f"told {villages} {learners} {weeks}"), texts or {}) if told else None
    for lesson in lessons:
        kept = texts.get(lesson) if texts else None
        text = frozen(kept) if kept else lesson
        journal.keep_lesson(s, lesson=lesson, lesson_hash=_hash(lesson, more), text=text, now=now)
    rooms = []
    for place in range(villages):
        site = roster.add_site(s, name=f"第{place}村", name_latin=f"Village {place}", now=now, demo=demo)
        rooms.append(roster.add_classroom(s, site=site, name=f"第{place}班", now=now, demo=demo))
    people = []
    for number in range(learners):
        born = chance.choice((1935, 1942, 1948, 1951, 1955, 1958, 1962, 1968, None))
        person = roster.add_learner(
            s,
            classroom=rooms[number * number % villages if number % 7 else 0],
            name=f"学员{number}",
            face="f05",
            birth_year=born,
            gender=chance.choice(("女", "女", "男", "")) if number % 3 else "女",
            dialect=chance.choice(("", "", "", "yue", "hak" if number < 30 else "")),
            now=now - timedelta(weeks=weeks),
            demo=demo,
        )
        people.append(person)
        _live(s, person, lessons, weeks, now, chance, more)
    return people


def _live(
    s: Session,
    person: Learner,
    lessons: Sequence[str],
    weeks: int,
    now: datetime,
    chance: Random,
    more: Told | None,
) -> None:
    able = chance.gauss(0.0, 1.0)
    first = chance.choice((0, 0, 0, 0, 0, 0, 1, 2))
    last = chance.choice((*[weeks] * 7, weeks // 2, weeks - 3))
    met: Counter[str] = Counter()
    left: tuple[SessionRecord, Course, int] | None = None
    for week in range(first, last):
        if chance.random() < 0.06:
            continue
        day = now - timedelta(weeks=weeks - week) + timedelta(days=chance.choice((0, 0, 0, 2)))
        lesson = lessons[int(chance.random() ** 2 * len(lessons))]
        if left is not None:
            _act(s, *left, SCREENS, day, able, met, chance)
            left, lesson = None, left[0].lesson
        course = _course(more, lesson)
        opened = journal.open_session(
            s,
            learner_id=person.id,
            site_id=person.classroom.site_id,
            lesson=lesson,
            lesson_hash=_hash(lesson, more),
            size="true" if met[lesson] else "big",
            locale="zh_Hans_CN",
            voice="cmn",
            plan=_plan(more.dice) if more else {},
            now=day + timedelta(minutes=30),
            demo=person.demo,
        )
        if more and met[lesson] and more.dice.random() < 0.6:
            _try(s, opened, more.dice, day + timedelta(minutes=30))
        stops = chance.randint(2, SCREENS - 1) if chance.random() < 0.1 else SCREENS
        _act(s, opened, course, 0, stops, day + timedelta(minutes=30), able, met, chance)
        left = (opened, course, stops) if stops < SCREENS else None
        met[lesson] += 1


def _act(
    s: Session,
    opened: SessionRecord,
    course: Course,
    start: int,
    stop: int,
    at: datetime,
    able: float,
    met: Counter[str],
    chance: Random,
) -> None:
    """Screens of a play from one to another: a touch that means nothing, then the act that decides."""
    fresh: list[NewAttempt] = []
    for place in range(start, stop):
        seconds = at + timedelta(seconds=20 * place)
        support = SUPPORTS[min(3, max(0, round(met[opened.lesson] + able + chance.random())))]
        good = chance.random() < 0.8 + 0.06 * able
        outcome = "correct" if good else chance.choice(("slip", "hint"))
        screen, twist = course.screens[place], course.twist
        fresh.append(
            NewAttempt(uuid7(seconds), opened, screen, "tap elsewhere", "neutral", support, seconds, twist=twist)
        )
        last = good and place == SCREENS - 1
        fresh.append(
            NewAttempt(uuid7(seconds), opened, screen, "tap pay", outcome, support, seconds,
                       hints=int(outcome == "hint"), twist=twist, finishes=last)
        )  # fmt: skip
        if not good:
            fresh.append(
                NewAttempt(uuid7(seconds), opened, screen, "tap pay", "correct", support, seconds,
                           hints=int(outcome == "hint"), twist=twist, finishes=place == SCREENS - 1)
            )  # fmt: skip
    journal.append_attempts(s, fresh)


def _hash(lesson: str, more: Told | None) -> str:
    return more.texts[lesson].hash if more and lesson in more.texts else f"hash of {lesson}"


def _course(more: Told | None, lesson: str) -> Course:
    """A twist by dice, and the screens from anywhere in the play, round to its beginning."""
    if more is None or lesson not in more.texts:
        return ANY
    twist = more.dice.randint(0, len(more.texts[lesson].twists))
    names = [name for name, one in stage(more.texts[lesson], twist).screens.items() if not one.end]
    start = more.dice.randrange(len(names))
    return Course((names[start:] + names * SCREENS)[:SCREENS], twist)


def _plan(more: Random) -> dict[str, object]:
    """What the model told of most steps; of some plays a person chose the support."""
    steps = {
        f"s{place}": {"step": f"s{place}", "level": "guided", "p": more.random(), "code": "ladder", "args": {}}
        for place in range(SCREENS)
        if more.random() < 0.8
    }
    hand = {"hand": {"fact": "", "level": "guided"}} if more.random() < 0.1 else {}
    return {"artefact": "", "off": False, "steps": steps} | hand


def _try(s: Session, opened: SessionRecord, more: Random, at: datetime) -> None:
    """A trial: believed, doubted or left; some with a hint before, somebody beside, or the third button first."""
    fraud = more.random() < 0.5
    body = {"artefact": "", "off": False, "lesson": opened.lesson, "twist": 0, "signal": more.choice("abcdefghijkl")}
    body |= {"is": "fraud" if fraud else "genuine", "code": "trial", "args": {"times": 1}}
    journal.append_choice(s, learner_id=opened.learner_id, kind="trial", body=body, now=at, session_id=opened.uuid)
    acts = [("tap other", "slip")] if more.random() < 0.15 else []
    acts += [("tap beside-me", "neutral")] if more.random() < 0.1 else []
    acts += [("tap help", "hint")] if more.random() < 0.2 else []
    right = more.random() < 0.75
    if more.random() < 0.9:
        acts.append(("tap doubt" if fraud == right else "tap trust", "correct" if right else "slip"))
    if not right:
        acts.append(("tap doubt" if fraud else "tap trust", "correct"))
    acts += [("tap beside-gone", "neutral")] if more.random() < 0.5 else []
    journal.append_attempts(
        s, [NewAttempt(uuid7(at), opened, "trial", act, outcome, "alone", at) for act, outcome in acts]
    )


def many(db: sqlite3.Connection) -> int:
    """Copy the county's people and plays under new names until there are a million attempts; returns how many."""

    def count(table: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    db.execute("PRAGMA foreign_keys=OFF")
    attempts = count("attempt")
    names = {table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")] for table in
             ("learner", "practice_session", "attempt")}  # fmt: skip
    last = int(db.execute("SELECT max(sequence) FROM arrival").fetchone()[0])
    for turn in range(1, -(-1_000_000 // attempts)):
        for table, columns in names.items():
            changed = {"id": f"'{turn:04x}' || substr(id, 5)", "uuid": f"'{turn:04x}' || substr(uuid, 5)",
                       "session_id": f"'{turn:04x}' || substr(session_id, 5)",
                       "learner_id": f"'{turn:04x}' || substr(learner_id, 5)",
                       "sequence": f"sequence + {turn * last}"}  # fmt: skip
            told = ", ".join(changed.get(name, name) for name in columns)
            original = "sequence <= ?" if "sequence" in columns else "substr(id, 1, 4) >= '0190'"
            db.execute(f"INSERT INTO {table} SELECT {told} FROM {table} WHERE {original}",
                       (last,) if "sequence" in columns else ())  # fmt: skip
    db.execute("INSERT INTO arrival SELECT max(sequence), '00', 'attempt', '', '' FROM attempt")
    db.commit()
    return count("attempt")
