"""Looks at the learner model and retrains it from the people there are; slow, so it runs in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from app.practice import planning
from app.records import Session, roster, supports
from app.records.folding import CHINA
from app.records.tables import Classroom, Learner
from app.reports.lamp import AGE, DIALECT, VILLAGE, Looked, Tried
from app.simulator.lesson import Lesson
from models import calibration_report, keeping, retraining
from models.artefact import Artefact, serving
from models.opportunity import Opportunity
from models.retraining import Retrained

Tell = Callable[[int, int], object]
"""Told how many learners are done, of how many."""
AGES: Final = ((0, 59), (60, 69), (70, 79))
"""Bands of age, in years, both ends included; whoever is older is in one more."""


def look(
    s: Session, lessons: Mapping[str, Lesson], artefact: Artefact, now: datetime, *, demo: bool, tell: Tell
) -> Looked:
    """Compare what the model says of each past step with how it went; help taken is neither."""
    people = _people(s, demo=demo)
    labelled = (
        (_labels(room, learner, now), history)
        for (room, learner), history in zip(people, _histories(s, lessons, people, tell), strict=True)
    )
    return Looked(now, artefact.hash, len(people), calibration_report.groups(artefact, labelled, CHINA))


def retrain(
    s: Session, lessons: Mapping[str, Lesson], folder: Path, *, demo: bool, tell: Tell
) -> tuple[Retrained, Artefact]:
    """Learn from the people of this site, and serve what predicts those held out better; gives back what is served."""
    found = retraining.retrain(serving(folder), list(_histories(s, lessons, _people(s, demo=demo), tell)))
    if found.chosen is found.trials[0]:
        return found, found.chosen.artefact
    return found, keeping.serve(folder, found.chosen.artefact)


def compared(found: Retrained, now: datetime) -> Tried:
    """What a retraining compared, to be kept."""
    trials = tuple((trial.name, trial.log_loss) for trial in found.trials)
    return Tried(now, found.learners, found.held_out, found.opportunities, trials, found.chosen.name)


def age_band(birth_year: int | None, now: datetime) -> str:
    """The band of age somebody is in this year in the village, as 60-69 or 80+; empty where the birth is not known."""
    if birth_year is None:
        return ""
    age = now.astimezone(CHINA).year - birth_year
    return next((f"{low}-{high}" for low, high in AGES if age <= high), f"{AGES[-1][1] + 1}+")


def _people(s: Session, *, demo: bool) -> list[tuple[Classroom, Learner]]:
    """Everybody real, or everybody invented, with their class."""
    return [(room, learner) for room in roster.classrooms(s, demo=demo) for learner in roster.learners(s, room.id)]


def _histories(
    s: Session, lessons: Mapping[str, Lesson], people: Sequence[tuple[Classroom, Learner]], tell: Tell
) -> Iterator[Sequence[Opportunity]]:
    """What each has met, one after another, telling how far it is; what was met with support by hand is marked."""
    by_hand = supports.plays_by_hand(s)
    for done, (_, learner) in enumerate(people, 1):
        yield planning.history(s, lessons, learner.id, by_hand=by_hand)
        tell(done, len(people))


def _labels(room: Classroom, learner: Learner, now: datetime) -> dict[str, str]:
    told = {
        VILLAGE: str(room.site_id),
        AGE: age_band(learner.birth_year, now),
        DIALECT: learner.dialect,
    }
    return {kind: name for kind, name in told.items() if name}
