"""Readers and takes are folded from facts: who waits, who is approved, who replaced whom, and who is gone."""

from __future__ import annotations

from uuid import UUID

import pytest

from app.records import Records, Session, journal, readers, removing, roster
from app.records.readers import APPROVED, ONCE_MORE, REPLACED, WAITING, YES, SameAccount, Take
from app.records.tables import Staff
from app.records.verifying import verify
from app.voices.keeping import WORDING
from tests.people import NOW

pytestmark = pytest.mark.slow


def staff(s: Session, name: str, demo: bool = False) -> Staff:
    return roster.add_staff(s, name=name, role="volunteer", password="x", now=NOW, demo=demo)


def reader(s: Session, member: Staff, name: str = "王桂芳") -> UUID:
    return readers.agree(s, member, name=name, dialect="yue", wording=WORDING, now=NOW)


def take(s: Session, member: Staff, who: UUID, clip: str = "a.mp3") -> Take:
    found = readers.readings(s).readers[who]
    made = readers.keep_take(s, member, found, key="slips.x", text="好。", clip=clip, now=NOW)
    return readers.readings(s).takes[made]


def states(s: Session) -> list[str]:
    return [one.state for one in readers.readings(s).takes.values()]


def test_a_take_waits_is_approved_by_another_and_replaced_by_a_newer_one(records: Records) -> None:
    with records.writing() as s:
        one, two = staff(s, "一"), staff(s, "二")
        first = take(s, one, reader(s, one))
        with pytest.raises(SameAccount):
            readers.judge(s, one, first, YES, NOW)
        with pytest.raises(ValueError, match="no verdict"):
            readers.judge(s, two, first, "perhaps", NOW)
        readers.judge(s, two, first, YES, NOW)
        second = take(s, one, reader(s, one))
        assert states(s) == [APPROVED, WAITING]
        readers.judge(s, two, second, YES, NOW)
        assert states(s) == [REPLACED, APPROVED]
        assert readers.readings(s).approved() == {"a.mp3": second.id}
        with pytest.raises(ValueError, match="approved"):
            readers.judge(s, two, readers.readings(s).takes[second.id], YES, NOW)


def test_a_newer_take_waits_in_the_place_of_an_older_one(records: Records) -> None:
    with records.writing() as s:
        one, two = staff(s, "一"), staff(s, "二")
        who = reader(s, one)
        take(s, one, who)
        again = take(s, one, who)
        other = take(s, one, who, "b.mp3")
        readers.judge(s, two, again, "noise", NOW)
        assert states(s) == [REPLACED, ONCE_MORE, WAITING]
        assert readers.readings(s).takes[again.id].reason == "noise"
        assert list(readers.readings(s).stand(WAITING)) == [readers.readings(s).takes[other.id]]


@pytest.mark.parametrize("name", ["", "  ", "长" * 81])
def test_a_reader_has_a_name(records: Records, name: str) -> None:
    with records.writing() as s, pytest.raises(ValueError, match="a name of"):
        reader(s, staff(s, "一"), name)


def test_an_erased_reader_leaves_the_log_whole_and_the_others_alone(records: Records) -> None:
    with records.writing() as s:
        one, two = staff(s, "一"), staff(s, "二")
        gone, stays = reader(s, one, "要走的"), reader(s, one, "留下的")
        readers.judge(s, two, take(s, one, gone), YES, NOW)
        readers.judge(s, two, take(s, one, stays, "b.mp3"), YES, NOW)
        found = readers.readings(s).readers[gone]
        removing.erase_reader(s, gone, NOW)
        readers.withdraw(s, found, NOW)
        now = readers.readings(s)
        assert (list(now.readers), now.withdrawn, list(now.approved())) == ([stays], {gone}, ["b.mp3"])
        told = [fact.body for kind in (readers.READER, readers.WITHDRAWN) for fact in journal.facts(s, kind)]
        assert "留下的" in str(told) and "要走的" not in str(told)
    with records.session() as s:
        assert verify(s) == []


def test_the_demos_readers_leave_with_it(records: Records) -> None:
    with records.writing() as s:
        real, invented = staff(s, "真"), staff(s, "假", demo=True)
        stays = reader(s, real)
        take(s, invented, reader(s, invented, "编的人"))
        assert [one.name for one in readers.readings(s).of("yue", demo=True).readers.values()] == ["编的人"]
        removing.remove_demo(s, NOW)
        now = readers.readings(s)
        assert list(now.readers) == [stays] and not now.takes
    with records.session() as s:
        assert verify(s) == []


def test_what_was_erased_is_not_in_the_log_of_the_database_either(records: Records) -> None:
    assert records.file is not None
    with records.writing() as s:
        who = reader(s, staff(s, "一"), "独一无二")
    kept = [records.file, records.file.with_name(f"{records.file.name}-wal")]
    name = "独一无二".encode()
    assert any(name in path.read_bytes() for path in kept)
    with records.writing() as s:
        removing.erase_reader(s, who, NOW)
    assert any(name in path.read_bytes() for path in kept)
    assert records.leave_no_trace()
    assert not any(name in path.read_bytes() for path in kept)
    with records.writing() as s:
        reader(s, staff(s, "二"))
