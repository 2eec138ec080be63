"""Who may send what: refuses forms that another site made; it does not know who is signed in."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask) -> None:
    """Ask every request that changes something for this browser's token, and for our own address where it tells one."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.before_request(refuse_other_origins)
    CSRFProtect(app)


def refuse_other_origins() -> None:
    """Answer 400 to a request that changes something and says that it comes from another address."""
    origin = request.headers.get("Origin")
    if request.method not in _SAFE and origin is not None and urlsplit(origin).netloc != request.host:
        abort(400)
