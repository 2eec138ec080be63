"""When each tablet was last heard from since this start, and from where; kept in memory, knows no class."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

RECENTLY: Final = timedelta(minutes=5)
"""A tablet that was heard from within this counts as connected."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The last time a tablet was heard from: by the running clock, by the wall's, and from which address."""

    ran: timedelta
    at: datetime
    address: str


class Contacts:
    """The last contact of each tablet; a start of the laptop forgets them."""

    def __init__(self) -> None:
        self._last: dict[UUID, Contact] = {}
        self._turn = threading.Lock()

    def heard(self, device_id: UUID, contact: Contact) -> None:
        """Remember that a tablet was heard from."""
        with self._turn:
            self._last[device_id] = contact

    def last(self, device_id: UUID) -> Contact | None:
        """The last contact of a tablet; None when it was not heard from since the start."""
        return self._last.get(device_id)

    def connected(self, device_id: UUID, now: timedelta) -> bool:
        """Whether a tablet was heard from RECENTLY, `now` being the time since this machine's start."""
        found = self._last.get(device_id)
        return found is not None and now - found.ran <= RECENTLY
