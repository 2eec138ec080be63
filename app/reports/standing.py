"""Where a person stands with one lesson: begun, finished with help, or done alone; counts only, never a mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.records.folding import OpportunityRecord, PlayRecord, done_alone_at
from app.records.happened import SessionRecord

ALONE, HELPED, BEGUN = "alone", "helped", "begun"


class Steps(NamedTuple):
    """Steps of last finished plays: done alone, with help, and to do once more."""

    alone: int = 0
    helped: int = 0
    again: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person and one lesson. `last` is the last finished play, None before the first."""

    lesson: str
    plays: int
    in_progress: bool
    alone_since: datetime | None
    last: PlayRecord | None
    last_at: datetime

    @property
    def steps(self) -> Steps:
        """The steps of the last finished play; none before the first."""
        return Steps(self.last.alone, self.last.helped, self.last.slipped) if self.last else Steps()

    @property
    def stage(self) -> str:
        """ALONE once it was done unhelped on a later day, HELPED once it was finished, else BEGUN."""
        return ALONE if self.alone_since else HELPED if self.plays else BEGUN


def total(steps: Iterable[Steps]) -> Steps:
    """Some steps put together."""
    return Steps(*(sum(column) for column in zip(*steps, Steps(), strict=True)))


def standings(
    sessions: Iterable[SessionRecord], plays: Sequence[PlayRecord], met: Iterable[OpportunityRecord]
) -> tuple[Standing, ...]:
    """A person's standing with each lesson they opened, in the order they first did; `plays` and `met` in order."""
    seen = {one.lesson: one.at for one in met}
    opened: dict[str, SessionRecord] = {}
    for session in sessions:
        opened[session.lesson] = session
    return tuple(
        _standing(
            latest, [play for play in plays if play.lesson == lesson], max(latest.at, seen.get(lesson, latest.at))
        )
        for lesson, latest in opened.items()
    )


def _standing(latest: SessionRecord, plays: list[PlayRecord], last_at: datetime) -> Standing:
    last = plays[-1] if plays else None
    return Standing(
        lesson=latest.lesson,
        plays=len(plays),
        in_progress=all(play.session_id != latest.uuid for play in plays),
        alone_since=done_alone_at(plays),
        last=last,
        last_at=max(last_at, last.finished_at) if last else last_at,
    )
