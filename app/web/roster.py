"""The list of a class and one person on it: shown, given out, put right; parses, calls one use case, answers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current
from app.classes.rostering import columns, giving, one_by_one, taking
from app.dialects.registry import DIALECTS
from app.records import Session, progress, roster
from app.records.folding import CHINA
from app.records.tables import Classroom, Learner
from app.web import faults, tongue
from app.web.staff import classroom_of, learner_of, member_here

blueprint = Blueprint("roster", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/staff/class/<uuid:classroom_id>/roster")
def show(classroom_id: UUID) -> ResponseReturnValue:
    """Everybody of a class, who may be on it twice, and the ways in and out of the list."""
    with current.records().session() as s:
        return page(s, classroom_of(s, classroom_id))


def page(s: Session, classroom: Classroom, trouble: str = "") -> str:
    """The page of a list, with what went wrong with the file that was sent, if anything did."""
    people = roster.learners(s, classroom.id)
    return render_template(
        "staff/roster.html",
        classroom=classroom,
        people=people,
        pairs=one_by_one.perhaps_one(s, people)[:3],
        dialects=DIALECTS,
        year=today().year,
        trouble=trouble,
        example=faults.example(),
    )


@blueprint.get("/staff/class/<uuid:classroom_id>/list.<any(csv,xlsx):kind>")
def export(classroom_id: UUID, kind: str) -> ResponseReturnValue:
    """The list of a class as a file."""
    with current.records().session() as s:
        return _file(s, [classroom_of(s, classroom_id)], kind)


@blueprint.get("/staff/lists.<any(csv,xlsx):kind>")
def export_all(kind: str) -> ResponseReturnValue:
    """The lists of all classes that whoever is signed in may see, as one file; invented ones only where all are."""
    with current.records().session() as s:
        rooms = classes.visible_classrooms(s, member_here())
        return _file(s, [room for room in rooms if not room.demo] or rooms, kind)


def _file(s: Session, rooms: Sequence[Classroom], kind: str) -> ResponseReturnValue:
    every = classes.visible_classrooms(s, member_here())
    names: dict[object, str] = {room.id: taking.room_name(room, every) for room in rooms}
    people = [learner for room in rooms for learner in roster.learners(s, room.id)]
    rows = [[faults.column(column) for column in giving.WRITTEN], *giving.lines(people, names)]
    title = names[rooms[0].id] if len(rooms) == 1 else str(gettext("All classes"))
    data = giving.as_csv(rows) if kind == "csv" else giving.as_xlsx(rows, title)
    told = "".join(sign for sign in title if sign.isalnum() or sign in " -·")[:40]
    name = f"{gettext('List')}-{told}-{today().isoformat()}.{kind}"
    mimetype = "text/csv" if kind == "csv" else XLSX
    answer = send_file(io.BytesIO(data), mimetype=mimetype, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/staff/person/<uuid:learner_id>/entry")
def entry(learner_id: UUID) -> ResponseReturnValue:
    """What the list says of one person, and what can be put right about it."""
    with current.records().session() as s:
        return _entry(s, learner_of(s, learner_id))


def _entry(s: Session, learner: Learner, trouble: str = "") -> str:
    rooms = [room for room in classes.visible_classrooms(s, member_here()) if room.demo == learner.demo]
    return render_template(
        "staff/entry.html",
        learner=learner,
        rooms=[room for room in rooms if room.id != learner.classroom_id],
        others=[(room, _but(roster.learners(s, room.id), learner)) for room in rooms],
        merged=roster.merged_into(s, learner.id),
        genders={columns.FEMALE: gettext("woman"), columns.MALE: gettext("man")},
        dialects=DIALECTS,
        year=today().year,
        trouble=trouble,
        told=request.form if trouble else {},
    )


@blueprint.post("/staff/person/<uuid:learner_id>/entry")
def correct(learner_id: UUID) -> ResponseReturnValue:
    """Keep what the list is to say of somebody."""
    told = {column: request.form.get(column, "") for column in giving.PUT_RIGHT}
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        fault = one_by_one.correct(s, learner, told, today(), current.now())
        if fault is not None:
            return _entry(s, learner, faults.why(fault)), 422
    flash(gettext("Kept: %(name)s.", name=tongue.person_name(learner)))
    return _to_list(learner)


@blueprint.post("/staff/person/<uuid:learner_id>/move")
def move(learner_id: UUID) -> ResponseReturnValue:
    """Move somebody to another class of mine."""
    with current.records().writing() as s:
        learner, to = learner_of(s, learner_id), classroom_of(s, request.form.get("classroom", ""))
        try:
            one_by_one.move(s, learner, to, current.now())
        except ValueError:
            abort(404)
    name, room = tongue.person_name(learner), tongue.person_name(to)
    flash(gettext("%(name)s is in %(room)s now, with everything they practised.", name=name, room=room))
    return _to_list(learner)


@blueprint.post("/staff/person/<uuid:learner_id>/merge")
def merge(learner_id: UUID) -> ResponseReturnValue:
    """Let another entry be this person."""
    with current.records().writing() as s:
        stays, away = learner_of(s, learner_id), _other(s)
        try:
            roster.merge_learners(s, away, stays, current.now())
        except ValueError:
            abort(404)
    flash(gettext("One person now: %(name)s. What was practised under either counts.", name=tongue.person_name(stays)))
    return _to_list(stays)


@blueprint.post("/staff/person/<uuid:learner_id>/apart")
def keep_apart(learner_id: UUID) -> ResponseReturnValue:
    """Keep that two entries are two people."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        roster.keep_apart(s, learner, _other(s), current.now())
    flash(gettext("Kept: they are two people."))
    return _to_list(learner)


