"""From practice to the real thing: what is known of tasks that are done alone in practice, and of others; pure.

What was seen, what a receipt shows and what somebody only told stay apart, and whoever was not asked is counted beside
them. A task counts as it stood in practice when it was asked about; what was done before it was practised is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.records import ledger
from app.reports.divide import NEVER, Quarter
from app.reports.gaps import People, Share, share
from app.reports.hiding import LEAST_NAMELESS
from app.reports.retention import Count

HELPED, NOT_YET, NOT_ASKED = "helped", "not_yet", "not_asked"
PARTS: Final = (*ledger.KNOWN, HELPED, NOT_YET, NOT_ASKED)
"""What is known of the real thing: done alone, and how that is known; done with help; not yet; nobody asked."""
_PROVEN: Final = tuple(PARTS.index(known) for known in (ledger.SEEN, ledger.RECEIPT))
_NOT_ASKED: Final = PARTS.index(NOT_ASKED)


class Ticked(NamedTuple):
    """The latest tick of somebody's task: on which day (its ordinal), and which of PARTS it comes to."""

    day: int
    part: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """Tasks of some people, done alone in practice or not yet: how many of those asked about were done alone for real,
    seen or with a receipt (over people; None while none was asked about), and each part of them all."""

    share: Share | None
    parts: Mapping[str, Count]
    proven: int
    """How many people are behind what was proven; `open` behind what was asked about and was not."""
    open: int
    people: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Of the rest and of the weakest quarter: tasks done alone in practice, and those not yet."""

    alone: tuple[Crossed, Crossed]
    not_yet: tuple[Crossed, Crossed]


def part_of(how: str, known: str) -> str:
    """Which of PARTS a tick comes to."""
    return {ledger.ALONE: known, ledger.HELPED: HELPED, ledger.NOT_YET: NOT_YET}[how]


def transfer(
    firsts: tuple[NDArray[np.int64], NDArray[np.int64]],
    quarter: Quarter,
    lessons: Sequence[str],
    services: Collection[str],
    ticks: Mapping[tuple[int, int], Ticked],
) -> Transfer:
    """What came of practice. `firsts` as `Followed.firsts` has them; `ticks` by the places of person and task; only
    `services` are done for real anywhere."""
    finished, alone = firsts
    asked_on, part = np.full(len(finished), NEVER), np.full(len(finished), _NOT_ASKED)
    for (person, lesson), tick in ticks.items():
        asked_on[person * len(lessons) + lesson] = tick.day
        part[person * len(lessons) + lesson] = PARTS.index(tick.part)
    real = np.tile(np.array([lesson in services for lesson in lessons], dtype=np.bool_), len(quarter.rest))
    counts = real & (finished < NEVER) & (finished <= asked_on)
    by_then = (alone < NEVER) & (alone <= asked_on)
    who = np.repeat(np.arange(len(quarter.rest)), len(lessons))

    def crossed(wanted: NDArray[np.bool_]) -> tuple[Crossed, Crossed]:
        rest, weak = (
            _crossed(who, part, counts & wanted & some[who], len(some)) for some in (quarter.rest, quarter.weak)
        )
        return rest, weak

    return Transfer(crossed(by_then), crossed(~by_then))


def _crossed(who: NDArray[np.int64], part: NDArray[np.int64], some: NDArray[np.bool_], people: int) -> Crossed:
    """Some tasks, by whose they are and what is known of them."""
    asked, proven = some & (part != _NOT_ASKED), some & np.isin(part, _PROVEN)
    done, met = (np.bincount(who[wanted], minlength=people).astype(np.int64) for wanted in (proven, asked))
    each = [some & (part == place) for place in range(len(PARTS))]
    return Crossed(
        share=share(People(done, met)),
        parts={name: Count(int(one.sum()), _people(who, one)) for name, one in zip(PARTS, each, strict=True)},
        proven=_people(who, proven),
        open=_people(who, asked & ~proven),
        people=_people(who, some),
    )


def _people(who: NDArray[np.int64], some: NDArray[np.bool_]) -> int:
    return len(np.unique(who[some]))


def nameless(whole: Transfer) -> Transfer:
    """The same for a reader without the right to names: no number that tells of one to nine people."""
    return Transfer(_large(whole.alone), _large(whole.not_yet))


def _large(both: tuple[Crossed, Crossed]) -> tuple[Crossed, Crossed]:
    rest, weak = (_told(one) for one in both)
    return rest, weak


def _told(one: Crossed) -> Crossed:
    """All of it, or the share alone, or nothing: the share gives away how many were proven and how many were not."""
    if all(_enough(part.people) for part in one.parts.values()):
        return one
    fits = all(map(_enough, (one.proven, one.open, one.parts[NOT_ASKED].people)))
    return Crossed(one.share if fits else None, {}, one.proven if fits else 0, one.open if fits else 0, 0)


def _enough(people: int) -> bool:
    return people == 0 or people >= LEAST_NAMELESS
