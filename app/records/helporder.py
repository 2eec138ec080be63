"""Says who goes first among those who need the same: the eldest, and whom a volunteer put there; it asks no reason."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from app.records.folding import CHINA
from app.records.tables import Learner

FIRST_FROM: Final = 80
"""From the year in which somebody comes to this age on, they go before others with the same need."""


def goes_first(learner: Learner, now: datetime) -> bool:
    """Whether somebody is first in the help order: by their years, or because a volunteer put them so."""
    old = learner.birth_year is not None and now.astimezone(CHINA).year - learner.birth_year >= FIRST_FROM
    return old or learner.help_first
