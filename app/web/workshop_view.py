"""What the bench shows of a screen: its phone, its parts as fields, what is still to do; it changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from app import bench, current
from app.bench import Finding, Kind
from app.config import LANGUAGES
from app.simulator import glance
from app.simulator.lesson import Screen
from app.simulator.screen import sentences
from app.web import compiling, paper, preferences, tongue, workshop_words
from app.web.workshop import CHINESE
from app.web.workshop_moves import NEW
from app.web.workshop_open import Bench, Place
from app.web.workshop_words import Field

_HAN = re.compile(r"[\u3400-\u9fff]")
_LINK = re.compile(r'<a class="([^"]*)"[^>]*>')
"""The way on from the last screen, which leads nowhere from the bench."""
LABEL: Final = 9
PARTS: Final = ("say", "glass", "right", "slips", "kind", "hints", "more")
_LAST: Final = ("say", "glass", "more")
"""The parts that the last screen has."""


@dataclass(frozen=True)
class Told:
    """One finding in words, and the field it is about."""

    what: str
    fix: str
    href: str
    part: str

    @property
    def lang(self) -> str:
        """In which language a reader should say it: Chinese where it quotes the lesson."""
        return "zh-Hans" if _HAN.search(self.what + self.fix) else LANGUAGES[preferences.locale()]


@dataclass(frozen=True)
class Stop:
    """One screen in the row of all: how it is called, where it stands, and how much is still to do there."""

    place: Place
    label: str
    found: int
    here: bool
    small: Markup


@dataclass(frozen=True)
class Thing:
    """One thing on the glass: where its entry stands below the screen, and its options with their values."""

    at: list[str | int]
    entry: list[str | int]
    written: str
    kind: str
    name: str
    words: str
    fields: list[tuple[Field, Any]]
    first: bool
    last: bool


@dataclass(frozen=True)
class Slip:
    """One slip that is foreseen: its act, its words in beats or the shared slip they are, and where it leads."""

    at: list[str | int]
    act: str
    said: str
    raw: Any
    beats: list[str]
    shared: str
    again: bool
    detour: str
    when: str


@dataclass(frozen=True)
class Seen:
    """Everything that the bench shows of one screen."""

    part: str
    mode: str
    parts: list[tuple[str, str, str, int]]
    stops: list[Stop]
    phone: Markup
    told: list[Told]
    place: Place
    bench: Bench

    @property
    def node(self) -> Mapping[str, Any]:
        """The screen's document."""
        return self.place.node

    @property
    def things(self) -> list[Thing]:
        """What is on the glass, from the top."""
        return list(_things(self.place))

    @property
    def palette(self) -> list[tuple[str, list[Kind]]]:
        """What can be laid on the glass, in groups."""
        groups: dict[str, list[Kind]] = {}
        for kind in bench.PALETTE:
            groups.setdefault(kind.group, []).append(kind)
        return list(groups.items())

    @property
    def rights(self) -> list[tuple[str, str, str]]:
        """The right acts: as written, in words, and the screen they lead to."""
        right = self.node.get("right") or {}
        return [(act, workshop_words.act_said(self.place.screen, act), str(to)) for act, to in right.items()]

    @property
    def slips(self) -> list[Slip]:
        """The slips that are foreseen."""
        return [_slip(self.place, act, said) for act, said in (self.node.get("wrong") or {}).items()]

    @property
    def kinds(self) -> list[tuple[str, str, str]]:
        """What does neither good nor harm: as written, in words, and what is said."""
        fine = self.node.get("fine") or {}
        return [(act, workshop_words.act_said(self.place.screen, act), str(said)) for act, said in fine.items()]

    @property
    def hints(self) -> list[str]:
        """The three hints, empty where one is missing."""
        said = [str(one) for one in self.node.get("hints") or ()]
        return [*said, "", "", ""][: max(3, len(said))]

    @property
    def acts(self) -> list[tuple[str, str]]:
        """Every act that may be chosen without the phone, as written and in words."""
        screen = self.place.screen
        return [(act, workshop_words.act_said(screen, act)) for act in workshop_words.acts_of(screen)] if screen else []

    @property
    def others(self) -> list[tuple[str, str]]:
        """The things one may have to tap before another, as written and in words."""
        widgets = self.place.screen.widgets() if self.place.screen else ()
        return [(one.name, workshop_words.called(one)) for one in widgets if one.name]

    @property
    def leads(self) -> list[tuple[str, str]]:
        """Where a right move may lead, as (value, words)."""
        found = [(one.ref, numbered(one)) for one in self.bench.places if _may_lead(self.place, one)]
        back = [("resume", gettext("Back to where the slip was"))] if self.place.sort in ("beside", "twist") else []
        return [*found, *back, (NEW, gettext("A new screen"))]

    @property
    def detours(self) -> list[tuple[str, str]]:
        """Where a slip may lead, as (value, words)."""
        aside = [(one.ref, numbered(one)) for one in self.bench.places if one.sort == "beside"]
        return [
            ("", gettext("Nowhere: one stays on this screen")),
            *aside,
            (NEW, gettext("A new screen beside the way")),
        ]

    @property
    def apps(self) -> tuple[tuple[str, str], ...]:
        """Whose screen it may be."""
        return workshop_words.apps({app: tongue.words(name) for app, name in current.shelf().catalogue.apps.items()})

    @property
    def skills(self) -> list[tuple[str, str, bool]]:
        """Every skill: its id, its words, and whether this screen practises it."""
        chosen = self.node.get("skills") or ()
        return [
            (skill, tongue.words(name), skill in chosen) for skill, name in current.shelf().catalogue.skills.items()
        ]

    @property
    def shared(self) -> list[tuple[str, str]]:
        """The slips that lessons share: their ids and words."""
        return [(slip, text.zh) for slip, text in current.shelf().catalogue.slips.items() if slip != "real-data"]


