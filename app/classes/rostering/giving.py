"""Writes a list of people as CSV or XLSX that opens everywhere, runs nothing, and can be taken in again unchanged."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from app.classes.rostering.columns import BIRTH, CLASS, DIALECT, FACE, FIRST, GENDER, JOINED, LATIN, NAME, YES
from app.classes.rostering.formulas import defused
from app.dialects.registry import DIALECTS
from app.records.folding import CHINA
from app.records.roster import tidied
from app.records.tables import Learner

WRITTEN: Final = (NAME, LATIN, BIRTH, GENDER, DIALECT, FIRST, CLASS, FACE, JOINED)
"""The columns of a list that is given out, in their order."""
PUT_RIGHT: Final = WRITTEN[: WRITTEN.index(CLASS)]
"""Those of them that are put right on a person's own page."""

SHEET_ROWS: Final = 1_000_000
"""What does not fit onto one sheet goes onto the next; a spreadsheet has 1,048,576 rows."""


def lines(learners: Iterable[Learner], classes: Mapping[object, str]) -> list[list[str]]:
    """A line for each learner, in the order of WRITTEN; `classes` names the class of each classroom id."""
    return [
        [
            tidied(learner.name),
            tidied(learner.name_latin),
            str(learner.birth_year or ""),
            learner.gender,
            DIALECTS[learner.dialect].name if learner.dialect in DIALECTS else "",
            YES if learner.help_first else "",
            classes[learner.classroom_id],
            learner.face,
            learner.joined_at.astimezone(CHINA).date().isoformat(),
        ]
        for learner in learners
    ]


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as CSV in UTF-8 that Excel opens in Chinese; what it would take for a formula has an apostrophe."""
    return b"".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The same a row at a time, for files that are larger than memory should be."""
    yield codecs.BOM_UTF8
    for row in rows:
        written = io.StringIO(newline="")
        csv.writer(written).writerow([defused(cell) for cell in row])
        yield written.getvalue().encode("utf-8")


def as_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """The rows as a workbook; every cell is text, so none is a formula. `title` names the sheet, and those after it."""
    book, name = Workbook(write_only=True), "".join(sign for sign in title if sign not in r"[]:*?/\'")[:24] or "1"
    sheet = book.create_sheet(name)
    for number, row in enumerate(rows):
        if number and number % SHEET_ROWS == 0:
            sheet = book.create_sheet(f"{name} {number // SHEET_ROWS + 1}")
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value="")
            cell.value, cell.data_type, cell.quotePrefix = text, "s", True
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
