"""The lines of drafts, to be read aloud before any learner gets them: which there are, and the way to read one."""

from __future__ import annotations

from typing import Any

from flask import Flask, url_for

from app import current
from app.bench import NoDraft
from app.dialects.registry import DIALECTS, Dialect
from app.records import readers
from app.simulator.reading import read_lesson
from app.voices.lines import Reading, of_one
from app.web.staff import member_here


def dress(app: Flask) -> None:
    """Give templates `speaking(bench, place)`: the ways of speaking in which a screen's sentence can be read here."""
    app.jinja_env.globals.update(speaking=speaking)


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
