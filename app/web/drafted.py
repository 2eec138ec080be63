"""Drafts beyond the workshop: their lines to be read aloud, and what is said while somebody else keeps one busy."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue

from app import current
from app.bench import Busy, NoDraft
from app.dialects.registry import DIALECTS, Dialect
from app.records import readers
from app.simulator.reading import read_lesson
from app.voices.lines import Reading, of_one
from app.web.staff import member_here

AGAIN_IN: Final = 5
"""Seconds after which whoever found a draft busy may try again."""


def dress(app: Flask) -> None:
    """Give templates `speaking(bench, place)`, the ways of speaking in which a screen's sentence can be read here, and
    answer whoever found a draft busy."""
    app.jinja_env.globals.update(speaking=speaking)
    app.register_error_handler(Busy, busy)


def busy(_: Busy) -> ResponseReturnValue:
    """503: others kept a draft, or what was given, for too long; nothing was changed, and nothing written is lost."""
    return render_template("workshop/busy.html"), 503, {"Retry-After": str(AGAIN_IN)}


def lines(dialect: Dialect, lesson: str) -> tuple[Reading, ...]:
    """What is read of a draft in a dialect; nothing where no draft has that id."""
    try:
        draft = current.drafts().open(lesson)
    except NoDraft:
        return ()
    shelf = current.shelf()
    words = {where: {(key, zh): said for key, (zh, said) in those.items()} for where, those in draft.words.items()}
    reading = read_lesson(draft.text, shelf.catalogue_for(draft.id), draft.id)
    return of_one(shelf, current.catalogues().before(words), dialect, reading)


def title(lesson: str) -> str:
    """What a draft is called, in Chinese; empty where no draft has that id."""
    return next((head.title for head in current.drafts().all() if head.id == lesson), "")


def speaking(bench: Any, place: Any) -> list[tuple[str, str]]:
    """The names of Mandarin and of every dialect that somebody here reads, each with where the sentence is read."""
    if place is None or place.screen is None:
        return []
    demo = member_here().demo
    with current.records().session() as s:
        everybody = readers.readings(s)
        read = [one for one in DIALECTS.values() if one.id == "cmn" or everybody.of(one.id, demo=demo).readers]
    return [(one.name, address(one.id, bench.id, place.screen.say.key)) for one in read if one.id != "en"]


def address(dialect: str, lesson: str, key: str) -> str:
    """Where one line of a lesson or a draft is read aloud; who reads is asked there."""
    return url_for("voices.read", dialect=dialect, lesson=lesson, part=lesson, key=key)
