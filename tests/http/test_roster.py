"""The list of a class: shown, brought in after it was looked over, given out, put right; and only one's own."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.classes.rostering import columns, giving
from app.classes.rostering.reading import read
from app.records import Records, Session, journal, progress, roster, verifying
from app.records.tables import Learner
from app.web import faults
from tests.forms import field
from tests.inspector import Inspector
from tests.people import NOW, Village, acts, enrolled, play, staffed, village

pytestmark = pytest.mark.slow

PASSWORD = "wan-shan-0000"
ENGLISH = {"Accept-Language": "en"}
LIST = "姓名,性别,出生年,身份证号\n周大顺,男,1955,440101195501010027\n王桂芳,女,1957,\n赵玉兰,女,1960,\n"


@pytest.fixture
def where(application: Flask) -> Village:
    """A class with a volunteer and a trainer, whose one person has practised."""
    with application.extensions["records"].writing() as s:
        made = staffed(s, PASSWORD)
        acts(s, play(s, made, lesson="certify-pension"), ["desktop social correct", "face next correct end"])
    return made


@pytest.fixture
def signed_in(client: Inspector, where: Village) -> Inspector:
    """The browser of the class's volunteer."""
    assert client.send("/staff", name="小刘", password=PASSWORD).status_code == 303
    return client


def add(application: Flask, classroom_id: UUID, name: str, *, dialect: str = "", year: int | None = None) -> UUID:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, classroom_id)
        assert room
        made = roster.add_learner(
            s,
            classroom=room,
            name=name,
            face="cap",
            birth_year=year,
            dialect=dialect,
            now=NOW + timedelta(days=1),
        )
    return made.id


def second_class(application: Flask, where: Village, *, mine: bool) -> UUID:
    with application.extensions["records"].writing() as s:
        if not mine:
            return village(s, name="江城").classroom_id
        first, member = roster.classroom(s, where.classroom_id), roster.staff_named(s, "小刘")
        assert first and member
        made = roster.add_classroom(s, site=first.site, name="楚河村", now=NOW)
        roster.give_classroom(s, member.id, made)
    return made.id


def names(application: Flask, classroom_id: UUID) -> list[str]:
    records: Records = application.extensions["records"]
    with records.session() as s:
        return [learner.name for learner in roster.learners(s, classroom_id)]


def upload(client: Inspector, classroom_id: UUID, data: bytes | str, **more: str) -> TestResponse:
    told = data.encode() if isinstance(data, str) else data
    sent = FileStorage(io.BytesIO(told), filename="名单.csv")
    form = {"csrf_token": client.token("/staff"), "list": sent, **more}
    boundary, body = encode_multipart(form)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/staff/class/{classroom_id}/roster/read", data=body, content_type=kind)


def take(client: Inspector, classroom_id: UUID, shown: TestResponse, **answers: str) -> TestResponse:
    form = {"csrf_token": field(shown, "csrf_token"), "list": field(shown, "list")}
    form |= {name.replace("_", "-"): answer for name, answer in answers.items()}
    return client.post(f"/staff/class/{classroom_id}/roster/take", data=form)


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
    assert [columns.column_of(cell) for cell in read(saved.data)[0].cells[:8]] == list(giving.WRITTEN)
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
    assert {(row.cells[0], row.cells[5]) for row in rows[1:]} == {("王桂芳", "楚河村一班"), ("赵玉兰", "楚河村")}


def test_an_entry_is_put_right(application: Flask, signed_in: Inspector, where: Village) -> None:
    address = f"/staff/person/{where.learner_id}/entry"
    wrong = signed_in.send(address, name="王桂芝", birth="58")
    assert wrong.status_code == 422 and "四位数" in wrong.text and 'value="58"' in wrong.text
    assert names(application, where.classroom_id) == ["王桂芳"]
    done = signed_in.send(address, name="王桂芝", latin="", birth="1958", gender="女", dialect="yue")
    assert done.headers["Location"] == f"/staff/class/{where.classroom_id}/roster"
    with application.extensions["records"].session() as s:
        there = roster.learner(s, where.learner_id)
    assert there and (there.name, there.birth_year, there.dialect) == ("王桂芝", 1958, "yue")


