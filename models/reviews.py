"""When something learned is due again, by FSRS (about a day, a week, a month while it is kept); knows no lesson.

What was forgotten comes back the next day, what was kept with help too; the time after that grows with each success.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fsrs import Card, Rating, Scheduler

FORGOTTEN, HELPED, KEPT = "forgotten", "helped", "kept"
RATINGS = {FORGOTTEN: Rating.Again, HELPED: Rating.Hard, KEPT: Rating.Good}
A_DAY = timedelta(days=1)
RETENTION = 0.9
"""The chance of still knowing it at which it comes back; FSRS then waits 1, 7 and 32 days after three successes."""
NEAR = timedelta(days=2)
"""So far before it is due a review may move to the day of a class."""

_SCHEDULER = Scheduler(
    desired_retention=RETENTION, learning_steps=(A_DAY, A_DAY), relearning_steps=(A_DAY,), enable_fuzzing=False
)


def due(times: Iterable[tuple[datetime, str]]) -> datetime | None:
    """When it is due again after it was done at these times, each FORGOTTEN, HELPED or KEPT; None if never done."""
    card = Card(card_id=1)
    done = False
    for at, how in times:
        card, _ = _SCHEDULER.review_card(card, RATINGS[how], at)
        done = True
    return card.due if done else None


def snapped(due_at: datetime, classes: Sequence[datetime]) -> datetime:
    """The class at which a review is best done: the last one up to a little before it is due, else the next one.

    ``classes`` are the times of the classes to come, the first one first; without any it stays when it is due.
    """
    fitting = [at for at in classes if due_at - NEAR <= at <= due_at]
    later = [at for at in classes if at > due_at]
    return fitting[-1] if fitting else later[0] if later else due_at
