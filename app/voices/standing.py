"""How far a dialect has been read: what is recorded, waits, is out of date or missing, part by part; keeps nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.records.readers import APPROVED, ONCE_MORE, WAITING, Readings, Take
from app.voices.lines import Reading

RECORDED, WAITS, STALE, MISSING = "recorded", "waits", "stale", "missing"
STATES: Final = (RECORDED, WAITS, STALE, MISSING)
"""How a line stands: its recording is heard; one waits to be approved; one is there of older words; none."""


@dataclass(frozen=True)
class Standing:
    """One line to read, how it stands, and what there is to know of it."""

    line: Reading
    state: str
    reason: str = ""
    """Why it is to be read once more."""
    before: str = ""
    """The older words that are recorded, of a line whose words changed."""


@dataclass(frozen=True)
class Part:
    """How many lines of a part stand how, by STATES."""

    name: str
    counts: tuple[int, int, int, int]

    @property
    def whole(self) -> int:
        """How many lines there are."""
        return sum(self.counts)

    @property
    def to_read(self) -> int:
        """How many are still to be read."""
        return self.counts[2] + self.counts[3]


def standings(lines: Iterable[Reading], readings: Readings, here: Collection[str]) -> list[Standing]:
    """How each line of a dialect stands; `here` names the clips whose recordings are in the folder."""
    lines = list(lines)
    now = {line.clip for line in lines}
    waiting = {take.clip for take in readings.stand(WAITING)}
    older = {take.key: take for take in readings.stand(APPROVED) if take.clip not in now and take.clip in here}
    again: dict[str, Take] = {take.clip: take for take in readings.stand(ONCE_MORE)}
    found = []
    for line in lines:
        if line.clip in waiting:
            found.append(Standing(line, WAITS))
        elif line.clip in here:
            found.append(Standing(line, RECORDED))
        else:
            reason = again[line.clip].reason if line.clip in again else ""
            before = older[line.key].text if line.key in older else ""
            found.append(Standing(line, STALE if before else MISSING, reason, before))
    return found


def by_part(standings_: Iterable[Standing], order: Sequence[str]) -> list[Part]:
    """The parts in this order, each with its counts."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATES, 0))
    for one in standings_:
        counted[one.line.part][one.state] += 1
    return [
        Part(part, (told[RECORDED], told[WAITS], told[STALE], told[MISSING]))
        for part in order
        if (told := counted.get(part))
    ]


def total(parts: Iterable[Part]) -> Part:
    """All parts as one."""
    counts = [sum(column) for column in zip(*(part.counts for part in parts), strict=True)] or [0, 0, 0, 0]
    return Part("", (counts[0], counts[1], counts[2], counts[3]))


def queue(standings_: Iterable[Standing], order: Sequence[str]) -> list[Standing]:
    """What is still to be read, part by part in this order, in each first the lines whose recorded words changed."""
    place = {part: number for number, part in enumerate(order)}
    left = [one for one in standings_ if one.state in (STALE, MISSING) and one.line.part in place]
    return sorted(left, key=lambda one: (place[one.line.part], one.state != STALE))
