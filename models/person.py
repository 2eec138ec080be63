"""One learner folded from their history: memory, rungs and tallies, the state behind every choice; knows no lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isnan
from typing import Final

from models.artefact import Artefact, Learner
from models.ladder import Rung, after, settle
from models.opportunity import Opportunity, Step, level_of

KEPT: Final = 128
"""So many people folded lately are kept, a few classes: each takes 0.3 MB after 240 opportunities, 0.7 after 1,000."""


class Person:
    """One learner's memory and rungs, folded from the history; the state behind every choice."""

    def __init__(self, artefact: Artefact, history: Sequence[Opportunity] = ()) -> None:
        self.learner = Learner(artefact)
        self.rungs: dict[str, Rung] = {}
        self.wins: Counter[str] = Counter()
        self.slips: Counter[str] = Counter()
        self.last_at: dict[str, float] = {}
        for o in history:
            self.meet(o)

    def meet(self, o: Opportunity) -> None:
        """Take in one opportunity, in the order in which they happened."""
        step = Step(o.step, o.skills, o.difficulty, o.clutter, o.twist)
        held = self.level(step, o.at)
        self.rungs[o.step] = after(self.rungs.get(o.step), held, level_of(o.support), o.outcome)
        tally = self.wins if o.outcome == "alone" else self.slips if o.outcome == "slip" else None
        if tally is not None:
            tally.update((f"step {o.step}", "all", *(f"skill {k}" for k in o.skills)))
        if not isnan(o.at):
            self.last_at[o.step] = o.at
        self.learner.update(o)

    def skills_proven(self, step: Step) -> bool:
        """Whether each skill of the step has gone well before, in any step."""
        return bool(step.skills) and all(self.wins[f"skill {k}"] for k in step.skills)

    def level(self, step: Step, now: float) -> int:
        """The level the rungs and P(alone) settle on."""
        return settle(self.rungs.get(step.step), self.learner.p(step, now), self.skills_proven(step))


@dataclass(frozen=True, slots=True)
class _Told:
    """What a person is folded from; equal where the same comes of it."""

    artefact: Artefact = field(compare=False)
    mark: tuple[str, bool]
    """The artefact's hash, and whether it is switched off, which the hash does not tell."""
    history: tuple[Opportunity, ...]


def folded(artefact: Artefact, history: Sequence[Opportunity]) -> Person:
    """The person after a history, to be asked and never to meet anything more: it is kept for whoever asks again."""
    return _folded(_Told(artefact, (artefact.hash, artefact.off), tuple(history)))


@lru_cache(maxsize=KEPT)
def _folded(told: _Told) -> Person:
    return Person(told.artefact, told.history)


def settled(
    artefact: Artefact, history: Sequence[Opportunity], steps: Sequence[Step], now: float, known: Person | None = None
) -> tuple[Person, list[int]]:
    """The person after the history, and the level of each step at ``now``.

    Slips at the end of the history each move no level by more than one, and none to less help. ``known`` is the person
    already folded from this history, if the caller keeps one; where no slip is last it saves folding again.
    """
    if known is not None and not (history and history[-1].outcome == "slip"):
        return known, [known.level(step, now) for step in steps]
    calm = len(history)
    while calm and history[calm - 1].outcome == "slip":
        calm -= 1
    if calm == len(history):
        person = folded(artefact, history)
        return person, [person.level(step, now) for step in steps]
    person = Person(artefact, history[:calm])
    levels = [person.level(step, now) for step in steps]
    for o in history[calm:]:
        person.meet(o)
        levels = [max(was - 1, min(was, person.level(step, now))) for was, step in zip(levels, steps, strict=True)]
    return person, levels
