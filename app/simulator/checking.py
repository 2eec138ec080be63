"""Proves that a lesson is playable and teachable, or lists every mistake with its line; knows no learner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.simulator import machine, saying
from app.simulator.catalogue import Catalogue
from app.simulator.lesson import (
    CHOSEN,
    FAULTS,
    PAPERS,
    RESUME,
    SURPRISES,
    TRIAL,
    TURNED,
    Lesson,
    Play,
    Rule,
    Screen,
    Widget,
    stage,
)
from app.simulator.machine import CORRECT, NEUTRAL, SLIP, Act, Place, Visit
from app.simulator.mistakes import Mistake
from app.simulator.owntask import check_task
from app.simulator.reading import Reading
from app.simulator.saying import Finding, Translate

LONGEST_PATH = 200
CIRCLE = "a circle"
BUILT_IN = frozenset(("back", "help", "home", "up", "down", "real-data", "long"))
_NAME = re.compile(r"(?!.*\d{6})[a-z][a-z0-9_]{0,29}")
_SCREEN = re.compile(r"(?!.*\d{6})[a-z][a-z0-9_-]{0,39}")
"""What things and screens may be called: nothing that the log would take for something typed (`a_lesson_says`)."""
RESERVED = frozenset(("back", "help", "long", "unclear"))


def check(reading: Reading, catalogue: Catalogue, translate: Translate | None = None) -> list[Mistake]:
    """Every mistake of one lesson file, reading mistakes included, in the order of lines.

    `translate(locale, key, zh)` gives a translation or None; without it translations are not looked at.
    """
    lesson = reading.lesson
    if lesson is not None:
        start = len(reading.mistakes)
        _Checker(reading, lesson, catalogue).run()
        if translate is not None:
            _translations(reading, lesson, translate, catalogue)
        if reading.task is not None and reading.bridge is not None:
            for finding in check_task(reading.task, reading.bridge, catalogue, translate):
                reading.mistake(*finding)
        found = sorted(set(reading.mistakes))
        del reading.mistakes[start:]
        return found
    return sorted(set(reading.mistakes))


class _Checker:
    """Looks at one lesson and notes mistakes in its reading."""

    def __init__(self, reading: Reading, lesson: Lesson, catalogue: Catalogue) -> None:
        self.reading, self.lesson, self.catalogue = reading, lesson, catalogue
        self.note = reading.mistake

    def run(self) -> None:
        if self.lesson.id not in self.catalogue.tasks and self.reading.task is None:
            fix = "Add it to lessons/catalogue.yaml, or say under `task:` what it is for"
            self.note("lesson", f"`{self.lesson.id}` is no task of the catalogue", fix)
        if self.lesson.track not in self.catalogue.tracks:
            self.note("track", f"`{self.lesson.track}` is no track", "Use a track of lessons/catalogue.yaml")
        for need in self.lesson.needs:
            if need not in self.catalogue.tasks:
                self.note("needs", f"`{need}` is no task", "Use ids of lessons/catalogue.yaml")
        for play, suffix in self._plays():
            self._screens(play, suffix)
            self._ways(play, suffix)
        self._twists()
        self._demo()
        self._words()
        self._tokens()

    def _plays(self) -> Iterator[tuple[Play, int]]:
        for name, which in (("start", self.lesson.start), ("finish", self.lesson.finish)):
            if which not in self.lesson.screens:
                self.note(name, f"no screen is called `{which}`", "Name a screen of this lesson")
        if self.lesson.start in self.lesson.screens and self.lesson.finish in self.lesson.screens:
            for number in range(len(self.lesson.twists) + 1):
                yield stage(self.lesson, number), number

    def _key(self, play: Play, name: str) -> str:
        changed = play.twist and name in self.lesson.twists[play.twist - 1].changed
        return f"screens.{name}@{play.twist}" if changed else f"screens.{name}"

    def _screens(self, play: Play, twist: int) -> None:
        fresh = set(play.screens) if not twist else set(self.lesson.twists[twist - 1].added)
        fresh |= set(self.lesson.twists[twist - 1].changed) if twist else set()
        for name in fresh & set(play.screens):
            screen, where = play.screens[name], self._key(play, name)
            if not _SCREEN.fullmatch(name):
                self.note(where, f"`{name}` cannot be the name of a screen", "Use a-z, 0-9, _ and -, 40 signs at most")
            if screen.end:
                continue
            if len(screen.wrong) < 2:
                self.note(
                    f"{where}.wrong",
                    f"`{name}` foresees {len(screen.wrong)} wrong moves",
                    "Add at least two likely slips",
                )
            names = [w.target for w in screen.widgets() if w.name]
            for taken in sorted(RESERVED & set(names)):
                self.note(
                    f"{where}.show", f"`{taken}` is the name of something every screen has", "Give it another name"
                )
            for odd in sorted(name for name in names if not _NAME.fullmatch(name)):
                self.note(
                    f"{where}.show", f"`{odd}` may be the name of something beside the phone", "Use a-z, 0-9 and _"
                )
            for double in sorted({n for n in names if names.count(n) > 1}):
                self.note(f"{where}.show", f"two things are called `{double}`", "Give each its own name")
            self._acts(screen, where)
            self._turned_away(play, screen, where)
            for act, to in screen.right.items():
                if to != RESUME and to not in play.screens:
                    self.note(
                        f"{where}.right.{act}",
                        f"`{act}` leads to `{to}`, which is no screen",
                        "Name a screen of this lesson",
                    )
            for rule, slip in screen.wrong:
                if slip.detour and slip.detour not in play.screens:
                    self.note(
                        f"{where}.wrong.{rule.act}",
                        f"detour to `{slip.detour}`, which is no screen",
                        "Name a screen of this lesson",
                    )

    def _acts(self, screen: Screen, where: str) -> None:
        written = [("right", Rule.parse(act)) for act in screen.right]
        written += [("fine", Rule.parse(act)) for act in screen.fine] + [("wrong", rule) for rule, _ in screen.wrong]
        for kind, rule in written:
            for target in filter(None, (rule.target, rule.before)):
                if target not in BUILT_IN and screen.widget(target) is None:
                    self.note(
                        f"{where}.{kind}.{rule.act}",
                        f"`{rule.act}` names `{target}`, which is not on the screen `{screen.name}`",
                        "Show it, or mend the name",
                    )
        for widget in screen.widgets():
            clues = sum(1 for spot in widget.spots if spot.clue)
            self._widget(widget, where)
            if widget.kind in ("spots", "write") and (widget.need < 1 or clues < widget.need):
                self.note(
                    f"{where}.show",
                    f"`{widget.name}` needs {widget.need} clues and has {clues}",
                    "Add clues or lower `need`",
                )

    def _turned_away(self, play: Play, screen: Screen, where: str) -> None:
        """From wherever a slider or a wheel may be turned to, the way back to its answer is open."""
        for widget in screen.widgets():
            away = range(1, len(widget.options) + 1) if widget.kind in TURNED and widget.answer else ()
            for number in away:
                place, _ = machine.advance(play, Place(Visit(screen.name)), Act(f"tap {widget.target}.{number}"))
                if place.screen != screen.name or machine.turned(widget, place.visit) != number:
                    continue
                act = machine.next_act(play, place)
                if act is not None and machine.advance(play, place, act)[1].kind == SLIP:
                    self.note(
                        f"{where}.wrong.{act.act}",
                        f"who turns `{widget.target}` to {number} comes back past `{act.act}`, which counts as a slip",
                        f"Let `{act.act}` be turned past, or foresee `tap {widget.target}.{number}` too",
                    )

    def _widget(self, widget: Widget, where: str) -> None:
        """What a widget needs so that it can be drawn and answered."""
        called = f"{widget.kind} {widget.name}".strip()
        if widget.kind in CHOSEN and (len(widget.options) < 2 or not widget.name):
            self.note(f"{where}.show", f"`{called}` needs a name and two options", "Give it `options: [一, 二]`")
        if widget.kind == "write" and not widget.name:
            self.note(f"{where}.show", "`write` has no name", "Write `- write ink:`")
        paper, _, fault = widget.scene.partition("-")
        if widget.kind == "camera" and (paper not in PAPERS or fault not in FAULTS):
            known = f"one of {', '.join(PAPERS)}, a hyphen, and one of {', '.join(FAULTS)}"
            self.note(f"{where}.show", f"no camera sees `{widget.scene}`", f"Write {known}")
        if widget.kind == "keys" and len(widget.buttons) not in (2, 3):
            fix = "Give it `buttons:` from the top: louder, softer, and the short key"
            self.note(f"{where}.show", f"`{called}` has {len(widget.buttons)} keys", fix)

    def _ways(self, play: Play, twist: int) -> None:
        """Every screen is reached, and from each one right moves alone lead to the finish or back from a detour."""
        ends = {name: self._way(play, name) for name in play.screens}
        detours, own = _within_detours(play), set(play.screens)
        if twist:
            own = set(self.lesson.twists[twist - 1].added) | set(self.lesson.twists[twist - 1].changed)
        for name in sorted(own & {name for name, end in ends.items() if end == CIRCLE and self._way(play, name, name)}):
            act = next(iter(play.screens[name].right))
            where = f"{self._key(play, name)}.right.{act}"
            self.note(where, f"`{act}` on `{name}` goes round for ever", "Lead it on to the finish")
        for name, end in ends.items():
            where = self._key(play, name)
            if end == RESUME and name not in detours:
                self.note(where, f"`{name}` says `resume` but is in no detour", "Lead it to a screen")
            elif end == play.finish and name in detours and name not in _main(play):
                self.note(where, f"the detour at `{name}` never comes back", "End it with `resume`")
            elif end not in (RESUME, CIRCLE, play.finish):
                self.note(where, f"from `{name}` the way ends at `{end}`", "Lead it on to the finish")
        if CIRCLE not in ends.values():
            added = own if not twist else set(self.lesson.twists[twist - 1].added)
            for name in sorted(added - _reached(play)):
                fix = "Lead a right move or a detour to it, or remove it"
                self.note(self._key(play, name), f"`{name}` can never be reached", fix)
        if play.finish in ends and not play.screens[play.finish].end:
            self.note("finish", f"`{play.finish}` is the finish but has no `end: true`", "Add `end: true`")
        if CIRCLE not in ends.values() and not self.reading.mistakes:
            self._played(play)

    def _way(self, play: Play, name: str, back_to: str = "") -> str:
        """Where right moves lead: a screen without any, RESUME, or CIRCLE (with `back_to`: round to it, else "")."""
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            screen = play.screens.get(name)
            if name == RESUME or screen is None or screen.end or not screen.right:
                return name
            name = next(iter(screen.right.values()))
        return CIRCLE if not back_to or name == back_to else ""

    def _played(self, play: Play) -> None:
        place: Place = machine.start(play)
        for _ in range(LONGEST_PATH):
            act = machine.next_act(play, place)
            if act is None:
                return
            name = place.screen
            place, outcome = machine.advance(play, place, act)
            if outcome.kind not in (CORRECT, NEUTRAL):
                self.note(
                    self._key(play, name),
                    f"the right act `{act.act}` on `{name}` counts as a slip",
                    "Mend the rules of this screen",
                )
                return
        self.note(
            self._key(play, place.screen),
            f"the right path is longer than {LONGEST_PATH} acts",
            "Look for moves that go round in a circle",
        )

    def _twists(self) -> None:
        for screens in (self.lesson.screens, *(twist.added for twist in self.lesson.own_twists)):
            if TRIAL in screens:
                self.note(
                    f"screens.{TRIAL}", f"`{TRIAL}` is the name of a screen that is dealt", "Give it another name"
                )
        for twist in self.lesson.twists:
            where = f"twist.{twist.number}"
            if twist.before and twist.before not in self.lesson.screens:
                self.note(f"{where}.before", f"no screen is called `{twist.before}`", "Name a screen of this lesson")
            if not twist.before and not twist.changed:
                self.note(where, "a twist that changes nothing", "Add `before:` with a `screen:`, or `change:`")
            if twist.surprise and twist.surprise not in SURPRISES:
                self.note(
                    f"{where}.surprise", f"`{twist.surprise}` is no surprise", f"Use one of {', '.join(SURPRISES)}"
                )
            for name in sorted(set(twist.added) & set(self.lesson.screens)):
                self.note(f"screens.{name}", f"the twist's `{name}` is already a screen", "Give it another name")

    def _demo(self) -> None:
        """The demo's acts lead from the start to the finish with one slip; its encore may wait."""
        if not self.lesson.demo or self.reading.mistakes:
            return
        play = stage(self.lesson)
        place, slips = machine.start(play), 0
        for i, written in enumerate(self.lesson.demo, 1):
            act = Act.written(written)
            name = place.screen
            self._turned(play, place, i, written)
            place, outcome = machine.advance(play, place, act)
            slips += outcome.kind == SLIP
            if outcome.kind == NEUTRAL and outcome.say is self.lesson.otherwise:
                self.note(f"demo.{i}", f"`{written}` does nothing on `{name}`", "Show an act that this screen answers")
                return
        if not place.done and not place.encore:
            self.note("demo", f"the demo ends on `{place.screen}`", "Show the whole way to the finish")
        elif slips != 1:
            self.note("demo", f"the demo shows {slips} slips", "Show one deliberate slip and its repair")

    def _turned(self, play: Play, place: Place, i: int, written: str) -> None:
        """A demonstration turns a slider or a wheel by what stands beside the chosen option: more cannot be shown."""
        target, _, number = written.partition(" ")[2].partition(".")
        widget = play.screens[place.screen].widget(target)
        if widget is not None and widget.kind in TURNED and number.isdigit():
            now = machine.turned(widget, place.visit)
            if abs(int(number) - now) > 1:
                self.note(f"demo.{i}", f"`{written}` passes an option of `{target}`", f"Turn from {now} one by one")

    def _words(self) -> None:
        for text in self.lesson.texts():
            self._found(text.key, saying.unsafe(text.zh, self.catalogue))
            self._found(text.key, saying.strangers(text.zh, self.catalogue))
            self._found(text.key, saying.half_width(text.zh))
        self._found("service", saying.unsafe(self.lesson.service, self.catalogue))
        for text in self.lesson.spoken():
            self._found(text.key, saying.unheard(text.zh, self.catalogue))
        for text in self.lesson.told():
            self._found(text.key, saying.unlike_beats(text.zh))
        for screen in self.lesson.every_screen():
            for widget in screen.widgets():
                if widget.kind in ("sms", "call"):
                    self._message(widget)

    def _message(self, widget: Widget) -> None:
        """A message or a call: it says whether it deserves belief, and could not be copied and used."""
        where = next(widget.texts(), self.lesson.title).key
        if not widget.signal:
            self.note(where, f"a {widget.kind} without a signal", "Write `signal: genuine` or `signal: fraud`")
        if widget.kind == "sms" and widget.text is not None and not widget.text.zh.startswith(saying.PRACTICE):
            self.note(where, "a message that could be copied and sent does not say 【练习】", "Begin it with 【练习】")

    def _found(self, where: str, findings: Iterable[Finding]) -> None:
        for what, fix in findings:
            self.note(where, what, fix)

    def _tokens(self) -> None:
        known = {"name", "home", "id_no", "pin", "phone", "bank", *self.lesson.facts}
        for text in self.lesson.texts():
            for token in re.findall(r"\$([a-z_]+)", text.zh):
                if token not in known:
                    self.note(text.key, f"`${token}` is no fact", "Add it to `facts:` or mend the name")


def _reached(play: Play) -> set[str]:
    seen: set[str] = set()
    todo = [play.start]
    while todo:
        name = todo.pop()
        screen = play.screens.get(name)
        if name in seen or screen is None:
            continue
        seen.add(name)
        todo += [*screen.right.values(), *(slip.detour for _, slip in screen.wrong if slip.detour)]
    return seen


def _within_detours(play: Play) -> set[str]:
    seen: set[str] = set()
    todo = [slip.detour for screen in play.screens.values() for _, slip in screen.wrong if slip.detour]
    while todo:
        name = todo.pop()
        if name not in seen and name in play.screens:
            seen.add(name)
            todo += play.screens[name].right.values()
    return seen


def _main(play: Play) -> set[str]:
    seen: set[str] = set()
    todo = [play.start]
    while todo:
        name = todo.pop()
        if name not in seen and name in play.screens:
            seen.add(name)
            todo += play.screens[name].right.values()
    return seen


def _translations(reading: Reading, lesson: Lesson, translate: Translate, catalogue: Catalogue) -> None:
    spoken = {text.key for text in lesson.spoken()}
    for text in lesson.texts():
        for what, fix in saying.untranslated(text, text.key in spoken, translate, catalogue):
            reading.mistake(text.key, what, fix)
