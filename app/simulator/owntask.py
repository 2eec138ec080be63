"""Reads and checks what a village's own lesson says of itself under `task:`, as the catalogue does of shipped ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from app.simulator import saying
from app.simulator.catalogue import Bridge, Catalogue, Task
from app.simulator.lesson import Lesson, Text
from app.simulator.saying import Finding, Translate

KEY: Final = "task"
WAYS: Final = ("online", "phone", "offline")
NEEDED: Final = ("why", "level", *WAYS)
KNOWN: Final = frozenset(NEEDED) | {"note"}
LEVELS: Final = range(1, 5)
LONGEST_ID: Final = 40
_ID: Final = re.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TAKEN: Final = frozenset(
    ("ui", "slips", "skills", "people", "tasks", "bridges", "apps", "tracks", "journeys", "signals", "resume", "trial",
     "interface", "rest", "bring", "bring-back", "open", "new")
)  # fmt: skip
"""What the keys of other messages begin with, parts of what is read, and addresses of the workshop."""


class _Notes(Protocol):
    """Where what was read and what is wrong with it is noted."""

    lines: dict[str, int]

    def mistake(self, where: str, what: str, fix: str) -> None:
        """Note a mistake at a key of `lines`."""


def read_task(node: Any, lesson: Lesson, catalogue: Catalogue, notes: _Notes) -> tuple[Task, Bridge] | None:
    """The task and the front-door card of a lesson of the village's own; None, and why, where it cannot be one."""
    if lesson.id in catalogue.tasks:
        notes.mistake(KEY, f"`task` in a lesson of the catalogue, `{lesson.id}`", "Take `task:` out, or give a new id")
        return None
    if not _ID.fullmatch(lesson.id) or len(lesson.id) > LONGEST_ID or lesson.id in _TAKEN:
        fix = f"Use a-z, 0-9 and hyphens, at most {LONGEST_ID} signs"
        notes.mistake("lesson", f"`{lesson.id[:LONGEST_ID]}` cannot be the id of a lesson", fix)
        return None
    if not isinstance(node, Mapping):
        notes.mistake(KEY, "`task` is a mapping", f"Write {', '.join(NEEDED)} below it")
        return None
    for key in node:
        if key not in KNOWN:
            notes.mistake(f"{KEY}.{key}", f"unknown key `{key}`", f"Use one of {', '.join(sorted(KNOWN))}")
    for key in NEEDED:
        if node.get(key) in (None, ""):
            notes.mistake(KEY, f"`task` has no `{key}`", f"Add `{key}:` below `task:`")
    level = node.get("level")
    if level is not None and (type(level) is bool or level not in LEVELS):
        notes.mistake(f"{KEY}.level", f"level {level} is not known", "Write a level from 1 to 4")

    def text(group: str, field: str) -> Text:
        key = f"{group}.{lesson.id}.{field}"
        notes.lines[key] = notes.lines.get(f"{KEY}.{field}", notes.lines.get(KEY, 1))
        return Text(key, str(node.get(field) or ""))

    task = Task(
        id=lesson.id,
        title=lesson.title,
        why=text("tasks", "why"),
        track=lesson.track,
        level=level if isinstance(level, int) and level in LEVELS else 1,
        needs=lesson.needs,
        skills=lesson.skills,
    )
    online, phone, offline = (text("bridges", way) for way in WAYS)
    note = text("bridges", "note") if node.get("note") else None
    online, phone, offline = (text("bridges", way) for way in WAYS)
    return task, Bridge(lesson.id, online, phone, offline, note)


def texts(task: Task, bridge: Bridge) -> Iterator[Text]:
    """Every message of a task of the village's own; its title is said by the lesson's."""
    yield task.why
    yield from bridge.texts()


def check_task(
    task: Task, bridge: Bridge, catalogue: Catalogue, translate: Translate | None
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the words of a task and its card, as (key, what, fix)."""
    for text in texts(task, bridge):
        spoken = text.key == task.why.key
        findings: list[Finding] = [
            *saying.unsafe(text.zh, catalogue, front_door=not spoken),
            *saying.half_width(text.zh),
            *(saying.unheard(text.zh, catalogue) if spoken else ()),
            *(saying.untranslated(text, spoken, translate, catalogue) if translate else ()),
        ]
        for what, fix in findings:
            yield text.key, what, fix
