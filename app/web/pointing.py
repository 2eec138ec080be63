"""Finds the clip of words that somebody points at; only for words that are ours, which it tells from any others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Flask, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from app import current, drawing
from app.records import roster
from app.simulator.labels import labels
from app.simulator.screen import Line, liner
from app.web import learner, preferences, tongue

blueprint = Blueprint("pointing", __name__)

MOST: Final = 12
"""Runs of words that one place of a page has at most."""
LONGEST: Final = 200
"""Signs in one of them."""


def dress(app: Flask) -> None:
    """Keep what words are ours, by where they stand, once they were asked for."""
    app.extensions["labels"] = {}


@blueprint.post("/say")
def say() -> ResponseReturnValue:
    """How words that stand on the page are heard, one entry for each run of them, null for one that is not ours.

    Nothing is made here: a missing clip is asked for, as on a page, and its address answers once it is made. The words
    are kept nowhere, whatever they are.
    """
    told: Any = request.get_json(silent=True)
    runs, lesson = (told.get("words"), told.get("lesson")) if isinstance(told, dict) else (None, None)
    if not isinstance(runs, list) or not 0 < len(runs) <= MOST:
        abort(400)
    if not all(isinstance(run, str) and len(run) <= LONGEST for run in runs):
        abort(400)
    whole = _ours("".join(runs), str(lesson))
    found = [whole] if whole else [_ours(run, str(lesson)) for run in runs]
    return jsonify(heard=[_heard(line) if line else None for line in found])


def _heard(line: Line) -> dict[str, str]:
    sound = tongue.clip(line)
    return {"said": sound.said, "lang": sound.lang, "url": sound.url}


def _ours(words: str, lesson: str) -> Line | None:
    """The line that these words are: on this lesson's phone, of our own pages, a digit, or a name of the class."""
    bare = squeezed(words)
    if not bare:
        return None
    if line := _on_the_phone(lesson).get(bare):
        return line
    if msgid := _interface().get(bare):
        return tongue.ui(msgid)
    if words in set("0123456789"):
        return tongue.as_shown(words)
    return _names().get(bare) if not lesson else None


def squeezed(words: str) -> str:
    """Words without their spaces and signs, as a page may cut them anywhere."""
    return "".join(sign for sign in words if sign.isalnum())


def _on_the_phone(lesson: str) -> Mapping[str, Line]:
    """The words on the phone of a lesson, rows also by their halves; empty for no lesson."""
    found = current.shelf().lessons.get(lesson)
    if found is None:
        return {}
    kept, key = _kept(), (found.hash, preferences.locale(), tongue.dialect().id)
    if key not in kept:
        make, lines = liner(found, tongue.voice()), dict[str, Line]()
        apps = map(tongue.line, current.shelf().catalogue.apps.values())
        for line in (*map(make, labels(found)), make(found.title), *apps):
            lines.setdefault(squeezed(line.text), line)
        for line in list(lines.values()):
            for half in drawing.halves(line.text):
                lines.setdefault(squeezed(half), tongue.as_shown(half))
        kept[key] = lines
    return kept[key]


def _interface() -> Mapping[str, str]:
    """Our own sentences, as they are shown, by their English."""
    kept, locale = _kept(), preferences.locale()
    if locale not in kept:
        sentences = current.catalogues().sentences()
        kept[locale] = {
            squeezed(msgid if locale == "en" else shown): msgid
            for msgid, shown in reversed(sentences.items())
            if "%(" not in msgid
        }
    return kept[locale]


def _names() -> Mapping[str, Line]:
    classroom = learner.classroom_here()
    if classroom is None:
        return {}
    with current.records().session() as s:
        names = map(tongue.person_name, roster.learners(s, classroom.id))
        return {squeezed(name): tongue.as_shown(name) for name in names}


def _kept() -> dict[Any, Mapping[str, Any]]:
    kept: dict[Any, Mapping[str, Any]] = current_app.extensions["labels"]
    return kept
