"""On which days of the week a class meets, so that reviews fall on them; knows no lesson and no hour."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, islice
from typing import Final
from uuid import UUID

from app.records import Session, journal
from app.records.folding import CHINA
from models.reviews import A_DAY, NEAR, snapped

MEETS: Final = "meets"
"""The kind of fact that a class meets on these days of the week."""
WEEK: Final = 7


def keep(s: Session, classroom_id: UUID, weekdays: Iterable[int], now: datetime) -> None:
    """Say on which days of the week (0 Monday to 6 Sunday) a class meets; ValueError for any other number."""
    days = sorted(set(weekdays))
    if not all(0 <= day < WEEK for day in days):
        raise ValueError(days)
    journal.append_fact(s, kind=MEETS, body={"classroom": str(classroom_id), "weekdays": days}, now=now)


def weekdays(s: Session, classroom_id: UUID, before: int | None = None) -> frozenset[int]:
    """The days of the week on which a class meets, or met `before` a sequence; none until somebody said so."""
    said = [
        fact.body["weekdays"]
        for fact in journal.facts(s, MEETS)
        if fact.body["classroom"] == str(classroom_id) and (before is None or fact.sequence < before)
    ]
    return frozenset(said[-1]) if said else frozenset()


def next_day(today: date, meets: Collection[int]) -> date:
    """The first day after today on which a class meets; tomorrow where nobody said when it does."""
    days = (today + timedelta(days=n) for n in range(1, WEEK + 1))
    return next((day for day in days if day.weekday() in meets), today + timedelta(days=1))


def next_days(today: date, meets: Collection[int], count: int) -> tuple[date, ...]:
    """The first `count` days after today on which a class meets; any days where nobody said when it does."""
    days = accumulate(range(count), lambda day, _: next_day(day, meets), initial=today)
    return tuple(islice(days, 1, None))


def days_of(month: date, meets: Collection[int]) -> list[date]:
    """The days of the month that a day is in on which a class meets."""
    first = month.replace(day=1)
    days = (first + timedelta(days=n) for n in range(monthrange(first.year, first.month)[1]))
    return [day for day in days if day.weekday() in meets]


def on_a_class_day(due: datetime, done: datetime, meets: Collection[int]) -> datetime:
    """When a review is best done in a class that meets on these days of the week, on a later day than it was `done`."""
    first = datetime.combine(max(done + A_DAY, due - NEAR).astimezone(CHINA).date(), time(), CHINA)
    days = (first + timedelta(days=n) for n in range(NEAR.days + WEEK + 1))
    return snapped(due, [day.astimezone(UTC) for day in days if day.weekday() in meets])
