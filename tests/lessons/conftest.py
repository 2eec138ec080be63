"""What tests of the content share: the shelf as it stands, and its catalogues compiled from their sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.simulator.lesson import Text
from app.simulator.shelf import Shelf


@pytest.fixture(scope="session")
def texts(shelf: Shelf) -> list[Text]:
    """Every message of the catalogue, of all lessons and of all journeys, once per key."""
    held = (*shelf.lessons.values(), *shelf.journeys.values())
    every = [*shelf.catalogue.texts(), *(text for one in held for text in one.texts())]
    return list({text.key: text for text in every}.values())


@pytest.fixture(scope="session")
def spoken(shelf: Shelf) -> list[Text]:
    """Every message that a teacher says in some lesson, and the shared slips."""
    said = [*shelf.catalogue.slips.values(), *(text for lesson in shelf.lessons.values() for text in lesson.spoken())]
    return list({text.key: text for text in said}.values())


@pytest.fixture(scope="session")
def told(shelf: Shelf) -> list[Text]:
    """Every message said after a wrong move: slips, the lessons' own and shared, nudges, and `otherwise`."""
    found = [*shelf.catalogue.slips.values()]
    for lesson in shelf.lessons.values():
        added = [screen for twist in lesson.twists for screen in (*twist.added.values(), *twist.changed.values())]
        found.append(lesson.otherwise)
        for screen in (*lesson.screens.values(), *added):
            found += [slip.say for _, slip in screen.wrong]
            found += [widget.nudge for widget in screen.widgets() if widget.nudge is not None]
    return list({text.key: text for text in found}.values())


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Catalogues:
    """The catalogues as their .po sources stand now, whatever has been compiled."""
    folder = tmp_path_factory.mktemp("translations")
    for source in sorted((ROOT / "translations").glob("*/LC_MESSAGES/*.po")):
        compile_into(folder, source)
    return Catalogues(folder)


def compile_into(folder: Path, source: Path) -> None:
    """Compile one .po under the same locale and domain in another folder."""
    locale = source.parent.parent.name
    target = folder / locale / "LC_MESSAGES" / f"{source.stem}.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as written:
        write_mo(written, read_po(read, locale=locale))
