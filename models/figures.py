"""How good predictions are: discrimination, log loss and calibration, also for the first answers; knows no model."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import log_loss, roc_auc_score

BINS = 15
FIRST = 10
"""The cold start: a learner's first so many answers."""


def calibration(right: NDArray[Any], p: NDArray[Any], bins: int = BINS) -> float:
    """Expected calibration error over bins of equal size; 0 where there is nothing."""
    if not len(right):
        return 0.0
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, bins)
    return float(sum(len(b) * abs(right[b].mean() - p[b].mean()) for b in parts if len(b)) / len(right))


def discrimination(right: NDArray[Any], p: NDArray[Any]) -> float:
    """Area under the ROC curve; NaN where all were right or none."""
    return float(roc_auc_score(right, p)) if len(np.unique(right)) == 2 else float("nan")


def scores(right: NDArray[Any], p: NDArray[Any], place: NDArray[Any]) -> dict[str, float]:
    """AUC, log loss and calibration error of all answers, AUC and log loss of each learner's first ten."""
    p = np.clip(p, 1e-5, 1 - 1e-5)
    early = place < FIRST
    return {
        "auc": discrimination(right, p),
        "log_loss": float(log_loss(right, p, labels=[0, 1])),
        "ece": calibration(right, p),
        "auc_first_ten": discrimination(right[early], p[early]),
        "log_loss_first_ten": float(log_loss(right[early], p[early], labels=[0, 1])),
    }
