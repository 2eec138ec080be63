"""What a place looks and sounds like, as plain data for a template; knows no HTML, and asks for words by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Template

from app.simulator import machine
from app.simulator.lesson import TAPPABLE, Play, Screen, Text, Widget
from app.simulator.machine import Act, Outcome, Place, Visit
from app.simulator.support import climb

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
    """One widget as it stands now. `act` is empty when a tap does nothing; `right` marks the next right act."""

    kind: str
    name: str
    text: str
    act: str = ""
    right: bool = False
    on: bool = False
    sub: str = ""
    sender: str = ""
    state: str = ""
    scene: str = ""
    asks: str = ""
    badge: str = ""
    ad: bool = False
    below: bool = False
    new: bool = False
    ok: bool = True
    filled: str = ""
    length: int = 0
    options: tuple[Part, ...] = ()
    hold: str = ""
    double: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a view gets its words: `words` for the screen's locale, `heard` for the ear ('' when the same)."""

    words: Words
    heard: Words
    app_name: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class View:
    """Everything the practice page needs to know about one place."""

    lesson: str
    title: str
    screen: str
    app: str
    app_name: str
    heading: str
    n: int
    total: int
    support: str
    size: str
    say: Line
    told: Line | None
    beats: tuple[Line, ...]
    outcome: str
    hints: tuple[Line, ...]
    more_hints: bool
    parts: tuple[Part, ...]
    up: bool
    down: bool
    back: bool
    wait: int
    card: tuple[tuple[str, str], ...]
    pin: str
    end: bool
    detour: bool
    encore: bool
    offered: bool
    arrived: bool
    back_right: bool = False


def view(
    play: Play,
    place: Place,
    last: Outcome | None,
    voice: Voice,
    planned: str = "prompted",
    size: str = "big",
    point: Act | None = None,
) -> View:
    """Look at a place. `planned` is the support chosen for the step; slips, hints and freezing climb it back.

    `last` is the outcome of the act that led here, or None on arrival. Words come from `voice`, facts filled in.
    `arrived` says that the screen's own sentence has not been said yet.
    `point` is the act to point at, where it is not the right one: in a demonstration.
    """
    screen, visit = play.screens[place.screen], place.visit
    facts, heard_facts = facts_of(play, voice.words), facts_of(play, voice.heard, voice.words)

    def line(text: Text) -> Line:
        heard = voice.heard(text)
        return Line(text.key, fill(voice.words(text), facts), fill(heard, heard_facts) if heard else "")

    target = point or machine.next_act(play, place)
    parts = _parts(screen, visit, target, lambda text: fill(voice.words(text), facts), play)
    told = line(last.say) if last is not None and last.say is not None and last.kind != machine.HINT else None
    below = any(widget.below for widget in screen.widgets())
    n, total = progress(play, place)
    card, pin = _card(play, voice.words, screen)
    return View(
        lesson=play.lesson.id,
        title=voice.words(play.lesson.title),
        screen=screen.name,
        app=screen.app,
        app_name=voice.app_name(screen.app),
        heading=next((part.text for part in parts if part.kind == "title"), ""),
        n=n,
        total=total,
        support=climb(planned, visit.slips, visit.hint, visit.frozen),
        size=size,
        say=line(screen.say),
        told=told,
        beats=tuple(Line(f"{told.key}#{i}", beat) for i, beat in enumerate(sentences(told.text), 1)) if told else (),
        outcome=last.kind if last is not None else "",
        hints=tuple(line(hint) for hint in screen.hints[: visit.hint]),
        more_hints=visit.hint < len(screen.hints),
        parts=tuple(part for part in parts if part.kind != "title"),
        up=below and not visit.scrolled,
        down=below and visit.scrolled,
        back=screen.app != "teacher" and not screen.end,
        wait=screen.wait,
        card=card,
        pin=pin,
        end=screen.end,
        detour=bool(place.origins),
        encore=place.encore,
        offered=visit.frozen > 0 and (last is None or last.kind == machine.NEUTRAL) and told is None,
        arrived=last is None or last.moved,
        back_right=target is not None and target.act == machine.BACK,
    )


def sentences(text: str) -> tuple[str, ...]:
    """Cut a told line into its beats, one sentence each; a full stop inside a number or an address cuts nothing."""
    return tuple(piece.strip() for piece in _BETWEEN.split(text) if piece.strip())


def fill(words: str, facts: Mapping[str, str]) -> str:
    """Put facts in for `$tokens`; an unknown token stays as written."""
    return Template(words).safe_substitute(facts) if "$" in words else words