@blueprint.post("/staff/person/<uuid:learner_id>/part")
def part(learner_id: UUID) -> ResponseReturnValue:
    """Let an entry that was merged into this one stand by itself again."""
    with current.records().writing() as s:
        stays = learner_of(s, learner_id)
        away = {str(one.id): one for one in roster.merged_into(s, stays.id)}.get(request.form.get("other", ""))
        if away is None:
            abort(404)
        classroom_of(s, away.classroom_id)
        roster.part_learners(s, away.id, current.now())
    flash(gettext("Two people again, each with what was practised under their own name."))
    return redirect(url_for("roster.show", classroom_id=away.classroom_id), code=303)


@blueprint.get("/staff/person/<uuid:learner_id>/remove")
def ask(learner_id: UUID) -> ResponseReturnValue:
    """One clear question before somebody is removed for good."""
    with current.records().session() as s:
        learner = learner_of(s, learner_id)
        plays = len(progress.finished_plays(s, learner.id))
        return render_template("staff/remove.html", learner=learner, plays=plays)


@blueprint.post("/staff/person/<uuid:learner_id>/remove")
def remove(learner_id: UUID) -> ResponseReturnValue:
    """Remove somebody with everything they did."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        name, room = tongue.person_name(learner), learner.classroom_id
        one_by_one.erase(s, learner, current.now())
    current.settle_files()
    flash(gettext("%(name)s is removed, and everything they did is erased.", name=name))
    return redirect(url_for("roster.show", classroom_id=room), code=303)


def today() -> date:
    """The day in the village."""
    now: datetime = current.now()
    return now.astimezone(CHINA).date()


def _other(s: Session) -> Learner:
    """The other person that a form names; answers 404 for one who may not be seen."""
    try:
        return learner_of(s, UUID(request.form.get("other", "")))
    except ValueError:
        abort(404)


def _but(people: Iterable[Learner], one: Learner) -> list[Learner]:
    return [learner for learner in people if learner.id != one.id]


def _to_list(learner: Learner) -> ResponseReturnValue:
    return redirect(url_for("roster.show", classroom_id=learner.classroom_id), code=303)
