"""What a screen looks and sounds like, as plain data for a template; knows no HTML, and asks for words by key.

What changes while a learner is on the screen stands in the data as conditions on marks: see `glance`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from string import Template

from app.simulator import glance
from app.simulator.lesson import CHOSEN, TAPPABLE, TURNED, Lesson, Screen, Text, Widget

Words = Callable[[Text], str]
_BETWEEN = re.compile(r"(?<=[。！？])(?![”’」』])|(?<=[。！？][”’」』])|(?<=[.!?])\s+|(?<=[.!?][”’\"])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its key, the words on the screen, and the words to be heard when they differ."""

    key: str
    text: str
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One widget. `act` is empty when a tap does nothing.

    `right`, `on`, `new` and `well` are conditions: whether this is the next right act, whether it was touched, ticked
    or chosen, whether nobody has opened it yet, whether what was written is right; empty means never. `aloud` is what
    somebody else says in it, to be heard after the teacher.
    """

    kind: str
    name: str
    text: str
    act: str = ""
    right: str = ""
    on: str = ""
    sub: str = ""
    sender: str = ""
    state: str = ""
    scene: str = ""
    asks: str = ""
    badge: str = ""
    ad: bool = False
    below: bool = False
    new: str = ""
    ok: bool = True
    well: str = ""
    length: int = 0
    options: tuple[Part, ...] = ()
    hold: str = ""
    double: str = ""
    aloud: Line | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How a view gets its words: `words` for the screen's locale, `heard` for the ear ('' when the same)."""

    words: Words
    heard: Words
    app_name: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the practice page needs to know about one screen, drawn `size` and with what is below out or not."""

    lesson: str
    title: str
    name: Line
    screen: str
    app: str
    app_name: str
    heading: str
    size: str
    say: Line
    hints: tuple[Line, ...]
    parts: tuple[Part, ...]
    up: bool
    down: bool
    back: bool
    wait: int
    card: tuple[tuple[str, str], ...]
    pin: str
    end: bool
    gentle: bool = False


def view(lesson: Lesson, screen: Screen, voice: Voice, size: str = "big", scrolled: bool = False) -> View:
    """Look at a screen of a lesson or of one of its twists. Words come from `voice`, facts filled in."""
    line = liner(lesson, voice)
    facts = facts_of(lesson, voice.words)
    gestures = {rule.act for rule, _ in screen.wrong} | set(screen.right) | set(screen.fine)
    shown = (widget for widget in screen.show if not widget.below or scrolled)
    others = {text.key: line(text) for text in screen.messages()}
    parts = tuple(
        replace(
            _part(widget, lambda text: fill(voice.words(text), facts), gestures, lesson),
            aloud=next((others[text.key] for text in (widget.text, widget.words) if text and text.key in others), None),
        )
        for widget in shown
    )
    below = any(widget.below for widget in screen.widgets())
    card, pin = _card(lesson, voice.words, screen)
    return View(
        lesson=lesson.id,
        title=voice.words(lesson.title),
        name=line(lesson.title),
        screen=screen.name,
        app=screen.app,
        app_name=voice.app_name(screen.app),
        heading=next((part.text for part in parts if part.kind == "title"), ""),
        size=size,
        say=line(screen.say),
        hints=tuple(line(hint) for hint in screen.hints),
        parts=tuple(part for part in parts if part.kind != "title"),
        up=below and not scrolled,
        down=below and scrolled,
        back=screen.app != "teacher" and not screen.end,
        wait=screen.wait,
        card=card,
        pin=pin,
        end=screen.end,
        gentle=lesson.gentle,
    )


def liner(lesson: Lesson, voice: Voice) -> Callable[[Text], Line]:
    """What makes a line of any message of a lesson, its facts filled in for the eye and for the ear."""
    facts, heard_facts = facts_of(lesson, voice.words), facts_of(lesson, voice.heard, voice.words)

    def line(text: Text) -> Line:
        heard = voice.heard(text)
        return Line(text.key, fill(voice.words(text), facts), fill(heard, heard_facts) if heard else "")

    return line


def sentences(text: str) -> tuple[str, ...]:
    """Cut a told line into its beats, one sentence each; a full stop inside a number or an address cuts nothing."""
    return tuple(piece.strip() for piece in _BETWEEN.split(text) if piece.strip())


def fill(words: str, facts: Mapping[str, str]) -> str:
    """Put facts in for `$tokens`; an unknown token stays as written."""
    return Template(words).safe_substitute(facts) if "$" in words else words


def facts_of(lesson: Lesson, words: Words, otherwise: Words | None = None) -> dict[str, str]:
    """The facts a line may name: the lesson's own, and the practice card's person."""
    person = lesson.learner

    def said(text: Text) -> str:
        return words(text) or (otherwise(text) if otherwise else text.zh)

    facts = {"id_no": person.id_no, "pin": person.pin, "phone": person.phone, "bank": person.bank}
    facts |= {"name": said(person.name), "home": said(person.home) if person.home else ""}
    return facts | {name: said(text) for name, text in lesson.facts.items()}


def answer_of(lesson: Lesson, widget: Widget) -> str:
    """What a field asks to be written, its facts filled in; empty when anything will do."""
    return fill(widget.answer, facts_of(lesson, lambda text: text.zh))


def _card(lesson: Lesson, words: Words, screen: Screen) -> tuple[tuple[tuple[str, str], ...], str]:
    """The rows of the practice card that something on this screen asks for, and the PIN; both empty for no card."""
    person, home = lesson.learner, lesson.learner.home
    asked = [widget for widget in screen.widgets() if widget.answer]
    fields = [widget for widget in asked if widget.kind == "field"]
    pin = person.pin if any(widget.kind == "pin" for widget in asked) else ""
    lives = home is not None and any(w.kind == "pick" and w.answer in home.zh for w in asked)
    named = any(widget.answer.removeprefix("$") not in lesson.facts for widget in fields)
    shows_id = any("$id_no" in text.zh for text in screen.texts())
    if not (pin or named or lives or shows_id):
        return (), ""
    rows = [("name", words(person.name))]
    if lives and home is not None:
        rows.append(("home", words(home)))
    if shows_id:
        rows.append(("id_no", person.id_no))
    if any(widget.answer == "$phone" for widget in fields):
        rows.append(("phone", person.phone))
    return tuple(rows), pin


def _part(widget: Widget, words: Words, gestures: set[str], lesson: Lesson) -> Part:
    act = _act(widget, gestures)
    options = _options(widget, words, gestures, lesson)
    say = words(widget.words) if widget.words else words(widget.text) if widget.text else ""
    picked = [option.right for option in options] if widget.kind == "pick" else []
    return Part(
        kind=widget.kind,
        name=widget.name,
        text=say,
        act=act,
        right=glance.either(*picked) if picked else glance.right(act) if act else "",
        on=glance.ticked(widget.name, widget.on) if widget.kind == "tick" else glance.touched(widget.target),
        sub=words(widget.sub) if widget.sub else words(widget.text) if widget.text and widget.words else "",
        sender=words(widget.sender) if widget.sender else "",
        state=words(widget.state) if widget.state else "",
        scene=widget.scene,
        asks=widget.asks,
        badge=str(widget.badge) if widget.badge else "",
        ad=widget.ad,
        below=widget.below,
        new=glance.neither(glance.touched(widget.target)) if widget.new else "",
        ok=widget.ok,
        well=glance.stands(widget.name, "answer"),
        length=len(answer_of(lesson, widget)) if widget.kind == "pin" else 0,
        options=options,
        hold=f"hold {widget.target}" if f"hold {widget.target}" in gestures else "",
        double=f"double-tap {widget.target}" if f"double-tap {widget.target}" in gestures else "",
    )


def _act(widget: Widget, answered: set[str]) -> str:
    if widget.kind == "field":
        return f"type {widget.target}"
    if widget.kind == "pin":
        return f"filled {widget.target}"
    tap = f"tap {widget.target}"
    return tap if tap in answered or (widget.name and widget.kind in TAPPABLE | {"pick"}) else ""


def _options(widget: Widget, words: Words, gestures: set[str], lesson: Lesson) -> tuple[Part, ...]:
    if widget.kind == "cards":
        return tuple(Part("card", "", words(text)) for text in lesson.remember)
    found = []
    for i, spot in enumerate(widget.spots, 1):
        name, act = f"{widget.name}.{i}", f"tap {widget.target}.{i}"
        on = glance.touched(f"{widget.target}.{i}")
        found.append(Part("spot", name, words(spot.part), act, glance.right(act), on, ok=spot.clue))
    for i, text in enumerate(widget.options, 1):
        act = f"tap {widget.target}.{i}"
        on = _stands(widget, i) if widget.kind in CHOSEN else ""
        found.append(Part("option", f"{widget.name}.{i}", words(text), act, glance.right(act), on))
    return (*found, *(_part(button, words, gestures, lesson) for button in widget.buttons))


def _stands(widget: Widget, number: int) -> str:
    """The condition under which an option is the chosen one; a wheel stands at one before it is touched."""
    if widget.kind in TURNED and number == widget.at:
        others = (i for i in range(1, len(widget.options) + 1) if i != number)
        return glance.neither(*(glance.stands(widget.name, str(i)) for i in others))
    return glance.stands(widget.name, str(number))
