"""A lesson to take home as one file, and what comes back: files in, files out; what it means is decided elsewhere."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadSignature

from app import classes, current, practice
from app.dialects.registry import DIALECTS
from app.records import Session
from app.records.happened import UuidTaken
from app.simulator.lesson import Lesson
from app.web import compiling, playdata, practising, preferences, tongue
from app.web.learner import now
from app.web.staff import learner_of, member_here

blueprint = Blueprint("takehome", __name__)

FORMAT = 1
_SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"?]+)[^"]*">')
_SCRIPT = re.compile(r'<script src="/static/([^"?]+)[^"]*" defer></script>')
_OTHERS = re.compile(r'<link rel="icon"[^>]*>|<noscript>.*?</noscript>', re.DOTALL)


@blueprint.get("/staff/person/<uuid:learner_id>/home/<lesson>")
def take(learner_id: UUID, lesson: str) -> ResponseReturnValue:
    """One file with a lesson, its clips and a play for this person: it practises anywhere, without a server."""
    found = current.shelf().lessons.get(lesson) or abort(404)
    with current.records().session() as s:
        wishes = dict(learner_of(s, learner_id).preferences)
    playdata.keep_versions()
    with preferences.as_if(**wishes), current.records().session() as s:
        page = practising.page_at_home(s, learner_of(s, learner_id), found, _with_it(found))
    answer = Response(inlined(page), mimetype="text/html")
    answer.headers["Content-Disposition"] = f"attachment; filename={lesson}.html"
    return answer


@blueprint.post("/staff/home-results")
def bring_back() -> ResponseReturnValue:
    """Read what somebody practised at home; it is taken whole or not at all, and never twice."""
    sent = request.files.get("results")
    back = redirect(preferences.local_path(request.referrer or url_for("staff.home")), code=303)
    try:
        told: Any = json.loads(sent.read() if sent is not None else b"")
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        openings = [playdata.opening(one, at_home=True) for one in told["openings"]]
        acts = [playdata.done(one) for one in told["acts"]]
        with current.records().writing() as s:
            _may_all(s, [one.ready.learner_id for one in openings])
            came = practice.arrive(s, current.shelf().lessons, openings, acts, now())
    except (KeyError, TypeError, ValueError, LookupError, BadSignature, UuidTaken):
        flash(
            gettext("This file is not one that a lesson at home saved, or it was cut short. Nothing was taken from it.")
        )
        return back
    flash(gettext("Read: %(acts)s steps that were practised at home.", acts=len(came.kept)))
    return back


def inlined(page: str) -> str:
    """A page with our own files in place of their addresses."""
    page = _SHEET.sub(lambda sheet: f"<style>{_file(sheet.group(1))}</style>", _OTHERS.sub("", page))
    scripts = [_file(name).replace("</script", "<\\/script") for name in _SCRIPT.findall(page)]
    page = _SCRIPT.sub("", page)
    return page.replace("</body>", "".join(f"<script>{script}</script>" for script in scripts) + "</body>")


def _with_it(lesson: Lesson) -> dict[str, Any]:
    """What a lesson needs with it: its drawing, when its words light up, and its clips."""
    drawn = compiling.lesson_drawn(lesson)
    lights = {name: times for name, times in compiling.lights_of(drawn).items() if not current.library().mark(name)}
    paths = {name: _machine_clip(name, dialect, said) for name, (dialect, said, _) in drawn.lines.items()}
    if lacks := tongue.fallen():
        name = tongue.clip(lacks).url.rsplit("/", 1)[-1]
        paths[name] = _machine_clip(name, DIALECTS["cmn"].id, lacks.text)
    sounds = {name: base64.b64encode(path.read_bytes()).decode() for name, path in paths.items() if path is not None}
    return {"drawing": drawn.compiled.data, "lights": lights, "sounds": sounds}


def _machine_clip(name: str, dialect: str, said: str) -> Path | None:
    """The sound of a line as it may leave the laptop: a reader's recording never does, it could not be taken back."""
    library = current.library()
    if not library.mark(name):
        return library.path(name)
    clip = library.by_machine(dialect, said)
    return library.path(clip.name) if clip else None


def _file(name: str) -> str:
    return Path(str(current_app.static_folder), name).read_text(encoding="utf-8")


def _may_all(s: Session, people: list[UUID]) -> None:
    """Raises LookupError when one of these people is not for whoever is signed in to see."""
    for learner_id in people:
        classes.visible_learner(s, member_here(), learner_id)
