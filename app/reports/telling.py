"""Collects from the log how people told fraud from genuine in their trials; counts only, it words nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from app.records import Session, journal, progress
from app.records.happened import TRIAL_CHOSEN, ChoiceRecord
from app.records.meetings import DOUBTED, HINTED
from app.simulator.lesson import FRAUD
from models.detection import Detection, Trial, tally, together


def telling(s: Session, learners: Collection[UUID]) -> Detection:
    """The trials of some people together. Each signal counts once a person, by what they chose first.

    The third button, which is wrong for either kind, decides nothing. A trial that was left undecided is none, and so
    is one that was decided with somebody beside: nobody can say whose choice it was.
    """
    return together(telling_of_each(s, learners).values())


def telling_of_each(s: Session, learners: Collection[UUID]) -> dict[UUID, Detection]:
    """The same person by person; whoever decided no trial is not there."""
    chosen = journal.choices_of(s, learners, TRIAL_CHOSEN)
    decided = progress.trials(s, [one.session_id for one in chosen if one.session_id is not None])
    own: dict[UUID, list[ChoiceRecord]] = defaultdict(list)
    for one in chosen:
        own[one.learner_id].append(one)
    found = {who: tally(_trials(mine, decided)) for who, mine in own.items()}
    return {who: one for who, one in found.items() if one.all}


def _trials(chosen: Iterable[ChoiceRecord], decided: Mapping[UUID, int]) -> list[Trial]:
    """The decided trials of one person, each signal at its first meeting."""
    met: dict[str, Trial] = {}
    for one in chosen:
        how = decided.get(one.session_id, 0) if one.session_id else 0
        if how:
            trial = Trial(one.body["is"] == FRAUD, doubted=bool(how & DOUBTED), helped=bool(how & HINTED))
            met.setdefault(one.body["signal"], trial)
    return list(met.values())
