"""The learner model as an estimator: histories in, a champion (JSON) or a challenger (boosting) out; knows no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.base import BaseEstimator, clone
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils.validation import check_is_fitted

from models.artefact import AS_IT_IS, Artefact, Line, Tables
from models.difficulty import Difficulties
from models.features import NAMES, RULES, UNKNOWN, WATCHED, Base, Memory, Spread
from models.opportunity import LEVELS
from models.regression import SignedLogisticRegression
from models.rows import Rows, as_rows
from models.trace import HELD, ORDER, TOLD

INNER = 5
"""Inner folds over learners: a learner's own outcomes never stand in the difficulty that their features use."""
ROWS = 300_000
"""At most so many rows (whole learners, a fixed draw) fit the weights; every row still counts for difficulties."""
LEAST = 200
"""Below so many answers the weights stay at face value."""
PROOF_ROWS = 60_000
"""At most so many rows weigh the evidence for what has to be proven."""
PROOF = 60.0
"""Nats of likelihood that what has to be proven must bring: far more than chance brings with so many weights."""

_SIGNS = tuple(int(rule in (HELD, TOLD)) for rule in RULES)
_TO_PROVE = np.asarray([rule in (TOLD, ORDER) for rule in RULES])

Matrix = NDArray[np.float32]


class LearnerModel(BaseEstimator):
    """Features, difficulties and a classifier, fitted together on learners' histories.

    ``classifier``: any scikit-learn classifier with predict_proba (cloned); None is the champion, a logistic
    regression with weights held to their signs. ``use_steps``: keep a difficulty for each step seen (False: the
    author's word alone, as in the shipped artefact). ``rows``: the most rows that fit the weights.
    Histories are Rows, a frame or dict of columns as in models.evaluate, or sequences of Opportunity.
    """

    def __init__(self, classifier: Any = None, use_steps: bool = True, rows: int = ROWS) -> None:
        self.classifier = classifier
        self.use_steps = use_steps
        self.rows = rows

    def fit(self, histories: Any, y: Any = None) -> LearnerModel:
        """Fit difficulties and weights; returns self. Works on any number of rows, also none. ``y`` is not used."""
        rows = as_rows(histories)
        self.n_rows_ = len(rows)
        self.spread_ = Spread()
        self.tables_, X, keep = self._learn_difficulties(rows)
        target = rows.target[keep]
        right = np.asarray(rows.outcome, dtype=int)[keep][target]
        self.proven_ = False
        self.classifier_: Any = None
        self.lines_ = AS_IT_IS
        if len(np.unique(right)) == 2 and len(right) >= LEAST:
            X = X[target]
            self.proven_ = proven(X, right)
            if not self.proven_:
                X[:, _TO_PROVE] = 0.0
            chosen = SignedLogisticRegression(signs=_SIGNS) if self.classifier is None else self.classifier
            self.classifier_ = clone(chosen).fit(X, right)
            if self._is_champion():
                level = np.asarray(rows.level, dtype=int)[keep][target]
                self.lines_ = lines(self.classifier_.decision_function(X), right, level)
        return self

    def _learn_difficulties(self, rows: Rows) -> tuple[Tables, Matrix, NDArray[np.bool_]]:
        """Tables from everyone, and features of the drawn rows, each from tables without the learner's own fold."""
        if not len(rows):
            return Tables(), np.empty((0, len(NAMES)), np.float32), np.zeros(0, bool)
        known = Difficulties(rows)
        fold = known.learner % INNER
        tables, self.spread_ = known.tables(np.ones(len(fold), bool), self.use_steps)
        inner = [known.tables(fold != f, True)[0] for f in range(INNER)] if self.use_steps else [tables]
        keep = draw(rows.learner, self.rows)
        return tables, stream(rows, inner, rows.learner % len(inner), self.spread_, keep), keep

    def predict_sequence(self, histories: Any) -> NDArray[np.float64]:
        """P(right without asking) for every row, each from the learner's earlier rows alone."""
        check_is_fitted(self, "tables_")
        rows = as_rows(histories)
        if not len(rows):
            return np.zeros(0)
        X = stream(rows, [self.tables_], np.zeros(len(rows), int), self.spread_, np.ones(len(rows), bool))
        if self._is_champion():
            artefact = self.artefact()
            shift, slope = np.asarray(artefact.lines)[np.asarray(rows.level, dtype=int)].T
            z = X.astype(np.float64) @ np.asarray(artefact.weights) + artefact.intercept
            return np.asarray(expit(shift + slope * z))
        return np.asarray(self.classifier_.predict_proba(X)[:, 1], np.float64)

    def predict_proba(self, histories: Any) -> NDArray[np.float64]:
        """Probabilities of a slip and of right without asking, (rows, 2)."""
        p = self.predict_sequence(histories)
        return np.column_stack((1.0 - p, p))

    def _is_champion(self) -> bool:
        return self.classifier_ is None or isinstance(self.classifier_, SignedLogisticRegression)

    def artefact(self, made: Mapping[str, Any] | None = None, figures: Mapping[str, Any] | None = None) -> Artefact:
        """The champion as plain numbers; TypeError for a classifier that is no signed regression."""
        check_is_fitted(self, "tables_")
        if not self._is_champion():
            raise TypeError("only the champion is served as an artefact")
        if self.classifier_ is None:
            weights, intercept = UNTRAINED, 0.0
        else:
            weights = tuple(map(float, self.classifier_.coef_[0]))
            intercept = float(self.classifier_.intercept_[0])
        return Artefact(weights, intercept, self.lines_, self.tables_, self.spread_, made or {}, figures or {})

    def new_learner(self) -> Session:
        """A session for one unseen learner, as evaluate.py drives it."""
        check_is_fitted(self, "tables_")
        champion = self._is_champion()
        return Session(
            self.tables_, self.spread_, self.artefact().probability if champion else _by_row(self.classifier_)
        )

    def size_bytes(self) -> int:
        """Bytes of the artefact as JSON, difficulties of steps included."""
        return len(self.artefact().dumps().encode())


