"""The words of this room: steps, opportunities and tasks as plain data; knows nothing of where they come from."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS: tuple[str, ...] = ("shown", "guided", "prompted", "alone")
"""Support, most help first: the level of a step is its place in this tuple."""

OUTCOMES: tuple[str, ...] = ("alone", "helped", "slip")
"""What the first act of a step said: right without asking, help asked for (neither right nor wrong), or a slip."""

DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Step:
    """One observable thing to get right, as the model sees it.

    ``difficulty`` is the author's estimate (0 easy .. 1 hard), ``clutter`` how crowded the true-size screen is (0..1).
    """

    step: str
    skills: tuple[str, ...] = ()
    difficulty: float = 0.5
    clutter: float = 0.0
    twist: bool = False


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One meeting of a learner with a step; its first act decided ``outcome``.

    ``support`` is one of LEVELS, or "" when unknown; ``at`` is in seconds since the epoch (NaN when unknown).
    ``by_hand``: a person chose the support, knowing what no model knows, so that it is history and judges no model.
    """

    step: str
    skills: tuple[str, ...]
    support: str
    outcome: str
    at: float
    difficulty: float = 0.5
    clutter: float = 0.0
    twist: bool = False
    by_hand: bool = False

    @property
    def answers(self) -> bool:
        """Whether it tells how good a prediction was: help taken is neither right nor wrong."""
        return self.outcome != "helped" and not self.by_hand


@dataclass(frozen=True, slots=True)
class Task:
    """A lesson that could be suggested: ``skills`` it trains and ``needs`` (ids of tasks that advise, never lock).

    ``last_played`` and ``due`` are seconds since the epoch or None; ``finished`` counts finished plays; ``wanted`` says
    whether the learner asked for it (survey); ``steps`` are its steps when the caller knows them, else empty.
    """

    id: str
    skills: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    last_played: float | None = None
    finished: int = 0
    wanted: bool = False
    due: float | None = None
    steps: tuple[Step, ...] = ()


def level_of(support: str) -> int | None:
    """The place of a support in LEVELS (0 most help .. 3 none), or None when it is unknown."""
    return LEVELS.index(support) if support in LEVELS else None
