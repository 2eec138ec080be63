"""What else changes when a screen or a widget gets another name; knows no text and no file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.bench.change import RENAME, SET, Change, Path, Unfit
from app.simulator import machine
from app.simulator.catalogue import Catalogue
from app.simulator.lesson import stage
from app.simulator.machine import Act
from app.simulator.reading import read_lesson

EMPTY: Final = Catalogue({}, {}, {}, {}, {}, {}, {})
"""Enough of a catalogue to play a lesson by."""
NAME: Final = re.compile("[a-z][a-z0-9_]*")
_ACTS: Final = ("right", "wrong", "fine")


def follows(text: str, node: Mapping[str, Any], change: Change) -> Iterator[Change]:
    """The renaming and everything that follows from it, in the order in which it is done; raises Unfit."""
    path, to = change.path, change.to
    if not isinstance(to, str):
        raise Unfit("a name is a word")
    if isinstance(path[-1], int) and len(path) > 2 and path[-2] in ("show", "buttons"):
        yield from _widget(text, node, path, to)
    elif len(path) > 1 and path[-2] in ("screens", "more_screens"):
        yield from _screen(node, path, to)
    else:
        yield Change(RENAME, path, to=to)


def screens(node: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every screen of a lesson with its path, those of twists and what they change included."""
    for name, one in _named(node.get("screens")):
        yield ("screens", name), one
    twists = node.get("twists")
    for i, twist in enumerate(twists if isinstance(twists, list) else ()):
        if not isinstance(twist, Mapping):
            continue
        if isinstance(twist.get("screen"), Mapping):
            yield ("twists", i, "screen"), twist["screen"]
        for key in ("more_screens", "change"):
            for name, one in _named(twist.get(key)):
                yield ("twists", i, key, name), one


def _named(node: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, one in node.items() if isinstance(node, Mapping) else ():
        if isinstance(one, Mapping):
            yield name, one


def _screen(node: Mapping[str, Any], path: Path, to: str) -> Iterator[Change]:
    old = str(path[-1])
    if not NAME.fullmatch(to):
        raise Unfit("a screen's name is a-z, 0-9 and _")
    if any(where[-1] == to and where[-2] in ("screens", "more_screens") for where, _ in screens(node)):
        raise Unfit(f"`{to}` is here already")
    for where, screen in screens(node):
        for act, leads in _entries(screen.get("right")):
            if leads == old:
                yield Change(SET, (*where, "right", act), now=to)
        for act, said in _entries(screen.get("wrong")):
            if isinstance(said, Mapping) and said.get("detour") == old:
                yield Change(SET, (*where, "wrong", act, "detour"), now=to)
    for key in ("start", "finish"):
        if node.get(key) == old:
            yield Change(SET, (key,), now=to)
    twists = node.get("twists")
    for i, twist in enumerate(twists if isinstance(twists, list) else ()):
        if isinstance(twist, Mapping) and twist.get("before") == old:
            yield Change(SET, ("twists", i, "before"), now=to)
        if isinstance(twist, Mapping) and old in dict(_named(twist.get("change"))):
            yield Change(RENAME, ("twists", i, "change", old), to=to)
    yield Change(RENAME, path, to=to)


def _widget(text: str, node: Mapping[str, Any], path: Path, to: str) -> Iterator[Change]:
    written = _only_key(_at(node, path))
    kind, _, name = written.partition(" ")
    depth = next(i for i, step in enumerate(path) if step == "show")
    where = path[:depth]
    screen = _at(node, where)
    if to and not NAME.fullmatch(to):
        raise Unfit("a name is a-z, 0-9 and _")
    if to and to in {entry.partition(" ")[2] for entry in _shown(screen)}:
        raise Unfit(f"`{to}` is here already")
    old, new = name or kind, to or kind
    concerned = [where, *(other for other, one in screens(node) if _changes(other, where) and "show" not in one)]
    if where[-2:-1] == ("change",) and "show" not in screen:
        concerned = [where]
    for other in concerned:
        for key in _ACTS:
            for act, _ in _entries(_at(node, other).get(key)):
                if (now := renamed(act, old, new)) != act:
                    yield Change(RENAME, (*other, key, act), to=now)
    if where[0] == "screens":
        for i, act in _shown_acts(text, node, str(where[1])):
            if (now := renamed(act, old, new)) != act:
                yield Change(SET, ("demo", i), now=now)
    yield Change(RENAME, (*path, written), to=f"{kind} {to}" if to else kind)


def renamed(act: str, old: str, new: str) -> str:
    """An act as an author writes it with another name for one of its things."""
    words = act.split(" ")
    for i, word in enumerate(words):
        named = i == 1 or (i > 1 and words[i - 1] == "before")
        base, dot, rest = word.partition(".")
        if named and base == old:
            words[i] = f"{new}{dot}{rest}"
    return " ".join(words)


def _changes(other: Path, where: Path) -> bool:
    return where[0] == "screens" and other[-2] == "change" and other[-1] == where[-1]


def _shown_acts(text: str, node: Mapping[str, Any], name: str) -> Iterator[tuple[int, str]]:
    """The acts of the demonstration that are done on a screen, with their places."""
    lesson = read_lesson(text, EMPTY).lesson
    demo = node.get("demo")
    if lesson is None or lesson.start not in lesson.screens or not isinstance(demo, list):
        return
    play = stage(lesson)
    place = machine.start(play)
    for i, written in enumerate(map(str, demo)):
        if place.done or place.screen not in play.screens:
            return
        if place.screen == name:
            yield i, written
        place, _ = machine.advance(play, place, Act.written(written))


def _shown(screen: Any) -> Iterator[str]:
    show = screen.get("show")
    for entry in show if isinstance(show, list) else ():
        if isinstance(entry, Mapping) and len(entry) == 1:
            (key, value), *_ = entry.items()
            yield key
            if isinstance(value, Mapping):
                yield from _shown({"show": value.get("buttons")})


def _only_key(entry: Any) -> str:
    if not isinstance(entry, Mapping) or len(entry) != 1:
        raise Unfit("no widget stands there")
    return str(next(iter(entry)))


def _entries(node: Any) -> list[tuple[str, Any]]:
    return list(node.items()) if isinstance(node, Mapping) else []


def _at(node: Any, path: Path) -> Any:
    for step in path:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError) as problem:
            raise Unfit("nothing stands there") from problem
    return node
