"""Has what readers send judged by a process of its own, so that no file can hurt the class; decodes nothing itself."""

from __future__ import annotations

import base64
import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from app.narration import recordings
from app.narration.recordings import Verdict
from app.narration.workshop import IDLE, Helper

PATIENCE = 30.0
"""Seconds after which a process that has not judged a take is ended and started anew."""


class Ear(Protocol):
    """Whoever judges takes."""

    def hear(self, encoded: bytes, syllables: int, as_it_is: bool = False) -> Verdict:
        """The verdict on a file for a line of so many syllables or OWN_WORDS; `as_it_is` keeps its bytes when fine."""
        ...


class Judge:
    """`python -m app.narration.judging`, started for the first take and ended when nobody reads any more."""

    def __init__(
        self,
        patience: float = PATIENCE,
        idle: float = IDLE,
        command: Sequence[str] = (sys.executable, "-m", "app.narration.judging"),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._helper = Helper(command, patience)
        self._patience = patience
        self._clock = clock
        self._idle = idle
        self._turn = threading.Lock()
        self._end: threading.Timer | None = None

    def hear(self, encoded: bytes, syllables: int, as_it_is: bool = False) -> Verdict:
        """The verdict; a file at which the process dies twice, or hangs, counts as no sound file.

        Once may be the system's doing, which ends what it has no memory for; somebody's words are not lost by that.
        """
        if len(encoded) > recordings.MOST_BYTES:
            return Verdict(recordings.BIG)
        job = {"sound": base64.b64encode(encoded).decode(), "syllables": syllables, "as_it_is": as_it_is}
        with self._turn:
            began = self._clock()
            answer = self._helper.ask(job)
            if not answer and self._clock() - began < self._patience:
                answer = self._helper.ask(job)
            self._rest()
        if not answer:
            return Verdict(recordings.NO_SOUND)
        told = json.loads(answer)
        phrases = tuple((float(start), float(end)) for start, end in told["phrases"])
        return Verdict(told["word"], base64.b64decode(told["sound"]), told["duration"], phrases)

    def close(self) -> None:
        """End the process."""
        with self._turn:
            if self._end is not None:
                self._end.cancel()
            self._helper.close()

    def _rest(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = threading.Timer(self._idle, self.close)
        self._end.daemon = True
        self._end.start()
