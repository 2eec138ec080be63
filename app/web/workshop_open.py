"""A draft as the workshop's pages need it: its document, its lesson, what the checker finds; it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from flask import abort, current_app

from app import bench, current
from app.bench import Draft, Finding, NoDraft
from app.bench.change import Path
from app.simulator.catalogue import Catalogue
from app.simulator.lesson import Lesson, Screen
from app.simulator.reading import Reading, read_lesson

KEPT = 24
"""So many drafts are kept as they were read, the ones asked for last."""


@dataclass(frozen=True)
class Bench:
    """A draft that is open on the bench."""

    draft: Draft
    doc: Mapping[str, Any]
    reading: Reading

    @property
    def id(self) -> str:
        """The draft's id, which is its lesson's too."""
        return self.draft.id

    @property
    def title(self) -> str:
        """What the lesson is called, in Chinese."""
        return str(self.doc.get("title") or self.draft.id)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson as far as it can be read."""
        return self.reading.lesson

    @cached_property
    def findings(self) -> dict[tuple[str | int, ...], list[Finding]]:
        """What the checker finds, by its place."""
        catalogues = current.catalogues()
        return bench.findings(self.draft, catalogue_for(self.id), catalogues.find)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every screen in the order in which it is met: the right way, what is beside it, then each twist's."""
        return tuple(_places(self.doc, self.lesson))

    def found_at(self, place: Place) -> list[Finding]:
        """What the checker finds on a screen; that of a twist's screens stands with the twist."""
        if not place.twist:
            return self.findings.get(("screens", place.ref), [])
        found = self.findings.get(("twist", place.twist), [])
        return [one for one in found if f".{place.ref}." in f"{one.key}."]

    def place(self, ref: str) -> Place:
        """The screen of that name, the first where none is asked for; answers 404 for any other."""
        found = (
            self.places[0] if not ref and self.places else next((one for one in self.places if one.ref == ref), None)
        )
        return found or abort(404)


@dataclass(frozen=True)
class Place:
    """A screen of a draft. `ref` is how pages name it, `path` where its node stands; it is of the way, beside it, of a
    twist, or the end: `sort`.

    `node` is the screen as it is played: of one that a twist changes, what stayed and what is new; `own` are the keys
    that stand at `path` itself.
    """

    ref: str
    path: Path
    node: Mapping[str, Any]
    screen: Screen | None
    sort: str
    number: int
    twist: int = 0
    own: frozenset[str] = frozenset()

    @property
    def ends(self) -> bool:
        """Whether it is the last screen."""
        return self.node.get("end") is True


def catalogue_for(draft_id: str) -> Catalogue:
    """What a draft is read and checked with: what lessons share, without a task that the draft itself brings."""
    return current.shelf().catalogue_for(draft_id)


def opened(draft_id: str) -> Bench:
    """The draft of that id, read; answers 404 where there is none."""
    try:
        return of_draft(current.drafts().open(draft_id))
    except NoDraft:
        abort(404)


def of_draft(draft: Draft) -> Bench:
    """A draft that somebody has opened already, read."""
    kept = cast(dict[Any, Bench], current_app.extensions.setdefault("workshop_read", {}))
    key = draft.id, draft.revision, draft.text
    if key not in kept:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        reading = read_lesson(draft.text, catalogue_for(draft.id), draft.id)
        kept[key] = Bench(draft, bench.document(draft.text), reading)
    return kept[key]


def _places(doc: Mapping[str, Any], lesson: Lesson | None) -> Iterator[Place]:
    screens: Mapping[str, Any] = doc.get("screens") or {}
    way = [name for name in _way(doc, lesson) if name in screens]
    order = [*way, *(name for name in screens if name not in way)]
    last = [name for name in order if screens[name].get("end") is True]
    order = [
        *(name for name in order if name in way and name not in last),
        *last,
        *(n for n in order if n not in way and n not in last),
    ]
    for number, name in enumerate(order, 1):
        node = screens[name] or {}
        sort = "end" if name in last else "way" if name in way else "beside"
        made = lesson.screens.get(name) if lesson else None
        yield Place(name, ("screens", name), node, made, sort, number, own=frozenset(node))
    for index, told in enumerate(doc.get("twists") or ()):
        yield from _of_twist(index, told, screens, lesson)


def _of_twist(
    index: int, told: Mapping[str, Any], screens: Mapping[str, Any], lesson: Lesson | None
) -> Iterator[Place]:
    number = index + 1
    twists = lesson.own_twists if lesson else ()
    made = twists[index] if index < len(twists) else None
    if told.get("before") and told.get("screen"):
        ref, node = f"twist{number}", told["screen"]
        screen = made.added.get(ref) if made else None
        yield Place(ref, ("twists", index, "screen"), node, screen, "twist", 0, number, frozenset(node))
    for name, node in (told.get("more_screens") or {}).items():
        screen = made.added.get(name) if made else None
        yield Place(name, ("twists", index, "more_screens", name), node, screen, "twist", 0, number, frozenset(node))
    for name, node in (told.get("change") or {}).items():
        whole = {**(screens.get(name) or {}), **(node or {})}
        screen = made.changed.get(name) if made else None
        path = ("twists", index, "change", name)
        yield Place(f"{name}@{number}", path, whole, screen, "twist", 0, number, frozenset(node or {}))


def _way(doc: Mapping[str, Any], lesson: Lesson | None) -> list[str]:
    """The names of the screens on the right way, in the order in which they are met."""
    if lesson is None:
        return list(doc.get("screens") or ())
    found, name = [], lesson.start
    while name in lesson.screens and name not in found:
        found.append(name)
        name = next(iter(lesson.screens[name].right.values()), "")
    return found