def test_somebody_moves_with_all_they_did_and_only_to_a_class_of_mine(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    mine, strange = (second_class(application, where, mine=mine) for mine in (True, False))
    address = f"/staff/person/{where.learner_id}/move"
    assert signed_in.send(address, classroom=str(strange)).status_code == 404
    assert signed_in.send(address, classroom="x").status_code == 404
    assert signed_in.send(address, classroom=str(mine)).status_code == 303
    with application.extensions["records"].session() as s:
        assert names(application, mine) == ["王桂芳"]
        assert len(progress.finished_plays(s, where.learner_id)) == 1
        assert [fact.body["to"] for fact in journal.facts(s, roster.MOVE)] == [str(mine)]


def test_two_entries_become_one_person_and_two_again(application: Flask, signed_in: Inspector, where: Village) -> None:
    twin = add(application, where.classroom_id, "王桂芳")
    with application.extensions["records"].writing() as s:
        acts(
            s,
            play(s, where, learner_id=twin, lesson="certify-pension"),
            ["desktop social correct", "face next correct end"],
        )
    listed = f"/staff/class/{where.classroom_id}/roster"
    assert "是不是同一个人" in signed_in.get(listed).text
    assert signed_in.send(f"/staff/person/{where.learner_id}/merge", other=str(twin)).status_code == 303
    assert names(application, where.classroom_id) == ["王桂芳"]
    assert "是不是同一个人" not in signed_in.get(listed).text
    assert signed_in.get(f"/staff/person/{twin}").text.count("走完") == signed_in.get(
        f"/staff/person/{where.learner_id}"
    ).text.count("走完")
    for pair in ((where.learner_id, twin), (twin, where.learner_id), (where.learner_id, where.learner_id)):
        assert signed_in.send(f"/staff/person/{pair[0]}/merge", other=str(pair[1])).status_code == 404
    entry = signed_in.get(f"/staff/person/{where.learner_id}/entry").text
    assert "拆开" in entry
    assert signed_in.send(f"/staff/person/{where.learner_id}/part", other=str(where.learner_id)).status_code == 404
    assert signed_in.send(f"/staff/person/{where.learner_id}/part", other=str(twin)).status_code == 303
    assert names(application, where.classroom_id) == ["王桂芳", "王桂芳"]
    assert signed_in.send(f"/staff/person/{where.learner_id}/apart", other=str(twin)).status_code == 303
    assert "是不是同一个人" not in signed_in.get(listed).text
    with application.extensions["records"].session() as s:
        assert verifying.verify(s) == []
        assert [len(progress.finished_plays(s, who)) for who in (where.learner_id, twin)] == [1, 1]


def test_whoever_sits_at_a_tablet_as_the_entry_that_went_sits_there_as_the_person(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    twin = add(application, where.classroom_id, "王桂芳")
    tablet = application.test_client()
    assert isinstance(tablet, Inspector)
    enrolled(application, tablet, where)
    with tablet.session_transaction() as kept:
        kept["learner"] = str(twin)
    begun = tablet.get("/practice/certify-pension")
    assert begun.status_code == 200
    signed_in.send(f"/staff/person/{where.learner_id}/merge", other=str(twin))
    assert tablet.get("/home").status_code == 200
    act = re.search(r'data-act="(tap [a-z-]+)"', begun.text)
    assert act
    form = {name: field(begun, name) for name in ("csrf_token", "session", "uuid")} | {"act": act[1]}
    assert tablet.post("/practice/certify-pension/act", data=form).status_code == 303
    assert tablet.get(f"/wall/{twin}").status_code == 200


def test_somebody_is_removed_after_one_question_with_all_they_did(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    tablet = application.test_client()
    enrolled(application, tablet, where)
    with tablet.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    asked = signed_in.page(f"/staff/person/{where.learner_id}/remove")
    assert asked.heading == "把王桂芳和做过的都移走吗？"
    assert names(application, where.classroom_id) == ["王桂芳"]
    assert signed_in.send(f"/staff/person/{where.learner_id}/remove").status_code == 303
    assert names(application, where.classroom_id) == []
    for address in ("", "/entry", "/remove"):
        assert signed_in.get(f"/staff/person/{where.learner_id}{address}").status_code == 404
    assert tablet.get("/home").headers["Location"] == "/wall"
    with tablet.session_transaction() as kept:
        kept["learner"] = str(where.learner_id)
    assert tablet.post("/help", data={"csrf_token": field(tablet.get("/settings"), "csrf_token")}).status_code == 303
    with application.extensions["records"].session() as s:
        assert verifying.verify(s) == []
        assert progress.history(s, where.learner_id) == []


PEOPLE = ("entry", "remove")
POSTED = ("entry", "move", "merge", "apart", "part", "remove")


def addresses(classroom_id: UUID, learner_id: UUID) -> tuple[list[str], list[str]]:
    """Every address of a list that is opened, and every one that is posted to."""
    room, person = f"/staff/class/{classroom_id}", f"/staff/person/{learner_id}"
    opened = [f"{room}/roster", f"{room}/list.csv", f"{room}/list.xlsx", *(f"{person}/{name}" for name in PEOPLE)]
    return opened, [f"{room}/roster/read", f"{room}/roster/take", *(f"{person}/{name}" for name in POSTED)]


def test_the_list_of_another_class_and_its_people_are_not_there(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    with application.extensions["records"].writing() as s:
        strange = village(s, name="江城")
    opened, posted = addresses(strange.classroom_id, strange.learner_id)
    assert {signed_in.get(address).status_code for address in opened} == {404}
    assert {signed_in.send(address, name="x", other=str(where.learner_id)).status_code for address in posted} == {404}
    for name in ("merge", "apart"):
        address = f"/staff/person/{where.learner_id}/{name}"
        assert signed_in.send(address, other=str(strange.learner_id)).status_code == 404
        assert signed_in.send(address, other="x").status_code == 404
    assert names(application, strange.classroom_id) == ["王桂芳"]


def test_whoever_is_signed_out_or_only_at_a_tablet_sees_and_changes_no_list(
    application: Flask, client: Inspector, where: Village
) -> None:
    opened, posted = addresses(where.classroom_id, where.learner_id)
    for at_tablet in (False, True):
        if at_tablet:
            enrolled(application, client, where)
        for address in (*opened, "/staff/lists.csv"):
            answer = client.get(address)
            assert answer.status_code == 303 and answer.headers["Location"].startswith("/staff?next=")
        assert {client.send(address).status_code for address in posted} == {403}
    assert names(application, where.classroom_id) == ["王桂芳"]


def test_a_merged_entry_is_parted_only_where_its_own_class_may_be_seen(
    application: Flask, signed_in: Inspector, where: Village
) -> None:
    def entry(s: Session, who: UUID) -> Learner:
        found = roster.learner(s, who)
        assert found
        return found

    with application.extensions["records"].writing() as s:
        strange = village(s, name="江城")
        roster.merge_learners(s, entry(s, strange.learner_id), entry(s, where.learner_id), NOW)
    address = f"/staff/person/{where.learner_id}/part"
    assert signed_in.send(address, other=str(strange.learner_id)).status_code == 404
    assert signed_in.get(f"/staff/person/{strange.learner_id}/entry").status_code == 200


def test_every_fault_and_every_reason_has_words(application: Flask) -> None:
    with application.test_request_context():
        kinds = ("no-name", "long-name", "number", "year", "age", "gender", "dialect", "class", "day")
        assert all(faults.why(columns.Fault(2, "name", kind)) for kind in kinds)
        assert {columns.column_of(faults.column(column)) for column in columns.COLUMNS} == set(columns.COLUMNS)
