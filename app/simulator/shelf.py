"""Reads the whole lessons folder: the catalogue, the bank of signals, and every lesson with the trials dealt to it.

A broken lesson or signal is set aside, not the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from app.simulator.catalogue import Bridge, Catalogue, Task
from app.simulator.lesson import Lesson, Person, Text
from app.simulator.mistakes import LessonMistakes, Mistake
from app.simulator.reading import Reading, read_lesson
from app.simulator.signals import Bank, read_bank
from app.simulator.trials import deal, hosts, with_trials

SIGNALS_FILE = "signals.yaml"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue, the lessons that can be played by id, and a reading of every file.

    `lessons` have their trials, the lessons of `readings` are as their authors wrote them.
    """

    catalogue: Catalogue
    lessons: Mapping[str, Lesson]
    readings: tuple[Reading, ...]
    bank: Bank


def read_shelf(folder: Path) -> Shelf:
    """Read a lessons folder; raises LessonMistakes only when the catalogue itself cannot be read."""
    catalogue = read_catalogue(folder)
    readings = tuple(read_lesson(path, catalogue, str(path)) for path in sorted(folder.glob("*/lesson.yaml")))
    bank = read_bank(folder / SIGNALS_FILE)
    dealt = deal(bank.signals, hosts(catalogue))
    whole = (r.lesson for r in readings if r.lesson is not None and not r.mistakes)
    lessons = {lesson.id: with_trials(lesson, dealt.get(lesson.id, ())) for lesson in whole}
    order = {task: place for place, task in enumerate(catalogue.tasks)}
    in_order = dict(sorted(lessons.items(), key=lambda pair: order.get(pair[0], len(order))))
    return Shelf(catalogue, in_order, readings, bank)


def read_catalogue(folder: Path) -> Catalogue:
    """Read what lessons share from `catalogue.yaml`, `people.yaml`, `slips.yaml`, `skills.yaml` and `words.yaml`."""
    shared, people = _load(folder / "catalogue.yaml"), _load(folder / "people.yaml")["people"]
    slips, skills, words = (_load(folder / f"{name}.yaml") for name in ("slips", "skills", "words"))
    return Catalogue(
        tasks={task: _task(task, node) for task, node in shared["tasks"].items()},
        skills={skill: Text(f"skills.{skill}", node["name"]) for skill, node in skills["skills"].items()},
        slips={slip: Text(f"slips.{slip}", said) for slip, said in slips["slips"].items()},
        people={person: _person(person, node) for person, node in people.items()},
        apps={app: Text(f"apps.{app}", node["name"]) for app, node in shared["apps"].items()},
        tracks={track: Text(f"tracks.{track}", node["name"]) for track, node in shared["tracks"].items()},
        bridges={task: _bridge(task, node) for task, node in shared["bridges"].items()},
        avoid=tuple(words.get("avoid") or ()),
        hotlines=tuple(str(number) for number in words.get("hotlines") or ()),
    )


def _load(path: Path) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except Exception as problem:
        mistake = Mistake(str(path), 1, f"cannot be read: {problem}", "Mend the file; every lesson needs it")
        raise LessonMistakes([mistake]) from problem


def _task(task: str, node: Mapping[str, Any]) -> Task:
    return Task(
        id=task,
        title=Text(f"tasks.{task}.title", node["title"]),
        why=Text(f"tasks.{task}.why", node["why"]),
        track=node["track"],
        level=node["level"],
        needs=tuple(node["needs"]),
        skills=tuple(node["skills"]),
        gentle=bool(node.get("gentle", False)),
    )


def _person(person: str, node: Mapping[str, Any]) -> Person:
    def text(field: str) -> Text | None:
        return Text(f"people.{person}.{field}", node[field]) if node.get(field) else None

    return Person(
        id=person,
        name=Text(f"people.{person}.name", node["name"]),
        home=text("home"),
        role=text("role"),
        **{field: str(node.get(field) or "") for field in ("id_no", "pin", "phone", "bank")},
    )


def _bridge(task: str, node: Mapping[str, Any]) -> Bridge:
    def text(field: str) -> Text:
        return Text(f"bridges.{task}.{field}", str(node[field]))

    return Bridge(
        task=task,
        online=text("online"),
        phone=text("phone"),
        offline=text("offline"),
        note=text("note") if node.get("note") else None,
        confidence=str(node.get("conf") or ""),
        checked=str(node.get("checked") or ""),
    )
