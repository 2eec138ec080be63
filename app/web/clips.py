"""Serves the clips; a clip that is not made yet is an empty answer, so that a page may ask again; makes none.

A reader's recording is kept by no browser, since it may be withdrawn: tablets keep it themselves and ask what is gone.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from app import current
from app.narration.clip import is_clip_name

RECORDING = "X-Recording"
"""Tells the recordings of readers from other clips, and one under a name from the next one under it."""

blueprint = Blueprint("clips", __name__)


@blueprint.get("/clips/<name>")
def clip(name: str) -> Response:
    """The sound of that name; 204 while it is being made, 404 for a name that is none of ours."""
    if not is_clip_name(name):
        abort(404)
    path = current.library().path(name)
    if path is None:
        return Response(status=204, headers={"Cache-Control": "no-store"})
    answer = send_file(path, mimetype="audio/mpeg", conditional=True, max_age=31_536_000)
    if mark := current.library().mark(name):
        answer.headers["Cache-Control"] = "no-store"
        answer.headers[RECORDING] = mark
    else:
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
