"""What a life event asks for, in order: lessons to practise and errands to do in person; knows no learner and no page.

Reads `journeys.yaml` and tells every mistake with its line, as for lessons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.simulator import saying
from app.simulator.catalogue import Catalogue
from app.simulator.lesson import Text
from app.simulator.mistakes import Mistake
from app.simulator.reading import Reading, line_of, load
from app.simulator.saying import Translate
from app.simulator.screen import sentences

FILE: Final = "journeys.yaml"
FEWEST, MOST = 4, 8
"""Parts of a journey."""
FEWEST_TASKS: Final = 3
NEEDED: Final = ("title", "person", "story", "picture", "parts")
PART_KEYS: Final = {"task": ("why",), "in_person": ("where",)}
"""What makes a part one of its two kinds, and what it then needs."""
PROMISES: Final = ("岁", "元", "工作日", "天内", "保证", "包办", "一定能")
"""Ages, amounts, deadlines and promises: they differ from place to place and go out of date."""

_ID = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a journey: a task with a word why it belongs here, or an errand with where it is done.

    `task` is empty for an errand; `where` and, where there is something to bring, `bring` are the errand's.
    """

    number: int
    says: Text
    task: str = ""
    where: Text | None = None
    bring: Text | None = None

    def texts(self) -> Iterator[Text]:
        """Every message of the part."""
        yield from (text for text in (self.says, self.where, self.bring) if text is not None)


