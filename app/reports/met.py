"""All meetings of many people with their steps as columns, numbered: what curves and steps that trip are counted from.

A meeting is an opportunity; each person's meetings with each step of a lesson are numbered from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.charts import Curve, Point
from app.records import Session, entries, progress
from app.records.entries import Entry
from app.records.meetings import ALONE, END, MEETING, SLIPPED, MeetingsRecord
from app.records.order import Order, order
from app.records.tables import Classroom
from app.reports.gaps import People, share

Whole = NDArray[np.int64]
Some = NDArray[np.bool_]
"""Which of the meetings, of the people or of the plays."""

MOST: Final = 50
"""Meetings of somebody with a step after this one are left out: no curve is drawn so far."""
_DAY: Final = 24 * 60 * 60 * 10**6
_EAST: Final = 8 * 60 * 60 * 10**6
"""Microseconds of a day, and those by which the villages' clock (`records.folding.CHINA`) is ahead."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """For each person (rows) and each n-th meeting (columns, the first first): steps done alone, and steps met."""

    alone: Whole
    met: Whole

    def curve(self, some: Some, least: int = 1) -> Curve | None:
        """The learning curve of some of the people, as `alone_curve` counts it."""
        points = []
        for nth, (alone, met) in enumerate(zip(self.alone.T, self.met.T, strict=True), 1):
            found = share(People(alone, met).of(some))
            if found is None or found.people < least:
                break
            points.append(Point(nth, found.value, found.low, found.high, found.people, found.steps))
        return Curve(tuple(points)) if points else None


class Met:
    """The meetings of some people, in the one order of what happened; `people` are the signs of their ids."""

    def __init__(self, plays: Iterable[MeetingsRecord], people: Sequence[str], order: Order) -> None:
        self.people = people
        self.plays = list(plays)
        place = {one: at for at, one in enumerate(people)}
        self._whose = np.array([place[play.learner_id] for play in self.plays], np.int64)
        self._order = order
        told = np.frombuffer(b"".join(play.met for play in self.plays), MEETING)
        counts = np.array([len(play.met) // MEETING.itemsize for play in self.plays], np.int64)
        play = np.repeat(np.arange(len(self.plays)), counts)
        self.steps, step = self._named()
        first = order.places(told["sequence"], told["at"], self._whose[play])
        slips = np.cumsum((told["sort"] & SLIPPED) > 0) - 1
        self.told, self.play, self.step, self._slip = told[first], play[first], step[first], slips[first]
        self.who: Whole = self._whose[self.play]
        self.nth: Whole = numbered(self.who * max(1, len(self.steps)) + self.step)

    def _named(self) -> tuple[list[tuple[str, str]], Whole]:
        """Every step there is, and which of them each meeting was with, the meetings as the plays have them."""
        numbers: dict[tuple[str, str], int] = {}
        known: dict[tuple[str, str], list[int]] = {}
        found: list[list[int]] = []
        for play in self.plays:
            path = (play.lesson, play.screens)
            if path not in known:
                steps = ((play.lesson, screen) for screen in play.screens.split())
                known[path] = [numbers.setdefault(step, len(numbers)) for step in steps]
            found.append(known[path])
        return list(numbers), np.fromiter(chain.from_iterable(found), np.int64)

    def wrong(self, slipped: Some) -> list[str]:
        """The act of each of some meetings that were slips."""
        acts = "\n".join(play.wrong for play in self.plays if play.wrong).split("\n")
        return [acts[place] for place in self._slip[slipped].tolist()]

    @property
    def sort(self) -> NDArray[np.uint16]:
        """What became of each meeting: a sum of ALONE, SLIPPED, ASKED and HELPED."""
        sort: NDArray[np.uint16] = self.told["sort"]
        return sort

    def tallies(self, wanted: Some | None = None) -> Tallies:
        """Everybody's steps at their first meeting, their second, and so on, over the wanted meetings."""
        early = self.nth <= MOST
        some = early if wanted is None else early & wanted
        shape = (len(self.people), int(self.nth[some].max(initial=1)))
        cell = self.who[some] * shape[1] + self.nth[some] - 1
        alone = np.bincount(cell[(self.sort[some] & ALONE) > 0], minlength=shape[0] * shape[1])
        met = np.bincount(cell, minlength=shape[0] * shape[1])
        return Tallies(alone.reshape(shape), met.reshape(shape))

    def finished(self) -> Finished:
        """The plays that reached their end, the first finished first."""
        lessons: dict[str, int] = {}
        lesson = np.array([lessons.setdefault(play.lesson, len(lessons)) for play in self.plays], np.int64)
        ended = np.array([bool(play.end) for play in self.plays], np.bool_)
        told = np.frombuffer(b"".join(play.end for play in self.plays), END)
        who, lesson = self._whose[ended], lesson[ended]
        first = self._order.places(told["sequence"], told["at"], who)
        told, who, lesson = told[first], who[first], lesson[first]
        steps = np.stack([told[name].astype(np.int64) for name in ("alone", "helped", "slipped")])
        pair = who * max(1, len(lessons)) + lesson
        return Finished(who, pair, (told["at"] + _EAST) // _DAY, told["at"], steps, told["unhelped"] > 0)


@dataclass(frozen=True, slots=True)
class Finished:
    """Finished plays as columns: whose, of which person and task, on which day, when, the steps (alone, helped,
    slipped), and whether it was unhelped."""

    who: Whole
    pair: Whole
    day: Whole
    at: Whole
    steps: Whole
    unhelped: Some

    def last(self) -> Some:
        """Which of them is the last of its person and task."""
        last = np.zeros(len(self.pair), np.bool_)
        last[len(self.pair) - 1 - np.unique(self.pair[::-1], return_index=True)[1]] = True
        return last

    def independent(self) -> Some:
        """Which were unhelped on a later day than the first on which its person finished the task."""
        if not len(self.pair):
            return self.unhelped
        _, which = np.unique(self.pair, return_inverse=True)
        first = np.full(int(which.max()) + 1, np.iinfo(np.int64).max)
        np.minimum.at(first, which, self.day)
        return self.unhelped & (self.day > first[which])


def met(s: Session, classrooms: Sequence[Classroom]) -> tuple[Met, list[Entry]]:
    """The meetings of everybody who is in some classrooms now, and these people in the order of the columns."""
    rooms = [room.id for room in classrooms]
    people = entries.people(s, rooms)
    return Met(progress.meetings(s, rooms), [one.id.hex for one in people], order(s)), people


def numbered(key: Whole) -> Whole:
    """For each row how many rows up to it, itself among them, have its key."""
    by_key = np.argsort(key, kind="stable")
    ordered = key[by_key]
    begins = np.flatnonzero(np.diff(ordered, prepend=-1))
    nth = np.empty_like(key)
    nth[by_key] = np.arange(len(key)) - np.repeat(begins, np.diff(begins, append=len(key))) + 1
    return nth
