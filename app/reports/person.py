"""The report of one person: what they do alone, what with help, which steps come up again, and their curve."""

from __future__ import annotations

from dataclasses import dataclass

from app.charts import Curve
from app.records import Session, journal, ledger, progress
from app.records.folding import OpportunityRecord
from app.records.tables import Learner
from app.reports.curves import alone_curve
from app.reports.standing import Standing, Steps, standings, total
from app.reports.story import TaskTold, story
from app.reports.telling import telling
from models.detection import Detection


@dataclass(frozen=True, slots=True)
class PersonReport:
    """A person's page; `again` are the steps whose latest meeting was a slip, the latest first.

    `telling` counts their trials; `story` is what they can do, task by task.
    """

    learner: Learner
    standings: tuple[Standing, ...]
    again: tuple[OpportunityRecord, ...]
    curve: Curve | None
    telling: Detection
    story: tuple[TaskTold, ...]

    @property
    def steps(self) -> Steps:
        """The steps of the last finished play of each lesson together."""
        return total(one.steps for one in self.standings)


def person_report(s: Session, learner: Learner) -> PersonReport:
    """Everything the page of a person shows."""
    met = progress.opportunities(s, learner.id)
    latest = {(one.lesson, one.screen): one for one in met}
    again = [one for one in reversed(met) if one.slipped and latest[one.lesson, one.screen] is one]
    own = standings(journal.sessions(s, learner.id), progress.finished_plays(s, learner.id), met)
    return PersonReport(
        learner=learner,
        standings=own,
        again=tuple(again),
        curve=alone_curve(met, of_one=True),
        telling=telling(s, [learner.id]),
        story=story(own, met, ledger.latest(ledger.ticks(s, learner.id))),
    )
