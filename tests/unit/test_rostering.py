"""Lists of people: read in every shape they come in, each row taken or its fault named, all at once or nothing."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import Workbook

from app.classes.rostering import columns, giving, one_by_one, reading, taking
from app.classes.rostering.columns import Entry, Fault, Sheet, understand
from app.classes.rostering.formulas import defused, restored
from app.classes.rostering.reading import Row, Unreadable, read
from app.classes.rostering.taking import OTHER, OUT, Undecided, look_over, room_name, take
from app.drawing import face_keys
from app.records import Records, Session, roster
from app.records.tables import Classroom, Learner, Staff
from tests.people import NOW, staffed, village

pytestmark = pytest.mark.slow

TODAY = date(2026, 9, 1)
LIST = "姓名,性别,出生年\r\n王桂芝,女,1958\r\n周大顺,男,1955\r\n"
TOLD = [("姓名", "性别", "出生年"), ("王桂芝", "女", "1958"), ("周大顺", "男", "1955")]


def book(rows: list[list[Any]], *, before: int = 0) -> bytes:
    """A workbook with these rows on its sheet, after so many empty sheets."""
    made = Workbook()
    for place in range(before):
        made.create_sheet(f"empty {place}", 0)
    sheet = made["Sheet"]
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def told(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(data)]


def sheet(*rows: str, **more: Any) -> Sheet:
    """A list of which each row is written with commas."""
    return understand(read("\n".join(rows).encode()), TODAY, face_keys(), **more)


def why(row: str, headings: str) -> tuple[str, str]:
    (fault,) = sheet(headings, row).faults
    return fault.column, fault.kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_a_list_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str) -> None:
    assert told(LIST.replace(",", delimiter).encode(encoding)) == TOLD


def test_excel_s_word_about_the_delimiter_is_no_row() -> None:
    assert [row.number for row in read(f"sep=;\r\n{LIST.replace(',', ';')}".encode())] == [2, 3, 4]


def test_a_delimiter_inside_the_words_of_a_title_or_a_note_misleads_nobody() -> None:
    assert told("姓名,备注\n王桂芝,怕生，耳背；慢慢来\n周大顺,\n".encode())[1] == ("王桂芝", "怕生，耳背；慢慢来")


def test_a_workbook_is_read_with_numbers_and_days_as_they_are_written() -> None:
    data = book([["姓名", "出生年", "加入日期"], [], ["王桂芝", 1958.0, date(2026, 3, 1)]], before=2)
    rows = read(data)
    assert [row.number for row in rows] == [1, 3]
    assert rows[1].cells[:3] == ("王桂芝", "1958", "2026-03-01")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", reading.EMPTY),
        (b" \r\n,,\r\n", reading.EMPTY),
        (b"x" * (reading.LARGEST + 1), reading.TOO_BIG),
        (b"\xd0\xcf\x11\xe0 an old one", reading.OLD_EXCEL),
        (b"PK\x03\x04 cut short", reading.NOT_A_TABLE),
        (bytes(range(256)) * 20, reading.NOT_A_TABLE),
        (("姓名\n" + "人\n" * 2100).encode(), reading.TOO_MANY_ROWS),
        ((",".join("x" * 41) + "\n").encode(), reading.TOO_MANY_COLUMNS),
        ('姓名\n"王桂芝\n周大顺\n'.encode(), reading.QUOTES),
    ],
)
def test_what_is_no_list_is_told_by_its_kind(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read(data)
    assert problem.value.code == code


def zipped(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/"), data)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(**{"xl__workbook.xml": b"<a/>", "xl__big.xml": b"0" * (reading.UNPACKED + 1)}), reading.TOO_BIG),
        (zipped(**{"word__document.xml": b"<a/>"}), reading.NOT_A_TABLE),
        (zipped(**{"xl__workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), reading.NOT_A_TABLE),
    ],
)
def test_a_packed_file_that_would_swell_or_is_something_else_is_refused(data: bytes, code: str) -> None:
    assert len(data) < 200_000
    with pytest.raises(Unreadable) as problem:
        read(data)
    assert problem.value.code == code


def test_columns_are_found_in_any_order_below_a_title_and_the_rest_is_told() -> None:
    found = sheet(
        "楚河村花名册", "序号,身份证号,出生年份, 姓 名（必填）,联系电话", "1,440101195801010027,1958,王桂芝,13800000000"
    )
    assert found.entries == (Entry(3, "王桂芝", birth_year=1958),)
    assert found.left_out == ("序号",)
    assert found.forbidden == ("身份证号", "联系电话")
    assert set(found.used) == {columns.NAME, columns.BIRTH}


def test_english_headings_are_known_as_well() -> None:
    (entry,) = sheet("Gender,Year of birth,NAME,Way of speaking", "female,1958,Wang Guizhi,yue").entries
    assert entry == Entry(2, "Wang Guizhi", birth_year=1958, gender="女", dialect="yue")


@pytest.mark.parametrize("rows", [("王桂芝,1958", "周大顺,1955"), ("序号,年纪", "1,68")])
def test_without_a_heading_of_names_nothing_is_guessed(rows: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable) as problem:
        sheet(*rows)
    assert problem.value.code == columns.NO_HEADINGS


def test_headings_alone_are_no_list() -> None:
    with pytest.raises(Unreadable) as problem:
        sheet("姓名,性别")
    assert problem.value.code == columns.NO_PEOPLE


@pytest.mark.parametrize(
    ("headings", "row", "fault"),
    [
        ("姓名,性别", ",女", ("name", "no-name")),
        ("姓名,性别", "\u202e\u200b,女", ("name", "no-name")),
        ("姓名", "长" * 81, ("name", "long-name")),
        ("姓名", "１３８ 0000-0000", ("name", "number")),
        ("姓名,出生年", "王桂芝,58", ("birth", "year")),
        ("姓名,出生年", "王桂芝,1899", ("birth", "year")),
        ("姓名,出生年", "王桂芝,2027", ("birth", "year")),
        ("姓名,性别", "王桂芝,未知", ("gender", "gender")),
        ("姓名,方言", "王桂芝,火星话", ("dialect", "dialect")),
        ("姓名,加入日期", "王桂芝,2026-13-01", ("joined", "day")),
        ("姓名,加入日期", "王桂芝,2030-01-01", ("joined", "day")),
    ],
)
def test_a_row_that_cannot_be_taken_says_which_cell_and_why(headings: str, row: str, fault: tuple[str, str]) -> None:
    assert why(row, headings) == fault


def test_a_fault_tells_its_row_and_blots_out_long_numbers() -> None:
    found = sheet("姓名,性别", "王桂芝,女", "", "周大顺,440101 19580101 0027")
    assert found.faults == (Fault(4, "gender", "gender", "●" * 20),)
    assert [entry.row for entry in found.entries] == [2]


@pytest.mark.parametrize(
    ("told", "year"), [("1958年", 1958), ("1958-03-01", 1958), ("19580301", 1958), ("１９５８.3", 1958)]
)
def test_a_day_of_birth_gives_its_year_alone(told: str, year: int) -> None:
    assert sheet("姓名,出生日期", f"王桂芝,{told}").entries == (Entry(2, "王桂芝", birth_year=year),)


def test_an_age_is_counted_back_only_when_told_so() -> None:
    assert sheet("姓名,年龄", "王桂芝,68岁").entries == (Entry(2, "王桂芝"),)
    assert sheet("姓名,年龄", "王桂芝,68岁").ages
    assert sheet("姓名,年龄", "王桂芝,68岁", ages=True).entries == (Entry(2, "王桂芝", birth_year=1958),)
    assert sheet("姓名,年龄", "王桂芝,六十八", ages=True).faults[0].kind == "age"


def test_what_cannot_be_seen_is_taken_out_of_a_name() -> None:
    assert sheet("姓名", "\u202e王\u200b桂\u0007芝\u2066").entries[0].name == "王桂芝"


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1", "'=1", "''=1", "'", "'王", "王=1", ""])
def test_a_cell_is_defused_and_comes_back(cell: str) -> None:
    assert not defused(cell).startswith(("=", "+", "-", "@", "＝"))
    assert restored(defused(cell)) == cell


# --- with the classes


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


# --- one by one


def again(s: Session, room: Classroom, name: str, year: int | None = None) -> Learner:
    return roster.add_learner(s, classroom=room, name=name, face="cap", birth_year=year, now=NOW)


def test_an_entry_is_put_right_or_its_fault_is_named_and_nothing_changes(records: Records) -> None:
    with records.writing() as s:
        _, room = here(s)
        (there,) = roster.learners(s, room.id)
        written = {"name": "王桂芝", "latin": "Wang Guizhi", "birth": "1958", "gender": "女", "dialect": "yue"}
        assert one_by_one.correct(s, there, written, TODAY) is None
        assert (there.name, there.birth_year, there.preferences) == ("王桂芝", 1958, {"voice": "yue"})
        for column, told, kind in (("name", " ", "no-name"), ("birth", "58", "year"), ("dialect", "x", "dialect")):
            fault = one_by_one.correct(s, there, written | {column: told}, TODAY)
            assert fault and (fault.column, fault.kind) == (column, kind)
        assert there.name == "王桂芝"
        assert one_by_one.correct(s, there, dict.fromkeys(written, "") | {"name": "王桂芳"}, TODAY) is None
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


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    assert read("\n\n姓名\n王桂芝\n".encode()) == [Row(3, ("姓名",)), Row(4, ("王桂芝",))]
