"""The lessons as they stand, read once for all tests of a run, and how they are dealt to tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from math import prod
from typing import Any

import pytest

from app.config import ROOT
from app.simulator.lesson import Lesson
from app.simulator.shelf import Shelf, read_shelf


@cache
def the_shelf() -> Shelf:
    """The whole lessons folder."""
    return read_shelf(ROOT / "lessons")


LESSONS: Mapping[str, Lesson] = the_shelf().lessons
"""Every lesson by its id, in the order of the catalogue."""

FIRST = ("spot-scam-sms", "pay-resident-medical", "certify-pension")
"""The lessons that are looked at in every way; of the ways of each other one each is dealt its share."""


def dealt(*axes: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Each lesson with the ways to look at it, one value of each axis: all of them for the first lessons.

    Every other lesson gets each value of the longest axis once, beside values of the other axes that go round from
    lesson to lesson, so that together they meet every pair.
    """
    values = [list(axis) for axis in axes]
    longest = max(map(len, values))
    turns = [prod(len(axis) for axis in values[:place]) for place in range(len(values))]
    others = [lesson for lesson in LESSONS if lesson not in FIRST]
    return [(lesson, *way) for lesson in FIRST for way in product(*values)] + [
        (lesson, *(axis[(turn + number // step) % len(axis)] for axis, step in zip(values, turns, strict=True)))
        for number, lesson in enumerate(others)
        for turn in range(longest)
    ]


EACH = [pytest.param(lesson, marks=() if lesson in FIRST else pytest.mark.slow) for lesson in LESSONS]
"""Every lesson for a quick test: the first ones with every run, the others with the slow checks."""


def named(value: Any) -> str:
    """What a test calls a value of an axis."""
    return str(getattr(value, "__name__", value))


def each_file() -> list[Any]:
    """The file of every lesson of the project as a parameter of a test, slow for all but the FIRST."""
    files = sorted((ROOT / "lessons").glob("*/lesson.yaml"))
    return [
        pytest.param(path, id=path.parent.name, marks=() if path.parent.name in FIRST else pytest.mark.slow)
        for path in files
    ]
