"""Keeps a little of the disk back for the day it is full, and says when that day has come; knows no table."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

KEPT: Final = 512 * 1024
"""Bytes kept back: enough for SQLite to open, recover and tidy its files on a disk that has nothing else left."""

_FULL: Final = {sqlite3.SQLITE_FULL}
_FULL_WHEN_NOTHING_IS_LEFT: Final = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
}
"""What SQLite also says of a disk that is full, but of a broken one too."""


class DiskFull(Exception):
    """The disk is full; nothing of what was to be written has been kept."""


class Room:
    """The file that is kept back in the database's folder, and whether the disk is full.

    While it is full nothing is written: not even what is deleted could be, and half an act is none. The file is
    given up when the disk fills and made again, whole and real, as soon as there is room for twice its size.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is written before `keep`."""
        self.free: Callable[[], int] = lambda: shutil.disk_usage(folder).free
        """How many bytes the disk has left."""
        self._file = folder / "disk-reserve"
        self._turn = threading.Lock()
        self.full = False

    def keep(self) -> bool:
        """Have the file on the disk; False, and full, when there is no room for it."""
        with self._turn:
            if not self._is_there():
                self.full = not self._make()
            return not self.full

    def give_up(self) -> None:
        """The disk is full: let SQLite have what was kept back."""
        with self._turn:
            self.full = True
            self._file.unlink(missing_ok=True)

    def ask(self) -> None:
        """Raise DiskFull while the disk is full; once there is room again it is kept back first."""
        if self.full and not self.keep():
            raise DiskFull

    def noticed(self, problem: BaseException | None) -> bool:
        """Whether what the database raised says that the disk is full."""
        if not isinstance(problem, sqlite3.Error):
            return False
        code = getattr(problem, "sqlite_errorcode", None)
        return code in _FULL or (code in _FULL_WHEN_NOTHING_IS_LEFT and self.free() < KEPT)

    def _is_there(self) -> bool:
        return not self.full and self._file.exists() and self._file.stat().st_size == KEPT

    def _make(self) -> bool:
        """Write the file with bytes that no file system folds away; whether it could be written."""
        if self.free() < 2 * KEPT:
            return False
        try:
            with self._file.open("wb") as file:
                file.write(os.urandom(KEPT))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self._file.unlink(missing_ok=True)
            return False
        return True
