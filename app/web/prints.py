"""What is printed for a class, in black on A4: cards, handouts, sheets to take home, attendance; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import current, practice, reports
from app.practice import Reminder, calendars
from app.records import Session, attendance, roster
from app.records.folding import CHINA
from app.records.tables import Classroom, Learner, Staff
from app.simulator import handout, screen
from app.simulator.catalogue import Bridge
from app.simulator.lesson import Lesson, Person, Screen, Text
from app.web import days, exports, paper, preferences, tongue, visitors
from app.web.staff import classroom_of, learner_of, member_here

blueprint = Blueprint("prints", __name__)

BLANKS: Final = 8
"""So many days are left to be written in on a sheet of a class whose days nobody has told."""
FEW: Final = 16
"""So many people have rows of a finger's height on one page of a list."""
PHONE: Final = ("basics", "safety")
"""The tracks about the phone itself, after which there is nothing to do at an office."""
LONG: Final = ("en",)
"""Languages whose words are so long that beside a checked front-door card only the fewest steps have room on a page."""


@blueprint.get("/staff/print")
def index() -> ResponseReturnValue:
    """What can be printed for any class: a handout of each lesson, and the practice cards."""
    shelf = current.shelf()
    tracks = [
        (tongue.words(name), [lesson for lesson in shelf.lessons.values() if lesson.track == track])
        for track, name in shelf.catalogue.tracks.items()
    ]
    return render_template("print/index.html", tracks=[(name, those) for name, those in tracks if those])


@blueprint.get("/staff/print/practice-cards")
def practice_cards() -> ResponseReturnValue:
    """The cards of the invented people, whose numbers the lessons ask for."""
    people = [person for person in current.shelf().catalogue.people.values() if person.id_no]
    return render_template("print/practice_cards.html", people=[_practice_card(person) for person in people])


@blueprint.get("/staff/print/lesson/<lesson>")
def lesson(lesson: str) -> ResponseReturnValue:
    """A lesson on one page: its main steps, what a scammer would say, and the front door."""
    shelf = current.shelf()
    found = shelf.lessons.get(lesson) or abort(404)
    with current.records().session() as s:
        door = _door(s, shelf.catalogue.bridges.get(lesson))
    most = handout.FEWEST if door and preferences.locale() in LONG else handout.MOST
    return render_template(
        "print/lesson.html",
        lesson=found,
        title=tongue.words(found.title),
        goal=_filled(found.goal, screen.facts_of(found, tongue.words)),
        steps=_pictured((found, step.screen, step.do) for step in handout.steps(found, shelf.catalogue, most)),
        scam=handout.scam(shelf.catalogue.tasks[lesson], shelf.bank.signals),
        door=door,
        words=tongue.words,
    )


@blueprint.get("/staff/class/<uuid:classroom_id>/print/cards")
def cards(classroom_id: UUID) -> ResponseReturnValue:
    """A card for everyone of a class: their face and their name."""
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        people = roster.learners(s, classroom_id)
    return render_template("print/cards.html", classroom=classroom, people=people)


@blueprint.get("/staff/class/<uuid:classroom_id>/print/take-home")
def take_home(classroom_id: UUID) -> ResponseReturnValue:
    """A sheet to take home for everyone of a class, each on a page of its own, in the order they joined."""
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        return _sheets(s, roster.learners(s, classroom_id), tongue.person_name(classroom))


@blueprint.get("/staff/person/<uuid:learner_id>/print/take-home")
def take_home_of(learner_id: UUID) -> ResponseReturnValue:
    """One person's sheet to take home."""
    with current.records().session() as s:
        learner = learner_of(s, learner_id)
        return _sheets(s, [learner], tongue.person_name(learner))


@blueprint.get("/staff/class/<uuid:classroom_id>/print/attendance")
def attendance_sheet(classroom_id: UUID) -> ResponseReturnValue:
    """A class's list for a month, with a box for each day it meets; `month` is any day of it, else this month."""
    month = _day(request.args.get("month", "")) or current.now().astimezone(CHINA).date()
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        people = roster.learners(s, classroom_id)
        met = calendars.days_of(month, calendars.weekdays(s, classroom_id))
    return render_template(
        "print/attendance.html", classroom=classroom, people=people, month=month, met=met, blanks=BLANKS, few=FEW
    )


@blueprint.get("/staff/class/<uuid:classroom_id>/print/month")
def month(classroom_id: UUID) -> ResponseReturnValue:
    """What a class did in a month, for the head of the village; `month` is any day of it, `names=no` names nobody."""
    now = current.now().astimezone(CHINA).date()
    day = _day(request.args.get("month", "")) or now
    with current.records().session() as s:
        report = reports.month_report(s, classroom_of(s, classroom_id), day, tuple(current.shelf().lessons))
    first = report.month
    return render_template(
        "print/month.html",
        report=report,
        names=exports.names(),
        allowed=exports.allowed(),
        few=reports.FEWEST,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=31)).replace(day=1) if first < now.replace(day=1) else None,
        today=now,
    )


