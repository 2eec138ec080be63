"""How this browser wants its pages: language, voice, text size, contrast, sound; it knows no person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from flask import Blueprint, g, make_response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_htmx import HTMX

from app.config import LANGUAGES
from app.dialects.registry import DIALECTS
from app.web import visitors

blueprint = Blueprint("preferences", __name__)

CHOICES: Mapping[str, tuple[str, ...]] = {
    "lang": tuple(LANGUAGES),
    "voice": ("", *(dialect.id for dialect in DIALECTS.values() if dialect.catalogue)),
    "size": ("1", "2", "3", "4"),
    "theme": ("day", "strong"),
    "sound": ("on", "quiet"),
}
"""What each preference may be; an empty voice is the plain voice of the language."""

_ACCEPTED: Mapping[str, str] = {
    "zh-Hans-CN": "zh_Hans_CN",
    "zh-CN": "zh_Hans_CN",
    "zh": "zh_Hans_CN",
    "en": "en",
}


@dataclass(frozen=True)
class Preferences:
    """The wishes of one browser, each one of its CHOICES."""

    lang: str = "zh_Hans_CN"
    voice: str = ""
    size: str = "1"
    theme: str = "day"
    sound: str = "on"

    @property
    def html_lang(self) -> str:
        """The value of the page's lang attribute."""
        return LANGUAGES[self.lang]


def current() -> Preferences:
    """The wishes kept in this browser's cookie, the browser's own language where none was chosen."""
    if "preferences" not in g:
        g.preferences = replace(Preferences(lang=_browser_language()), **_allowed(session.get("preferences", {})))
    wishes: Preferences = g.preferences
    return wishes


def locale() -> str:
    """The screen locale of this request, for flask-babel."""
    return current().lang


@contextmanager
def as_if(**wishes: str) -> Iterator[None]:
    """Answer for a while as if this browser wished so, in the plain voice where none of its choices is named."""
    before = current()
    chosen = {**wishes, "voice": wishes["voice"] if wishes.get("voice") in CHOICES["voice"] else ""}
    g.preferences = replace(before, **_allowed(chosen))
    try:
        with force_locale(g.preferences.lang):
            yield
    finally:
        g.preferences = before


def take(kept: Mapping[str, str]) -> None:
    """Let this browser have the wishes somebody keeps; what they never chose stays as it is here."""
    wishes = replace(current(), **_allowed(kept))
    session["preferences"] = asdict(wishes)
    g.preferences = wishes


@blueprint.post("/preferences")
def change() -> ResponseReturnValue:
    """Keep the wishes that were sent and show the page they were sent from again."""
    wishes = replace(current(), **_allowed(request.form))
    session["preferences"] = asdict(wishes)
    session.permanent = True
    g.preferences = wishes
    visitors.remember(asdict(wishes))
    if HTMX():
        return make_response("", 204, {"HX-Refresh": "true"})
    return redirect(local_path(request.form.get("next") or request.referrer or ""), code=303)


def local_path(address: str) -> str:
    """The path of an address on this site, or the front page for an address that leads anywhere else."""
    parts = urlsplit(address.replace("\\", "/"))
    elsewhere = parts.netloc not in ("", request.host) or (parts.scheme and not parts.netloc)
    if elsewhere or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _browser_language() -> str:
    return _ACCEPTED[request.accept_languages.best_match(_ACCEPTED, default="zh") or "zh"]


def _allowed(wishes: Mapping[str, str]) -> dict[str, str]:
    return {name: wishes[name] for name, values in CHOICES.items() if wishes.get(name) in values}
