"""The few SVG elements that charts are made of, as text; knows no number's meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

XY = tuple[float, float]
Along = Callable[[float], float]
"""Where a value stands on an axis."""


def number(value: float) -> str:
    """A coordinate to a tenth, without idle zeros."""
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


def text(x: float, y: float, words: str, cls: str = "", anchor: str = "start") -> str:
    """Words at a place; `anchor` is start, middle or end."""
    classes = f' class="{cls}"' if cls else ""
    return f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{classes}>{escape(words)}</text>'


def line(start: XY, end: XY, cls: str) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" class="{cls}"/>'


def path(points: Sequence[XY], cls: str, closed: bool = False) -> str:
    """A line through points, or the area they go round; nothing for fewer than two points."""
    if len(points) < 2:
        return ""
    steps = " ".join(f"{'L' if place else 'M'}{number(x)} {number(y)}" for place, (x, y) in enumerate(points))
    return f'<path d="{steps}{"z" if closed else ""}" class="{cls}"/>'


def dot(at: XY, cls: str, radius: float = 4.5) -> str:
    """A round mark."""
    return f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" class="{cls}"/>'


def square(at: XY, cls: str, half: float = 5.0) -> str:
    """A square mark."""
    (x, y), side = at, number(2 * half)
    return f'<rect x="{number(x - half)}" y="{number(y - half)}" width="{side}" height="{side}" class="{cls}"/>'


def diamond(at: XY, cls: str, half: float = 6.5) -> str:
    """A mark that stands on its point."""
    x, y = at
    return path([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], cls, closed=True)


def picture(size: XY, key: str, title: str, description: str, inner: str, cls: str) -> str:
    """A whole drawing with the name and the description that a screen reader tells; `key` makes its ids its own."""
    width, height = number(size[0]), number(size[1])
    return (
        f'<svg class="{cls}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>{inner}</svg>'
    )
