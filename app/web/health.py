"""Tells a machine that asks whether this copy is up; it knows no person."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app import current
from app.config import VERSION

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the copy serves, which version it is, how many lessons can be played, and whether it can keep acts."""
    return jsonify(ok=True, version=VERSION, lessons=len(current.shelf().lessons), full=current.records().full)
