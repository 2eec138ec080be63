"""Which step of a demonstration the laptop shows each class, and which tablets watch; kept in memory, knows no lesson.

Whether a class follows at all is a fact of the log. A start of the laptop forgets the step: nobody follows until the
laptop shows it again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

QUIET: Final = timedelta(minutes=20)
"""When the laptop was not touched for so long, the demonstration is over."""
WATCHES: Final = timedelta(seconds=12)
"""A tablet that asked within this watches; it asks every three seconds."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the laptop shows a class: a lesson, after how many acts, and when it was last touched (running clock)."""

    lesson: str
    step: int
    ran: timedelta


class Projector:
    """What is shown to each class."""

    def __init__(self) -> None:
        self._shown: dict[UUID, Shown] = {}
        self._watching: dict[UUID, dict[UUID, timedelta]] = {}
        self._turn = threading.Lock()

    def show(self, classroom_id: UUID, lesson: str, step: int, ran: timedelta) -> None:
        """Remember the step that is shown."""
        with self._turn:
            self._shown[classroom_id] = Shown(lesson, step, ran)

    def touched(self, classroom_id: UUID, ran: timedelta) -> None:
        """Remember that whoever shows something is still there."""
        with self._turn:
            if classroom_id in self._shown:
                self._shown[classroom_id] = replace(self._shown[classroom_id], ran=ran)

    def shown(self, classroom_id: UUID, ran: timedelta) -> Shown | None:
        """What is shown to a class; None when nothing is, or nobody has touched the laptop for too long."""
        found = self._shown.get(classroom_id)
        return found if found is not None and ran - found.ran <= QUIET else None

    def watches(self, classroom_id: UUID, device_id: UUID, ran: timedelta) -> None:
        """Remember that a tablet watches."""
        with self._turn:
            self._watching.setdefault(classroom_id, {})[device_id] = ran

    def watching(self, classroom_id: UUID, ran: timedelta) -> int:
        """How many tablets of a class watch."""
        with self._turn:
            return sum(ran - last <= WATCHES for last in self._watching.get(classroom_id, {}).values())
