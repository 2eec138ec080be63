"""Plays a lesson: from a place and an act to the next place and its outcome; knows no learner, language or clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.simulator.lesson import RESUME, Play, Rule, Screen, Slip, Text, Widget
from app.simulator.place import (
    ANSWER,
    BACK,
    BESIDE,
    CORRECT,
    FROZEN,
    GONE,
    HELP,
    HINT,
    NEUTRAL,
    OTHER,
    REAL_DATA,
    SLIP,
    UNCLEAR,
    Act,
    Outcome,
    Place,
    Story,
    Visit,
)

__all__ = [
    "ANSWER", "BACK", "BESIDE", "CORRECT", "FROZEN", "GONE", "HELP", "HINT", "HINTS", "LONGEST", "NEUTRAL", "OTHER",
    "REAL_DATA", "SLIP", "UNCLEAR", "Act", "Outcome", "Place", "Story", "Visit", "advance", "next_act", "path",
    "replay", "start", "ticked", "turned", "unmet",
]  # fmt: skip
HINTS = 3
LONGEST = 400


def start(play: Play) -> Place:
    """The place before the first act."""
    return Place(Visit(play.start))


def replay(play: Play, acts: Iterable[Act]) -> Story:
    """Fold a list of acts through the machine; the place is nothing but this fold."""
    place, steps = start(play), []
    for act in acts:
        screen = place.screen
        place, outcome = advance(play, place, act)
        steps.append((screen, act, outcome))
    return Story(place, tuple(steps))


def advance(play: Play, place: Place, act: Act) -> tuple[Place, Outcome]:
    """What one act does. Total: any act from any place has an outcome, and none leaves the play without a way on."""
    if place.done:
        return place, Outcome(NEUTRAL)
    screen, visit = play.screens[place.screen], place.visit
    if act.act == HELP:
        level = min(HINTS, visit.hint + 1)
        return replace(place, visit=replace(visit, hint=level)), Outcome(HINT, screen.hints[level - 1])
    if act.act == FROZEN:
        return replace(place, visit=replace(visit, frozen=visit.frozen + 1)), Outcome(NEUTRAL)
    if act.act == UNCLEAR:
        return place, Outcome(NEUTRAL, noted=True)
    if act.act in (BESIDE, GONE):
        return replace(place, beside=act.act == BESIDE), Outcome(NEUTRAL)
    if act.act == "swipe down" and visit.scrolled:
        return replace(place, visit=replace(visit, scrolled=False)), Outcome(NEUTRAL)
    slip = _slip(screen, visit, act)
    if slip is not None:
        return _slipped(place, slip)
    if act.value == REAL_DATA:
        return _slipped(place, Slip(play.lesson.real_data))
    widget = screen.widget(_target(act.act))
    if widget is not None and widget.kind in _FIELDS and _FIELDS[widget.kind].takes(widget, act):
        return _FIELDS[widget.kind].take(play, place, screen, widget, act)
    if act.act in screen.right:
        return _leave(play, place, screen, act.act)
    if act.act in screen.fine or act.act == "swipe up":
        return _fine(play, place, screen, act)
    if act.act == BACK:
        return _back(play, place)
    return _touch(place, act), Outcome(NEUTRAL, play.lesson.otherwise)


def next_act(play: Play, place: Place) -> Act | None:
    """The next act of the right path from anywhere; None when the play is done, or no way is written yet."""
    screen, visit = play.screens[place.screen], place.visit
    if place.done or not screen.right:
        return None
    return _toward(screen, visit, next(iter(screen.right)), frozenset())


def path(play: Play, place: Place | None = None) -> Iterator[tuple[str, Act]]:
    """The right path from a place (the start when None) to the finish, as (screen, act); cut off after LONGEST acts."""
    place = place or start(play)
    for _ in range(LONGEST):
        act = next_act(play, place)
        if act is None:
            return
        yield place.screen, act
        place = advance(play, place, act)[0]


def unmet(screen: Screen, visit: Visit) -> Widget | None:
    """The first field whose requirement is not yet fulfilled, from the top."""
    return next((widget for widget in screen.widgets() if not _met(widget, visit)), None)


def ticked(widget: Widget, visit: Visit) -> bool:
    """Whether a tick is on, counting how it came."""
    return {"on": True, "off": False}.get(visit.state(widget.name), widget.on)


def turned(widget: Widget, visit: Visit) -> int:
    """At which of its options, from 1, a slider or a wheel stands, counting where it stood at first."""
    return int(visit.state(widget.name) or widget.at)


def _target(act: str) -> str:
    return act.split(" ", 1)[1] if " " in act else ""


def _touch(place: Place, act: Act) -> Place:
    if not act.act.startswith(("tap ", "type ")):
        return place
    visit = place.visit
    return replace(place, visit=replace(visit, touched=visit.touched | {_target(act.act)}))


def _matches(rule: Rule, visit: Visit, act: Act) -> bool:
    if rule.act == "type real-data":
        return act.value == REAL_DATA
    if rule.act != act.act:
        return False
    if rule.before:
        return rule.before not in visit.touched
    return not rule.twice or rule.target in visit.touched


def _slip(screen: Screen, visit: Visit, act: Act) -> Slip | None:
    return next((slip for rule, slip in screen.wrong if _matches(rule, visit, act)), None)


def _slipped(place: Place, slip: Slip) -> tuple[Place, Outcome]:
    visit = replace(place.visit, slips=place.visit.slips + 1)
    owes = slip.again and not place.encore and not place.origins and visit.screen not in place.owed
    place = replace(place, visit=visit, owed=(*place.owed, visit.screen) if owes else place.owed)
    if not slip.detour or slip.detour == visit.screen:
        return place, Outcome(SLIP, slip.say)
    there = replace(place, visit=Visit(slip.detour), origins=(*place.origins, visit), trail=())
    return there, Outcome(SLIP, slip.say, moved=True)


def _fine(play: Play, place: Place, screen: Screen, act: Act) -> tuple[Place, Outcome]:
    say = screen.fine.get(act.act)
    place = _touch(place, act)
    if act.act == "swipe up" and not place.visit.scrolled and any(w.below for w in screen.widgets()):
        return replace(place, visit=replace(place.visit, scrolled=True)), Outcome(CORRECT, say)
    return place, Outcome(NEUTRAL, say or play.lesson.otherwise)


def _back(play: Play, place: Place) -> tuple[Place, Outcome]:
    if not place.trail:
        return place, Outcome(NEUTRAL, play.lesson.otherwise)
    return replace(place, visit=Visit(place.trail[-1]), trail=place.trail[:-1]), Outcome(NEUTRAL, moved=True)


def _leave(play: Play, place: Place, screen: Screen, act: str, say: Text | None = None) -> tuple[Place, Outcome]:
    waiting = unmet(screen, place.visit)
    if waiting is not None:
        return _slipped(place, Slip(waiting.nudge or play.lesson.otherwise))
    return _move(play, place, screen.right[act]), Outcome(CORRECT, say, moved=True)


def _move(play: Play, place: Place, to: str) -> Place:
    if to == RESUME:
        return replace(place, visit=replace(place.origins[-1], hint=0), origins=place.origins[:-1], trail=())
    if place.encore or to == play.finish:
        if place.origins:
            return replace(place, visit=Visit(to), trail=(*place.trail, place.screen))
        if place.owed:
            return replace(place, visit=Visit(place.owed[0]), owed=place.owed[1:], trail=(), encore=True)
        return replace(place, visit=Visit(play.finish), trail=(), encore=False, done=True)
    return replace(place, visit=Visit(to), trail=(*place.trail, place.screen))


def _met(widget: Widget, visit: Visit) -> bool:
    kind = _FIELDS.get(widget.kind)
    return kind is None or kind.met(widget, visit)


def _toward(screen: Screen, visit: Visit, act: str, asked: frozenset[str]) -> Act:
    """The next act on the way to doing `act`: what must come before it, then fields, then the act itself."""
    first = next((r.before for r, _ in screen.wrong if r.act == act and r.before and r.before not in visit.touched), "")
    if first and first not in asked:
        return _toward(screen, visit, f"tap {first}", asked | {first})
    if act in screen.right:
        waiting = unmet(screen, visit)
        if waiting is not None:
            return _fulfil(screen, visit, waiting, asked)
    target = _target(act)
    widget = screen.widget(target)
    if widget is not None and widget.below and not visit.scrolled:
        return Act("swipe up")
    return Act(act, ANSWER if act.startswith("filled ") else "")


def _fulfil(screen: Screen, visit: Visit, widget: Widget, asked: frozenset[str]) -> Act:
    wanted = _FIELDS[widget.kind].answer(widget, visit)
    return wanted if wanted.act in screen.right or wanted.value else _toward(screen, visit, wanted.act, asked)


class _Field:
    """How one kind of field answers: which acts it takes, what they do, when it is right, what would make it so."""

    def takes(self, widget: Widget, act: Act) -> bool:
        raise NotImplementedError

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        raise NotImplementedError

    def met(self, widget: Widget, visit: Visit) -> bool:
        raise NotImplementedError

    def answer(self, widget: Widget, visit: Visit) -> Act:
        raise NotImplementedError

    def _stand(self, play: Play, place: Place, widget: Widget, state: str, fits: bool) -> tuple[Place, Outcome]:
        place = replace(place, visit=place.visit.with_state(widget.name, state))
        if fits:
            return place, Outcome(CORRECT)
        return _slipped(place, Slip(widget.nudge or play.lesson.otherwise))


class _Tick(_Field):
    def takes(self, widget: Widget, act: Act) -> bool:
        return act.act == f"tap {widget.target}"

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        now = not ticked(widget, place.visit)
        place = _touch(place, act)
        if widget.must is None:
            place = replace(place, visit=place.visit.with_state(widget.name, "on" if now else "off"))
            return place, Outcome(NEUTRAL, screen.fine.get(act.act))
        return self._stand(play, place, widget, "on" if now else "off", now == widget.must)

    def met(self, widget: Widget, visit: Visit) -> bool:
        return widget.must is None or ticked(widget, visit) == widget.must

    def answer(self, widget: Widget, visit: Visit) -> Act:
        return Act(f"tap {widget.target}")


class _Pick(_Field):
    def takes(self, widget: Widget, act: Act) -> bool:
        return _numbered(widget, act, len(widget.options)) > 0

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        number = _numbered(widget, act, len(widget.options))
        return self._stand(play, _touch(place, act), widget, str(number), number == (widget.asked or number))

    def met(self, widget: Widget, visit: Visit) -> bool:
        return not widget.answer or visit.state(widget.name) == str(widget.asked)

    def answer(self, widget: Widget, visit: Visit) -> Act:
        return Act(f"tap {widget.target}.{widget.asked}")


class _Turn(_Pick):
    """A slider or a wheel: it stands somewhere from the start, and to pass other options on the way is no slip."""

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        number, now = _numbered(widget, act, len(widget.options)), turned(widget, place.visit)
        nearer = widget.answer and abs(number - widget.asked) < abs(now - widget.asked)
        place = _touch(replace(place, visit=place.visit.with_state(widget.name, str(number))), act)
        if act.act in screen.right and self.met(widget, place.visit):
            return _leave(play, place, screen, act.act)
        return place, Outcome(CORRECT if nearer else NEUTRAL, screen.fine.get(act.act))

    def met(self, widget: Widget, visit: Visit) -> bool:
        return not widget.answer or turned(widget, visit) == widget.asked

    def answer(self, widget: Widget, visit: Visit) -> Act:
        now = turned(widget, visit)
        return Act(f"tap {widget.target}.{now + 1 if now < widget.asked else now - 1}")


class _Typed(_Field):
    verb = "type"

    def takes(self, widget: Widget, act: Act) -> bool:
        return act.act == f"{self.verb} {widget.target}"

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        place = _touch(place, act)
        if not widget.answer:
            return replace(place, visit=place.visit.with_state(widget.name, OTHER)), Outcome(NEUTRAL)
        return self._stand(play, place, widget, act.value or OTHER, act.value == ANSWER)

    def met(self, widget: Widget, visit: Visit) -> bool:
        return not widget.answer or visit.state(widget.name) == ANSWER

    def answer(self, widget: Widget, visit: Visit) -> Act:
        return Act(f"{self.verb} {widget.target}", ANSWER)


class _Pin(_Typed):
    verb = "filled"

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        place, outcome = super().take(play, place, screen, widget, act)
        if outcome.kind == CORRECT and act.act in screen.right:
            return _leave(play, place, screen, act.act)
        if outcome.kind == SLIP:
            place = replace(place, visit=place.visit.with_state(widget.name, ""))
        return place, outcome


class _Spots(_Field):
    def takes(self, widget: Widget, act: Act) -> bool:
        return _numbered(widget, act, len(widget.spots)) > 0

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        spot = widget.spots[_numbered(widget, act, len(widget.spots)) - 1]
        if not spot.clue:
            return _slipped(place, Slip(spot.say))
        seen = _target(act.act) in place.visit.touched
        place = _touch(place, act)
        found = f"found {widget.target}"
        if self.met(widget, place.visit) and found in screen.right:
            return _leave(play, place, screen, found, spot.say)
        return place, Outcome(NEUTRAL if seen else CORRECT, spot.say)

    def met(self, widget: Widget, visit: Visit) -> bool:
        return len(self._found(widget, visit)) >= widget.need

    def answer(self, widget: Widget, visit: Visit) -> Act:
        found = self._found(widget, visit)
        clues = [i for i, spot in enumerate(widget.spots, 1) if spot.clue]
        return Act(f"tap {widget.target}.{next((i for i in clues if i not in found), 1)}")

    def _found(self, widget: Widget, visit: Visit) -> set[int]:
        clues = {i for i, spot in enumerate(widget.spots, 1) if spot.clue}
        return {i for i in clues if f"{widget.target}.{i}" in visit.touched}


class _Write(_Spots):
    """A handwriting pad: what it guessed is pointed at, or the word is typed, which is as good."""

    def takes(self, widget: Widget, act: Act) -> bool:
        return act.act == f"type {widget.target}" or super().takes(widget, act)

    def take(self, play: Play, place: Place, screen: Screen, widget: Widget, act: Act) -> tuple[Place, Outcome]:
        if not act.act.startswith("type "):
            return super().take(play, place, screen, widget, act)
        if act.value == ANSWER:
            return super().take(play, place, screen, widget, Act(f"tap {widget.target}.{widget.asked}"))
        return _slipped(_touch(place, act), Slip(widget.nudge or play.lesson.otherwise))


def _numbered(widget: Widget, act: Act, count: int) -> int:
    """Which of its `count` parts an act taps, from 1; 0 for none of them."""
    head, _, tail = act.act.partition(".")
    known = head == f"tap {widget.target}" and tail.isascii() and tail.isdigit()
    return int(tail) if known and int(tail) <= count else 0


_FIELDS: dict[str, _Field] = {
    "tick": _Tick(),
    "pick": _Pick(),
    "slider": _Turn(),
    "wheel": _Turn(),
    "field": _Typed(),
    "pin": _Pin(),
    "spots": _Spots(),
    "write": _Write(),
}
