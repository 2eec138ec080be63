"""The measures that drawings for a desk and for a phone share, and their axes of shares; knows no number's meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

MOST_TICKS: Final = 7
"""More than these stand too close on a phone."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One drawing, in the pixels it is shown at: how large, and the room kept free around what is drawn."""

    cls: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def across(self, share: float) -> float:
        """Where a part (0 to 1) of the way from left to right is."""
        return self.left + (self.width - self.left - self.right) * share

    def up(self, share: float) -> float:
        """How high a part (0 to 1) of the way from the bottom to the top is."""
        return self.top + (self.height - self.top - self.bottom) * (1 - share)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high` with its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """How far along the axis a value is, 0 to 1."""
        return (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)


def scale(values: Sequence[float], step: float = 0.2, least: float = 0.0, most: float = 0.4) -> Scale:
    """An axis in steps that holds all values, and `least` and `most` anyhow, so that bars and shares begin at zero.

    Where that takes more than MOST_TICKS, the steps are twice as long.
    """
    low = -ceil(round(-min(least, *values) / step, 6))
    high = ceil(round(max(most, *values) / step, 6))
    if high - low >= MOST_TICKS:
        return scale(values, 2 * step, least, most)
    return Scale(low * step, high * step, tuple(place * step for place in range(low, high + 1)))