@blueprint.get("/staff/class/<uuid:classroom_id>/attendance")
def ticked(classroom_id: UUID) -> ResponseReturnValue:
    """The list of a class for a day, to be ticked as it was on paper; `day`, else today."""
    day = _day(request.args.get("day", "")) or current.now().astimezone(CHINA).date()
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        people = roster.learners(s, classroom_id)
        told = attendance.on(s, classroom_id, day)
    return render_template("staff/attendance.html", classroom=classroom, people=people, day=day, told=told)


@blueprint.post("/staff/class/<uuid:classroom_id>/attendance")
def tick(classroom_id: UUID) -> ResponseReturnValue:
    """Keep who was there on a day; ticked again, it is corrected."""
    with current.records().writing() as s:
        classroom_of(s, classroom_id)
        day = _day(request.form.get("day", "")) or abort(400)
        try:
            present = {UUID(written) for written in request.form.getlist("present")}
            attendance.tick(s, member_here(), classroom_id, day, present, current.now())
        except ValueError:
            abort(400)
    flash(gettext("Kept for %(day)s: %(count)s were there.", day=days.named(day), count=len(present)))
    return redirect(url_for("reports.classroom", classroom_id=classroom_id), code=303)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _sheets(s: Session, people: Sequence[Learner], name: str) -> str:
    lessons, now = current.shelf().lessons, current.now()
    told = [_sheet(practice.remind(s, lessons, learner, now)) for learner in people]
    helper = _helper(s, people[0].classroom) if people else None
    today = now.astimezone(CHINA).date()
    return render_template(
        "print/take_home.html", sheets=told, name=name, today=today, helper=helper, words=tongue.words
    )


def _sheet(reminder: Reminder) -> dict[str, Any]:
    """A person's sheet; its scam is about the lesson most their own, its service the first of theirs."""
    shelf = current.shelf()
    told = [(one, handout.told(one.screen, shelf.catalogue)) for one in reminder.hard]
    own = [*(one.lesson for one in reminder.hard), *(lesson for lesson, _ in reminder.again)]
    service = next((lesson for lesson in own if lesson.track not in PHONE), None)
    again = [(day, tongue.words(lesson.title)) for lesson, day in reminder.again]
    free = (day for day in reminder.class_days if day not in {day for day, _ in again})
    days = sorted([*again, *((day, "") for day in islice(free, practice.DAYS - len(again)))])
    return {
        "learner": reminder.learner,
        "can": [tongue.skill_name(skill) for skill in reminder.can],
        "steps": _pictured((one.lesson, one.screen, do) for one, do in told),
        "days": days,
        "scam": handout.scam(shelf.catalogue.tasks[own[0].id], shelf.bank.signals) if own else None,
        "service": tongue.words(service.title) if service else "",
        "begun": bool(own),
    }


def _helper(s: Session, classroom: Classroom) -> Staff | None:
    """The volunteer of a class: who prints this, where that is one of them, else the first by name."""
    theirs = [one for one in roster.all_staff(s) if one.role == visitors.VOLUNTEER and classroom in one.classrooms]
    return min(theirs, key=lambda one: one.id != member_here().id, default=None)


def _pictured(steps: Iterable[tuple[Lesson, Screen, Text | None]]) -> list[dict[str, Any]]:
    """Steps as drawn phones with their words: what each is about, rather something not said yet, and what to do."""
    made: list[dict[str, Any]] = []
    for lesson, shown, do in steps:
        names = [tongue.skill_name(skill) for skill in shown.skills]
        said = {step["what"] for step in made}
        made.append(
            {
                "phone": paper.phone(lesson, shown),
                "what": next((name for name in names if name not in said), names[0] if names else ""),
                "do": tongue.words(do) if do else "",
                "of": tongue.words(lesson.title),
            }
        )
    return made


def _practice_card(person: Person) -> dict[str, Any]:
    """A practice card as label, value and whether that is a number, what it has not left out."""
    told = (
        (gettext("Home"), tongue.words(person.home) if person.home else ""),
        (gettext("ID number"), person.id_no),
        (gettext("Phone number"), person.phone),
        (gettext("Bank card"), person.bank),
        (gettext("Practice PIN"), person.pin),
    )
    rows = [(label, value, value.isascii() and value[0].isdigit()) for label, value in told if value]
    return {"id": person.id, "name": tongue.words(person.name), "rows": rows}


def _door(s: Session, bridge: Bridge | None) -> dict[str, Any]:
    """The front-door card for paper: its ways while it counts as checked, else none, as paper is not corrected."""
    good = practice.card_days(s, bridge, demo=member_here().demo)
    if bridge is None or good is None or not good[0] <= current.now().astimezone(CHINA).date() <= good[1]:
        return {}
    texts = (
        ("phone", gettext("On your phone"), bridge.online),
        ("call", gettext("Ask by telephone"), bridge.phone),
        ("door", gettext("In person"), bridge.offline),
    )
    return {
        "ways": [(sign, name, tongue.words(text)) for sign, name, text in texts if text.zh],
        "note": tongue.words(bridge.note) if bridge.note else "",
        "until": good[1],
    }


def _filled(text: Text, facts: dict[str, str]) -> str:
    return screen.fill(tongue.words(text), facts)
