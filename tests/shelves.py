"""The lessons as they stand, read once for all tests of a run; it knows no test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.config import ROOT
from app.simulator.lesson import Lesson
from app.simulator.shelf import Shelf, read_shelf


@cache
def the_shelf() -> Shelf:
    """The whole lessons folder."""
    return read_shelf(ROOT / "lessons")


LESSONS: Mapping[str, Lesson] = the_shelf().lessons
"""Every lesson by its id, in the order of the catalogue."""

LOOKED_THROUGH: Mapping[str, Lesson] = {
    lesson: LESSONS[lesson] for lesson in ("spot-scam-sms", "pay-resident-medical", "certify-pension")
}
"""The lessons that have been through the audit and the measuring of fit; the nine newer ones still have findings."""
