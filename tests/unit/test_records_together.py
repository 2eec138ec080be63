"""Writers that come together share a commit: all are kept, one that raises spares the others, a failure reaches all."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import event, text

from app.records import Records, Session, journal, roster
from tests.people import NOW

WRITERS = 24


def add(s: Session, name: str) -> None:
    roster.add_site(s, name=name, now=NOW)


def together(records: Records, work: Callable[[int], None], commits: list[str]) -> list[Exception]:
    """Let many threads write while the first holds its turn until all the others are waiting for theirs."""
    problems: list[Exception] = []
    inside = threading.Event()
    event.listen(records.writer, "commit", lambda connection: commits.append("commit"))

    def first() -> None:
        with records.writing() as s:
            add(s, "site 0")
            inside.set()
            while records.waiting < WRITERS - 1:
                threading.Event().wait(0.001)

    def one(number: int) -> None:
        try:
            work(number) if number else first()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(WRITERS)]
    threads[0].start()
    inside.wait()
    for thread in threads[1:]:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def write(records: Records, number: int) -> None:
    with records.writing() as s:
        add(s, f"site {number}")


def test_writers_that_wait_share_one_commit_and_all_are_kept(records: Records) -> None:
    commits: list[str] = []
    assert together(records, lambda number: write(records, number), commits) == []
    with records.session() as s:
        assert {site.name for site in roster.sites(s)} == {f"site {n}" for n in range(WRITERS)}
    assert commits == ["commit"]


def test_one_that_raises_is_undone_alone(records: Records) -> None:
    def work(number: int) -> None:
        with records.writing() as s:
            add(s, f"site {number}")
            if number == 5:
                raise LookupError("five")

    problems = together(records, work, [])
    assert [str(problem) for problem in problems] == ["five"]
    with records.session() as s:
        assert {site.name for site in roster.sites(s)} == {f"site {n}" for n in range(WRITERS) if n != 5}


def test_a_commit_that_fails_is_told_to_everyone_and_the_next_one_works(records: Records) -> None:
    def fail(connection: object) -> None:
        raise OSError("the disk is gone")

    event.listen(records.writer, "commit", fail)
    problems = together(records, lambda number: write(records, number), [])
    assert [str(problem) for problem in problems] == ["the disk is gone"] * WRITERS
    event.remove(records.writer, "commit", fail)
    write(records, 2)
    with records.session() as s:
        assert [site.name for site in roster.sites(s)] == ["site 2"]


def test_a_transaction_that_the_database_ended_by_itself_is_told(records: Records) -> None:
    with pytest.raises(Exception, match="undid"), records.writing() as s:
        add(s, "lost")
        s.connection().exec_driver_sql("ROLLBACK")
    write(records, 3)
    with records.session() as s:
        assert [site.name for site in roster.sites(s)] == ["site 3"]
        assert s.scalar(text("SELECT count(*) FROM site")) == 1


def test_acts_of_many_tablets_get_sequences_without_gaps(records: Records) -> None:
    def work(number: int) -> None:
        with records.writing() as s:
            journal.append_fact(s, kind="help_asked", body={"n": number}, now=NOW)

    assert together(records, work, []) == []
    with records.session() as s:
        kept = journal.facts(s, "help_asked")
    assert [fact.sequence for fact in kept] == list(range(1, WRITERS))
