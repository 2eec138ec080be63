"""What a dialect's readers read, in which order, and how each line stands."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.config import ROOT
from app.dialects.catalogues import Catalogues
from app.dialects.registry import DIALECTS
from app.records.readers import APPROVED, ONCE_MORE, WAITING, Readings, Take
from app.simulator.shelf import Shelf
from app.voices import lines, standing
from app.voices.lines import FRAME, REST, SLIPS, Reading
from app.voices.standing import MISSING, RECORDED, STALE, WAITS
from tests.people import NOW

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    return Catalogues(ROOT / "translations")


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_slips_come_first_then_the_interface_then_lessons_and_each_line_once(
    shelf: Shelf, catalogues: Catalogues, dialect: str
) -> None:
    found = lines.to_read(shelf, catalogues, DIALECTS[dialect])
    parts = list(dict.fromkeys(line.part for line in found))
    assert parts == [SLIPS, FRAME, *shelf.lessons, REST]
    assert sum(line.part == SLIPS for line in found) == len(shelf.catalogue.slips)
    assert len({line.clip for line in found}) == len(found)
    assert not [line.text for line in found if "$" in line.text or "%(" in line.text]


def test_own_words_where_there_are_some_else_the_mandarin_ones(shelf: Shelf, catalogues: Catalogues) -> None:
    found = lines.to_read(shelf, catalogues, DIALECTS["yue"])
    own = [line for line in found if line.text != line.mandarin]
    assert own and len(own) < len(found)
    slip = next(line for line in found if line.key == "slips.press-hard")
    assert slip.mandarin == shelf.catalogue.slips["press-hard"].zh != slip.text


def test_a_chosen_lesson_is_read_before_the_others(shelf: Shelf) -> None:
    assert lines.parts(shelf, "call-12345")[:3] == (SLIPS, FRAME, "call-12345")
    assert set(lines.parts(shelf, "call-12345")) == set(lines.parts(shelf))


def line(number: int, part: str = "a", key: str = "") -> Reading:
    return Reading(key or f"key{number}", f"第{number}句", "", part, f"{number}.mp3")


def take(number: int, state: str, key: str = "", reason: str = "") -> Take:
    text = f"第{number}句"
    key = key or f"key{number}"
    return Take(UUID(int=number), UUID(int=0), "yue", key, text, f"{number}.mp3", NOW, "", False, state, reason)


def test_how_lines_stand_and_what_is_read_next() -> None:
    takes = [take(1, APPROVED), take(2, WAITING), take(9, APPROVED, "key4"), take(6, APPROVED)]
    takes.append(take(5, ONCE_MORE, reason="noise"))
    readings = Readings({}, {one.id: one for one in takes}, frozenset())
    read = [line(1), line(2), line(3), line(4), line(5, "b"), line(6, "b")]
    found = standing.standings(read, readings, {"1.mp3", "9.mp3"})
    assert [one.state for one in found] == [RECORDED, WAITS, MISSING, STALE, MISSING, MISSING]
    assert (found[3].before, found[4].reason) == ("第9句", "noise")
    parts = standing.by_part(found, ["b", "a", "c"])
    assert [(part.name, part.counts) for part in parts] == [("b", (0, 0, 0, 2)), ("a", (1, 1, 1, 1))]
    assert [part.to_read for part in parts] == [2, 2]
    assert standing.total(parts).counts == (1, 1, 1, 3) and standing.total([]).whole == 0
    assert [one.line.key for one in standing.queue(found, ["b", "a"])] == ["key5", "key6", "key4", "key3"]
    assert [one.line.key for one in standing.queue(found, ["a"])] == ["key4", "key3"]
