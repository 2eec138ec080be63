"""Lets one at a time in, threads and processes alike, on every system; knows nothing of what they do inside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 6.0
"""So many seconds somebody waits for others; a change takes a fraction of one, and a page gives up after 8."""


class Busy(RuntimeError):
    """Others were inside for too long."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone, by a lock that ends with the process that holds it; raises Busy after PATIENCE.

    The lock is SQLite's on an empty database, since the standard library has no file lock that works on Windows too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as door:
        try:
            door.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            raise Busy(path.name) from problem
        yield
