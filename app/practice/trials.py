"""Chooses whether a play of a known lesson holds a trial, and which; kept with its reason so it can be worked out anew.

A choice rests on what had arrived when the play was prepared: a tablet may open it later, without the laptop.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.records import Session, journal, progress
from app.records.folding import PlayRecord
from app.records.happened import TRIAL_CHOSEN, ChoiceRecord
from app.simulator.lesson import FRAUD, Lesson, Twist
from models import trials

CODE: Final = "trial"
"""The reason in `models.wording`."""


def choose(
    s: Session, lesson: Lesson, learner_id: UUID, now: datetime, artefact: Mapping[str, Any], upto: int | None = None
) -> dict[str, Any]:
    """The trial that a play of a lesson prepared `now` holds, as the body of its choice; empty for none.

    `artefact` names the model (`artefact`, `off`) that the play's plan is of; `upto` a sequence: as it was then.
    """
    upto = journal.head(s).sequence if upto is None else upto
    chosen = journal.choices(s, learner_id, TRIAL_CHOSEN, upto + 1)
    before = [(one.at, one.body) for one in chosen]
    return dealt(lesson, learner_id, now, artefact, before, lambda: _known(s, lesson.id, learner_id, upto), upto)


def dealt(
    lesson: Lesson,
    learner_id: UUID,
    now: datetime,
    artefact: Mapping[str, Any],
    before: Sequence[tuple[datetime, Mapping[str, Any]]],
    known: Callable[[], bool],
    upto: int,
) -> dict[str, Any]:
    """The same from the trials `before` (when, and what was chosen); `known` says whether the task is known well."""
    held = _open_to(lesson, [body["signal"] for _, body in before])
    if not held or not trials.due([at.timestamp() for at, _ in before], now.timestamp()) or not known():
        return {}
    kinds = [body["is"] for _, body in before]
    fraud = kinds.count(FRAUD)
    twist = _pick(held, str(learner_id), fraud, len(kinds) - fraud)
    return {
        **{key: artefact[key] for key in ("artefact", "off")},
        "lesson": lesson.id,
        "twist": twist.number,
        "signal": twist.trial,
        "is": twist.signal,
        "code": CODE,
        "args": {"times": len(before) + 1},
        "at": now.isoformat(),
        "upto": upto,
    }


def anew(s: Session, lesson: Lesson, choice: ChoiceRecord) -> dict[str, Any]:
    """The body that a choice would have today, `lesson` as it was then."""
    at = datetime.fromisoformat(choice.body["at"])
    return choose(s, lesson, choice.learner_id, at, choice.body, choice.body["upto"])


def sessions(s: Session, learner_id: UUID) -> frozenset[UUID]:
    """The plays of a learner that held a trial."""
    return frozenset(
        one.session_id for one in journal.choices(s, learner_id, TRIAL_CHOSEN) if one.session_id is not None
    )


def _open_to(lesson: Lesson, met: Collection[str]) -> list[Twist]:
    """The trials of a lesson whose signal has not been met."""
    return [twist for twist in lesson.trials if twist.trial not in met]


def _pick(held: list[Twist], learner: str, fraud: int, genuine: int) -> Twist:
    """One of the kind whose turn it is, or of the other kind where the lesson has no more of it."""
    wanted = trials.fraud_next(learner, fraud, genuine)
    fitting = [twist for twist in held if (twist.signal == FRAUD) == wanted] or held
    return min(fitting, key=lambda twist: trials.shuffled(learner, twist.trial))


def _known(s: Session, lesson: str, learner_id: UUID, upto: int) -> bool:
    """Whether the learner knows the lesson well enough, by its finished plays."""
    finished = progress.finished_plays(s, learner_id, lesson, upto + 1)
    twisted = {one.uuid for one in journal.sessions(s, learner_id, upto + 1) if one.twists}
    return knows(finished, [play for play in finished if play.session_id not in twisted])


def knows(finished: Sequence[PlayRecord], plain: Sequence[PlayRecord]) -> bool:
    """Whether a task is known well enough, by all its finished plays and by the `plain` ones, without a twist."""
    return bool(plain) and trials.knows(len(finished), plain[-1].steps, plain[-1].slipped, plain[-1].hints)
