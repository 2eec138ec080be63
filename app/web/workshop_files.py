"""A lesson of the workshop goes out and comes in as one file; each parses, calls one use case, answers.

What comes in is looked through whole before a byte of it is kept, and becomes a draft only when a person says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from app import bench, current
from app.bench import Draft, NoDraft, Parcel, Refused
from app.web import aside, voices, workshop_open, workshop_view
from app.web.staff import member_here
from app.web.workshop_open import Bench
from app.web.workshop_view import Told

blueprint = Blueprint("workshop_files", __name__)

_BESIDE = 64 * 1024


@dataclass(frozen=True)
class Shown:
    """One screen of what was brought: its name, its picture, what the teacher says there, and what is still to do."""

    name: str
    picture: Markup
    says: str
    told: list[Told]


@blueprint.url_value_preprocessor
def no_larger(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Read no more of a message than the largest file of a lesson can have."""
    if endpoint == "workshop_files.bring":
        request.max_content_length = bench.MOST_FILE + _BESIDE


@blueprint.errorhandler(413)
def too_large(problem: HTTPException) -> ResponseReturnValue:
    """Say kindly that a file is too large; nothing of it was read."""
    return _refused(gettext("The file is larger than a lesson can be."), gettext("Choose another one."))


@blueprint.get("/workshop/<draft>/file")
def export(draft: str) -> ResponseReturnValue:
    """A draft as one file."""
    try:
        found = current.drafts().open(draft)
    except NoDraft:
        abort(404)
    answer = Response(bench.packed(found), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename={found.id}{bench.ENDING}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/workshop/bring", methods=["GET", "POST"])
def bring() -> ResponseReturnValue:
    """Choose a file; it is put aside only when all of it is in order, and is no draft yet."""
    if request.method == "GET":
        return render_template("workshop/bring.html")
    content = voices.whole(request.files.get("lesson"), bench.MOST_FILE)
    try:
        _unpacked(content)
    except Refused as refused:
        return _refused(gettext(refused.why) % refused.values, gettext(refused.fix) % refused.values)
    token = aside.lay(_folder(), content, current.now())
    return redirect(url_for("workshop_files.look", parcel=token), code=303)


@blueprint.get("/workshop/bring/<uuid:parcel>")
def look(parcel: UUID) -> str:
    """What was brought: its screens, what the checker says of it, and whether it is here already."""
    came = _aside(parcel)
    one = workshop_open.of_draft(Draft(came.id, came.text, came.words, 0, current.now(), ""))
    return render_template(
        "workshop/brought.html",
        token=parcel,
        came=came,
        being_made=_here(came.id),
        shipped=came.id in current.shelf().catalogue.tasks and "task" not in one.doc,
        screens=list(_shown(one)),
        others=[workshop_view.telling(one, None, found) for found in one.findings.get(("lesson",), ())],
        untranslated=len(one.findings.get(("words", "en"), ())),
    )


@blueprint.post("/workshop/bring/<uuid:parcel>")
def take(parcel: UUID) -> ResponseReturnValue:
    """Take it as a draft, or throw it away."""
    came = _aside(parcel)
    aside.let_go(_folder(), parcel)
    if request.form.get("take") != "yes":
        flash(gettext("Thrown away. Nothing came in."))
        return redirect(url_for("workshop.home"), code=303)
    by, now, drafts = member_here().name, current.now(), current.drafts()
    try:
        drafts.begin_from(came.id, came.text, came.words, by, now)
    except FileExistsError:
        drafts.take(came.id, came.text, came.words, by, now)
    flash(gettext("It is a draft now. No learner sees it before somebody gives it to them."))
    return redirect(url_for("workshop.bench_page", draft=came.id), code=303)


def _shown(one: Bench) -> list[Shown]:
    """Every screen, those of twists too, in the order in which they are met."""
    return [
        Shown(
            workshop_view.numbered(place),
            workshop_view.small(one, place),
            str(place.node.get("say") or ""),
            [workshop_view.telling(one, None, found) for found in one.found_at(place)],
        )
        for place in one.places
    ]


def _here(id_: str) -> Draft | None:
    """The draft of that id, if one is being made here."""
    try:
        return current.drafts().open(id_)
    except NoDraft:
        return None


def _folder() -> Path:
    """Where a file waits until somebody has decided."""
    return current.settings().workshop / "coming"


def _aside(token: UUID) -> Parcel:
    """The file that was put aside under a token; answers 404 when it is gone."""
    try:
        return _unpacked(aside.found(_folder(), token))
    except (OSError, Refused):
        abort(404)


def _unpacked(content: bytes) -> Parcel:
    return bench.unpacked(content, current.shelf().catalogue)


def _refused(why: str, fix: str) -> ResponseReturnValue:
    """The page to choose a file on, with what was found and what to do; nothing was kept."""
    return render_template("workshop/bring.html", refused=(why, fix))
