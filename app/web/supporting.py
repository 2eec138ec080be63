"""Where staff choose somebody's support in place of the model, and put it back; parses, calls one use case, answers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import current
from app.records import supports
from app.web.staff import learner_of, member_here

blueprint = Blueprint("supporting", __name__)


@blueprint.post("/staff/person/<uuid:learner_id>/support")
def choose(learner_id: UUID) -> ResponseReturnValue:
    """Keep the support that was chosen for somebody in one lesson or in all, or that it is put back."""
    lesson, support = request.form.get("lesson", supports.ALL), request.form.get("support")
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        stands = supports.standing(supports.told(s, learner.id))
        if support is None or lesson not in (supports.ALL, *current.shelf().lessons, *stands):
            abort(400)
        try:
            kept = supports.choose(s, learner.id, lesson, support, by=member_here().id, now=current.now())
        except ValueError:
            abort(400)
    if kept is None:
        flash(gettext("It stands so already."))
    elif kept.support == supports.MODEL:
        flash(gettext("Put back. From the next time the task is begun, the model chooses again."))
    else:
        flash(gettext("Kept. It holds from the next time the task is begun, until it is put back."))
    return redirect(f"{url_for('reports.person', learner_id=learner.id)}#support", code=303)
