"""Whatever people are called, a list that is given out runs nothing and comes in again as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.classes.rostering import giving
from app.classes.rostering.formulas import defused, restored
from app.classes.rostering.reading import Unreadable, read
from app.records.roster import tidied

pytestmark = pytest.mark.slow

WORDS = st.text(max_size=90)
NAMES = WORDS.map(tidied).filter(bool)


@given(WORDS)
def test_a_defused_cell_comes_back_and_begins_no_formula(cell: str) -> None:
    assert restored(defused(cell)) == cell
    assert not defused(cell).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_rows_come_back_from_csv(rows: list[tuple[str, str]]) -> None:
    told = [("姓名", "班"), *rows]
    data = giving.as_csv(told)
    assert [row.cells for row in read(data)] == told
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_rows_come_back_from_a_workbook(rows: list[tuple[str, str]]) -> None:
    told = [("姓名", "班"), *rows]
    assert [row.cells[:2] for row in read(giving.as_xlsx(told, rows[0][0]))] == told


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_told_kindly(data: bytes) -> None:
    try:
        rows = read(data)
    except Unreadable:
        return
    assert rows and all(any(row.cells) for row in rows)


@given(st.text(max_size=200))
def test_a_tidied_name_stays_as_it_is(name: str) -> None:
    assert tidied(tidied(name)) == tidied(name)
