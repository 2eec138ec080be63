"""After a recording was approved or taken away: from now on learners hear other voices; it decides nothing."""

from __future__ import annotations

from collections.abc import Collection

from app import current
from app.web import compiling


def anew(lessons: Collection[str] | None = None) -> None:
    """Look again at which recordings there are, and draw the lessons, or some, again with what is heard in them."""
    current.library().forget()
    compiling.forget(lessons)


def nothing_left() -> None:
    """As `anew`, and leave no trace of what was erased in the database's log."""
    anew()
    current.records().leave_no_trace()
