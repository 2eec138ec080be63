"""The front door: the wall for a class's tablet, a demo for a stranger at this machine, a kind word for all others."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app import classes, current
from app.records import roster
from app.records.tables import Staff
from app.web import learner, visitors

blueprint = Blueprint("door", __name__)


@blueprint.get("/")
def front() -> ResponseReturnValue:
    """The page that fits who has come."""
    if visitors.device() is not None:
        return learner.wall()
    if not visitors.local():
        return render_template("door/ask.html")
    with current.records().session() as s:
        return render_template("door/front.html", demo_there=bool(roster.classrooms(s, demo=True)))


@blueprint.post("/try/learn")
def learn() -> ResponseReturnValue:
    """Let this browser be a tablet of the demo class."""
    now = current.now()
    with current.records().writing() as s:
        classroom = next(iter(roster.classrooms(s, demo=True)), None)
        if classroom is None:
            raise NotFound
        _, token = classes.enrol(s, classroom, now)
    return visitors.keep_token(redirect(url_for("door.front"), code=303), token)


@blueprint.post("/try/class")
def run_a_class() -> ResponseReturnValue:
    """Sign in as the volunteer of the demo class."""
    visitors.sign_in(_invented("volunteer"))
    return redirect(url_for("board.board"), code=303)


@blueprint.post("/try/progress")
def see_progress() -> ResponseReturnValue:
    """Sign in as the trainer of the demo class."""
    visitors.sign_in(_invented("trainer"))
    return redirect(url_for("reports.overview"), code=303)


@blueprint.post("/try/leave")
def leave() -> ResponseReturnValue:
    """Leave the demo: a demo tablet is none any more, an invented volunteer or trainer signs out."""
    answer = redirect(url_for("door.front"), code=303)
    device, member = visitors.device(), visitors.staff()
    if member is not None and member.demo:
        visitors.sign_out()
    if device is not None and device.demo:
        with current.records().writing() as s:
            classes.let_go(s, device, current.now())
        visitors.drop_token(answer)
    return answer


def _invented(role: str) -> Staff:
    """The invented person of a role, found anew with their classes."""
    with current.records().session() as s:
        member = next((one for one in roster.all_staff(s) if one.demo and one.role == role), None)
        found = roster.staff(s, member.id) if member else None
    if found is None:
        raise NotFound
    return found
