"""Keeps a cell of a CSV file from being taken for a formula by a spreadsheet, and takes that back; knows no table."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r]")


def defused(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would work it out (OWASP, CSV injection).

    One that begins like a defused cell gets another, so that `restored` gives every cell back as it was.
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The cell as it was before it was defused."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
