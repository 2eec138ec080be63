"""What this browser is asked for beside the face, and of whom: in its cookie, never what is typed; it draws no page."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask import current_app, redirect, session, url_for
from flask.typing import ResponseReturnValue

from app import classes, current
from app.classes import seating
from app.records import Session
from app.records.tables import Learner
from app.web import handover, visitors


def needed(s: Session, learner: Learner) -> tuple[str, str]:
    """What somebody must show at this browser beside their face, '' for nothing, and by what they sit down then.

    Staff who look over a shoulder without a tablet show nothing: they could let anybody in.
    """
    if visitors.device() is None:
        return "", seating.ASKED
    if session.get(handover.CARD) == str(learner.id):
        return "", seating.CARD
    if classes.is_let_in(s, learner, current.now()):
        return "", seating.LET_IN
    return classes.needed(s, learner, current.now()), seating.ASKED


def ask(learner: Learner) -> ResponseReturnValue:
    """Go and ask this person for what their class asks for, in a visit of its own."""
    session[handover.ASKING] = {"learner": str(learner.id), "visit": secrets.token_urlsafe(9), "told": "", "wait": 0}
    return redirect(url_for("codes.page", person=learner.id), code=303)


def of(person: UUID) -> dict[str, Any] | None:
    """What is asked here of that person; None when it is not them who said that it is them."""
    kept = session.get(handover.ASKING)
    return dict(kept) if isinstance(kept, dict) and kept.get("learner") == str(person) else None


def asked_here() -> str | None:
    """Whose code is asked for here; None for nobody's."""
    kept = session.get(handover.ASKING)
    return str(kept["learner"]) if isinstance(kept, dict) else None


def tell(person: UUID, told: str, wait: int | None = 0) -> None:
    """Remember what came of a code, for the page that is shown next."""
    session[handover.ASKING] = {**(of(person) or {}), "learner": str(person), "told": told, "wait": wait}


def secret() -> bytes:
    """The secret of this copy, which stands in no backup of the database."""
    key = current_app.secret_key or ""
    return key if isinstance(key, bytes) else key.encode()
