"""Tells from what somebody did at a lesson whether they need a person now; it knows no clock and no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from app.config import Needing
from app.simulator.place import CORRECT, FROZEN, NEUTRAL, SLIP

ASKED, STOPPED, CIRCLING, SLIPPING = "asked", "frozen", "circling", "slipping"
NEEDS: Final = (ASKED, SLIPPING, CIRCLING, STOPPED)
"""What somebody may need a person for; where more than one holds, the first tells most of what to say to them."""
OPENS, COMES, LEAVES, FINISHES = "opens", "comes", "leaves", "finishes"
ACTS, HEARS, ASKS, HELPED = "acts", "hears", "asks", "helped"
TREMBLE: Final = 2.0
"""Seconds in which the same act again is one: a finger that trembles, or a page that seemed not to answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened at a lesson, `at` in seconds on any one clock.

    `kind` is one of OPENS, COMES (to a play that was opened before), LEAVES, FINISHES, ACTS, HEARS (a sentence is said
    again), ASKS (for a person), HELPED. Of an act: its outcome, where it led `to` (empty: nowhere), and which `slip` it
    was. `lasting` marks a call that stands until somebody came, because it belongs to no step.
    """

    at: float
    kind: str
    screen: str = ""
    act: str = ""
    outcome: str = ""
    to: str = ""
    slip: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs a person for: one of NEEDS, since when, on which step, and how often it was."""

    kind: str
    since: float
    screen: str
    times: int = 0


def need(
    events: Iterable[Event],
    now: float,
    thresholds: Needing,
    *,
    heard: float | None = None,
    met: Callable[[str], bool] = lambda screen: False,
) -> Need | None:
    """What somebody needs a person for now; None for nothing. `events` are in the order in which they were done.

    `heard` is when their tablet was last heard from (None: it is here): nobody is frozen by a silence that is their
    tablet's. `met` tells whether a step was met in an earlier play.
    """
    watch = _Watch(thresholds)
    for event in events:
        watch.see(event)
    return watch.need(now if heard is None or now - heard <= thresholds.silent else heard, met)


@dataclass(slots=True)
class _Watch:
    """What is remembered of one person while their events pass by."""

    thresholds: Needing
    screen: str = ""
    here: bool = False
    asked: Event | None = None
    touched: float = 0.0
    listened: float | None = None
    last: tuple[str, str] = ("", "")
    seen: set[str] = field(default_factory=set)
    right: set[tuple[str, str]] = field(default_factory=set)
    tried: set[tuple[str, str]] = field(default_factory=set)
    back: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    slipped: list[tuple[float, str]] = field(default_factory=list)
    ever: Counter[str] = field(default_factory=Counter)

    def see(self, event: Event) -> None:
        """Take one event in."""
        if event.act == FROZEN:
            return  # the tablet's own act: nobody touched anything
        {
            OPENS: self._opens,
            COMES: self._comes,
            ACTS: self._acts,
            ASKS: self._asks,
            HELPED: self._helped,
            HEARS: self._hears,
            FINISHES: self._gone,
            LEAVES: self._gone,
        }[event.kind](event)

    def need(self, now: float, met: Callable[[str], bool]) -> Need | None:
        """What is needed at a time."""
        if self.asked is not None:
            return Need(ASKED, self.asked.at, self.screen)
        if not self.here:
            return None
        return self._slipping() or self._circling() or self._frozen(now, met)

    def _slipping(self) -> Need | None:
        if not self.slipped:
            return None
        which = self.slipped[-1][1]
        row = [at for at, slip in self.slipped if slip == which]
        if len(row) >= self.thresholds.slips or self.ever[which] >= self.thresholds.slips_ever:
            return Need(SLIPPING, row[0], self.screen, max(len(row), self.ever[which]))
        if len(self.slipped) >= self.thresholds.slips_ever:
            return Need(SLIPPING, self.slipped[0][0], self.screen, len(self.slipped))
        return None

    def _circling(self) -> Need | None:
        rounds = sorted(self.back + self.again)
        if len(self.back) < self.thresholds.returns and len(rounds) < self.thresholds.repeats:
            return None
        return Need(CIRCLING, rounds[0], self.screen, len(rounds))

    def _frozen(self, now: float, met: Callable[[str], bool]) -> Need | None:
        quiet, times = now - self.touched, self.thresholds
        listening = self.listened is not None and now - self.listened < times.heard
        if quiet < times.frozen or (listening and quiet < times.frozen_listening):
            return None
        if quiet < times.frozen_first and not met(self.screen):
            return None
        return Need(STOPPED, self.touched, self.screen)

    def _opens(self, event: Event) -> None:
        self._fresh(event)
        self.here, self.screen, self.last = True, event.screen, ("", "")
        self.seen, self.right, self.ever = {event.screen}, set(), Counter()

    def _comes(self, event: Event) -> None:
        self.here, self.screen, self.touched = True, event.screen or self.screen, event.at

    def _acts(self, event: Event) -> None:
        done = (event.screen, event.act)
        trembling = done == self.last and event.at - self.touched < TREMBLE
        self.here, self.last, self.touched, self.listened = True, done, event.at, None
        self.screen = event.to or event.screen
        self.seen.add(event.screen)
        if event.outcome == CORRECT and self.asked is not None and not self.asked.lasting:
            self.asked = None
        if trembling:
            return
        if event.outcome == SLIP:
            slip = event.slip or " ".join(done)
            self.slipped.append((event.at, slip))
            self.ever[slip] += 1
        elif event.outcome == CORRECT and not event.act.startswith("swipe ") and done not in self.right:
            self._progress(event)
        elif (event.outcome == NEUTRAL and not event.to) or event.act.startswith("swipe "):
            if done in self.tried:
                self.again.append(event.at)
            self.tried.add(done)
        if event.to and event.to != event.screen:
            if event.to in self.seen and event.outcome != CORRECT:
                self.back.append(event.at)
            self.seen.add(event.to)

    def _progress(self, event: Event) -> None:
        self.right.add((event.screen, event.act))
        self._fresh(event)

    def _fresh(self, event: Event) -> None:
        """Begin to watch anew from here: something new was done right, or a person was there."""
        self.touched, self.listened = event.at, None
        self.tried, self.back, self.again, self.slipped = set(), [], [], []

    def _asks(self, event: Event) -> None:
        if self.asked is None:
            self.asked = event
        elif event.lasting:
            self.asked = replace(self.asked, lasting=True)
        self.screen, self.touched = event.screen or self.screen, event.at

    def _helped(self, event: Event) -> None:
        self._fresh(event)
        self.asked, self.ever = None, Counter()

    def _hears(self, event: Event) -> None:
        self.listened = event.at

    def _gone(self, event: Event) -> None:
        self._fresh(event)
        self.here = False
