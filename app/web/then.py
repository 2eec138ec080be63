"""Lessons as they were: the version that somebody practised, or one that this laptop's shelf has no more or never had.

They come from the texts that were kept before the first attempt on them; a text that cannot be read is as none.
"""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from app import current
from app.records import journal
from app.records.versions import versions
from app.simulator import keeping
from app.simulator.lesson import Lesson, Screen, stage

VERSIONS = 20
"""So many versions of a lesson, the last ones, are looked through for a screen."""


def version(lesson: str, lesson_hash: str) -> Lesson | None:
    """A lesson in the version of that hash; None where its text is not kept."""
    found = current.shelf().lessons.get(lesson)
    return found if found is not None and found.hash == lesson_hash else _kept(lesson_hash)


def latest(lesson: str) -> Lesson | None:
    """A lesson as it stands on the shelf, else as it was kept last."""
    return current.shelf().lessons.get(lesson) or next((one for one in map(_kept, _hashes(lesson)) if one), None)


def having(lesson: str, screen: str) -> Lesson | None:
    """The newest version of a lesson that has a screen of that name: today's, else one that was kept."""
    today = current.shelf().lessons.get(lesson)
    if today is not None and screen_of(today, screen) is not None:
        return today
    kept = (one for one in map(_kept, _hashes(lesson)) if one is not None)
    return next((one for one in kept if screen_of(one, screen) is not None), None)


def screen_of(lesson: Lesson, name: str) -> Screen | None:
    """A screen of a lesson or of one of its twists; `name@2` is the screen as twist 2 has it."""
    bare, _, twist = name.partition("@")
    numbers = [int(twist)] if twist.isdecimal() else range(len(lesson.twists) + 1)
    played = (stage(lesson, number).screens.get(bare) for number in numbers if number <= len(lesson.twists))
    return next((found for found in played if found is not None), None)


def _kept(lesson_hash: str) -> Lesson | None:
    """The lesson of a kept text, read once; a text never changes."""
    read = cast(dict[str, Lesson | None], current_app.extensions.setdefault("lessons then", {}))
    if lesson_hash not in read:
        try:
            with current.records().session() as s:
                read[lesson_hash] = keeping.thawed(journal.lesson_text(s, lesson_hash))
        except (LookupError, ValueError, TypeError, AttributeError):
            read[lesson_hash] = None
    return read[lesson_hash]


def _hashes(lesson: str) -> list[str]:
    """The hashes of a lesson's kept versions, the last first; asked for once a request."""
    asked: dict[str, list[str]] = g.setdefault("versions_then", {})
    if lesson not in asked:
        with current.records().session() as s:
            asked[lesson] = versions(s, lesson, VERSIONS)
    return asked[lesson]
