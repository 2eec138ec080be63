"""The four pictures of the front door: a tablet to learn at, a board to help by, a curve, a class; knows no page."""

# ruff: noqa: E501 (shapes and tables read better unbroken)
from __future__ import annotations

from collections.abc import Callable

from app.drawing.faces import drawing
from app.drawing.marks import HAND


def _face(key: str, x: float, y: float, size: float) -> str:
    return f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 120 120">{drawing(key)}</svg>'


def _learn() -> str:
    places = [(95 + 58 * column, 38 + 62 * row) for row in (0, 1) for column in (0, 1, 2)]
    faces = "".join(
        _face(key, x, y, 52) for key, (x, y) in zip(("f01", "f18", "f05", "f24", "f03", "f09"), places, strict=True)
    )
    return (
        '<rect width="360" height="200" fill="#D9E8DD"/><rect y="172" width="360" height="28" fill="#C3D8C9"/>'
        '<rect x="74" y="18" width="212" height="158" rx="16" fill="#2D2B27"/>'
        '<rect x="86" y="30" width="188" height="134" rx="6" fill="#FFFDF8"/>'
        f'{faces}<rect x="207" y="96" width="60" height="60" rx="6" fill="none" stroke="#C4461A" stroke-width="5"/>'
        f'<svg x="238" y="122" width="64" height="79" viewBox="0 0 84 104">{HAND}</svg>'
    )


def _class() -> str:
    small = "".join(_face(key, 104 + 40 * place, 108, 32) for place, key in enumerate(("f02", "f07", "f14", "f12")))
    return (
        '<rect width="360" height="200" fill="#F6DDCB"/><rect y="172" width="360" height="28" fill="#EBC9B1"/>'
        '<rect x="78" y="16" width="204" height="142" rx="10" fill="#2D2B27"/><rect x="87" y="25" width="186" height="124" fill="#FAF5EA"/>'
        '<path d="M50 160h260l14 18H36z" fill="#4A4438"/>'
        '<rect x="96" y="34" width="168" height="62" rx="7" fill="#FFFDF8" stroke="#E2D7C0" stroke-width="2"/>'
        '<path d="M96 41a7 7 0 0 1 7-7v62a7 7 0 0 1-7-7z" fill="#C4461A"/>'
        '<rect x="112" y="46" width="38" height="38" rx="7" fill="#211F1A"/>'
        '<path d="M125 56c8-5 15 2 7 8 10 1 8 14-7 10" fill="none" stroke="#FFF" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>'
        + _face("f03", 158, 46, 38)
        + '<path d="M206 56h46M206 68h28" stroke="#857B68" stroke-width="5" stroke-linecap="round"/>'
        '<rect x="206" y="76" width="34" height="12" rx="6" fill="#0C4A43"/>' + small
    )


def _progress() -> str:
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="6" fill="#0C4A43"/>'
        for x, y in ((112, 136), (150, 120), (188, 92), (226, 72), (264, 62))
    )
    return (
        '<rect width="360" height="200" fill="#F8E7BE"/><rect y="172" width="360" height="28" fill="#EBD298"/>'
        '<rect x="66" y="14" width="228" height="166" rx="10" fill="#FFFDF8" stroke="#E0CB95" stroke-width="3"/>'
        '<path d="M94 38h176M94 72h176M94 106h176" stroke="#EBE2D0" stroke-width="3"/>'
        '<path d="M112 122L150 104 188 76 226 56 264 48V78L226 88 188 108 150 136 112 150z" fill="#B5D2C6"/>'
        '<path d="M94 26v130h182" fill="none" stroke="#857B68" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>'
        '<path d="M112 136L150 120 188 92 226 72 264 62" fill="none" stroke="#0C4A43" stroke-width="6" stroke-linejoin="round" stroke-linecap="round"/>'
        f"{dots}"
    )


def _watch() -> str:
    people = (("f05", 46), ("f04", 116), ("f14", 186), ("f06", 256))
    seats = "".join(
        f'<rect x="{x - 4}" y="128" width="66" height="44" rx="6" fill="#2D2B27"/><rect x="{x + 2}" y="134" width="54" height="32" fill="#FFFDF8"/>'
        f'<path d="M{x + 10} 146h{26 + 6 * (i % 2)}M{x + 10} 155h18" stroke="#857B68" stroke-width="4" stroke-linecap="round"/>'
        + _face(key, x, 66, 58)
        for i, (key, x) in enumerate(people)
    )
    return (
        '<rect width="360" height="200" fill="#DCE6EE"/><rect y="172" width="360" height="28" fill="#BFD0DC"/>'
        '<rect x="92" y="12" width="176" height="44" rx="8" fill="#FFFDF8" stroke="#B9CAD6" stroke-width="3"/>'
        '<circle cx="114" cy="34" r="8" fill="#C4461A"/><path d="M134 34h112" stroke="#857B68" stroke-width="6" stroke-linecap="round"/>'
        f'{seats}<circle cx="240" cy="72" r="13" fill="#C4461A" stroke="#FFFDF8" stroke-width="3"/>'
        '<path d="M240 66v7M240 78v.5" stroke="#FFF" stroke-width="4" stroke-linecap="round"/>'
    )


DOORS: dict[str, Callable[[], str]] = {"learn": _learn, "class": _class, "progress": _progress, "watch": _watch}


def doorway(name: str) -> str:
    """One picture of the front door; raises KeyError for a name that is none of DOORS."""
    return (
        '<svg class="scene" viewBox="0 0 360 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true" '
        f'focusable="false">{DOORS[name]()}</svg>'
    )
