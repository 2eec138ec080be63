"""Has missing clips made by one low-priority process, the line on the screen first; no caller ever waits for it."""

from __future__ import annotations

import itertools
import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
"""Seconds after which a process that has not finished a clip is ended and started anew."""
IDLE = 180.0
"""Seconds without work after which the process is ended, for it holds some 500 MB."""
SAME_PAGE = 1.0
"""Seconds between two lines of one page at most."""
_LOWEST = getattr(subprocess, "IDLE_PRIORITY_CLASS", 0)


@dataclass(frozen=True, order=True)
class Job:
    """One line to be made; the smaller `turn` comes first."""

    turn: tuple[int, int, int]
    chain: tuple[str, ...] = field(compare=False)
    text: str = field(compare=False)


class Bench(Protocol):
    """Whatever makes clips for the workshop."""

    def make(self, chain: Iterable[str], text: str) -> bool:
        """Make one clip, waiting for it; False when no voice could."""
        ...

    def close(self) -> None:
        """Let go of what it holds."""
        ...


class Workshop:
    """A queue with one thread that waits for the bench, so that whoever asks does not."""

    def __init__(self, bench: Bench, idle: float = IDLE, clock: Callable[[], float] = time.monotonic) -> None:
        self._bench = bench
        self._idle = idle
        self._clock = clock
        self._page = 0
        self._asked_at = clock()
        self._jobs: queue.PriorityQueue[Job] = queue.PriorityQueue()
        self._waiting: dict[tuple[tuple[str, ...], str], Job] = {}
        self._failed: set[tuple[tuple[str, ...], str]] = set()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, chain: Iterable[str], text: str, urgent: bool) -> None:
        """Put a line on the queue: urgent ones before all others, the newest page's first; others as asked."""
        key = (tuple(chain), text)
        with self._lock:
            turn = (0, -self._newest_page(), next(self._numbers)) if urgent else (1, 0, next(self._numbers))
            if key in self._failed or (key in self._waiting and self._waiting[key].turn < turn):
                return
            job = Job(turn, *key)
            self._waiting[key] = job
            self._jobs.put(job)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="narration", daemon=True)
                self._thread.start()

    @property
    def waiting(self) -> int:
        """How many lines are still to be made, the one being made included."""
        with self._lock:
            return len(self._waiting)

    def join(self) -> None:
        """Wait until all that was asked for is made or given up."""
        self._jobs.join()

    def _newest_page(self) -> int:
        """The number of the page that asks: lines asked for within a second of each other stand on one."""
        now = self._clock()
        if now - self._asked_at > SAME_PAGE:
            self._page += 1
        self._asked_at = now
        return self._page

    def _work(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=self._idle)
            except queue.Empty:
                self._bench.close()
                job = self._jobs.get()
            try:
                self._one(job)
            finally:
                self._jobs.task_done()

    def _one(self, job: Job) -> None:
        key = (job.chain, job.text)
        with self._lock:
            if self._waiting.get(key) is not job:
                return
        made = self._bench.make(job.chain, job.text)
        with self._lock:
            self._waiting.pop(key, None)
            if not made:
                self._failed.add(key)


class Helper:
    """A program in a process of its own, given jobs and asked for answers line by line; for one thread at a time."""

    def __init__(self, command: Sequence[str], patience: float) -> None:
        self._command = tuple(command)
        self._patience = patience
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def ask(self, job: Mapping[str, object]) -> str:
        """The answer to one job; empty, and the process replaced, when it died or hangs."""
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=self._patience)
        except (OSError, queue.Empty) as problem:
            log.warning("%s did not answer (%r); it is started anew", self._command[2], problem)
            answer = ""
        if not answer:
            self.close()
        return answer.strip()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _shut(stream)

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env={**os.environ, "PYTHONUTF8": "1"},
                encoding="utf-8",
                creationflags=_LOWEST,
            )
            assert self._process.stdout is not None
            self._answers = queue.Queue()
            arguments = (self._process.stdout, self._answers)
            threading.Thread(target=_listen, args=arguments, name="narration-answers", daemon=True).start()
        return self._process


class Process(Helper):
    """The bench in a process of its own: `python -m app.narration.worker`."""

    def __init__(
        self,
        folder: Path,
        engines: Path,
        online: bool = False,
        patience: float = PATIENCE,
        command: Sequence[str] = (sys.executable, "-m", "app.narration.worker"),
    ) -> None:
        super().__init__((*command, str(folder), str(engines), str(int(online))), patience)

    def make(self, chain: Iterable[str], text: str) -> bool:
        """Have one clip made; a process that died or hangs is replaced, and the line given up."""
        return self.ask({"chain": list(chain), "text": text}) == "made"


def _listen(answers: IO[str], into: queue.Queue[str]) -> None:
    """Pass on each answer, and an empty one when the process has ended."""
    try:
        for answer in answers:
            into.put(answer)
    except ValueError:
        log.debug("the narration process was closed while it was listened to")
    into.put("")


def _shut(stream: IO[str]) -> None:
    try:
        stream.close()
    except OSError as problem:
        log.debug("a pipe of the narration process was already broken: %s", problem)
