"""Two laptops with a class each, for tests of what is carried home; whatever practised there played a real lesson."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app import reports, sync
from app.practice import calendars
from app.records import Records, Session, assignments, attendance, journal, ledger, progress, roster, verifying
from app.records import identity as clock
from app.records.happened import SessionRecord
from app.records.identity import uuid7
from app.records.tables import Learner
from app.simulator import keeping
from app.simulator.lesson import Lesson
from app.sync.format import PARTS, line
from app.sync.writing import _entry
from tests.people import NOW

WELL = ("desktop social correct", "login next correct", "face next correct end")
SLIPS = ("desktop social slip", "desktop social correct", "login next hint", "login next correct")
WRONG_CLOCK = datetime(1970, 1, 1, 8, tzinfo=NOW.tzinfo)


class Laptop:
    """A laptop with a database of its own, a class on it, and a start of its own."""

    def __init__(self, folder: Path, empty: Path, lesson: Lesson, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(empty, folder / "db.sqlite3")
        self.records = Records(f"sqlite:///{(folder / 'db.sqlite3').as_posix()}")
        self.lesson, self.name, self.boot = lesson, name, uuid4()
        self.classroom_id = self.site_id = UUID(int=0)
        self.people: list[UUID] = []

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction in this start of this laptop."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(clock, "BOOT", self.boot)
            with self.records.writing() as s:
                yield s

    def restart(self) -> None:
        self.boot = uuid4()

    def begin(self, names: Sequence[str] = ("王桂芳", "周大顺")) -> None:
        """A class with its volunteer and its people."""
        with self.writing() as s:
            site = roster.add_site(s, name=f"{self.name}村", now=NOW)
            room = roster.add_classroom(s, site=site, name=f"{self.name}班", now=NOW)
            roster.add_staff(s, name=f"{self.name}志愿者", role="volunteer", password="x", now=NOW, classrooms=[room])
            self.site_id, self.classroom_id = site.id, room.id
            assignments.give(s, room.id, [self.lesson.id], NOW)
            calendars.keep(s, room.id, [1], NOW)
            roster.enrol_device(s, classroom=room, now=NOW)
        for name in names:
            self.add(name)

    def add(self, name: str, born: int | None = None) -> UUID:
        with self.writing() as s:
            room = roster.classroom(s, self.classroom_id)
            assert room
            added = roster.add_learner(s, classroom=room, name=name, face="bun", now=NOW, birth_year=born)
            self.people.append(added.id)
            return added.id

    def play(self, who: UUID, script: Iterable[str] = WELL, at: datetime = NOW) -> SessionRecord:
        """Somebody opens the lesson and acts."""
        with self.writing() as s:
            text = keeping.frozen(self.lesson)
            journal.keep_lesson(s, lesson=self.lesson.id, lesson_hash=self.lesson.hash, text=text, now=at)
            opened = journal.open_session(
                s, learner_id=who, site_id=self.site_id, lesson=self.lesson.id, lesson_hash=self.lesson.hash,
                size="true", locale="zh_Hans_CN", voice="cmn", plan={}, now=at,
                device_id=roster.devices(s, self.classroom_id)[0].id,
            )  # fmt: skip
            self.act(s, opened, script)
            return opened

    def act(self, s: Session, opened: SessionRecord, script: Iterable[str]) -> None:
        for second, told in enumerate(script, start=1):
            screen, target, outcome, *end = told.split()
            at = opened.at + timedelta(seconds=second)
            journal.append_attempt(
                s, opened, uuid=uuid7(at), screen=screen, act=f"tap {target}", outcome=outcome, support="alone",
                hints=int(outcome == "hint"), finishes=bool(end), now=at,
            )  # fmt: skip

    def tick(self, day: datetime = NOW) -> None:
        """Everybody was there."""
        with self.writing() as s:
            member = roster.all_staff(s)[0]
            attendance.tick(s, member, self.classroom_id, day.date(), set(self.people), day)

    def file(self, classroom_id: UUID | None = None) -> bytes:
        """The file of a class, this laptop's own if none is named."""
        with self.records.session() as s:
            room = roster.classroom(s, classroom_id or self.classroom_id)
            assert room
            written = io.BytesIO()
            sync.write(s, room, written)
            return written.getvalue()

    def read(self, content: bytes, *, invented: bool = False, **more: Any) -> sync.Coming:
        """Let a file in."""
        with on_disk(content) as path, sync.opened(path) as file, self.writing() as s:
            return sync.take(s, file, NOW, demo=invented, **more)

    def look(self, content: bytes) -> sync.Coming:
        with on_disk(content) as path, sync.opened(path) as file, self.records.session() as s:
            return sync.look_over(s, file, demo=False)

    def pages(self) -> dict[str, Any]:
        """What every page about classes and people is made of, without places in the log."""
        with self.records.session() as s:
            rooms = roster.classrooms(s)
            return {str(room.id): page(s, room.id) for room in rooms}

    def rows(self) -> dict[UUID, str]:
        """Everything that happened and is kept, by UUID, but for what this laptop says of files and of its own log."""
        tables = ("practice_session", "attempt", "choice")
        told = " UNION ALL ".join(f"SELECT sequence FROM {table}" for table in tables)
        facts = "SELECT sequence FROM fact WHERE kind NOT IN ('carried', 'erased')"
        query = f"SELECT uuid, digest FROM arrival WHERE sequence IN ({told} UNION ALL {facts})"
        with self.records.session() as s:
            return {UUID(uuid): digest for uuid, digest in s.connection().exec_driver_sql(query)}

    def whole(self) -> bool:
        """Whether the log is what was appended."""
        with self.records.session() as s:
            return verifying.verify(s) == []


