"""How much time and memory a large class takes on its way home: python -m tests.carried_load 1000000 (acts)."""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from app import sync
from app.records import Records, journal, roster
from app.records.identity import uuid7
from app.records.journal import NewAttempt
from app.records.upgrading import upgrade
from app.simulator import keeping
from tests.people import NOW
from tests.shelves import the_shelf

ACTS = 50
"""So many acts has a play."""
PEOPLE = 30


def main(acts: int) -> None:
    """Make a class that did so many acts, write it, read it, and print what each took; the peak is of the process."""
    folder = Path(tempfile.mkdtemp())
    away, home = (Records(f"sqlite:///{(folder / name).as_posix()}") for name in ("away", "home"))
    upgrade(away)
    upgrade(home)
    classroom = filled(away, acts)
    file = folder / "class.zip"
    told("made")
    with away.session() as s, file.open("wb") as written:
        room = roster.classroom(s, classroom)
        assert room
        sync.write(s, room, written)
    told(f"written: {file.stat().st_size / 1e6:.0f} MB")
    with sync.opened(file) as read, home.session() as s:
        sync.look_over(s, read, demo=False)
    told("looked over")
    with sync.opened(file) as read, home.writing() as s:
        came = sync.take(s, read, NOW, demo=False)
    told(f"let in: {came.new} rows")
    with sync.opened(file) as read, home.writing() as s:
        again = sync.take(s, read, NOW, demo=False)
    told(f"let in once more: {again.new} rows")
    shutil.rmtree(folder)


def filled(records: Records, acts: int) -> UUID:
    """A class of some people who did so many acts."""
    lesson = next(iter(the_shelf().lessons.values()))
    with records.writing() as s:
        site = roster.add_site(s, name="村", now=NOW)
        room = roster.add_classroom(s, site=site, name="班", now=NOW)
        people = [roster.add_learner(s, classroom=room, name=f"人{n}", face="bun", now=NOW) for n in range(PEOPLE)]
        text = keeping.frozen(lesson)
        journal.keep_lesson(s, lesson=lesson.id, lesson_hash=lesson.hash, text=text, now=NOW)
        for play in range(acts // ACTS):
            at = NOW + timedelta(minutes=play)
            opened = journal.open_session(
                s, learner_id=people[play % PEOPLE].id, site_id=site.id, lesson=lesson.id, lesson_hash=lesson.hash,
                size="true", locale="zh_Hans_CN", voice="cmn", plan={}, now=at,
            )  # fmt: skip
            journal.append_attempts(
                s,
                [
                    NewAttempt(
                        uuid7(at), opened, f"s{n % 9}", "tap next", "correct", "alone", at, finishes=n == ACTS - 1
                    )
                    for n in range(ACTS)
                ],
            )
        return room.id


BEGUN = time.monotonic()


def told(what: str) -> None:
    """Print what is done, since when, and the most memory that this process had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.monotonic() - BEGUN:6.0f} s  {peak:5.0f} MB  {what}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
