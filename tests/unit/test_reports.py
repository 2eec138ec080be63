"""Reports count what happened, and say how sure they are."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from app import classes, reports
from app.records import Records, Session, journal, progress, roster
from app.records.happened import SessionRecord
from app.records.identity import uuid7
from app.records.tables import Classroom, Staff
from app.reports.curves import interval, wilson
from tests.people import NOW, Village, acts, play, village

ALONE = ["a next correct", "b next correct end"]
"""A play of two steps, both done at once."""


def classroom(s: Session, where: Village) -> Classroom:
    found = roster.classroom(s, where.classroom_id)
    assert found is not None
    return found


def others(s: Session, where: Village, count: int) -> list[UUID]:
    room = classroom(s, where)
    return [roster.add_learner(s, classroom=room, name=f"人{n}", face="f01", now=NOW).id for n in range(count)]


def volunteer(s: Session, where: Village) -> Staff:
    return roster.add_staff(
        s, name="小刘", role="volunteer", password="wan-0000", now=NOW, classrooms=[classroom(s, where)]
    )


def test_wilson_is_the_textbooks_interval() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2693, 0.7307), abs=5e-4)
    assert wilson(0.0, 10) == pytest.approx((0.0, 0.2130), abs=5e-4)
    assert wilson(1.0, 10)[1] == 1.0


def test_people_who_are_alike_tell_more_than_people_who_differ() -> None:
    alike, differ = [(5, 10)] * 8, [(0, 10), (10, 10)] * 4
    _, low_alike, high_alike = interval(alike)
    _, low_differ, high_differ = interval(differ)
    assert high_alike - low_alike < high_differ - low_differ
    assert (low_differ, high_differ) == pytest.approx(wilson(0.5, 8), abs=1e-9)
    assert (low_alike, high_alike) == pytest.approx(wilson(0.5, 80), abs=1e-9)


def test_the_steps_of_a_lone_person_are_what_it_rests_on() -> None:
    assert interval([(3, 12)]) == (0.25, *wilson(0.25, 12))


def test_a_curve_numbers_each_persons_meetings_with_each_step(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        for day in range(3):
            opened = play(s, where, at=NOW + timedelta(days=day))
            acts(s, opened, ALONE, support="shown" if day == 0 else "alone")
        curve = reports.alone_curve(progress.classroom_opportunities(s, where.classroom_id))
    assert curve is not None
    assert [(p.nth, p.share, p.people, p.steps) for p in curve.points] == [
        (1, 0.0, 1, 2),
        (2, 1.0, 1, 2),
        (3, 1.0, 1, 2),
    ]


def test_a_trainers_curve_ends_where_fewer_than_ten_people_stand(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        everyone = [where.learner_id, *others(s, where, 9)]
        for place, learner_id in enumerate(everyone):
            for again in range(2 if place else 1):
                acts(s, play(s, where, learner_id=learner_id, at=NOW + timedelta(days=again)), ALONE)
        room = classroom(s, where)
        (summary,) = reports.overview(s, [room], NOW + timedelta(days=2))
        ours = reports.class_report(s, room).curve
    assert summary.curve is not None
    assert [(point.nth, point.people) for point in summary.curve.points] == [(1, 10)]
    assert ours is not None
    assert [(point.nth, point.people) for point in ours.points] == [(1, 10), (2, 9)]


def test_nine_people_have_no_curve_for_a_trainer(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        for learner_id in [where.learner_id, *others(s, where, 8)]:
            acts(s, play(s, where, learner_id=learner_id), ALONE)
        (summary,) = reports.overview(s, [classroom(s, where)], NOW)
    assert summary.curve is None
    assert summary.plays == 9


def test_a_line_counts_the_last_play_of_each_task(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), ["a next slip", "a next correct", "b help hint", "b next correct end"])
        acts(s, play(s, where, at=NOW + timedelta(days=1)), ["a next correct", "b help hint", "b next correct end"])
        play(s, where, lesson="sms", at=NOW + timedelta(days=2))
        (line,) = reports.class_report(s, classroom(s, where)).lines
    assert [(one.lesson, one.plays, one.in_progress) for one in line.standings] == [("pay", 2, False), ("sms", 0, True)]
    assert line.steps == (1, 1, 0)
    assert (len(line.finished), len(line.in_progress), len(line.done_alone)) == (1, 1, 0)


def test_somebody_was_last_here_when_they_last_did_something(records: Records) -> None:
    later = NOW + timedelta(days=7)
    with records.writing() as s:
        where = village(s)
        opened = play(s, where)
        acts(s, opened, ["a next correct"])
        journal.append_attempt(
            s, opened, uuid=uuid7(later), screen="b", act="tap next", outcome="correct", support="alone", now=later
        )
        (line,) = reports.class_report(s, classroom(s, where)).lines
    assert line.last_at == later


def test_alone_needs_a_later_day(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), ALONE)
        acts(s, play(s, where, at=NOW + timedelta(minutes=9)), ALONE)
        (same_day,) = reports.class_report(s, classroom(s, where)).lines
        acts(s, play(s, where, at=NOW + timedelta(days=1)), ALONE)
        (later,) = reports.class_report(s, classroom(s, where)).lines
    assert same_day.standings[0].stage == "helped"
    assert later.standings[0].stage == "alone"


def test_people_stand_in_the_order_they_joined(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        added = [
            roster.add_learner(
                s, classroom=classroom(s, where), name=name, face="f01", now=NOW + timedelta(hours=hour)
            ).id
            for hour, name in enumerate(("丙", "甲", "乙"), start=1)
        ]
        acts(s, play(s, where, learner_id=added[2]), ALONE)
        lines = reports.class_report(s, classroom(s, where)).lines
    assert [line.learner.id for line in lines] == [where.learner_id, *added]


def test_a_persons_page_names_the_steps_whose_last_meeting_was_a_slip(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), ["a next slip", "a next correct", "b next slip", "b next correct end"])
        acts(s, play(s, where, at=NOW + timedelta(days=1)), ["a next correct", "b next slip", "b next correct end"])
        learner = roster.learner(s, where.learner_id)
        assert learner is not None
        report = reports.person_report(s, learner)
    assert [one.screen for one in report.again] == ["b"]
    assert [one.lesson for one in report.story if one.group == "helped"] == ["pay"]
    assert report.steps == (1, 0, 1)


# --- the board


def waiting(s: Session, where: Village, minutes: float) -> list[UUID]:
    shown = reports.board(s, classroom(s, where), NOW + timedelta(minutes=minutes))
    return [seat.learner.id for seat in shown.asked]


def asks(s: Session, where: Village, script: list[str]) -> SessionRecord:
    opened = play(s, where)
    acts(s, opened, script)
    return opened


def test_who_asks_is_on_the_board_until_they_go_on(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        asks(s, where, ["a help hint"])
        assert waiting(s, where, 1) == [where.learner_id]
        assert waiting(s, where, 40) == []
    with records.writing() as s:
        elsewhere = village(s, name="江城")
        asks(s, elsewhere, ["a help hint", "a next correct"])
        shown = reports.board(s, classroom(s, elsewhere), NOW + timedelta(minutes=1))
    assert shown.asked == ()
    assert [seat.learner.id for seat in shown.practising] == [elsewhere.learner_id]


def test_help_given_takes_somebody_off_the_board_and_asking_again_puts_them_back(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        asks(s, where, ["a help hint"])
        member = volunteer(s, where)
        classes.give_help(s, where.learner_id, member, NOW + timedelta(minutes=2))
        assert waiting(s, where, 3) == []
        classes.ask_for_help(s, where.learner_id, NOW + timedelta(minutes=4), where="home")
        assert waiting(s, where, 5) == [where.learner_id]


@pytest.mark.holds("clock")
def test_a_clock_that_is_put_back_hides_nobody_who_asks_again(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        asks(s, where, ["a help hint"])
        classes.give_help(s, where.learner_id, volunteer(s, where), NOW + timedelta(minutes=2))
        classes.ask_for_help(s, where.learner_id, NOW - timedelta(minutes=5), where="home")
        assert waiting(s, where, -4) == [where.learner_id]


def test_a_call_from_a_page_that_is_no_lesson_stands_until_somebody_came(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        classes.ask_for_help(s, where.learner_id, NOW, where="home")
        acts(s, play(s, where, at=NOW + timedelta(minutes=1)), ["a next correct"])
        assert waiting(s, where, 2) == [where.learner_id]


def test_the_longest_wait_comes_first(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        second, third = others(s, where, 2)
        for minute, learner_id in enumerate((third, where.learner_id, second)):
            classes.ask_for_help(s, learner_id, NOW + timedelta(minutes=minute))
        assert waiting(s, where, 9) == [third, where.learner_id, second]


def test_a_seat_is_that_of_the_tablet(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        device, _ = classes.enrol(s, classroom(s, where), NOW)
        classes.ask_for_help(s, where.learner_id, NOW, device_id=device.id)
        (seat,) = reports.board(s, classroom(s, where), NOW).asked
    assert seat.seat == device.name == "1"
