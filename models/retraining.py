"""Learns from use: fits on the learners of a site, compares with the present on learners held out, keeps the better.

It never keeps a fit because it is new: what is served changes only when it predicts people it has not seen better.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from models.artefact import Artefact, sigmoid
from models.estimator import LearnerModel
from models.opportunity import Opportunity
from models.recalibration import FROM_LEARNERS, predictions, recalibrated
from models.train import rounded

HELD_OUT = 4
"""Every so many learners one is held out."""
REFIT_FROM = 200
"""Learners from whom on all weights may be fitted anew; a hundred numbers cannot be learned from fewer."""
BETTER = 0.002
"""Nats an answer by which a new artefact must be better on the learners held out."""

History = Sequence[Opportunity]


@dataclass(frozen=True, slots=True)
class Trial:
    """One candidate: what it is, and its log loss an answer on the learners held out."""

    name: str
    artefact: Artefact
    log_loss: float


@dataclass(frozen=True, slots=True)
class Retrained:
    """What came of it: ``chosen`` is the present where nothing was better; ``trials`` begins with the present."""

    learners: int
    held_out: int
    opportunities: int
    trials: tuple[Trial, ...]

    @property
    def chosen(self) -> Trial:
        """The best that is better than the present by BETTER, else the present."""
        present = self.trials[0]
        best = min(self.trials, key=lambda trial: trial.log_loss)
        return best if best.log_loss < present.log_loss - BETTER else present


def retrain(present: Artefact, histories: Iterable[History]) -> Retrained:
    """Try what can be tried with so many learners, from none to very many."""
    fitted: list[History] = []
    held: list[History] = []
    for n, history in enumerate(h for h in histories if h):
        (held if n % HELD_OUT == HELD_OUT - 1 else fitted).append(history)
    trials = [Trial("present", present, loss(present, held))]
    if len(fitted) >= FROM_LEARNERS:
        shifted = recalibrated(present, fitted)
        trials.append(Trial("recalibrated", shifted, loss(shifted, held)))
    if len(fitted) >= REFIT_FROM:
        model = LearnerModel().fit(fitted)
        made = {"by": "flask model retrain", "from": "the learners of this site", "learners": len(fitted)}
        whole = rounded(model.artefact(made))
        trials.append(Trial("fitted anew", whole, loss(whole, held)))
    return Retrained(len(fitted), len(held), sum(map(len, (*fitted, *held))), tuple(trials))


def loss(artefact: Artefact, histories: Sequence[History]) -> float:
    """Log loss an answer; 0 where there is none."""
    total, answers = 0.0, 0
    for z, right in predictions(artefact, histories):
        p = min(max(sigmoid(z), 1e-6), 1 - 1e-6)
        total -= log(p if right else 1.0 - p)
        answers += 1
    return total / answers if answers else 0.0
