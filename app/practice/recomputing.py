"""Works out anew a choice that was shown, from the facts before it and the artefact whose hash stands beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.practice import beside, offering, planning, trials
from app.records import Session, journal, roster
from app.records.happened import HAND, TRIAL_CHOSEN, ChoiceRecord, SessionRecord
from app.records.order import order
from app.simulator import keeping
from app.simulator.lesson import Lesson, stage
from models.artefact import Artefact


class CannotRecompute(LookupError):
    """The artefact or the session that a choice rests on is not kept here, or the choice was made elsewhere."""


def recompute(
    s: Session, lessons: Mapping[str, Lesson], kept: Callable[[str], Artefact | None], choice: ChoiceRecord
) -> dict[str, Any]:
    """The body that the choice would have today; equal to its own unless something was tampered with.

    `kept` finds an artefact by its hash. Raises CannotRecompute when something is missing, KeyError for another kind.
    """
    if order(s).boot(choice.sequence):
        raise CannotRecompute("it was made at another laptop, which can")
    artefact = kept(choice.body["artefact"])
    if artefact is None:
        raise CannotRecompute(f"no artefact {choice.body['artefact']}")
    artefact = artefact.switched(off=choice.body["off"])
    body: dict[str, Any] = json.loads(json.dumps(_KINDS[choice.kind](s, lessons, artefact, choice)))
    return body


def _support(s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, choice: ChoiceRecord) -> dict[str, Any]:
    opened, lesson = _opened(s, choice)
    play = stage(lesson, next(iter(opened.twists), 0))
    met = planning.history(s, lessons, choice.learner_id, choice.sequence)
    hand = planning.by_hand(s, choice.body)
    if hand is None and HAND in choice.body:
        raise CannotRecompute("nobody is kept to have chosen this support")
    return planning.support_plan(play, met, artefact, choice.at, opened.size, hand=hand)


def _trial(s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, choice: ChoiceRecord) -> dict[str, Any]:
    return trials.anew(s, _opened(s, choice)[1], choice)


def _opened(s: Session, choice: ChoiceRecord) -> tuple[SessionRecord, Lesson]:
    """The play that a choice is about, and its lesson as it was then."""
    opened = journal.session(s, choice.session_id) if choice.session_id else None
    if opened is None:
        raise CannotRecompute(f"no session {choice.session_id}")
    return opened, keeping.thawed(journal.lesson_text(s, opened.lesson_hash))


def _suggestion(s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, choice: ChoiceRecord) -> dict[str, Any]:
    count = len(choice.body["offers"])
    found = offering.offers(s, lessons, artefact, choice.learner_id, choice.at, count, choice.sequence)
    return offering.offers_body(found, artefact)


def _sit_with(s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, choice: ChoiceRecord) -> dict[str, Any]:
    entry, then = choice.learner_id, choice.sequence
    classroom_id = roster.classroom_then(s, entry, then)
    if classroom_id is None:
        raise CannotRecompute(f"no learner {entry}")
    (visit,) = beside.whom_to_sit_with(s, lessons, artefact, classroom_id, choice.at, among={entry}, before=then)
    return beside.visit_body(visit, artefact)


_KINDS = {"support": _support, "suggestion": _suggestion, beside.SIT_WITH: _sit_with, TRIAL_CHOSEN: _trial}
