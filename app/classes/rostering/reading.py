"""Reads a table out of a file as it comes from a village office: CSV in its encodings, or XLSX; knows no heading."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

import openpyxl

from app.classes.rostering.formulas import restored

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a file."""
UNPACKED: Final = 40 * 1024 * 1024
"""Bytes that an XLSX may come to when it is unpacked: it is a ZIP, and a small one can hold anything."""
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 1_000

EMPTY: Final = "empty"
TOO_BIG: Final = "too-big"
TOO_MANY_ROWS: Final = "too-many-rows"
TOO_MANY_COLUMNS: Final = "too-many-columns"
OLD_EXCEL: Final = "old-excel"
NOT_A_TABLE: Final = "not-a-table"
QUOTES: Final = "quotes"

_DELIMITERS: Final = (",", "\t", ";", "，")
_FIRST: Final = 10
"""So many rows are looked at to find the delimiter; titles may stand above the headings."""
_BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1a]")
"""What hardly stands in a text: a stray one is left to the columns, one in fifty signs is no text."""
_ZIP: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"


class Row(NamedTuple):
    """A row that is not empty, by the number that a spreadsheet shows beside it, its cells trimmed."""

    number: int
    cells: tuple[str, ...]


class Unreadable(ValueError):
    """A file that no table was read from; `code` says why, `row` where, 0 for the whole file."""

    def __init__(self, code: str, row: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


def read(data: bytes) -> list[Row]:
    """The rows of a file that are not empty. What it is is told by its bytes, whatever it is called.

    CSV may be in UTF-8, UTF-16 or GB18030 (so GBK and GB2312), parted by comma, semicolon, tab or a Chinese comma; of
    an XLSX the first sheet with anything in it is read, formulas as what they came to. Raises Unreadable.
    """
    if not data.strip():
        raise Unreadable(EMPTY)
    if len(data) > LARGEST:
        raise Unreadable(TOO_BIG)
    if data.startswith(_OLD):
        raise Unreadable(OLD_EXCEL)
    cells = _of_sheet(data) if data.startswith(_ZIP) else _of_text(_decoded(data))
    rows: list[Row] = []
    for number, line in enumerate(cells, 1):
        trimmed = tuple(cell.strip()[:LONGEST_CELL] for cell in line)
        if not any(trimmed):
            continue
        if len(rows) > MOST_ROWS + _FIRST:
            raise Unreadable(TOO_MANY_ROWS)
        if any(trimmed[MOST_COLUMNS:]):
            raise Unreadable(TOO_MANY_COLUMNS, number)
        rows.append(Row(number, trimmed[:MOST_COLUMNS]))
    if not rows:
        raise Unreadable(EMPTY)
    return rows


def _decoded(data: bytes) -> str:
    """The text of a CSV file; raises Unreadable when it is none."""
    noughts = data.count(
        0
    )  # In UTF-16 digits, commas and ends of lines have one: the first or the second of two bytes.
    wide = "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif noughts > len(data) / 4:
        encodings = [wide]
    else:
        encodings = ["utf-8-sig", wide if noughts else "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_BINARY.findall(text)) <= max(1, len(text) / 50):
            return text
    raise Unreadable(NOT_A_TABLE)


def _of_text(text: str) -> Iterator[list[str]]:
    told = re.match(r"sep=(.)\r?\n", text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _delimiter(text), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            yield [] if told and row == 1 else [restored(cell.strip()) for cell in cells]
    except csv.Error as problem:
        raise Unreadable(QUOTES, row + 1) from problem


def _delimiter(text: str) -> str:
    """What stands in most of the first lines; where several do, the likelier one."""
    lines = [line for line in text.splitlines()[: 3 * _FIRST] if line.strip()][:_FIRST]
    return max(_DELIMITERS, key=lambda sign: (sum(sign in line for line in lines), -_DELIMITERS.index(sign)))


def _of_sheet(data: bytes) -> Iterator[list[str]]:
    _refuse_a_bomb(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets: list[Any] = list(book.worksheets)
        for sheet in sheets:
            sheet.reset_dimensions()
            if any(any(_text(cell) for cell in row) for row in _cells(sheet)):
                yield from ([_text(cell) for cell in row] for row in _cells(sheet))
                return
    except Unreadable:
        raise
    except Exception as problem:  # A broken workbook fails anywhere inside, with whatever it meets there.
        raise Unreadable(NOT_A_TABLE) from problem


def _cells(sheet: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    return rows


def _refuse_a_bomb(data: bytes) -> None:
    """Raise Unreadable for what is no workbook, unpacks to too much, or declares entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > 1_000 or sum(part.file_size for part in parts) > UNPACKED:
                raise Unreadable(TOO_BIG)
            if "xl/workbook.xml" not in packed.namelist():
                raise Unreadable(NOT_A_TABLE)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!D" in packed.read(part).replace(b"\0", b""):
                    raise Unreadable(NOT_A_TABLE)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as problem:
        raise Unreadable(NOT_A_TABLE) from problem


def _text(cell: Any) -> str:
    """A cell's value as it would be written: a whole number without its point, a day without its hours."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
