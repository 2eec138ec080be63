"""Packs what one play met, step by step, into one row, so that a county's are read within a page's second; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from app.records.folding import HINT, Done, Opened, OpportunityRecord, PlayRecord, accompanied
from app.records.happened import HAND
from app.simulator.lesson import DOUBT, TRIAL, TRUST

MEETING: Final = np.dtype(
    [("sequence", "<i8"), ("at", "<i8"), ("twist", "<u2"), ("seconds", "<u2"), ("expected", "<u2"), ("sort", "<u2")]
)
"""One meeting of a person with a step: its place in the log, when (as `instant`), in which twist, the seconds before
its first act, the P(alone) that the model told (in parts of EXPECTED), a sum of ALONE, SLIPPED, ASKED and HELPED."""
END: Final = np.dtype(
    [("sequence", "<i8"), ("at", "<i8"), *((name, "<u2") for name in ("alone", "helped", "slipped", "unhelped"))]
)
"""The end of a finished play: its last act's place in the log, when, its steps each told by the first visit, and
whether (1 or 0) every step was done alone with no slip and no hint."""
UNKNOWN: Final = 65535
"""Stands for seconds and expectations that are not known."""
EXPECTED: Final = 50_000
LONGEST: Final = timedelta(hours=1)
"""Whoever took longer had left the play in between."""
ALONE, SLIPPED, ASKED, HELPED = 1, 2, 4, 8
"""Done alone; a slip; a hint was asked for, or somebody sat beside; neither alone nor a slip."""
DOUBTED, TRUSTED, HINTED = 1, 2, 4
"""How a trial was decided first, and whether a hint came before; 0 when none was decided by the person themselves."""

_DECIDES: Final = {f"tap {DOUBT}": DOUBTED, f"tap {TRUST}": TRUSTED}
"""The acts that decide a trial. The third button, which is wrong for either kind, decides nothing."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Planned(Opened, Protocol):
    """The opening of a play with its plan; a SessionRecord is one."""

    @property
    def plan(self) -> Mapping[str, Any]: ...


class MeetingsRecord(NamedTuple):
    """What one play met: a screen and a MEETING each, in order, and how it ended. Ids are their 32 signs."""

    session_id: str
    learner_id: str
    lesson: str
    screens: str
    """The screens' names, with a blank between them."""
    met: bytes
    """As many of MEETING."""
    wrong: str
    """The acts that were slips, one a line, of the meetings that were, in order."""
    trial: int
    end: bytes
    """END, or nothing while it was not reached."""


def meetings(
    opened: Planned, attempts: Sequence[Done], met: Sequence[OpportunityRecord], play: PlayRecord | None
) -> MeetingsRecord | None:
    """What one play met, from its attempts, its opportunities and what it came to; None when it came to nothing."""
    if not met and play is None:
        return None
    began = _began(opened, attempts)
    told = _expected(opened.plan)
    return MeetingsRecord(
        session_id=opened.uuid.hex,
        learner_id=opened.learner_id.hex,
        lesson=opened.lesson,
        screens=" ".join(one.screen for one in met),
        met=np.array([_meeting(one, began, told.pop(one.screen, UNKNOWN)) for one in met], MEETING).tobytes(),
        wrong="\n".join(one.act for one in met if one.slipped),
        trial=_trial(attempts),
        end=_end(play) if play else b"",
    )


def instant(at: datetime) -> int:
    """A time as whole microseconds since 1970, which compare as the times do."""
    return (at - _EPOCH) // _MICROSECOND


def _end(play: PlayRecord) -> bytes:
    unhelped = play.unhelped and not play.slips and not play.hints
    told = (play.sequence, instant(play.finished_at), play.alone, play.helped, play.slipped, unhelped)
    return np.array([told], END).tobytes()


def _meeting(one: OpportunityRecord, began: Mapping[int, datetime], expected: int) -> tuple[int, ...]:
    took = one.at - began[one.sequence]
    seconds = round(took.total_seconds()) if timedelta() <= took <= LONGEST else UNKNOWN
    asked = one.outcome == HINT or one.hints > 0
    sort = one.alone * ALONE + one.slipped * SLIPPED + asked * ASKED + one.helped * HELPED
    return one.sequence, instant(one.at), one.twist, seconds, expected, sort


def _began(opened: Planned, attempts: Iterable[Done]) -> dict[int, datetime]:
    """Each attempt's place in the log -> when its visit began: with the act before it, or with the play."""
    found: dict[int, datetime] = {}
    before = opened.at
    for _, visit in groupby(attempts, key=lambda one: one.screen):
        acts = list(visit)
        found.update((one.sequence, before) for one in acts)
        before = acts[-1].at
    return found


def _expected(plan: Mapping[str, Any]) -> dict[str, int]:
    """The P(alone) of each screen that a plan tells of, as MEETING holds it; it is of the first visit to the screen.

    None where a person chose the support: what came of it judges no model.
    """
    if HAND in plan:
        return {}
    told = ((screen, step.get("p")) for screen, step in plan.get("steps", {}).items())
    return {screen: round(p * EXPECTED) for screen, p in told if isinstance(p, float)}


def _trial(attempts: Iterable[Done]) -> int:
    """How a trial was decided; not where somebody sat beside, for nobody can say whose choice it was."""
    acts = [told for told in accompanied(attempts) if told[0].screen == TRIAL]
    place = next((place for place, (one, _) in enumerate(acts) if one.act in _DECIDES), None)
    if place is None or acts[place][1]:
        return 0
    hinted = any(one.outcome == HINT for one, _ in acts[:place])
    return _DECIDES[acts[place][0].act] + hinted * HINTED
