"""How many wrong codes are looked at: few enough that none is found by guessing, never so few that a class is shut out.

Pure: it is told what happened since a code was dealt, in order, and at which time of this start; it knows no code, no
database and no clock. The arithmetic stands in docs/decisions/0020.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

WRONG: Final = "wrong"
RIGHT: Final = "right"
LET_IN: Final = "let_in"

HERE: Final = 5
"""So many wrong codes for one person at one tablet, with none right in between, and that tablet looks at no more."""
STRANGE: Final = 12
"""So many for one person at all tablets where they never signed in."""
KNOWN: Final = 8
"""So many for one person at all tablets where they did."""
FORGIVEN: Final = 4
"""So many are not counted where the right code followed in the same visit, and one more for each EVERY right codes."""
EVERY: Final = 3
IN_A_VISIT: Final = 2
"""So many of one visit are forgiven at most."""
WAITS: Final = {3: 30, 4: 120}
"""After so many wrong ones at a tablet: the seconds to wait before the next is looked at."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened with one person's code: at which tablet, in which visit, at which second of this start."""

    kind: str
    tablet: Hashable
    visit: str = ""
    second: float | None = None
    """None for what happened before this start: it makes nobody wait any more."""


@dataclass(slots=True)
class Count:
    """What is left of patience for one person's code, folded from everything that happened since it was dealt."""

    strange: int = 0
    known: int = 0
    rights: int = 0
    forgiven: int = 0
    here: Counter[Hashable] = field(default_factory=Counter)
    last: dict[Hashable, float | None] = field(default_factory=dict)
    tablets: set[Hashable] = field(default_factory=set)
    """Where they signed in."""
    open: dict[tuple[Hashable, str], list[bool]] = field(default_factory=dict)
    """The wrong codes of a visit, each with whether it was typed where they had signed in before."""

    @property
    def spent(self) -> bool:
        """Whether some tablets look at no more codes for this person, whoever holds them."""
        return self.strange >= STRANGE or self.known >= KNOWN

    def add(self, event: Event) -> None:
        """Take one more event in."""
        if event.kind == WRONG:
            at_home = event.tablet in self.tablets
            self.known += at_home
            self.strange += not at_home
            self.here[event.tablet] += 1
            self.last[event.tablet] = event.second
            self.open.setdefault((event.tablet, event.visit), []).append(at_home)
            return
        if event.kind == RIGHT:
            self.rights += 1
            self._forgive(self.open.pop((event.tablet, event.visit), []))
        self.here[event.tablet] = 0
        self.tablets.add(event.tablet)

    def _forgive(self, typed: list[bool]) -> None:
        may = FORGIVEN + self.rights // EVERY - self.forgiven
        for at_home in typed[: max(0, min(may, IN_A_VISIT))]:
            self.known -= at_home
            self.strange -= not at_home
            self.forgiven += 1


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a code is looked at now; if not, how many seconds to wait, None when only a volunteer can help."""

    looked_at: bool
    wait: int | None = 0


def count(events: Iterable[Event]) -> Count:
    """The fold of what happened since a code was dealt, in order."""
    whole = Count()
    for event in events:
        whole.add(event)
    return whole


def answer(so_far: Count, tablet: Hashable, second: float) -> Answer:
    """Whether the next code for that person is looked at, at this tablet and at this second of this start."""
    spent = so_far.known >= KNOWN if tablet in so_far.tablets else so_far.strange >= STRANGE
    times = so_far.here[tablet]
    if spent or times >= HERE:
        return Answer(False, None)
    last = so_far.last.get(tablet)
    left = WAITS.get(times, 0) - (second - last) if last is not None else 0
    return Answer(False, max(1, round(left))) if left > 0 else Answer(True)


def most(rights: int) -> int:
    """So many wrong codes are looked at for one code at most, whoever types them, once so many right ones came."""
    return STRANGE + KNOWN + FORGIVEN + rights // EVERY
