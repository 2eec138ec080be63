"""How far predictions came true, group by group; it knows what a group is called and not what it means."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

import numpy as np

from models.artefact import Artefact, sigmoid
from models.figures import calibration
from models.group import ALL, LEAST, MONTH, SIZE, SUPPORT, Group
from models.opportunity import Opportunity
from models.recalibration import predictions


@dataclass(slots=True)
class _Pairs:
    said: array[float] = field(default_factory=lambda: array("f"))
    seen: array[int] = field(default_factory=lambda: array("b"))


def groups(
    artefact: Artefact, histories: Iterable[tuple[Mapping[str, str], Sequence[Opportunity]]], zone: tzinfo
) -> tuple[Group, ...]:
    """What was predicted and what was seen, for each group of answers, by kind and name.

    Each history comes with its learner's groups, kind -> name; help taken is no answer. Months begin by the clocks of
    `zone`. Holds 5 bytes for each answer in each of its groups.
    """
    found: dict[tuple[str, str], _Pairs] = defaultdict(_Pairs)
    for labels, history in histories:
        asked = [o for o in history if o.answers]
        for o, (z, right) in zip(asked, predictions(artefact, [history]), strict=True):
            month = datetime.fromtimestamp(o.at, zone).strftime("%Y-%m")
            own = {ALL: "", SUPPORT: o.support or "unknown", SIZE: "true" if o.clutter else "big", MONTH: month}
            for key in (*own.items(), *labels.items()):
                found[key].said.append(sigmoid(z))
                found[key].seen.append(right)
    return tuple(_group(kind, name, found[kind, name]) for kind, name in sorted(found))


def report(found: Iterable[Group]) -> list[str]:
    """A line a group for the terminal: answers, predicted and seen share right, calibration error."""
    return [f"{'group':24} {'answers':>7} {'said':>6} {'seen':>6} {'ece':>6}", *map(_line, found)]


def _group(kind: str, name: str, pairs: _Pairs) -> Group:
    if len(pairs.said) < LEAST:
        return Group(kind, name, len(pairs.said))
    said, seen = np.asarray(pairs.said, np.float64), np.asarray(pairs.seen, np.float64)
    return Group(kind, name, len(said), float(said.mean()), float(seen.mean()), calibration(seen, said))


def _line(group: Group) -> str:
    name = f"{group.kind} {group.name}".strip()
    if group.said is None:
        return f"{name:24} {group.answers:7} too few to say"
    return f"{name:24} {group.answers:7} {group.said:6.3f} {group.seen:6.3f} {group.error:6.3f}"
