"""What all lessons share: tasks, skills, slips, people, apps, front-door cards and words; knows no file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.simulator.lesson import Person, Text


@dataclass(frozen=True, slots=True)
class Task:
    """One task an elder may want to do, whether or not its lesson is written yet."""

    id: str
    title: Text
    why: Text
    track: str
    level: int
    needs: tuple[str, ...]
    skills: tuple[str, ...]
    gentle: bool = False
    """Of something sad: no praise, never offered unasked, may be left out."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """The front-door card of a task: where the real thing is done.

    `checked` is what comes with the project and is empty; what a trainer checked on site is a fact of the log.
    """

    task: str
    online: Text
    phone: Text
    offline: Text
    note: Text | None = None
    confidence: str = ""
    checked: str = ""

    def texts(self) -> Iterator[Text]:
        """Every message on the card."""
        yield from (self.online, self.phone, self.offline)
        if self.note is not None:
            yield self.note

    @property
    def fingerprint(self) -> str:
        """What the card is known by: twelve letters that change when any of its words does."""
        return hashlib.sha256("\n".join(f"{text.key} {text.zh}" for text in self.texts()).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything lessons refer to by id."""

    tasks: Mapping[str, Task]
    skills: Mapping[str, Text]
    slips: Mapping[str, Text]
    people: Mapping[str, Person]
    apps: Mapping[str, Text]
    tracks: Mapping[str, Text]
    bridges: Mapping[str, Bridge]
    avoid: tuple[str, ...] = ()
    hotlines: tuple[str, ...] = ()
    hushed: tuple[str, ...] = ()
    """What is not said where things are sad: praise and hurry."""
    brands: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Invented names that lessons say besides those of the practice cards."""

    def beside(self, task: Task, bridge: Bridge) -> Catalogue:
        """The catalogue with one task more and its card: after the last one of its track that is no harder."""
        tasks = [one for one in self.tasks.values() if one.id != task.id]
        track = [place for place, one in enumerate(tasks) if one.track == task.track]
        easier = [place for place in track if tasks[place].level <= task.level]
        tasks.insert(easier[-1] + 1 if easier else track[0] if track else len(tasks), task)
        doors = {**self.bridges, task.id: bridge}
        cards = {one.id: doors[one.id] for one in tasks if one.id in doors}
        return replace(self, tasks={one.id: one for one in tasks}, bridges=cards)

    def without(self, task: str) -> Catalogue:
        """The catalogue without a task and its front-door card."""
        tasks = {id_: one for id_, one in self.tasks.items() if id_ != task}
        return replace(self, tasks=tasks, bridges={id_: one for id_, one in self.bridges.items() if id_ != task})

    def texts(self) -> Iterator[Text]:
        """Every shared message."""
        for task in self.tasks.values():
            yield task.title
            yield task.why
        for shared in (self.skills, self.slips, self.apps, self.tracks):
            yield from shared.values()
        for person in self.people.values():
            yield from (text for text in (person.name, person.home, person.role) if text is not None)
        for bridge in self.bridges.values():
            yield from bridge.texts()