@dataclass(frozen=True, slots=True)
class Journey:
    """A life event. `person` is an id of people.yaml, `picture` the task whose picture it wears; parts are in order."""

    id: str
    title: Text
    story: Text
    person: str
    picture: str
    parts: tuple[Part, ...]
    gentle: bool = False
    """Of something sad: no praise, no counting, never offered unasked, may be left."""

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks in it, in order."""
        return tuple(part.task for part in self.parts if part.task)

    def texts(self) -> Iterator[Text]:
        """Every message; all of them can be heard."""
        yield from (self.title, self.story)
        for part in self.parts:
            yield from part.texts()


@dataclass(slots=True)
class JourneysReading(Reading):
    """What came of reading the file: the journeys that can be shown, by id, and the mistakes."""

    journeys: dict[str, Journey] = field(default_factory=dict)


def read_journeys(source: Path | str, catalogue: Catalogue, file: str = FILE) -> JourneysReading:
    """Read journeys from a path, or from text when `source` is a string; one with a mistake is set aside."""
    reading = JourneysReading(file)
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    except (OSError, UnicodeDecodeError) as problem:
        reading.mistake("", f"the file cannot be opened: {problem}", "Check its name and that it is UTF-8 text")
        return reading
    data = load(text, reading, holds="journey", begins="journeys:")
    if data is None:
        return reading
    nodes = data.get("journeys")
    if not isinstance(nodes, CommentedMap) or set(data) != {"journeys"}:
        reading.mistake("", "no journey in this file", "Write all journeys by their ids below `journeys:`")
        return reading
    for name, node in nodes.items():
        before = len(reading.mistakes)
        journey = _JourneyReader(str(name), node, nodes, reading, catalogue).read()
        if journey is not None and len(reading.mistakes) == before:
            reading.journeys[journey.id] = journey
    return reading


def check_journeys(reading: JourneysReading, catalogue: Catalogue, translate: Translate | None = None) -> list[Mistake]:
    """Every mistake of the file, reading mistakes included, in the order of lines.

    `translate(locale, key, zh)` gives a translation or None; without it translations are not looked at.
    """
    start = len(reading.mistakes)
    for journey in reading.journeys.values():
        _whole(journey, reading, catalogue)
        for text in journey.texts():
            found = [
                *saying.unsafe(text.zh, catalogue),
                *saying.half_width(text.zh),
                *saying.unheard(text.zh, catalogue),
            ]
            if translate is not None:
                found += saying.untranslated(text, True, translate, catalogue)
            for what, fix in found:
                reading.mistake(text.key, what, fix)
            _promises_nothing(text, reading, catalogue)
            _hushed(text, journey, reading, catalogue)
    mistakes = sorted(set(reading.mistakes))
    del reading.mistakes[start:]
    return mistakes


class _JourneyReader:
    """Walks one journey from top to bottom."""

    def __init__(
        self, name: str, node: Any, parent: CommentedMap, reading: JourneysReading, catalogue: Catalogue
    ) -> None:
        self.id, self.node, self.reading, self.catalogue = name, node, reading, catalogue
        self.key = f"journeys.{name}"
        self._line(self.key, parent, name)

    def read(self) -> Journey | None:
        if not _ID.fullmatch(self.id):
            self._note("", f"`{self.id}` cannot stand in an address", "Write it in small Latin letters and hyphens")
        if not isinstance(self.node, CommentedMap):
            self._note("", "a journey is a mapping", "Begin it with `title:`")
            return None
        for key in self.node:
            self._line(f"{self.key}.{key}", self.node, key)
            if key not in (*NEEDED, "gentle"):
                self._note(f".{key}", f"unknown key `{key}`", "Remove it; docs/lesson-format.md tells what there is")
        for key in NEEDED:
            if not self.node.get(key):
                self._note("", f"`{key}` is missing", f"Add `{key}:` to `{self.id}`")
        person = str(self.node.get("person") or "")
        if person and person not in self.catalogue.people:
            self._note(".person", f"nobody is called `{person}`", "Use an id from lessons/people.yaml")
        return Journey(
            id=self.id,
            title=Text(f"{self.key}.title", str(self.node.get("title") or "")),
            story=Text(f"{self.key}.story", str(self.node.get("story") or "")),
            person=person,
            picture=str(self.node.get("picture") or ""),
            parts=self._parts(self.node.get("parts")),
            gentle=self.node.get("gentle") is True,
        )

    def _parts(self, nodes: Any) -> tuple[Part, ...]:
        if not isinstance(nodes, CommentedSeq):
            return ()
        return tuple(self._part(number, node, nodes) for number, node in enumerate(nodes, 1))

    def _part(self, number: int, node: Any, parent: CommentedSeq) -> Part:
        here = f".part.{number}"
        key = f"{self.key}{here}"
        self._line(key, parent, number - 1)
        kinds = [kind for kind in PART_KEYS if isinstance(node, Mapping) and node.get(kind)]
        if len(kinds) != 1:
            self._note(here, f"part {number} is neither a task nor an errand", "Give it `task:` or `in_person:`")
            return Part(number, Text(key, ""))
        (kind,) = kinds
        for name in node:
            self._line(f"{key}.{name}", node, name)
            if name not in (kind, *PART_KEYS[kind], *(("bring",) if kind == "in_person" else ())):
                self._note(f"{here}.{name}", f"unknown key `{name}`", f"A part with `{kind}:` has no such key")
        for name in PART_KEYS[kind]:
            if not node.get(name):
                self._note(here, f"part {number} has no `{name}`", f"Add `{name}:` beside `{kind}:`")
        said = "why" if kind == "task" else kind
        part = self._task(number, node, key) if kind == "task" else self._errand(number, node, key)
        self.reading.lines[key] = self.reading.lines.get(f"{key}.{said}", 1)
        return part

    def _errand(self, number: int, node: Mapping[str, Any], key: str) -> Part:
        return Part(
            number,
            Text(key, str(node["in_person"])),
            where=Text(f"{key}.where", str(node.get("where") or "")),
            bring=Text(f"{key}.bring", str(node["bring"])) if node.get("bring") else None,
        )

    def _task(self, number: int, node: Mapping[str, Any], key: str) -> Part:
        task = str(node["task"])
        if task not in self.catalogue.tasks:
            self._note(
                f".part.{number}", f"`{task}` is no task of the catalogue", "Use an id of lessons/catalogue.yaml"
            )
        return Part(number, Text(key, str(node.get("why") or "")), task)

    def _note(self, where: str, what: str, fix: str) -> None:
        self.reading.mistake(f"{self.key}{where}", what, fix)

    def _line(self, where: str, parent: Any, item: Any) -> None:
        line = line_of(parent, item)
        if line:
            self.reading.lines[where] = line


def _whole(journey: Journey, reading: Reading, catalogue: Catalogue) -> None:
    """Note what is wrong with a journey as a whole."""
    note, key = reading.mistake, f"journeys.{journey.id}"
    if not FEWEST <= len(journey.parts) <= MOST:
        note(f"{key}.parts", f"{len(journey.parts)} parts", f"A journey has {FEWEST} to {MOST} parts")
    if len(journey.tasks) < FEWEST_TASKS:
        note(f"{key}.parts", f"only {len(journey.tasks)} tasks", f"Put at least {FEWEST_TASKS} tasks into it")
    if len(journey.tasks) == len(journey.parts):
        note(f"{key}.parts", "nothing is to be done in person", "Say what cannot be done on the phone")
    for task in sorted({task for task in journey.tasks if journey.tasks.count(task) > 1}):
        note(f"{key}.parts", f"`{task}` stands in it twice", "Keep one of them")
    if journey.picture not in journey.tasks:
        note(f"{key}.picture", f"`{journey.picture}` is none of its tasks", "Name one of them")
    if not journey.gentle and any(catalogue.tasks[task].gentle for task in journey.tasks):
        note(key, "a gentle task in a journey that is not gentle", "Add `gentle: true`")
    if len(sentences(journey.story.zh)) != 1:
        note(f"{key}.story", "the story is not one sentence", "Tell one person's need in one sentence")
    if catalogue.people[journey.person].name.zh not in journey.story.zh:
        note(f"{key}.story", f"the story does not name `{journey.person}`", "Tell it of the person by name")


def _promises_nothing(text: Text, reading: Reading, catalogue: Catalogue) -> None:
    """Note ages, amounts and deadlines: any number but a public telephone, and the words that go with them."""
    numbers = [number for number in _NUMBER.findall(text.zh) if number not in catalogue.hotlines]
    for told in (*numbers, *(word for word in PROMISES if word in text.zh)):
        reading.mistake(
            text.key, f"`{told}` may be an age, an amount, a deadline or a promise", "Send to 12345 instead"
        )


def _hushed(text: Text, journey: Journey, reading: Reading, catalogue: Catalogue) -> None:
    for word in catalogue.hushed if journey.gentle else ():
        if word in text.zh:
            reading.mistake(text.key, f"`{word}` praises or hurries where things are sad", "Say it quietly")
