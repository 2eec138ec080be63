"""Who may send what: refuses forms that another site made; it does not know who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect

from app.classes import own_words, squaring
from app.web import visitors

SCRIPTS = (
    "app.web.tablet.acts",
    "app.web.tablet.sit",
    "app.web.tablet.here",
    "app.web.own_words.keep",
    "app.web.watching.inside",
)
"""Views whose messages are no forms of ours: the first four ask `sent_by_script`, the last hands them on to the class
that is watched, which asks for its own token."""
ROOMY: Mapping[str, int] = {
    "lists.read": 6 * 1024 * 1024,
    "lists.take": 3 * 1024 * 1024,
    "portraits.keep": squaring.MOST_BYTES + 64 * 1024,
    "own_words.keep": own_words.MOST_BYTES + 16 * 1024,
}
"""Endpoint -> bytes that a form for it may have: a list, the signed list that comes back, a photo, own words."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask) -> None:
    """Ask every request that changes something for this browser's token, and for our own address where it tells one."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False)
    app.before_request(make_room)
    app.before_request(refuse_other_origins)
    protect = CSRFProtect(app)
    for script in SCRIPTS:
        protect.exempt(script)


def make_room() -> None:
    """Let the forms that bring a list of people in be larger than others; asked before anything reads them."""
    if room := ROOMY.get(request.endpoint or ""):
        request.max_content_length = request.max_form_memory_size = room


def sent_by_script(enrolled: bool) -> bool:
    """Whether a message that is no form comes from our own script: it carries a tablet's token, or a form's.

    No other site can make a browser send either header. Answers 400 for a form's token that is wrong.
    """
    if enrolled and request.headers.get(visitors.TABLET_HEADER):
        return True
    current_app.extensions["csrf"].protect()
    return True


def refuse_other_origins() -> None:
    """Answer 400 to a request that changes something and says that it comes from another address."""
    origin = request.headers.get("Origin")
    if request.method not in _SAFE and origin is not None and urlsplit(origin).netloc != request.host:
        abort(400)
