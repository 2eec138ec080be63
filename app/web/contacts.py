"""When each tablet was last heard from since this start, from where, and who sits at it; in memory, knows no class."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.reports import Presence

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
        self._sits: dict[UUID, Presence] = {}
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

    def sits(self, told: Presence) -> None:
        """Remember who a tablet says sits at it; whoever sat there before is gone from it."""
        with self._turn:
            known = self._sits.get(told.learner_id)
            same = known is not None and not known.gone and _place(known) == _place(told)
            self._sits[told.learner_id] = replace(told, since=known.since) if known and same else told
            for learner_id, one in self._sits.items():
                if one.device_id == told.device_id and learner_id != told.learner_id and not one.gone:
                    self._sits[learner_id] = replace(one, gone=True, since=told.told)

    def here(self) -> list[Presence]:
        """What tablets said of themselves last, one for each person."""
        with self._turn:
            return list(self._sits.values())


def _place(told: Presence) -> tuple[UUID, UUID | None]:
    return told.device_id, told.session_id
