"""Opens the database: many readers, one writer, and an fsync before a write counts; knows no table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import Session, sessionmaker

from app.records.room import DiskFull, Room
from app.records.together import Together

BUSY_MS: Final = 10_000
"""How long one process waits for another one's write (the command line beside the server)."""

_PRAGMAS: Final = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "busy_timeout": str(BUSY_MS),
}


class Records:
    """The door to the database at a URL: `session()` to read, `writing()` to write.

    SQLite by default, PostgreSQL by URL. Nothing here makes a table: `app.records.upgrading.upgrade` does.
    There is one writer at a time in a process. A body under `writing()` must be short and must never wait for a
    person or a network: those that come at the same moment share one commit, and all wait for it.
    Two processes that append to one log in the same moment cannot both: the second one gets IntegrityError.
    """

    def __init__(self, url: str) -> None:
        """Open the database lazily; raises ValueError for an in-memory database, which two connections cannot share."""
        place = make_url(url)
        sqlite = place.get_backend_name() == "sqlite"
        self.file = _prepared_file(place) if sqlite else None
        """The database's file; None where the database is elsewhere."""
        self.room = Room(self.file.parent) if self.file is not None else None
        """What is kept back of the disk, as far as the file is."""
        self.reader = _engine(place, pool_size=8, max_overflow=-1)
        self.writer = _engine(place, pool_size=1, max_overflow=0)
        if self.room is not None:
            _set_up_sqlite(self.reader, self.room, begin="BEGIN", query_only="ON")
            _set_up_sqlite(self.writer, self.room, begin="BEGIN IMMEDIATE", query_only="OFF")
        else:
            self.reader = self.reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._reading = sessionmaker(self.reader, expire_on_commit=False)
        self._together = Together(self.writer)

    def start(self) -> bool:
        """Keep some of the disk back and open the database, which mends what a power cut left; False when full."""
        room = self.room is None or self.room.keep()
        try:
            self.answers()
        except DiskFull:
            self.answers()
        return room and not self.full

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One consistent view of the database, to read only: a write raises DBAPIError."""
        with self._reading() as s:
            yield s

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed and on the disk when the block ends, undone when it raises.

        Raises DiskFull, and keeps nothing of the block, when the disk is; RuntimeError inside another `writing()` of
        the same thread, which would wait for itself.
        """
        if self.room is not None:
            self.room.ask()
        with self._together.writing() as s:
            yield s

    @property
    def full(self) -> bool:
        """Whether the disk was full when last something was to be written."""
        return self.room is not None and self.room.full

    @property
    def waiting(self) -> int:
        """How many writers wait for their turn at this moment."""
        return self._together.waiting

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """The writer's connection in one transaction, for migrations."""
        with self._together.alone() as connection:
            yield connection

    def leave_no_trace(self) -> bool:
        """Let nothing that was erased stand in the write-ahead log either; False when a reader was in the way.

        SQLite fills freed pages with zeros (`secure_delete`), but the log holds what stood there until it is emptied.
        """
        if self.file is None:
            return True
        with self._together.idle() as connection:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def answers(self) -> bool:
        """True when the database can be asked something now; raises what the driver raises when it cannot."""
        with self.session() as s:
            return bool(s.scalar(text("SELECT 1")) == 1)

    def close(self) -> None:
        """Let go of every connection, so that the file can be moved or removed."""
        self.reader.dispose()
        self.writer.dispose()


def _engine(place: URL, *, pool_size: int, max_overflow: int) -> Engine:
    return create_engine(
        place,
        pool_size=pool_size,
        max_overflow=max_overflow,
        json_serializer=_as_json,
        hide_parameters=True,
    )


def _as_json(value: Any) -> str:
    """JSON that a person can read in the database; raises ValueError for a number that JSON does not have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _prepared_file(place: URL) -> Path:
    if not place.database or place.database == ":memory:" or place.database.startswith("file:"):
        raise ValueError("records need a database file: sqlite:///path/to/file")
    file = Path(place.database).absolute()
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _set_up_sqlite(engine: Engine, room: Room, *, begin: str, query_only: str) -> None:
    """Give every connection of the engine its pragmas, let SQLAlchemy, not the driver, begin transactions, and tell a
    full disk from every other trouble.
    """

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in {**_PRAGMAS, "query_only": query_only}.items():
            cursor.execute(f"PRAGMA {name}={value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def notice_a_full_disk(context: ExceptionContext) -> None:
        if room.noticed(context.original_exception):
            room.give_up()
            raise DiskFull from context.original_exception
