"""Reads the lessons folder, and puts beside and in the place of its lessons those that were made on this laptop.

Each has the trials dealt to it. A broken lesson or signal is set aside, not the others. It knows no draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from app.simulator.catalogue import Bridge, Catalogue, Task
from app.simulator.checking import check
from app.simulator.journeys import FILE, Journey, read_journeys
from app.simulator.lesson import Lesson, Person, Text
from app.simulator.mistakes import LessonMistakes, Mistake
from app.simulator.reading import Reading, read_lesson
from app.simulator.signals import NO_BANK, Bank, read_bank
from app.simulator.trials import deal, deal_apart, hosts, with_trials

SIGNALS_FILE = "signals.yaml"
LESSON_FILES = "*/lesson.yaml"


@dataclass(frozen=True, slots=True)
class Local:
    """A lesson that was made on this laptop, or an edition of a shipped one, as its file stands; see `with_own`."""

    id: str
    reading: Reading
    edition: bool
    mistakes: tuple[Mistake, ...] = ()
    """Why it is set aside; empty for one that is served."""

    @property
    def served(self) -> bool:
        """Whether learners get it."""
        return not self.mistakes


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue, the lessons that can be played by id, a reading of every file, the journeys by id, and the bank.

    `lessons` have their trials, the lessons of `readings` are as their authors wrote them. `readings` are those of the
    shipped files, `local` holds what was made here, and `came` is the shelf without any of it.
    """

    catalogue: Catalogue
    lessons: Mapping[str, Lesson]
    readings: tuple[Reading, ...]
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    bank: Bank = NO_BANK
    local: Mapping[str, Local] = field(default_factory=dict)
    came: Shelf | None = None

    @property
    def written(self) -> dict[str, Lesson]:
        """The lessons that can be played, without the trials that were dealt to them."""
        return {id_: replace(lesson, twists=lesson.own_twists) for id_, lesson in self.lessons.items()}

    @property
    def shipped(self) -> Shelf:
        """The shelf as it came with the project."""
        return self.came or self

    def reading_of(self, id_: str) -> Reading | None:
        """The reading of the file from which learners get a lesson; None for a lesson that is not on the shelf."""
        local = self.local.get(id_)
        if local is not None and local.served:
            return local.reading
        of_lesson = (one for one in self.readings if one.lesson is not None and one.lesson.id == id_)
        return next(of_lesson, None) if id_ in self.lessons else None

    def catalogue_for(self, id_: str) -> Catalogue:
        """The catalogue with which a lesson of that id is read anew: without its own entry, which its file brings."""
        return self.catalogue.without(id_) if id_ not in self.shipped.catalogue.tasks else self.catalogue

    @property
    def editions(self) -> frozenset[str]:
        """The lessons that stand in the place of a shipped one."""
        return frozenset(id_ for id_, one in self.local.items() if one.edition and one.served)

    @property
    def own(self) -> frozenset[str]:
        """The lessons that came with nobody: the village made them."""
        return frozenset(id_ for id_, one in self.local.items() if not one.edition and one.served)


def read_shelf(folder: Path, own: Path | None = None) -> Shelf:
    """Read a lessons folder, and what was made here from `own`; raises LessonMistakes only for the catalogue itself."""
    catalogue = read_catalogue(folder)
    path = folder / FILE
    journeys = read_journeys(path, catalogue, str(path)).journeys if path.exists() else {}
    readings = (read_lesson(path, catalogue, str(path)) for path in sorted(folder.glob(LESSON_FILES)))
    written, bank = shelved(catalogue, readings), read_bank(folder / SIGNALS_FILE)
    dealt = deal(bank.signals, hosts(catalogue))
    lessons = {id_: with_trials(lesson, dealt.get(id_, ())) for id_, lesson in written.lessons.items()}
    shelf = replace(written, lessons=lessons, journeys=journeys, bank=bank)
    return with_own(shelf, own) if own is not None else shelf


def with_own(shelf: Shelf, own: Path) -> Shelf:
    """The shipped lessons with those of a folder: an edition in its lesson's place, others beside them in their track.

    A file with a mistake is set aside with what is wrong with it, and what came with the project is served.
    """
    came = shelf.shipped
    found = [read_lesson(path, came.catalogue, str(path)) for path in sorted(own.glob(LESSON_FILES))]
    catalogue = came.catalogue
    for reading in found:
        if reading.task is not None and reading.bridge is not None and not reading.mistakes:
            catalogue = catalogue.beside(reading.task, reading.bridge)
    local = {Path(reading.file).parent.name: _local(reading, came, catalogue) for reading in found}
    if not local:
        return came
    lessons, dealt = dict(came.lessons), deal(came.bank.signals, hosts(came.catalogue))
    for id_, one in local.items():
        if one.served and one.reading.lesson is not None:
            signals = dealt.get(id_, ()) if one.edition else deal_apart(came.bank.signals, catalogue.tasks[id_])
            lessons[id_] = with_trials(one.reading.lesson, signals)
    served = {id_: task for id_, task in catalogue.tasks.items() if id_ in came.catalogue.tasks or id_ in lessons}
    doors = {id_: card for id_, card in catalogue.bridges.items() if id_ in served}
    catalogue = replace(catalogue, tasks=served, bridges=doors)
    ordered = {id_: lessons[id_] for id_ in served if id_ in lessons}
    return replace(came, catalogue=catalogue, lessons=ordered, local=local, came=came)


def _local(reading: Reading, came: Shelf, catalogue: Catalogue) -> Local:
    """What a file of this laptop is, and why it is not served if it is not."""
    id_ = Path(reading.file).parent.name
    edition = id_ in came.catalogue.tasks
    if reading.lesson is not None and reading.lesson.id != id_:
        reading.mistake("lesson", f"`{reading.lesson.id}` lies in the folder `{id_}`", "Give both the same name")
    elif reading.lesson is not None and not edition and reading.task is None:
        reading.mistake("lesson", f"`{id_}` is no task of the catalogue and has no `task:`", "Write its `task:`")
    return Local(id_, reading, edition, tuple(check(reading, catalogue)))


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
