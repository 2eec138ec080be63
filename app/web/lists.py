"""A list of people that is brought in: read, looked over together, taken whole or not at all; parses and answers.

Nothing is kept before it is confirmed: what was read travels in the form, signed, so that it comes back as it was.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeSerializer

from app import current, drawing
from app.classes.rostering import columns, reading, taking
from app.classes.rostering.columns import Entry, Fault, Sheet
from app.classes.rostering.reading import Unreadable
from app.classes.rostering.taking import Plan, Undecided
from app.records.tables import Classroom
from app.web import faults, roster
from app.web.staff import classroom_of, member_here

blueprint = Blueprint("lists", __name__)


@blueprint.app_errorhandler(413)
def too_large(problem: Exception) -> ResponseReturnValue:
    """Say that a file is too large where it was sent from; anything else that is too large is told by a plain page."""
    if request.endpoint == "lists.read":
        flash(faults.unreadable(Unreadable(reading.TOO_BIG)))
        return redirect(url_for("roster.show", classroom_id=(request.view_args or {})["classroom_id"]), code=303)
    return render_template("problem.html"), 413


@blueprint.post("/staff/class/<uuid:classroom_id>/roster/read")
def read(classroom_id: UUID) -> ResponseReturnValue:
    """Read a file and show what it would come to; nothing is kept."""
    sent = request.files.get("list")
    with current.records().session() as s:
        room = classroom_of(s, classroom_id)
        try:
            rows = reading.read(sent.read() if sent is not None else b"")
            sheet = columns.understand(rows, roster.today(), drawing.face_keys(), ages="ages" in request.form)
        except Unreadable as problem:
            return roster.page(s, room, faults.unreadable(problem)), 422
        plan = taking.look_over(s, member_here(), room, sheet.entries)
        return _preview(room, plan, sheet.faults, sheet)


@blueprint.post("/staff/class/<uuid:classroom_id>/roster/take")
def take(classroom_id: UUID) -> ResponseReturnValue:
    """Take the list as it was looked over, all at once; asks again when somebody has come since, or was left open."""
    with current.records().writing() as s:
        room = classroom_of(s, classroom_id)
        try:
            entries, faulty = _opened(room)
        except (BadSignature, KeyError, TypeError, ValueError):
            trouble = gettext(
                "This list was read for another class, or cut short on its way. Please choose the file again."
            )
            return roster.page(s, room, trouble), 422
        plan = taking.look_over(s, member_here(), room, entries)
        rows = {line.entry.row: request.form.get(f"who-{line.entry.row}", "") for line in plan.asked}
        out = len(faulty) + len(plan.faults)
        try:
            taken = taking.take(s, plan, rows, current.now(), drawing.face_keys(), out)
        except Undecided as open_:
            return _preview(room, plan, faulty, None, rows, open_.rows), 422
    told = {"added": taken.added, "filled": taken.filled, "out": taken.left_out}
    flash(gettext("Taken in: %(added)s added, %(filled)s filled in, %(out)s left out.", **told))
    return redirect(url_for("roster.show", classroom_id=classroom_id), code=303)


def _preview(
    room: Classroom,
    plan: Plan,
    faulty: tuple[Fault, ...],
    sheet: Sheet | None,
    answers: dict[int, str] | None = None,
    undecided: tuple[int, ...] = (),
) -> str:
    every = sorted((*faulty, *plan.faults), key=lambda fault: fault.row)
    return render_template(
        "staff/incoming.html",
        classroom=room,
        plan=plan,
        troubles=[(fault, faults.why(fault)) for fault in every],
        used=[faults.column(column) for column in sheet.used] if sheet else [],
        sheet=sheet,
        answers=answers or {},
        undecided=undecided,
        signed=_signed(room, plan, faulty),
        other=taking.OTHER,
        out=taking.OUT,
        heading=faults.incoming_heading(len(plan.new), len(plan.asked), len(every)),
    )


def _signed(room: Classroom, plan: Plan, faulty: tuple[Fault, ...]) -> str:
    told = {
        "class": str(room.id),
        "by": str(member_here().id),
        "entries": [astuple(line.entry) for line in plan.lines],
        "faults": [astuple(fault) for fault in (*faulty, *plan.faults)],
    }
    return _signer().dumps(told)


def _opened(room: Classroom) -> tuple[list[Entry], tuple[Fault, ...]]:
    """The list that came back with the form; raises BadSignature, or ValueError when it was read for another."""
    told: Any = _signer().loads(request.form.get("list", ""))
    if (told["class"], told["by"]) != (str(room.id), str(member_here().id)):
        raise ValueError("a list for another class, or of somebody else")
    return [Entry(*one) for one in told["entries"]], tuple(Fault(*one) for one in told["faults"])


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="list")
