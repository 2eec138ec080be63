"""What the running application carries: settings, records, lessons, words, voices, the model …; it makes none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import current_app

from app.bench import Drafts
from app.classes.own_words import OwnWords
from app.classes.portraits import Photos
from app.classes.settling import settle_files as settle
from app.config import Settings
from app.dialects.catalogues import Catalogues
from app.narration import Library
from app.narration.ear import Ear
from app.narration.recordings import Recordings
from app.records import Records
from app.reports.coverage import Coverage
from app.simulator.shelf import Shelf
from models.artefact import Artefact


def settings() -> Settings:
    """The settings of the running application; needs an application context, as every function here does."""
    return cast(Settings, current_app.extensions["settings"])


def now() -> datetime:
    """This moment by the wall's clock, aware, in UTC; it may be wrong by decades, so nothing is allowed by it."""
    clock = cast(Callable[[], datetime], current_app.extensions["clock"])
    return clock()


def records() -> Records:
    """The records of the running application."""
    return cast(Records, current_app.extensions["records"])


def shelf() -> Shelf:
    """The lessons that can be played, and the catalogue they share."""
    return cast(Shelf, current_app.extensions["shelf"])


def drafts() -> Drafts:
    """The lessons that are being made in the workshop."""
    return cast(Drafts, current_app.extensions["drafts"])


def catalogues() -> Catalogues:
    """The words of lessons in every language and dialect."""
    return cast(Catalogues, current_app.extensions["catalogues"])


def library() -> Library:
    """The clips, and the workshop that makes the missing ones."""
    return cast(Library, current_app.extensions["library"])


def coverage() -> Coverage:
    """What can be heard in each way of speaking."""
    return cast(Coverage, current_app.extensions["coverage"])


def recordings() -> Recordings:
    """The recordings of readers."""
    return cast(Recordings, current_app.extensions["recordings"])


def photos() -> Photos:
    """The photos of people."""
    return cast(Photos, current_app.extensions["photos"])


def own_words() -> OwnWords:
    """The words that people said about what is not clear to them."""
    return cast(OwnWords, current_app.extensions["own_words"])


def settle_files() -> None:
    """Let the files of people be what the facts say; see classes.settling."""
    settle(records(), photos(), own_words(), now())


def ear() -> Ear:
    """Who listens to what readers and learners send."""
    return cast(Ear, current_app.extensions["ear"])


def artefact(*, demo: bool = False) -> Artefact:
    """The learner model that is served; that of the demo's people is their own."""
    return cast(Artefact, current_app.extensions["artefact_demo" if demo else "artefact"])
