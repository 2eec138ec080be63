"""The power goes anywhere in the life of the real server: no act that was answered for is lost, no image is corrupt.

The server runs under strace while tablets practise; from what it did to the disk, images are rebuilt as they may be
found after a power cut, and each is opened as the product opens it. The same over a server in a hurry must lose.
"""

from __future__ import annotations

import sys
import tempfile
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.records import Records, journal, verifying
from app.records.tables import Attempt
from tests.browser.serving import Copy
from tests.people import NOW
from tests.power import tracing
from tests.power.disk import FATES, Disk
from tests.power.tablets import Acknowledged, Tablet, all_at_once
from tests.power.tracing import Told

pytestmark = [pytest.mark.slow, pytest.mark.holds("power-cut")]

IMAGES = 240
ALL_IMAGES = 1200
"""When this line of what must hold is asked for by its name."""
HASTY_IMAGES = 60
AT_ONCE = 4
"""Tablets that practise at the same time, so that writers share commits."""
DATABASE = "bandaojia.sqlite3"
FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-journal")
MEMORY = Path("/dev/shm")
"""Where images are made when there is such a place: nothing of them needs a disk."""


class Life(NamedTuple):
    """What is known of a recorded server: the database before, what it did to the disk, what it answered for."""

    before: bytes
    told: list[Told]
    acknowledged: list[Acknowledged]


class Verdict(NamedTuple):
    """What the images of a life came to: acts missing that had been acknowledged, and images that are not whole."""

    images: int
    acknowledged: int
    lost: int
    corrupt: int

    def __str__(self) -> str:
        return f"images {self.images} acknowledged {self.acknowledged} lost {self.lost} corrupt {self.corrupt}"


@pytest.fixture
def tracing_allowed(request: pytest.FixtureRequest) -> None:
    """Tracing must be allowed; where the line is asked for by name, its absence is a failure and no excuse."""
    if not tracing.may_trace():
        words = "POWER CUT NOT PROVED: strace is missing or may not trace here (apt-get install strace)"
        if request.config.getoption("--holds"):
            pytest.fail(words)
        pytest.skip(words)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder for images."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        yield Path(place)


@pytest.fixture
def recorded(tmp_path: Path, empty_database: Path) -> Iterator[Copy]:
    """A copy with a class, none of its own connections open."""
    serving = Copy.over(tmp_path / "instance", empty_database)
    serving.make_class()
    yield serving
    serving.close()


def live(serving: Copy, program: list[str], lives: int) -> Life:
    """Let tablets practise on a recorded server that is killed in the middle of it, once or more."""
    lessons = list(serving.shelf.lessons.values())
    instance = serving.settings.instance
    people = [serving.seated(serving.newcomer()) for _ in range(AT_ONCE * lives)]
    serving.records.close()
    assert not (instance / f"{DATABASE}-wal").exists()
    before = (instance / DATABASE).read_bytes()
    acknowledged: list[Acknowledged] = []
    traces = []
    for number in range(lives):
        traces.append(instance.parent / f"trace-{number}")
        serving.command = [*tracing.command(traces[-1], [instance, *(instance / name for name in FILES)]), *program]
        serving.end = tracing.kill
        serving.start()
        some = people[number * AT_ONCE :][:AT_ONCE]
        tablets = [Tablet(serving.address, cookies, acknowledged) for cookies in some]
        threads = all_at_once((tablet, lessons[i % len(lessons)]) for i, tablet in enumerate(tablets))
        threads[number % AT_ONCE].join()
        serving.kill()
        for thread in threads:
            thread.join()
    return Life(before, tracing.read(traces, instance), sorted(acknowledged))


def judge(life: Life, images: int, folder: Path, chance: Random) -> Verdict:
    """Cut the power so many times, anywhere from the first act on, and look at what is found."""
    times = [one.at for one in life.acknowledged]
    first = bisect_left([told.at for told in life.told], times[0])
    cuts = sorted((chance.randint(first, len(life.told)), FATES[n % len(FATES)]) for n in range(images))
    disk, done, lost, corrupt = Disk({DATABASE: life.before}), 0, 0, 0
    for cut, fate in cuts:
        for told in life.told[done:cut]:
            disk.take(told.event)
        done = cut
        heard = len(times) if cut == len(life.told) else bisect_left(times, life.told[cut].at)
        expected = {one.uuid for one in life.acknowledged[:heard]}
        found = look(disk.after_a_cut(chance, fate), folder)
        corrupt += found is None
        lost += len(expected - (found or set()))
    return Verdict(images, len(times), lost, corrupt)


def must_be_told_in_full(life: Life, folder: Path) -> None:
    """With all on the disk that the server wrote, all it answered for is there: nothing went unrecorded."""
    disk = Disk({DATABASE: life.before})
    for told in life.told:
        disk.take(told.event)
    found = look(disk.after_a_cut(Random(1), "all"), folder)
    assert found is not None and {one.uuid for one in life.acknowledged} <= found


def look(files: dict[str, bytes], folder: Path) -> set[UUID] | None:
    """The acts in an image opened as the product opens it, None when it is not whole or does not go on."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    records = Records(f"sqlite:///{(folder / DATABASE).as_posix()}")
    try:
        with records.session() as s:
            whole = s.scalar(text("PRAGMA integrity_check")) == "ok"
            whole = whole and not s.execute(text("PRAGMA foreign_key_check")).all() and not verifying.verify(s)
            found = set(s.scalars(select(Attempt.uuid)))
        with records.writing() as s:
            journal.append_fact(s, kind="goes on", body={}, now=NOW)
        with records.session() as s:
            return found if whole and not verifying.verify(s) else None
    except DBAPIError:
        return None
    finally:
        records.close()
        for path in folder.iterdir():
            path.unlink()


def test_a_server_in_a_hurry_is_noticed(tracing_allowed: None, recorded: Copy, folder: Path) -> None:
    life = live(recorded, [sys.executable, "-m", "tests.power.hasty"], lives=1)
    must_be_told_in_full(life, folder)
    verdict = judge(life, HASTY_IMAGES, folder, Random(1))
    assert verdict.lost > 0 and verdict.corrupt == 0


def test_a_power_cut_loses_nothing_that_was_answered_for(
    tracing_allowed: None,
    recorded: Copy,
    folder: Path,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = bool(pytestconfig.getoption("--holds"))
    life = live(recorded, [sys.executable, "-m", "app"], lives=4 if whole else 2)
    must_be_told_in_full(life, folder)
    verdict = judge(life, ALL_IMAGES if whole else IMAGES, folder, Random(1))
    with capsys.disabled():
        print(f"\n{verdict}")
    assert verdict.acknowledged > 100
    assert (verdict.lost, verdict.corrupt) == (0, 0)
