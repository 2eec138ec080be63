"""What differs between two versions of a lesson: its lines, its acts, and whether the way through it; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.simulator import keeping
from app.simulator.lesson import Lesson, Screen, Widget

_AROUND: Final = frozenset(
    ("id", "hash", "version", "checked", "service", "minutes", "learner", "demo", "facts", "remember", "difficulty")
)
"""What of a lesson may change without the way through it being another."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: on a screen (empty: around them), before and after; a part that is new has no `before`.

    `acts` says that it is the screen's acts that differ, written as in the file, not a line.
    """

    screen: str
    before: str
    after: str
    acts: bool = False


def way(lesson: Lesson) -> str:
    """The way through a lesson without a word of it: the same for two that differ in what is said only."""
    plain = json.loads(keeping.frozen(lesson))
    plain["twists"] = plain["twists"][: len(lesson.own_twists)]
    return json.dumps(_wordless(plain), sort_keys=True)


def differences(before: Lesson | None, after: Lesson) -> tuple[Difference, ...]:
    """What of a lesson differs from another version of it, screen by screen; all of it where there was none."""
    lines, old = _lines(after), _lines(before) if before is not None else {}
    found: list[Difference] = []
    for screen in dict.fromkeys([*lines, *old]):
        was, now = old.get(screen, {}), lines.get(screen, {})
        for key in dict.fromkeys([*now, *was]):
            if was.get(key, "") != now.get(key, ""):
                found.append(Difference(screen, was.get(key, ""), now.get(key, ""), key == ""))
    return tuple(found)


def _lines(lesson: Lesson) -> dict[str, dict[str, str]]:
    """For each screen its lines by their key, and its acts under the empty key."""
    around = (lesson.title, lesson.story, lesson.goal, lesson.otherwise, *lesson.remember, *lesson.facts.values())
    told = {"": {text.key: text.zh for text in around}}
    for name, screen in _screens(lesson):
        told[name] = {text.key: text.zh for text in screen.texts()} | {"": _acts(screen)}
    return told


def _screens(lesson: Lesson) -> Iterator[tuple[str, Screen]]:
    yield from lesson.screens.items()
    for twist in lesson.own_twists:
        yield from twist.added.items()
        yield from ((f"{name}@{twist.number}", screen) for name, screen in twist.changed.items())


def _acts(screen: Screen) -> str:
    """What each act does on a screen, and what is laid on it, in a few words of the file's own."""
    right = [f"{act} → {to}" for act, to in screen.right.items()]
    wrong = [f"{rule.act}{f' → {slip.detour}' if slip.detour else ''} ×" for rule, slip in screen.wrong]
    return "；".join([*right, *wrong, *screen.fine, " ".join(_laid(widget) for widget in screen.widgets())])


def _laid(widget: Widget) -> str:
    return f"{widget.kind} {widget.name}".strip()


def _wordless(node: Any) -> Any:
    if isinstance(node, list):
        return [_wordless(one) for one in node]
    if not isinstance(node, Mapping):
        return node
    if node.keys() == {"key", "zh"}:
        return None
    plain = {name: _wordless(one) for name, one in node.items() if name not in _AROUND}
    if "kind" in plain and (answer := str(plain.get("answer", ""))) and not answer.startswith("$"):
        said = [option["zh"] for option in node["options"]]
        plain["answer"] = said.index(answer) if answer in said else len(answer)
    if "also" in plain:
        plain["also"] = bool(plain["also"])
    return plain
