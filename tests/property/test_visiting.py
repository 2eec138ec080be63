"""Whatever a week came to: the order of villages is whole and steady, says why, and more of it is never less urgent."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.tables import Site
from app.reports import hiding
from app.reports.hiding import LEAST_NAMELESS
from app.reports.visiting import NEEDS, SILENT, Facts, Trip, needing, reasons, urgency
from app.reports.week import Real, Village, WeekReport, nameless, newest
from tests.people import NOW

counts = st.integers(0, 30)
trips = st.builds(Trip, st.just("a"), st.text("st", min_size=1, max_size=2), counts, st.just(30))
villages = st.lists(
    st.builds(
        Facts,
        village=st.uuids(),
        held=st.lists(counts, min_size=16, max_size=16).map(tuple),
        trips=st.lists(trips, max_size=3).map(tuple),
        asked=st.just(30),
        unanswered=counts,
        unclear=counts,
        used=st.just(30),
        idle=counts,
    ),
    max_size=8,
    unique_by=lambda one: one.village,
)


@given(villages, st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_they_come_and_each_has_a_reason(found: list[Facts], dice: Random) -> None:
    told = needing(found)
    mixed = list(found)
    dice.shuffle(mixed)
    assert needing(mixed) == told
    assert {one.facts.village for one in told} == {one.village for one in found if reasons(one)}
    assert [urgency(one) for one in told] == sorted(urgency(one) for one in told)
    places = [[NEEDS.index(why.kind) for why in one.reasons] for one in told]
    assert all(each == sorted(set(each)) for each in places)


@given(villages)
def test_more_that_nobody_came_to_is_never_less_urgent(found: list[Facts]) -> None:
    for one in needing(found):
        worse = needing([replace(one.facts, unanswered=one.facts.unanswered + 1)])
        assert urgency(worse[0]) <= urgency(one)


@pytest.mark.holds("week-hidden")
@given(villages)
def test_a_reader_without_names_is_told_of_no_group_under_ten(found: list[Facts]) -> None:
    sites = tuple(
        Village(Site(id=one.village, name=f"村{at}", name_latin=""), one, reasons(one), None)
        for at, one in enumerate(found)
    )
    whole = WeekReport(
        named=True, monday=newest(NOW), first=newest(NOW), newest=newest(NOW), people=30, steps=1, came=None,
        again=None, gap=None, checked=(), real=Real({}, 3, (UUID(int=1),)), traps=(), held=(30, 4), curve=None,
        villages=sites, needing=(),
    )  # fmt: skip
    shown = nameless(whole)
    assert shown.real.people == 0 and shown.held == (30, 0)
    for one in shown.villages:
        for why in one.reasons:
            assert why.kind == SILENT or all(count == 0 or count >= LEAST_NAMELESS for count in why.counts)
    told = {one.site.id for one in shown.villages if any(why.kind != SILENT for why in one.reasons)}
    columns = {one.village: (*one.held[-5:], *one.held[-2:]) for one in found}
    assert told <= hiding.shown(columns)
