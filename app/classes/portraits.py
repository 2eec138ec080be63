"""Photos of people in place of their drawn faces: agreed to, one small file each, taken away; knows no page."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from app.classes.hashed import HashedFiles
from app.records import Session, journal
from app.records.happened import FactRecord
from app.records.tables import Learner, Staff

PHOTO: Final = "photo"
"""The kind of fact that somebody said yes to a photo: its file's name, the wording they heard, and who asked them."""
PHOTO_GONE: Final = "photo_gone"
"""The kind of fact that it was taken away."""
WORDING: Final = 1
"""The wording of the consent that is asked for now; it counts up when its sentences change."""


class Photos(HashedFiles):
    """The photos of one copy."""

    ENDING = ".jpg"


def standing(s: Session, files: Photos) -> dict[UUID, str]:
    """Each person who has a photo -> the name of its file; nothing is read where there is no file at all."""
    here = files.names()
    if not here:
        return {}
    return {who: name for who, name in _told(s).items() if name in here}


def keep_photo(s: Session, files: Photos, learner: Learner, member: Staff, small: bytes, now: datetime) -> FactRecord:
    """Keep somebody's photo, as squaring made it, in place of an earlier one, whose file goes when files are settled.

    They said yes to it.
    """
    body = {"file": files.keep(small), "wording": WORDING, "by": str(member.id)}
    return journal.append_fact(s, kind=PHOTO, learner_id=learner.id, body=body, now=now)


def take_away_photo(s: Session, learner: Learner, member: Staff, now: datetime) -> None:
    """Take somebody's photo away: its file goes when files are settled; when there is none, nothing is said of it."""
    if _told(s).get(learner.id):
        journal.append_fact(s, kind=PHOTO_GONE, learner_id=learner.id, body={"by": str(member.id)}, now=now)


def settle_photos(s: Session, files: Photos) -> None:
    """Let the files be what the facts say; asked when these are on the disk, lest a file be gone and its fact not."""
    files.settle(set(_told(s).values()))


def _told(s: Session) -> dict[UUID, str]:
    facts = sorted((fact for kind in (PHOTO, PHOTO_GONE) for fact in journal.facts(s, kind)), key=_place)
    latest = {fact.learner_id: fact.body.get("file", "") for fact in facts if fact.learner_id is not None}
    return {who: name for who, name in latest.items() if name}


def _place(fact: FactRecord) -> int:
    return fact.sequence
