"""Runs a program under strace and reads back what it did to the files of one folder; it knows no database."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.power.disk import Cut, Event, Made, Removed, Synced, Wrote

DONE_TO_FILES: Final = "openat,unlink,pwrite64,ftruncate,fdatasync,fsync,write,writev,pwritev,rename"
"""What is recorded; the reader knows the first six and refuses the others, which the database never does."""
LONGEST: Final = 1 << 20
"""Bytes of one write that are told in full."""

_LINE: Final = re.compile(r"(\d+) +(\d+\.\d+) (.*)")
_CALL: Final = re.compile(r"(\w+)\((.*)\) += (-?\d+)(.*)", re.DOTALL)
_RESUMED: Final = re.compile(r"<\.\.\. (\w+) resumed>(.*)", re.DOTALL)
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_FILE: Final = re.compile(r"<((?:\\x[0-9a-f]{2})+)>(?!\(deleted\))")


class Told(NamedTuple):
    """One thing that was done, when by the wall's clock it was at the latest still under way."""

    at: float
    event: Event


class Begun(NamedTuple):
    """A call that one thread is in: how it was written, and how many events had been before it."""

    words: str
    before: int


def may_trace() -> bool:
    """Whether strace is here and may look into another process."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def command(record: Path, files: Iterable[Path]) -> list[str]:
    """The words before a command that have strace record what is done to some files."""
    watched = [word for path in files for word in ("-P", str(path))]
    trace = f"trace={DONE_TO_FILES}"
    return ["strace", "-f", "-ttt", "-y", "-xx", "-s", str(LONGEST), "-e", trace, *watched, "-o", str(record)]


def kill(tracer: subprocess.Popen[bytes]) -> None:
    """End the traced program at once, and let strace write down all it saw."""
    children = Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children").read_text(encoding="ascii").split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    tracer.wait()


def read(records: Sequence[Path], folder: Path) -> list[Told]:
    """What was done to the files of a folder, in the order it was done, over several recorded runs."""
    told: list[Told] = []
    for record in records:
        begun: dict[str, Begun] = {}
        for process, at, words in _lines(record):
            if words.endswith("<unfinished ...>"):
                begun[process] = Begun(words.removesuffix("<unfinished ...>").rstrip(), len(told))
                continue
            before = len(told)
            if resumed := _RESUMED.fullmatch(words):
                start = begun.pop(process)
                words, before = start.words + resumed[2], start.before
            call = _CALL.fullmatch(words)
            if call is not None and int(call[3]) >= 0:
                told += [Told(at, event) for event in _events(call[1], call[2], int(call[3]), folder, before)]
    return told


def _lines(record: Path) -> Iterator[tuple[str, float, str]]:
    with record.open(encoding="ascii") as lines:
        for line in lines:
            parts = _LINE.fullmatch(line.rstrip("\n"))
            if parts is None:
                raise ValueError(f"a line of strace that is not understood: {line[:200]}")
            yield parts[1], float(parts[2]), parts[3]


def _events(name: str, words: str, result: int, folder: Path, before: int) -> Iterator[Event]:
    """What one call did. Raises ValueError for a call whose effect on the folder this reader does not know."""
    if name in ("openat", "unlink"):
        if (file := _within(folder, _text(words))) and (name == "unlink" or "O_CREAT" in words):
            yield Removed(file) if name == "unlink" else Made(file)
        return
    found = _FILE.search(words)
    file = _within(folder, _plain(found[1]).decode()) if found else None
    if name == "rename":
        raise ValueError(f"a file was renamed: {_text(words)}")
    if file is None:
        return
    if name in ("fsync", "fdatasync"):
        yield Synced(file, before)
    elif name == "pwrite64":
        yield Wrote(file, int(words.rsplit(", ", 1)[1]), _data(words)[:result])
    elif name == "ftruncate":
        yield Cut(file, int(words.rsplit(", ", 1)[1]))
    else:
        raise ValueError(f"{name} on {file} is not understood")


def _within(folder: Path, path: str) -> str | None:
    """The name of a file of the folder, "" for the folder itself, None for what lies elsewhere."""
    if Path(path) == folder:
        return ""
    return Path(path).name if Path(path).parent == folder else None


def _text(words: str) -> str:
    return _data(words).decode()


def _data(words: str) -> bytes:
    found = _TEXT.search(words)
    if found is None or found[2]:
        raise ValueError(f"a call that was not told in full: {words[:200]}")
    return _plain(found[1])


def _plain(told: str) -> bytes:
    return bytes.fromhex(told.replace("\\x", ""))
