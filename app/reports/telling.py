"""Collects from the log how people told fraud from genuine in their trials; counts only, it words nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from app.records import Session, journal, progress
from app.records.happened import TRIAL_CHOSEN, ChoiceRecord
from app.records.progress import PlayedAct
from app.simulator.lesson import DOUBT, FRAUD, TRIAL, TRUST
from models.detection import Detection, Trial, tally, together

_DECIDES: Final = {f"tap {DOUBT}": True, f"tap {TRUST}": False}
"""The acts that decide a trial, and whether that is to doubt."""


def telling(s: Session, learners: Collection[UUID]) -> Detection:
    """The trials of some people together. Each signal counts once a person, by what they chose first.

    The third button, which is wrong for either kind, decides nothing. A trial that was left undecided is none, and so
    is one that was decided with somebody beside: nobody can say whose choice it was.
    """
    chosen = journal.choices_of(s, learners, TRIAL_CHOSEN)
    acts: dict[UUID, list[PlayedAct]] = defaultdict(list)
    held = [one.session_id for one in chosen if one.session_id is not None]
    beside = progress.accompanied_in(s, held)
    for act in progress.acts_in(s, held, TRIAL):
        acts[act.session_id].append(act)
    own: dict[UUID, list[ChoiceRecord]] = defaultdict(list)
    for one in chosen:
        own[one.learner_id].append(one)
    return together(tally(_trials(mine, acts, beside)) for mine in own.values())


def _trials(chosen: Iterable[ChoiceRecord], acts: dict[UUID, list[PlayedAct]], beside: Collection[int]) -> list[Trial]:
    """The decided trials of one person, each signal at its first meeting."""
    met: dict[str, Trial] = {}
    for one in chosen:
        found = _decided(one.body["is"] == FRAUD, acts.get(one.session_id, []), beside) if one.session_id else None
        if found is not None:
            met.setdefault(one.body["signal"], found)
    return list(met.values())


def _decided(fraud: bool, acts: Sequence[PlayedAct], beside: Collection[int]) -> Trial | None:
    place = next((i for i, act in enumerate(acts) if act.act in _DECIDES), None)
    if place is None or acts[place].sequence in beside:
        return None
    return Trial(fraud, _DECIDES[acts[place].act], helped=any(act.outcome == "hint" for act in acts[:place]))
