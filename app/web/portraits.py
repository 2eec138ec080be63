"""A person's photo: asked for on their staff page, shown in place of the drawn face; parses, calls, answers."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from app import classes, current, drawing
from app.classes import squaring
from app.records import Session, roster
from app.records.tables import Learner
from app.web import tongue, visitors
from app.web.staff import learner_of, member_here
from app.web.voices import whole

blueprint = Blueprint("portraits", __name__)

CAMERA: Final = frozenset({"portraits.ask", "portraits.keep"})
"""The endpoints whose pages may use the camera; no other ever may."""


def dress(app: Flask) -> None:
    """Give templates `portrait(id, face)`, the photo over the drawn face, and `has_photo(id)`."""
    app.jinja_env.globals.update(portrait=portrait, has_photo=has_photo)


def portrait(person: UUID, face: str, label: str = "", *, staff: bool = False) -> Markup:
    """Somebody's face as markup: the drawn one, and their photo over it where there is one that can be had.

    A tablet's script fetches it, so that it can keep it and let it go; a `staff` page shows it plainly.
    """
    name = _photos().get(person)
    if name is None:
        return Markup(drawing.face(face, "face", str(Markup.escape(label))))
    address = url_for("portraits.photo", learner_id=person, name=name)
    drawn = Markup(drawing.face(face, "drawn", str(Markup.escape(label))))
    plain = staff or visitors.device() is None
    shown = Markup('<img src="{}" alt="">' if plain else '<img data-photo="{}" alt="" hidden>').format(address)
    return Markup('<span class="face photo">{}{}</span>').format(drawn, shown)


def has_photo(person: UUID) -> bool:
    """Whether somebody is shown by a photo."""
    return person in _photos()


def addresses(s: Session, classroom_id: UUID) -> list[str]:
    """Where the photos of a class are, for its tablets."""
    found = _photos()
    return [
        url_for("portraits.photo", learner_id=one.id, name=found[one.id])
        for one in roster.learners(s, classroom_id)
        if one.id in found
    ]


@blueprint.get("/staff/person/<uuid:learner_id>/photo")
def ask(learner_id: UUID) -> ResponseReturnValue:
    """The page on which somebody says yes to a photo, and it is taken or taken away."""
    with current.records().session() as s:
        return _page(learner_of(s, learner_id))


@blueprint.post("/staff/person/<uuid:learner_id>/photo")
def keep(learner_id: UUID) -> ResponseReturnValue:
    """Keep the photo that was taken or chosen, or say kindly why not."""
    agreed, sent = request.form.get("agreed") == "yes", whole(request.files.get("photo"), squaring.MOST_BYTES)
    with current.records().session() as s:
        learner = learner_of(s, learner_id)
    if not agreed:
        return _page(learner, gettext("Not kept yet: it needs a yes after these words were read out.")), 422
    try:
        small = squaring.squared(sent)
    except squaring.Refused as refused:
        return _page(learner, _why_not(refused.word)), 422
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        classes.keep_photo(s, current.photos(), learner, member_here(), small, current.now())
    current.settle_files()
    flash(gettext("Kept: the photo of %(name)s is on the wall.", name=tongue.person_name(learner)))
    return redirect(url_for("portraits.ask", learner_id=learner_id), code=303)


@blueprint.post("/staff/person/<uuid:learner_id>/photo/away")
def take_away(learner_id: UUID) -> ResponseReturnValue:
    """Delete somebody's photo; the drawn face is theirs again."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        classes.take_away_photo(s, learner, member_here(), current.now())
    current.settle_files()
    flash(gettext("The photo of %(name)s is deleted. Tablets follow.", name=tongue.person_name(learner)))
    return redirect(url_for("portraits.ask", learner_id=learner_id), code=303)


@blueprint.errorhandler(413)
def too_large(problem: HTTPException) -> ResponseReturnValue:
    """Say kindly that a photo is too large; nothing of it was read."""
    flash(_why_not(squaring.BIG))
    return redirect(url_for("portraits.ask", **(request.view_args or {})), code=303)


@blueprint.get("/photos/<uuid:learner_id>/<name>")
def photo(learner_id: UUID, name: str) -> ResponseReturnValue:
    """A photo, for the tablets of its person's class and those who look after that class; no browser keeps it."""
    device = visitors.device()
    with current.records().session() as s:
        learner = roster.learner(s, learner_id)
        theirs = device is not None and learner is not None and learner.classroom_id == device.classroom_id
        if not theirs and (visitors.staff() is None or not learner_of(s, learner_id)):
            abort(404)
    path = current.photos().path(name) if learner and _photos().get(learner.id) == name else None
    answer = Response((path or abort(404)).read_bytes(), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(learner: Learner, trouble: str = "") -> str:
    return render_template("staff/photo.html", learner=learner, trouble=trouble, most=squaring.MOST_BYTES)


def _why_not(word: str) -> str:
    words = {
        squaring.NO_PICTURE: gettext(
            "This is no photo that can be read. Nothing was kept. Choose one that is saved as JPG or PNG."
        ),
        squaring.BIG: gettext("This photo is too large: 12 MB at most. Nothing was kept. Choose a smaller one."),
        squaring.SMALL: gettext("This photo is too small to tell anybody by. Nothing was kept. Choose a larger one."),
    }
    return str(words[word])


def _photos() -> dict[UUID, str]:
    """The photos that stand, read once for a request."""
    if "photos" not in g:
        with current.records().session() as s:
            g.photos = classes.standing(s, current.photos())
    found: dict[UUID, str] = g.photos
    return found
