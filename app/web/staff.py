"""Signing in, and what a volunteer sets up: classes, tablets, walk-ins; each parses, calls one use case, answers."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current, drawing
from app.bench import sharing
from app.practice import calendars
from app.records import Session, assignments, roster
from app.records.tables import Classroom, Learner, Staff
from app.reports import lamp
from app.voices import keeping
from app.web import heard, lasting, preferences, shelving, tongue, visitors
from app.web.patience import Patience
from models.artefact import load

blueprint = Blueprint("staff", __name__)

DAYS = tuple(str(day) for day in range(calendars.WEEK))
"""The days of the week as the form sends them."""


@blueprint.record_once
def keep_patience(state: BlueprintSetupState) -> None:
    """Give the application one memory of wrong passwords."""
    state.app.extensions["patience"] = Patience()


def member_here() -> Staff:
    """Who is signed in at this browser; the access table has let nobody else through."""
    return visitors.staff() or abort(403)


def named_for(member: Staff) -> bool:
    """Whether a page names people and tells small groups: to those who may see names, where the address hides none."""
    return classes.may_see_names(member) and request.args.get("names") != "hidden"


def may_remove_demo(member: Staff | None) -> bool:
    """Whether the demo may be removed: by a real trainer, or by anybody at this very machine."""
    return visitors.local() or (member is not None and member.role == visitors.TRAINER and not member.demo)


def classroom_of(s: Session, written: UUID | str) -> Classroom:
    """The class that somebody may see by its id; answers 404 for any other, whether or not there is one."""
    try:
        return classes.may_see(s, member_here(), UUID(str(written)))
    except (LookupError, ValueError):
        abort(404)


def learner_of(s: Session, learner_id: UUID) -> Learner:
    """The learner that somebody may see by their id; answers 404 for any other, whether or not there is one."""
    try:
        return classes.visible_learner(s, member_here(), learner_id)
    except LookupError:
        abort(404)


@blueprint.get("/staff")
def home() -> ResponseReturnValue:
    """The classes of whoever is signed in, else the way in."""
    member = visitors.staff()
    if member is None:
        return _way_in(next=request.args.get("next", ""))
    with current.records().session() as s:
        shown = [
            {
                "classroom": classroom,
                "people": len(roster.learners(s, classroom.id)),
                "tablets": len(roster.devices(s, classroom.id)),
            }
            for classroom in classes.visible_classrooms(s, member)
        ]
        removable = may_remove_demo(member) and bool(roster.classrooms(s, demo=True))
    return render_template("staff/home.html", classes=shown, device=visitors.device(), removable=removable)


@blueprint.post("/staff")
def sign_in() -> ResponseReturnValue:
    """Look at a name and a password, but not too often in a row from one address."""
    now, address = lasting.running(), request.remote_addr or ""
    patience = cast(Patience, current_app.extensions["patience"])
    if pause := patience.wait(address, now):
        seconds = max(1, round(pause.total_seconds()))
        trouble = gettext("Please wait %(seconds)s s, then try again. Nothing is locked.", seconds=seconds)
        return _ask_again(trouble), 429, {"Retry-After": str(seconds)}
    with current.records().session() as s:
        member = roster.check_password(s, request.form.get("name", ""), request.form.get("password", ""))
    if member is None:
        patience.missed(address, now)
        trouble = gettext("This name and this password do not go together. Nothing is locked: try again.")
        return _ask_again(trouble), 422
    patience.met(address)
    visitors.sign_in(member)
    wanted = request.form.get("next", "")
    home_page = url_for("week.show" if member.role == visitors.TRAINER else "staff.home")
    return redirect(preferences.local_path(wanted) if wanted else home_page, code=303)


@blueprint.post("/staff/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out at this browser."""
    visitors.sign_out()
    return redirect(url_for("staff.home"), code=303)


@blueprint.get("/staff/enrol")
def enrol() -> ResponseReturnValue:
    """Which class this tablet shall belong to."""
    with current.records().session() as s:
        shown = classes.visible_classrooms(s, member_here())
    return render_template("staff/enrol.html", classrooms=shown, device=visitors.device())


@blueprint.post("/staff/enrol")
def enrol_here() -> ResponseReturnValue:
    """Make this browser a tablet of a class.

    On a tablet the volunteer is signed out, so that no elder sits there as one.
    """
    now, before = current.now(), visitors.device()
    with current.records().writing() as s:
        classroom = classroom_of(s, request.form.get("classroom", ""))
        if before is not None:
            classes.let_go(s, before, now)
        _, token = classes.enrol(s, classroom, now)
    if not visitors.local():
        visitors.sign_out()
    return visitors.keep_token(redirect(url_for("door.front"), code=303), token)


