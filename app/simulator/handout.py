"""What a lesson leaves on paper: its main steps, what is touched there, and what a scammer would say; knows no page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.simulator import glance, machine
from app.simulator.catalogue import Catalogue, Task
from app.simulator.lesson import FRAUD, RESUME, Lesson, Play, Screen, Text, stage
from app.simulator.machine import Place, Visit
from app.simulator.order import spread
from app.simulator.signals import Signal
from app.simulator.trials import about

FEWEST, MOST = 3, 5
"""So many steps stand on a sheet."""
_NUMBER: Final = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Step:
    """A step on paper: its screen, and the words that say what to do there."""

    screen: Screen
    do: Text


def steps(lesson: Lesson, catalogue: Catalogue, most: int = MOST) -> tuple[Step, ...]:
    """The main steps of a lesson, in order, each with the hint that says what to do; FEWEST to MOST of them.

    The right way is cut into MOST stretches, and of each the hardest step whose words make sense on paper is taken, the
    earlier of equals. Where that leaves fewer than FEWEST, words that name a practice card's person count too. Where
    paper has room for `most` only, the hardest of them stay.
    """
    play = stage(lesson)
    way = [play.screens[name] for name in dict.fromkeys(name for name, _ in machine.path(play))]
    way = [screen for screen in way if screen.app != "teacher" and not screen.wait]
    found = _hardest(way, lambda hint: _plain(hint, catalogue))
    found = found if len(found) >= FEWEST else _hardest(way, lambda hint: _plain(hint, catalogue, names=True))
    staying = sorted(found, key=lambda step: -step.screen.difficulty)[:most]
    return tuple(step for step in found if step in staying)


def told(screen: Screen, catalogue: Catalogue) -> Text | None:
    """A step in words that make sense on paper: what to do, else where to look; None where neither does."""
    return next((hint for hint in (*screen.hints[1:2], *screen.hints[:1]) if _plain(hint, catalogue, names=True)), None)


def pointed(play: Play, screen: Screen) -> tuple[frozenset[str], bool]:
    """How a step's screen is drawn for paper: the marks of all that is touched on the way on from it, and whether what
    is below has been swiped up. Of a keypad no key is marked, as its digits follow each other."""
    acts: list[str] = []
    back = (Visit(play.start),) if RESUME in screen.right.values() else ()  # A detour leads back to where one was.
    there = Place(Visit(screen.name), origins=back)
    for name, act in machine.path(play, there) if screen.right else ():
        if name != screen.name:
            break
        acts.append(act.act)
    touched = [act for act in acts if not act.startswith("swipe ")]
    found = (screen.widget(act.split(" ", 1)[1]) for act in touched if " " in act)
    below = any(widget is not None and widget.below for widget in found)
    return frozenset(glance.right(act) for act in touched or acts), below


def scam(task: Task, signals: Iterable[Signal]) -> Signal | None:
    """What a scammer would say to somebody who has just learned this; None where the bank holds no fraud.

    Rather one whose theme the task's name says, then one about its subject, then any; rather said or written than a
    window; among equals the names decide, so that the same task always gets the same.
    """
    frauds = (signal for signal in signals if signal.signal == FRAUD)
    return min(
        frauds,
        key=lambda one: (
            one.theme not in task.id.split("-"),
            not about(one, task),
            one.kind == "popup",
            spread(one.id, task.id),
        ),
        default=None,
    )


def _hardest(way: Sequence[Screen], plain: Callable[[Text], bool]) -> tuple[Step, ...]:
    """What to do at the hardest step of each stretch of a way, where that is plain; no two alike."""
    count = min(MOST, len(way))
    found: dict[str, Step] = {}
    for n in range(count):
        stretch = way[n * len(way) // count : (n + 1) * len(way) // count]
        fitting = [screen for screen in stretch if len(screen.hints) > 1 and plain(screen.hints[1])]
        if fitting:
            screen = max(fitting, key=lambda screen: screen.difficulty)
            found.setdefault(screen.hints[1].zh, Step(screen, screen.hints[1]))
    return tuple(found.values())


def _plain(text: Text, catalogue: Catalogue, *, names: bool = False) -> bool:
    """Whether words need nothing beside them: no `$fact`, no number but a public telephone, and without `names` nobody
    of the practice cards."""
    numbers = (number for number in _NUMBER.findall(text.zh) if number not in catalogue.hotlines)
    people = (*(person.name.zh for person in catalogue.people.values()), *catalogue.names)
    return "$" not in text.zh and not any(numbers) and (names or not any(name in text.zh for name in people))
