"""`python -m models.evaluate FILE.csv[.gz]`: champion and challenger on a table of answers, by learner; keeps nothing.

Columns: learner, order, item, skill (ids joined by ;), t (seconds or empty), correct (0 or 1), phase ('' | study |
practice | post). Each fold's learners are predicted by a model that never saw them, one answer after another.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.estimator import LearnerModel, make_challenger, make_model
from models.figures import scores

MODELS: dict[str, Callable[[], LearnerModel]] = {"champion": make_model, "challenger": make_challenger}
COLUMNS = ("learner", "item", "skill", "t", "correct", "phase")

Table = dict[str, NDArray[Any]]


def read(path: Path) -> Table:
    """The columns of a table, sorted by learner and order; ValueError names what is missing."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    missing = [c for c in (*COLUMNS, "order") if rows and c not in rows[0] and c not in ("t", "phase")]
    if not rows or missing:
        raise ValueError(f"{path.name}: " + (f"no column {', '.join(missing)}" if missing else "no rows"))
    rows.sort(key=lambda row: (row["learner"], int(row["order"])))
    return {
        "learner": np.asarray([row["learner"] for row in rows]),
        "item": np.asarray([row["item"] for row in rows]),
        "skill": np.asarray([row["skill"] for row in rows]),
        "t": np.asarray([float(row.get("t") or "nan") for row in rows]),
        "correct": np.asarray([int(float(row["correct"])) for row in rows]),
        "phase": np.asarray([row.get("phase") or "" for row in rows]),
    }


def folds_of(learner: NDArray[Any], folds: int, seed: int = 13) -> NDArray[np.int64]:
    """The fold of each row: whole learners, drawn evenly."""
    people, code = np.unique(learner, return_inverse=True)
    fold = np.arange(len(people)) % folds
    np.random.default_rng(seed).shuffle(fold)
    return np.asarray(fold[code], np.int64)


def evaluate(table: Table, folds: int = 5, models: Sequence[str] = tuple(MODELS)) -> dict[str, dict[str, float]]:
    """Mean scores over folds for each model, by its name in MODELS."""
    fold = folds_of(table["learner"], folds)
    out: dict[str, dict[str, float]] = {}
    for name in models:
        each = []
        for f in range(folds):
            train, test = ({k: v[mask] for k, v in table.items()} for mask in (fold != f, fold == f))
            began = time.perf_counter()
            model = MODELS[name]().fit(train)
            fitted = time.perf_counter() - began
            asked = test["phase"] != "study"
            place = _place(test["learner"][asked])
            p = model.predict_sequence(test)[asked]
            each.append({**scores(test["correct"][asked], p, place), "fit_seconds": fitted})
        out[name] = {k: round(float(np.nanmean([e[k] for e in each])), 4) for k in each[0]}
    return out


def _place(learner: NDArray[Any]) -> NDArray[np.int64]:
    """Place of each row among its learner's rows, which stand together."""
    first = np.r_[True, learner[1:] != learner[:-1]]
    place = np.arange(len(learner))
    return place - np.maximum.accumulate(np.where(first, place, 0))


def main(argv: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--models", default=",".join(MODELS), help="which, joined by commas")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    chosen = parser.parse_args(argv)
    found = evaluate(read(chosen.file), chosen.folds, chosen.models.split(","))
    if chosen.json:
        print(json.dumps(found, indent=1))
    else:
        for name, values in found.items():
            print(f"{name}: " + ", ".join(f"{k} {v}" for k, v in values.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
