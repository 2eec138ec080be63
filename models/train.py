"""`python -m models.train`: fits the shipped artefact on simulated learners alone, the same file from the same seed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import log_loss, roc_auc_score
from threadpoolctl import threadpool_limits

from models.artefact import SHIPPED, Artefact, load
from models.estimator import LearnerModel
from models.figures import calibration
from models.opportunity import Opportunity
from models.rows import rows_from_histories
from models.simulated import PROFILES
from models.world import class_of, fitted, live

LEARNERS = 900
SEED = 4


def histories(learners: int, seed: int, helper: Artefact | None = None) -> list[list[Opportunity]]:
    """The lives of a simulated class; with a ``helper`` every second learner is helped as that model would help."""
    return [
        live(s, profile, course, fitted(helper, s) if helper and n // len(PROFILES) % 2 else None)
        for n, (s, profile, course) in enumerate(class_of(learners, seed))
    ]


def figures(model: LearnerModel, held_out: Sequence[Sequence[Opportunity]]) -> dict[str, float]:
    """Scores on learners the model has not seen."""
    rows = rows_from_histories(held_out)
    target = rows.target
    y = np.asarray(rows.outcome)[target]
    p = model.predict_sequence(rows)[target]
    out = {
        "learners": len(held_out),
        "steps": len(y),
        "auc": float(roc_auc_score(y, p)),
        "log_loss": float(log_loss(y, p)),
        "ece": calibration(y, p),
    }
    level = np.asarray(rows.level)[target]
    for n, name in enumerate(("shown", "guided", "prompted", "alone")):
        out[f"ece_{name}"] = calibration(y[level == n], p[level == n])
    return {k: round(v, 4) for k, v in out.items()}


def train(learners: int = LEARNERS, seed: int = SEED) -> Artefact:
    """Fit the champion on a simulated class, again on one that it has helped, and measure it on another such class."""
    with threadpool_limits(1):
        return _train(learners, seed)


def _train(learners: int, seed: int) -> Artefact:
    """On one core, as several add up in another order and would write another file."""
    first = LearnerModel(use_steps=False).fit(histories(learners, seed)).artefact()
    model = LearnerModel(use_steps=False).fit(histories(learners, seed, first))
    made = {
        "by": "python -m models.train",
        "from": "simulated learners only (models/simulated.py, models/world.py), no real person",
        "learners": learners,
        "seed": seed,
        "rows": model.n_rows_,
        "scikit-learn": sklearn.__version__,
    }
    fitted = model.artefact(made, figures(model, histories(max(60, learners // 5), seed + 1, first)))
    return rounded(fitted)


def rounded(artefact: Artefact, digits: int = 5) -> Artefact:
    """The same artefact with short numbers, so that two machines write one file."""
    return Artefact(
        tuple(round(w, digits) for w in artefact.weights),
        round(artefact.intercept, digits),
        tuple((round(shift, digits), round(slope, digits)) for shift, slope in artefact.lines),
        artefact.tables,
        artefact.spread,
        artefact.made,
        artefact.figures,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; prints where the artefact went and how good it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(argv)
    train(chosen.learners, chosen.seed).save(chosen.out)
    written = load(chosen.out)
    print(f"{chosen.out}: {written.version}, {written.figures}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
