"""Reads a spreadsheet that was given out, as CSV or XLSX, as text; it knows neither page nor people."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook


def read(content: bytes, kind: str) -> list[list[str]]:
    """A spreadsheet as text; no cell of it is a formula."""
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
