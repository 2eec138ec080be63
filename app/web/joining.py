"""The codes by which tablets come into a class without anybody's password; kept in memory, knows no tablet."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

LASTS: Final = timedelta(hours=12)
"""So long a code lets tablets in: a day of classes."""
DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Code:
    """What lets a tablet into a class: four digits to type, or a long word in the square to scan."""

    classroom_id: UUID
    digits: str
    word: str
    until: timedelta


class Joining:
    """The codes of the classes that are open; each `now` is the time since this machine's start."""

    def __init__(self) -> None:
        self._codes: dict[UUID, Code] = {}
        self._turn = threading.Lock()

    def code(self, classroom_id: UUID, now: timedelta) -> Code:
        """The code of a class, a new one when it has none that lasts."""
        with self._turn:
            kept = self._codes.get(classroom_id)
            if kept is None or kept.until <= now:
                taken = {one.digits for one in self._codes.values()}
                digits = next(new for new in iter(_digits, "") if new not in taken)
                kept = self._codes[classroom_id] = Code(classroom_id, digits, secrets.token_urlsafe(16), now + LASTS)
            return kept

    def classroom(self, told: str, now: timedelta) -> UUID | None:
        """The class that a code, typed or scanned, lets into; None when it lets in nowhere."""
        with self._turn:
            for one in self._codes.values():
                right = hmac.compare_digest(told.encode(), one.digits.encode())
                if (right | hmac.compare_digest(told.encode(), one.word.encode())) and one.until > now:
                    return one.classroom_id
        return None


def _digits() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))
