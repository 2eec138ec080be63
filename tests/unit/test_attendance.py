"""Attendance: the latest tick counts, each person's own can be erased, and nobody of another class slips in."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from app.records import Records, Session, attendance, journal, removing, roster
from app.records.tables import Staff
from tests.people import NOW, Village, staffed, village

THURSDAY, NEXT = date(2026, 9, 3), date(2026, 9, 10)


def another(s: Session, where: Village, name: str) -> UUID:
    room = roster.classroom(s, where.classroom_id)
    assert room is not None
    return roster.add_learner(s, classroom=room, name=name, face="f05", now=NOW).id


def liu(s: Session) -> Staff:
    found = roster.staff_named(s, "小刘")
    assert found is not None
    return found


def test_the_latest_tick_counts_and_what_is_known_is_not_told_again(records: Records) -> None:
    with records.writing() as s:
        where = staffed(s, "x")
        one, two = where.learner_id, another(s, where, "赵玉兰")
        room = where.classroom_id
        assert attendance.on(s, room, THURSDAY) == {} and attendance.days(s, room) == []
        assert len(attendance.tick(s, liu(s), room, THURSDAY, [one], NOW)) == 2
        assert attendance.tick(s, liu(s), room, THURSDAY, [one], NOW + timedelta(hours=1)) == []
        assert len(attendance.tick(s, liu(s), room, THURSDAY, [one, two], NOW + timedelta(hours=2))) == 1
        attendance.tick(s, liu(s), room, NEXT, [], NOW)
        assert attendance.on(s, room, THURSDAY) == {one: True, two: True}
        assert attendance.days(s, room) == [(NEXT, 0, 2), (THURSDAY, 2, 2)]
        assert {fact.body["by"] for fact in journal.facts(s, attendance.ATTENDANCE)} == {str(liu(s).id)}


def test_a_person_who_came_later_does_not_change_an_earlier_day(records: Records) -> None:
    with records.writing() as s:
        where = staffed(s, "x")
        attendance.tick(s, liu(s), where.classroom_id, THURSDAY, [where.learner_id], NOW)
        another(s, where, "赵玉兰")
        assert attendance.days(s, where.classroom_id) == [(THURSDAY, 1, 1)]


def test_nobody_of_another_class_is_ticked_and_classes_are_counted_apart(records: Records) -> None:
    with records.writing() as s:
        where, other = staffed(s, "x"), village(s, name="江城")
        with pytest.raises(ValueError, match="another class"):
            attendance.tick(s, liu(s), where.classroom_id, THURSDAY, [other.learner_id], NOW)
        attendance.tick(s, liu(s), where.classroom_id, THURSDAY, [where.learner_id], NOW)
        assert attendance.days(s, other.classroom_id) == []


def test_whoever_is_erased_leaves_no_day_behind(records: Records) -> None:
    with records.writing() as s:
        where = staffed(s, "x")
        attendance.tick(s, liu(s), where.classroom_id, THURSDAY, [where.learner_id], NOW)
        removing.erase_learners(s, [where.learner_id], NOW)
        assert journal.facts(s, attendance.ATTENDANCE) == []
