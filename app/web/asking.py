"""The survey by pictures, the faces, and whether the real thing was done; parses, calls one use case, answers.

Only a tablet is asked, never the browser of somebody who is signed in: what is told here is told by the person, and no
page shows it again.
"""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.practice import asking
from app.records import Session
from app.records.tables import Learner
from app.simulator.lesson import Lesson
from app.simulator.needs import DARE, WANT, WANTS, is_service, items
from app.web import needwords
from app.web.learner import TICKED, face_of, learner_here, named, now

blueprint = Blueprint("asking", __name__)


@blueprint.get("/needs")
def begin() -> ResponseReturnValue:
    """Lead to the first picture that was not answered yet, or to the end."""
    with current.records().session() as s:
        return redirect(_onward(s, learner_here(s)), code=303)


@blueprint.get("/needs/<kind>/<which>")
def ask(kind: str, which: str) -> ResponseReturnValue:
    """One picture and two answers; the last one is three faces."""
    place = _place(kind, which)
    before = items()[place - 2] if place > 1 else None
    with current.records().session() as s:
        person = face_of(learner_here(s))
    shown = {
        "learner": person,
        "asks": needwords.asks(kind),
        "place": place,
        "total": len(items()),
        "back_url": url_for("asking.ask", kind=before[0], which=before[1]) if before else "/home",
    }
    if kind == DARE:
        return render_template("learner/dare.html", faces=needwords.faces(), later="/home", **shown)
    picture = ("scene", WANTS[which][0]) if kind == WANT else ("worry", which)
    replies, says = needwords.replies(kind), needwords.says(kind, which)
    return render_template("learner/needs.html", picture=picture, replies=replies, says=says, **shown)


@blueprint.post("/needs/<kind>/<which>")
def answer(kind: str, which: str) -> ResponseReturnValue:
    """Keep one answer and lead on."""
    _place(kind, which)
    with current.records().writing() as s:
        learner = learner_here(s)
        try:
            asking.answer(s, learner.id, kind, which, _chosen(), now())
        except ValueError:
            abort(400)
        return redirect(_onward(s, learner), code=303)


@blueprint.get("/needs/done")
def done() -> ResponseReturnValue:
    """That this was all, and on to what can be practised."""
    with current.records().session() as s:
        return render_template("learner/needs_done.html", learner=face_of(learner_here(s)), back_url="/home")


@blueprint.get("/real/<lesson>")
def real(lesson: str) -> ResponseReturnValue:
    """Whether the real thing of a lesson was done: three pictures."""
    found = _service(lesson)
    with current.records().session() as s:
        person = face_of(learner_here(s))
    return render_template(
        "learner/real.html", learner=person, lesson=named(found), deeds=needwords.deeds(), back_url="/home"
    )


@blueprint.post("/real/<lesson>")
def tick(lesson: str) -> ResponseReturnValue:
    """Keep what somebody ticks themselves; then they may be asked whether they dare."""
    found = _service(lesson)
    with current.records().writing() as s:
        learner = learner_here(s)
        try:
            asking.tick_oneself(s, found, learner.id, request.form.get("how", ""), now())
        except ValueError:
            abort(400)
        if asking.may_ask_whether_they_dare(s, learner.id, now()):
            return redirect(url_for("asking.dare"), code=303)
    session["told"] = TICKED
    return redirect("/home", code=303)


@blueprint.get("/dare")
def dare() -> ResponseReturnValue:
    """Whether somebody dares, after the real thing: three faces."""
    with current.records().session() as s:
        person = face_of(learner_here(s))
    return render_template(
        "learner/dare.html",
        learner=person,
        asks=needwords.asks(DARE),
        faces=needwords.faces(),
        later="/home",
        back_url="/home",
    )


@blueprint.post("/dare")
def dares() -> ResponseReturnValue:
    """Keep the face that was pointed at."""
    with current.records().writing() as s:
        try:
            asking.dares_now(s, learner_here(s).id, _chosen(), now())
        except ValueError:
            abort(400)
    session["told"] = TICKED
    return redirect("/home", code=303)


def _onward(s: Session, learner: Learner) -> str:
    item = asking.next_item(s, learner.id, now())
    return url_for("asking.ask", kind=item[0], which=item[1]) if item else url_for("asking.done")


def _place(kind: str, which: str) -> int:
    """Which of the pictures it is, from 1; answers 404 for one that there is not."""
    return items().index((kind, which)) + 1 if (kind, which) in items() else abort(404)


def _service(lesson: str) -> Lesson:
    found = current.shelf().lessons.get(lesson)
    return found if found is not None and is_service(found) else abort(404)


def _chosen() -> int:
    written = request.form.get("value", "")
    return int(written) if written.isascii() and written.isdigit() else -1
