"""The twelve pictures of a picture code: each told from the others by shape and by colour; it knows no code and no name.

Their names are said by whoever shows them.
"""

# ruff: noqa: E501 (shapes read better unbroken)
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PICTURES: Final[Mapping[str, str]] = {
    "sun": (
        '<circle cx="50" cy="50" r="22" fill="#F2A92B"/><path d="M50 8v14M50 78v14M8 50h14M78 50h14M20 20l10 10M70 70l10 10M80 20L70 30M30 70L20 80" '
        'stroke="#D9821B" stroke-width="8" stroke-linecap="round"/>'
    ),
    "moon": '<rect x="4" y="4" width="92" height="92" rx="20" fill="#25406B"/><path d="M62 16a36 36 0 1 0 22 52A30 30 0 0 1 62 16z" fill="#F8E7A8"/>',
    "tree": (
        '<rect x="43" y="60" width="14" height="34" rx="4" fill="#7A4B25"/><circle cx="50" cy="34" r="27" fill="#2F7D46"/>'
        '<circle cx="29" cy="48" r="19" fill="#2F7D46"/><circle cx="71" cy="48" r="19" fill="#2F7D46"/>'
    ),
    "flower": (
        '<path d="M50 58v36" stroke="#2F7D46" stroke-width="7" stroke-linecap="round"/><path d="M50 84c10-14 22-14 28-10-6 12-18 16-28 10z" fill="#2F7D46"/>'
        '<g fill="#D6427F"><circle cx="50" cy="17" r="14"/><circle cx="72" cy="33" r="14"/><circle cx="64" cy="57" r="14"/><circle cx="36" cy="57" r="14"/><circle cx="28" cy="33" r="14"/></g>'
        '<circle cx="50" cy="39" r="12" fill="#F6C945"/>'
    ),
    "fish": (
        '<path d="M10 50c12-28 46-30 62-4l20-18v44L72 54C56 80 22 78 10 50z" fill="#D8452E"/>'
        '<circle cx="28" cy="46" r="5" fill="#FFF"/><circle cx="28" cy="46" r="2.6" fill="#211F1A"/>'
        '<path d="M46 36c6 9 6 19 0 28" fill="none" stroke="#FFF" stroke-width="4" stroke-linecap="round"/>'
    ),
    "house": (
        '<path d="M16 48h68v44H16z" fill="#F1DDB4"/><path d="M6 52L50 12l44 40z" fill="#9B3B24"/>'
        '<rect x="42" y="64" width="18" height="28" fill="#6A3F22"/><rect x="24" y="58" width="12" height="12" fill="#5C8FB8"/><rect x="66" y="58" width="12" height="12" fill="#5C8FB8"/>'
    ),
    "boat": (
        '<path d="M48 8v58" stroke="#6A3F22" stroke-width="6" stroke-linecap="round"/><path d="M54 12c22 12 30 30 30 46H54z" fill="#E9EEF3" stroke="#7C8A99" stroke-width="3"/>'
        '<path d="M42 22C26 32 20 44 20 58h22z" fill="#E9EEF3" stroke="#7C8A99" stroke-width="3"/><path d="M8 66h84L78 86H22z" fill="#8A5A2B"/>'
        '<path d="M4 93c8-6 14-6 22 0 8-6 16-6 24 0 8-6 16-6 24 0 8-6 14-6 22 0" fill="none" stroke="#2F6EA5" stroke-width="5" stroke-linecap="round"/>'
    ),
    "apple": (
        '<path d="M50 30C34 18 10 26 12 54c2 24 20 42 32 38 4-1 8-1 12 0 12 4 30-14 32-38 2-28-22-36-38-24z" fill="#5FA33A"/>'
        '<path d="M50 30c-1-10 2-18 8-24" fill="none" stroke="#6A3F22" stroke-width="6" stroke-linecap="round"/><path d="M58 20c6-12 18-14 26-10-4 12-16 16-26 10z" fill="#2F7D46"/>'
        '<path d="M26 46c2-6 6-9 11-10" fill="none" stroke="#CFE7BD" stroke-width="5" stroke-linecap="round"/>'
    ),
    "umbrella": (
        '<path d="M50 50v32a9 9 0 0 1-18 0" fill="none" stroke="#4A4438" stroke-width="6" stroke-linecap="round"/>'
        '<path d="M6 52C8 24 28 10 50 10s42 14 44 42c-8-7-20-7-28 0-8-7-24-7-32 0-8-7-20-7-28 0z" fill="#6B3FA0"/><path d="M50 4v8" stroke="#4A4438" stroke-width="6" stroke-linecap="round"/>'
    ),
    "cup": (
        '<path d="M16 40h56v26a24 24 0 0 1-24 24h-8a24 24 0 0 1-24-24z" fill="#F7F4EC" stroke="#2F6EA5" stroke-width="5"/>'
        '<path d="M72 48h8a10 10 0 0 1 0 22h-9" fill="none" stroke="#2F6EA5" stroke-width="6"/><path d="M18 56h52" stroke="#2F6EA5" stroke-width="5"/>'
        '<path d="M32 30c-6-8 6-10 0-20M52 30c-6-8 6-10 0-20" fill="none" stroke="#857B68" stroke-width="5" stroke-linecap="round"/>'
    ),
    "lantern": (
        '<path d="M50 4v12M50 78v18M42 80v12M58 80v12" stroke="#B98A1C" stroke-width="5" stroke-linecap="round"/><ellipse cx="50" cy="47" rx="40" ry="29" fill="#C22A22"/>'
        '<path d="M50 18c-16 14-16 44 0 58M50 18c16 14 16 44 0 58" fill="none" stroke="#8E1813" stroke-width="3"/><rect x="34" y="13" width="32" height="9" rx="3" fill="#E3B341"/><rect x="34" y="72" width="32" height="9" rx="3" fill="#E3B341"/>'
    ),
    "key": (
        '<g fill="none" stroke="#3F6472" stroke-width="10" stroke-linecap="round" stroke-linejoin="round"><circle cx="28" cy="50" r="18"/>'
        '<path d="M46 50h44M76 50v17M90 50v13"/></g>'
    ),
}
"""The name of a picture -> its shapes, 100 by 100; in the order of the board."""


def picture(name: str, cls: str = "pic") -> str:
    """One picture as decorative SVG (its name stands beside it); raises KeyError for a name that is none."""
    return f'<svg class="{cls}" viewBox="0 0 100 100" aria-hidden="true" focusable="false">{PICTURES[name]}</svg>'
