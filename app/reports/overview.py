"""The overview of all classes: people, what was practised lately, what came of it, and each class's learning curve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from app.charts import Curve
from app.records import Session, progress
from app.records.meetings import instant
from app.records.tables import Classroom
from app.reports.classroom import RECENTLY
from app.reports.curves import LEAST_PEOPLE
from app.reports.met import met
from app.reports.standing import Steps


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """A class in a trainer's overview: people, how many practised in the last four weeks, and what came of it."""

    classroom: Classroom
    people: int
    practised: int
    plays: int
    steps: Steps
    done_alone: int
    """People who have done at least one task alone."""
    curve: Curve | None
    """None while fewer than LEAST_PEOPLE people have met a step."""


def overview(s: Session, classrooms: Iterable[Classroom], now: datetime) -> tuple[ClassSummary, ...]:
    """Each class in the order given, which is by name and never by how it does."""
    rooms = list(classrooms)
    found, people = met(s, rooms)
    finished, tallies = found.finished(), found.tallies()
    since = now - RECENTLY
    opened, edge = progress.opened_since(s, since), instant(since)
    recent = np.array([one.id in opened for one in people], np.bool_)
    recent[found.who[found.told["at"] >= edge]] = True
    recent[finished.who[finished.at >= edge]] = True
    alone = np.zeros(len(people), np.bool_)
    alone[finished.who[finished.independent()]] = True
    last, places = finished.last(), {room.id: place for place, room in enumerate(rooms)}
    where = np.array([places[one.classroom_id] for one in people], np.int64)
    summaries = []
    for place, room in enumerate(rooms):
        here = where == place
        theirs = here[finished.who]
        steps = finished.steps[:, theirs & last].sum(axis=1)
        summaries.append(
            ClassSummary(
                classroom=room,
                people=int(here.sum()),
                practised=int((here & recent).sum()),
                plays=int(theirs.sum()),
                steps=Steps(*steps.tolist()),
                done_alone=int((here & alone).sum()),
                curve=tallies.curve(here, LEAST_PEOPLE),
            )
        )
    return tuple(summaries)
