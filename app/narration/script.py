"""Lists every line that can be heard, in the order in which it is likely to be needed; finds and makes no clip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from app.simulator import machine, screen
from app.simulator.labels import labels
from app.simulator.lesson import Lesson, Text, stage
from app.simulator.shelf import Shelf

SHARED = ""
"""Stands for the lesson of lines that belong to none: the interface, and what all lessons share."""

_HEARD = (("learner/**.html", "jinja2"), ("base.html", "jinja2"), ("spoken.html", "jinja2"))
_PHONE = (("sim/**.html", "jinja2"),)
_KEYWORDS = {**DEFAULT_KEYWORDS, "ui": None}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_TOKEN = re.compile(r"\$[a-z_]+")


@dataclass(frozen=True)
class Tongue:
    """The words of one dialect; each function answers nothing where the dialect has no words of its own."""

    dialect: str
    words: Callable[[Text], str | None]
    """A lesson's message, tokens unfilled."""
    shown: Callable[[Text], str]
    """The same message as the screen beside it shows it."""
    interface: Callable[[str], str]
    """An English sentence of the interface."""


@dataclass(frozen=True)
class ScriptLine:
    """One line to be heard. A smaller `stage` is needed earlier: 0 the interface, then lesson by lesson, the rest.

    Last come the labels of the practice phone, which are heard only when somebody points at them.
    """

    stage: int
    dialect: str
    text: str
    lesson: str = SHARED


def interface(templates: Path, code: Path | None = None, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The English sentences of the learner's pages that can be made before anyone comes: those without a name in them.

    Every message of the templates in `learner/` and of the frame around them counts as one to be heard, every `ui(…)`
    in the Python files below `code`, and `others`.
    """
    found = list(extract_from_dir(str(templates), _HEARD, {}, keywords=_KEYWORDS))
    if code is not None:
        found += extract_from_dir(str(code), (("**.py", "python"),), {}, keywords={"ui": None})
    messages = [message for _, _, message, _, _ in found if isinstance(message, str)]
    return tuple(dict.fromkeys(message for message in (*messages, *others) if not _PLACEHOLDER.search(message)))


def phone(templates: Path) -> tuple[str, ...]:
    """The English sentences that our templates put on the practice phone, those without a name in them."""
    found = extract_from_dir(str(templates), _PHONE, {}, keywords=_KEYWORDS)
    messages = (message for _, _, message, _, _ in found if isinstance(message, str))
    return tuple(dict.fromkeys(message for message in messages if not _PLACEHOLDER.search(message)))


def script(
    shelf: Shelf, sentences: Iterable[str], tongues: Sequence[Tongue], on_the_phone: Iterable[str] = ()
) -> list[ScriptLine]:
    """Every line, each once in a dialect, sorted by stage and, in a stage, by dialect in the order of `tongues`.

    `sentences` are those of the interface, `on_the_phone` those that `phone` finds.
    """
    sentences, on_the_phone = tuple(sentences), tuple(on_the_phone)
    lines: dict[tuple[str, str], ScriptLine] = {}
    for tongue in tongues:
        for number, lesson, text in (*_spoken(shelf, sentences, tongue), *_pointed_at(shelf, on_the_phone, tongue)):
            if text and not _TOKEN.search(text):
                lines.setdefault((tongue.dialect, text), ScriptLine(number, tongue.dialect, text, lesson))
    order = {tongue.dialect: place for place, tongue in enumerate(tongues)}
    return sorted(lines.values(), key=lambda line: (line.stage, order[line.dialect]))


def _spoken(shelf: Shelf, sentences: tuple[str, ...], tongue: Tongue) -> Iterator[tuple[int, str, str]]:
    """The lines of one dialect as (stage, lesson, words)."""
    for sentence in sentences:
        yield 0, SHARED, tongue.interface(sentence)
    for name in shelf.lessons:
        task = shelf.catalogue.tasks[name]
        for text in (task.title, task.why):
            yield 0, name, tongue.words(text) or ""
    for number, lesson in enumerate(shelf.lessons.values(), 1):
        for words in _lesson(lesson, tongue):
            yield number, lesson.id, words
        if bridge := shelf.catalogue.bridges.get(lesson.id):
            for text in bridge.texts():
                yield number, lesson.id, tongue.words(text) or ""
    journeys = (text for journey in shelf.journeys.values() for text in journey.texts())
    for text in (*journeys, *shelf.catalogue.slips.values(), *shelf.catalogue.skills.values()):
        yield len(shelf.lessons) + 1, SHARED, tongue.words(text) or ""


def _pointed_at(shelf: Shelf, sentences: tuple[str, ...], tongue: Tongue) -> Iterator[tuple[int, str, str]]:
    """The labels of the practice phone in one dialect, after everything that is said by itself."""
    last = len(shelf.lessons) + 2
    for sentence in sentences:
        yield last, SHARED, tongue.interface(sentence)
    for text in shelf.catalogue.apps.values():
        yield last, SHARED, tongue.words(text) or ""
    for lesson in shelf.lessons.values():
        facts = screen.facts_of(lesson, lambda text: tongue.words(text) or "", tongue.shown)
        for text in labels(lesson):
            words = screen.fill(tongue.words(text) or "", facts)
            if any(sign.isalnum() for sign in words):
                yield last, lesson.id, words


def _lesson(lesson: Lesson, tongue: Tongue) -> Iterator[str]:
    """The lines of a lesson: its right way first, then what is around it, then the twists."""
    play = stage(lesson)
    facts = screen.facts_of(lesson, lambda text: tongue.words(text) or "", tongue.shown)
    on_the_way = dict.fromkeys(name for name, _ in machine.path(play))
    met = [play.screens[name] for name in on_the_way]
    ways = (text for screen_ in met for text in (*screen_.spoken(), *screen_.messages()))
    others = (text for screen_ in lesson.every_screen() for text in screen_.messages())
    for text in (lesson.title, lesson.goal, *ways, *lesson.spoken(), *others):
        yield screen.fill(tongue.words(text) or "", facts)