def of(one: Bench, place: Place, part: str, mode: str) -> Seen:
    """A screen as the bench shows it, at one of its parts; `mode` says what a tap on the phone is for."""
    known = _LAST if place.ends else PARTS
    part = part if part in known else "say"
    mode = mode if mode in ("right", "also", "slip", "fine") and not place.ends else ""
    told = [telling(one, place, found) for found in one.found_at(place)]
    parts = [(name, *_part(name), sum(1 for found in told if found.part == name)) for name in known]
    stops = [_stop(one, other, other.ref == place.ref) for other in one.places]
    return Seen(part, mode, parts, stops, phone(one, place, mode), told, place, one)


def telling(one: Bench, place: Place | None, found: Finding) -> Told:
    """A finding in this page's language, and the way to its field."""
    what, fix = (gettext(said) % found.values if found.values else gettext(said) for said in (found.what, found.fix))
    if place is None:
        return Told(what, fix, "", "")
    part, spot = _spot(place, found.key)
    href = url_for("workshop.bench_page", draft=one.id, screen=place.ref, part=part)
    return Told(what, fix, f"{href}#{spot}" if spot else href, part)


def _spot(place: Place, key: str) -> tuple[str, str]:
    """The part and the field that a key of the checker is about."""
    rest = re.sub(rf"^[^.]+\.{re.escape(place.ref)}(\.|$)", "", key)
    if rest.startswith("say") or not rest:
        return "say", "f-say"
    if rest.startswith("hint"):
        number = rest.partition("hint.")[2]
        return "hints", f"f-hint-{number}" if number.isdigit() else ""
    if rest.startswith("wrong"):
        acts, act = list(place.node.get("wrong") or ()), rest.partition("wrong.")[2]
        return "slips", f"slip-{acts.index(act)}" if act in acts else ""
    if rest.startswith("fine"):
        return "kind", ""
    if rest.startswith("right"):
        return "right", ""
    if rest.startswith("show"):
        return "glass", _thing_spot(place, rest.partition("show.")[2])
    return ("more", "") if rest.split(".")[0] in ("in", "skills", "wait", "end") else ("say", "")


def _thing_spot(place: Place, rest: str) -> str:
    for number, entry in enumerate(place.node.get("show") or ()):
        written = str(next(iter(entry), "")) if isinstance(entry, Mapping) else ""
        if rest == str(number + 1) or (rest.startswith((written, f"{written}.{number + 1}")) and written):
            return f"thing-{number}"
    return ""


def _part(name: str) -> tuple[str, str]:
    return {
        "say": (gettext("The teacher says"), "chat"),
        "glass": (gettext("On the glass"), "phone"),
        "right": (gettext("The right move"), "point"),
        "slips": (gettext("Slips"), "loop"),
        "kind": (gettext("Kind words"), "heart"),
        "hints": (gettext("Hints"), "help"),
        "more": (gettext("More"), "more"),
    }[name]


def _stop(one: Bench, place: Place, here: bool) -> Stop:
    return Stop(place, label(place), len(one.found_at(place)), here, small(one, place))


def label(place: Place) -> str:
    """A few words by which somebody knows a screen: its heading, else how its sentence begins."""
    for entry in place.node.get("show") or ():
        if isinstance(entry, Mapping) and isinstance(title := entry.get("title"), str) and title:
            return title if len(title) <= LABEL else title[: LABEL - 1] + "…"
    said = re.split("[，。！？：；]", str(place.node.get("say") or ""))[0]
    return said if len(said) <= LABEL else said[: LABEL - 1] + "…"