@contextmanager
def laptops(folder: Path, empty: Path, lesson: Lesson) -> Iterator[Callable[[str], Laptop]]:
    """Makes laptops without a class, and closes them at the end."""
    numbers = count()
    with ExitStack() as stack:

        def make(name: str) -> Laptop:
            made = Laptop(folder / str(next(numbers)), empty, lesson, name)
            stack.callback(made.records.close)
            return made

        yield make


def page(s: Session, classroom_id: UUID) -> Any:
    room = roster.classroom(s, classroom_id)
    assert room
    report = reports.class_report(s, room)
    people = roster.learners(s, classroom_id)
    return plain(
        [
            (room.name, room.site.name, report.curve, report.telling),
            [(line.learner.name, line.standings) for line in report.lines],
            [person(s, one) for one in people],
            attendance.days(s, classroom_id),
            assignments.given_to(s, classroom_id),
            calendars.weekdays(s, classroom_id),
            reports.needs_report(s, classroom_id),
            reports.unclear_steps(s, [one.id for one in people]),
            [ledger.ticks(s, one.id) for one in people],
        ]
    )


def person(s: Session, learner: Learner) -> Any:
    report = reports.person_report(s, learner)
    acts = [(act.session_id, act.screen, act.act, act.outcome, act.at) for act in progress.history(s, learner.id)]
    return (learner.name, learner.birth_year, report.standings, report.again, report.curve, acts)


def plain(told: Any) -> Any:
    """The same without places in the log, which differ from laptop to laptop."""
    if hasattr(told, "_fields"):
        return [plain(getattr(told, name)) for name in told._fields if name != "sequence"]
    if hasattr(told, "__dataclass_fields__"):
        return [plain(getattr(told, name)) for name in told.__dataclass_fields__ if name != "sequence"]
    if isinstance(told, (list, tuple)):
        return [plain(one) for one in told]
    return told


@contextmanager
def on_disk(content: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "class.zip")
        path.write_bytes(content)
        yield path


def taken_apart(content: bytes) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """The manifest and the lines of each part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines = {name: [json.loads(one) for one in archive.read(name).splitlines()] for name in PARTS}
        return json.loads(archive.read("manifest.json")), lines


def put_together(manifest: dict[str, Any], parts: dict[str, list[Any]], write: Callable[[Any], bytes] = line) -> bytes:
    """A file of these lines whose sums are right: what somebody could make who knows the format."""
    written = {name: b"".join(map(write, parts[name])) for name in PARTS}
    sums = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "lines": len(parts[name])}
        for name, data in written.items()
    }
    told = manifest | {"parts": sums}
    told["id"] = hashlib.sha256("".join(sums[name]["sha256"] for name in PARTS).encode()).hexdigest()[:32]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in written.items():
            archive.writestr(_entry(name), data)
        archive.writestr(_entry("manifest.json"), line(told))
    return file.getvalue()
