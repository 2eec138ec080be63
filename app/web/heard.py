"""After a recording was approved or taken away: from now on learners hear other voices; it decides nothing."""

from __future__ import annotations

from app import current
from app.web import compiling


def anew() -> None:
    """Look again at which recordings there are, and draw the lessons again with what is heard in them."""
    current.library().forget()
    compiling.forget()


def nothing_left() -> None:
    """As `anew`, and leave no trace of what was erased in the database's log."""
    anew()
    current.records().leave_no_trace()
