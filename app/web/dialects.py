"""The staff page of what can be heard in each way of speaking; parses, asks for the counts, answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app import current
from app.dialects.registry import DIALECTS
from app.reports import chains
from app.web import findings

blueprint = Blueprint("dialects", __name__)


@blueprint.get("/dialects")
def show() -> ResponseReturnValue:
    """Every dialect in a row, and of the one that was asked for its voices and each part that is heard."""
    coverage = current.coverage()
    asked = request.args.get("dialect", next(one.id for one in DIALECTS.values() if one.catalogue))
    dialect = DIALECTS.get(asked) or abort(404)
    total, *rows = coverage.table(dialect.id)
    ready: Mapping[str, int] = {one.id: len(coverage.lessons_ready(one.id)) for one in DIALECTS.values()}
    offered = sum(1 for one in DIALECTS.values() if one.catalogue and ready[one.id])
    return render_template(
        "staff/dialects.html",
        heading=findings.dialects_heading(offered),
        dialects=[(one, coverage.words(one.id)) for one in DIALECTS.values()],
        ready=ready,
        shown=dialect,
        total=total,
        rows=rows,
        chain=chains.chain(dialect.id, current.settings().online, total.recordings),
        parts=findings.parts_heard(),
        marks=findings.marks(),
        stands=findings.how_voices_stand(),
        steps_of=findings.chain_steps(),
    )
