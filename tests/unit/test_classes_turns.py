"""Turns at a tablet, read from facts and acts: who sits there, how long everybody acted, and what was told of whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app import classes
from app.classes import turns
from app.records import Records, Session, roster
from app.records.tables import Classroom, Device, Staff
from models.plan import Present
from tests.people import NOW, Village, acts, play, staffed

MINUTE = timedelta(minutes=1)


class Room:
    """A class of two with its volunteer and one tablet."""

    def __init__(self, s: Session) -> None:
        self.s, self.where = s, staffed(s, "wan-shan-0000")
        found = roster.classroom(s, self.where.classroom_id)
        assert found is not None
        self.room: Classroom = found
        other = roster.add_learner(s, classroom=found, name="张福海", face="cap", now=NOW)
        self.first, self.second = self.where.learner_id, other.id
        self.device: Device = roster.enrol_device(s, classroom=found, now=NOW)[0]
        self.member: Staff = next(one for one in roster.all_staff(s) if one.role == "volunteer")

    def begin(self, who: UUID, at: datetime, minutes: float = 10.0) -> None:
        classes.begin_turn(self.s, self.room, self.device, who, self.member, at, minutes=minutes, why={})

    def practise(self, who: UUID, at: datetime) -> None:
        """Two acts, a second apart."""
        acts(self.s, play(self.s, self.where, learner_id=who, at=at), ["home pay correct", "pay next correct"])

    def plan(self, at: datetime, *known: float) -> classes.ClassPlan:
        told = [Present(str(who), p) for who, p in zip((self.first, self.second), known, strict=False)]
        return classes.plan_of(self.s, self.room, told, at)


def test_minutes_come_from_acts_and_a_turn_nobody_acted_in_is_none(records: Records) -> None:
    with records.writing() as s:
        room = Room(s)
        room.begin(room.first, NOW)
        day = turns.today(s, room.room, NOW + 9 * MINUTE)
        assert turns.acted(day, room.first, NOW + 9 * MINUTE) == 0.0
        for minute in (1, 5, 9):
            room.practise(room.first, NOW + minute * MINUTE)
        day = turns.today(s, room.room, NOW + 30 * MINUTE)
        assert turns.acted(day, room.first, NOW + 30 * MINUTE) == pytest.approx(10.0)
        assert turns.acted(day, room.second, NOW + 30 * MINUTE) == 0.0
        room.practise(room.second, NOW + 20 * MINUTE)
        assert turns.acted(day, room.second, NOW + 30 * MINUTE) < 1.0


def test_a_turn_goes_on_is_over_and_then_the_tablet_is_free(records: Records) -> None:
    with records.writing() as s:
        room = Room(s)
        room.begin(room.first, NOW)
        at = {minute: turns.today(s, room.room, NOW + minute * MINUTE) for minute in (4, 12, 16)}
        for minute, whose in ((4, room.first), (12, room.first), (16, None)):
            found = turns.sitting(at[minute], room.device.id, NOW + minute * MINUTE)
            assert (found.learner_id if found else None) == whose
        shown = room.plan(NOW + 12 * MINUTE, 0.5, 0.5)
        assert shown.over == {room.device.id: room.first}
        assert room.plan(NOW + 4 * MINUTE, 0.5, 0.5).plan.turns[0].minutes == pytest.approx(6.0)
        classes.tell(s, room.room, room.first, room.member, "longer", NOW + 4 * MINUTE)
        assert room.plan(NOW + 4 * MINUTE, 0.5, 0.5).plan.turns[0].minutes == pytest.approx(11.0)


def test_the_one_behind_is_planned_first_and_longer_and_gone_home_is_not_planned(records: Records) -> None:
    with records.writing() as s:
        room = Room(s)
        shown = room.plan(NOW, 0.9, 0.2)
        assert shown.plan.coming[0].actor == str(room.second)
        assert shown.plan.minutes[str(room.second)] > shown.plan.minutes[str(room.first)]
        classes.tell(s, room.room, room.second, room.member, "away", NOW)
        assert {turn.actor for turn in room.plan(NOW, 0.9, 0.2).plan.turns} == {str(room.first)}
        with pytest.raises(ValueError, match="nonsense"):
            classes.tell(s, room.room, room.second, room.member, "nonsense", NOW)
        with pytest.raises(ValueError, match="7"):
            classes.tell_length(s, room.room, room.member, 7, NOW)


def test_what_was_told_of_first_and_later_is_over_once_their_turn_began(records: Records) -> None:
    with records.writing() as s:
        room = Room(s)
        classes.tell(s, room.room, room.first, room.member, "first", NOW)
        assert room.plan(NOW, 0.9, 0.2).plan.coming[0].actor == str(room.first)
        room.begin(room.first, NOW + MINUTE, 5.0)
        room.practise(room.first, NOW + 2 * MINUTE)
        assert room.plan(NOW + 20 * MINUTE, 0.9, 0.2).plan.coming[0].actor == str(room.second)


def test_a_tablet_handed_over_without_a_tap_is_known_from_acts(records: Records) -> None:
    with records.writing() as s:
        room: Room = Room(s)
        where: Village = room.where
        room.begin(room.first, NOW)
        opened = play(s, where, learner_id=room.second, at=NOW + 3 * MINUTE, device_id=room.device.id)
        acts(s, opened, ["home pay correct"])
        found = turns.sitting(turns.today(s, room.room, NOW + 4 * MINUTE), room.device.id, NOW + 4 * MINUTE)
        assert found is not None
        assert found.learner_id == room.second


def test_who_goes_on_at_another_tablet_with_what_was_begun_at_the_first_sits_at_the_other(records: Records) -> None:
    with records.writing() as s:
        room = Room(s)
        other = roster.enrol_device(s, classroom=room.room, now=NOW)[0]
        opened = play(s, room.where, learner_id=room.first, at=NOW, device_id=room.device.id)
        acts(s, opened, ["home pay correct"])
        classes.begin_turn(s, room.room, other, room.first, room.member, NOW + 5 * MINUTE, minutes=10.0, why={})
        room.begin(room.second, NOW + 5 * MINUTE)
        acts(s, opened, ["pay next correct"])
        day, now = turns.today(s, room.room, NOW + 7 * MINUTE), NOW + 7 * MINUTE
        sat = {device.id: turns.sitting(day, device.id, now) for device in (room.device, other)}
    assert {device: turn.learner_id for device, turn in sat.items() if turn} == {
        room.device.id: room.second,
        other.id: room.first,
    }
