"""After a lesson made here was given to learners, or taken from them: from now on they meet what lies there now.

It decides nothing, and knows neither who gave nor any draft.
"""

from __future__ import annotations

from threading import Thread
from typing import Any, cast

from flask import Flask, current_app

from app import current
from app.config import LANGUAGES
from app.dialects.registry import of_locale
from app.simulator.lesson import Lesson
from app.simulator.shelf import with_own
from app.voices.lines import script_of
from app.web import compiling, heard


def anew() -> None:
    """Read again what learners get of the lessons made here; what changed is drawn anew, and its clips are made."""
    before = current.shelf()
    shelf = with_own(before, current.settings().own_lessons)
    touched = before.local.keys() | shelf.local.keys()
    extensions = current_app.extensions
    extensions["shelf"] = shelf
    current.catalogues().forget()
    extensions["coverage"] = current.coverage().over(shelf)
    extensions["labels"] = {}
    extensions.pop("lines to read", None)
    heard.anew(touched)
    if current.settings().narrates:
        app = cast(Flask, cast(Any, current_app)._get_current_object())
        changed = [lesson for id_, lesson in shelf.lessons.items() if lesson != before.lessons.get(id_)]
        Thread(target=_get_ready, args=(app, changed), name="shelving", daemon=True).start()


def _get_ready(app: Flask, lessons: list[Lesson]) -> None:
    """Draw what changed in every language's own voice, and put what of it has no clip on the workshop's list."""
    with app.test_request_context():
        for lesson in lessons:
            for locale in LANGUAGES:
                compiling.drawn_for(lesson, locale, of_locale(locale).id)
        changed = {lesson.id for lesson in lessons}
        for line in script_of(current.shelf(), current.catalogues()):
            if line.lesson in changed:
                current.library().want(line.dialect, line.text, urgent=False)
