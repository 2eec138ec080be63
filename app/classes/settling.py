"""Lets the files of people be what the facts say, in a turn of its own after the facts are kept; knows no page."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from app.classes.own_words import OwnWords, settle_words
from app.classes.portraits import Photos, settle_photos
from app.records import DiskFull, Records


def settle_files(records: Records, photos: Photos, words: OwnWords, now: datetime) -> None:
    """Delete the photos and the words that no fact names any more.

    Asked at each start and after whatever may erase a person, never inside its transaction: a fact that is undone must
    find its file again. It holds the turn to write, so that no file of somebody else's unfinished turn is deleted.
    Where the disk is full the next time does it.
    """
    with suppress(DiskFull), records.writing() as s:
        settle_photos(s, photos)
        settle_words(s, words, now)
