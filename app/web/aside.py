"""Files that were sent in and wait in a folder until somebody has looked at them and decided; it knows none of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from app.narration.clip import put
from app.records.identity import uuid7

ENDING = ".waiting"


def lay(folder: Path, content: bytes, now: datetime) -> UUID:
    """Put a file aside in place of whatever nobody decided about; gives back what it is asked for by."""
    folder.mkdir(parents=True, exist_ok=True)
    for older in folder.glob("*"):
        older.unlink(missing_ok=True)
    token = uuid7(now)
    put(folder / f"{token}{ENDING}", content)
    return token


def found(folder: Path, token: UUID) -> bytes:
    """What waits under a token; raises OSError when it is gone."""
    return (folder / f"{token}{ENDING}").read_bytes()


def let_go(folder: Path, token: UUID) -> None:
    """Delete it: somebody has decided."""
    (folder / f"{token}{ENDING}").unlink(missing_ok=True)
