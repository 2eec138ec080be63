"""What a class did, given out: files hold what is shown, no formula, and no name for whoever may not know it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import load_workbook

from app import classes, reports
from app.classes.rostering import giving
from app.records import Records, attendance, roster
from app.records.folding import CHINA
from app.reports import datashop, xapi
from tests import hostile
from tests.inspector import Element, Inspector, Page
from tests.people import NOW, Village, acts, play
from tests.sheets import read
from tests.xapi import faults

pytestmark = [pytest.mark.slow, pytest.mark.holds("exports")]


Staff = Callable[[str], Inspector]


def cells(page: Page) -> list[list[str]]:
    return [[cell.text() for cell in row.children if isinstance(cell, Element)] for row in page.all("tr")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("names", ["", "?names=no"])
def test_what_is_given_out_is_what_is_shown(staff: Staff, practised: Village, lang: str, names: str) -> None:
    client, where = staff("小刘"), practised
    asked = {"headers": {"Accept-Language": lang}}
    shown = cells(client.page(f"/staff/class/{where.classroom_id}/acts{names}", **asked))
    assert len(shown) == 8
    for kind in ("csv", "xlsx"):
        answer = client.get(f"/staff/class/{where.classroom_id}/acts.{kind}{names}", **asked)
        assert read(answer.data, kind) == shown and answer.headers["Cache-Control"] == "no-store"
    assert ("王桂芳" in str(shown)) == (not names)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_of_a_class_is_given_out_as_it_stands(staff: Staff, practised: Village, kind: str) -> None:
    client, where = staff("小刘"), practised
    (shown,) = [row for row in cells(client.page(f"/staff/class/{where.classroom_id}")) if row[0] == "王桂芳"]
    heads, *rows = read(client.get(f"/staff/class/{where.classroom_id}/people.{kind}").data, kind)
    assert len(heads) == 8 and len(rows) == 1
    name, finished, alone, begun, *steps, last = rows[0]
    assert shown == [name, finished, {"0": "–"}.get(begun, begun), " · ".join(steps), last]
    assert (alone, steps) == ("0", ["1", "0", "1"])


def test_pages_of_acts_put_together_are_the_file(
    application: Flask, staff: Staff, practised: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.exports.PAGE", 3)
    client, where = staff("小刘"), practised
    address = f"/staff/class/{where.classroom_id}/acts"
    pages = [cells(client.page(f"{address}?page={page}")) for page in (1, 2, 3)]
    file = read(client.get(f"{address}.csv").data, "csv")
    assert [row for page in pages for row in page[1:]] == file[1:]
    assert client.page(f"{address}?page=9").all("tr") == []


def test_hostile_names_are_no_formulas_in_any_file(application: Flask, staff: Staff, practised: Village) -> None:
    client, where = staff("小刘"), practised
    names = [name for name in hostile.names() if 0 < len(roster.tidied(name)) <= roster.LONGEST_NAME][:40]
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room
        for name in names:
            one = roster.add_learner(s, classroom=room, name=name, face="bun", now=NOW)
            acts(s, play(s, where, learner_id=one.id, lesson="certify-pension"), ["desktop social correct"])
    for kind in ("csv", "xlsx"):
        for what in ("acts", "people"):
            rows = read(client.get(f"/staff/class/{where.classroom_id}/{what}.{kind}").data, kind)
            assert not [cell for row in rows for cell in row if kind == "csv" and cell[:1] in "=+@\t\r" and cell]
            assert len(rows) > len(names)
    told = json.loads(client.get(f"/staff/class/{where.classroom_id}/statements.json").data)
    assert [fault for one in told for fault in faults(one)] == []
    assert client.page(f"/staff/class/{where.classroom_id}/acts").all("script") is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_statements_keep_the_rules_of_xapi(staff: Staff, practised: Village, lang: str) -> None:
    client, where = staff("小刘"), practised
    answer = client.get(f"/staff/class/{where.classroom_id}/statements.json", headers={"Accept-Language": lang})
    told = json.loads(answer.data)
    assert [fault for one in told for fault in faults(one)] == []
    assert len({one["id"] for one in told}) == len(told) == 7 + 2
    verbs = [one["verb"]["id"].rsplit("/", 1)[-1] for one in told]
    assert sorted(set(verbs)) == ["answered", "asked", "completed", "interacted"]
    assert all("response" not in one.get("result", {}) for one in told)
    assert {one["actor"]["name"] for one in told} == {"王桂芳"}
    again = json.loads(client.get(f"/staff/class/{where.classroom_id}/statements.json?names=no").data)
    assert [one["id"] for one in again] == [one["id"] for one in told]
    assert "王桂芳" not in str(again) and {one["actor"]["account"]["homePage"] for one in again} == {xapi.HOME}


def test_the_rules_find_what_is_wrong() -> None:
    right = {"actor": {"account": {"homePage": "http://x.example", "name": "x"}}, "verb": {"id": "http://x.example/v"},
             "object": {"id": "http://x.example/a"}}  # fmt: skip
    assert list(faults(right)) == []
    wrong = [
        right | {"id": "0190163d-8694-739b-aea5-966c26f8ad91"},
        right | {"more": 1},
        right | {"actor": {"account": {"homePage": "x", "name": "x"}}},
        right | {"actor": {"mbox": "mailto:x@x.example", "account": {"homePage": "http://x.example", "name": "x"}}},
        right | {"verb": {"id": "answered"}},
        right | {"verb": {"id": "http://x.example/v", "display": {"zh_CN": "x"}}},
        right | {"timestamp": "2026-09-01 01:30:00"},
        right | {"result": {"duration": "12s"}},
        right | {"result": {"success": "yes"}},
        right | {"context": {"extensions": {"support": 1}}},
        right | {"context": {"registration": "x"}},
    ]
    assert [one for one in wrong if not list(faults(one))] == []


def test_transactions_are_what_datashop_imports(staff: Staff, practised: Village) -> None:
    """Required columns by https://pslcdatashop.web.cmu.edu/help?page=importFormatTd, and what their cells may hold."""
    client, where = staff("小刘"), practised
    text = client.get(f"/staff/class/{where.classroom_id}/transactions.txt").data.decode("utf-8")
    heads, *rows = [line.split("\t") for line in text.splitlines()]
    assert {len(row) for row in rows} == {len(heads)} and len(rows) == 6
    for required in ("Anon Student Id", "Session Id", "Time", "Level (Lesson)", "Problem Name", "Step Name", "Outcome",
                     "Selection", "Action", "Input"):  # fmt: skip
        assert required in heads
    assert "王桂芳" not in text
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    assert {one["Outcome"] for one in found} == {"CORRECT", "INCORRECT", "HINT"}
    assert {(one["Outcome"] == "HINT", one["Student Response Type"], one["Tutor Response Type"]) for one in found} == {
        (True, "HINT_REQUEST", "HINT_MSG"),
        (False, "ATTEMPT", "RESULT"),
    }
    assert [one["Attempt At Step"] for one in found[:3]] == ["1", "2", "1"]
    assert [one["Problem View"] for one in found] == ["1"] * 4 + ["2"] * 2
    assert found[0]["Time"] == (NOW + timedelta(seconds=1)).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    assert all(0 < len(one["Anon Student Id"]) <= 55 and len(one["Session Id"]) <= 255 for one in found)
    assert heads.count(datashop.SKILL) >= 1


