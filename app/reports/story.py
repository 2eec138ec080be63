"""What somebody, or a class, can do alone, with help, and not yet, task by task; counts what happened and rates nobody.

What was done for real stands beside it, as it was ticked: what somebody only told is never added to what was seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.records.folding import OpportunityRecord, PlayRecord
from app.records.ledger import NOT_YET as TICKED_NOT_YET
from app.records.ledger import TOLD, Tick
from app.reports.standing import ALONE, HELPED, Standing

NOT_YET: Final = "not_yet"
"""Begun and not finished, or never begun."""
GROUPS: Final = (ALONE, HELPED, NOT_YET)


@dataclass(frozen=True, slots=True)
class TaskTold:
    """One task of a person: `last` their last finished play, `met` how often a step of it came up, `alone` how many of
    those went alone, `tick` the latest about the real thing."""

    lesson: str
    group: str
    last: PlayRecord | None
    met: int
    alone: int
    last_met: datetime | None
    tick: Tick | None

    @property
    def seen(self) -> Tick | None:
        """The tick, where whoever ticked was there or saw what was given out as proof."""
        return self.tick if self.tick and self.tick.known != TOLD else None

    @property
    def told(self) -> Tick | None:
        """The tick, where it is only told."""
        return self.tick if self.tick and self.tick.known == TOLD else None


@dataclass(frozen=True, slots=True)
class ClassTaskTold:
    """One task of a class: of `people` so many do it `alone`, with help (`helped`), not yet; how often its steps came
    up, and for how many the real thing was done, alone or with help, as `seen` (or with a receipt) or only `told`."""

    lesson: str
    people: int
    alone: int
    helped: int
    met: int
    met_alone: int
    last_met: datetime | None
    seen: int
    told: int

    @property
    def not_yet(self) -> int:
        """Whoever has not finished it."""
        return self.people - self.alone - self.helped


def story(
    standings: Sequence[Standing], met: Iterable[OpportunityRecord], ticks: Mapping[str, Tick]
) -> tuple[TaskTold, ...]:
    """A person's tasks, those done alone first, each in the order they first opened them; `ticks` by task."""
    counted, alone, last = _counted(met)
    standing = {one.lesson: one for one in standings}
    found = [
        TaskTold(
            lesson=lesson,
            group=_group(standing.get(lesson)),
            last=standing[lesson].last if lesson in standing else None,
            met=counted[lesson],
            alone=alone[lesson],
            last_met=last.get(lesson),
            tick=ticks.get(lesson),
        )
        for lesson in dict.fromkeys((*standing, *ticks))
    ]
    return tuple(sorted(found, key=lambda one: GROUPS.index(one.group)))


def class_story(
    standings: Sequence[Sequence[Standing]],
    met: Iterable[OpportunityRecord],
    ticks: Iterable[Mapping[str, Tick]],
) -> tuple[ClassTaskTold, ...]:
    """A class's tasks, those that most do alone first; `standings` of each of its people, `ticks` of each by task."""
    counted, alone, last = _counted(met)
    groups = {lesson: Counter[str]() for lesson in dict.fromkeys(one.lesson for of in standings for one in of)}
    for one in (one for of in standings for one in of):
        groups[one.lesson][_group(one)] += 1
    seen, told = Counter[str](), Counter[str]()
    for task, tick in (one for of in ticks for one in of.items()):
        groups.setdefault(task, Counter())
        if tick.how != TICKED_NOT_YET:
            (told if tick.known == TOLD else seen)[task] += 1
    found = [
        ClassTaskTold(
            lesson,
            len(standings),
            of[ALONE],
            of[HELPED],
            counted[lesson],
            alone[lesson],
            last.get(lesson),
            seen[lesson],
            told[lesson],
        )
        for lesson, of in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.alone, -one.helped)))


def _group(standing: Standing | None) -> str:
    return standing.stage if standing is not None and standing.stage in (ALONE, HELPED) else NOT_YET


def _counted(met: Iterable[OpportunityRecord]) -> tuple[Counter[str], Counter[str], dict[str, datetime]]:
    """By task: how often a step came up, how many of those went alone, and when the last one was."""
    counted, alone = Counter[str](), Counter[str]()
    last: dict[str, datetime] = {}
    for one in met:
        counted[one.lesson] += 1
        alone[one.lesson] += one.alone
        last[one.lesson] = max(one.at, last.get(one.lesson, one.at))
    return counted, alone, last