class Session:
    """One learner, step by step: ``predict(ctx)`` then ``update(ctx, correct, rt)``; ctx has item, skill, t, phase."""

    def __init__(self, tables: Tables, spread: Spread, probability: Callable[[Sequence[float]], float]) -> None:
        self.memory = Memory(spread)
        self.tables = tables
        self.probability = probability
        self.known: dict[tuple[str, str, str], tuple[tuple[str, ...], Base]] = {}

    def _context(self, ctx: Mapping[str, Any]) -> tuple[tuple[str, ...], Base]:
        key = ctx["item"], ctx["skill"], ctx["phase"]
        found = self.known.get(key)
        if found is None:
            skills = tuple(key[1].split(";"))
            found = self.known[key] = skills, self.tables.base(key[0], skills, later_test=key[2] == "post")
        return found

    def predict(self, ctx: Mapping[str, Any]) -> float:
        """P(correct) of the question in ``ctx``."""
        skills, base = self._context(ctx)
        return self.probability(self.memory.read(ctx["item"], skills, UNKNOWN, ctx["t"], base))

    def update(self, ctx: Mapping[str, Any], correct: int, rt: float | None = None) -> None:
        """Take in the answer; the response time says nothing that is used."""
        skills, base = self._context(ctx)
        outcome = WATCHED if ctx["phase"] == "study" else int(correct)
        self.memory.note(ctx["item"], skills, UNKNOWN, outcome, ctx["t"], base)


def _by_row(classifier: Any) -> Callable[[Sequence[float]], float]:
    return lambda row: float(classifier.predict_proba(np.asarray([row], np.float32))[0, 1])


