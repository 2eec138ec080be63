"""A class goes home on a stick and comes in at the trainer's laptop; each parses, calls one use case, answers."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import HTTPException

from app import classes, current, sync
from app.classes.rostering import one_by_one
from app.records import Session, carrying, roster
from app.records.identity import uuid7
from app.records.tables import Learner
from app.sync import Coming, Refused, reading
from app.sync.format import MOST_BYTES
from app.web import tongue
from app.web.roster import today
from app.web.staff import classroom_of, member_here

blueprint = Blueprint("carry", __name__)

_BESIDE = 64 * 1024
_ASKED = 10
"""So many pairs of people are asked about at a time."""


@blueprint.url_value_preprocessor
def no_larger(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Read no more of a message than the largest file of a class can have."""
    if endpoint == "carry.bring":
        request.max_content_length = MOST_BYTES + _BESIDE


@blueprint.errorhandler(413)
def too_large(problem: HTTPException) -> ResponseReturnValue:
    """Say kindly that a file is too large; nothing of it was read."""
    return _refused(reading.LARGE)


@blueprint.get("/staff/class/<uuid:classroom_id>/home-file")
def take_home(classroom_id: UUID) -> ResponseReturnValue:
    """A class as one file for a stick."""
    with ExitStack() as spoiled, current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        file = spoiled.enter_context(tempfile.TemporaryFile(dir=_folder()))
        sync.write(s, classroom, file)
        file.seek(0)
        spoiled.pop_all()  # It is whole; send_file closes it once it is sent.
    told = "".join(sign for sign in tongue.person_name(classroom) if sign.isalnum())[:40]
    name = f"{gettext('Class')}-{told}-{today().isoformat()}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/carry")
def show() -> ResponseReturnValue:
    """What has come in so far, who may be one person, and where to bring in a file."""
    with current.records().session() as s:
        came = carrying.carried(s, demo=member_here().demo)
        rooms = {str(room.id): room for room in classes.visible_classrooms(s, member_here())}
        told = [(rooms[fact.body["classroom"]], fact) for fact in came if fact.body["classroom"] in rooms]
        pairs = _pairs(s, [room.id for room, _ in told])
    return render_template("staff/carry.html", came=told, pairs=pairs[:_ASKED], more=len(pairs) - _ASKED)


@blueprint.post("/carry")
def bring() -> ResponseReturnValue:
    """Look through a file from a stick; it is put aside only when all of it is in order, and nothing comes in yet."""
    sent = request.files.get("stick")
    for older in _folder().glob("*.zip"):
        older.unlink(missing_ok=True)
    token = uuid7(current.now())
    path = _aside(token)
    try:
        if sent is not None:
            with sent.stream:
                sent.save(path)
        _looked_over(path)
    except Refused as refusal:
        path.unlink(missing_ok=True)
        return _refused(refusal.why)
    return redirect(url_for("carry.look", stick=token), code=303)


@blueprint.get("/carry/<uuid:stick>")
def look(stick: UUID) -> ResponseReturnValue:
    """What would come in."""
    try:
        coming, helpers = _looked_over(_aside(stick))
    except Refused:
        abort(404)
    return render_template(
        "staff/carry_look.html",
        token=stick,
        coming=coming,
        helpers=[SimpleNamespace(name=one.name, name_latin=one.latin) for one in helpers],
        room=SimpleNamespace(**coming.classroom),
        place=SimpleNamespace(**coming.site),
        people=[SimpleNamespace(**row) for row in coming.people],
    )


@blueprint.post("/carry/<uuid:stick>")
def accept(stick: UUID) -> ResponseReturnValue:
    """Let it come in, all of it at once, or throw it away."""
    path = _aside(stick)
    if not path.exists():
        abort(404)
    try:
        if request.form.get("accept") == "yes":
            with sync.opened(path) as file, current.records().writing() as s:
                came = sync.take(s, file, current.now(), demo=member_here().demo)
            current.settle_files()
            if came.gone:
                current.records().leave_no_trace()
            flash(_told(came))
        else:
            flash(gettext("Thrown away. Nothing came in."))
    except Refused as refusal:
        return _refused(refusal.why)
    finally:
        path.unlink(missing_ok=True)
    return redirect(url_for("carry.show"), code=303)


def _pairs(s: Session, came: list[UUID]) -> list[tuple[Learner, Learner]]:
    """Pairs of people of two classes who may be one, at least one of them of a class that came in."""
    rooms = {room.id: roster.learners(s, room.id) for room in classes.visible_classrooms(s, member_here())}
    pairs = [(one, other) for one, other in combinations(rooms, 2) if one in came or other in came]
    return [pair for one, other in pairs for pair in one_by_one.perhaps_elsewhere(s, rooms[one], rooms[other])]


def _looked_over(path: Path) -> tuple[Coming, tuple[reading.Helper, ...]]:
    """What a file would bring, and who looked after the class; raises Refused."""
    if not path.exists():
        raise Refused(reading.NOT_OURS, "no file")
    with sync.opened(path) as file, current.records().session() as s:
        return sync.look_over(s, file, demo=member_here().demo), file.helpers


def throw_away_left() -> None:
    """Delete the files that nobody decided about before the laptop stopped: there are names in them."""
    for path in _folder().iterdir():
        path.unlink()


def _folder() -> Path:
    """Where a file waits until somebody has decided."""
    folder = current.settings().instance / "sticks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _aside(token: UUID) -> Path:
    return _folder() / f"{token}.zip"


def _told(came: Coming) -> str:
    people = ngettext("%(num)s new person", "%(num)s new people", len(came.people))
    return str(
        gettext(
            "%(name)s came in: %(people)s, %(new)s new entries of the log. %(known)s were here already, none is twice.",
            name=tongue.person_name(SimpleNamespace(**came.classroom)),
            people=people,
            new=came.new,
            known=came.known,
        )
    )


def why(reason: str) -> str:
    """Why a file was refused, in words."""
    words: dict[str, str] = {
        reading.NOT_OURS: gettext("This is not a file that “Take the class home” made."),
        reading.CUT: gettext("The file was cut short or spoiled on the way. Take it from the class once more."),
        reading.LARGE: gettext("The file is larger than a class can be."),
        reading.VERSION: gettext("The file was made by a newer version. Bring this laptop up to date first."),
        reading.KIND: gettext("The file was made by a newer version. Bring this laptop up to date first."),
        reading.SHAPE: gettext("Something in the file cannot be what it says it is."),
        reading.REFERENCE: gettext("The file names something that is not in it."),
        reading.CONTRADICTION: gettext("The file says otherwise than what is kept here."),
        reading.OTHER_PEOPLE: gettext("Invented people and real people do not mix."),
    }
    return words[reason]


def _refused(reason: str) -> ResponseReturnValue:
    flash(gettext("%(why)s Nothing came in.", why=why(reason)))
    return redirect(url_for("carry.show"), code=303)
