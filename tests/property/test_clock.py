"""A clock that jumps by decades between acts: the order stays the order of arrival, and every report can be made."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import practice, reports
from app.practice import offering, sitting
from app.records import Records, folding, journal, progress, roster, summaries, verifying
from app.records.identity import uuid7
from app.simulator import machine
from app.simulator.lesson import stage
from app.simulator.machine import Act
from app.simulator.shelf import Shelf
from models.artefact import serving
from tests.people import village

pytestmark = [pytest.mark.slow, pytest.mark.holds("clock")]

moments = st.one_of(
    st.sampled_from([datetime(year, 9, 1, tzinfo=UTC) for year in (1970, 2026, 2056)]),
    st.datetimes(datetime(1969, 12, 31), datetime(2100, 1, 1), timezones=st.just(UTC)),
)


class Undo(Exception):
    """Takes everything back."""


@pytest.fixture(scope="module")
def scratch(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """An empty database that many examples use one after the other."""
    path = shutil.copyfile(empty_database, tmp_path_factory.mktemp("clock") / "x.sqlite3")
    records = Records(f"sqlite:///{path.as_posix()}")
    yield records
    records.close()


@settings(max_examples=25, deadline=None)
@given(clock=st.lists(moments, min_size=4, max_size=12), lesson=st.sampled_from(["certify-pension", "spot-scam-sms"]))
def test_an_unsteady_clock_changes_no_order_and_breaks_no_report(
    scratch: Records, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory, clock: list[datetime], lesson: str
) -> None:
    artefact = serving(tmp_path_factory.getbasetemp())
    way = [act for _, act in machine.path(stage(shelf.lessons[lesson]))]
    acts = [act for right in way for act in (Act(machine.HELP), right)]
    with pytest.raises(Undo), scratch.writing() as s:
        where = village(s)
        place = practice.open_play(s, shelf.lessons, artefact, where.learner_id, lesson, clock[0])
        for number, act in enumerate(acts):
            now = clock[number % len(clock)]
            place = sitting.step(s, place, act, uuid7(now), now)
        kept = journal.attempts(s, place.session.uuid)
        assert [Act(one.act, one.value) for one in kept] == acts
        assert [one.at for one in kept] == [clock[number % len(clock)] for number in range(len(acts))]
        assert [one.monotonic_ms for one in kept] == sorted(one.monotonic_ms for one in kept)
        assert practice.resume(s, shelf.lessons, place.session.uuid).place == place.place and place.place.done
        assert [one.session_id for one in progress.finished_plays(s, where.learner_id)] == [place.session.uuid]
        met = list(folding.opportunities(place.session, kept))
        assert progress.opportunities(s, where.learner_id) == met
        summaries.rebuild(s)
        assert progress.opportunities(s, where.learner_id) == met
        room = roster.classroom(s, where.classroom_id)
        learner = roster.learner(s, where.learner_id)
        assert room is not None and learner is not None
        for now in clock:
            assert len(reports.board(s, room, now).state) == 16
            assert reports.overview(s, [room], now)[0].plays == 1
            assert practice.offers(s, shelf.lessons, artefact, where.learner_id, now)
            offering.keep_offers(s, where.learner_id, (), artefact, now)
            assert practice.open_play(s, shelf.lessons, artefact, where.learner_id, lesson, now, afresh=True).acts == 0
        assert reports.class_report(s, room).steps.all == reports.person_report(s, learner).steps.all > 0
        assert verifying.verify(s) == []
        raise Undo
