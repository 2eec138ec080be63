"""Reviews fall on the days of a class: soon after they are due or a little before, never on the day of the practice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice import calendars, offers
from app.records import Records
from app.records.folding import CHINA
from app.simulator.shelf import Shelf
from models.artefact import load
from models.reviews import NEAR
from tests.people import NOW, acts, play, village

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
TUESDAY, FRIDAY = 1, 4


@given(MOMENTS, st.integers(1, 40), st.sets(st.integers(0, 6), min_size=1))
def test_a_review_falls_on_a_class_day_near_the_day_it_is_due(done: datetime, days: int, meets: set[int]) -> None:
    due = done + timedelta(days=days)
    when = calendars.on_a_class_day(due, done, meets)
    assert when.astimezone(CHINA).weekday() in meets
    assert when.astimezone(CHINA).date() > done.astimezone(CHINA).date()
    assert due - NEAR - timedelta(days=1) < when <= due + timedelta(days=7)


def test_without_days_it_stays_when_it_is_due() -> None:
    assert calendars.on_a_class_day(NOW + timedelta(days=1), NOW, ()) == NOW + timedelta(days=1)


def test_what_is_practised_again_is_offered_as_due_from_the_next_class_on(records: Records, shelf: Shelf) -> None:
    script = ["desktop social correct", "login next correct", "face next correct end"]

    def reason(days: float) -> str:
        at = NOW + timedelta(days=days)
        found = offers(s, shelf.lessons, load(), where.learner_id, at, count=len(shelf.lessons))
        return next(offer.code for offer in found if offer.lesson.id == "certify-pension")

    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where, lesson="certify-pension", at=NOW), script)
        assert reason(1.5) == "suggest_due"
        calendars.keep(s, where.classroom_id, [TUESDAY, FRIDAY], NOW)
        assert [reason(days) == "suggest_due" for days in (1.5, 2.5, 2.7, 3)] == [False, False, True, True]
        calendars.keep(s, where.classroom_id, [], NOW)
        assert reason(1.5) == "suggest_due"
        with pytest.raises(ValueError, match="7"):
            calendars.keep(s, where.classroom_id, [7], NOW)
