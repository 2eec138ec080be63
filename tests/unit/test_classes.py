"""Classes: enrolling and leaving, walk-ins, who may see whom, and what the invented class is."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from app import classes
from app.classes.demo import NotEmpty, invent_class
from app.config import ROOT
from app.drawing import face_keys
from app.records import Records, Session, journal, roster
from app.records.tables import Classroom
from tests.people import NOW, Village, village

DEMO = ROOT / "lessons" / "demo.yaml"


def classroom(s: Session, classroom_id: UUID) -> Classroom:
    found = roster.classroom(s, classroom_id)
    assert found is not None
    return found


def enrol(s: Session, where: Village) -> tuple[str, str]:
    device, token = classes.enrol(s, classroom(s, where.classroom_id), NOW)
    return device.name, token


def test_each_tablet_gets_the_next_free_seat(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        seats = [enrol(s, where) for _ in range(3)]
        second = roster.device_by_token(s, seats[1][1])
        assert second is not None
        classes.let_go(s, second, NOW)
        seats.append(enrol(s, where))
    assert [seat for seat, _ in seats] == ["1", "2", "3", "2"]


def test_a_tablet_that_left_opens_nothing_and_says_so_in_the_log(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        _, token = enrol(s, where)
        device = roster.device_by_token(s, token)
        assert device is not None
        classes.let_go(s, device, NOW)
        classes.let_go(s, device, NOW + timedelta(days=1))
        assert roster.device_by_token(s, token) is None
        assert roster.devices(s, where.classroom_id) == []
        assert len(journal.facts(s, roster.LEAVING)) == 1


def test_a_walk_in_needs_a_name_alone(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        added = classes.add_walk_in(s, classroom(s, where.classroom_id), name=" 赵 玉兰 ", face="f02", now=NOW)
        assert (added.name, added.face, added.demo) == ("赵 玉兰", "f02", False)
        with pytest.raises(ValueError, match="name"):
            classes.add_walk_in(s, classroom(s, where.classroom_id), name=" ", face="f02", now=NOW)


def test_a_new_face_is_one_that_fewest_have() -> None:
    faces = face_keys()
    assert classes.next_face([], faces) == faces[0]
    assert classes.next_face(faces[:3], faces) == faces[3]
    assert classes.next_face([*faces, faces[0]], faces) == faces[1]


def test_a_volunteer_sees_their_own_classes_and_a_trainer_all(records: Records) -> None:
    with records.writing() as s:
        own, other = village(s), village(s, name="江城")
        room = classroom(s, own.classroom_id)
        volunteer = classes.add_person(
            s, name="小刘", role="volunteer", password="wan-0000", now=NOW, classrooms=[room]
        )
        trainer = classes.add_person(s, name="周老师", role="trainer", password="wan-0000", now=NOW)
        assert [one.id for one in classes.visible_classrooms(s, volunteer)] == [own.classroom_id]
        assert {one.id for one in classes.visible_classrooms(s, trainer)} == {own.classroom_id, other.classroom_id}
        assert classes.visible_learner(s, volunteer, own.learner_id).id == own.learner_id
        with pytest.raises(LookupError):
            classes.visible_learner(s, volunteer, other.learner_id)
        with pytest.raises(LookupError):
            classes.may_see(s, volunteer, other.classroom_id)


def test_whoever_starts_a_class_looks_after_it(records: Records) -> None:
    with records.writing() as s:
        member = classes.add_person(s, name="小刘", role="volunteer", password="wan-0000", now=NOW)
        first = classes.start_classroom(s, member, name="一班", site_name=" 柳湾村 ", now=NOW)
        second = classes.start_classroom(s, member, name="二班", site_name="柳湾村", now=NOW)
        assert first.site_id == second.site_id
        found = roster.staff(s, member.id)
        assert found is not None
        assert {room.id for room in classes.visible_classrooms(s, found)} == {first.id, second.id}


def test_a_short_password_is_refused(records: Records) -> None:
    with records.writing() as s:
        with pytest.raises(ValueError, match="8"):
            classes.add_person(s, name="小刘", role="volunteer", password="1234567", now=NOW)
        member = classes.add_person(s, name="小刘", role="volunteer", password="12345678", now=NOW)
        with pytest.raises(ValueError, match="8"):
            classes.change_password(s, "小刘", "short")
        classes.change_password(s, "小刘", "a longer one")
        assert roster.check_password(s, "小刘", "a longer one") == member
        assert roster.check_password(s, "小刘", "12345678") is None
        with pytest.raises(LookupError):
            classes.change_password(s, "谁", "a longer one")


def test_the_invented_class_is_marked_everywhere_and_has_names_in_latin_letters(records: Records) -> None:
    with records.writing() as s:
        made = invent_class(s, DEMO, NOW)
        people = roster.learners(s, made.classroom.id)
        staff = roster.all_staff(s)
        assert all(one.demo for one in (made.classroom, made.classroom.site, *people, *staff))
        assert all(one.name_latin.isascii() for one in (made.classroom, made.classroom.site, *people, *staff))
        assert len({person.face for person in people} & set(face_keys())) == len(people) == 14
        assert {account.role for account in made.accounts} == set(roster.ROLES)
        for account in made.accounts:
            found = roster.check_password(s, account.name, account.password)
            assert found is not None
            assert [room.id for room in classes.visible_classrooms(s, found)] == [made.classroom.id]


def test_invented_people_never_join_real_ones(records: Records) -> None:
    with records.writing() as s:
        village(s)
        with pytest.raises(NotEmpty):
            invent_class(s, DEMO, NOW)


def test_invented_staff_see_no_real_class(records: Records) -> None:
    with records.writing() as s:
        invent_class(s, DEMO, NOW)
        real = village(s)
        for member in roster.all_staff(s):
            found = roster.staff(s, member.id)
            assert found is not None
            with pytest.raises(LookupError):
                classes.may_see(s, found, real.classroom_id)
