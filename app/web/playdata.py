"""A play as data for the script of its page: what it is, what was done, and the ticket that opens it elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from itsdangerous import URLSafeSerializer

from app import current, practice
from app.practice import Done, Opening, Prepared, Sitting
from app.records import Session, journal
from app.records.folding import CHINA
from app.simulator.lesson import Lesson, stage
from app.web import compiling, visitors


def acts_of(s: Session, session_id: UUID) -> list[tuple[str, str, str]]:
    """The acts of a play as this machine keeps them: uuid, act, kind of value."""
    return [(str(one.uuid), one.act, one.value) for one in journal.attempts(s, session_id)]


def of_sitting(s: Session, sitting: Sitting) -> dict[str, Any]:
    """A play that is open, with its acts so far."""
    opened = sitting.session
    ready = Prepared(opened.learner_id, opened.lesson, opened.lesson_hash, sitting.play.twist, opened.size, opened.plan)
    told = _common(s, ready, sitting.play.lesson, opened.demo)
    return told | {"session": str(opened.uuid), "acts": acts_of(s, opened.uuid)}


def of_prepared(s: Session, ready: Prepared, lesson: Lesson, *, demo: bool) -> dict[str, Any]:
    """A play that a tablet may open by itself with the ticket in it; it is signed, so nobody makes up another.

    `demo` says that it is for an invented person.
    """
    ticket = signer().dumps(ready.as_data())
    return _common(s, ready, lesson, demo) | {"session": "", "acts": [], "ticket": ticket}


def keep_versions() -> None:
    """Keep the text of every lesson as it is now before a ticket names it; writes only where one is not kept yet."""
    lessons = current.shelf().lessons
    with current.records().session() as s:
        missing = practice.unkept(s, lessons)
    if missing:
        with current.records().writing() as s:
            practice.keep_versions(s, lessons, current.now())


def signer() -> URLSafeSerializer:
    """What signs tickets and reads them back."""
    return URLSafeSerializer(str(current_app.secret_key), salt="play")


def opening(one: Mapping[str, Any], at_home: bool = False) -> Opening:
    """A play that a script opened by itself, as it tells it; KeyError, ValueError or BadSignature for what is none."""
    ready = Prepared.of_data(signer().loads(one["ticket"]))
    locale, voice = compiling.known(str(one["locale"]), str(one["voice"]))
    return Opening(UUID(str(one["session"])), ready, locale, voice, ago(one), at_home)


def done(one: Mapping[str, Any]) -> Done:
    """An act as a script tells it; raises KeyError or ValueError for what is none."""
    return Done(
        uuid=UUID(str(one["uuid"])),
        session=UUID(str(one["session"])),
        act=str(one["act"]),
        value=str(one["value"]),
        screen=str(one["screen"]),
        outcome=str(one["outcome"]),
        ago=ago(one),
    )


def sitting(one: Mapping[str, Any]) -> UUID | None:
    """The sitting in which an act was done; None for one that tells none."""
    told = str(one.get("sitting") or "")
    return UUID(told) if told else None


@dataclass(frozen=True, slots=True)
class Told:
    """A sitting as a tablet tells it: its name, whose it is, how long ago it began and, where it is over, ended."""

    sitting: UUID
    learner_id: UUID
    away: bool
    began: timedelta
    over: timedelta | None


def told_sitting(one: Mapping[str, Any]) -> Told:
    """A sitting as a script tells it; raises KeyError or ValueError for what is none."""
    over = one.get("over")
    ended = ago({"ago": over}) if over is not None else None
    return Told(UUID(str(one["id"])), UUID(str(one["learner"])), bool(one.get("away")), ago(one), ended)


def ago(one: Mapping[str, Any]) -> timedelta:
    """How long ago something was, as a script tells it; raises KeyError or ValueError for what is no time."""
    return timedelta(milliseconds=min(max(float(one["ago"]), 0.0), 1e11))


def _common(s: Session, ready: Prepared, lesson: Lesson, demo: bool) -> dict[str, Any]:
    drawn, trial = compiling.lesson_drawn(lesson), stage(lesson, ready.twist).trial
    return {
        "learner": str(ready.learner_id),
        "lesson": ready.lesson,
        "twist": ready.twist,
        "met": trial.signal if trial else "",
        "size": ready.size,
        "plan": ready.levels(),
        "why": {screen: compiling.why(*ready.reason(screen)) for screen in ready.levels()},
        "rest": practice.DECISIONS,
        "checked": _checked(s, ready.lesson, demo),
        "locale": drawn.compiled.data["locale"],
        "voice": drawn.compiled.data["voice"],
        "token": visitors.token(),
        **compiling.addresses(drawn),
    }


def _checked(s: Session, lesson: str, demo: bool) -> list[int] | None:
    """From when and up to when the front-door card counts as checked, in milliseconds; None for one that does not.

    A page lives on in a tablet or at home, so that it is told how long what it says holds.
    """
    days = practice.card_days(s, current.shelf().catalogue.bridges.get(lesson), demo=demo)
    return [_begins(days[0]), _begins(days[1]) + 86_400_000] if days else None


def _begins(day: date) -> int:
    """When a day begins in the village, in milliseconds."""
    return round(datetime.combine(day, time(), CHINA).timestamp() * 1000)
