"""Fits the served model to a site once it has seen some learners: one shift, one slope, no more; knows no table.

Two numbers can be learned from twenty people; a hundred weights cannot. The slope is never negative, so what the model
promises to learners holds for the recalibrated artefact as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.artefact import Artefact, Learner, sigmoid
from models.features import UNKNOWN
from models.opportunity import Opportunity, Step, level_of

FROM_LEARNERS = 20
"""Learners from whom on a site may have its own shift and slope."""
DOUBT = 0.5
"""How far (one standard deviation) shift and slope are thought to lie from 0 and 1 before anything was seen."""
FLATTEST = 0.6
"""The slope never falls below this: one class, all helped in one way, may trust the model less, not turn it off."""
ROUNDS = 25

Pair = tuple[float, int]
"""What the model said (logit) and whether it went right."""


def predictions(artefact: Artefact, histories: Sequence[Sequence[Opportunity]]) -> Iterator[Pair]:
    """What the model said before each opportunity of each learner, and how it went, of those that answer."""
    for history in histories:
        learner = Learner(artefact)
        for o in history:
            if o.answers:
                level = level_of(o.support)
                step = Step(o.step, o.skills, o.difficulty, o.clutter, o.twist)
                level = UNKNOWN if level is None else level
                yield artefact.logit(learner.row(step, o.at, level), level), int(o.outcome == "alone")
            learner.update(o)


def shift_and_slope(pairs: Sequence[Pair]) -> tuple[float, float]:
    """The shift and slope that make the predictions fit best, held back towards 0 and 1 (Newton steps).

    Where the slope may not be flatter the shift is the best for the flattest.
    """
    shift, slope, hold = 0.0, 1.0, 1.0 / DOUBT**2
    for _ in range(ROUNDS):
        ga, gb = -hold * shift, -hold * (slope - 1.0)
        haa, hab, hbb = hold, 0.0, hold
        for z, right in pairs:
            p = sigmoid(shift + slope * z)
            w = p * (1.0 - p)
            ga += right - p
            gb += (right - p) * z
            haa += w
            hab += w * z
            hbb += w * z * z
        steeper = max(FLATTEST - slope, (haa * gb - hab * ga) / (haa * hbb - hab * hab))
        higher = (ga - hab * steeper) / haa
        shift, slope = shift + higher, slope + steeper
        if max(abs(higher), abs(steeper)) < 1e-6:
            break
    return shift, slope


def recalibrated(artefact: Artefact, histories: Sequence[Sequence[Opportunity]]) -> Artefact:
    """The artefact with the site's own shift and slope; the same one while there are too few learners."""
    if len(histories) < FROM_LEARNERS:
        return artefact
    shift, slope = shift_and_slope(list(predictions(artefact, histories)))
    return replace(
        artefact,
        lines=tuple((round(shift + slope * a, 5), round(slope * b, 5)) for a, b in artefact.lines),
        made={**artefact.made, "recalibrated": {"learners": len(histories), "shift": shift, "slope": slope}},
    )
