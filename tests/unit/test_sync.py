"""A class goes home as one file: nothing lost, nothing twice, whatever is read first; erased people stay erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.classes.rostering import one_by_one
from app.practice.recomputing import CannotRecompute, recompute
from app.records import journal, removing, roster
from app.simulator.shelf import Shelf
from app.sync import Refused
from app.sync.reading import CONTRADICTION, WHY
from tests.carrying import SLIPS, WELL, WRONG_CLOCK, Laptop, laptops, put_together, taken_apart
from tests.hostile_files import first, spoilt
from tests.people import NOW

pytestmark = [pytest.mark.slow, pytest.mark.holds("carry-home")]

Make = Callable[[str], Laptop]


@pytest.fixture
def laptop(tmp_path: Path, empty_database: Path, shelf: Shelf) -> Iterator[Make]:
    """Makes laptops without a class."""
    with laptops(tmp_path, empty_database, next(iter(shelf.lessons.values()))) as make:
        yield make


@pytest.fixture
def two(laptop: Make) -> tuple[Laptop, Laptop]:
    """Two laptops whose classes practised."""
    made = []
    for name, people in (("柳河", ("王桂芳", "周大顺")), ("青山", ("王桂芳", "李秀英"))):
        one = laptop(name)
        one.begin(people)
        for day, script in enumerate((SLIPS, WELL, WELL)):
            one.play(one.people[day % 2], script, NOW + timedelta(days=day))
        one.tick()
        made.append(one)
    return made[0], made[1]


def test_two_classes_read_twice_and_in_either_order_give_the_same_pages(
    laptop: Make, two: tuple[Laptop, Laptop]
) -> None:
    one, other = two
    there = {**one.pages(), **other.pages()}
    rows = {**one.rows(), **other.rows()}
    for order in ((0, 1), (1, 0), (0, 0, 1, 1), (1, 0, 1, 0)):
        home = laptop("家")
        for place in order:
            home.read(two[place].file())
        assert home.pages() == there
        assert home.rows() == rows and home.whole()


def test_a_file_is_the_same_as_long_as_the_class_is(two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    before = one.file()
    assert one.file() == before
    one.play(one.people[0])
    assert one.file() != before


def test_what_would_come_in_is_told_and_nothing_is_written(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    home, file = laptop("家"), one.file()
    told = home.look(file)
    assert (len(told.people), told.others, told.new, told.known, told.before) == (2, 0, len(one.rows()), 0, False)
    assert told.classroom["name"] == "柳河班" and home.rows() == {} and home.pages() == {}
    came = home.read(file)
    assert (came.new, came.known) == (told.new, 0)
    again = home.look(file)
    assert (again.people, again.others, again.new, again.known, again.before) == ([], 2, 0, told.new, True)


def test_a_stale_stick_takes_nothing_back(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    stale = one.file()
    one.play(one.people[0], at=NOW + timedelta(days=9))
    with one.writing() as s:
        person = roster.learner(s, one.people[1])
        assert person
        told = {"name": "周大成", "latin": "", "birth": "1950", "gender": "", "dialect": ""}
        assert one_by_one.correct(s, person, told, NOW.date(), NOW) is None
    fresh = one.file()
    read = []
    for order in ((stale, fresh), (fresh, stale), (fresh, stale, fresh)):
        home = laptop("家")
        for file in order:
            home.read(file)
        read.append((home.pages(), home.rows()))
    assert read[0] == read[1] == read[2] == (one.pages(), one.rows())


@pytest.mark.parametrize("clock", [NOW + timedelta(days=2, hours=1), WRONG_CLOCK])
def test_somebody_in_two_classes_has_one_history_whichever_file_was_first(
    laptop: Make, two: tuple[Laptop, Laptop], clock: datetime
) -> None:
    """Also after a restart with a clock that was set back: what a laptop saw later stays later."""
    one, other = two
    one.restart()
    one.play(one.people[0], SLIPS, clock)
    homes = []
    for order in ((one, other), (other, one)):
        home = laptop("家")
        for place in order:
            home.read(place.file())
        with home.writing() as s:
            stays, away = roster.learner(s, one.people[0]), roster.learner(s, other.people[0])
            assert stays and away
            asked = one_by_one.perhaps_elsewhere(s, [stays], roster.learners(s, other.classroom_id))
            assert [(a.id, b.id) for a, b in asked] == [(stays.id, away.id)]
            roster.merge_learners(s, away, stays, NOW)
        homes.append(home)
    assert homes[0].pages() == homes[1].pages()
    acts = homes[0].pages()[str(one.classroom_id)][2][0][-1]
    mine = [act for act in acts if act in one.pages()[str(one.classroom_id)][2][0][-1]]
    assert mine == one.pages()[str(one.classroom_id)][2][0][-1]


def erase(laptop: Laptop, who: UUID) -> None:
    with laptop.writing() as s:
        removing.erase_learners(s, [who], NOW)


def test_who_was_erased_stays_erased_in_both_orders(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    with_them, who = one.file(), one.people[0]
    erase(one, who)
    without = one.file()
    assert "王桂芳" not in str(taken_apart(without))
    pages = []
    for order in ((with_them, without), (without, with_them), (without,)):
        home = laptop("家")
        told = [home.read(file) for file in order]
        assert home.whole()
        pages.append(home.pages())
    assert told and pages[0] == pages[1] == pages[2] == one.pages()
    assert home.look(with_them).left_out > 0 and home.look(with_them).new == 0


def test_who_was_erased_at_home_does_not_come_back_with_a_newer_file(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    home, who = laptop("家"), one.people[0]
    home.read(one.file())
    erase(home, who)
    one.play(who, at=NOW + timedelta(days=5))
    came = home.read(one.file())
    assert came.new == 0 and came.left_out > 0 and who not in {row["id"] for row in came.people}
    one.read(home.file(one.classroom_id))
    assert one.pages() == home.pages() and "王桂芳" not in str(one.pages())


def test_a_class_that_comes_back_to_its_own_laptop_changes_nothing(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    home, before, rows = laptop("家"), one.pages(), one.rows()
    home.read(one.file())
    back = one.read(home.file(one.classroom_id))
    assert (back.new, one.pages(), one.rows()) == (0, before, rows)
    with one.records.session() as s:
        assert len(roster.devices(s, one.classroom_id)) == 1
    with home.records.session() as s:
        assert roster.devices(s, one.classroom_id) == [] and roster.all_staff(s) == []


def test_no_password_token_or_voice_goes_with_a_class(two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    manifest, parts = taken_apart(one.file())
    text = str((manifest, parts))
    assert "password" not in text and "token" not in text and "scrypt" not in text
    assert [helper["name"] for helper in manifest["helpers"]] == ["柳河志愿者"]
    with pytest.raises(Refused):
        Laptop.read(one, b"")


def test_hostile_and_cut_files_are_refused_whole(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    files = list(spoilt(one.file()))
    assert len(files) >= 90 and len({name for name, _ in files}) == len(files)
    home = laptop("家")
    assert home.look(put_together(*taken_apart(one.file()))) == home.look(one.file())
    taken = []
    for name, content in files:
        for way in (home.look, home.read):
            try:
                way(content)
                taken.append(name)
            except Refused as refused:
                assert refused.why in WHY
    assert taken == []
    assert home.rows() == {} and home.pages() == {} and home.whole()


def test_a_file_that_says_otherwise_than_what_is_here_is_refused(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    home, file = laptop("家"), one.file()
    home.read(file)
    before = (home.pages(), home.rows())
    for field, told in (("outcome", "hint"), ("hints", 2), ("screen", "other"), ("at", "2026-09-01T01:30:07+00:00")):
        manifest, parts = taken_apart(file)
        first(parts, "attempt")[field] = told
        with pytest.raises(Refused) as refused:
            home.read(put_together(manifest, parts))
        assert refused.value.why == CONTRADICTION
    assert (home.pages(), home.rows()) == before and home.whole()


def test_a_choice_of_another_laptop_is_recomputed_there(laptop: Make, two: tuple[Laptop, Laptop]) -> None:
    one, _ = two
    body = {"artefact": "x", "off": False, "offers": [{"lesson": "x", "code": "suggest_new", "args": {}}]}
    with one.writing() as s:
        journal.append_choice(s, learner_id=one.people[0], kind="suggestion", body=body, now=NOW)
    home = laptop("家")
    home.read(one.file())
    with home.records.session() as s:
        (choice,) = journal.choices(s, one.people[0], "suggestion")
        assert choice.body == body
        with pytest.raises(CannotRecompute, match="another laptop"):
            recompute(s, {}, lambda _: None, choice)
    with one.records.session() as s, pytest.raises(CannotRecompute, match="artefact"):
        recompute(s, {}, lambda _: None, journal.choices(s, one.people[0], "suggestion")[0])