def lines(z: NDArray[np.float64], right: NDArray[np.int64], level: NDArray[np.int64]) -> tuple[Line, ...]:
    """How far the logit is to be bent at each recorded level of support; at others, and where little is known, not."""
    found = list(AS_IT_IS)
    for n in range(len(LEVELS)):
        here = level == n
        if here.sum() >= LEAST and len(np.unique(right[here])) == 2:
            bent = SignedLogisticRegression(signs=(1,)).fit(z[here, None], right[here])
            found[n] = float(bent.intercept_[0]), float(bent.coef_[0, 0])
    return tuple(found)


def draw(learner: NDArray[np.int64], most: int) -> NDArray[np.bool_]:
    """Which rows to keep: all, or those of whole learners in a fixed draw until there are ``most``."""
    if len(learner) <= most:
        return np.ones(len(learner), bool)
    people = np.random.default_rng(11).permutation(int(learner.max()) + 1)
    total = np.cumsum(np.bincount(learner, minlength=len(people))[people])
    return np.isin(learner, people[: max(1, int(np.searchsorted(total, most)))])


def proven(X: Matrix, right: NDArray[np.int64]) -> bool:
    """Whether data without records of support or time prove that slips teach, or that order fades."""
    if not X[:, _TO_PROVE].any():
        return False
    some = np.random.default_rng(5).permutation(len(X))[:PROOF_ROWS]
    if len(np.unique(right[some])) < 2:
        return False
    strict = X[some]
    open_ = strict.copy()
    strict[:, _TO_PROVE] = 0.0
    gains = []
    for features in (strict, open_):
        fitted = SignedLogisticRegression(signs=_SIGNS).fit(features, right[some])
        z = fitted.decision_function(features).astype(float)
        gains.append(float(right[some] @ z - np.logaddexp(0.0, z).sum()))
    return gains[1] - gains[0] > PROOF


def stream(
    rows: Rows, tables: Sequence[Tables], which: NDArray[Any], spread: Spread, keep: NDArray[np.bool_]
) -> Matrix:
    """The features of every kept row, (kept, features): each row read before its outcome is noted."""
    out = np.empty((int(keep.sum()), len(NAMES)), np.float32)
    current, memory, table = -1, Memory(spread), tables[0]
    known: dict[tuple[Any, ...], Base] = {}
    caches: list[dict[tuple[Any, ...], Base]] = [{} for _ in tables]
    for r, i in enumerate(np.flatnonzero(keep).tolist()):
        if rows.learner[i] != current:
            current, memory = rows.learner[i], Memory(spread)
            table, known = tables[which[i]], caches[which[i]]
        step, skills = rows.step[i], rows.skills[i]
        key = step, skills, rows.difficulty[i], rows.clutter[i], rows.twist[i], rows.later_test[i]
        base = known.get(key)
        if base is None:
            base = known[key] = table.base(*key)
        out[r] = memory.read(step, skills, rows.level[i], rows.at[i], base)
        memory.note(step, skills, rows.level[i], rows.outcome[i], rows.at[i], base)
    return out


_AT_FACE_VALUE = {
    "base": 1.0,
    "support_prompted": 0.9,
    "support_guided": 0.9,
    "support_shown": 1.2,
    "ability": 1.0,
    "skill_ability": 1.0,
    "step_ability": 1.0,
    "twist": 0.6,
}
UNTRAINED = tuple(_AT_FACE_VALUE.get(name, 0.0) for name in NAMES)
"""Weights to serve before anything could be learned: difficulty, ability and support, each at face value."""


def make_model() -> LearnerModel:
    """The champion, unfitted: what evaluate.py loads."""
    return LearnerModel()


def make_challenger() -> LearnerModel:
    """Gradient boosting on the same features, held to the same signs, unfitted: the champion is measured against it."""
    return LearnerModel(
        HistGradientBoostingClassifier(
            max_iter=150,
            learning_rate=0.06,
            max_leaf_nodes=15,
            min_samples_leaf=40,
            l2_regularization=5.0,
            monotonic_cst=_SIGNS,
            random_state=0,
        )
    )
