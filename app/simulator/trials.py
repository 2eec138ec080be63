"""Deals the bank of signals to the ordinary lessons, as further twists after their own; knows no learner and no file.

The deal is by hashing: which lesson a signal goes to depends on both their names alone, as far as there is room, so
that a signal more or less moves few others (rendezvous hashing; Thaler & Ravishankar 1998, IEEE/ACM Transactions on
Networking 6, 1-14).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.simulator import keeping, machine
from app.simulator.catalogue import Catalogue, Task
from app.simulator.lesson import SIGNALS, TRIAL, Lesson, Screen, Twist, stage
from app.simulator.order import spread
from app.simulator.signals import KINDS, Bank, Signal

MOST: Final = 3
"""So many signals a lesson is dealt at most, at most MOST - 1 of them of one kind."""
LEVEL: Final = 3
SAFETY: Final = "safety"
ABOUT: Final[Mapping[str, frozenset[str]]] = {
    "bank": frozenset(("pay",)),
    "family": frozenset(("family", "newborn", "video")),
    "health": frozenset(("health", "medical", "hospital", "care")),
    "medical": frozenset(("health", "medical", "hospital", "care")),
    "pension": frozenset(("pension", "retire", "social", "allowance")),
    "police": frozenset(("id",)),
    "power": frozenset(("utilities",)),
    "school": frozenset(("newborn",)),
    "subsidy": frozenset(("allowance", "disability")),
    "system": frozenset(("update", "popups", "text", "scan")),
    "telecom": frozenset(("wifi", "call")),
    "village": frozenset(("farm", "help")),
}
"""Theme -> words that stand in the id or the track of a lesson with that subject; every theme is such a word itself."""
_NOT_BEFORE: Final = frozenset(("pin", "field", "pick", "call", "spinner", "face"))
_NOT_IN: Final = frozenset(("teacher", "system"))


def hosts(catalogue: Catalogue) -> tuple[Task, ...]:
    """The ordinary tasks: none of the safety track, where nothing else is learned, and none that is gentle."""
    return tuple(task for task in catalogue.tasks.values() if hosts_any(task))


def hosts_any(task: Task) -> bool:
    """Whether a task's lesson may host a signal at all."""
    return task.track != SAFETY and not task.gentle


def about(signal: Signal, task: Task) -> bool:
    """Whether a signal is about a task's own subject."""
    subject = {task.track, *task.id.split("-")}
    return signal.theme in subject or bool(subject & ABOUT.get(signal.theme, frozenset()))


def deal(signals: Sequence[Signal], tasks: Sequence[Task]) -> dict[str, tuple[Signal, ...]]:
    """What each task's lesson hosts, by its id: one to MOST signals, of either kind one where there is one that fits.

    Every signal is hosted as long as there is room.
    """
    held: dict[str, list[Signal]] = {task.id: [] for task in tasks}
    for signal in sorted(signals, key=lambda signal: spread(signal.id)):
        open_now = [task for task in tasks if _fits(signal, task) and _room(held[task.id], signal)]
        if open_now:
            held[min(open_now, key=lambda task: spread(signal.id, task.id)).id].append(signal)
    for task in tasks:
        for kind in SIGNALS:
            mine = held[task.id]
            fitting = [signal for signal in signals if signal.signal == kind and _fits(signal, task)]
            if fitting and all(signal.signal != kind for signal in mine):
                mine.append(min(fitting, key=lambda signal: spread(signal.id, task.id)))
    return {task: tuple(sorted(mine, key=lambda signal: spread(signal.id, task))) for task, mine in held.items()}


def deal_apart(signals: Iterable[Signal], task: Task) -> tuple[Signal, ...]:
    """What a lesson hosts that a village made: dealt by itself, so that it changes nothing in any other lesson."""
    mine: list[Signal] = []
    if hosts_any(task):
        for signal in sorted(signals, key=lambda signal: spread(signal.id, task.id)):
            if _fits(signal, task) and _room(mine, signal):
                mine.append(signal)
    return tuple(mine)


def unhosted(bank: Bank, catalogue: Catalogue) -> None:
    """Note in the bank's reading every signal that no lesson hosts."""
    tasks = hosts(catalogue)
    held = {signal.id for mine in deal(bank.signals, tasks).values() for signal in mine}
    for signal in bank.signals:
        if signal.id not in held:
            fix = f"Take one out: the lessons have room for {MOST * len(tasks)}, {MOST - 1} of a kind each"
            bank.reading.mistake(f"signals.{signal.id}", f"no lesson has room for `{signal.id}`", fix)


def with_trials(lesson: Lesson, signals: Iterable[Signal]) -> Lesson:
    """The lesson with a trial of each signal after its own twists, its hash another; the same without a signal.

    A lesson that has no place for a trial stays as it is.
    """
    places = places_for(lesson)
    if not places:
        return lesson
    trials = tuple(
        _trial(len(lesson.twists) + n, signal, places[spread(lesson.id) % len(places)])
        for n, signal in enumerate(signals, 1)
    )
    if not trials:
        return lesson
    dealt = replace(lesson, twists=(*lesson.twists, *trials))
    return replace(dealt, hash=hashlib.sha256(keeping.frozen(dealt).encode()).hexdigest()[:24])


def places_for(lesson: Lesson) -> tuple[str, ...]:
    """The screens that something may come up before: on the right way, past its first third, cutting nothing off."""
    way = list(dict.fromkeys(name for name, _ in machine.path(stage(lesson))))
    late = way[-(-len(way) // 3) :]
    return tuple(name for name in late if _may_wait(lesson.screens[name]))


def _trial(number: int, signal: Signal, before: str) -> Twist:
    return Twist(
        number=number,
        name=signal.name,
        level=LEVEL,
        surprise=KINDS[signal.kind],
        before=before,
        added={TRIAL: signal.screen(before)},
        trial=signal.id,
    )


def _may_wait(screen: Screen) -> bool:
    """Whether the phone may show something else before this screen: nobody is writing, waiting or on the line."""
    busy = any(widget.kind in _NOT_BEFORE for widget in screen.widgets())
    return not (busy or screen.wait or screen.end or screen.app in _NOT_IN)


def _fits(signal: Signal, task: Task) -> bool:
    """Whether a lesson may host a signal: one about its own subject could contradict what is just being learned."""
    return not about(signal, task)


def _room(mine: Sequence[Signal], signal: Signal) -> bool:
    alike = sum(one.signal == signal.signal for one in mine)
    return len(mine) < MOST and alike < MOST - 1
