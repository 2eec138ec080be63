"""Reads one screen and its widgets from parsed YAML, noting mistakes by place; knows no file and no play."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.simulator.catalogue import Catalogue
from app.simulator.lesson import APPS, SIGNALS, TURNED, WIDGETS, Rule, Screen, Slip, Spot, Text, Widget

Note = Callable[[str, str, str], None]
SCREEN_KEYS = frozenset(("in", "skills", "say", "show", "right", "wrong", "fine", "hints", "wait", "end", "difficulty"))
WIDGET_KEYS = frozenset(
    ("label", "text", "sub", "from", "state", "nudge", "answer", "also", "must", "on", "at", "below", "ad", "new", "ok",
     "badge", "need", "scene", "asks", "signal", "options", "parts", "buttons")
)  # fmt: skip
SLIP_KEYS = frozenset(("say", "again", "detour"))
LONGEST_WAIT = 20
"""Seconds after which nobody believes any more that the phone is still at it."""
_SLIP_ID = re.compile(r"[a-z][a-z-]*")


class ScreenReader:
    """Reads screens of one lesson; `lines` gains a line for every key it meets."""

    def __init__(self, lesson: str, catalogue: Catalogue, lines: dict[str, int], note: Note) -> None:
        self.lesson, self.catalogue, self.lines, self.note = lesson, catalogue, lines, note

    def read(self, name: str, key: str, node: Any) -> Screen | None:
        """A whole screen, or None when it is no mapping. `key` is the screen's part of its text keys."""
        where = f"screens.{key}"
        if not isinstance(node, CommentedMap):
            self.note(where, f"screen `{name}` is empty", "Give it in, skills, say, show, right, wrong and hints")
            return None
        self._keys(where, node, SCREEN_KEYS)
        ending = node.get("end") is True
        for needed in ("in", "say", "show") if ending else ("in", "skills", "say", "show", "right", "wrong", "hints"):
            if not node.get(needed):
                self.note(where, f"screen `{name}` has no `{needed}`", f"Add `{needed}:`")
        app = str(node.get("in", "phone"))
        if app not in APPS:
            self.note(f"{where}.in", f"`{app}` is no app of the practice phone", f"Use one of {', '.join(APPS)}")
        screen = Screen(
            name=name,
            app=app,
            say=self._text(f"{key}.say", node, "say"),
            show=self._show(key, node),
            skills=self._skills(key, node),
            right=self._right(key, node),
            wrong=self._wrong(key, node),
            fine=self._fine(key, node),
            hints=self._hints(key, node),
            wait=self._wait(where, node),
            end=ending,
        )
        given = node.get("difficulty")
        hard = float(given) if isinstance(given, int | float) else difficulty(screen)
        return replace(screen, difficulty=hard)

    def change(self, screen: Screen, key: str, node: Any) -> Screen:
        """A twist's edit of a screen: the keys it names replace the old ones whole."""
        where = f"screens.{key}"
        if not isinstance(node, CommentedMap):
            self.note(where, "a change is a mapping", "Name the keys of the screen that differ")
            return screen
        self._keys(where, node, SCREEN_KEYS)
        readers: dict[str, tuple[str, Callable[[], Any]]] = {
            "in": ("app", lambda: str(node["in"])),
            "say": ("say", lambda: self._text(f"{key}.say", node, "say")),
            "show": ("show", lambda: self._show(key, node)),
            "skills": ("skills", lambda: self._skills(key, node)),
            "right": ("right", lambda: self._right(key, node)),
            "wrong": ("wrong", lambda: self._wrong(key, node)),
            "fine": ("fine", lambda: self._fine(key, node)),
            "hints": ("hints", lambda: self._hints(key, node)),
            "wait": ("wait", lambda: self._wait(where, node)),
        }
        changes = {readers[k][0]: readers[k][1]() for k in node if k in readers}
        return replace(screen, **changes)

    def _wait(self, where: str, node: CommentedMap) -> int:
        seconds = node.get("wait", 0)
        if "wait" not in node or (type(seconds) is int and 0 < seconds <= LONGEST_WAIT):
            return int(seconds)
        self.note(f"{where}.wait", f"`{seconds}` is no wait", f"Write whole seconds, from 1 to {LONGEST_WAIT}")
        return 0

    def _keys(self, where: str, node: CommentedMap, known: frozenset[str]) -> None:
        for key in node:
            self._mark(f"{where}.{key}", node, key)
            if key not in known:
                self.note(f"{where}.{key}", f"unknown key `{key}`", f"Use one of {', '.join(sorted(known))}")

    def _mark(self, where: str, parent: Any, item: Any) -> None:
        spot = None
        if isinstance(parent, CommentedMap):
            spot = parent.lc.key(item)
        elif isinstance(parent, CommentedSeq):
            spot = parent.lc.item(item)
        if spot:
            self.lines[where] = int(spot[0]) + 1

    def _text(self, part: str, parent: Any, item: Any, words: Any = None) -> Text:
        key = f"{self.lesson}.{part}"
        self._mark(key, parent, item)
        return Text(key, str((parent.get(item) if words is None else words) or ""))

    def _words(self, part: str, parent: Any, item: Any, words: Any) -> Text:
        """A message of the lesson's own, or the shared slip whose id is written."""
        if isinstance(words, str) and _SLIP_ID.fullmatch(words):
            self._mark(f"{self.lesson}.{part}", parent, item)
            if words in self.catalogue.slips:
                return self.catalogue.slips[words]
            self.note(
                f"{self.lesson}.{part}",
                f"no shared slip is called `{words}`",
                "Use an id of lessons/slips.yaml or write the words",
            )
        return self._text(part, parent, item, words)

    def _skills(self, key: str, node: CommentedMap) -> tuple[str, ...]:
        skills = tuple(str(skill) for skill in node.get("skills") or ())
        for skill in skills:
            if skill not in self.catalogue.skills:
                self.note(f"screens.{key}.skills", f"unknown skill `{skill}`", "Use an id of lessons/skills.yaml")
        return skills

    def _hints(self, key: str, node: CommentedMap) -> tuple[Text, ...]:
        hints = node.get("hints") or ()
        if isinstance(hints, str):
            hints = [hints]
        if len(hints) != 3 and node.get("end") is not True:
            self.note(
                f"screens.{key}.hints", f"{len(hints)} hints", "Write three: where to look, what to do, do it with me"
            )
        return tuple(self._text(f"{key}.hint.{i}", hints, i - 1, hint) for i, hint in enumerate(hints, 1))

    def _right(self, key: str, node: CommentedMap) -> dict[str, str]:
        right = node.get("right") or {}
        found: dict[str, str] = {}
        for act, to in right.items() if isinstance(right, Mapping) else ():
            self._mark(f"screens.{key}.right.{act}", right, act)
            if self._rule(f"screens.{key}.right.{act}", str(act)):
                found[str(act)] = str(to)
        return found

    def _wrong(self, key: str, node: CommentedMap) -> tuple[tuple[Rule, Slip], ...]:
        wrong, found = node.get("wrong") or {}, []
        for act, value in wrong.items() if isinstance(wrong, Mapping) else ():
            where = f"screens.{key}.wrong.{act}"
            self._mark(where, wrong, act)
            rule = self._rule(where, str(act))
            said = value.get("say") if isinstance(value, Mapping) else value
            if isinstance(value, CommentedMap):
                self._keys(where, value, SLIP_KEYS)
            if not said:
                self.note(
                    where, f"the wrong move `{act}` has no words", "Say what happened, blame nobody, say what is next"
                )
            elif rule is not None:
                options = value if isinstance(value, Mapping) else {}
                say = self._words(f"{key}.wrong.{act}", wrong, act, said)
                found.append((rule, Slip(say, options.get("again") is True, str(options.get("detour") or ""))))
        return tuple(sorted(found, key=lambda pair: not (pair[0].before or pair[0].twice)))

    def _fine(self, key: str, node: CommentedMap) -> dict[str, Text]:
        fine, found = node.get("fine") or {}, {}
        for act, words in fine.items() if isinstance(fine, Mapping) else ():
            where = f"screens.{key}.fine.{act}"
            self._mark(where, fine, act)
            if not isinstance(words, str):
                self.note(where, f"`{act}` is neutral, so it takes words only", "Write one kind sentence")
            elif self._rule(where, str(act)):
                found[str(act)] = self._text(f"{key}.fine.{act}", fine, act)
        return found

    def _rule(self, where: str, act: str) -> Rule | None:
        try:
            return Rule.parse(act)
        except ValueError:
            self.note(where, f"`{act}` is no act", "Write a verb and a target, like `tap next`")
            return None

    def _show(self, key: str, node: CommentedMap) -> tuple[Widget, ...]:
        show, widgets = node.get("show") or (), []
        for i, entry in enumerate(show, 1):
            self._mark(f"screens.{key}.show.{i}", show, i - 1)
            if not isinstance(entry, CommentedMap) or len(entry) != 1:
                self.note(f"screens.{key}.show.{i}", "one thing on the glass a line", "Write `- button next: 下一步`")
                continue
            widgets.append(self._widget(key, i, entry))
        return tuple(widget for widget in widgets if widget is not None)

    def _widget(self, key: str, i: int, entry: CommentedMap) -> Widget | None:
        ((written, value),) = entry.items()
        kind, _, name = str(written).partition(" ")
        where, part = f"screens.{key}.show.{i}", f"{key}.show.{written if name else f'{kind}.{i}'}"
        self._mark(where, entry, written)
        if kind not in WIDGETS:
            self.note(where, f"unknown widget `{kind}`", f"Use one of {', '.join(WIDGETS)}")
            return None
        if kind in ("cards", "bridge"):
            return Widget(kind, name, scene=str(value or ""))
        if not isinstance(value, CommentedMap):
            return Widget(kind, name, words=self._text(part, entry, written, value) if value is not None else None)
        self._keys(where, value, WIDGET_KEYS)
        return self._full(kind, name, part, where, value, key, i)

    def _full(self, kind: str, name: str, part: str, where: str, value: CommentedMap, key: str, i: int) -> Widget:
        def text(field: str, suffix: str) -> Text | None:
            return self._text(f"{part}{suffix}", value, field) if value.get(field) is not None else None

        signal = str(value.get("signal") or "")
        if signal and signal not in SIGNALS:
            self.note(where, f"`{signal}` is no signal", "Write `signal: genuine` or `signal: fraud`")
        must, answer = value.get("must"), value.get("answer")
        nudge = self._words(f"{part}.nudge", value, "nudge", value["nudge"]) if value.get("nudge") else None
        options, spots = value.get("options") or (), self._spots(part, value)
        if kind == "write":
            answer = next((spot.part.zh for spot in spots if spot.clue), None)
        widget = Widget(
            kind,
            name,
            words=text("label", ""),
            text=text("text", ".text"),
            sub=text("sub", ".sub"),
            sender=text("from", ".from"),
            state=text("state", ".state"),
            nudge=nudge,
            answer=str(answer) if answer is not None else "",
            also=str(value.get("also") or ""),
            must=must if isinstance(must, bool) else None,
            **{flag: value.get(flag) is True for flag in ("on", "below", "ad", "new")},
            ok=value.get("ok") is not False,
            badge=int(value.get("badge") or 0),
            need=int(value.get("need") or (kind == "write")),
            at=self._at(where, kind, options, value.get("at")),
            scene=str(value.get("scene") or ""),
            asks=str(value.get("asks") or ""),
            signal=signal,
            options=tuple(self._text(f"{part}.option.{n}", options, n - 1, o) for n, o in enumerate(options, 1)),
            spots=spots,
            buttons=tuple(
                button
                for n, entry in enumerate(value.get("buttons") or (), 1)
                if isinstance(entry, CommentedMap) and (button := self._widget(key, i * 100 + n, entry)) is not None
            ),
        )
        if widget.answer and widget.options and widget.answer not in {option.zh for option in widget.options}:
            self.note(where, f"`{widget.answer}` is none of the options", "Make `answer` one of `options`")
        if (widget.must is not None or widget.answer) and nudge is None:
            self.note(where, f"`{kind} {name}` has no nudge", "Add `nudge:` with what to say when it is not right yet")
        return widget

    def _at(self, where: str, kind: str, options: Any, at: Any) -> int:
        """Where a slider or a wheel stands at first: the place of `at` among its options, else the first."""
        written = [str(option) for option in options]
        if at is None:
            return 1
        if kind not in TURNED or str(at) not in written:
            self.note(where, f"`{kind}` cannot stand at `{at}`", "Write one of the `options` of a slider or a wheel")
            return 1
        return written.index(str(at)) + 1

    def _spots(self, part: str, value: CommentedMap) -> tuple[Spot, ...]:
        parts = value.get("parts") or ()
        return tuple(
            Spot(
                self._text(f"{part}.part.{n}", spot, "part"),
                spot.get("clue") is True,
                self._words(f"{part}.part.{n}.say", spot, "say", spot.get("say")),
            )
            for n, spot in enumerate(parts, 1)
            if isinstance(spot, CommentedMap)
        )


def difficulty(screen: Screen) -> float:
    """A first guess from 0 to 1 where the author gives none: more to choose from, fill in or scroll to is harder."""
    choices = sum(
        1 for w in screen.widgets() if w.kind in ("app", "tile", "item", "choice", "button", "link", "banner")
    )
    fields = sum(1 for w in screen.widgets() if w.must is not None or w.answer or w.need)
    below = any(w.below for w in screen.widgets())
    judged = any(w.signal for w in screen.widgets())
    return round(min(0.9, 0.2 + 0.04 * choices + 0.08 * fields + 0.12 * below + 0.12 * judged), 2)
