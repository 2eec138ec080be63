"""Says that the laptop's disk is full and what to do, in words that blame nobody; it frees nothing itself."""

from __future__ import annotations

from typing import Final

from flask import Flask, flash, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import current
from app.records import DiskFull
from app.web import visitors

AGAIN_IN: Final = 15
"""Seconds after which a script may try again: somebody must first make room."""
_OF_STAFF: Final = {
    "staff",
    "start",
    "board",
    "reports",
    "roster",
    "lists",
    "voices",
    "parcels",
    "sounds",
    "cards",
    "prints",
}


def dress(app: Flask) -> None:
    """Answer whatever could not be kept, and tell staff on every page of theirs while the disk is full."""
    app.register_error_handler(DiskFull, say)
    app.before_request(remind)


def say(_: DiskFull) -> ResponseReturnValue:
    """507, as a page or for a script as JSON: nothing of what was sent has been kept, all from before has."""
    headers = {"Retry-After": str(AGAIN_IN)}
    if _a_script_asks():
        return jsonify(kept=False, problem="disk-full", say=gettext("The laptop's disk is full")), 507, headers
    if visitors.staff() is not None:
        return render_template("staff/full.html"), 507, headers
    return render_template("full.html"), 507, headers


def remind() -> None:
    """Put a word on the page that a member of staff opens while nothing can be kept."""
    if request.method == "GET" and request.blueprint in _OF_STAFF and current.records().full:
        words = gettext("The laptop's disk is full: nothing new is kept. Delete films or downloads and empty the bin.")
        if all(words != told for _, told in session.get("_flashes", [])):
            flash(words)


def _a_script_asks() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"
