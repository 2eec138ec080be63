"""A file system of a few megabytes that can be filled to its last byte; it needs Linux and root."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """An empty small disk at a new folder; the test is skipped, and says so, where none may be made."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        made = False
    if not made:
        pytest.skip("NOT TRIED: no small file system can be made here (it takes root on Linux)")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(file: Path) -> None:
    """Write into a file until the disk has not one byte left."""
    with file.open("wb", buffering=0) as film:
        try:
            while film.write(bytes(4096)):
                pass
        except OSError:
            return
