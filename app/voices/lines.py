"""Every line that can be heard, and those that a reader of a dialect reads, in their order; knows no reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from app.config import ROOT, Settings
from app.dialects.catalogues import SOURCE, Catalogues
from app.dialects.registry import DIALECTS, Dialect
from app.narration.recordings import recording_name
from app.narration.script import (
    SHARED,
    UI,
    ScriptLine,
    Tongue,
    every_line,
    interface,
    phone,
    sayer,
    script,
    to_be_said,
)
from app.simulator.reading import Reading as LessonRead
from app.simulator.shelf import Shelf, read_shelf
from models import wording

HEARD_FIRST: Final = "spot-scam-sms"
"""The lesson of the tour: its clips are made before those of any other."""
SLIPS, FRAME, REST = "slips", "interface", "rest"
"""Parts of what is read that belong to no lesson: shared slips, the interface, journeys and skills."""


def N_(msgid: str) -> str:
    """Marks a sentence for translators where it is not said yet."""
    return msgid


FALLEN: Final = N_("This sentence is not there in %(dialect)s yet. Listen to it in Mandarin first.")
"""What is said once a sitting before the first line that a dialect lacks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One line for a reader: what to read, what it says in Mandarin, and the name its recording will have."""

    key: str
    text: str
    mandarin: str
    part: str
    """SLIPS, FRAME, a lesson's id, or REST."""
    clip: str


def whole_script(settings: Settings, *, shipped: bool = False) -> list[ScriptLine]:
    """Every line that a voice can make, in the order of need; a machine's accent speaks what its dialect lets it.

    `shipped` leaves out the lessons that were made here.
    """
    own, versions = (None, None) if shipped else (settings.own_lessons, settings.lesson_versions)
    return script_of(read_shelf(settings.lessons, own), Catalogues(settings.translations, own, versions))


def script_of(shelf: Shelf, catalogues: Catalogues) -> list[ScriptLine]:
    """As `whole_script`, of a shelf and words that are read already."""
    order = sorted(shelf.lessons, key=lambda lesson: lesson != HEARD_FIRST)
    shelf = replace(shelf, lessons={lesson: shelf.lessons[lesson] for lesson in order})
    tongues = [_made(tongue(one, catalogues)) for one in DIALECTS.values() if one.voices]
    lines = script(shelf, sentences(), tongues, phone(ROOT / "app" / "templates"))
    told = (fallen(dialect, catalogues) for dialect in DIALECTS.values() if dialect.catalogue)
    return [ScriptLine(0, DIALECTS["cmn"].id, words) for words in told if words] + lines


def fallen(dialect: Dialect, catalogues: Catalogues) -> str:
    """The Mandarin words of FALLEN for a dialect, as they are heard."""
    return catalogues.ui(SOURCE, FALLEN) % {"dialect": dialect.name}


@cache
def sentences() -> tuple[str, ...]:
    """The English sentences of the learner's pages, and the reasons that the learner model can give."""
    reasons = (wording.msgid(code, "learner") for code in wording.SENTENCES)
    return interface(ROOT / "app" / "templates", ROOT / "app" / "web", reasons)


def tongue(dialect: Dialect, catalogues: Catalogues) -> Tongue:
    """All the words of a dialect."""
    own = dialect.catalogue or dialect.locale
    return Tongue(
        dialect=dialect.id,
        words=lambda text: catalogues.find(own, text.key, text.zh),
        shown=lambda text: catalogues.line(dialect.locale, text.key, text.zh),
        interface=lambda sentence: sentence if own == "en" else catalogues.ui(own, sentence),
    )


def to_read(shelf: Shelf, catalogues: Catalogues, dialect: Dialect) -> tuple[Reading, ...]:
    """What a reader of a dialect reads, each line once: the shared slips, the interface, lesson by lesson, the rest.

    Where the dialect has no words of its own for a line, the reader turns the screen's words by heart.
    """
    say = sayer(shelf, _whole(DIALECTS["cmn"], catalogues))
    mandarin = {one.key: say(lesson, one) for _, lesson, one in every_line(shelf, sentences())}
    lines = script(shelf, sentences(), [_whole(dialect, catalogues)])
    order = {part: place for place, part in enumerate((SLIPS, FRAME, *shelf.lessons, REST))}
    found = [
        Reading(line.key, line.text, mandarin.get(line.key, ""), _part(line), recording_name(dialect.id, line.text))
        for line in lines
    ]
    ordered = sorted(found, key=lambda one: order[one.part])
    return tuple({one.clip: one for one in reversed(ordered)}.values())[::-1]


def of_one(shelf: Shelf, catalogues: Catalogues, dialect: Dialect, reading: LessonRead) -> tuple[Reading, ...]:
    """What a reader reads of one lesson that may be on no shelf yet, as its file was read, each line once."""
    lesson = reading.lesson
    if lesson is None:
        return ()
    around = (reading.task.why, *reading.bridge.texts()) if reading.task and reading.bridge else ()
    messages = (text for screen in lesson.every_screen() for text in screen.messages())
    alone = replace(shelf, lessons={lesson.id: lesson})
    say, mandarin = (sayer(alone, _whole(one, catalogues)) for one in (dialect, DIALECTS["cmn"]))
    found: dict[str, Reading] = {}
    for text in (*lesson.spoken(), *messages, *around):
        words = say(lesson.id, text)
        if to_be_said(words):
            clip = recording_name(dialect.id, words)
            found.setdefault(clip, Reading(text.key, words, mandarin(lesson.id, text), lesson.id, clip))
    return tuple(found.values())


def parts(shelf: Shelf, lesson: str = "") -> tuple[str, ...]:
    """The parts in the order in which they are read, a chosen lesson before the other ones, on the shelf or not."""
    lessons = dict.fromkeys((*((lesson,) if lesson else ()), *shelf.lessons))
    return (SLIPS, FRAME, *lessons, REST)


def _part(line: ScriptLine) -> str:
    if line.key.startswith("slips."):
        return SLIPS
    if line.lesson != SHARED:
        return line.lesson
    return FRAME if line.key.startswith(UI) else REST


def _made(tongue: Tongue) -> Tongue:
    """What of a dialect's words its machine voices may speak."""
    dialect = DIALECTS[tongue.dialect]
    return replace(tongue, words=lambda text: tongue.words(text) if dialect.may_make(text.key) else None)


def _whole(dialect: Dialect, catalogues: Catalogues) -> Tongue:
    """The words of a dialect with the screen's own words where it has none."""
    own = tongue(dialect, catalogues)
    return replace(
        own,
        words=lambda text: own.words(text) or own.shown(text),
        interface=lambda sentence: own.interface(sentence) or catalogues.ui(dialect.locale, sentence),
    )
