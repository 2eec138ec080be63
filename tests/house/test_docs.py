"""The documents point only at what is there, and leave out no room and no decision."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.config import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert not [link for link in links if not (document.parent / link).exists()]


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in folder.glob("0*.md")}
    assert pages == set(LINK.findall(index))


def test_the_map_knows_every_room() -> None:
    rooms = {folder.name for folder in (ROOT / "app").iterdir() if (folder / "__init__.py").exists()}
    told = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    assert rooms
    assert not {room for room in rooms if f"app/{room}/" not in told}
