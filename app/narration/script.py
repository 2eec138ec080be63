"""Lists every line that can be heard, in the order in which it is likely to be needed; finds and makes no clip."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from app.simulator import machine, screen
from app.simulator.labels import labels
from app.simulator.lesson import Lesson, Text, stage
from app.simulator.shelf import Shelf

SHARED = ""
"""Stands for the lesson of lines that belong to none: the interface, and what all lessons share."""
UI = "ui."
"""What the keys of the interface's sentences begin with."""

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
    wanted = (*every_line(shelf, sentences), *_pointed_at(shelf, on_the_phone))
    lines: dict[tuple[str, str], ScriptLine] = {}
    for tongue in tongues:
        say = sayer(shelf, tongue)
        for number, lesson, message in wanted:
            text = say(lesson, message)
            if to_be_said(text):
                line = ScriptLine(number, tongue.dialect, text, lesson, message.key)
                lines.setdefault((tongue.dialect, text), line)
    order = {tongue.dialect: place for place, tongue in enumerate(tongues)}
    return sorted(lines.values(), key=lambda line: (line.stage, order[line.dialect]))


def to_be_said(words: str) -> bool:
    """Whether words can be made or read before anyone comes: there is something to say, and no place left to fill."""
    return any(map(str.isalnum, words)) and not _TOKEN.search(words)


def every_line(shelf: Shelf, sentences: Iterable[str]) -> Iterator[tuple[int, str, Text]]:
    """Everything that is heard, as (stage, lesson, message), some of it more than once.

    A sentence of the interface is a message whose key is `ui.` and itself, and whose words are itself.
    """
    for sentence in sentences:
        yield 0, SHARED, Text(f"{UI}{sentence}", sentence)
    for name in shelf.lessons:
        task = shelf.catalogue.tasks[name]
        for text in (task.title, task.why):
            yield 0, name, text
    for number, lesson in enumerate(shelf.lessons.values(), 1):
        for text in _lesson(lesson):
            yield number, lesson.id, text
        if bridge := shelf.catalogue.bridges.get(lesson.id):
            for text in bridge.texts():
                yield number, lesson.id, text
    journeys = (text for journey in shelf.journeys.values() for text in journey.texts())
    for text in (*journeys, *shelf.catalogue.slips.values(), *shelf.catalogue.skills.values()):
        yield len(shelf.lessons) + 1, SHARED, text


def sayer(shelf: Shelf, tongue: Tongue) -> Callable[[str, Text], str]:
    """What answers, for a lesson and a message of `every_line`, its words in a dialect, facts filled in, or nothing."""

    @cache
    def facts(lesson: str) -> Mapping[str, str]:
        return screen.facts_of(shelf.lessons[lesson], lambda text: tongue.words(text) or "", tongue.shown)

    def say(lesson: str, message: Text) -> str:
        if message.key.startswith(UI):
            return tongue.interface(message.zh)
        words = tongue.words(message) or ""
        return screen.fill(words, facts(lesson)) if lesson and words else words

    return say


def _pointed_at(shelf: Shelf, sentences: Iterable[str]) -> Iterator[tuple[int, str, Text]]:
    """The labels of the practice phone, after everything that is said by itself."""
    last = len(shelf.lessons) + 2
    for sentence in sentences:
        yield last, SHARED, Text(f"{UI}{sentence}", sentence)
    for text in shelf.catalogue.apps.values():
        yield last, SHARED, text
    for lesson in shelf.lessons.values():
        yield from ((last, lesson.id, text) for text in labels(lesson))


def _lesson(lesson: Lesson) -> Iterator[Text]:
    """The messages of a lesson: its right way first, then what is around it, then the twists."""
    play = stage(lesson)
    on_the_way = dict.fromkeys(name for name, _ in machine.path(play))
    met = [play.screens[name] for name in on_the_way]
    ways = (text for screen_ in met for text in (*screen_.spoken(), *screen_.messages()))
    others = (text for screen_ in lesson.every_screen() for text in screen_.messages())
    yield from (lesson.title, lesson.goal, *ways, *lesson.spoken(), *others)