def numbered(place: Place) -> str:
    """A screen in a list of choices: its number, or which twist it belongs to, and a few words."""
    if place.twist:
        return str(gettext("Twist %(number)s: %(words)s", number=place.twist, words=label(place)))
    return f"{place.number} {label(place)}"


def _may_lead(place: Place, other: Place) -> bool:
    mine = not other.twist or (other.twist == place.twist and "change" not in other.path)
    return mine and other.ref != place.ref


def phone(one: Bench, place: Place, mode: str) -> Markup:
    """The practice phone with this screen on it, as on a Chinese page; a ring is on the right move."""
    if one.lesson is None or place.screen is None:
        return Markup()
    marks, scrolled = frozenset[str](), any(widget.below for widget in place.screen.widgets())
    if mode == "":
        marks = _pointed(one, place)
    return _drawn(one, place.screen, marks, scrolled)


def _pointed(one: Bench, place: Place) -> frozenset[str]:
    assert one.lesson is not None and place.screen is not None
    return frozenset(glance.right(act) for act in list(place.screen.right)[:1])


def _drawn(one: Bench, screen: Screen, marks: frozenset[str], scrolled: bool) -> Markup:
    """What cannot be drawn yet, because something of it is missing, is an empty glass: the checker says what."""
    assert one.lesson is not None
    try:
        with preferences.as_if(lang=CHINESE), tongue.silently():
            drawing = compiling.glass(one.lesson, screen, marks, scrolled)
    except (LookupError, ValueError, UndefinedError):
        return Markup()
    return Markup(_LINK.sub(r'<span class="\1">', drawing).replace("</a>", "</span>"))


def small(one: Bench, place: Place) -> Markup:
    """The same as a little picture that answers nothing."""
    return Markup(paper.still(phone(one, place, "still"))) if place.screen is not None else Markup()


def thing_of(place: Place, act: str) -> int | None:
    """Which thing on the glass an act is about, from 0; None for none."""
    target = act.partition(" ")[2].partition(".")[0]
    for number, entry in enumerate(place.node.get("show") or ()):
        if target and target in {name or kind for kind, name in _named(entry)}:
            return number
    return None


def _named(entry: Any) -> Iterator[tuple[str, str]]:
    for written, node in entry.items() if isinstance(entry, Mapping) else ():
        kind, _, name = str(written).partition(" ")
        yield kind, name
        for button in (node.get("buttons") or ()) if isinstance(node, Mapping) else ():
            yield from _named(button)


def _things(place: Place) -> Iterator[Thing]:
    show = place.node.get("show") or ()
    for number, entry in enumerate(show):
        yield _thing(["show", number], entry, number == 0, number == len(show) - 1)


def _thing(at: list[str | int], entry: Any, first: bool, last: bool) -> Thing:
    written, node = next(iter(entry.items())) if isinstance(entry, Mapping) and entry else ("text", "")
    kind = str(written).partition(" ")[0]
    options = node if isinstance(node, Mapping) else {"label": node}
    names = {known.kind: gettext(known.name) for known in bench.PALETTE}
    inside = [*at, str(written)]
    fields: list[tuple[Field, Any]] = []
    for field in workshop_words.fields(kind, options):
        value = options.get(field.key)
        if field.asks == "buttons":
            several = value or ()
            value = [
                _thing([*inside, "buttons", i], one, i == 0, i == len(several) - 1) for i, one in enumerate(several)
            ]
        fields.append((field, value))
    words = str(options.get("label") or options.get("from") or options.get("text") or "")
    return Thing(at, inside, str(written), kind, names.get(kind, kind), words, fields, first, last)


def _slip(place: Place, act: str, said: Any) -> Slip:
    options = said if isinstance(said, Mapping) else {"say": said}
    words = str(options.get("say") or "")
    shared = words if words in current.shelf().catalogue.slips else ""
    when = "twice" if act.endswith(" twice") else act.partition(" before ")[2]
    return Slip(
        at=["wrong", act],
        act=act,
        said=workshop_words.act_said(place.screen, act),
        raw=options.get("say"),
        beats=beats("" if shared else words),
        shared=shared,
        again=options.get("again") is True,
        detour=str(options.get("detour") or ""),
        when=when,
    )


def beats(words: str) -> list[str]:
    """A told line as the three boxes show it; what is too much stands in the last."""
    said = list(sentences(words))
    return [*said[:2], "".join(said[2:])] if len(said) > 2 else [*said, "", "", ""][:3]
