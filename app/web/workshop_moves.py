"""What a form on the bench asks for, as changes of the draft; it knows forms and documents, no page and no disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext

from app import bench
from app.bench import Change, Unfit
from app.bench.change import ADD, MOVE, REMOVE, SET, Path
from app.simulator.lesson import RESUME, Rule
from app.web.workshop_open import Bench, Place

Form = Mapping[str, str]
_ENDED = re.compile(r"[。！？][”’」』]?$")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Moved:
    """What a form comes to: the changes in order, where on the page one goes on, and a word to say."""

    changes: tuple[Change, ...] = ()
    screen: str = ""
    part: str = ""
    focus: str = ""
    told: str = ""


@dataclass(frozen=True)
class Asked:
    """A form about one screen of a draft, or about the lesson around them where `place` is None."""

    bench: Bench
    place: Place | None
    form: Form
    base: Path = ()
    first: tuple[Change, ...] = field(default=())
    """What must be changed before: a twist's change gets the key that it did not have yet."""

    def at(self) -> Path:
        """The path that the form names, below the screen."""
        return (*self.base, *_path(self.form.get("at", "[]")))

    def node(self, path: Path) -> Any:
        """What stands at a path of the document, as the screen is played; None for nothing."""
        if self.place is not None and path[: len(self.base)] == self.base:
            return _within(self.place.node, path[len(self.base) :])
        return _within(self.bench.doc, path)

    def stands(self) -> Any:
        """What the form's field is about, as it stands: the words of a slip or a thing where that has more to it."""
        do, found = self.form.get("do", ""), self.node(self.at())
        key = {"option": self.form.get("key", ""), "slip-words": "say"}.get(do, "")
        if not key or not isinstance(found, Mapping):
            return found if key in ("", "label", "say") else None
        return found.get(key)


def asked(bench_: Bench, place: Place | None, form: Form) -> Asked:
    """A form, with what must come before it where it changes part of a screen that a twist has left as it is."""
    base = place.path if place else ()
    inside = _path(form.get("at", "[]"))
    touched = _TOUCHED.get(form.get("do", ""), str(inside[0]) if inside else "")
    first: tuple[Change, ...] = ()
    if place is not None and "change" in place.path and touched in place.node and touched not in place.own:
        first = (Change(SET, (*base, touched), None, deepcopy(place.node[touched])),)
    return Asked(bench_, place, form, base, first)


def value(how: str, form: Form) -> Any:
    """What was written or chosen in a form; None for what is left empty."""
    said = form.get("now", "")
    if how == "beats":
        return joined(form.get(f"beat{number}", "") for number in (1, 2, 3)) or None
    if how in ("flag", "notflag"):
        return (how == "flag") if (said == "yes") == (how == "flag") else None
    if how == "must":
        return {"yes": True, "no": False}.get(said)
    if how == "number":
        return int(said) if said.strip().isdigit() else None
    if how == "lines":
        return [line for line in (_plain(one) for one in said.splitlines()) if line] or None
    return _plain(said) or None


def joined(beats: Iterable[str]) -> str:
    """Beats as one line: each ends with a stop of its own."""
    said = [_plain(beat) for beat in beats]
    return "".join(beat if _ENDED.search(beat) else f"{beat}。" for beat in said if beat)


def _plain(said: str) -> str:
    return _SPACES.sub(" ", said).strip()


def _path(written: str) -> Path:
    try:
        told = json.loads(written)
    except ValueError:
        raise Unfit("no path") from None
    if not isinstance(told, list) or not all(isinstance(step, str) or type(step) is int for step in told):
        raise Unfit("no path")
    return tuple(told)


def was_of(form: Form) -> Any:
    """What a form's editor saw; raises Unfit for what is no value."""
    try:
        return json.loads(form.get("was", "null"))
    except ValueError:
        raise Unfit("no value") from None


def _within(node: Any, path: Path) -> Any:
    for step in path:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return None
    return node


