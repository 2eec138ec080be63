"""The disk that the power-cut test cuts, and the reader of what strace tells: neither may forgive too much."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.power.disk import FATES, SECTOR, Cut, Disk, Made, Removed, Synced, Wrote
from tests.power.tracing import read

OLD, NEW = b"o" * SECTOR, b"n" * SECTOR

fates = st.sampled_from(FATES)
chances = st.integers(0, 2**32).map(Random)


@given(chances, fates)
def test_what_was_synced_is_there_and_the_rest_is_old_or_new_by_sectors(chance: Random, fate: str) -> None:
    disk = Disk({"a": OLD * 4})
    disk.take(Wrote("a", 0, NEW))
    disk.take(Synced("a", since=1))
    disk.take(Wrote("a", SECTOR, NEW * 3))
    found = disk.after_a_cut(chance, fate)["a"]
    assert found[:SECTOR] == NEW
    assert {found[at : at + SECTOR] for at in range(SECTOR, 4 * SECTOR, SECTOR)} <= {OLD, NEW}


@given(chances, fates)
def test_a_sync_vouches_only_for_what_was_before_it_began(chance: Random, fate: str) -> None:
    disk = Disk({"a": OLD})
    disk.take(Wrote("a", 0, NEW))
    disk.take(Synced("a", since=0))
    assert disk.after_a_cut(chance, "nothing")["a"] == OLD
    disk.take(Synced("a", since=2))
    assert disk.after_a_cut(chance, fate)["a"] == NEW


@pytest.mark.parametrize(("fate", "left"), [("nothing", OLD), ("all", NEW[:7])])
def test_what_was_not_synced_may_be_lost_or_kept(fate: str, left: bytes) -> None:
    disk = Disk({"a": OLD})
    disk.take(Wrote("a", 0, NEW))
    disk.take(Cut("a", 7))
    assert disk.after_a_cut(Random(1), fate) == {"a": left}


def test_any_part_of_a_write_may_be_torn_off() -> None:
    found = set()
    for seed in range(60):
        disk = Disk({"a": OLD * 3})
        disk.take(Wrote("a", 0, NEW * 3))
        found |= {disk.after_a_cut(Random(seed), fate)["a"] for fate in FATES}
    assert found == {a + b + c for a in (OLD, NEW) for b in (OLD, NEW) for c in (OLD, NEW)}


def test_a_file_is_made_and_removed_when_its_folder_is_synced() -> None:
    disk = Disk({"a": OLD})
    disk.take(Made("b"))
    disk.take(Wrote("b", 0, NEW))
    disk.take(Synced("b", since=2))
    assert disk.after_a_cut(Random(1), "nothing") == {"a": OLD}
    disk.take(Synced("", since=3))
    assert disk.after_a_cut(Random(1), "nothing") == {"a": OLD, "b": NEW}
    disk.take(Removed("b"))
    assert disk.after_a_cut(Random(1), "nothing") == {"a": OLD, "b": NEW}
    assert disk.after_a_cut(Random(1), "all") == {"a": OLD}


def told(words: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in words)


def test_what_strace_tells_is_read_with_calls_that_cross_each_other(tmp_path: Path) -> None:
    database, other = f"<{told(b'/i/d.db')}>", f"<{told(b'/elsewhere/d.db')}>"
    record = tmp_path / "trace"
    record.write_text(
        "\n".join(
            (
                f'7 1.5 openat(AT_FDCWD<{told(b"/")}>, "{told(b"/i/d.db")}", O_RDWR|O_CREAT, 0644) = 3{database}',
                f"7     2.0 fdatasync(3{database} <unfinished ...>",
                f'8 2.5 pwrite64(3{database}, "{told(b"hello")}", 5, 40) = 4',
                f'8 2.6 pwrite64(4{other}, "{told(b"hello")}", 5, 40) = 5',
                "7 3.0 <... fdatasync resumed>) = 0",
                f"8 3.5 ftruncate(3{database}, 20) = -1 ENOSPC (No space left on device)",
                f"8 4.0 fsync(5<{told(b'/i')}>) = 0",
                f'8 4.5 unlink("{told(b"/i/d.db")}") = 0',
                f'8 4.6 pwrite64(3{database}(deleted), "{told(b"hello")}", 5, 40) = 5',
                "7 5.0 +++ killed by SIGKILL +++",
            )
        ),
        encoding="ascii",
    )
    assert [(at, event) for at, event in read([record], Path("/i"))] == [
        (1.5, Made("d.db")),
        (2.5, Wrote("d.db", 40, b"hell")),
        (3.0, Synced("d.db", since=1)),
        (4.0, Synced("", since=3)),
        (4.5, Removed("d.db")),
    ]


@pytest.mark.parametrize("words", ['write(3<{file}>, "{text}", 2) = 2', 'pwrite64(3<{file}>, "{text}"..., 9, 0) = 9'])
def test_what_is_not_understood_is_not_passed_over(tmp_path: Path, words: str) -> None:
    record = tmp_path / "trace"
    line = "7 1.5 " + words.format(file=told(b"/i/d.db"), text=told(b"hi"))
    record.write_text(line, encoding="ascii")
    with pytest.raises(ValueError, match="not"):
        read([record], Path("/i"))
