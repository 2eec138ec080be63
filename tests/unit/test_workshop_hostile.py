"""A lesson's file from elsewhere is refused with a reason, in bounded time and memory, and nothing of it is kept."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from app.bench import MOST_FILE, Refused, packed, unpacked
from app.config import ROOT
from app.simulator.catalogue import Catalogue
from app.simulator.shelf import read_catalogue
from tests.workshop_files import DRAFT, ENGLISH, HOSTILE, ID, TEXT, WHY, po, zipped

SECONDS = 8.0
MEMORY = 96 * 1024 * 1024


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "lessons")


@pytest.mark.holds("workshop-hostile")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused(name: str, catalogue: Catalogue) -> None:
    content = HOSTILE[name]()
    begun = time.process_time()
    with pytest.raises(Refused) as refused:
        unpacked(content, catalogue)
    assert time.process_time() - begun < SECONDS
    said = refused.value
    assert WHY.get(name, "") in said.why % said.values
    assert said.fix % said.values


@pytest.mark.slow
@pytest.mark.holds("workshop-hostile")
@pytest.mark.parametrize("name", ["ten to the ninth", "many brackets", "a large zip bomb"])
def test_a_bomb_takes_little_memory(name: str, catalogue: Catalogue) -> None:
    content = HOSTILE[name]()
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            unpacked(content, catalogue)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


def test_what_the_workshop_made_comes_in(catalogue: Catalogue) -> None:
    parcel = unpacked(packed(DRAFT), catalogue)
    assert (parcel.id, parcel.title, parcel.text, parcel.words) == (ID, "坐村里的班车", TEXT, {"en": ENGLISH})


def test_a_bare_lesson_comes_in_with_the_line_ends_of_another_system(catalogue: Catalogue) -> None:
    parcel = unpacked(("\ufeff" + TEXT.replace("\n", "\r\n")).encode(), catalogue)
    assert parcel.text == TEXT
    assert parcel.words == {}


def test_words_for_an_older_sentence_stay_behind(catalogue: Catalogue) -> None:
    content = zipped({"lesson.yaml": TEXT, "en.po": po(zh="坐车")})
    assert unpacked(content, catalogue).words == {}


def test_words_that_cannot_be_read_bring_nothing(catalogue: Catalogue) -> None:
    assert unpacked(zipped({"lesson.yaml": TEXT, "en.po": 'msgid "x\nmsgstr "'}), catalogue).words == {}


def test_a_link_or_a_folder_is_no_file(tmp_path: Path, catalogue: Catalogue) -> None:
    there = tmp_path / "a.lesson.zip"
    there.write_bytes(packed(DRAFT))
    assert unpacked(there, catalogue).id == ID
    link = tmp_path / "b.lesson.zip"
    link.symlink_to(there)
    for other in (link, tmp_path, tmp_path / "none"):
        with pytest.raises(Refused):
            unpacked(other, catalogue)


def test_no_more_of_a_large_file_is_read_than_shows_it(tmp_path: Path, catalogue: Catalogue) -> None:
    large = tmp_path / "large.lesson.zip"
    with large.open("wb") as file:
        file.truncate(2 * 1024 * MOST_FILE)
    with pytest.raises(Refused, match="larger"):
        unpacked(large, catalogue)
