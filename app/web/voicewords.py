"""What the pages of recordings say: verdicts and reasons with what to do next, and names of parts; decides nothing."""

from __future__ import annotations

from typing import cast

from flask import current_app
from flask_babel import gettext
from markupsafe import Markup

from app import charts, current
from app.dialects.registry import Dialect
from app.narration import recordings
from app.records import readers
from app.voices import lines, standing
from app.voices.lines import Reading
from app.voices.standing import Part
from app.web import drafted
from app.web.cards import lang_of
from app.web.findings import lesson_title

__all__ = ["BARS", "bar", "lang_of", "lines_of", "part_name", "reasons", "refusal", "state_words"]

BARS = ("sb-alone", "sb-help", "sb-stale", "sb-again")
"""The colours of the states of a line, in their order."""


def bar(part: Part, stretched: bool = True) -> Markup:
    """A bar of how the lines of a part stand, as wide as its place unless it is one of many in a table."""
    return Markup(charts.stacked(list(zip(part.counts, BARS, strict=True)), stretched))


def state_words() -> dict[str, str]:
    """How a line can stand, in words."""
    return {
        standing.RECORDED: gettext("recorded"),
        standing.WAITS: gettext("to approve"),
        standing.STALE: gettext("words changed"),
        standing.MISSING: gettext("not yet"),
    }


def part_name(part: str) -> str:
    """A part of what is read, as the page calls it."""
    names = {
        lines.SLIPS: gettext("What is said after a slip"),
        lines.FRAME: gettext("Pages and buttons"),
        lines.REST: gettext("Journeys and skills"),
    }
    known = part in names or part in current.shelf().lessons
    return (names.get(part) or str(lesson_title(part))) if known else drafted.title(part) or lesson_title(part)


def refusal(word: str) -> str:
    """Why a take was not kept, and what to do next."""
    sentences = {
        recordings.SILENT: gettext("Nothing was heard. Press once, speak towards the laptop, press again."),
        recordings.QUIET: gettext("That was very soft. Come a hand's breadth closer and read it once more."),
        recordings.CLIPPED: gettext("That was so loud that it rattles. Lean back a little and read it once more."),
        recordings.LONG: gettext("That took much longer than the line. Press again right after the last word."),
        recordings.SHORT: gettext(
            "That was shorter than the line; a beginning or an end may be missing. Press, wait a moment, then read."
        ),
        recordings.PHONE: gettext(
            "Phones record in a way that cannot be read here. "
            "Choose wav or mp3 in the recorder, or read at the laptop, at localhost."
        ),
        recordings.NO_SOUND: gettext("This is no sound that can be read here, or it was cut short. Send wav or mp3."),
        recordings.BIG: gettext("This file is too large. Send one line only, 2 MB at most."),
    }
    return str(sentences[word])


def reasons() -> dict[str, str]:
    """Why a take is to be read once more, in words."""
    word, noise, fast, cut = readers.AGAIN
    return {
        word: gettext("A wrong word"),
        noise: gettext("Noise"),
        fast: gettext("Too fast"),
        cut: gettext("Cut off"),
    }


def lines_of(dialect: Dialect, draft: str = "") -> tuple[Reading, ...]:
    """What is read in a dialect, put together once for the lessons as they stand; and the lines of a draft."""
    kept = cast(dict[str, tuple[Reading, ...]], current_app.extensions.setdefault("lines to read", {}))
    if dialect.id not in kept:
        kept[dialect.id] = lines.to_read(current.shelf(), current.catalogues(), dialect)
    more = drafted.lines(dialect, draft) if draft else ()
    those = {one.clip for one in more}
    return (*(one for one in kept[dialect.id] if one.clip not in those), *more)
