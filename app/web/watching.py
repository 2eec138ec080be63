"""Watching a class from the front door: a copy of its own is made, and its pages are shown under one address."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Final, cast

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_htmx import HTMX

from app import current
from app.config import Settings
from app.web import preferences
from app.web.watched import UNDER, Another, WatchedClass

blueprint = Blueprint("watching", __name__)

SHOWN: Final = frozenset(
    {
        "board.board", "board.helped", "reports.classroom", "reports.person", "sounds.tell_class", "sounds.hush",
        "preferences.change", "static",
    }
)  # fmt: skip
"""What may be seen and done in a watched class."""
LEAVES: Final = frozenset({"door.leave", "staff.sign_out"})
BOARD: Final = f"{UNDER}/board"
SITS_DOWN: Final = 6.0
"""Seconds that a visitor waits at most until everybody sits."""
GOES: Final = 10.0
"""Seconds that a class has to go."""
_PASSED_ON: Final = ("Content-Type", "Location", "Cache-Control")


class Watching:
    """The one class that may be watched at a time."""

    def __init__(self) -> None:
        self._now: WatchedClass | None = None
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()

    def running(self) -> WatchedClass | None:
        """The class that is being watched; None when there is none or it is over."""
        found = self._now
        return found if found is not None and not found.over.is_set() else None

    def begin(self, folder: Path, another: Another, lang: str) -> WatchedClass:
        """The class that goes on, else a new one, which lives in a thread of its own."""
        with self._turn:
            found = self.running()
            if found is None:
                self._gone()
                found = self._now = WatchedClass(folder, another, lang)
                self._thread = threading.Thread(target=found.run, name="watched class", daemon=True)
                self._thread.start()
            return found

    def end(self) -> None:
        """End the class that is being watched, and wait until it is gone."""
        if (found := self.running()) is not None:
            found.over.set()
        self._gone()

    def _gone(self) -> None:
        if self._thread is not None:
            self._thread.join(GOES)


def folder_of(settings: Settings) -> Path:
    """Where a watched class lives."""
    return settings.instance / "watched"


def sweep(settings: Settings) -> None:
    """Take away what a killed server left of a watched class."""
    shutil.rmtree(folder_of(settings), ignore_errors=True)


@blueprint.record_once
def keep_one(state: BlueprintSetupState) -> None:
    """Give the application its one watched class."""
    state.app.extensions["watching"] = Watching()


@blueprint.post("/try/watch")
def begin() -> ResponseReturnValue:
    """Let eight invented people sit down in a copy of their own, and lead to their board."""
    another = cast(Another, current_app.extensions["another"])
    found = _watching().begin(folder_of(current.settings()), another, preferences.locale())
    found.seated.wait(SITS_DOWN)
    return redirect(BOARD, code=303)


@blueprint.route("/watch/<path:rest>", methods=["GET", "POST"])
def inside(rest: str) -> ResponseReturnValue:
    """A page of the watched class; what is not to be seen there leads back to its board."""
    found = _watching().running()
    if found is None:
        return _over()
    path = f"/{rest}"
    if found.allows(path, request.method, LEAVES):
        _watching().end()
        return redirect("/", code=303)
    if not found.allows(path, request.method, SHOWN):
        return redirect(BOARD, code=303)
    answer = found.open(
        path,
        method=request.method,
        query_string=request.args,
        data=request.form if request.method == "POST" else None,
        headers={name: value for name, value in request.headers if name.startswith("Hx-")},
    )
    if answer is None:
        return _over()
    passed = {name: answer.headers[name] for name in _PASSED_ON if name in answer.headers}
    with answer:
        return Response(answer.get_data(), answer.status_code, passed)


def _over() -> ResponseReturnValue:
    return ("", 204, {"HX-Redirect": BOARD}) if HTMX() else render_template("door/over.html")


def _watching() -> Watching:
    return cast(Watching, current_app.extensions["watching"])
