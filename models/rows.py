"""Many learners' histories as columns, from a table or from opportunities; knows no model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.artefact import EVEN, OUTCOME
from models.features import ASKED, UNKNOWN, WATCHED
from models.opportunity import Opportunity, level_of


@dataclass(slots=True)
class Rows:
    """Each learner's rows stand together and in order; levels and outcomes as in models.features, times in seconds."""

    learner: NDArray[np.int64]
    step: list[str]
    skills: list[tuple[str, ...]]
    level: list[int]
    outcome: list[int]
    at: list[float]
    difficulty: list[float]
    clutter: list[float]
    twist: list[bool]
    later_test: list[bool]
    by_hand: list[bool] = field(default_factory=list)
    """Whether a person chose the support, row by row; empty where nobody ever did."""

    def __len__(self) -> int:
        return len(self.step)

    @property
    def target(self) -> NDArray[np.bool_]:
        """Rows whose outcome is right or a slip; help, demonstrations and support by hand are history only."""
        answers: NDArray[np.bool_] = np.asarray(self.outcome, dtype=int) < ASKED
        return answers & ~np.asarray(self.by_hand, bool) if self.by_hand else answers


def as_rows(histories: Any) -> Rows:
    """Rows of whatever form histories come in: Rows, a frame or dict of columns, or sequences of Opportunity."""
    if isinstance(histories, Rows):
        return histories
    if hasattr(histories, "columns") or isinstance(histories, Mapping):
        return rows_from_frame(histories)
    return rows_from_histories(histories)


def rows_from_frame(frame: Any) -> Rows:
    """Rows from columns learner, item, skill, t, correct, phase (a pandas frame or a dict of columns)."""
    learner = np.unique(np.asarray(frame["learner"], dtype=str), return_inverse=True)[1]
    phase = [str(p) for p in np.asarray(frame["phase"])]
    cut: dict[str, tuple[str, ...]] = {}
    names = list(map(str, np.asarray(frame["skill"])))
    right = np.asarray(frame["correct"], dtype=int).tolist()
    n = len(names)
    return Rows(
        learner=learner.astype(np.int64),
        step=[str(i) for i in np.asarray(frame["item"])],
        skills=[cut.setdefault(s, tuple(s.split(";"))) for s in names],
        level=[UNKNOWN] * n,
        outcome=[WATCHED if p == "study" else c for p, c in zip(phase, right, strict=True)],
        at=np.asarray(frame["t"], dtype=float).tolist(),
        difficulty=[EVEN] * n,
        clutter=[0.0] * n,
        twist=[False] * n,
        later_test=[p == "post" for p in phase],
    )


def rows_from_histories(histories: Iterable[Sequence[Opportunity]]) -> Rows:
    """Rows from learners' opportunities, one sequence a learner."""
    learner: list[int] = []
    flat: list[Opportunity] = []
    for i, history in enumerate(histories):
        learner += [i] * len(history)
        flat += history
    levels = [level_of(o.support) for o in flat]
    return Rows(
        learner=np.asarray(learner, dtype=np.int64),
        step=[o.step for o in flat],
        skills=[o.skills for o in flat],
        level=[UNKNOWN if v is None else v for v in levels],
        outcome=[OUTCOME[o.outcome] for o in flat],
        at=[o.at for o in flat],
        difficulty=[o.difficulty for o in flat],
        clutter=[o.clutter for o in flat],
        twist=[o.twist for o in flat],
        later_test=[False] * len(flat),
        by_hand=[o.by_hand for o in flat] if any(o.by_hand for o in flat) else [],
    )