def facts_of(play: Play, words: Words, otherwise: Words | None = None) -> dict[str, str]:
    """The facts a line may name: the lesson's own, and the practice card's person."""
    person = play.lesson.learner

    def said(text: Text) -> str:
        return words(text) or (otherwise(text) if otherwise else text.zh)

    facts = {"id_no": person.id_no, "pin": person.pin, "phone": person.phone, "bank": person.bank}
    facts |= {"name": said(person.name), "home": said(person.home) if person.home else ""}
    return facts | {name: said(text) for name, text in play.lesson.facts.items()}


def progress(play: Play, place: Place) -> tuple[int, int]:
    """Which step of how many: the furthest screen of the right path met so far, and the length of that path."""
    order = list(dict.fromkeys(name for name, _ in machine.path(play)))
    met = {place.screen, *place.trail, *(origin.screen for origin in place.origins)}
    if place.encore or place.done:
        return len(order), len(order)
    return max((i for i, name in enumerate(order, 1) if name in met), default=1), len(order)


def _card(play: Play, words: Words, screen: Screen) -> tuple[tuple[tuple[str, str], ...], str]:
    person, home = play.lesson.learner, play.lesson.learner.home
    asked = [widget for widget in screen.widgets() if widget.answer]
    fields = [widget for widget in asked if widget.kind == "field"]
    pin = person.pin if any(widget.kind == "pin" for widget in asked) else ""
    lives = home is not None and any(w.kind == "pick" and w.answer in home.zh for w in asked)
    named = any(widget.answer.removeprefix("$") not in play.lesson.facts for widget in fields)
    shows_id = any("$id_no" in text.zh for text in screen.texts())
    if not (pin or named or lives or shows_id):
        return (), ""
    rows = [("name", words(person.name))]
    if lives and home is not None:
        rows.append(("home", words(home)))
    if shows_id:
        rows.append(("id_no", person.id_no))
    return tuple(rows), pin


def _parts(screen: Screen, visit: Visit, target: Act | None, words: Words, play: Play) -> tuple[Part, ...]:
    gestures = {rule.act for rule, _ in screen.wrong} | set(screen.right) | set(screen.fine)
    shown = (widget for widget in screen.show if not widget.below or visit.scrolled)
    return tuple(_part(widget, visit, target.act if target else "", words, gestures, play) for widget in shown)


def _part(widget: Widget, visit: Visit, target: str, words: Words, gestures: set[str], play: Play) -> Part:
    act = _act(widget, gestures)
    options = _options(widget, visit, target, words, gestures, play)
    say = words(widget.words) if widget.words else words(widget.text) if widget.text else ""
    return Part(
        kind=widget.kind,
        name=widget.name,
        text=say,
        act=act,
        right=(bool(act) and target == act) or (widget.kind == "pick" and any(option.right for option in options)),
        on=machine.ticked(widget, visit) if widget.kind == "tick" else widget.target in visit.touched,
        sub=words(widget.sub) if widget.sub else words(widget.text) if widget.text and widget.words else "",
        sender=words(widget.sender) if widget.sender else "",
        state=words(widget.state) if widget.state else "",
        scene=widget.scene,
        asks=widget.asks,
        badge=str(widget.badge) if widget.badge else "",
        ad=widget.ad,
        below=widget.below,
        new=widget.new and widget.target not in visit.touched,
        ok=widget.ok,
        filled=visit.state(widget.name),
        length=len(fill(widget.answer, {"pin": play.lesson.learner.pin})) if widget.kind == "pin" else 0,
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


def _options(
    widget: Widget, visit: Visit, target: str, words: Words, gestures: set[str], play: Play
) -> tuple[Part, ...]:
    if widget.kind == "cards":
        return tuple(Part("card", "", words(text)) for text in play.lesson.remember)
    found = [
        Part(
            "spot", f"{widget.name}.{i}", words(spot.part), f"tap {widget.target}.{i}",
            right=target == f"tap {widget.target}.{i}", on=f"{widget.target}.{i}" in visit.touched, ok=spot.clue,
        )
        for i, spot in enumerate(widget.spots, 1)
    ]  # fmt: skip
    chosen = visit.state(widget.name) if widget.kind == "pick" else ""
    found += [
        Part(
            "option", f"{widget.name}.{i}", words(text), f"tap {widget.target}.{i}",
            right=target == f"tap {widget.target}.{i}", on=chosen == str(i),
        )
        for i, text in enumerate(widget.options, 1)
    ]  # fmt: skip
    found += [_part(button, visit, target, words, gestures, play) for button in widget.buttons]
    return tuple(found)
