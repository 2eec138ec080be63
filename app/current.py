"""What the running application carries: its settings and its records, for web and cli; it makes neither."""

from __future__ import annotations

from typing import cast

from flask import current_app

from app.config import Settings
from app.records import Records


def settings() -> Settings:
    """The settings of the running application; needs an application context."""
    return cast(Settings, current_app.extensions["settings"])


def records() -> Records:
    """The records of the running application; needs an application context."""
    return cast(Records, current_app.extensions["records"])
