"""What every answer tells the browser: run and load nothing but our own files, and keep no page that names a person."""

from __future__ import annotations

from flask import Response, g, request

from app.web import own_words
from app.web.portraits import CAMERA

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
MICROPHONE = frozenset({"voices.read", "voices.keep"})
"""The endpoints whose pages may always use the microphone; those of own_words.PAGES may where the class lets them."""
_A_YEAR = 365 * 24 * 3600


def secure(response: Response) -> Response:
    """Add the headers that make a page safe on a shared tablet; a fingerprinted file may be kept for a year."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["Permissions-Policy"] = _policy(request.endpoint or "")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint == "static" and "v" in request.args:
        response.cache_control.public = True
        response.cache_control.max_age = _A_YEAR
        response.cache_control.immutable = True
        response.cache_control.no_cache = None
    elif response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _policy(endpoint: str) -> str:
    """What a page may use of the machine: the camera to take a photo, the microphone to speak into, else nothing."""
    speaks = endpoint in MICROPHONE or (endpoint in own_words.PAGES and bool(g.get("own_words")))
    camera, microphone = ("(self)" if may else "()" for may in (endpoint in CAMERA, speaks))
    return f"camera={camera}, microphone={microphone}, geolocation=(), display-capture=()"
