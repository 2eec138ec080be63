"""What was done for real, counted by task from the latest tick of each person; how it is known is never added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.records import Session, ledger, progress, roster
from app.records.ledger import ALONE, HELPED, KNOWN, NOT_YET, Tick
from app.simulator.lesson import Lesson
from app.simulator.needs import is_service


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task: of `people` who practised it or were ticked, how many did the real thing, by how that is known."""

    task: str
    people: int
    alone: Mapping[str, int]
    helped: Mapping[str, int]
    not_yet: int

    @property
    def not_asked(self) -> int:
        """Those who practised it and were never asked."""
        return self.people - self.not_yet - sum(self.alone.values()) - sum(self.helped.values())


@dataclass(frozen=True, slots=True)
class RealReport:
    """The ledger of a class: a line for each task, and who practised what with their latest tick."""

    lines: tuple[TaskLine, ...]
    people: Mapping[str, Mapping[UUID, Tick | None]]


def real_report(s: Session, lessons: Mapping[str, Lesson], classroom_id: UUID) -> RealReport:
    """The ledger of a class, its tasks in the order of the catalogue; a task that nobody practised has no line."""
    people = [learner.id for learner in roster.learners(s, classroom_id)]
    practised: dict[str, dict[UUID, Tick | None]] = defaultdict(dict)
    for play in progress.classroom_plays(s, classroom_id):
        practised[play.lesson].setdefault(play.learner_id, None)
    for learner_id, ticked in ledger.ticks_among(s, people).items():
        for task, tick in ticked.items():
            practised[task][learner_id] = tick
    services = [lesson.id for lesson in lessons.values() if is_service(lesson) and lesson.id in practised]
    return RealReport(
        lines=tuple(_line(task, practised[task]) for task in services),
        people={task: {one: practised[task][one] for one in people if one in practised[task]} for task in services},
    )


def _line(task: str, people: Mapping[UUID, Tick | None]) -> TaskLine:
    counts = Counter((tick.how, tick.known) for tick in people.values() if tick is not None)
    return TaskLine(
        task=task,
        people=len(people),
        alone={known: counts[ALONE, known] for known in KNOWN},
        helped={known: counts[HELPED, known] for known in KNOWN},
        not_yet=sum(counts[NOT_YET, known] for known in KNOWN),
    )
