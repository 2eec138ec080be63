"""Photos of people in place of their drawn faces: agreed to, one small file each, taken away; knows no page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from app.classes.squaring import squared
from app.narration.clip import put
from app.records import Session, journal
from app.records.happened import FactRecord
from app.records.tables import Learner, Staff

PHOTO: Final = "photo"
"""The kind of fact that somebody said yes to a photo: its file's name, the wording they heard, and who asked them."""
PHOTO_GONE: Final = "photo_gone"
"""The kind of fact that it was taken away."""
WORDING: Final = 1
"""The wording of the consent that is asked for now; it counts up when its sentences change."""
_NAME: Final = re.compile(r"[0-9a-f]{32}\.jpg")


class Photos:
    """The files of one copy, each by the hash of what is in it.

    Whoever changes them holds the records' turn to write, so that no two do so at once.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is made before something is kept."""
        self.folder = folder

    def keep(self, picture: bytes) -> str:
        """Put down a picture; its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{hashlib.sha256(picture).hexdigest()[:32]}.jpg"
        put(self.folder / name, picture)
        return name

    def path(self, name: str) -> Path | None:
        """The file of that name; None when there is none."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() else None

    def names(self) -> frozenset[str]:
        """The names of all files."""
        return frozenset(path.name for path in self.folder.glob("*.jpg") if _NAME.fullmatch(path.name))

    def settle(self, wanted: Collection[str]) -> None:
        """Delete every file but these."""
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            if path.name not in wanted:
                path.unlink(missing_ok=True)


def standing(s: Session, files: Photos) -> dict[UUID, str]:
    """Each person who has a photo -> the name of its file; nothing is read where there is no file at all."""
    here = files.names()
    if not here:
        return {}
    return {who: name for who, name in _told(s).items() if name in here}


def keep_photo(s: Session, files: Photos, learner: Learner, member: Staff, sent: bytes, now: datetime) -> FactRecord:
    """Keep somebody's photo in place of an earlier one; they said yes to it. Raises squaring.Refused."""
    name = files.keep(squared(sent))
    body = {"file": name, "wording": WORDING, "by": str(member.id)}
    kept = journal.append_fact(s, kind=PHOTO, learner_id=learner.id, body=body, now=now)
    settle_photos(s, files)
    return kept


def take_away_photo(s: Session, files: Photos, learner: Learner, member: Staff, now: datetime) -> None:
    """Take somebody's photo away: its file is deleted; when there is none, nothing is said of it."""
    if _told(s).get(learner.id):
        journal.append_fact(s, kind=PHOTO_GONE, learner_id=learner.id, body={"by": str(member.id)}, now=now)
    settle_photos(s, files)


def settle_photos(s: Session, files: Photos) -> None:
    """Let the files be what the facts say; asked after whatever may erase a person."""
    files.settle(set(_told(s).values()))


def _told(s: Session) -> dict[UUID, str]:
    facts = sorted((fact for kind in (PHOTO, PHOTO_GONE) for fact in journal.facts(s, kind)), key=_place)
    latest = {fact.learner_id: fact.body.get("file", "") for fact in facts if fact.learner_id is not None}
    return {who: name for who, name in latest.items() if name}


def _place(fact: FactRecord) -> int:
    return fact.sequence
