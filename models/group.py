"""A group of answers and how far predictions about it came true; it holds numbers and works none out."""

from __future__ import annotations

from dataclasses import dataclass

LEAST = 100
"""Fewer answers than this say nothing about a group."""
ALL, SUPPORT, SIZE, MONTH = "all", "support", "size", "month"
"""The kinds of groups that every answer belongs to; `MONTH` follows how the predictions drift."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of answers: of which kind, its name, how many, and what was said and seen of them.

    `said` is the mean P(alone), `seen` the share that went right alone, `error` the expected calibration error; all
    three are None below LEAST answers.
    """

    kind: str
    name: str
    answers: int
    said: float | None = None
    seen: float | None = None
    error: float | None = None
