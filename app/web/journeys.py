"""The pages of journeys: all of them, and one as a path of parts; parses, calls one use case, answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from app import current, practice
from app.practice.journeys import ALONE, IN_PERSON, NEW, WALKED, Stop, Way
from app.records import Session
from app.records.tables import Learner
from app.simulator.lesson import Lesson
from app.simulator.screen import Line
from app.web import tongue
from app.web.learner import face_of, learner_here, named
from app.web.tongue import ui

blueprint = Blueprint("journeys", __name__)

SIGNS = {NEW: "", WALKED: "tick", ALONE: "me", IN_PERSON: "door"}
"""The icon of each state; a part that is still to come shows its number."""
GENTLE_SIGNS = {**SIGNS, WALKED: "eye", ALONE: "eye"}


@blueprint.get("/journeys")
def index() -> ResponseReturnValue:
    """Every journey."""
    with current.records().session() as s:
        learner = learner_here(s)
        return index_page(learner, ways_of(s, learner))


@blueprint.get("/journeys/<journey>")
def show(journey: str) -> ResponseReturnValue:
    """One journey: its parts in order, what each has come to, and which comes next."""
    with current.records().session() as s:
        learner = learner_here(s)
        way = next((way for way in ways_of(s, learner) if way.journey.id == journey), None) or abort(404)
        return show_page(learner, way)


def ways_of(s: Session, learner: Learner) -> tuple[Way, ...]:
    """Every journey as it stands for a learner."""
    shelf = current.shelf()
    return practice.ways(s, shelf.journeys, shelf.lessons, learner.id)


def pages(s: Session, learner: Learner) -> dict[str, str]:
    """The pages of journeys by their paths, for a tablet to keep."""
    found = ways_of(s, learner)
    return {"/journeys": index_page(learner, found)} | {
        f"/journeys/{way.journey.id}": show_page(learner, way) for way in found
    }


def index_page(learner: Learner, found: tuple[Way, ...]) -> str:
    """All journeys for a learner."""
    return render_template(
        "learner/journeys.html", learner=face_of(learner), journeys=[_card(way) for way in found], back_url="/tasks"
    )


def show_page(learner: Learner, way: Way) -> str:
    """One journey for a learner."""
    return render_template(
        "learner/journey.html",
        learner=face_of(learner),
        journey=_card(way),
        stops=[_stop(way, stop) for stop in way.stops],
        back_url="/journeys",
    )


def onward(s: Session, learner: Learner, lesson: Lesson) -> dict[str, Any] | None:
    """The journey to go on with after a lesson, as its link is shown; None where there is none."""
    way = practice.onward(ways_of(s, learner), lesson.id, gentle=lesson.gentle)
    if way is None:
        return None
    title = tongue.line(way.journey.title)
    if way.journey.gentle:
        return {"id": way.journey.id, "says": ui("If you like: %(journey)s", journey=title)}
    return {"id": way.journey.id, "says": ui("Next on the way: %(journey)s", journey=title)}


def _card(way: Way) -> dict[str, Any]:
    journey, lessons = way.journey, current.shelf().lessons
    return {
        "id": journey.id,
        "title": tongue.line(journey.title),
        "story": tongue.line(journey.story),
        "picture": named(lessons[journey.picture]) if journey.picture in lessons else {},
        "gentle": journey.gentle,
        "stands": None if journey.gentle else _stands(way),
    }


def _stands(way: Way) -> Line | None:
    """How far a journey has come, in one sentence; nothing before it has begun."""
    if way.whole:
        return ui("All its lessons are walked through. The rest is done in person.")
    return ui("You are on the way.") if way.walked else None


def _stop(way: Way, stop: Stop) -> dict[str, Any]:
    gentle, part = way.journey.gentle, stop.part
    lessons = current.shelf().lessons
    return {
        "state": stop.state,
        "sign": (GENTLE_SIGNS if gentle else SIGNS)[stop.state],
        "word": _word(stop.state, gentle),
        "says": tongue.line(part.says),
        "where": tongue.line(part.where) if part.where else None,
        "bring": tongue.line(part.bring) if part.bring else None,
        "task": named(lessons[part.task]) if part.task else None,
        "begin": ui("Look at it") if gentle else ui("Practise this") if stop.state == NEW else ui("Once more"),
        "next": part is way.next and not gentle,
    }


def _word(state: str, gentle: bool) -> Line:
    """A state in words; where things are sad it is not said how well something went."""
    if state == IN_PERSON:
        return ui("To do in person")
    if state == NEW:
        return ui("You may leave this one out.") if gentle else ui("Not walked through yet")
    if gentle:
        return ui("Looked at")
    return ui("Now I can do it myself") if state == ALONE else ui("You went all the way")
