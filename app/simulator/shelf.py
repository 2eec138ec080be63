"""Reads the whole lessons folder: the catalogue, the bank of signals, and every lesson with the trials dealt to it.

A broken lesson or signal is set aside, not the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from app.simulator.catalogue import Bridge, Catalogue, Task
from app.simulator.journeys import FILE, Journey, read_journeys
from app.simulator.lesson import Lesson, Person, Text
from app.simulator.mistakes import LessonMistakes, Mistake
from app.simulator.reading import Reading, read_lesson
from app.simulator.signals import NO_BANK, Bank, read_bank
from app.simulator.trials import deal, hosts, with_trials

SIGNALS_FILE = "signals.yaml"
LESSON_FILES = "*/lesson.yaml"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue, the lessons that can be played by id, a reading of every file, the journeys by id, and the bank.

    `lessons` have their trials, the lessons of `readings` are as their authors wrote them.
    """

    catalogue: Catalogue
    lessons: Mapping[str, Lesson]
    readings: tuple[Reading, ...]
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    bank: Bank = NO_BANK

    @property
    def written(self) -> dict[str, Lesson]:
        """The lessons that can be played, without the trials that were dealt to them."""
        return {id_: replace(lesson, twists=lesson.own_twists) for id_, lesson in self.lessons.items()}


def read_shelf(folder: Path) -> Shelf:
    """Read a lessons folder; raises LessonMistakes only when the catalogue itself cannot be read."""
    catalogue = read_catalogue(folder)
    path = folder / FILE
    journeys = read_journeys(path, catalogue, str(path)).journeys if path.exists() else {}
    readings = (read_lesson(path, catalogue, str(path)) for path in sorted(folder.glob(LESSON_FILES)))
    written, bank = shelved(catalogue, readings), read_bank(folder / SIGNALS_FILE)
    dealt = deal(bank.signals, hosts(catalogue))
    lessons = {id_: with_trials(lesson, dealt.get(id_, ())) for id_, lesson in written.lessons.items()}
    return replace(written, lessons=lessons, journeys=journeys, bank=bank)


def shelved(catalogue: Catalogue, readings: Iterable[Reading]) -> Shelf:
    """Put what was read on the shelf: the lessons without a mistake, as written, in the order of the catalogue."""
    readings = tuple(readings)
    lessons = {r.lesson.id: r.lesson for r in readings if r.lesson is not None and not r.mistakes}
    order = {task: place for place, task in enumerate(catalogue.tasks)}
    return Shelf(catalogue, dict(sorted(lessons.items(), key=lambda pair: order.get(pair[0], len(order)))), readings)


def read_catalogue(folder: Path) -> Catalogue:
    """Read what lessons share from `catalogue.yaml`, `people.yaml`, `slips.yaml`, `skills.yaml` and `words.yaml`."""
    shared, cards = _load(folder / "catalogue.yaml"), _load(folder / "people.yaml")
    slips, skills, words = (_load(folder / f"{name}.yaml") for name in ("slips", "skills", "words"))
    return Catalogue(
        tasks={task: _task(task, node) for task, node in shared["tasks"].items()},
        skills={skill: Text(f"skills.{skill}", node["name"]) for skill, node in skills["skills"].items()},
        slips={slip: Text(f"slips.{slip}", said) for slip, said in slips["slips"].items()},
        people={person: _person(person, node) for person, node in cards["people"].items()},
        apps={app: Text(f"apps.{app}", node["name"]) for app, node in shared["apps"].items()},
        tracks={track: Text(f"tracks.{track}", node["name"]) for track, node in shared["tracks"].items()},
        bridges={task: _bridge(task, node) for task, node in shared["bridges"].items()},
        avoid=tuple(words.get("avoid") or ()),
        hotlines=tuple(str(number) for number in words.get("hotlines") or ()),
        hushed=tuple(words.get("hushed") or ()),
        brands=tuple(words.get("brands") or ()),
        names=tuple(cards.get("besides") or ()),
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
        return Text(f"bridges.{task}.{field}", str(node.get(field) or ""))

    return Bridge(
        task=task,
        online=text("online"),
        phone=text("phone"),
        offline=text("offline"),
        note=text("note") if node.get("note") else None,
        confidence=str(node.get("conf") or ""),
        checked=str(node.get("checked") or ""),
    )
