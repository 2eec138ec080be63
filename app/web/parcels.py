"""A dialect's recordings go out and come in as one file; each parses, calls one use case, answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from app import current
from app.dialects.registry import DIALECTS
from app.records import readers
from app.voices import passing
from app.voices.passing import Fitting, NotOurs, Parcel
from app.web import aside, voices, voicewords
from app.web.staff import member_here

blueprint = Blueprint("parcels", __name__)

_BESIDE = 64 * 1024


@blueprint.url_value_preprocessor
def no_larger(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Read no more of a message than a whole dialect can have."""
    if endpoint == "parcels.bring":
        request.max_content_length = passing.MOST_BYTES + _BESIDE


@blueprint.errorhandler(413)
def too_large(problem: HTTPException) -> ResponseReturnValue:
    """Say kindly that a file is too large; nothing of it was read."""
    return _not_taken()


@blueprint.get("/voices/<dialect>/file")
def export(dialect: str) -> ResponseReturnValue:
    """Everything that is approved in a dialect, as one file."""
    stand = voices.stand_of(voices.known(dialect))
    answer = Response(passing.export(dialect, stand.readings, current.recordings()), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename=bandaojia-{dialect}.zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/voices/files")
def bring() -> ResponseReturnValue:
    """Look through a file that another laptop made; it is put aside only when all of it is in order."""
    content = voices.whole(request.files.get("parcel"), passing.MOST_BYTES)
    try:
        parcel = _parcel(content)
        passing.listened(parcel.dialect, parcel.recordings, current.ear())
    except NotOurs:
        return _not_taken()
    token = aside.lay(current.recordings().coming, content, current.now())
    return redirect(url_for("parcels.show", parcel=token), code=303)


@blueprint.get("/voices/files/<uuid:parcel>")
def show(parcel: UUID) -> ResponseReturnValue:
    """What would come in."""
    found = _aside(parcel)
    return render_template(
        "staff/voices_parcel.html",
        token=parcel,
        parcel=found,
        fits=_fits(found),
        dialect=DIALECTS[found.dialect],
        words=voicewords,
    )


@blueprint.post("/voices/files/<uuid:parcel>")
def accept(parcel: UUID) -> ResponseReturnValue:
    """Let it come in, to wait until somebody else has listened, or throw it away."""
    found = _aside(parcel)
    try:
        if request.form.get("accept") == "yes":
            fits, files = _fits(found), current.recordings()
            verdicts = passing.listened(found.dialect, [one for one, _ in fits.comes], current.ear())
            with current.records().writing() as s:
                came = passing.bring_in(s, files, member_here(), found, fits, verdicts, current.now())
            flash(
                gettext("%(count)s recordings came in. Somebody else listens to each before it is heard.", count=came)
            )
    except NotOurs:
        return _not_taken()
    finally:
        aside.let_go(current.recordings().coming, parcel)
    return redirect(url_for("voices.dialect", dialect=found.dialect), code=303)


def _aside(token: UUID) -> Parcel:
    """The file that was put aside under a token; answers 404 when it is gone."""
    try:
        return _parcel(aside.found(current.recordings().coming, token))
    except (OSError, NotOurs):
        abort(404)


def _parcel(content: bytes) -> Parcel:
    with current.records().session() as s:
        withdrawn = readers.readings(s).withdrawn
    return passing.read(content, withdrawn)


def _fits(parcel: Parcel) -> Fitting:
    with current.records().session() as s:
        everything = readers.readings(s)
    here = passing.recorded_or_waiting(everything, current.recordings())
    return passing.fitting(parcel, voicewords.lines_of(DIALECTS[parcel.dialect]), here)


def _not_taken() -> ResponseReturnValue:
    flash(gettext("This file is not one that “Take it along” made, or something in it is not right. Nothing came in."))
    return redirect(url_for("voices.home"), code=303)