def changed(path: Path, was: Any, now: Any, *, needed: bool = False) -> tuple[Change, ...]:
    """The change from `was` to `now` at a path; None takes away what is not `needed`."""
    if now is None and not needed:
        return (Change(REMOVE, path, was),) if was is not None else ()
    now = "" if now is None else now
    return () if now == was else (Change(SET, path, was, now),)


def _text(one: Asked) -> Moved:
    """Words or a choice at a path."""
    now = value(one.form.get("as", "line"), one.form)
    return Moved(changed(one.at(), was_of(one.form), now, needed=one.form.get("needed") == "yes"))


def _option(one: Asked) -> Moved:
    """An option of a thing on the glass, whose value is words alone or a mapping."""
    path, key = one.at(), one.form.get("key", "")
    stands, now, was = one.node(path), value(one.form.get("as", "line"), one.form), was_of(one.form)
    if isinstance(stands, Mapping):
        return Moved(changed((*path, key), was, now, needed=key == "label"))
    if key == "label":
        return Moved(changed(path, was, now, needed=True))
    if now is None:
        return Moved()
    label = {"label": stands} if stands else {}
    return Moved((Change(SET, path, stands, {**label, key: now}),))


def _taken(one: Asked) -> frozenset[str]:
    assert one.place is not None
    show = one.place.node.get("show") or ()
    return frozenset(name for entry in show for name in _names(entry))


def _names(entry: Any) -> Iterable[str]:
    for written, node in entry.items() if isinstance(entry, Mapping) else ():
        if name := str(written).partition(" ")[2]:
            yield name
        for button in (node.get("buttons") or ()) if isinstance(node, Mapping) else ():
            yield from _names(button)


def _lay(one: Asked) -> Moved:
    """One more thing on the glass, or one more button of a window."""
    assert one.place is not None
    kind = one.form.get("kind", "")
    if kind not in {known.kind for known in bench.PALETTE}:
        raise Unfit("no such thing")
    inside = _path(one.form.get("at", "[]"))
    path = one.at() if inside else (*one.base, "show")
    here = one.node(path) or ()
    to = 0 if kind == "title" and not inside else len(here)
    spot = f"thing-{to}" if not inside else f"thing-{inside[1]}"
    return Moved((Change(ADD, path, None, bench.widget(kind, _taken(one)), to),), part="glass", focus=f"{spot}-label")


def _shift(one: Asked) -> Moved:
    """A thing on the glass one place up or down."""
    path = one.at()
    place = path[-1]
    if not isinstance(place, int) or one.form.get("was") != _first_key(one.node(path)):
        raise Unfit("it stands elsewhere by now")
    to = place + (-1 if one.form.get("by") == "up" else 1)
    if not 0 <= to < len(one.node(path[:-1])):
        return Moved()
    return Moved((Change(MOVE, path, deepcopy(one.node(path)), None, to),), part="glass", focus=f"thing-{to}")


def _first_key(entry: Any) -> str:
    return str(next(iter(entry), "")) if isinstance(entry, Mapping) else ""


def _take_away(one: Asked) -> Moved:
    """A thing away from the glass, and what was foreseen for it; a right move that needs it is told by the checker."""
    assert one.place is not None
    path = one.at()
    entry = one.node(path)
    if one.form.get("was") != _first_key(entry):
        raise Unfit("it stands elsewhere by now")
    gone = set(_names(entry))
    changes = [Change(REMOVE, path, deepcopy(entry))]
    for kind in ("wrong", "fine"):
        acts = one.place.node.get(kind) or {}
        if any(gone & _parts(act) for act in acts):
            left = {act: say for act, say in acts.items() if not gone & _parts(act)}
            changes.append(Change(SET, (*one.base, kind), deepcopy(dict(acts)), deepcopy(left)))
    return Moved(tuple(changes), part="glass", told=gettext("Taken away. “One step back” brings it again."))


def _parts(act: str) -> set[str]:
    try:
        rule = Rule.parse(act)
    except ValueError:
        return set()
    return {rule.target.partition(".")[0], rule.before} - {""}