def test_a_large_list_goes_onto_more_than_one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "SHEET_ROWS", 3)
    book = load_workbook(io.BytesIO(giving.as_xlsx([[str(row)] for row in range(8)], "楚河")))
    assert [[cell.value for (cell,) in sheet.iter_rows()] for sheet in book.worksheets] == [
        ["0", "1", "2"], ["3", "4", "5"], ["6", "7"],
    ]  # fmt: skip


def test_only_the_own_class_is_given_out(application: Flask, staff: Staff, practised: Village) -> None:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, practised.classroom_id)
        assert room
        other = roster.add_classroom(s, site=room.site, name="二班", now=NOW)
    client = staff("小刘")
    for what in ("acts", "acts.csv", "people.xlsx", "statements.json", "transactions.txt", "home-file", "print/month"):
        for room_id, status in ((other.id, 404), (practised.classroom_id, 200)):
            with client.get(f"/staff/class/{room_id}/{what}") as answer:
                assert answer.status_code == status


def test_who_may_know_names_is_one_question(staff: Staff, practised: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classes, "may_see_names", lambda member: False)
    client, where = staff("小刘"), practised
    for what in ("acts", "acts.csv", "people.csv", "statements.json", "transactions.txt", "print/month"):
        text = client.get(f"/staff/class/{where.classroom_id}/{what}").data.decode()
        assert "王桂芳" not in text, what
        assert reports.code(where.learner_id) in text or what in ("statements.json", "print/month")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_the_month(application: Flask, staff: Staff, practised: Village, lang: str) -> None:
    where, records = practised, application.extensions["records"]
    tick(records, where.classroom_id, {where.learner_id})
    client = staff("小刘")
    asked = {"headers": {"Accept-Language": lang}}
    address = f"/staff/class/{where.classroom_id}/print/month"
    page = client.page(f"{address}?month=2026-09-20", **asked)
    text = page.all("section")[0].text()
    assert "王桂芳" in text and ("2026年9月" if lang == "zh" else "September 2026") in text
    assert ("1位" if lang == "zh" else "1 person") in text
    hidden = client.page(f"{address}?month=2026-09-20&names=no", **asked).all("section")[0].text()
    assert "王桂芳" not in hidden and ("不到10位" if lang == "zh" else "fewer than 10 people") in hidden
    empty = client.page(f"{address}?month=2025-01-01", **asked).all("section")[0].text()
    assert "王桂芳" not in empty
    assert client.get(f"{address}?month=x").status_code == 200


def test_done_alone_counts_from_its_month_on(application: Flask, practised: Village) -> None:
    records: Records = application.extensions["records"]
    where = practised
    with records.writing() as s:
        later = play(s, where, lesson="certify-pension", at=NOW + timedelta(days=40))
        acts(s, later, ["desktop social correct", "face next correct end"])
    with records.session() as s:
        room = roster.classroom(s, where.classroom_id)
        assert room
        told = {
            month: reports.month_report(s, room, (NOW + timedelta(days=days)).date(), ("certify-pension",))
            for month, days in (("before", 0), ("then", 40), ("after", 75))
        }
    assert [len(one.alone) for one in told.values()] == [0, 1, 1]
    assert (len(told["then"].alone[0].new), len(told["after"].alone[0].new)) == (1, 0)
    assert (told["before"].finished, told["then"].finished, told["after"].came) == (2, 1, ())


def tick(records: Records, classroom_id: UUID, present: set[UUID]) -> None:
    with records.writing() as s:
        attendance.tick(s, roster.all_staff(s)[0], classroom_id, NOW.date(), present, NOW)
