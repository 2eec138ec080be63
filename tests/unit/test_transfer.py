"""From practice to the real thing: counted anew apart over a county by dice; nameless readers are told of no few."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import reports
from app.records import Records, roster, summaries
from app.reports.gaps import Share
from app.reports.hiding import LEAST_NAMELESS
from app.reports.retention import Count
from app.reports.transfer import NOT_ASKED, PARTS, Crossed, Transfer, nameless
from tests import recount, recount_transfer
from tests.people import NOW

SERVICES = ("certify-pension", "connect-wifi")


@pytest.fixture(scope="module")
def told(county_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Transfer, Path]]:
    """The report over a copy in which staff ticked by dice, some of them twice and some before any practice."""
    file = tmp_path_factory.mktemp("ticked") / "county.sqlite3"
    shutil.copyfile(county_file, file)
    records = Records(f"sqlite:///{file.as_posix()}")
    with records.writing() as s:
        assert summaries.cursor(s)
        recount_transfer.tick_by_dice(s, SERVICES)
    with records.session() as s:
        report = reports.county(s, roster.classrooms(s), NOW, SERVICES, named=True)
    yield report.transfer, file
    records.close()


@pytest.mark.slow
@pytest.mark.holds("divide")
def test_what_came_of_practice_is_what_attempts_and_ticks_say(told: tuple[Transfer, Path]) -> None:
    report, file = told
    again, seen, shares = recount_transfer.expected(file, SERVICES), set(), 0
    for alone, both in ((True, report.alone), (False, report.not_yet)):
        for sort, one in zip(("rest", "weak"), both, strict=True):
            mine = again[alone, sort]
            for part, count in one.parts.items():
                whose = mine["parts"][part]
                assert count == Count(len(whose), len(set(whose))), (alone, sort, part)
                seen |= {part} if whose else set()
            assert (one.share is None) == (not mine["steps"])
            if one.share is not None:
                near = one.share.value, one.share.low, one.share.high, one.share.people
                assert near == pytest.approx(recount.ratio(mine["steps"]))
                shares += 1
            assert one.people == len({who for whose in mine["parts"].values() for who in whose})
    assert seen == set(PARTS) and shares >= 3 and len(recount_transfer.ticks(file)) > 60


counts = st.integers(0, 30).map(lambda people: Count(people + people // 3, people))


@st.composite
def crossed(draw: st.DrawFn) -> Crossed:
    """Tasks that nobody did twice, so that people add up, or that one person did several of."""
    parts = {part: draw(counts) for part in PARTS}
    proven, asked = (
        sum(parts[part].people for part in some)
        for some in (("seen", "receipt"), [part for part in PARTS if part != NOT_ASKED])
    )
    share = Share(0.5, 0.4, 0.6, asked, asked) if asked else None
    return Crossed(share, parts, proven, asked - proven, asked + parts[NOT_ASKED].people)


@pytest.mark.holds("divide-hidden")
@given(st.lists(crossed(), min_size=4, max_size=4))
def test_a_nameless_reader_is_told_of_nobody_or_of_ten(found: list[Crossed]) -> None:
    whole = Transfer((found[0], found[1]), (found[2], found[3]))
    hidden = nameless(whole)
    for one, was in zip((*hidden.alone, *hidden.not_yet), found, strict=True):
        enough = [count.people == 0 or count.people >= LEAST_NAMELESS for count in was.parts.values()]
        assert one.parts == (was.parts if all(enough) else {})
        if one.share is not None:
            assert all(people == 0 or people >= LEAST_NAMELESS for people in (was.proven, was.open))
            assert was.parts[NOT_ASKED].people == 0 or was.parts[NOT_ASKED].people >= LEAST_NAMELESS
