"""What a lesson leaves on paper: its three to five main steps, and what a scammer would say; knows no page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from app.simulator import machine
from app.simulator.catalogue import Catalogue, Task
from app.simulator.lesson import FRAUD, Lesson, Screen, Text, stage
from app.simulator.order import spread
from app.simulator.signals import Signal
from app.simulator.trials import about

FEWEST, MOST = 3, 5
"""So many steps stand on a sheet."""
_NUMBER: Final = re.compile(r"\d{3,}")


def steps(lesson: Lesson, catalogue: Catalogue) -> tuple[Text, ...]:
    """The main steps of a lesson, in order, each as the hint that says what to do; FEWEST to MOST of them.

    The right way is cut into MOST stretches, and of each the hardest step whose words make sense on paper is taken, the
    earlier of equals. Where that leaves fewer than FEWEST, words that name a practice card's person count too.
    """
    play = stage(lesson)
    way = [play.screens[name] for name in dict.fromkeys(name for name, _ in machine.path(play))]
    way = [screen for screen in way if screen.app != "teacher" and not screen.wait]
    found = _hardest(way, lambda hint: _plain(hint, catalogue))
    return found if len(found) >= FEWEST else _hardest(way, lambda hint: _plain(hint, catalogue, names=True))


def told(screen: Screen, catalogue: Catalogue) -> Text | None:
    """A step in words that make sense on paper: what to do, else where to look; None where neither does."""
    return next((hint for hint in (*screen.hints[1:2], *screen.hints[:1]) if _plain(hint, catalogue, names=True)), None)


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


def _hardest(way: Sequence[Screen], plain: Callable[[Text], bool]) -> tuple[Text, ...]:
    """What to do at the hardest step of each stretch of a way, where that is plain; no two alike."""
    count = min(MOST, len(way))
    found: dict[str, Text] = {}
    for n in range(count):
        stretch = way[n * len(way) // count : (n + 1) * len(way) // count]
        fitting = [screen for screen in stretch if len(screen.hints) > 1 and plain(screen.hints[1])]
        if fitting:
            text = max(fitting, key=lambda screen: screen.difficulty).hints[1]
            found.setdefault(text.zh, text)
    return tuple(found.values())


def _plain(text: Text, catalogue: Catalogue, *, names: bool = False) -> bool:
    """Whether words need nothing beside them: no `$fact`, no number but a public telephone, and without `names` nobody
    of the practice cards."""
    numbers = (number for number in _NUMBER.findall(text.zh) if number not in catalogue.hotlines)
    people = (*(person.name.zh for person in catalogue.people.values()), *catalogue.names)
    return "$" not in text.zh and not any(numbers) and (names or not any(name in text.zh for name in people))
