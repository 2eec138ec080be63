"""Teaching together: the laptop shows a lesson step by step, and tablets watch; parses, calls one use case, answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX
from markupsafe import Markup

from app import classes, current, practice
from app.practice import Showing
from app.records import assignments, roster
from app.records.tables import Device
from app.simulator import glance
from app.simulator.lesson import Lesson
from app.simulator.screen import liner
from app.web import compiling, lasting, learner, tongue, visitors
from app.web.projector import Projector, Shown
from app.web.staff import classroom_of

blueprint = Blueprint("showing", __name__)


@blueprint.record_once
def keep_memory(state: BlueprintSetupState) -> None:
    """Give the application its memory of what is shown."""
    state.app.extensions["projector"] = Projector()


def dress(app: Flask) -> None:
    """Give templates `followed_here()`."""
    app.jinja_env.globals.update(followed_here=followed_here)


def followed_here() -> str:
    """Which demonstration this tablet may watch, as its script knows it; empty where there is none."""
    if "followed" not in g:
        device = visitors.device()
        found = _followed(device) if device is not None else None
        g.followed = str(found[1]) if found else ""
    told: str = g.followed
    return told


@blueprint.get("/staff/class/<uuid:classroom_id>/show")
def choose(classroom_id: UUID) -> ResponseReturnValue:
    """Which lesson shall be shown to the class."""
    shelf = current.shelf()
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        given = [shelf.lessons[one] for one in assignments.given_to(s, classroom.id) if one in shelf.lessons]
    tracks = [
        (tongue.words(name), [one for one in shelf.lessons.values() if one.track == track])
        for track, name in shelf.catalogue.tracks.items()
    ]
    return render_template("staff/show.html", classroom=classroom, given=given, tracks=tracks)


@blueprint.get("/staff/class/<uuid:classroom_id>/show/<lesson>")
def show(classroom_id: UUID, lesson: str) -> ResponseReturnValue:
    """The demonstration, large, at the step that was asked for, else where it stood."""
    found = current.shelf().lessons.get(lesson) or abort(404)
    before, ran = _projector().shown(classroom_id, lasting.running()), lasting.running()
    stands = before.step if before is not None and before.lesson == lesson else 0
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        follows = classes.followed(s, classroom.id, current.now()).lesson == lesson
    shown = practice.show(found, request.args.get("step", stands, int))
    _projector().show(classroom_id, lesson, shown.step, ran)
    return render_template("teach/show.html", **_page(classroom, found, shown), follows=follows)


@blueprint.post("/staff/class/<uuid:classroom_id>/show/<lesson>")
def go(classroom_id: UUID, lesson: str) -> ResponseReturnValue:
    """One step on, or back; nothing of it is anybody's attempt."""
    found = current.shelf().lessons.get(lesson) or abort(404)
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
    by = -1 if request.form.get("go") == "back" else 1
    shown = practice.show(found, request.form.get("step", 0, int) + by)
    _projector().show(classroom_id, lesson, shown.step, lasting.running())
    address = url_for("showing.show", classroom_id=classroom_id, lesson=lesson, step=shown.step)
    if not HTMX():
        return redirect(address, code=303)
    if shown.coming is None:
        return "", 204, {"HX-Redirect": address}
    return render_template("teach/stage.html", **_page(classroom, found, shown))


@blueprint.post("/staff/class/<uuid:classroom_id>/follow")
def follow(classroom_id: UUID) -> ResponseReturnValue:
    """Let the tablets of a class follow the lesson that is shown, or practise by themselves again."""
    lesson = request.form.get("lesson", "")
    with current.records().writing() as s:
        classroom = classroom_of(s, classroom_id)
        if lesson not in current.shelf().lessons:
            abort(400)
        classes.follow(s, classroom, lesson if request.form.get("follow") == "yes" else "", current.now())
    _projector().touched(classroom_id, lasting.running())
    if request.form.get("then") == "leave":
        return redirect(url_for("reports.classroom", classroom_id=classroom_id), code=303)
    return redirect(url_for("showing.show", classroom_id=classroom_id, lesson=lesson), code=303)


@blueprint.get("/together")
def together() -> ResponseReturnValue:
    """What a tablet shows while the class watches together; home when nothing is shown."""
    device = visitors.device()
    found = _followed(device) if device is not None else None
    if device is None or found is None:
        return redirect("/home", code=303)
    return render_template("learner/together.html", **_watched(device, found[0]), state=_state(found), back_url=None)


@blueprint.get("/together/now")
def present() -> ResponseReturnValue:
    """What is shown at this moment: nothing when the tablet has `seen` it; asked only by a tablet that watches, or at
    a touch."""
    device = visitors.device()
    found = _followed(device) if device is not None else None
    state = _state(found) if found else ""
    if device is not None and found is not None and "seen" in request.args:
        _projector().watches(device.classroom_id, device.id, lasting.running())
    if request.args.get("seen", "") == state:
        return "", 204
    html = render_template("learner/watched.html", **_watched(device, found[0])) if device and found else ""
    return jsonify(state=state, html=html)


def _page(classroom: Any, lesson: Lesson, shown: Showing) -> dict[str, Any]:
    """What the demonstration's page needs."""
    line = liner(lesson, tongue.voice())
    return {
        "classroom": classroom,
        "lesson": learner.named(lesson),
        "shown": shown,
        "fragment": _fragment(lesson, shown),
        "heading": compiling.lesson_drawn(lesson).compiled.heading(shown.play, shown.place.screen),
        "story": line(lesson.story),
        "remember": [line(one) for one in lesson.remember],
        "watching": _projector().watching(classroom.id, lasting.running()),
        "freeze_seconds": 0,
        "demo": False,
    }


def _watched(device: Device, shown: Shown) -> dict[str, Any]:
    lesson = current.shelf().lessons[shown.lesson]
    found = practice.show(lesson, shown.step)
    with current.records().session() as s:
        here = roster.learner(s, UUID(kept)) if (kept := session.get("learner")) else None
        sits = learner.face_of(here) if here is not None and here.classroom_id == device.classroom_id else None
    line = liner(lesson, tongue.voice())
    return {
        "learner": sits,
        "lesson": learner.named(lesson),
        "shown": found,
        "fragment": _fragment(lesson, found),
        "remember": [line(one) for one in lesson.remember],
    }


def _fragment(lesson: Lesson, shown: Showing) -> Markup:
    """The place of a demonstration with the finger on what comes next; its way on stands elsewhere."""
    if shown.coming is None:
        return Markup()
    last = shown.last if shown.step else None
    seen = glance.look(shown.play, shown.place, last, "shown", point=shown.coming)
    seen = replace(seen, marks=seen.marks - {"more"})
    return Markup(compiling.lesson_drawn(lesson).compiled.fragment(shown.play, seen))


def _followed(device: Device) -> tuple[Shown, int] | None:
    """What a tablet's class is shown while it follows, and which following it is; None while it does not."""
    shown = _projector().shown(device.classroom_id, lasting.running())
    if shown is None or shown.lesson not in current.shelf().lessons:
        return None
    with current.records().session() as s:
        told = classes.followed(s, device.classroom_id, current.now())
    return (shown, told.sequence) if told.lesson == shown.lesson else None


def _state(found: tuple[Shown, int]) -> str:
    shown, sequence = found
    return f"{sequence}.{shown.lesson}.{shown.step}"


def _projector() -> Projector:
    return cast(Projector, current_app.extensions["projector"])
