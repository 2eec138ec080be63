"""Properties of carrying home: whatever two laptops did and however their files come, rows and pages are the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.records import removing, roster
from app.simulator.shelf import Shelf
from tests.carrying import SLIPS, WELL, WRONG_CLOCK, Laptop, laptops
from tests.people import NOW

pytestmark = [pytest.mark.slow, pytest.mark.holds("carry-home")]

HALF = ("desktop social correct", "login next hint")
doings: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("play"), st.integers(0, 1), st.sampled_from([WELL, SLIPS, HALF]), st.integers(0, 40)),
    st.tuples(st.just("play"), st.integers(0, 1), st.sampled_from([WELL, SLIPS]), st.just(None)),
    st.tuples(st.just("restart")),
    st.tuples(st.just("tick"), st.integers(0, 5)),
    st.tuples(st.just("stick")),
    st.tuples(st.just("erase"), st.integers(0, 1)),
)


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory, empty_database: Path, shelf: Shelf) -> Iterator[Any]:
    """Makes laptops."""
    with laptops(tmp_path_factory.mktemp("laptops"), empty_database, next(iter(shelf.lessons.values()))) as made:
        yield made


def lived(make: Any, name: str, doing: list[tuple[Any, ...]]) -> tuple[Laptop, list[bytes]]:
    """A laptop after all that was done at it, and the sticks that were filled on the way, the last one at the end."""
    laptop, sticks = make(name), []
    laptop.begin(("王桂芳", "周大顺"))
    gone: set[int] = set()
    for what, *told in doing:
        if what == "restart":
            laptop.restart()
        elif what == "stick":
            sticks.append(laptop.file())
        elif what == "tick" and not gone:
            laptop.tick(NOW + timedelta(days=told[0]))
        elif what == "erase" and told[0] not in gone:
            gone.add(told[0])
            with laptop.writing() as s:
                removing.erase_learners(s, [laptop.people[told[0]]], NOW)
        elif what == "play" and told[0] not in gone:
            at = WRONG_CLOCK if told[2] is None else NOW + timedelta(days=told[2])
            laptop.play(laptop.people[told[0]], told[1], at)
    return laptop, [*sticks, laptop.file()]


def joined(laptop: Laptop, one: Laptop, other: Laptop) -> None:
    """Somebody says that the first of each class are one person, if both are there."""
    with laptop.writing() as s:
        stays, away = roster.learner(s, one.people[0]), roster.learner(s, other.people[0])
        if stays and away:
            roster.merge_learners(s, away, stays, NOW)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(doings, max_size=7), st.lists(doings, max_size=7), st.data())
def test_rows_and_pages_do_not_depend_on_how_the_files_came(
    make: Any, here: list[tuple[Any, ...]], there: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    (one, mine), (other, theirs) = lived(make, "柳河", here), lived(make, "青山", there)
    files = [*mine, *theirs]
    places = range(len(files))
    again = data.draw(st.lists(st.sampled_from(places), max_size=3))
    home, second = make("家"), make("家二")
    for file in files:
        home.read(file)
    for place in data.draw(st.permutations([*places, *again])):
        second.read(files[place])
    assert home.rows().keys() >= {**one.rows(), **other.rows()}.keys()
    assert home.pages() == second.pages() == {**one.pages(), **other.pages()}
    joined(home, one, other)
    joined(second, one, other)
    assert home.pages() == second.pages()
    before = second.rows()
    for file in files:
        second.read(file)
    assert second.rows() == before and home.whole() and second.whole()
