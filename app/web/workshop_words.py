"""What the workshop's pages call things: acts, screens, options of things on the glass; it knows no draft on a disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from app.simulator.lesson import CHOSEN, TAPPABLE, Rule, Screen, Widget

_: Final[Callable[..., str]] = gettext
SHORT: Final = 14
"""So many characters of a thing's words are enough to know it by."""


@dataclass(frozen=True, slots=True)
class Field:
    """One option of a thing on the glass: its key in the file, what it is called, and how it is asked for.

    `asks` is line, area, number, flag, notflag, beats, lines, choice, parts or buttons; `among` are the choices as
    (value, words).
    """

    key: str
    name: str
    asks: str = "line"
    among: tuple[tuple[str, str], ...] = ()
    needed: bool = False


def called(widget: Widget) -> str:
    """The words by which somebody knows a thing on the glass."""
    said = next((text.zh for text in (widget.words, widget.sender, widget.text) if text is not None and text.zh), "")
    return said if len(said) <= SHORT else said[: SHORT - 1] + "…"


def act_said(screen: Screen | None, written: str) -> str:
    """An act as a volunteer says it: Tap “下一步”."""
    try:
        rule = Rule.parse(written)
    except ValueError:
        return written
    said = _act(screen, rule)
    if rule.before:
        return _("%(act)s, while “%(other)s” is not tapped yet", act=said, other=_target(screen, rule.before))
    return _("%(act)s, a second time", act=said) if rule.twice else said


def _act(screen: Screen | None, rule: Rule) -> str:
    fixed = {
        "wait": _("Wait"),
        "tap back": _("Go back"),
        "swipe up": _("The hand slides up"),
        "swipe down": _("The hand slides down"),
        "type real-data": _("Write a real identity number"),
    }
    if rule.act in fixed:
        return fixed[rule.act]
    thing = _target(screen, rule.target)
    return {
        "tap": _("Tap “%(thing)s”", thing=thing),
        "hold": _("Press “%(thing)s” for long", thing=thing),
        "double-tap": _("Tap “%(thing)s” twice", thing=thing),
        "type": _("Write in “%(thing)s”", thing=thing),
        "filled": _("Fill in “%(thing)s”", thing=thing),
        "found": _("Find the clues in “%(thing)s”", thing=thing),
    }.get(rule.verb, rule.act)


def _target(screen: Screen | None, target: str) -> str:
    widget = screen.widget(target) if screen is not None else None
    if widget is None:
        return target
    number = target.partition(".")[2]
    if number.isdigit() and 0 < int(number) <= max(len(widget.options), len(widget.spots)):
        among = [text.zh for text in widget.options] or [spot.part.zh for spot in widget.spots]
        return among[int(number) - 1]
    return called(widget) or target


def acts_of(screen: Screen) -> Iterator[str]:
    """Every act that this screen could answer, those of one thing after the other."""
    if screen.wait:
        yield "wait"
    for widget in screen.widgets():
        target = widget.target
        if widget.kind in CHOSEN:
            yield from (f"tap {target}.{number}" for number in range(1, len(widget.options) + 1))
        elif widget.kind in ("spots", "write"):
            yield f"found {target}"
        elif widget.kind == "pin":
            yield f"filled {target}"
        elif widget.kind == "field":
            yield f"type {target}"
        elif widget.name and widget.kind in TAPPABLE:
            yield f"tap {target}"
    yield from ("tap back", "swipe up")
    for widget in screen.widgets():
        if widget.name and widget.kind in TAPPABLE - {"text", "row"}:
            yield from (f"hold {widget.target}", f"double-tap {widget.target}")
    yield "type real-data"


