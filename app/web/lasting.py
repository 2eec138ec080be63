"""What lasts in a browser without hanging on the date: cookies, and how long a sign-in is good for; it knows nobody."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

SIGNED_IN_FOR: Final = timedelta(hours=12)
"""How long a volunteer or trainer stays signed in: a day of classes, not a laptop's life."""
A_START: Final = timedelta(minutes=15)
"""What a start of the laptop is counted as, since nobody can say how long it was off."""
OFTEN: Final = timedelta(minutes=1)
"""How often what is left of a sign-in is written down, so that a start forgets no more than that."""


def running() -> timedelta:
    """How long this machine has run, by the clock that nobody can set; two starts cannot be compared."""
    return timedelta(microseconds=time.monotonic_ns() // 1000)


def left(kept: Mapping[str, Any], boot: UUID, ran: timedelta) -> timedelta:
    """What is left of a sign-in, as `noted` wrote it, at a moment of a start; nothing or less when it is over."""
    rest = timedelta(seconds=float(kept.get("left", 0)))
    if kept.get("boot") != boot.hex:
        return rest - A_START
    return rest - max(timedelta(), ran - timedelta(seconds=float(kept.get("ran", 0))))


def noted(rest: timedelta, boot: UUID, ran: timedelta) -> dict[str, Any]:
    """What to keep in the browser of a sign-in with so much left."""
    return {"left": rest.total_seconds(), "boot": boot.hex, "ran": ran.total_seconds()}


def to_note(kept: Mapping[str, Any], boot: UUID, ran: timedelta) -> bool:
    """Whether what is left has changed enough to be written down again."""
    return kept.get("boot") != boot.hex or ran - timedelta(seconds=float(kept.get("ran", 0))) >= OFTEN


class Cookies(SecureCookieSessionInterface):
    """Flask's signed session cookie, good at any date: a laptop that starts in 1970 knows whom it knew.

    Flask refuses a cookie signed before its lifetime or after now, and tells the browser a date to drop it at. Here
    only the browser counts, in seconds from when it was given the cookie.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds when its signature is ours, else nothing."""
        signer, kept = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        if signer is None:
            return None
        try:
            return self.session_class(signer.loads(kept) if kept else None)
        except BadSignature:
            return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Give the browser the cookie when it changed, and take it away when nothing is left in it.

        What may be kept for ever has nobody in it: it is the same for every cookie, and is sent without any.
        """
        if response.cache_control.immutable:
            return
        signer, name = self.get_signing_serializer(app), self.get_cookie_name(app)
        if session.accessed or session.modified:
            response.vary.add("Cookie")
        if not session:
            if session.modified:
                response.delete_cookie(name, path=self.get_cookie_path(app))
        elif signer is not None and self.should_set_cookie(app, session):
            response.set_cookie(
                name,
                str(signer.dumps(dict(session))),
                max_age=app.permanent_session_lifetime if session.permanent else None,
                path=self.get_cookie_path(app),
                secure=self.get_cookie_secure(app),
                httponly=self.get_cookie_httponly(app),
                samesite=self.get_cookie_samesite(app),
            )
