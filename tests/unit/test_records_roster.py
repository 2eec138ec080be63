"""Who learns and helps, where, and at which tablet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.records import Records, journal, progress, removing, roster, verifying
from app.records.tables import Classroom
from tests.people import NOW, acts, play, village


def test_an_empty_database_is_empty_until_somebody_is_in_it(records: Records) -> None:
    with records.writing() as s:
        assert not roster.anything_in(s)
        village(s)
        assert roster.anything_in(s)


def test_staff_alone_make_it_not_empty(records: Records) -> None:
    with records.writing() as s:
        roster.add_staff(s, name="李老师", role="trainer", password="a long one", now=NOW)
        assert roster.anything_in(s)


def test_learners_are_found_by_classroom_in_the_order_they_joined(records: Records) -> None:
    with records.writing() as s:
        here, there = village(s), village(s, name="江城")
        room = roster.classroom(s, here.classroom_id)
        assert room
        late = roster.add_learner(s, classroom=room, name="周大顺", face="cap", now=NOW + timedelta(days=1))
        assert [learner.id for learner in roster.learners(s, here.classroom_id)] == [here.learner_id, late.id]
        assert [learner.id for learner in roster.learners(s, there.classroom_id)] == [there.learner_id]


def test_what_is_found_can_be_shown_after_the_session_is_closed(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        room = roster.classroom(s, where.classroom_id)
        assert room
        _, token = roster.enrol_device(s, classroom=room, now=NOW)
        roster.add_staff(s, name="李老师", role="trainer", password="a long one", classrooms=[room], now=NOW)
    with records.session() as s:
        learner = roster.learner(s, where.learner_id)
        device = roster.device_by_token(s, token)
        member = roster.staff_named(s, "李老师")
    assert learner and learner.classroom.site.name == "楚河村"
    assert device and device.classroom.site.id == where.site_id
    assert member and member.classrooms[0].site.id == where.site_id


def test_names_are_tidied_and_kept_short(records: Records) -> None:
    with records.writing() as s:
        assert roster.add_site(s, name="  楚河 \n 村 ", now=NOW).name == "楚河 村"
        for name in ("", " \t", "长" * 81):
            with pytest.raises(ValueError, match="1 to 80"):
                roster.add_site(s, name=name, now=NOW)


def test_a_password_opens_only_for_its_owner(records: Records) -> None:
    with records.writing() as s:
        member = roster.add_staff(s, name="李老师", role="trainer", password="荷塘月色", now=NOW)
        assert roster.check_password(s, "李老师", "荷塘月色") == member
        assert roster.check_password(s, " 李老师 ", "荷塘月色") == member
        assert roster.check_password(s, "李老师", "荷塘") is None
        assert roster.check_password(s, "王老师", "荷塘月色") is None
        assert "荷塘月色" not in member.password_hash
        roster.set_password(s, member, "another")
        assert roster.check_password(s, "李老师", "荷塘月色") is None
        assert roster.check_password(s, "李老师", "another") == member


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("李老师", "volunteer", "x"), ("王老师", "headmaster", "x"), ("王老师", "trainer", "")],
)
def test_staff_that_cannot_sign_in_are_refused(records: Records, name: str, role: str, password: str) -> None:
    with records.writing() as s:
        roster.add_staff(s, name="李老师", role="trainer", password="x", now=NOW)
        with pytest.raises(ValueError):
            roster.add_staff(s, name=name, role=role, password=password, now=NOW)
        assert len(roster.all_staff(s)) == 1


def test_a_tablet_is_known_by_its_token_and_only_by_it(records: Records) -> None:
    with records.writing() as s:
        room = roster.classroom(s, village(s).classroom_id)
        assert room
        first, token = roster.enrol_device(s, classroom=room, now=NOW)
        second, other = roster.enrol_device(s, classroom=room, now=NOW)
        assert (first.name, second.name) == ("1", "2")
        assert roster.device_by_token(s, token) == first
        assert roster.device_by_token(s, other) == second
        assert roster.device_by_token(s, "") is None
        assert roster.device_by_token(s, first.token_hash) is None
        assert token not in first.token_hash
        assert [fact.device_id for fact in journal.facts(s, roster.ENROLMENT)] == [first.id, second.id]


def test_seats_come_in_the_order_people_count(records: Records) -> None:
    with records.writing() as s:
        room = roster.classroom(s, village(s).classroom_id)
        assert room
        for _ in range(11):
            roster.enrol_device(s, classroom=room, now=NOW)
        assert [device.name for device in roster.devices(s, room.id)] == [str(seat) for seat in range(1, 12)]


def test_preferences_are_remembered_over_each_other(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        roster.set_preferences(s, where.learner_id, {"voice": "yue", "text": 1})
        roster.set_preferences(s, where.learner_id, {"text": 2})
    with records.writing() as s:
        learner = roster.learner(s, where.learner_id)
        assert learner and learner.preferences == {"voice": "yue", "text": 2}
        with pytest.raises(LookupError):
            roster.set_preferences(s, where.site_id, {"text": 2})


def test_a_learner_moves_with_all_attempts(records: Records) -> None:
    with records.writing() as s:
        here, there = village(s), village(s, name="江城")
        acts(s, play(s, here), ["home pay correct", "bye done correct end"])
        learner, to = roster.learner(s, here.learner_id), roster.classroom(s, there.classroom_id)
        assert learner and to
        moved = roster.move_learner(s, learner, to, NOW)
        assert moved.body == {"from": str(here.classroom_id), "to": str(there.classroom_id)}
        assert roster.learners(s, here.classroom_id) == []
        assert progress.classroom_plays(s, here.classroom_id) == []
        assert len(progress.classroom_plays(s, there.classroom_id)) == 1


def test_removing_the_demo_leaves_the_real_people_and_a_whole_log(records: Records) -> None:
    with records.writing() as s:
        real = village(s)
        demo = village(s, name="演示", demo=True)
        room = roster.classroom(s, demo.classroom_id)
        assert room
        roster.enrol_device(s, classroom=room, now=NOW, demo=True)
        roster.add_staff(s, name="演示老师", role="trainer", password="x", classrooms=[room], demo=True, now=NOW)
        kept = []
        for _ in range(3):
            acts(s, play(s, demo, demo=True), ["home pay correct", "bye done correct end"])
            kept += acts(s, opened := play(s, real), ["home pay correct", "bye done correct end"])
            journal.append_choice(s, learner_id=demo.learner_id, kind="support", body={}, now=NOW)
            kept_choice = journal.append_choice(s, learner_id=real.learner_id, kind="support", body={}, now=NOW)
    with records.writing() as s:
        removed = removing.remove_demo(s, NOW)
        assert removed == (1, 3, 3 * (1 + 2 + 1))
    with records.session() as s:
        assert roster.counts(s) == {"site": 1, "classroom": 1, "learner": 1, "staff": 0, "device": 0}
        assert [act.sequence for act in progress.history(s, real.learner_id)] == [act.sequence for act in kept]
        assert journal.attempts(s, opened.uuid) == kept[-2:]
        assert journal.choices(s, real.learner_id)[-1] == kept_choice
        assert journal.sessions(s, demo.learner_id) == []
        assert verifying.verify(s) == []


def test_after_removing_the_demo_from_an_otherwise_empty_database_nothing_is_in_it(records: Records) -> None:
    with records.writing() as s:
        acts(s, play(s, village(s, demo=True), demo=True), ["home pay correct"])
        removing.remove_demo(s, NOW)
        assert not roster.anything_in(s)


def test_a_real_walk_in_keeps_the_demo_classroom(records: Records) -> None:
    with records.writing() as s:
        demo = village(s, demo=True)
        room = roster.classroom(s, demo.classroom_id)
        assert room
        real = roster.add_learner(s, classroom=room, name="周大顺", face="cap", now=NOW)
        acts(s, play(s, demo, learner_id=real.id), ["home pay correct"])
        removing.remove_demo(s, NOW)
    with records.session() as s:
        assert [learner.id for learner in roster.learners(s, demo.classroom_id)] == [real.id]
        assert roster.classrooms(s, demo=True) == []
        assert len(progress.history(s, real.id)) == 1


def test_an_erased_attempt_does_not_come_back(records: Records) -> None:
    with records.writing() as s:
        here, other = village(s), village(s, name="江城")
        (attempt,) = acts(s, play(s, here), ["home pay correct"])
        removing.erase_learners(s, [here.learner_id], NOW)
        opened = play(s, other)
        with pytest.raises(ValueError, match="erased"):
            journal.append_attempt(
                s, opened, uuid=attempt.uuid, screen="home", act="tap pay", outcome="correct", support="shown", now=NOW
            )


def test_a_row_that_is_gone_without_an_erasure_is_still_noticed(records: Records) -> None:
    with records.writing() as s:
        real, demo = village(s), village(s, name="演示", demo=True)
        acts(s, play(s, demo, demo=True), ["home pay correct"])
        (kept,) = acts(s, play(s, real), ["home pay correct"])
        removing.remove_demo(s, NOW)
        s.connection().exec_driver_sql(f"DELETE FROM attempt WHERE sequence = {kept.sequence}")
        assert [finding.sequence for finding in verifying.verify(s)] == [kept.sequence]


def test_classrooms_tell_invented_from_real(records: Records) -> None:
    with records.writing() as s:
        real, demo = village(s), village(s, name="演示", demo=True)

        def ids(found: list[Classroom]) -> list[object]:
            return [room.id for room in found]

        assert ids(roster.classrooms(s, demo=False)) == [real.classroom_id]
        assert ids(roster.classrooms(s, demo=True)) == [demo.classroom_id]
        assert set(ids(roster.classrooms(s))) == {real.classroom_id, demo.classroom_id}


def test_a_tablet_that_left_opens_nothing_and_frees_its_seat(records: Records) -> None:
    with records.writing() as s:
        room = roster.classroom(s, village(s).classroom_id)
        assert room
        gone, token = roster.enrol_device(s, classroom=room, now=NOW)
        stays, _ = roster.enrol_device(s, classroom=room, now=NOW)
        for _ in range(2):
            roster.retire_device(s, gone.id, NOW)
        assert roster.device_by_token(s, token) is None
        assert roster.devices(s, room.id) == [stays]
        assert [fact.device_id for fact in journal.facts(s, roster.LEAVING)] == [gone.id]
        assert roster.enrol_device(s, classroom=room, now=NOW)[0].name == "1"
        with pytest.raises(LookupError):
            roster.retire_device(s, room.id, NOW)


def test_a_classroom_is_given_to_a_volunteer_once(records: Records) -> None:
    with records.writing() as s:
        room = roster.classroom(s, village(s).classroom_id)
        assert room
        member = roster.add_staff(s, name="小李", role="volunteer", password="x", now=NOW)
        for _ in range(2):
            roster.give_classroom(s, member.id, room)
        with pytest.raises(LookupError):
            roster.give_classroom(s, room.id, room)
    with records.session() as s:
        found = roster.staff(s, member.id)
        assert found
        assert [one.id for one in found.classrooms] == [room.id]
