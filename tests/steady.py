"""The clock that nobody can set, put forward by a test instead of waiting; it knows no application."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from app.records import identity


class Steady:
    """Runs only when it is told to; begins at this machine's own time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand in for the clock by which what happens is told."""
        self._now = time.monotonic_ns()
        monkeypatch.setattr(identity, "time", SimpleNamespace(monotonic_ns=lambda: self._now))

    def pass_by(self, seconds: float) -> None:
        """Let so much time pass."""
        self._now += round(seconds * 1e9)

    @property
    def seconds(self) -> float:
        """What it says."""
        return self._now / 1e9
