"""Drawn answers: how somebody feels about doing it, what they fear, and how the real thing was done; knows no words."""

from __future__ import annotations

from app.drawing.faces import ELDERS, drawing, layers
from app.drawing.icons import PATHS

_INK, _LIP = "#2B2623", "#8A3A22"
# Brows, eyes and mouth of each mood, in the 120 by 120 box of a face, and what stands beside the head.
_MOODS: dict[str, tuple[str, str, str, str]] = {
    "no": (
        "M44 54q6-5 11-7M76 54q-6-5-11-7", "M50 59.5v2M70 59.5v2", "M51 81q9-8.5 18 0",
        '<path d="M89 44c4 6 6 9 6 12a6 6 0 0 1-12 0c0-3 2-6 6-12z" fill="#7FB6CF"/>',
    ),
    "perhaps": ("M44 52.5q5-2 11-1M65 47q5.5-4.5 11-2", "M50 59v2M70 59v2", "M51 78.5q6 1 10-.5t8-2.5", ""),
    "yes": (
        "M44 49.5q5-4.5 11-2M65 47.5q5.5-3 11 1.5", "M45.5 60q4.5-5 9 0M65.5 60q4.5-5 9 0", "M49 74q11 12 22 0z",
        '<path d="M96 30l4 8 8 4-8 4-4 8-4-8-8-4 8-4z" fill="#E5B23C"/>',
    ),
}  # fmt: skip
_WALLS = {"no": "#DCE6F3", "perhaps": "#F8E7BE", "yes": "#DEE7C6"}
MOODS = tuple(_MOODS)
"""The three answers to "dare I do it myself", the least sure first; a picture's place is the number that is kept."""
WORRIES = {
    "scam": ("sms", "#F6DDCB", "#C4461A"),
    "wrong": ("point", "#E6E0EC", "#5B3A8C"),
    "money": ("wallet", "#F8E7BE", "#9A5B00"),
    "laughed": ("people", "#DCE6F3", "#0B4BA3"),
    "small": ("search", "#D9E8DD", "#0A5B3B"),
    "fast": ("clock", "#F3DFE4", "#9B1418"),
}
"""A fear -> the sign in the thought, the wall, the colour of the sign."""
DEEDS = {"alone": ("#DEE7C6", "#0C4A43"), "helped": ("#D6E6EA", "#0B4BA3"), "not_yet": ("#E9E3D3", "#5B5446")}
"""How the real thing was done -> the wall, the colour of the sign."""


def mood(key: str, cls: str = "mood") -> str:
    """An old face that says no, perhaps or yes, as decorative SVG. Raises KeyError for another mood."""
    return (
        f'<svg class="{cls}" viewBox="0 0 120 120" aria-hidden="true" focusable="false">'
        f'<rect width="120" height="120" fill="{_WALLS[key]}"/>{_moody("f04", key)}</svg>'
    )


def worry(key: str) -> str:
    """Somebody who thinks of what they fear, as a scene. Raises KeyError for a fear that there is not."""
    icon, wall, hue = WORRIES[key]
    return _scene(wall, _seated(_moody("f04", "no"), 24, 62, 138) + _thought(icon, hue))


def wish() -> str:
    """Somebody who thinks of what they would like, as a scene."""
    return _scene("#F8E7BE", _seated(_moody("f04", "yes"), 24, 62, 138) + _thought("heart", "#0C4A43"))


def deed(key: str) -> str:
    """Somebody alone, with a helper, or still to begin, beside a phone, as a scene; KeyError for another word."""
    wall, hue = DEEDS[key]
    person = _seated(_bare(drawing("f04")), -6 if key == "helped" else 14, 74, 126)
    helper = _seated(_bare(drawing("helper")), 130, 82, 118) if key == "helped" else ""
    at = 86 if key == "helped" else 142
    sign = PATHS["clock" if key == "not_yet" else "tick"]
    phone = (
        f'<g transform="translate({at} 36)"><rect width="76" height="136" rx="14" fill="#2D2B27"/>'
        f'<rect x="6" y="8" width="64" height="120" rx="8" fill="#FFF"/><circle cx="38" cy="64" r="26" fill="{hue}"/>'
        f"{_sign(sign, 20, 46, 36)}</g>"
    )
    return _scene(wall, phone + person + helper, 240)


def _moody(person: str, key: str) -> str:
    """A face whose features are those of a mood, without the wall behind it."""
    brows, eyes, mouth, beside = _MOODS[key]
    fill = "#FFF" if mouth.endswith("z") else "none"
    features = (
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{brows}" stroke="#6E675C" stroke-width="3.4"/><path d="{eyes}" stroke="{_INK}" stroke-width="4.6"/>'
        f'<path d="M60.5 61c-1.5 4-3 6.5-2.5 7.8.6 1.4 3 1.4 4.3.6" stroke="#9A5A34" stroke-width="2.2"/>'
        f'<path d="{mouth}" stroke="{_LIP}" stroke-width="3.2" fill="{fill}"/></g>'
    )
    whole = (features if name == "features" else svg for name, svg in layers(ELDERS[person]) if name != "ground")
    return "".join(whole) + beside


def _bare(face: str) -> str:
    """A face without the wall behind it."""
    return face.split("/>", 1)[1]


def _seated(person: str, x: int, y: int, size: int) -> str:
    return f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 120 120">{person}</svg>'


def _thought(icon: str, hue: str) -> str:
    return (
        '<g fill="#FFFDF8"><circle cx="166" cy="104" r="7"/><circle cx="184" cy="90" r="11"/>'
        '<path d="M214 132c-26 0-34-30-14-40-10-30 26-46 44-30 18-22 58-12 58 16 26 2 30 50-2 54z"/></g>'
        f'<g color="{hue}">{_sign(PATHS[icon], 222, 62, 56)}</g>'
    )


def _sign(path: str, x: int, y: int, size: int) -> str:
    stroke = "currentColor" if size > 40 else "#FFF"
    return (
        f'<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="{stroke}" '
        f'stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">{path}</svg>'
    )


def _scene(wall: str, inside: str, width: int = 360) -> str:
    return (
        f'<svg class="scene" viewBox="0 0 {width} 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true" '
        f'focusable="false"><rect x="-200" width="900" height="200" fill="{wall}"/><rect x="-200" y="176" width="900" '
        f'height="24" fill="#00000018"/>{inside}</svg>'
    )
