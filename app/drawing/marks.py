"""Small drawn things of our own: the mark, the helping hand, a phone's status signs; knows no page."""

from __future__ import annotations


def mark() -> str:
    """The mark: the roof of a home over a tick."""
    return (
        '<svg class="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        '<path class="m-roof" d="M8 29L32 9l24 20" fill="none" stroke-width="8" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
        '<path class="m-tick" d="M21 41l9.5 10.5 15-17.5" fill="none" stroke-width="8" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )


HAND = (
    '<g stroke="#3A2216" stroke-width="3.5" stroke-linejoin="round" stroke-linecap="round">'
    '<path d="M34 92l36-4 8 14H30z" fill="#C4461A"/>'
    '<path d="M15 12c4-3 9-2 12 3l14 27c3-4 8-4 11 0 3-3 8-2 10 2 4-2 9 0 10 5 3 14 4 26-2 39l-37 4'
    'C25 84 18 76 11 66c-3-5 3-11 9-7l9 7L11 22c-2-4 0-8 4-10z" fill="#F1CFAE"/>'
    '<path d="M41 42l4 9M52 42l3 8M62 44l2 7" fill="none"/></g>'
)
"""The helping hand's shapes, its fingertip in the upper left corner of a 84 by 104 box."""


def hand() -> str:
    """The helping hand as a picture of its own."""
    return f'<svg class="hand" viewBox="0 0 84 104" aria-hidden="true" focusable="false">{HAND}</svg>'


def signal() -> str:
    """Reception and battery, as every phone shows them."""
    return (
        '<svg viewBox="0 0 66 18" fill="currentColor" aria-hidden="true" focusable="false">'
        '<rect x="0" y="11" width="4" height="6" rx="1"/><rect x="6" y="7" width="4" height="10" rx="1"/>'
        '<rect x="12" y="3" width="4" height="14" rx="1"/>'
        '<rect x="36" y="3" width="25" height="13" rx="4" fill="none" stroke="currentColor" stroke-width="2"/>'
        '<rect x="39" y="6" width="16" height="7" rx="1.5"/><rect x="63" y="7" width="3" height="5" rx="1"/></svg>'
    )
