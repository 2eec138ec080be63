"""What the practice camera sees of a paper, and what a finger wrote on the pad; knows no lesson."""

# ruff: noqa: E501 (shapes and tables read better unbroken)
from __future__ import annotations

PAPERS: dict[str, str] = {
    "card": (
        '<rect x="-76" y="-48" width="152" height="96" rx="9" fill="#EAF2F6" stroke="#9DB7BE" stroke-width="2"/>'
        '<path d="M-62-28h62M-62-8h48M-62 12h56" stroke="#7C93A6" stroke-width="7" stroke-linecap="round"/>'
        '<path d="M-62 33h124" stroke="#4C6175" stroke-width="8" stroke-linecap="round"/>'
        '<rect x="20" y="-36" width="44" height="54" rx="4" fill="#C9DCE8"/><circle cx="42" cy="-16" r="12" fill="#7C93A6"/>'
        '<path d="M24 18c2-14 10-18 18-18s16 4 18 18z" fill="#7C93A6"/>'
    ),
    "page": (
        '<rect x="-70" y="-54" width="140" height="108" rx="4" fill="#FFFDF8" stroke="#B9AEC6" stroke-width="2"/>'
        '<path d="M-34-40h68" stroke="#4A4438" stroke-width="8" stroke-linecap="round"/>'
        '<path d="M-58-22h116v62h-116zM-58-1h116M-58 20h116M-22-22v62" fill="none" stroke="#B5A98F" stroke-width="3"/>'
        '<circle cx="42" cy="30" r="16" fill="none" stroke="#C4261A" stroke-width="4"/>'
        '<path d="M42 21l2.6 6 6.4.5-5 4.2 1.6 6.3-5.6-3.4-5.6 3.4 1.6-6.3-5-4.2 6.4-.5z" fill="#C4261A"/>'
    ),
}
# How a paper lies before the camera: its place and turn, and what lies over it.
FAULTS: dict[str, tuple[str, str]] = {
    "clear": ("translate(120 90)", ""),
    "askew": ("translate(120 90) rotate(-16) scale(.84)", ""),
    "cut-left": ("translate(116 122) rotate(-20) scale(.85)", ""),
    "cut-right": ("translate(124 122) rotate(20) scale(.85)", ""),
    "glare": (
        "translate(120 90)",
        '<ellipse cx="128" cy="82" rx="58" ry="34" fill="#FFF" opacity=".55"/><ellipse cx="128" cy="82" rx="42" ry="24" fill="#FFF" opacity=".95"/>'
        '<path d="M128 38v-16M128 142v-14M60 82h-14M210 82h-14" stroke="#FFF" stroke-width="6" stroke-linecap="round"/>',
    ),
    "blur": ("translate(120 90)", ""),
    "finger": (
        "translate(120 90)",
        '<path d="M20 180c6-34 24-58 44-66 18-7 34 8 24 26-10 16-22 24-26 40z" fill="#E8BE96" stroke="#9A6A44" stroke-width="3"/>'
        '<path d="M68 124c8-4 15 2 12 10" fill="none" stroke="#9A6A44" stroke-width="3" stroke-linecap="round"/>',
    ),
    "far": ("translate(120 90) scale(.44)", ""),
}


def viewfinder(scene: str, label: str = "") -> str:
    """A paper as the camera sees it, in a 240 by 180 box: `card-askew`, `page-clear`; four corners frame it.

    The corners are green over a clear paper and amber over any other. Raises KeyError for a scene nobody drew.
    """
    name, _, fault = scene.partition("-")
    paper, (place, over) = PAPERS[name], FAULTS[fault]
    if fault == "blur":
        seen = "".join(
            f'<g transform="translate({120 + x} {90 + y})" opacity=".42">{paper}</g>'
            for x, y in ((-8, -4), (7, 3), (0, 8))
        )
    else:
        seen = f'<g transform="{place}">{paper}</g>'
    hue = "#5FD39A" if fault == "clear" else "#F3B94A"
    called = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="viewfinder" viewBox="0 0 240 180" {called} focusable="false"><rect width="240" height="180" fill="#8A6B4C"/>'
        '<path d="M0 44h240M0 92h240M0 140h240" stroke="#7A5C3F" stroke-width="3"/>'
        f'{seen}{over}<path fill-rule="evenodd" d="M0 0h240v180H0zM30 28v124h180V28z" fill="#120E0A" opacity=".62"/>'
        f'<path d="M30 56V28h28M182 28h28v28M210 124v28h-28M58 152H30v-28" fill="none" stroke="{hue}" stroke-width="7" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


STROKES: dict[str, str] = {
    "没": (
        '<path d="M58 50l26 22M42 98l26 20M44 198c16-14 30-32 42-54M126 48c2 30-4 52-24 66M126 48l54-4c0 22-2 36 2 46 4 9 '
        '16 8 28 0M106 134l78-5c-14 36-42 62-86 78M120 148c22 26 52 48 94 60"/>'
    ),
    "水": (
        '<path d="M120 36c3 54 3 112 0 168l-24-15M42 92l56-5c-12 44-32 76-62 98M190 64c-16 20-36 36-56 46M128 100c18 42 '
        '46 72 86 88"/>'
    ),
}
"""Words as a hand writes them, stroke by stroke, in a 240 by 240 box."""


def ink(words: str, label: str = "") -> str:
    """The handwriting pad with what was written on it, in a 240 by 240 box; words without strokes stand as letters."""
    grid = '<path d="M120 6v228M6 120h228M6 6l228 228M234 6L6 234" stroke="#E3A59B" stroke-width="2" stroke-dasharray="7 7"/>'
    if words in STROKES:
        written = (
            '<g fill="none" stroke="#211F1A" stroke-width="13" stroke-linecap="round" stroke-linejoin="round">'
            f"{STROKES[words]}</g>"
        )
    else:
        size = min(150, round(380 / max(1, len(words))))
        written = (
            f'<text transform="skewX(-8)" x="137" y="{120 + round(size * 0.34)}" font-size="{size}" font-weight="700" '
            f'text-anchor="middle" fill="#211F1A">{words}</text>'
        )
    called = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="ink" viewBox="0 0 240 240" {called} focusable="false"><rect width="240" height="240" fill="#FFFDF8"/>'
        f'<rect x="4" y="4" width="232" height="232" fill="none" stroke="#C4705F" stroke-width="4"/>{grid}{written}</svg>'
    )
