"""Lists every line that can be heard, in the order in which it is likely to be needed; finds and makes no clip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from app.simulator import machine, screen
from app.simulator.lesson import Lesson, Text, stage
from app.simulator.shelf import Shelf

INTERFACE = "ui."
"""How the keys of the interface's sentences begin."""
SHARED = ""
"""Stands for the lesson of lines that belong to none: the interface, and what all lessons share."""

_HEARD = (("learner/**.html", "jinja2"), ("base.html", "jinja2"), ("spoken.html", "jinja2"))
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
    """One line to be heard. A smaller `stage` is needed earlier: 0 the interface, then lesson by lesson, the rest."""

    stage: int
    dialect: str
    text: str
    lesson: str = SHARED
    key: str = ""
    """Names the message whose words these are, whatever they say: a lesson's key, or `ui.` and an English sentence."""


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


def script(shelf: Shelf, sentences: Iterable[str], tongues: Sequence[Tongue]) -> list[ScriptLine]:
    """Every line, each once in a dialect, sorted by stage and, in a stage, by dialect in the order of `tongues`."""
    sentences = tuple(sentences)
    lines: dict[tuple[str, str], ScriptLine] = {}
    for tongue in tongues:
        for line in every_message(shelf, sentences, tongue):
            if line.text and not _TOKEN.search(line.text):
                lines.setdefault((tongue.dialect, line.text), line)
    order = {tongue.dialect: place for place, tongue in enumerate(tongues)}
    return sorted(lines.values(), key=lambda line: (line.stage, order[line.dialect]))


def every_message(shelf: Shelf, sentences: Iterable[str], tongue: Tongue) -> Iterator[ScriptLine]:
    """Every message of one dialect, the same words more than once, with nothing where the dialect has no words."""

    def line(stage_: int, lesson: str, text: Text) -> ScriptLine:
        return ScriptLine(stage_, tongue.dialect, tongue.words(text) or "", lesson, text.key)

    for sentence in sentences:
        yield ScriptLine(0, tongue.dialect, tongue.interface(sentence), SHARED, f"{INTERFACE}{sentence}")
    for name in shelf.lessons:
        task = shelf.catalogue.tasks[name]
        for text in (task.title, task.why):
            yield line(0, name, text)
    for number, lesson in enumerate(shelf.lessons.values(), 1):
        for key, words in _lesson(lesson, tongue):
            yield ScriptLine(number, tongue.dialect, words, lesson.id, key)
        if bridge := shelf.catalogue.bridges.get(lesson.id):
            for text in bridge.texts():
                yield line(number, lesson.id, text)
    journeys = (text for journey in shelf.journeys.values() for text in journey.texts())
    for text in (*journeys, *shelf.catalogue.slips.values(), *shelf.catalogue.skills.values()):
        yield line(len(shelf.lessons) + 1, SHARED, text)


def _lesson(lesson: Lesson, tongue: Tongue) -> Iterator[tuple[str, str]]:
    """The lines of a lesson as (key, words): its right way first, then what is around it, then the twists."""
    play = stage(lesson)
    facts = screen.facts_of(lesson, lambda text: tongue.words(text) or "", tongue.shown)
    on_the_way = dict.fromkeys(name for name, _ in machine.path(play))
    met = [play.screens[name] for name in on_the_way]
    ways = (text for screen_ in met for text in (*screen_.spoken(), *screen_.messages()))
    others = (text for screen_ in lesson.every_screen() for text in screen_.messages())
    for text in (lesson.title, lesson.goal, *ways, *lesson.spoken(), *others):
        yield text.key, screen.fill(tongue.words(text) or "", facts)
