"""Reads lesson files into Lesson, or tells every mistake with its line; knows the file format, not how it plays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from app.simulator import owntask
from app.simulator.catalogue import Bridge, Catalogue, Task
from app.simulator.lesson import Lesson, Person, Text, Twist
from app.simulator.mistakes import Mistake
from app.simulator.screens import ScreenReader

FORMATS = (1, 2)
LARGEST = 400_000
NEEDED = (
    "lesson", "format", "title", "track", "minutes", "learner", "story", "goal", "start", "finish",
    "remember", "otherwise", "screens",
)  # fmt: skip
KNOWN = frozenset(NEEDED) | {
    "needs",
    "facts",
    "twists",
    "demo",
    "service",
    "version",
    "checked",
    "title_en",
    owntask.KEY,
}
NEEDED_2 = ("demo", "service", "version")


@dataclass(slots=True)
class Reading:
    """What came of reading one file: the lesson if one can be made, where each thing stands, and the mistakes.

    `task` and `bridge` are what a lesson of the village's own says of itself; a shipped lesson's are in the catalogue.
    """

    file: str
    lesson: Lesson | None = None
    task: Task | None = None
    bridge: Bridge | None = None
    lines: dict[str, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def mistake(self, where: str, what: str, fix: str) -> None:
        """Note a mistake at a key of `lines`; a longer key falls back to the nearest one that has a line."""
        self.mistakes.append(self.found(where, what, fix))

    def found(self, where: str, what: str, fix: str) -> Mistake:
        """The same mistake, not noted: a lesson with one may be played."""
        key = where
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return Mistake(self.file, self.lines.get(key, 1), what, fix, where)


def round_trip() -> YAML:
    """The one YAML dialect of lessons: 1.2, comments kept, long lines left alone."""
    yaml = YAML(typ="rt")
    yaml.width = 10_000
    yaml.preserve_quotes = True
    return yaml


def load(text: str, reading: Reading, holds: str = "lesson", begins: str = "lesson: <id>") -> CommentedMap | None:
    """Parse YAML; a file that is no mapping, too large or malformed becomes one mistake with its line.

    What the file `holds` and how it `begins` are told to whoever wrote something else.
    """
    if len(text) > LARGEST:
        reading.mistake("", f"the file is larger than {LARGEST // 1000} kB", f"Split it or take out what is no {holds}")
        return None
    try:
        data = round_trip().load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark is not None else 1
        said = (problem.problem or "the file cannot be read").splitlines()[0]
        reading.mistakes.append(Mistake(reading.file, line, f"not readable YAML: {said}", "Mend this line"))
        return None
    except (YAMLError, ValueError, RecursionError) as problem:
        reading.mistake("", f"not readable YAML: {problem}", "Save the file as UTF-8 text in the lesson format")
        return None
    if not isinstance(data, CommentedMap):
        reading.mistake("", f"no {holds} in this file", f"Begin with `{begins}`")
        return None
    return data


def read_lesson(source: Path | str, catalogue: Catalogue, file: str = "") -> Reading:
    """Read one lesson from a path, or from text when `source` is a string; never raises for what an author wrote."""
    reading = Reading(file or (str(source) if isinstance(source, Path) else "lesson"))
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    except (OSError, UnicodeDecodeError) as problem:
        reading.mistake("", f"the file cannot be opened: {problem}", "Check its name and that it is UTF-8 text")
        return reading
    data = load(text, reading)
    if data is not None:
        try:
            _LessonReader(data, reading, catalogue).read()
        except (TypeError, ValueError, AttributeError, LookupError, RecursionError) as problem:
            reading.lesson = None
            fix = "Look for a word where a list or a mapping belongs, or the other way round"
            reading.mistake("", f"something here is not of the kind that it should be: {problem}", fix)
        if reading.lesson is not None:
            said = "\n".join(f"{t.key}\t{t.zh}" for t in reading.lesson.texts())
            digest = hashlib.sha256(f"{text}\n{said}".encode()).hexdigest()
            reading.lesson = replace(reading.lesson, hash=digest[:24])
    return reading


class _LessonReader:
    """Walks one parsed file from top to bottom."""

    def __init__(self, data: CommentedMap, reading: Reading, catalogue: Catalogue) -> None:
        self.data, self.reading, self.catalogue = data, reading, catalogue
        self.id = str(data.get("lesson", ""))
        for key in data:
            self._line(str(key), data, key)
        self.screens = ScreenReader(self.id, catalogue, reading.lines, reading.mistake)

    def read(self) -> None:
        known, data = self.reading.mistake, self.data
        for key in (*NEEDED, *(NEEDED_2 if data.get("format") == 2 else ())):
            if data.get(key) in (None, "", []):
                known(key, f"`{key}` is missing", f"Add `{key}:`; docs/lesson-format.md tells what it holds")
        for key in data:
            if key not in KNOWN:
                known(str(key), f"unknown key `{key}`", "Remove it, or look up its name in docs/lesson-format.md")
        if data.get("format") not in FORMATS:
            known("format", f"format {data.get('format')} is not known", "Write `format: 2`")
        person = self.catalogue.people.get(str(data.get("learner", "")))
        if person is None and data.get("learner"):
            known(
                "learner",
                f"nobody called `{data['learner']}` has a practice card",
                "Use an id from lessons/people.yaml",
            )
        if not isinstance(data.get("screens"), Mapping):
            if data.get("screens"):
                known(
                    "screens", "`screens` is no mapping", "Write each screen's name below it, and the screen below that"
                )
            return
        screens = {str(name): self._screen(str(name), node, data["screens"]) for name, node in data["screens"].items()}
        self.reading.lesson = lesson = self._lesson({k: s for k, s in screens.items() if s is not None}, person)
        if owntask.KEY in data:
            self._own_task(lesson)

    def _lesson(self, screens: dict[str, Any], person: Person | None) -> Lesson:
        data = self.data
        lesson = Lesson(
            id=self.id,
            format=_whole(data.get("format"), 1),
            title=self._text("title"),
            track=str(data.get("track", "")),
            minutes=_whole(data.get("minutes"), 10),
            needs=tuple(str(need) for need in data.get("needs") or ()),
            learner=person or Person("", Text("people.nobody.name", "")),
            story=self._text("story"),
            goal=self._text("goal"),
            start=str(data.get("start", "")),
            finish=str(data.get("finish", "")),
            facts=self._facts(),
            remember=tuple(
                self._kept(f"{self.id}.remember.{i}", f"remember.{i}", str(words), data["remember"], i - 1)
                for i, words in enumerate(data.get("remember") or (), 1)
            ),
            otherwise=self._text("otherwise"),
            screens=screens,
            demo=self._demo(),
            service=str(data.get("service") or ""),
            version=_whole(data.get("version"), 1),
            checked=str(data.get("checked") or ""),
            gentle=self.id in self.catalogue.tasks and self.catalogue.tasks[self.id].gentle,
            real_data=self.catalogue.slips.get("real-data", Text("slips.real-data", "")),
        )
        return replace(lesson, twists=self._twists(lesson))

    def _own_task(self, lesson: Lesson) -> None:
        node = self.data[owntask.KEY]
        for key in node if isinstance(node, CommentedMap) else ():
            self._line(f"{owntask.KEY}.{key}", node, key)
        own = owntask.read_task(node, lesson, self.catalogue, self.reading)
        if own is not None:
            self.reading.task, self.reading.bridge = own

    def _screen(self, name: str, node: Any, parent: CommentedMap) -> Any:
        self._line(f"screens.{name}", parent, name)
        return self.screens.read(name, name, node)

    def _facts(self) -> dict[str, Text]:
        facts = self.data.get("facts")
        if not isinstance(facts, Mapping):
            return {}
        return {
            str(name): self._kept(f"{self.id}.facts.{name}", f"facts.{name}", str(words), facts, name)
            for name, words in facts.items()
        }

    def _demo(self) -> tuple[str, ...]:
        demo = self.data.get("demo") or ()
        for i in range(len(demo)):
            self._line(f"demo.{i + 1}", demo, i)
        return tuple(str(act) for act in demo)

    def _twists(self, lesson: Lesson) -> tuple[Twist, ...]:
        nodes: Any = self.data.get("twists") or ()
        return tuple(self._twist(number, node, nodes, lesson) for number, node in enumerate(nodes, 1))

    def _twist(self, number: int, node: Any, parent: Any, lesson: Lesson) -> Twist:
        where = f"twist.{number}"
        self._line(where, parent, number - 1)
        if not isinstance(node, CommentedMap):
            self.reading.mistake(where, "a twist is a mapping", "Begin it with `name:` and `level:`")
            return Twist(number, Text(f"{self.id}.{where}.name", ""), 2)
        for key in node:
            self._line(f"{where}.{key}", node, key)
        added = {}
        if node.get("before"):
            self.reading.lines[f"screens.twist{number}"] = self.reading.lines.get(f"{where}.screen", 1)
            if (entry := self.screens.read(f"twist{number}", f"twist{number}", node.get("screen"))) is not None:
                added[f"twist{number}"] = entry
        for name, screen in (node.get("more_screens") or {}).items():
            self._line(f"screens.{name}", node["more_screens"], name)
            if (read := self.screens.read(str(name), str(name), screen)) is not None:
                added[str(name)] = read
        changed = {}
        for name, edit in (node.get("change") or {}).items():
            self._line(f"screens.{name}@{number}", node["change"], name)
            if name not in lesson.screens:
                self.reading.mistake(
                    f"screens.{name}@{number}", f"no screen `{name}` to change", "Name a screen of this lesson"
                )
                continue
            changed[str(name)] = self.screens.change(lesson.screens[name], f"{name}@{number}", edit)
        return Twist(
            number=number,
            name=self._kept(f"{self.id}.{where}.name", f"{where}.name", str(node.get("name", "")), node, "name"),
            level=_whole(node.get("level"), 2),
            surprise=str(node.get("surprise") or ""),
            before=str(node.get("before") or ""),
            added=added,
            changed=changed,
        )

    def _text(self, key: str) -> Text:
        return self._kept(f"{self.id}.{key}", key, str(self.data.get(key) or ""), self.data, key)

    def _kept(self, key: str, where: str, words: str, parent: Any, item: Any) -> Text:
        self._line(where, parent, item)
        self.reading.lines[key] = self.reading.lines.get(where, 1)
        return Text(key, words)

    def _line(self, where: str, parent: Any, item: Any) -> None:
        line = line_of(parent, item)
        if line:
            self.reading.lines[where] = line


def line_of(parent: Any, item: Any) -> int:
    """The line (from 1) where a key or an item stands, or 0 where the file does not say."""
    try:
        spot = parent.lc.key(item) if isinstance(parent, CommentedMap) else parent.lc.item(item)
    except (AttributeError, KeyError, TypeError, IndexError):
        return 0
    return int(spot[0]) + 1 if spot else 0


def _whole(value: Any, otherwise: int) -> int:
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else otherwise
