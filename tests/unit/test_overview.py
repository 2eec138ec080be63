"""The overview says of each class what its own page says, counted another way; columns stand in the one order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pytest

from app import reports
from app.records import Records, Session, journal, progress, roster, summaries
from app.records.entries import MERGED
from app.records.meetings import instant
from app.records.order import Boot, Order, Span
from app.records.tables import Classroom
from app.reports.classroom import RECENTLY
from app.reports.curves import LEAST_PEOPLE, alone_curve
from app.reports.met import numbered
from tests import counties
from tests.people import NOW

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


class Row(NamedTuple):
    """A row of the log as far as its order goes."""

    sequence: int
    at: datetime
    learner_id: int


def by_the_class(s: Session, room: Classroom) -> tuple[object, ...]:
    """A class's summary from its own page and from each opportunity."""
    lines = reports.class_report(s, room).lines
    finished = [one for line in lines for one in line.standings]
    return (
        len(lines),
        sum(1 for line in lines if line.last_at is not None and line.last_at >= NOW - RECENTLY),
        sum(one.plays for one in finished),
        reports.total(one.steps for one in finished),
        sum(1 for line in lines if line.done_alone),
        alone_curve(progress.classroom_opportunities(s, room.id), LEAST_PEOPLE),
    )


def by_the_overview(s: Session) -> list[tuple[object, ...]]:
    found = reports.overview(s, roster.classrooms(s), NOW)
    return [(one.people, one.practised, one.plays, one.steps, one.done_alone, one.curve) for one in found]


def same(s: Session) -> bool:
    told, again = by_the_overview(s), [by_the_class(s, room) for room in roster.classrooms(s)]
    assert [one[:5] for one in told] == [one[:5] for one in again]
    for one, other in zip(told, again, strict=True):
        assert bool(one[5]) == bool(other[5])
        points = [getattr(curve, "points", ()) for curve in (one[5], other[5])]
        assert [(p.nth, p.people, p.steps) for p in points[0]] == [(p.nth, p.people, p.steps) for p in points[1]]
        for mine, theirs in zip(*points, strict=True):
            assert (mine.share, mine.low, mine.high) == pytest.approx((theirs.share, theirs.low, theirs.high))
    return any(one[5] for one in told)


@pytest.mark.slow
@pytest.mark.holds("curves")
def test_the_overview_says_what_each_class_says(county_file: Path) -> None:
    records = Records(f"sqlite:///{county_file.as_posix()}")
    with records.session() as s:
        assert same(s)
    records.close()


def test_it_is_right_before_the_summaries_are_made_and_after_entries_were_merged(records: Records) -> None:
    with records.writing() as s:
        people = counties.fill(s, counties.LESSONS, villages=2, learners=14, weeks=5)
        same(s)
        summaries.catch_up(s)
        same(s)
        stays, entry = people[0].id, people[1].id
        journal.append_fact(s, kind=MERGED, body={"entry": str(entry)}, now=NOW, learner_id=stays)
        same(s)


def test_nobody_is_in_an_empty_class(records: Records) -> None:
    with records.writing() as s:
        site = roster.add_site(s, name="空村", now=NOW)
        roster.add_classroom(s, site=site, name="空班", now=NOW)
        assert by_the_overview(s) == [(0, 0, 0, (0, 0, 0), 0, None)]
        assert reports.overview(s, [], NOW) == ()


@pytest.mark.parametrize("seed", range(20))
def test_columns_stand_in_the_order_of_the_rows(seed: int) -> None:
    chance = Random(seed)
    boots = {name: Boot(BEGAN + timedelta(hours=chance.randrange(40)), place) for place, name in enumerate("ca", 1)}
    spans = tuple(Span(first, first + 9, chance.choice("cab")) for first in range(10, 90, chance.choice((10, 20))))
    order = Order(spans if seed else (), boots)
    rows = [
        Row(sequence, BEGAN + timedelta(hours=chance.randrange(60)), chance.randrange(3)) for sequence in range(1, 100)
    ]
    chance.shuffle(rows)
    columns = ([one.sequence for one in rows], [instant(one.at) for one in rows], [one.learner_id for one in rows])
    places = order.places(*(np.array(column, np.int64) for column in columns))
    told = [rows[place] for place in places]
    for who in range(3):
        assert [one for one in told if one.learner_id == who] == [
            one for one in order.sorted(rows) if one.learner_id == who
        ]


def test_rows_are_numbered_within_their_key() -> None:
    assert numbered(np.array([5, 2, 5, 5, 2])).tolist() == [1, 1, 2, 3, 2]
    assert numbered(np.array([], np.int64)).tolist() == []
