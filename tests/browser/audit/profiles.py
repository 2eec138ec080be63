"""The numbers a page is held to, by who reads it, and the glasses it is looked at on; it measures nothing.

Sources: WCAG 2.2; 工信部 移动互联网应用适老化通用设计规范 (2021); studies of older hands, whose errors rise at targets
of 10 mm and below.
"""

from __future__ import annotations

from dataclasses import dataclass

INCH = 25.4


@dataclass(frozen=True)
class Profile:
    """What one kind of reader needs. Sizes in CSS pixels, line heights and lengths in letters."""

    smallest_text: float
    smallest_target: float
    primary_target: float
    primary_mm: float
    """The main action's smaller side on the real glass, in millimetres."""
    gap: float
    line_height: float
    longest_line: float
    primaries: int
    """At most so many main actions on a page."""
    floating: float
    """At most this share of the glass under a layer that stays while the page scrolls."""
    kilobytes: float
    requests: int
    best_contrast: bool
    """Whether text needs 7:1 instead of 4.5:1."""


SENIOR = Profile(
    smallest_text=18,
    smallest_target=48,
    primary_target=60,
    primary_mm=14,
    gap=8,
    line_height=1.4,
    longest_line=40,
    primaries=1,
    floating=0.15,
    kilobytes=60,
    requests=25,
    best_contrast=True,
)
STAFF = Profile(
    smallest_text=14,
    smallest_target=24,
    primary_target=44,
    primary_mm=0,
    gap=0,
    line_height=1.4,
    longest_line=60,
    primaries=9,
    floating=0.35,
    kilobytes=400,
    requests=40,
    best_contrast=False,
)


@dataclass(frozen=True)
class Viewport:
    """A glass: its size in CSS pixels, and how many of them make an inch of the real one."""

    name: str
    width: int
    height: int
    per_inch: float

    def mm(self, pixels: float) -> float:
        """So many CSS pixels on the real glass, in millimetres."""
        return pixels / self.per_inch * INCH


LYING = Viewport("10 inches, lying", 1280, 800, 149.5)
UPRIGHT = Viewport("10 inches, upright", 800, 1280, 149.5)
EIGHT = Viewport("8 inches, upright", 600, 960, 141.5)
PHONE = Viewport("phone", 360, 740, 126.6)
NARROW = Viewport("1280 px at 400 %", 320, 640, 126.6)
VIEWPORTS = (LYING, UPRIGHT, EIGHT, PHONE)
