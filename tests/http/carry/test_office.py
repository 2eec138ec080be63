"""What is given out opens in LibreOffice as it was written: Chinese intact, each cell in its place, and no formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pytest
from flask import Flask

from app.records import roster
from tests.inspector import Inspector
from tests.people import NOW, Village, acts, play
from tests.sheets import read

pytestmark = [pytest.mark.slow, pytest.mark.holds("office")]

Staff = Callable[[str], Inspector]
AS_UTF8: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
"""A sheet as LibreOffice shows it: commas, quotes, UTF-8, from the first line, cells as they are formatted."""
PATIENCE: Final = 180
SCRIPT: Final = ("desktop social correct", "face next slip end")
NAMES: Final = (
    "=1+1",
    "+86",
    "-2",
    "@SUM(A1)",
    "=HYPERLINK(A1)",
    "=cmd|' /C calc'!A0",
    "2026-11-26",
    "𠮷野家",
)
"""What a spreadsheet likes to take for something else."""
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path, str], Path]:
    """Gives what opens a file in LibreOffice and saves it as another kind; asked for by name, its absence fails."""
    program = shutil.which("soffice")
    if program is None:
        words = "LIBREOFFICE NOT PROVED: it is missing (apt-get install --no-install-recommends libreoffice-calc)"
        if request.config.getoption("--holds"):
            pytest.fail(words)
        pytest.skip(words)

    def saved(file: Path, kind: str) -> Path:
        folder = tmp_path / kind.split(":")[0]
        home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
        read_as = (
            ["--infilter=CSV:44,34,76,1"] if file.suffix == ".csv" else []
        )  # as its window proposes: UTF-8, commas
        told = [program, home, "--headless", *read_as, "--convert-to", kind, "--outdir", str(folder), str(file)]
        subprocess.run(told, check=True, capture_output=True, timeout=PATIENCE)
        return folder / f"{file.stem}.{kind.split(':')[0]}"

    return saved


def shown(file: Path) -> list[list[str]]:
    """The cells of a sheet that LibreOffice saved, without the empty ones at the end of a row."""
    rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    return [trimmed(row) for row in rows]


def trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def formulas(file: Path) -> list[str]:
    """Every formula in a flat spreadsheet that LibreOffice saved."""
    return [
        cell.attrib[f"{TABLE}formula"] for cell in ElementTree.parse(file).iter() if f"{TABLE}formula" in cell.attrib
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["acts", "people"])
def test_libreoffice_shows_what_was_given_out(
    application: Flask,
    staff: Staff,
    practised: Village,
    office: Callable[[Path, str], Path],
    tmp_path: Path,
    kind: str,
    what: str,
) -> None:
    with application.extensions["records"].writing() as s:
        room = roster.classroom(s, practised.classroom_id)
        assert room is not None
        for number, name in enumerate(NAMES):
            one = roster.add_learner(s, classroom=room, name=name, face="cap", now=NOW)
            at = NOW + timedelta(days=3, hours=number)
            acts(s, play(s, replace(practised, learner_id=one.id), lesson="certify-pension", at=at), SCRIPT)
    client = staff("小刘")
    file = tmp_path / f"{what}.{kind}"
    file.write_bytes(client.get(f"/staff/class/{practised.classroom_id}/{what}.{kind}").data)
    rows = read(file.read_bytes(), kind)
    assert all(name in str(rows) for name in ("王桂芳", *NAMES))
    assert formulas(office(file, "fods")) == []
    assert shown(office(file, AS_UTF8)) == [trimmed(row) for row in rows]
