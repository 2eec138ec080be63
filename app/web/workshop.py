"""The workshop's first page: what is made here, and how a lesson is begun; parses, calls one use case, answers."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import bench, current
from app.bench import Change, NoDraft, sharing
from app.bench.change import SET
from app.simulator.lesson import Lesson
from app.web import access, tongue
from app.web.staff import member_here

blueprint = Blueprint("workshop", __name__)

CHINESE = "zh_Hans_CN"
_LESSON = re.compile(r"^lesson:.*$", re.MULTILINE)
_TITLE = re.compile(r"^title:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Track:
    """A track of the catalogue and the shipped lessons on it, each with whether an edition of it is being made."""

    name: str
    lessons: list[tuple[Lesson, bool]]


@blueprint.app_template_global()
def has_page(endpoint: str) -> bool:
    """Whether a page is there, for ways from one room of the workshop to another."""
    return endpoint in access.ACCESS


@blueprint.get("/workshop")
def home() -> str:
    """What is being made here, what comes with the project, and how to begin."""
    drafts = current.drafts().all()
    making = {draft.id for draft in drafts}
    shelf = current.shelf()
    tracks = [
        Track(
            tongue.words(name),
            [(one, one.id in making) for one in shelf.lessons.values() if one.track == track],
        )
        for track, name in shelf.catalogue.tracks.items()
    ]
    return render_template(
        "workshop/home.html", drafts=drafts, tracks=tracks, removed=request.args.get("removed", ""), **beginnings()
    )


def beginnings() -> dict[str, Any]:
    """What a new lesson is chosen from: tracks, practice cards, apps."""
    catalogue = current.shelf().catalogue
    cards = [person for person in catalogue.people.values() if person.id_no]
    return {
        "all_tracks": [(track, tongue.words(name)) for track, name in catalogue.tracks.items()],
        "cards": [(one.id, tongue.words(one.name), tongue.words(one.role) if one.role else "") for one in cards],
    }


@blueprint.post("/workshop")
def begin() -> ResponseReturnValue:
    """Begin a lesson of the village's own."""
    catalogue, form = current.shelf().catalogue, request.form
    title, track, learner = form.get("title", "").strip(), form.get("track", ""), form.get("learner", "")
    if not title or track not in catalogue.tracks or learner not in catalogue.people:
        flash(gettext("Give it a title, a path and a practice card."))
        return redirect(url_for("workshop.home"), code=303)
    name = _fresh_id()
    node = bench.first_lesson(name, title[:40], learner, track=track)
    current.drafts().begin(name, node, member_here().name, current.now())
    return redirect(url_for("workshop.bench_page", draft=name), code=303)


@blueprint.post("/workshop/open")
def open_shipped() -> ResponseReturnValue:
    """Open a lesson that comes with the project: as an edition, which may stand in its place, or as a copy."""
    lesson = request.form.get("lesson", "")
    if lesson not in current.shelf().lessons:
        abort(404)
    text, words, now = _text_of(lesson), sharing.words_given(current.settings().workshop, lesson), current.now()
    by, name = member_here().name, lesson
    if request.form.get("as") == "copy":
        name = _fresh_id()
        text = _copied(text, lesson, name)
        words = _words_of(lesson, name)
    try:
        current.drafts().begin_from(name, text, words, by, now)
    except FileExistsError:
        flash(gettext("It is being worked on already; here it is."))
    return redirect(url_for("workshop.bench_page", draft=name, screen=request.form.get("screen") or None), code=303)


@blueprint.post("/workshop/<draft>/remove")
def remove(draft: str) -> ResponseReturnValue:
    """Move a draft aside; it can be brought back from the page that follows."""
    try:
        kept = current.drafts().remove(draft)
    except NoDraft:
        abort(404)
    return redirect(url_for("workshop.home", removed=kept), code=303)


@blueprint.post("/workshop/bring-back")
def bring_back() -> ResponseReturnValue:
    """Bring a draft back that was moved aside."""
    try:
        name = current.drafts().bring_back(request.form.get("name", ""))
    except (NoDraft, FileExistsError):
        flash(gettext("It could not be brought back: a lesson of that name is being made."))
        return redirect(url_for("workshop.home"), code=303)
    return redirect(url_for("workshop.bench_page", draft=name), code=303)


def _fresh_id() -> str:
    """An id of the village's own that no lesson and no draft has."""
    taken = {*current.shelf().catalogue.tasks, *current.shelf().lessons, *(head.id for head in current.drafts().all())}
    day: datetime = current.now()
    while (name := f"own-{day:%y%m%d}-{secrets.token_hex(2)}") in taken:
        continue
    return name


def _text_of(lesson: str) -> str:
    """The file of a lesson that learners have, to the byte."""
    reading = current.shelf().reading_of(lesson) or abort(404)
    return Path(reading.file).read_bytes().decode("utf-8")


def _copied(text: str, lesson: str, name: str) -> str:
    """The file as one of the village's own: another id and title, and the task's card in it."""
    shelf = current.shelf()
    task, bridge = shelf.catalogue.tasks[lesson], shelf.catalogue.bridges.get(lesson)
    text = _LESSON.sub(f"lesson: {name}", text, count=1)
    text = _TITLE.sub(f"title: {shelf.lessons[lesson].title.zh}（我们的）", text, count=1)
    doors = {door: getattr(bridge, door).zh for door in ("online", "phone", "offline")} if bridge else {}
    return bench.changed(text, Change(SET, ("task",), None, {"why": task.why.zh, "level": task.level, **doors}))


def _words_of(lesson: str, name: str) -> dict[str, dict[str, tuple[str, str]]]:
    """What English and the dialects say of a lesson, under the keys of its copy."""
    catalogues, found = current.catalogues(), current.shelf().written[lesson]
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for locale in SAYING:
        for text in found.texts():
            first, dot, rest = text.key.partition(".")
            said = catalogues.find(locale, text.key, text.zh) if first == lesson else None
            if said:
                words.setdefault(locale, {})[f"{name}{dot}{rest}"] = (text.zh, said)
    return words


SAYING = ("en", "wuhan", "sichuan", "yue", "nan", "hak", "wuu")
"""The catalogues in which a lesson may be said: English for the screen, the dialects for the ear."""
