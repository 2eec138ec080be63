"""The report of a class: each learner's tasks and steps, and one learning curve; in the order people joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.charts import Curve
from app.records import Session, journal, ledger, progress, roster
from app.records.folding import OpportunityRecord, PlayRecord
from app.records.tables import Classroom, Learner
from app.reports.curves import alone_curve
from app.reports.standing import ALONE, Standing, Steps, standings, total
from app.reports.story import ClassTaskTold, class_story
from app.reports.telling import telling
from models.detection import Detection

LEAST_IN_CLASS: Final = 3
"""The chart of a class shows no meeting that rests on fewer people: that is no class any more."""
RECENTLY: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One learner in the table of a class. Steps are those of the last finished play of each of their lessons."""

    learner: Learner
    standings: tuple[Standing, ...]

    @property
    def finished(self) -> tuple[Standing, ...]:
        """The lessons that were finished at least once."""
        return tuple(one for one in self.standings if one.plays)

    @property
    def done_alone(self) -> tuple[Standing, ...]:
        """The lessons that were done alone."""
        return tuple(one for one in self.standings if one.stage == ALONE)

    @property
    def in_progress(self) -> tuple[Standing, ...]:
        """The lessons that wait where they were left."""
        return tuple(one for one in self.standings if one.in_progress)

    @property
    def steps(self) -> Steps:
        """Steps alone, with help, and to do once more."""
        return total(one.steps for one in self.standings)

    @property
    def last_at(self) -> datetime | None:
        """When they last practised."""
        return max((one.last_at for one in self.standings), default=None)


@dataclass(frozen=True, slots=True)
class ClassReport:
    """A class's page. `curve` is None while fewer than LEAST_IN_CLASS people have met a step; `telling` counts all
    trials, `story` tells how many can do which task."""

    classroom: Classroom
    lines: tuple[LearnerLine, ...]
    curve: Curve | None
    telling: Detection
    story: tuple[ClassTaskTold, ...]

    @property
    def steps(self) -> Steps:
        """Everybody's steps together."""
        return total(line.steps for line in self.lines)

    @property
    def done_alone(self) -> int:
        """People who have done at least one task alone."""
        return sum(1 for line in self.lines if line.done_alone)


def class_report(s: Session, classroom: Classroom) -> ClassReport:
    """Everything the page of a class shows."""
    met = progress.classroom_opportunities(s, classroom.id)
    lines = _lines(s, classroom.id, met)
    people = [line.learner.id for line in lines]
    ticks = ledger.ticks_among(s, people).values()
    told = class_story([line.standings for line in lines], met, ticks)
    return ClassReport(classroom, lines, alone_curve(met, LEAST_IN_CLASS), telling(s, people), told)


def _lines(s: Session, classroom_id: UUID, met: Iterable[OpportunityRecord]) -> tuple[LearnerLine, ...]:
    own: dict[UUID, list[OpportunityRecord]] = defaultdict(list)
    for one in met:
        own[one.learner_id].append(one)
    plays: dict[UUID, list[PlayRecord]] = defaultdict(list)
    for play in progress.classroom_plays(s, classroom_id):
        plays[play.learner_id].append(play)
    return tuple(
        LearnerLine(learner, standings(journal.sessions(s, learner.id), plays[learner.id], own[learner.id]))
        for learner in roster.learners(s, classroom_id)
    )
