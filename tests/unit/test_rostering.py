"""Lists of people: each row taken or asked about, all at once or nothing; given out, and entries put right."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest

from app.classes.rostering import columns, giving, one_by_one, taking
from app.classes.rostering.columns import Entry, Fault, understand
from app.classes.rostering.reading import Row, read
from app.classes.rostering.taking import OTHER, OUT, Undecided, look_over, room_name, take
from app.drawing import face_keys
from app.records import Records, Session, roster
from app.records.tables import Classroom, Learner, Staff
from tests.people import NOW, staffed, village

pytestmark = pytest.mark.slow


TODAY = date(2026, 9, 1)


def told(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(data)]


def here(s: Session) -> tuple[Staff, Classroom]:
    """A volunteer and their class with 王桂芳 in it."""
    where = staffed(s, "long enough")
    member, room = roster.staff_named(s, "小刘"), roster.classroom(s, where.classroom_id)
    assert member and room
    return member, room


def taken(s: Session, member: Staff, room: Classroom, *entries: Entry, **answers: str) -> taking.Taken:
    rows = {int(row.removeprefix("row")): answer for row, answer in answers.items()}
    return take(s, look_over(s, member, room, entries), rows, NOW + timedelta(hours=1), face_keys())


def names(s: Session, room: Classroom) -> list[str]:
    return [learner.name for learner in roster.learners(s, room.id)]


def test_people_are_added_in_the_order_of_the_list_with_faces_that_nobody_has(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        count = len(face_keys())
        entries = [Entry(row, f"人{row}", birth_year=1950) for row in range(2, count + 2)]
        assert taken(s, member, room, *entries).added == count
        assert names(s, room) == ["王桂芳", *(entry.name for entry in entries)]
        faces = [learner.face for learner in roster.learners(s, room.id)][1:]
        assert len(set(faces)) == count


def test_a_face_that_the_list_names_is_given_unless_somebody_has_it(records: Records) -> None:
    first = face_keys()[7]
    with records.writing() as s:
        member, room = here(s)
        taken(s, member, room, Entry(2, "甲"), Entry(3, "乙", face=first), Entry(4, "丙", face=first))
        faces = {learner.name: learner.face for learner in roster.learners(s, room.id)}
        assert faces["乙"] == first
        assert len(set(faces.values())) == 4


def test_whoever_has_a_name_of_the_class_is_asked_about_and_nothing_is_kept_before(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        (there,) = roster.learners(s, room.id)
        rows = (
            Entry(2, "周大顺"),
            Entry(3, "王 桂芳", birth_year=1957, gender="女", dialect="yue", latin="Wang Guifang"),
        )
        with pytest.raises(Undecided) as open_:
            taken(s, member, room, *rows)
        assert open_.value.rows == (3,)
        with pytest.raises(Undecided):
            taken(s, member, room, *rows, row3="somebody")
        assert names(s, room) == ["王桂芳"]
        assert taken(s, member, room, *rows, row3=str(there.id)) == taking.Taken(1, 1, 0)
        assert names(s, room) == ["王桂芳", "周大顺"]
        assert (there.birth_year, there.gender, there.dialect, there.name_latin) == (1957, "女", "yue", "Wang Guifang")
        assert there.preferences == {"voice": "yue"}


def test_what_is_known_of_somebody_is_never_overwritten(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        (there,) = roster.learners(s, room.id)
        there.birth_year = 1960
        assert taken(s, member, room, Entry(2, "王桂芳", birth_year=1957), row2=str(there.id)) == taking.Taken(0, 0, 0)
        assert there.birth_year == 1960


def test_the_same_name_can_be_another_person_or_be_left_out(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        assert taken(s, member, room, Entry(2, "王桂芳"), row2=OTHER).added == 1
        assert taken(s, member, room, Entry(2, "王桂芳"), row2=OUT).left_out == 1
        assert names(s, room) == ["王桂芳", "王桂芳"]


def test_a_list_puts_people_first_in_the_help_order_and_never_takes_that_away(records: Records) -> None:
    rows = [
        ("姓名", "优先帮助"),
        ("王桂芳", "是"),
        ("周大顺", "yes"),
        ("赵玉兰", ""),
        ("孙福海", "否"),
        ("钱有余", "聋"),
    ]
    sheet = understand([Row(at, row) for at, row in enumerate(rows, 1)], TODAY, ())
    assert [entry.first for entry in sheet.entries] == [True, True, False, False]
    assert sheet.faults == (Fault(6, "priority", "yes-no", "聋"),)
    with records.writing() as s:
        member, room = here(s)
        (there,) = roster.learners(s, room.id)
        assert taken(s, member, room, *sheet.entries, row2=str(there.id)) == taking.Taken(3, 1, 0)
        taken(s, member, room, Entry(2, "王桂芳"), row2=str(there.id))
        first = {learner.name: learner.help_first for learner in roster.learners(s, room.id)}
    assert first == {"王桂芳": True, "周大顺": True, "赵玉兰": False, "孙福海": False}


def test_only_the_one_who_agrees_is_ticked_beforehand(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        (there,) = roster.learners(s, room.id)
        there.birth_year, there.gender = 1957, "女"
        for entry, likely in (
            (Entry(2, "王桂芳"), str(there.id)),
            (Entry(2, "王桂芳", birth_year=1957, gender="女"), str(there.id)),
            (Entry(2, "王桂芳", birth_year=1958), ""),
            (Entry(2, "王桂芳", gender="男"), ""),
        ):
            (line,) = look_over(s, member, room, [entry]).lines
            assert line.likely == likely


def test_a_name_twice_in_the_list_is_asked_about(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        plan = look_over(s, member, room, [Entry(2, "周大顺"), Entry(3, "周大顺")])
        assert [line.twin for line in plan.lines] == [0, 2]
        assert taken(s, member, room, Entry(2, "周大顺"), Entry(3, "周大顺"), row3=OUT) == taking.Taken(1, 0, 1)


def test_somebody_of_another_class_of_mine_is_found_by_name_and_year_and_nobody_of_a_class_that_is_not_mine(
    records: Records,
) -> None:
    with records.writing() as s:
        member, room = here(s)
        strange = roster.classroom(s, village(s, name="江城").classroom_id)
        assert strange
        mine = roster.add_classroom(s, site=room.site, name="二班", now=NOW)
        roster.give_classroom(s, member.id, mine)
        for other, name in ((mine, "周大顺"), (strange, "赵玉兰")):
            roster.add_learner(s, classroom=other, name=name, face="bun", birth_year=1955, now=NOW)
        plan = look_over(
            s,
            member,
            room,
            [Entry(2, "周大顺"), Entry(3, "周大顺", birth_year=1955), Entry(4, "赵玉兰", birth_year=1955)],
        )
        assert [[found.name for found in line.matches] for line in plan.lines] == [[], ["周大顺"], []]


def test_a_row_may_name_another_class_of_mine_and_no_other(records: Records) -> None:
    with records.writing() as s:
        member, room = here(s)
        village(s, name="江城")
        mine = roster.add_classroom(s, site=room.site, name="二班", now=NOW)
        roster.give_classroom(s, member.id, mine)
        entries = [Entry(2, "甲", classroom="二班"), Entry(3, "乙", classroom="江城一班"), Entry(4, "丙")]
        plan = look_over(s, member, room, entries)
        assert [(line.entry.name, line.classroom.name) for line in plan.lines] == [("甲", "二班"), ("丙", "楚河村一班")]
        assert plan.faults == (Fault(3, "class", "class", "江城一班"),)


def test_two_classes_of_one_name_are_told_apart_by_their_place(records: Records) -> None:
    with records.writing() as s:
        _, room = here(s)
        other = roster.add_classroom(s, site=roster.add_site(s, name="江城", now=NOW), name=room.name, now=NOW)
        trainer = roster.staff_named(s, "周老师")
        assert trainer
        assert room_name(room, [room]) == "楚河村一班"
        told = room_name(other, [room, other])
        assert told == "江城 · 楚河村一班"
        (line,) = look_over(s, trainer, room, [Entry(2, "甲", classroom=told)]).lines
        assert line.classroom.id == other.id


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_is_given_out_comes_in_again_unchanged(records: Records, kind: str) -> None:
    def given(s: Session, room: Classroom) -> list[list[str]]:
        return giving.lines(roster.learners(s, room.id), {room.id: room_name(room, [room])})

    def file(rows: list[list[str]]) -> bytes:
        whole = [[columns.COLUMNS[column][0] for column in giving.WRITTEN], *rows]
        return giving.as_csv(whole) if kind == "csv" else giving.as_xlsx(whole, "名单: [1]")

    with records.writing() as s:
        member, room = here(s)
        people = [
            ("=1+1", 1950, "女", "yue"),
            ("'=cmd", None, "", ""),
            ("_x0041_", 1961, "男", "cmn"),
            ('人,人"；', None, "", ""),
        ]
        for day, (name, year, gender, dialect) in enumerate(people, 2):
            roster.add_learner(
                s,
                classroom=room,
                name=name,
                face=face_keys()[day],
                birth_year=year,
                gender=gender,
                dialect=dialect,
                now=NOW.replace(month=day),
                help_first=day == 3,
            )
        roster.learners(s, room.id)[-1].face = face_keys()[20]
        rows = given(s, room)
        entries = understand(read(file(rows)), TODAY, face_keys()).entries
        assert len(entries) == len(rows) == 5
        plan = look_over(s, member, room, entries)
        assert [line.likely for line in plan.lines] == [str(one.id) for one in roster.learners(s, room.id)]
        answers = {line.entry.row: line.likely for line in plan.lines}
        assert take(s, plan, answers, NOW, face_keys()) == taking.Taken(0, 0, 0)
        empty = roster.add_classroom(s, site=roster.add_site(s, name="江城", now=NOW), name=room.name, now=NOW)
        for one in roster.learners(s, room.id):
            one.name = f"别人{one.id}"
        roster.give_classroom(s, member.id, empty)
        plan = look_over(s, member, empty, entries)
        take(s, plan, {}, NOW.replace(year=2027), face_keys())
        assert given(s, empty) == rows


def test_a_workbook_that_is_given_out_has_no_formula_in_it() -> None:
    data = giving.as_xlsx([["姓名"], ["=1+1"], ["+1"], ["@x"]], "名单")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        written = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert [row[0] for row in told(data)] == ["姓名", "=1+1", "+1", "@x"]


def again(s: Session, room: Classroom, name: str, year: int | None = None) -> Learner:
    return roster.add_learner(s, classroom=room, name=name, face="cap", birth_year=year, now=NOW)


def test_an_entry_is_put_right_or_its_fault_is_named_and_nothing_changes(records: Records) -> None:
    with records.writing() as s:
        _, room = here(s)
        (there,) = roster.learners(s, room.id)
        written = {"name": "王桂芝", "latin": "Wang Guizhi", "birth": "1958", "gender": "女", "dialect": "yue"}
        assert one_by_one.correct(s, there, written, TODAY, NOW) is None
        assert (there.name, there.birth_year, there.preferences) == ("王桂芝", 1958, {"voice": "yue"})
        for column, told, kind in (("name", " ", "no-name"), ("birth", "58", "year"), ("dialect", "x", "dialect")):
            fault = one_by_one.correct(s, there, written | {column: told}, TODAY, NOW)
            assert fault and (fault.column, fault.kind) == (column, kind)
        assert there.name == "王桂芝"
        assert one_by_one.correct(s, there, dict.fromkeys(written, "") | {"name": "王桂芳"}, TODAY, NOW) is None
        assert (there.name, there.name_latin, there.birth_year, there.preferences) == (
            "王桂芳",
            "",
            None,
            {"voice": ""},
        )


def test_who_may_be_one_person_is_asked_once(records: Records) -> None:
    with records.writing() as s:
        _, room = here(s)
        (there,) = roster.learners(s, room.id)
        there.birth_year = 1958
        near, same, far = again(s, room, "王桂芝", 1958), again(s, room, "王桂芳"), again(s, room, "周大顺", 1958)
        other = again(s, room, "王桂芳", 1950)

        def pairs() -> list[set[str]]:
            found = one_by_one.perhaps_one(s, roster.learners(s, room.id))
            return [{str(a.id), str(b.id)} for a, b in found]

        assert {str(there.id), str(near.id)} in pairs()
        assert {str(there.id), str(same.id)} in pairs()
        assert {str(there.id), str(other.id)} not in pairs()
        assert all(str(far.id) not in pair for pair in pairs())
        roster.keep_apart(s, there, near, NOW)
        assert {str(there.id), str(near.id)} not in pairs()


def test_nobody_goes_between_the_invented_and_the_real(records: Records) -> None:
    with records.writing() as s:
        _, room = here(s)
        (there,) = roster.learners(s, room.id)
        demo = roster.classroom(s, village(s, name="柳湾", demo=True).classroom_id)
        assert demo
        with pytest.raises(ValueError):
            one_by_one.move(s, there, demo, NOW)
        one_by_one.move(s, there, room, NOW)
        assert names(s, room) == ["王桂芳"]
