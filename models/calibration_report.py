"""How far predictions came true, group by group; it knows what a group is called and not what it means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from models.artefact import Artefact, sigmoid
from models.figures import calibration
from models.opportunity import Opportunity
from models.recalibration import predictions

LEAST = 100
"""Fewer answers than this say nothing about a group."""


def report(artefact: Artefact, histories: Iterable[tuple[str, Sequence[Opportunity]]]) -> list[str]:
    """A line a group (class, support, size, all): answers, predicted and seen share right, calibration error."""
    groups: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for name, history in histories:
        asked = [o for o in history if o.outcome != "helped"]
        for o, (z, right) in zip(asked, predictions(artefact, [history]), strict=True):
            size = "true size" if o.clutter else "big"
            for group in ("all", f"class {name}", f"support {o.support or 'unknown'}", size):
                groups[group].append((sigmoid(z), right))
    return [f"{'group':24} {'answers':>7} {'said':>6} {'seen':>6} {'ece':>6}", *map(_line, sorted(groups.items()))]


def _line(group: tuple[str, Sequence[tuple[float, int]]]) -> str:
    name, pairs = group
    if len(pairs) < LEAST:
        return f"{name:24} {len(pairs):7} too few to say"
    said, seen = np.asarray(pairs, float).T
    return f"{name:24} {len(pairs):7} {said.mean():6.3f} {seen.mean():6.3f} {calibration(seen, said):6.3f}"
