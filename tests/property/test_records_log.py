"""Properties of the log: merging is set union, appending twice is appending once, and no change goes unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.records import Records, Session, folding, journal, progress, summaries, verifying
from app.records.happened import AttemptRecord, SessionRecord
from app.records.journal import NewAttempt
from tests.people import NOW, play, village

pytestmark = pytest.mark.slow

FEW = settings(max_examples=40, deadline=None)

Row = dict[str, Any]

words = st.sampled_from(["home", "list", "who", "twist1", "list@2"])
new_attempts: st.SearchStrategy[Row] = st.builds(
    dict,
    uuid=st.uuids(version=4),
    screen=words,
    act=st.sampled_from(["tap pay", "tap place.2", "type card", "filled password", "wait long"]),
    outcome=st.sampled_from(["correct", "slip", "neutral", "hint"]),
    support=st.sampled_from(["shown", "guided", "prompted", "alone"]),
    value=st.sampled_from(["", "answer", "other", "real-data"]),
    hints=st.integers(0, 3),
    twist=st.integers(0, 3),
    finishes=st.booleans(),
)
logs = st.lists(new_attempts, max_size=12, unique_by=lambda one: one["uuid"])


class Undo(Exception):
    """Takes everything back."""


@contextmanager
def fresh(records: Records) -> Iterator[tuple[Session, SessionRecord]]:
    """A writing session on an empty database with one play opened; nothing of it is kept."""
    with suppress(Undo), records.writing() as s:
        yield s, play(s, village(s))
        raise Undo


@pytest.fixture(scope="module")
def scratch(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """An empty database that many examples use one after the other."""
    path = shutil.copyfile(empty_database, tmp_path_factory.mktemp("scratch") / "x.sqlite3")
    records = Records(f"sqlite:///{path.as_posix()}")
    yield records
    records.close()


def append(s: Session, opened: SessionRecord, one: Row) -> AttemptRecord:
    return journal.append_attempt(s, opened, now=NOW, **one)


def told(s: Session, opened: SessionRecord) -> dict[UUID, tuple[object, ...]]:
    """What each attempt says, whenever and wherever it arrived."""
    return {
        kept.uuid: (kept.screen, kept.act, kept.value, kept.outcome, kept.support, kept.hints, kept.finishes)
        for kept in journal.attempts(s, opened.uuid)
    }


@FEW
@given(logs, st.data())
def test_merging_is_set_union(scratch: Records, log: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(log))
    again = data.draw(st.lists(st.sampled_from(log), max_size=8) if log else st.just([]))
    with fresh(scratch) as (s, opened):
        for one in log:
            append(s, opened, one)
        in_order = told(s, opened)
    with fresh(scratch) as (s, opened):
        for one in [*again, *shuffled, *again]:
            append(s, opened, one)
        assert told(s, opened) == in_order
        assert journal.head(s).sequence == opened.sequence + len(log)
        assert verifying.verify(s) == []


@FEW
@given(logs, st.data())
def test_many_at_once_is_one_after_the_other(scratch: Records, log: list[Row], data: st.DataObject) -> None:
    doubled = [*log, *data.draw(st.lists(st.sampled_from(log), max_size=8) if log else st.just([]))]
    with fresh(scratch) as (s, opened):
        one_by_one = [append(s, opened, one) for one in doubled]
    with fresh(scratch) as (s, opened):
        at_once = journal.append_attempts(s, [NewAttempt(session=opened, at=NOW, **one) for one in doubled])
        assert [record.sequence for record in at_once] == [record.sequence for record in one_by_one]
        assert [record.uuid for record in at_once] == [one["uuid"] for one in doubled]
        assert at_once == journal.append_attempts(s, [NewAttempt(session=opened, at=NOW, **one) for one in doubled])


FIELDS = {
    "uuid": st.uuids(version=4).map(lambda uuid: uuid.hex),
    "at": st.integers(0, 10**6 - 1).map(lambda part: f"2026-09-01 01:30:01.{part:06}"),
    "boot": st.uuids(version=4).map(lambda uuid: uuid.hex),
    "monotonic_ms": st.integers(0, 2**40),
    "twist": st.integers(0, 9),
    "screen": words,
    "act": st.sampled_from(["tap pay", "tap other"]),
    "value": st.sampled_from(["", "answer", "other"]),
    "support": st.sampled_from(["shown", "alone"]),
    "hints": st.integers(0, 3),
    "outcome": st.sampled_from(["correct", "slip", "neutral", "hint"]),
    "finishes": st.integers(0, 1),
    "lesson_hash": st.sampled_from(["hash of pay", "hash of scam"]),
}


@pytest.mark.parametrize("field", FIELDS)
@settings(max_examples=8, deadline=None)
@given(log=logs.filter(bool), data=st.data())
def test_a_changed_field_is_noticed(scratch: Records, field: str, log: list[Row], data: st.DataObject) -> None:
    with fresh(scratch) as (s, opened):
        attempts = [append(s, opened, one) for one in log]
        place = data.draw(st.sampled_from(attempts)).sequence
        query = text(f"SELECT {field} FROM attempt WHERE sequence = {place}")
        before, after = s.scalar(query), data.draw(FIELDS[field])
        s.execute(text(f"UPDATE attempt SET {field} = :after WHERE sequence = {place}"), {"after": after})
        found = [finding.sequence for finding in verifying.verify(s)]
        assert found == ([place] if before != s.scalar(query) else [])


@FEW
@given(logs, st.integers(0, 12))
def test_reports_do_not_depend_on_when_summaries_were_made(scratch: Records, log: list[Row], when: int) -> None:
    with fresh(scratch) as (s, opened):
        for place, one in enumerate(log):
            if place == when:
                summaries.catch_up(s)
            append(s, opened, one)
        attempts = journal.attempts(s, opened.uuid)
        play_of = folding.finished_play(opened, attempts)
        expected = (list(folding.opportunities(opened, attempts)), [play_of] if play_of else [])
        learner = opened.learner_id
        assert (progress.opportunities(s, learner), progress.finished_plays(s, learner)) == expected
        summaries.catch_up(s)
        assert (progress.opportunities(s, learner), progress.finished_plays(s, learner)) == expected
        summaries.rebuild(s)
        assert (progress.opportunities(s, learner), progress.finished_plays(s, learner)) == expected
        if play_of:
            assert play_of.steps == play_of.alone + play_of.helped + play_of.slipped
