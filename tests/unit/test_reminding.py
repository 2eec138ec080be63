"""What a person takes home: hard steps by their latest meeting, days of the class to come, nothing sad."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app import practice
from app.practice import calendars
from app.records import Records, Session, roster
from app.records.folding import CHINA
from app.simulator.shelf import Shelf
from tests.people import NOW, Village, acts, play, village

LESSON, SAD = "certify-pension", "afterlife-one-thing"
TODAY = NOW.astimezone(CHINA).date()
THURSDAY = 3
A_DAY = timedelta(days=1)


def remind(s: Session, shelf: Shelf, where: Village, later: timedelta = timedelta()) -> practice.Reminder:
    learner = roster.learner(s, where.learner_id)
    assert learner is not None
    return practice.remind(s, shelf.lessons, learner, NOW + later)


def hard(reminder: practice.Reminder) -> list[str]:
    return [one.screen.name for one in reminder.hard]


def test_a_step_is_hard_by_its_latest_meeting_alone(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        acts(
            s,
            play(s, where, lesson=LESSON),
            ["desk social slip", "desk social correct", "login x hint", "login password correct"],
        )
        assert hard(remind(s, shelf, where)) == ["login", "desk"], "the latest first; help asked for counts too"
        acts(s, play(s, where, lesson=LESSON, at=NOW + A_DAY), ["desk social correct", "login password slip"])
        assert hard(remind(s, shelf, where)) == ["login"]


def test_no_more_than_three_and_each_skill_once(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        lesson = shelf.lessons[LESSON]
        names = [name for name, screen in lesson.screens.items() if screen.skills][:9]
        acts(s, play(s, where, lesson=LESSON), [f"{name} x slip" for name in names])
        found = remind(s, shelf, where).hard
        assert len(found) == len({one.skill for one in found}) == 3


def test_it_is_practised_again_on_the_next_days_of_the_class(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        calendars.keep(s, where.classroom_id, [THURSDAY], NOW)
        acts(s, play(s, where, lesson=LESSON), ["desk social correct end"])
        acts(s, play(s, where, lesson="call-12345"), ["desk call slip"])
        soon = remind(s, shelf, where)
        assert all(day > TODAY and day.weekday() == THURSDAY for _, day in soon.again)
        assert {lesson.id for lesson, _ in soon.again} >= {LESSON}
        late = remind(s, shelf, where, timedelta(days=300))
        assert {day for _, day in late.again} == {calendars.next_day(TODAY + timedelta(days=300), {THURSDAY})}


def test_whoever_has_just_begun_is_told_the_next_class_if_there_is_one(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        new = remind(s, shelf, where)
        assert (new.can, new.hard, new.again, new.class_days) == ((), (), (), ())
        calendars.keep(s, where.classroom_id, [THURSDAY], NOW)
        told = remind(s, shelf, where).class_days
        assert told == (date(2026, 9, 3), date(2026, 9, 10), date(2026, 9, 17))


def test_what_is_sad_is_not_asked_for_again(records: Records, shelf: Shelf) -> None:
    assert shelf.lessons[SAD].gentle
    with records.writing() as s:
        where = village(s)
        start = shelf.lessons[SAD].start
        acts(s, play(s, where, lesson=SAD), [f"{start} x slip", f"{start} x correct end"])
        told = remind(s, shelf, where)
        assert (told.hard, told.again) == ((), ())


@pytest.mark.parametrize(
    ("meets", "expected"), [({THURSDAY}, date(2026, 9, 3)), ({1}, date(2026, 9, 8)), (set(), date(2026, 9, 2))]
)
def test_the_next_day_of_a_class_is_never_today(meets: set[int], expected: date) -> None:
    assert calendars.next_day(date(2026, 9, 1), meets) == expected


def test_the_days_of_a_month_are_all_of_it() -> None:
    days = calendars.days_of(date(2024, 2, 10), range(7))
    assert (days[0], days[-1], len(days)) == (date(2024, 2, 1), date(2024, 2, 29), 29)
    assert [day.day for day in calendars.days_of(date(2026, 9, 30), {THURSDAY})] == [3, 10, 17, 24]
    assert calendars.days_of(date(2026, 9, 1), ()) == []