def apps(catalogue_apps: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Whose screen it may be, as (value, words): the practice phone's apps, the phone itself, the teacher."""
    first = (
        ("phone", _("The phone’s first screen, with its apps")),
        ("system", _("The phone itself asks")),
        ("teacher", _("No phone: the teacher asks, or sums up")),
    )
    return (*first, *((app, words) for app, words in catalogue_apps.items() if app not in dict(first)))


def surprises() -> tuple[tuple[str, str], ...]:
    """The kinds of surprise that a twist may be, as (value, words)."""
    return (
        ("", _("Nothing of these")),
        ("popup", _("A window comes up")),
        ("slow", _("The network is slow")),
        ("offline", _("No network")),
        ("refused", _("The service says no")),
        ("wrong-person", _("It is for somebody else")),
        ("wrong-payee", _("The money would go to somebody else")),
        ("lookalike", _("Something that looks alike")),
        ("message", _("A message comes")),
        ("call", _("Somebody calls")),
    )


def levels() -> tuple[tuple[str, str], ...]:
    """From when on a twist comes, as (value, words)."""
    return ("2", _("From the second time on")), ("3", _("From the third time on"))


def fields(kind: str, node: Mapping[str, Any]) -> tuple[Field, ...]:
    """What can be said of a thing of this kind, in the order in which it is asked for."""
    label, below = (
        Field("label", _("Its words"), needed=True),
        Field("below", _("It is seen only after sliding up"), "flag"),
    )
    sub, nudge = (
        Field("sub", _("Small words below")),
        Field("nudge", _("What the teacher says when it is not right"), "beats"),
    )
    answer, options = (
        Field("answer", _("What is right")),
        Field("options", _("What can be chosen, one a line"), "lines"),
    )
    which = Field("answer", _("What is right"), "choice", _one_of(node))
    stands = Field("at", _("Where it stands at first"), "choice", _one_of(node))
    signal = Field("signal", _("Does it deserve belief?"), "choice", _signals())
    sender, text = Field("from", _("Who it is from")), Field("text", _("What it says"), "area")
    buttons = Field("buttons", _("Its buttons"), "buttons")
    scene = Field("scene", _("What is seen"), "choice", _scenes(kind))
    must = Field("must", _("How it must be"), "choice", _musts())
    flag, ad = Field("new", _("It has not been opened yet"), "flag"), Field("ad", _("It is an advertisement"), "flag")
    parts, state = Field("parts", _("The message in pieces"), "parts"), Field("state", _("What stands under the name"))
    return {
        "app": (label, Field("badge", _("The red number on it"), "number")),
        "tile": (label, below),
        "item": (label, sub, flag, ad, below),
        "choice": (label, sub),
        "button": (label, below),
        "tick": (label, must, Field("on", _("It is ticked when it comes"), "flag"), nudge),
        "field": (label, answer, nudge),
        "pin": (label, answer, nudge),
        "pick": (label, options, which, nudge),
        "slider": (label, options, stands, which, nudge),
        "wheel": (label, options, stands, which, nudge),
        "write": (label, Field("text", _("What is written by hand")), parts, nudge),
        "popup": (sender, text, signal, buttons),
        "banner": (label, ad),
        "picture": (scene,),
        "face": (scene, Field("asks", _("What it asks for"), "choice", (("", "–"), ("blink", _("Blink"))))),
        "camera": (label, scene),
        "keys": (label, buttons),
        "result": (label, Field("ok", _("It worked"), "notflag"), text),
        "sms": (sender, text, signal),
        "call": (sender, state, signal),
        "spots": (Field("need", _("So many clues must be found"), "number"), parts),
        "cards": (),
        "bridge": (),
    }.get(kind, (label,))  # fmt: skip


def _one_of(node: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return ("", "–"), *((str(one), str(one)) for one in node.get("options") or ())


def _musts() -> tuple[tuple[str, str], ...]:
    return ("", _("As one likes")), ("yes", _("Ticked")), ("no", _("Not ticked"))


def _signals() -> tuple[tuple[str, str], ...]:
    return ("", _("Neither: it only disturbs")), ("genuine", _("Yes, it is genuine")), ("fraud", _("No, it is fraud"))


def _scenes(kind: str) -> tuple[tuple[str, str], ...]:
    if kind == "camera":
        paper = {"card": _("A card"), "page": _("A page")}
        lies = {
            "clear": _("lies well"), "askew": _("lies askew"), "cut-left": _("is cut off at the left"),
            "cut-right": _("is cut off at the right"), "glare": _("shines"), "blur": _("is blurred"),
            "finger": _("has a finger on it"), "far": _("is too far away"),
        }  # fmt: skip
        return tuple((f"{p}-{f}", f"{pw} {fw}") for p, pw in paper.items() for f, fw in lies.items())
    return (
        ("bright", _("A face in good light")), ("hat-and-dark", _("A face with a hat, in the dark")),
        ("backlit", _("A face against the light")), ("far", _("A face too far away")), ("near", _("A face too near")),
        ("code", _("A square code")),
    )  # fmt: skip


ICONS: Final[Mapping[str, str]] = {
    "title": "word", "text": "doc", "row": "list", "app": "grid", "tile": "grid", "item": "list", "choice": "halo",
    "button": "point", "link": "next", "icon": "close", "tick": "tick", "field": "pen", "pin": "key", "pick": "drop",
    "slider": "tune", "wheel": "cal", "write": "pen", "popup": "info", "banner": "star", "picture": "photo",
    "face": "scan", "camera": "camera", "keys": "phone", "spinner": "loop", "result": "verify", "toast": "bell",
    "sms": "sms", "call": "call", "spots": "search", "address": "globe", "cheer": "heart", "cards": "card",
    "bridge": "door",
}  # fmt: skip
"""The sign of each kind of thing in the palette."""


def group_name(group: str) -> str:
    """What a group of the palette is called."""
    return {
        "words": _("To read"),
        "tap": _("To tap"),
        "ask": _("To fill in and choose"),
        "messages": _("Messages, calls, windows"),
        "phone": _("The phone itself"),
        "end": _("At the end"),
    }.get(group, group)


def how(asks: str, key: str) -> str:
    """How a form's field is read that asks so."""
    return "must" if key == "must" else {"area": "line", "choice": "line"}.get(asks, asks)
