"""`python -m models.train`: fits the shipped artefact on simulated learners alone, the same file from the same seed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import sklearn
from sklearn.metrics import log_loss, roc_auc_score

from models.artefact import SHIPPED, Artefact, load
from models.estimator import LearnerModel
from models.figures import calibration
from models.opportunity import Opportunity
from models.rows import rows_from_histories
from models.world import class_of, live

LEARNERS = 900
SEED = 4


def histories(learners: int, seed: int) -> list[list[Opportunity]]:
    """The lives of a simulated class."""
    return [live(s, profile, course) for s, profile, course in class_of(learners, seed)]


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
    """Fit the champion on a simulated class and measure it on another."""
    model = LearnerModel(use_steps=False).fit(histories(learners, seed))
    made = {
        "by": "python -m models.train",
        "from": "simulated learners only (models/simulated.py, models/world.py), no real person",
        "learners": learners,
        "seed": seed,
        "rows": model.n_rows_,
        "scikit-learn": sklearn.__version__,
    }
    fitted = model.artefact(made, figures(model, histories(max(60, learners // 5), seed + 1)))
    return rounded(fitted)


def rounded(artefact: Artefact, digits: int = 5) -> Artefact:
    """The same artefact with short numbers, so that two machines write one file."""
    return Artefact(
        tuple(round(w, digits) for w in artefact.weights),
        round(artefact.intercept, digits),
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
