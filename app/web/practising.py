"""The practice pages: a lesson, its acts and its end; parses, calls one use case, answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX
from markupsafe import Markup

from app import current, practice
from app.practice import Prepared, Sitting
from app.records import Session, entries, journal
from app.records.happened import HELP_ASKED
from app.records.identity import uuid7
from app.records.tables import Learner
from app.simulator import glance, machine
from app.simulator.lesson import Lesson, stage
from app.simulator.needs import is_service
from app.web import compiling, journeys, look, playdata, preferences, tongue, visitors
from app.web.compiling import lesson_drawn
from app.web.learner import face_of, learner_here, named, now
from app.web.tongue import ui

blueprint = Blueprint("practice", __name__)


@blueprint.get("/practice/<lesson>")
def open_lesson(lesson: str) -> ResponseReturnValue:
    """Go on with a lesson where it was left, or begin it."""
    return _open(lesson, afresh=False)


@blueprint.post("/practice/<lesson>/again")
def again(lesson: str) -> ResponseReturnValue:
    """Begin a lesson anew."""
    return _open(lesson, afresh=True)


@blueprint.post("/practice/<lesson>/act")
def act(lesson: str) -> ResponseReturnValue:
    """Do one act; htmx gets the fragment, a page without scripts is shown anew."""
    session_id = _uuid(request.form.get("session", ""))
    with current.records().writing() as s:
        learner = learner_here(s)
        sitting = _own(s, learner, session_id)
        try:
            acts = _acts(sitting)
        except practice.NotOnScreen:
            return redirect(url_for("practice.open_lesson", lesson=lesson), code=303)
        for done, typed, uuid in acts:
            try:
                sitting = practice.act(s, current.shelf().lessons, session_id, done, typed, uuid, now())
            except practice.NotOnScreen:
                break
            if done == "tap help":
                _ask_for_help(s, sitting)
            if sitting.last is not None and sitting.last.moved:
                break  # what else the form brings was meant for the screen before
    digits = "" if acts else _pressed()
    if digits and not HTMX():
        with current.records().session() as s:
            return _page(s, sitting, learner_here(s), digits)
    if sitting.place.done:
        return _go(url_for("practice.finish", lesson=lesson, session=session_id))
    if HTMX():
        with current.records().session() as s:
            return render_template("learner/fragment.html", **_practice(s, sitting, digits, arrived=False))
    return redirect(url_for("practice.open_lesson", lesson=lesson, told=1), code=303)


@blueprint.route("/practice/<lesson>/demo", methods=["GET", "POST"])
def demo(lesson: str) -> ResponseReturnValue:
    """Watch the teacher play the lesson; each tap, wherever it lands, shows what the teacher does next."""
    found = current.shelf().lessons.get(lesson) or abort(404)
    step = request.values.get("step", 0, int)
    shown = practice.show(found, step + 1 if request.method == "POST" else step)
    if shown.coming is None:
        return _go(url_for("practice.open_lesson", lesson=lesson))
    if request.method == "POST" and not HTMX():
        return redirect(url_for("practice.demo", lesson=lesson, step=shown.step), code=303)
    last = shown.last if shown.step else None
    seen = glance.look(shown.play, shown.place, last, "shown", point=shown.coming)
    page = "learner/fragment.html" if HTMX() else "learner/practice.html"
    with current.records().session() as s:
        learner = face_of(learner_here(s))
    return render_template(
        page,
        learner=learner,
        lesson=named(found),
        fragment=Markup(lesson_drawn(found).compiled.fragment(shown.play, seen)),
        heading=lesson_drawn(found).compiled.heading(shown.play, shown.place.screen),
        demo=True,
        step=shown.step,
        freeze_seconds=0,
        back_url="/home",
    )


@blueprint.get("/practice/<lesson>/finish")
def finish(lesson: str) -> ResponseReturnValue:
    """What was done alone, what to remember, and the front door of the real service."""
    shelf = current.shelf()
    session_id = _uuid(request.args.get("session", ""))
    with current.records().session() as s:
        learner = learner_here(s)
        sitting = _own(s, learner, session_id)
        trial = sitting.play.trial
        met = trial.signal if trial else ""
        ended = practice.finish(s, shelf.lessons, shelf.catalogue.bridges, session_id, now(), met)
        if ended is None:
            return redirect(url_for("practice.open_lesson", lesson=lesson), code=303)
        artefact = practice.for_class(s, current.artefact(demo=learner.demo), learner.classroom_id)
        others = practice.offers(s, shelf.lessons, artefact, learner.id, now())
        following = next((offer.lesson for offer in others if offer.lesson.id != lesson), None)
        played = sitting.play.lesson
        onward = render_template(
            "learner/onward.html",
            lesson=named(played),
            next_task=named(following) if following else None,
            journey=journeys.onward(s, learner, played),
            real=is_service(played) and visitors.device() is not None,
        )
        drawing = lesson_drawn(played).compiled
        return render_template(
            "learner/finish.html",
            learner=face_of(learner),
            lesson=named(played),
            heading=ui("Now I can do it myself") if ended.independent else ui("You went all the way"),
            ended=Markup(drawing.finish(ended.marks(), {"face": look.face(learner.face), "acts": onward})),
            back_url="/home",
        )


def _open(lesson: str, afresh: bool) -> ResponseReturnValue:
    device = visitors.device()
    with current.records().writing() as s:
        learner = learner_here(s)
        if lesson not in current.shelf().lessons and (
            afresh or practice.unfinished(s, current.shelf().lessons, learner.id, lesson) is None
        ):
            abort(404)  # One that was put away goes on for whoever is in it.
        sitting = practice.open_play(
            s,
            current.shelf().lessons,
            current.artefact(demo=learner.demo),
            learner.id,
            lesson,
            now(),
            locale=preferences.locale(),
            voice=tongue.dialect().id,
            device_id=device.id if device else None,
            afresh=afresh,
        )
    if afresh:
        return redirect(url_for("practice.open_lesson", lesson=lesson), code=303)
    with current.records().session() as s:
        return _page(s, sitting, learner_here(s), arrived="told" not in request.args)


def _page(s: Session, sitting: Sitting, learner: Learner, digits: str = "", arrived: bool = False) -> str:
    return render_template(
        "learner/practice.html",
        learner=face_of(learner),
        back_url="/home",
        play=playdata.of_sitting(s, sitting),
        **_practice(s, sitting, digits, arrived),
    )


def pages_ahead(s: Session, learner: Learner, lessons: Iterable[Lesson], *, trial: bool = True) -> dict[str, str]:
    """The practice pages of a learner before they ask for them, by address: where they stopped, or not open yet.

    Only one of them holds a `trial`, since a tablet without its laptop may open them all on one day.
    """
    pages: dict[str, str] = {}
    may = trial
    for lesson in lessons:
        left = practice.unfinished(s, current.shelf().lessons, learner.id, lesson.id)
        if left is not None:
            pages[f"/practice/{lesson.id}"] = _page(s, left, learner, arrived=True)
            continue
        ready = _ready(s, learner, lesson, trial=may)
        may = may and not ready.trial
        pages[f"/practice/{lesson.id}"] = _page_of_prepared(s, learner, lesson, ready, None)
    return pages


def page_at_home(s: Session, learner: Learner, lesson: Lesson, at_home: Mapping[str, Any]) -> str:
    """The practice page of a play that is not open yet; `at_home` is what it must have with it where no server is.

    It holds no trial: at home nobody knows who answers.
    """
    return _page_of_prepared(s, learner, lesson, _ready(s, learner, lesson, trial=False), at_home)


def _ready(s: Session, learner: Learner, lesson: Lesson, *, trial: bool) -> Prepared:
    lessons, artefact = current.shelf().lessons, current.artefact(demo=learner.demo)
    return practice.prepare(s, lessons, artefact, learner.id, lesson.id, now(), trial=trial)


def _page_of_prepared(
    s: Session, learner: Learner, lesson: Lesson, ready: Prepared, at_home: Mapping[str, Any] | None
) -> str:
    play = stage(lesson, ready.twist)
    why = compiling.why(*ready.reason(play.start))
    planned = ready.levels().get(play.start, "prompted")
    seen = glance.look(play, machine.start(play), None, planned, called=True, why=bool(why))
    drawing = lesson_drawn(lesson).compiled
    return render_template(
        "learner/practice.html",
        learner=face_of(learner),
        back_url="/home",
        play=playdata.of_prepared(s, ready, lesson, demo=learner.demo) | ({"rest": 0} if at_home else {}),
        fragment=Markup(drawing.fragment(play, seen, ready.size, why)),
        heading=drawing.heading(play, play.start),
        lesson=named(lesson),
        session_id="",
        attempt_uuid="",
        digits="",
        at_home=at_home,
    )


def _practice(s: Session, sitting: Sitting, digits: str, arrived: bool) -> dict[str, Any]:
    last = None if arrived else sitting.last
    why = compiling.why(*sitting.reason)
    seen = glance.look(
        sitting.play,
        sitting.place,
        last,
        sitting.planned,
        digits=digits,
        called=True,
        rest=not arrived and practice.stop_offered(s, sitting),
        why=bool(why),
    )
    drawing = lesson_drawn(sitting.play.lesson).compiled
    return {
        "fragment": Markup(drawing.fragment(sitting.play, seen, sitting.session.size, why)),
        "heading": drawing.heading(sitting.play, sitting.place.screen),
        "lesson": named(sitting.play.lesson),
        "session_id": sitting.session.uuid,
        "attempt_uuid": uuid7(now()),
        "digits": digits,
    }


def _acts(sitting: Sitting) -> list[tuple[str, str, UUID]]:
    """The acts that one form brings: each field that was filled in, then the button, which has the form's own uuid.

    A key of the keypad is no act; the last one of a pin brings the pin's act.
    """
    form, uuid = request.form, _uuid(request.form.get("uuid", ""))
    if form.get("key"):
        pressed, name = _pressed(), form.get("pin", "")
        return [(f"filled {name}", pressed, uuid)] if len(pressed) >= practice.pin_length(sitting, name) else []
    done = form.get("act", "")
    typed = [(name, words) for name, words in form.items() if name.startswith("type ") and words and name != done]
    before = [(name, words, UUID(int=uuid.int ^ i)) for i, (name, words) in enumerate(typed, 1)]
    last = form.get("digits", "") if done.startswith("filled ") else form.get(done, "")
    return [*before, (done, last, uuid)] if done else before


def _pressed() -> str:
    """The digits of a pin after the key that was pressed; they are shown again and kept nowhere."""
    digits, key = request.form.get("pressed", ""), request.form.get("key", "")
    return digits[:-1] if key == "delete" else (digits + key)[:12]


def _own(s: Session, learner: Learner, session_id: UUID) -> Sitting:
    try:
        sitting = practice.resume(s, current.shelf().lessons, session_id)
    except LookupError:
        abort(404)
    if entries.person(s, sitting.session.learner_id) != learner.id:
        abort(redirect("/wall", code=303))
    return sitting


def _ask_for_help(s: Session, sitting: Sitting) -> None:
    journal.append_fact(
        s,
        kind=HELP_ASKED,
        body={"lesson": sitting.play.lesson.id, "screen": sitting.place.screen, "hint": sitting.place.visit.hint},
        now=now(),
        learner_id=sitting.session.learner_id,
        session_id=sitting.session.uuid,
        device_id=sitting.session.device_id,
    )


def _go(address: str) -> ResponseReturnValue:
    if HTMX():
        return "", 204, {"HX-Redirect": address}
    return redirect(address, code=303)


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        abort(400)
