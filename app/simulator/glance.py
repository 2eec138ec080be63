"""What is seen of a place, as marks: a screen is drawn once, and the marks decide which of its pieces show.

A condition is marks joined by `|`, any of which fulfils it; a `!` before them turns it round. The script on a tablet
gives the same marks for the same place (static/js/machine.js). Knows no words and no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.simulator import machine
from app.simulator.lesson import Play
from app.simulator.machine import Act, Outcome, Place
from app.simulator.support import climb

PIN = "k="
"""Before the key of a pin that is pressed next."""


_ORDERS: dict[tuple[str, int], tuple[str, ...]] = {}
"""What `order_of` found, by the lesson's version and the twist."""


@dataclass(frozen=True, slots=True)
class Glance:
    """One look at a place: its screen, its marks, and what fills the places left open in the drawing.

    `told` is the key of the line that tells what the last act came to, empty when nothing is told; `hint` counts the
    hints given; `n` of `total` is the step; `support` and `outcome` stand in the drawing as they are.
    """

    screen: str
    scrolled: bool
    marks: frozenset[str]
    told: str
    hint: int
    n: int
    total: int
    support: str
    outcome: str


def right(act: str) -> str:
    """The mark of the act that is right next."""
    return f"r={act}"


def touched(target: str) -> str:
    """The mark of what was touched on this visit."""
    return f"t={target}"


def stands(name: str, state: str) -> str:
    """The mark of a field and how it stands."""
    return f"f={name}:{state}"


def ticked(name: str, on: bool) -> str:
    """The condition under which a tick is on that came `on` or off."""
    return neither(stands(name, "off")) if on else stands(name, "on")


def either(*conditions: str) -> str:
    """The condition that any of some marks fulfils."""
    return "|".join(conditions)


def neither(*marks: str) -> str:
    """The condition that none of some marks stands."""
    return "!" + "|".join(marks)


def holds(condition: str, marks: frozenset[str]) -> bool:
    """Whether a condition is fulfilled; an empty one never is."""
    wanted = condition.removeprefix("!").split("|")
    return bool(condition) and any(mark in marks for mark in wanted) != condition.startswith("!")


def look(
    play: Play,
    place: Place,
    last: Outcome | None,
    planned: str = "prompted",
    *,
    point: Act | None = None,
    digits: str = "",
    called: bool = False,
    rest: bool = False,
    why: bool = False,
) -> Glance:
    """Look at a place. `planned` is the support chosen for the step; slips, hints and freezing climb it back.

    `last` is the outcome of the act that led here, or None on arrival. `point` is the act to point at where it is not
    the right one, in a demonstration, which `point` also says it is. `digits` are those of a pin pressed so far, on a
    page without scripts. `called` says that the helper has been told, `rest` that a stop is offered, `why`
    that there is a sentence that says why the step has this support.
    """
    visit = place.visit
    target = point or machine.next_act(play, place)
    told = last.say.key if last is not None and last.say is not None and last.kind != machine.HINT else ""
    support = climb(planned, visit.slips, visit.hint, visit.frozen)
    outcome = last.kind if last is not None else ""
    marks = {f"s={support}", _mode(place, last, bool(told))}
    marks |= {touched(name) for name in visit.touched} | {stands(name, state) for name, state in visit.fields}
    marks |= set(_pressed(play, digits, target.act if target else ""))
    if target is not None:
        marks.add(right(target.act))
    if last is None or last.moved:
        marks.add("arrived")
    if visit.hint < machine.HINTS:
        marks.add("more")
    facts = {"demo": point is not None, "called": called, "first": visit.hint == 1}
    facts["noted"] = last is not None and last.noted
    facts |= {"rest": rest, "why": why, "climbed": support != planned, "beside": place.beside}
    marks |= {word for word, true in facts.items() if true}
    n, total = progress(play, place)
    return Glance(place.screen, visit.scrolled, frozenset(marks), told, visit.hint, n, total, support, outcome)


def progress(play: Play, place: Place) -> tuple[int, int]:
    """Which step of how many: the furthest screen of the right path met so far, and the length of that path."""
    order = order_of(play)
    met = {place.screen, *place.trail, *(origin.screen for origin in place.origins)}
    if place.encore or place.done:
        return len(order), len(order)
    return max((i for i, name in enumerate(order, 1) if name in met), default=1), len(order)


def order_of(play: Play) -> tuple[str, ...]:
    """The screens of the right path, each once, in the order in which they are met."""
    key = play.lesson.hash, play.twist
    if key not in _ORDERS or not play.lesson.hash:
        _ORDERS[key] = tuple(dict.fromkeys(name for name, _ in machine.path(play)))
    return _ORDERS[key]


def _mode(place: Place, last: Outcome | None, told: bool) -> str:
    """Which of its shapes the teacher's line has."""
    if last is not None and last.kind == machine.SLIP and told:
        return "slip"
    if last is not None and last.kind == machine.HINT and place.visit.hint:
        return "hint"
    if told:
        return "told"
    stopped = place.visit.frozen > 0 and (last is None or last.kind == machine.NEUTRAL)
    return "offered" if stopped else "plain"


def _pressed(play: Play, digits: str, target: str) -> Iterator[str]:
    yield f"at{len(digits)}"
    yield from (f"d{i}" for i in range(len(digits)))
    pin = play.lesson.learner.pin
    if target.startswith("filled ") and pin:
        yield PIN + (pin[len(digits)] if pin.startswith(digits) and len(digits) < len(pin) else "delete")
