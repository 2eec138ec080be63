"""Lists of people as files: read in every shape they come in, each cell understood or its fault named; no database."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from app.classes.rostering import columns, reading
from app.classes.rostering.columns import Entry, Fault, Sheet, understand
from app.classes.rostering.formulas import defused, restored
from app.classes.rostering.reading import Row, Unreadable, read
from app.drawing import face_keys

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


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    assert read("\n\n姓名\n王桂芝\n".encode()) == [Row(3, ("姓名",)), Row(4, ("王桂芝",))]
