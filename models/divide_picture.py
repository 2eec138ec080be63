"""Draws the divide: for each kind of mind and each way, where weak and strong quarter end; it measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

WIDTH, LEFT, RIGHT, TOP, ROW = 760.0, 230.0, 40.0, 64.0, 30.0
STYLE = (
    "text{font:15px system-ui,sans-serif;fill:#333}.h{font-weight:600}.grid{stroke:#ddd}.usual{stroke:#999}"
    ".model{stroke:#1f6f54}.usual,.model{stroke-width:5;stroke-linecap:round}.weak{fill:#fff;stroke:#333;stroke-width:2}"
    ".strong{fill:#333}"
)


class Ends(Protocol):
    """What is drawn of a row."""

    @property
    def family(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def weak(self) -> float: ...
    @property
    def strong(self) -> float: ...


def draw(rows: Sequence[Ends]) -> str:
    """A picture that stands alone: one line a row, from the weak quarter (open) to the strong quarter (full)."""
    families = list(dict.fromkeys(row.family for row in rows))
    height = TOP + ROW * (len(rows) + len(families)) + 40.0
    parts = [_text(20, 26, "Done alone on something new, a week after the course", "h"), _legend()]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _x(share)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{height - 34:.1f}"/>')
        parts.append(_text(x - 14, height - 12, f"{share:.0%}"))
    y = TOP
    for family in families:
        y += ROW
        parts.append(_text(20, y + 5, f"Minds of the family “{family}”", "h"))
        for row in rows:
            if row.family == family:
                y += ROW
                parts += [_text(36, y + 5, row.way), _line(row, y)]
    told = "; ".join(f"{r.family}, {r.way}: weak quarter {r.weak:.0%}, strong quarter {r.strong:.0%}" for r in rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img">'
        f"<title>{escape('Weak and strong quarter of simulated learners')}</title><desc>{escape(told)}</desc>"
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _x(share: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * share


def _text(x: float, y: float, words: str, cls: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{cls and f" class={chr(34)}{cls}{chr(34)}"}>{escape(words)}</text>'


def _line(row: Ends, y: float) -> str:
    weak, strong = _x(row.weak), _x(row.strong)
    cls = "model" if row.way.startswith("model") else "usual"
    return (
        f'<line class="{cls}" x1="{weak:.1f}" y1="{y:.1f}" x2="{strong:.1f}" y2="{y:.1f}"/>'
        f'<circle class="weak" cx="{weak:.1f}" cy="{y:.1f}" r="6"/>'
        f'<circle class="strong" cx="{strong:.1f}" cy="{y:.1f}" r="7"/>'
    )


def _legend() -> str:
    return (
        f'<circle class="weak" cx="{LEFT + 8}" cy="48" r="6"/>{_text(LEFT + 22, 53, "weak quarter at entry")}'
        f'<circle class="strong" cx="{LEFT + 218}" cy="48" r="7"/>{_text(LEFT + 234, 53, "strong quarter at entry")}'
    )
