"""When somebody who knows a task is put to the trial, and with which kind; knows no lesson and no message.

A trial comes inside a task that went well, when nobody expects one, at growing distances, each time with something not
met before. Whether it is fraud or genuine is a coin, tossed anew each time, but never more than LEAN apart (the big
stick design of Soares & Wu 1983, Communications in Statistics - Theory and Methods 12, 2017-2034): both come equally
often, and neither follows from what came before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from models.opportunity import DAY

GAPS: Final = (7 * DAY, 14 * DAY, 28 * DAY)
"""Seconds from one trial to the next: after the first, the second, and every later one."""
TIMES: Final = 2
"""So often a task must have been finished."""
FEW: Final = 0.2
"""Slips and hints asked for in the last plain play, as a share of its steps, that may be at most."""
LEAN: Final = 2
"""How many more of one kind there may be than of the other."""


def knows(finished: int, steps: int, slipped: int, hints: int) -> bool:
    """Whether a task is known well enough: `finished` so often, its last play without a twist with few slips and hints.

    `steps`, how many of them `slipped`, and the `hints` asked for are those of that play; no steps when there was none.
    """
    return finished >= TIMES and steps > 0 and slipped + hints <= FEW * steps


def due(before: Sequence[float], now: float) -> bool:
    """Whether a trial may come `now`, after those `before`, oldest first (seconds since the epoch)."""
    return not before or now - before[-1] >= GAPS[min(len(before), len(GAPS)) - 1]


def fraud_next(learner: str, fraud: int, genuine: int) -> bool:
    """Whether the next trial of a learner should be fraud, after so many of either kind."""
    if abs(fraud - genuine) >= LEAN:
        return fraud < genuine
    return shuffled(learner, str(fraud + genuine)) % 2 == 0


def shuffled(learner: str, what: str) -> int:
    """A number that puts things into an order of a learner's own, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{learner}\n{what}".encode()).digest()[:8])