def _drop(one: Asked) -> Moved:
    """Whatever stands at a path, away."""
    path = one.at()
    return Moved((Change(REMOVE, path, was_of(one.form)),), part=one.form.get("part", ""))


def _right(one: Asked) -> Moved:
    """The act that was shown is the right one; it leads where the one before led, or on."""
    assert one.place is not None
    act, before = act_of(one), dict(one.place.node.get("right") or {})
    to = next(iter(before.values()), None) or _next_after(one.bench, one.place)
    now = {**before, act: to} if one.form.get("also") == "yes" else {act: to}
    changes = [Change(SET, (*one.base, "right"), before or None, now)]
    for kind in ("wrong", "fine"):
        if act in (one.place.node.get(kind) or {}):
            changes.append(Change(REMOVE, (*one.base, kind, act), None))
    return Moved(tuple(changes), part="right", focus="goes-to", told=gettext("That is the right move now."))


def _next_after(bench_: Bench, place: Place) -> str:
    """Where a first right move leads: back from beside the way, else to the screen that follows."""
    if place.sort == "beside":
        return RESUME
    if place.twist:
        return str((_within(bench_.doc, ("twists", place.twist - 1, "before"))) or "")
    names = [one.ref for one in bench_.places if one.sort in ("way", "end")]
    after = names[names.index(place.ref) + 1 :] if place.ref in names else []
    return after[0] if after else str(bench_.doc.get("finish") or "")


def _leads(one: Asked) -> Moved:
    """Where a right move leads: a screen, or a new one that leads on to where it led before."""
    assert one.place is not None
    act, to = one.form.get("act", ""), one.form.get("now", "")
    before = _within(one.place.node, ("right", act))
    if before is None:
        raise Unfit("no such move")
    if to != NEW:
        return Moved(changed((*one.base, "right", act), before, to, needed=True), part="right")
    name = fresh_name(one.bench, "screen")
    node = bench.screen(str(one.place.node.get("in") or "phone"), str(before))
    into = ("screens", name) if not one.place.twist else ("twists", one.place.twist - 1, "more_screens", name)
    changes = (Change(ADD, into, None, node), Change(SET, (*one.base, "right", act), before, name))
    return Moved(
        changes, screen=name, part="say", focus="f-say", told=gettext("A new screen. What does the teacher say here?")
    )


NEW: Final = "+new"
"""What a choice of a screen says for one that is not there yet."""


def fresh_name(bench_: Bench, stem: str) -> str:
    """A name that no screen has yet."""
    taken = {one.ref.partition("@")[0] for one in bench_.places}
    number = len(taken)
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def act_of(one: Asked) -> str:
    """The act that a form names; raises Unfit for what is none."""
    act = one.form.get("act", "")
    try:
        Rule.parse(act)
    except ValueError:
        raise Unfit("no act") from None
    return act


def _piece(one: Asked) -> Moved:
    """One more piece of a message that may be pointed at."""
    path = one.at()
    here = one.node((*path, "parts")) or ()
    piece = {"part": "几个字", "clue": False, "say": "这几个字看不出什么。不要紧。再找别处。"}
    return Moved(
        (Change(ADD, (*path, "parts"), None, piece, len(here)),), part="glass", focus=f"thing-{path[-2]}-parts"
    )


MOVES: Final[Mapping[str, Callable[[Asked], Moved]]] = {
    "text": _text,
    "option": _option,
    "lay": _lay,
    "shift": _shift,
    "take-away": _take_away,
    "drop": _drop,
    "right": _right,
    "leads": _leads,
    "piece": _piece,
}
"""What a form may ask for of a screen, by its `do`; slips, whole screens, twists and the demo are beside it."""
_TOUCHED: Final[Mapping[str, str]] = {
    "lay": "show", "right": "right", "leads": "right", "slip": "wrong", "slip-when": "wrong", "fine": "fine",
}  # fmt: skip
"""The key of a screen that a move touches where the form names no path."""
