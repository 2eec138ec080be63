"""A newcomer's first class on this laptop, by names alone, and the password one may set later; it lists no learner.

Whoever sits at the laptop itself may begin and, while they have set no password, come back with one press.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current
from app.records import roster
from app.web import visitors
from app.web.staff import member_here

blueprint = Blueprint("beginning", __name__)


@blueprint.get("/begin")
def ask() -> ResponseReturnValue:
    """Who begins, and which class."""
    return _page()


@blueprint.post("/begin")
def begin() -> ResponseReturnValue:
    """Add the newcomer with their class, sign them in here, and go on to the start of the class."""
    told = {field: request.form.get(field, "") for field in ("name", "place", "room")}
    try:
        with current.records().writing() as s:
            member = classes.add_volunteer(s, name=told["name"], now=current.now())
            room = classes.start_classroom(s, member, name=told["room"], site_name=told["place"], now=current.now())
            begun, classroom = member.id, room.id
    except roster.NameTaken:
        return _page(told, gettext("Somebody here is called so already. Add a word that tells you apart.")), 422
    except ValueError:
        return _page(told, gettext("Each of the three needs a name of 1 to 80 signs.")), 422
    _sign_in(begun)
    return redirect(url_for("start.begin", classroom_id=classroom), code=303)


@blueprint.post("/begin/again")
def again() -> ResponseReturnValue:
    """Sign in at the laptop itself whoever has set no password."""
    try:
        wanted = UUID(request.form.get("who", ""))
    except ValueError:
        abort(404)
    with current.records().session() as s:
        if wanted not in {one.id for one in roster.without_password(s)}:
            abort(404)
    _sign_in(wanted)
    return redirect(url_for("start.first"), code=303)


@blueprint.post("/staff/password")
def set_password() -> ResponseReturnValue:
    """Give whoever is signed in a password; who has one tells it first."""
    member, fresh = member_here(), request.form.get("fresh", "")
    if member.demo:
        abort(403)
    with current.records().writing() as s:
        kept = roster.staff(s, member.id) or abort(404)
        if kept.password_hash and roster.check_password(s, kept.name, request.form.get("old", "")) is None:
            flash(gettext("Not changed: the old password is another one."))
        else:
            try:
                classes.change_password(s, kept.name, fresh)
                flash(gettext("From now on it is asked for here too, and you can sign in at any tablet."))
            except ValueError:
                flash(gettext("Not kept: a password has at least 8 signs."))
    return redirect(url_for("staff.home"), code=303)


def _page(told: dict[str, str] | None = None, trouble: str = "") -> str:
    return render_template("staff/begin.html", told=told or {}, trouble=trouble)


def _sign_in(wanted: UUID) -> None:
    with current.records().session() as s:
        member = roster.staff(s, wanted) or abort(404)
    visitors.sign_in(member)