@blueprint.post("/staff/let-go")
def let_go() -> ResponseReturnValue:
    """Let this browser be no tablet any more."""
    device = visitors.device()
    if device is not None:
        with current.records().writing() as s:
            classes.let_go(s, device, current.now())
        flash(gettext("This browser is no tablet any more. Everything that was practised on it is kept."))
    return visitors.drop_token(redirect(url_for("staff.home"), code=303))


@blueprint.post("/staff/classes")
def start_classroom() -> ResponseReturnValue:
    """Start a class."""
    name, place = request.form.get("name", ""), request.form.get("place", "")
    try:
        with current.records().writing() as s:
            classroom = classes.start_classroom(s, member_here(), name=name, site_name=place, now=current.now())
    except ValueError:
        flash(gettext("A class needs a name and a place, each of 80 signs at most."))
        return redirect(url_for("staff.home"), code=303)
    return redirect(url_for("start.begin", classroom_id=classroom.id), code=303)


@blueprint.post("/staff/class/<uuid:classroom_id>/tasks")
def give_tasks(classroom_id: UUID) -> ResponseReturnValue:
    """Give a class the tasks that were ticked; its tablets fetch them ahead."""
    ticked = [lesson for lesson in request.form.getlist("lesson") if lesson in current.shelf().lessons]
    with current.records().writing() as s:
        assignments.give(s, classroom_of(s, classroom_id).id, ticked, current.now())
    flash(gettext("Given to the class. Tablets fetch them as soon as somebody is at their tasks."))
    return redirect(url_for("reports.classroom", classroom_id=classroom_id), code=303)


@blueprint.post("/staff/class/<uuid:classroom_id>/days")
def keep_days(classroom_id: UUID) -> ResponseReturnValue:
    """Keep on which days of the week a class meets; what is to be done again comes up on those."""
    with current.records().writing() as s:
        classroom = classroom_of(s, classroom_id)
        calendars.keep(s, classroom.id, [int(day) for day in request.form.getlist("day") if day in DAYS], current.now())
    flash(gettext("Kept. What is to be practised again comes up on the days of the class."))
    return redirect(url_for("reports.classroom", classroom_id=classroom_id), code=303)


@blueprint.post("/staff/class/<uuid:classroom_id>/people")
def add_learner(classroom_id: UUID) -> ResponseReturnValue:
    """Add an elder who has just come in; the face is the one that fewest people of the class have."""
    try:
        with current.records().writing() as s:
            classroom = classroom_of(s, classroom_id)
            taken = [learner.face for learner in roster.learners(s, classroom.id)]
            face = classes.next_face(taken, drawing.face_keys())
            added = classes.add_walk_in(s, classroom, name=request.form.get("name", ""), face=face, now=current.now())
        flash(gettext("%(name)s is on the wall now.", name=tongue.person_name(added)))
    except ValueError:
        flash(gettext("A name needs 1 to 80 signs."))
    return redirect(url_for("reports.classroom", classroom_id=classroom_id), code=303)


@blueprint.post("/staff/remove-demo")
def remove_demo() -> ResponseReturnValue:
    """Take out every invented person with all they did."""
    member, device = visitors.staff(), visitors.device()
    if not may_remove_demo(member):
        abort(403)
    with current.records().writing() as s:
        classes.remove_demo(s, current.now())
        keeping.settle(s, current.recordings())
    current.settle_files()
    with current.records().session() as s:
        sharing.settle(s, current.settings().workshop)
    shelving.anew()
    lamp.forget_demo(current.settings().instance)
    current_app.extensions["artefact_demo"] = load()
    heard.anew()
    if member is not None and member.demo:
        visitors.sign_out()
    flash(gettext("The invented people and all they did are gone."))
    answer = redirect(url_for("staff.home"), code=303)
    return visitors.drop_token(answer) if device is not None and device.demo else answer


def _ask_again(trouble: str) -> str:
    return _way_in(next=request.form.get("next", ""), name=request.form.get("name", ""), trouble=trouble)


def _way_in(**told: str) -> str:
    return render_template("staff/sign_in.html", **told, known=_known(), at_laptop=visitors.local())


def _known() -> list[Staff]:
    """Who may come in with one press: at the laptop itself, whoever has set no password."""
    if not visitors.local():
        return []
    with current.records().session() as s:
        return roster.without_password(s)
