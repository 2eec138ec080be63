"""Hands the drawings and the cutting of sentences to the templates; knows no page."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flask import Flask
from markupsafe import Markup, escape

from app import drawing
from app.web.phrases import addresses, phrases

# The tag beside the sentence: how much help this step gives.
LEVEL_ICONS = {"shown": "point", "guided": "halo", "prompted": "word", "alone": "me"}


def dress(app: Flask) -> None:
    """Give every template the drawn things as safe markup, and filters: `phrases`, `addresses`, `halves`, `layout`."""
    app.jinja_env.globals.update(
        face=face,
        scene=_safe(drawing.scene),
        camera=_camera,
        viewfinder=_labelled(drawing.viewfinder),
        ink=_labelled(drawing.ink),
        doorway=_safe(drawing.doorway),
        icon=_safe(drawing.icon),
        picture=_safe(drawing.picture),
        mark=_safe(drawing.mark),
        hand=_safe(drawing.hand),
        signal=_safe(drawing.signal),
        look=drawing.look,
        mood=_safe(drawing.mood),
        worry=_safe(drawing.worry),
        wish=_safe(drawing.wish),
        deed=_safe(drawing.deed),
        level_icons=LEVEL_ICONS,
    )
    app.jinja_env.filters.update(phrases=phrases, addresses=addresses, halves=drawing.halves, layout=drawing.layout)


def _safe(draw: Callable[..., str]) -> Callable[..., Markup]:
    @lru_cache(maxsize=512)
    def drawn(*names: str) -> Markup:
        return Markup(draw(*names))

    return drawn


def face(key: str, cls: str = "face", label: str = "") -> Markup:
    """A drawn face as markup."""
    return Markup(drawing.face(key, cls, str(escape(label))))


def _labelled(draw: Callable[[str, str], str]) -> Callable[..., Markup]:
    def drawn(what: str, label: str = "") -> Markup:
        return Markup(draw(str(escape(what)), str(escape(label))))

    return drawn


def _camera(name: str, label: str = "", ring: bool = True) -> Markup:
    return Markup(drawing.camera(name, str(escape(label)), ring))
