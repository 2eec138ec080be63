"""The list of a class: shown, brought in after it was looked over, and given out."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask import Flask

from app.classes.rostering import columns, giving
from app.classes.rostering.reading import read
from app.records import roster
from app.web import faults
from tests.forms import field
from tests.inspector import Inspector
from tests.lists import ENGLISH, LIST, add, names, second_class, take, upload
from tests.people import Village

pytestmark = pytest.mark.slow

NO_LISTS: tuple[tuple[bytes | str, str], ...] = (
    ("", "空的"),
    ("周大顺\n赵玉兰\n", "列名"),
    ("姓名\n", "下面没有人"),
    (b"\xd0\xcf\x11\xe0old", "老的 Excel"),
    (b"PK\x03\x04", "读不出名单"),
    ('姓名\n"王\n', "引号"),
    (",".join("x" * 50), "四十多列"),
    ("姓名\n" + "人\n" * 2100, "两千"),
    (b"x" * (5 * 1024 * 1024 + 1), "文件太大"),
)


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
def test_every_page_of_a_list_can_be_read(
    application: Flask, signed_in: Inspector, where: Village, headers: dict[str, str]
) -> None:
    second_class(application, where, mine=True)
    add(application, where.classroom_id, "王桂芳", dialect="yue")
    for address in (
        f"/staff/class/{where.classroom_id}/roster",
        f"/staff/person/{where.learner_id}/entry",
        f"/staff/person/{where.learner_id}/remove",
    ):
        page = signed_in.page(address, headers=headers)
        assert "王桂芳" in page.heading or "2" in page.heading
    assert f"/staff/class/{where.classroom_id}/roster" in signed_in.get(f"/staff/class/{where.classroom_id}").text


def test_a_list_is_looked_over_and_then_taken_whole(application: Flask, signed_in: Inspector, where: Village) -> None:
    shown = upload(signed_in, where.classroom_id, LIST)
    assert shown.status_code == 200
    assert "440101" not in shown.text and "身份证号" in shown.text
    assert names(application, where.classroom_id) == ["王桂芳"]
    done = take(signed_in, where.classroom_id, shown, who_3=str(where.learner_id))
    assert done.status_code == 303
    assert names(application, where.classroom_id) == ["王桂芳", "周大顺", "赵玉兰"]
    with application.extensions["records"].session() as s:
        there = roster.learner(s, where.learner_id)
        assert there and (there.birth_year, there.gender) == (1957, "女")
    assert "加了 2 人，补全 1 人" in signed_in.get(done.headers["Location"]).text


def test_sending_the_same_confirmation_twice_doubles_nobody(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    shown = upload(signed_in, where.classroom_id, "姓名\n周大顺\n赵玉兰\n")
    assert take(signed_in, where.classroom_id, shown).status_code == 303
    again = take(signed_in, where.classroom_id, shown)
    assert again.status_code == 422 and "2，3" in again.text
    assert names(application, where.classroom_id) == ["王桂芳", "周大顺", "赵玉兰"]


def test_nothing_is_taken_while_a_row_is_open(application: Flask, signed_in: Inspector, where: Village) -> None:
    shown = upload(signed_in, where.classroom_id, "姓名,出生年\n周大顺,1955\n王桂芳,1957\n")
    assert take(signed_in, where.classroom_id, shown).status_code == 422
    assert names(application, where.classroom_id) == ["王桂芳"]
    assert take(signed_in, where.classroom_id, shown, who_3="other").status_code == 303
    assert names(application, where.classroom_id) == ["王桂芳", "周大顺", "王桂芳"]


def test_a_row_with_a_fault_is_named_with_why_and_left_out_only_knowingly(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    shown = upload(
        signed_in, where.classroom_id, "姓名,出生年,班\n周大顺,1955,\n,1950,\n赵玉兰,五八年,\n钱多多,,别的班\n"
    )
    for told in ("第 3 行", "没有姓名", "第 4 行", "五八年", "1957", "第 5 行", "别的班", "不要这 3 行，收别的人"):
        assert told in shown.text
    assert names(application, where.classroom_id) == ["王桂芳"]
    done = take(signed_in, where.classroom_id, shown)
    assert "没有收 3 行" in signed_in.get(done.headers["Location"]).text
    assert names(application, where.classroom_id) == ["王桂芳", "周大顺"]


def test_a_file_that_is_no_list_is_told_on_the_page_it_came_from(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    for data, told in NO_LISTS:
        answer = upload(signed_in, where.classroom_id, data)
        assert answer.status_code == 422, told
        assert told in answer.text and 'role="alert"' in answer.text
    assert names(application, where.classroom_id) == ["王桂芳"]


def test_a_file_far_too_large_is_told_there_as_well(signed_in: Inspector, where: Village) -> None:
    answer = upload(signed_in, where.classroom_id, b"x" * (7 * 1024 * 1024))
    assert answer.status_code == 303
    assert "文件太大" in signed_in.get(answer.headers["Location"]).text
    assert signed_in.post("/settings", data=b"x" * (5 * 1024 * 1024)).status_code in (404, 405, 413)


def test_ages_are_counted_back_only_when_that_is_ticked(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    assert "年纪这一列没有收" in upload(signed_in, where.classroom_id, "姓名,年龄\n周大顺,70\n").text
    shown = upload(signed_in, where.classroom_id, "姓名,年龄\n周大顺,70\n", ages="1")
    take(signed_in, where.classroom_id, shown)
    with application.extensions["records"].session() as s:
        born = [learner.birth_year for learner in roster.learners(s, where.classroom_id) if learner.name == "周大顺"]
    assert born[0] is not None and born[0] > 1900


def test_a_confirmation_that_was_changed_or_is_for_another_class_takes_nothing(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    other = second_class(application, where, mine=True)
    shown = upload(signed_in, where.classroom_id, "姓名\n周大顺\n")
    signed, token = field(shown, "list"), field(shown, "csrf_token")
    for classroom_id, told in ((where.classroom_id, signed[:-2]), (where.classroom_id, ""), (other, signed)):
        form = {"csrf_token": token, "list": told}
        assert signed_in.post(f"/staff/class/{classroom_id}/roster/take", data=form).status_code == 422
    assert names(application, where.classroom_id) == ["王桂芳"]
    assert names(application, other) == []


def test_a_list_of_the_largest_size_comes_back_with_its_form(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    people = "".join(
        f"{''.join(chr(0x4E00 + (row * 7919 + i * 104729) % 20000) for i in range(60))}{row},1950\n"
        for row in range(2000)
    )
    shown = upload(signed_in, where.classroom_id, f"姓名,出生年\n{people}")
    assert shown.status_code == 200
    assert take(signed_in, where.classroom_id, shown).status_code == 303
    assert len(names(application, where.classroom_id)) == 2001


@pytest.mark.parametrize("headers", [{}, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_saved_can_be_brought_in_again_and_changes_nothing(
    application: Flask, signed_in: Inspector, where: Village, kind: str, headers: dict[str, str]
) -> None:
    add(application, where.classroom_id, "=HYPERLINK(1)", year=1950, dialect="yue")
    saved = signed_in.get(f"/staff/class/{where.classroom_id}/list.{kind}", headers=headers)
    assert saved.headers["Content-Disposition"].startswith("attachment")
    if not headers:
        assert "楚河村一班" in unquote(saved.headers["Content-Disposition"])
    assert [columns.column_of(cell) for cell in read(saved.data)[0].cells[: len(giving.WRITTEN)]] == list(
        giving.WRITTEN
    )
    shown = upload(signed_in, where.classroom_id, saved.data)
    ticked = dict(re.findall(r'name="who-(\d+)" value="([0-9a-f-]{36})" required checked', shown.text))
    assert len(ticked) == 2
    done = take(signed_in, where.classroom_id, shown, **{f"who_{row}": answer for row, answer in ticked.items()})
    assert "加了 0 人，补全 0 人" in signed_in.get(done.headers["Location"]).text
    again = signed_in.get(f"/staff/class/{where.classroom_id}/list.{kind}", headers=headers)
    assert [row.cells for row in read(again.data)] == [row.cells for row in read(saved.data)]


def test_all_my_classes_are_saved_together_and_no_other(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    second_class(application, where, mine=False)
    add(application, second_class(application, where, mine=True), "赵玉兰")
    rows = read(signed_in.get("/staff/lists.csv").data)
    assert {(row.cells[0], row.cells[6]) for row in rows[1:]} == {("王桂芳", "楚河村一班"), ("赵玉兰", "楚河村")}


def test_every_fault_and_every_reason_has_words(application: Flask) -> None:
    with application.test_request_context():
        kinds = ("no-name", "long-name", "number", "year", "age", "gender", "dialect", "class", "day")
        assert all(faults.why(columns.Fault(2, "name", kind)) for kind in kinds)
        assert {columns.column_of(faults.column(column)) for column in columns.COLUMNS} == set(columns.COLUMNS)
