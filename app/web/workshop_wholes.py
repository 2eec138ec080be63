"""What a form asks for about whole screens, twists, the demonstration and facts, as changes; it knows no disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from flask_babel import gettext

from app import bench, current
from app.bench import Change, Unfit
from app.bench.change import ADD, MOVE, REMOVE, SET
from app.simulator.lesson import RESUME
from app.web.workshop_moves import MOVES, Asked, Moved, fresh_name
from app.web.workshop_open import Bench, Place
from app.web.workshop_slips import SLIPS

_COMES, _DIFFERS = "半路多出一屏", "这回有点不一样"
"""What a twist is called until somebody says it better."""
_FACT = re.compile(r"[a-z][a-z_]{1,20}")
CHANGED: Final = ("say", "show", "right", "wrong", "hints", "wait")
"""The keys of a screen that a twist may replace."""


def whole(one: Asked) -> Moved:
    """What a form comes to, about a whole, a slip or a part; raises Unfit for one that is none of ours."""
    does = one.form.get("do", "")
    found = WHOLES.get(does) or SLIPS.get(does) or MOVES.get(does)
    if found is None:
        raise Unfit("no such move")
    made = found(one)
    return replace(made, changes=(*one.first, *made.changes))


def _add_screen(one: Asked) -> Moved:
    """A new screen after the one that is looked at, before the last one where that is it."""
    assert one.place is not None
    after = _before_last(one.bench) if one.place.ends else one.place
    act, to = next(iter((after.node.get("right") or {}).items()), ("", ""))
    name = fresh_name(one.bench, "screen")
    to = to or str(one.bench.doc.get("finish") or "")
    app = str(after.node.get("in") or "phone")
    into = ("screens", name) if not after.twist else ("twists", after.twist - 1, "more_screens", name)
    before = str(one.bench.doc.get("finish") or "") if not after.twist else None
    there = before if before in (one.bench.doc.get("screens") or {}) else None
    changes = [Change(ADD, into, None, bench.screen(app, to), there)]
    if act and "change" not in after.path:
        changes.append(Change(SET, (*after.path, "right", act), to, name))
    return Moved(tuple(changes), name, "say", "f-say", gettext("A new screen. What does the teacher say here?"))


def _before_last(bench_: Bench) -> Place:
    way = [place for place in bench_.places if place.sort == "way"]
    if not way:
        raise Unfit("no way")
    return way[-1]


def _drop_screen(one: Asked) -> Moved:
    """A screen away; what led to it leads where it led, and slips lead to no detour that is gone."""
    place = one.place
    if place is None or place.ends or place.path[0] != "screens":
        raise Unfit("it stays")
    name, to = place.ref, next(iter((place.node.get("right") or {}).values()), "")
    doc, changes = one.bench.doc, [Change(REMOVE, place.path, None)]
    for other in one.bench.places:
        if other.ref == name or other.path[:2] == place.path[:2]:
            continue
        for act, leads in (other.node.get("right") or {}).items():
            if leads == name and "right" in other.own:
                changes.append(Change(SET, (*other.path, "right", act), name, to or RESUME))
        for act, said in (other.node.get("wrong") or {}).items():
            if isinstance(said, Mapping) and said.get("detour") == name and "wrong" in other.own:
                left: Any = {key: deepcopy(value) for key, value in said.items() if key != "detour"}
                plain = left if len(left) > 1 else left.get("say", "")
                changes.append(Change(SET, (*other.path, "wrong", act), deepcopy(dict(said)), plain))
    if doc.get("start") == name and to:
        changes.insert(0, Change(SET, ("start",), name, to))
    return Moved(tuple(changes), part="say", told=gettext("Taken away. “One step back” brings it again."))


def _twist_before(one: Asked) -> Moved:
    """A twist that puts a screen of its own before another."""
    form, number = one.form, len(one.bench.doc.get("twists") or ())
    before = form.get("before", "")
    if before not in (one.bench.doc.get("screens") or {}):
        raise Unfit("no such screen")
    name = form.get("name", "").strip() or _COMES
    app = {"message": "sms", "call": "phone"}.get(form.get("surprise", ""), "system")
    node = bench.twist(name, before, surprise=form.get("surprise") or "popup", level=_level(form), app=app)
    ref = f"{before}@{number + 1}" if "change" in node else f"twist{number + 1}"
    return Moved((Change(ADD, ("twists",), None, node, number),), screen=ref, part="say")


def _twist_change(one: Asked) -> Moved:
    """A twist that changes some keys of a screen."""
    form, number = one.form, len(one.bench.doc.get("twists") or ())
    name = form.get("before", "")
    screen = (one.bench.doc.get("screens") or {}).get(name)
    key = form.get("key", "")
    if screen is None or key not in CHANGED:
        raise Unfit("no such screen")
    here = deepcopy(screen.get(key)) if key in screen else 10 if key == "wait" else ""
    node: dict[str, Any] = {"name": form.get("name", "").strip() or _DIFFERS, "level": _level(form)}
    if form.get("surprise"):
        node["surprise"] = form["surprise"]
    node["change"] = {name: {key: here}}
    return Moved((Change(ADD, ("twists",), None, node, number),), screen=f"{name}@{number + 1}", part="say")


def _level(form: Mapping[str, str]) -> int:
    return 3 if form.get("level") == "3" else 2


def _drop_twist(one: Asked) -> Moved:
    """The last twist away: the numbers of the others are part of what their words hang on."""
    twists = one.bench.doc.get("twists") or ()
    if not twists:
        raise Unfit("no twist")
    return Moved(
        (Change(REMOVE, ("twists", len(twists) - 1), None),),
        told=gettext("Taken away. “One step back” brings it again."),
    )


def _demo_make(one: Asked) -> Moved:
    """The demonstration anew: the right way with one slip and its repair."""
    made = bench.demo_of(one.bench.lesson) if one.bench.lesson else []
    if not made:
        return Moved(told=gettext("Not yet: the right way must lead to the end, and one slip must be foreseen on it."))
    before = one.bench.doc.get("demo")
    return Moved((Change(SET, ("demo",), deepcopy(before), made),) if made != before else ())


def _demo_add(one: Asked) -> Moved:
    """One more act of the demonstration."""
    act, to = one.form.get("act", ""), one.form.get("to", "")
    if not act:
        return Moved()
    return Moved(
        (Change(ADD, ("demo",), None, act, int(to) if to.isdigit() else len(one.bench.doc.get("demo") or ())),)
    )


def _demo_shift(one: Asked) -> Moved:
    """An act of the demonstration one place up or down."""
    path = one.at()
    acts, place = one.bench.doc.get("demo") or (), path[-1]
    to = int(place) + (-1 if one.form.get("by") == "up" else 1)
    return Moved((Change(MOVE, path, acts[int(place)], None, to),) if 0 <= to < len(acts) else ())


def _fact(one: Asked) -> Moved:
    """Words that screens share, under a name."""
    name, words = one.form.get("name", "").strip(), one.form.get("now", "").strip()
    if not _FACT.fullmatch(name) or not words or name in (one.bench.doc.get("facts") or {}):
        return Moved(told=gettext("Give it a short name of its own in small Latin letters, and its words."))
    return Moved((Change(ADD, ("facts", name), None, words),))


def _shown(one: Asked) -> Moved:
    """Which skills a screen practises."""
    assert one.place is not None
    chosen = [skill for skill in one.form.get("skills", "").split() if skill in current.shelf().catalogue.skills]
    before = list(one.place.node.get("skills") or ())
    if chosen == before:
        return Moved()
    now: Any = chosen
    return Moved((Change(SET, (*one.base, "skills"), before or None, now),), part="more")


WHOLES: Final[Mapping[str, Callable[[Asked], Moved]]] = {
    "add-screen": _add_screen,
    "drop-screen": _drop_screen,
    "twist-before": _twist_before,
    "twist-change": _twist_change,
    "drop-twist": _drop_twist,
    "demo-make": _demo_make,
    "demo-add": _demo_add,
    "demo-shift": _demo_shift,
    "fact": _fact,
    "skills": _shown,
}
