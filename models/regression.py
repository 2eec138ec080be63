"""Logistic regression whose weights may be held to a sign, by scikit-learn's conventions; knows no learners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

Floats = NDArray[np.float64]


class SignedLogisticRegression(ClassifierMixin, BaseEstimator):
    """Two classes, L2 penalty, and for each feature a sign its weight must keep.

    ``signs``: one entry a feature, 1 (not negative), -1 (not positive) or 0 (free); None leaves all free.
    ``C``: inverse strength of the penalty on weights of standardised features. Fitted: ``coef_`` (1, n_features) and
    ``intercept_`` (1,), on the features as given, and ``n_iter_``.
    """

    def __init__(
        self, signs: Sequence[int] | None = None, C: float = 1.0, max_iter: int = 300, tol: float = 1e-7
    ) -> None:
        self.signs = signs
        self.C = C
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: ArrayLike, y: ArrayLike) -> SignedLogisticRegression:
        """Fit on X (n_samples, n_features) and two classes y; ValueError when there are not two."""
        data, y = validate_data(self, X, y, dtype=(np.float64, np.float32))
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) > 2:
            raise ValueError(
                f"Only binary classification is supported. The type of the target is {len(self.classes_)} classes."
            )
        if len(self.classes_) < 2:
            raise ValueError("Classifier can't train when only one class is present.")
        signs = np.zeros(data.shape[1], int) if self.signs is None else np.asarray(self.signs, int)
        if signs.shape != (data.shape[1],):
            raise ValueError(f"{len(signs)} signs for {data.shape[1]} features")
        scale = data.std(axis=0, dtype=np.float64)
        scale[scale < 1e-9] = 1.0
        middle = data.mean(axis=0, dtype=np.float64)
        w, b, self.n_iter_ = _solve(
            data, codes.astype(np.float64), middle, scale, signs, self.C, self.max_iter, self.tol
        )
        self.coef_ = (w / scale)[None, :]
        self.intercept_ = np.array([b - float(self.coef_[0] @ middle)])
        return self

    def decision_function(self, X: ArrayLike) -> Floats:
        """Logits, (n_samples,)."""
        check_is_fitted(self)
        data = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        return np.asarray(data @ self.coef_[0] + self.intercept_[0], float)

    def predict_proba(self, X: ArrayLike) -> Floats:
        """Probabilities of the two classes, (n_samples, 2)."""
        p = expit(self.decision_function(X))
        return np.column_stack((1.0 - p, p))

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """The likelier class, (n_samples,)."""
        return np.asarray(self.classes_[(self.decision_function(X) > 0).astype(int)])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


def _solve(
    X: NDArray[Any], y: Floats, middle: Floats, scale: Floats, signs: NDArray[Any], C: float, max_iter: int, tol: float
) -> tuple[Floats, float, int]:
    """Weights on standardised features and the intercept at their middle, by L-BFGS-B; X itself is not copied."""
    n, m = X.shape
    start = np.zeros(m + 1)
    share = min(max(float(y.mean()), 1e-6), 1 - 1e-6)
    start[m] = np.log(share / (1 - share))

    def loss(wb: Floats) -> tuple[float, Floats]:
        v = wb[:m] / scale
        z = X @ v.astype(X.dtype) + (wb[m] - v @ middle)
        z = z.astype(np.float64)
        value = float(np.logaddexp(0.0, z).sum() - y @ z) / n + 0.5 / (C * n) * float(wb[:m] @ wb[:m])
        r = expit(z) - y
        g = np.empty(m + 1)
        total = r.sum()
        g[:m] = ((X.T @ r.astype(X.dtype)).astype(np.float64) - middle * total) / scale / n + wb[:m] / (C * n)
        g[m] = total / n
        return value, g

    bounds = [(0.0, None) if s > 0 else (None, 0.0) if s < 0 else (None, None) for s in signs] + [(None, None)]
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": max_iter, "ftol": tol * 1e-2, "gtol": tol, "maxcor": 20},
    )
    return found.x[:m], float(found.x[m]), int(found.nit)
