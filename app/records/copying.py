"""Copies the whole database while it is being written, and puts a copy in its place; it knows no table."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.records import verifying
from app.records.engine import Records


class NotWhole(Exception):
    """The file is no database of this product, or not all of one; nothing was changed."""


class InUse(Exception):
    """Something still has the database open; nothing was changed."""


def back_up(database: Path, to: Path) -> None:
    """Write a copy of this moment into a new file; writers go on meanwhile.

    The file has its name only when it has been read back and is on the disk. Raises FileExistsError when there is one
    of that name, OSError when it cannot be written, NotWhole when the log that was copied is not.
    """
    if to.exists():
        raise FileExistsError(to)
    with _beside(to) as part:
        with closing(sqlite3.connect(database)) as connection:
            try:
                connection.execute("VACUUM INTO ?", (str(part),))
            except sqlite3.OperationalError as problem:
                raise OSError(f"{to} could not be written: {problem}") from problem
        _must_be_whole(part)
        part.replace(to)


def restore(copy: Path, database: Path) -> Path | None:
    """Put a copy in the database's place; where that was kept, None when there was none. The server must not run.

    Whoever was erased after the copy was made is in it again, and must be erased again. Raises NotWhole when the copy
    is not, InUse when somebody has the database open.
    """
    with _beside(database) as part:
        shutil.copyfile(copy, part)
        _must_be_whole(part)
        before = _set_aside(database) if database.exists() else None
        part.replace(database)
    return before


def _set_aside(database: Path) -> Path:
    """Copy the database to a name of its own, with all that its log still held."""
    with closing(sqlite3.connect(database, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # Only whoever is alone with a database can do this.
        except sqlite3.OperationalError as problem:
            raise InUse(str(database)) from problem
    number = 1
    while (before := database.with_name(f"{database.name}.before-{number}")).exists():
        number += 1
    shutil.copyfile(database, before)
    return before


def _must_be_whole(file: Path) -> None:
    """Read all of a copy, and have it on the disk."""
    records = Records(f"sqlite:///{file.as_posix()}")
    try:
        with records.session() as s:
            if s.scalar(text("PRAGMA integrity_check")) != "ok" or verifying.verify(s):
                raise NotWhole(str(file))
    except DBAPIError as problem:
        raise NotWhole(str(file)) from problem
    finally:
        records.close()
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """The name of a file beside another one, of which nothing is left afterwards."""
    part = file.with_name(f".{file.name}.part")
    leftovers = [part.with_name(part.name + end) for end in ("", "-wal", "-shm", "-journal")]
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        yield part
    finally:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
