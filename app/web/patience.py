"""Slows down guessing of passwords a little and locks nobody out; it knows addresses, not people."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Final

FREE: Final = 3
"""So many wrong passwords cost nothing: old hands and small keys."""
LONGEST: Final = timedelta(seconds=30)
FORGOTTEN: Final = timedelta(minutes=15)
MOST: Final = 1000
"""More addresses than this are not remembered."""


class Patience:
    """How long an address must wait before its next password is looked at: 1, 2, 4 … seconds, LONGEST at most.

    Each `now` is the time since this machine's start, which nobody can set: a clock put right makes nobody wait.
    """

    def __init__(self) -> None:
        self._missed: dict[str, tuple[int, timedelta]] = {}
        self._turn = threading.Lock()

    def wait(self, address: str, now: timedelta) -> timedelta:
        """What is left to wait; nothing when the next password may be looked at."""
        with self._turn:
            times, last = self._recent(address, now)
            pause = min(timedelta(seconds=2 ** (times - FREE)), LONGEST) if times >= FREE else timedelta()
            return max(timedelta(), last + pause - now)

    def missed(self, address: str, now: timedelta) -> None:
        """Remember one more wrong password."""
        with self._turn:
            times, _ = self._recent(address, now)
            self._missed.pop(address, None)
            self._missed[address] = (times + 1, now)
            while len(self._missed) > MOST:
                del self._missed[next(iter(self._missed))]

    def met(self, address: str) -> None:
        """Forget what went before: the password was right."""
        with self._turn:
            self._missed.pop(address, None)

    def _recent(self, address: str, now: timedelta) -> tuple[int, timedelta]:
        times, last = self._missed.get(address, (0, now))
        return (times, last) if now - last < FORGOTTEN else (0, now)
