"""The learner model as an estimator: histories in, a champion (JSON) or a challenger (boosting) out; knows no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, clone
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils.validation import check_is_fitted

from models.artefact import EVEN, OUTCOME, Artefact, Tables
from models.features import ASKED, NAMES, SIGNS, UNKNOWN, WATCHED, Base, Memory, Spread
from models.opportunity import Opportunity, level_of
from models.regression import SignedLogisticRegression

INNER = 5
"""Inner folds over learners: a learner's own outcomes never stand in the difficulty that their features use."""
ROWS = 400_000
"""At most so many rows (whole learners, a fixed draw) fit the weights; every row still counts for difficulties."""


@dataclass(slots=True)
class Rows:
    """Many learners' histories as columns, each learner's rows together and in order; outcome as in models.features."""

    learner: NDArray[np.int64]
    step: list[str]
    skills: list[tuple[str, ...]]
    level: list[int]
    outcome: list[int]
    at: list[float]
    difficulty: list[float]
    clutter: list[float]
    twist: list[bool]
    later_test: list[bool]

    def __len__(self) -> int:
        return len(self.step)

    @property
    def target(self) -> NDArray[np.bool_]:
        """Rows whose outcome is right or a slip; help and demonstrations are history only."""
        return np.asarray(self.outcome) < ASKED


def rows_from_frame(frame: Any) -> Rows:
    """Rows from columns learner, item, skill, t, correct, phase (a pandas frame or a dict of columns)."""
    learner = np.unique(np.asarray(frame["learner"], dtype=str), return_inverse=True)[1]
    phase = [str(p) for p in np.asarray(frame["phase"])]
    cut: dict[str, tuple[str, ...]] = {}
    skills = [cut.setdefault(s, tuple(s.split(";"))) for s in map(str, np.asarray(frame["skill"]))]
    right = np.asarray(frame["correct"], dtype=int).tolist()
    n = len(skills)
    return Rows(
        learner=learner.astype(np.int64),
        step=[str(i) for i in np.asarray(frame["item"])],
        skills=skills,
        level=[UNKNOWN] * n,
        outcome=[WATCHED if p == "study" else c for p, c in zip(phase, right, strict=True)],
        at=np.asarray(frame["t"], dtype=float).tolist(),
        difficulty=[EVEN] * n,
        clutter=[0.0] * n,
        twist=[False] * n,
        later_test=[p == "post" for p in phase],
    )


def rows_from_histories(histories: Iterable[Sequence[Opportunity]]) -> Rows:
    """Rows from learners' opportunities, one sequence a learner."""
    learner: list[int] = []
    flat: list[Opportunity] = []
    for i, history in enumerate(histories):
        learner += [i] * len(history)
        flat += history
    levels = [level_of(o.support) for o in flat]
    return Rows(
        learner=np.asarray(learner, dtype=np.int64),
        step=[o.step for o in flat],
        skills=[o.skills for o in flat],
        level=[UNKNOWN if v is None else v for v in levels],
        outcome=[OUTCOME[o.outcome] for o in flat],
        at=[o.at for o in flat],
        difficulty=[o.difficulty for o in flat],
        clutter=[o.clutter for o in flat],
        twist=[o.twist for o in flat],
        later_test=[False] * len(flat),
    )


class LearnerModel(BaseEstimator):
    """Features, difficulties and a classifier, fitted together on learners' histories.

    ``classifier``: any scikit-learn classifier with predict_proba (cloned); None is the champion, a logistic
    regression with weights held to their signs. ``use_steps``: keep a difficulty for each step seen (False: the
    author's word alone, as in the shipped artefact). ``smooth``: pseudo-observations that pull a step to its skill.
    Histories are Rows, a frame as in evaluate.py, or a list of sequences of Opportunity.
    """

    def __init__(self, classifier: Any = None, use_steps: bool = True, smooth: float = 4.0, rows: int = ROWS) -> None:
        self.classifier = classifier
        self.use_steps = use_steps
        self.smooth = smooth
        self.rows = rows

    def fit(self, histories: Any, y: Any = None) -> LearnerModel:
        """Fit difficulties and weights; returns self. Works on any number of rows, also none."""
        rows = as_rows(histories)
        self.spread_ = Spread()
        self.tables_, inner = fit_tables(rows, self.use_steps, self.smooth)
        fold = rows.learner % INNER
        keep = self._draw(rows.learner)
        X = stream(rows, [inner[f] for f in range(INNER)], fold, self.spread_, keep)
        target = rows.target[keep]
        classes = np.asarray(rows.outcome)[keep][target]
        base = SignedLogisticRegression(signs=SIGNS) if self.classifier is None else self.classifier
        if len(np.unique(classes)) < 2:
            self.classifier_ = None
        else:
            self.classifier_ = clone(base).fit(X[target], classes)
        self.n_rows_ = len(rows)
        return self

    def _draw(self, learner: NDArray[np.int64]) -> NDArray[np.bool_]:
        if len(learner) <= self.rows:
            return np.ones(len(learner), bool)
        people = np.random.default_rng(11).permutation(int(learner.max()) + 1)
        total = np.cumsum(np.bincount(learner, minlength=len(people))[people])
        return np.isin(learner, people[: max(1, int(np.searchsorted(total, self.rows)))])

    def predict_sequence(self, histories: Any) -> NDArray[np.float64]:
        """P(right without asking) for every row, each from the learner's earlier rows alone."""
        check_is_fitted(self, "tables_")
        rows = as_rows(histories)
        if not len(rows):
            return np.zeros(0)
        everyone = np.ones(len(rows), bool)
        X = stream(rows, [self.tables_], np.zeros(len(rows), int), self.spread_, everyone)
        if isinstance(self.classifier_, SignedLogisticRegression) or self.classifier_ is None:
            artefact = self.artefact()
            z = X.astype(np.float64) @ np.asarray(artefact.weights) + artefact.intercept
            return np.asarray(1.0 / (1.0 + np.exp(-z)))
        return np.asarray(self.classifier_.predict_proba(X)[:, 1], float)

    def predict_proba(self, histories: Any) -> NDArray[np.float64]:
        """Probabilities of a slip and of right without asking, (rows, 2)."""
        p = self.predict_sequence(histories)
        return np.column_stack((1.0 - p, p))

    def artefact(self, made: Mapping[str, Any] | None = None, figures: Mapping[str, Any] | None = None) -> Artefact:
        """The champion as plain numbers; TypeError for a classifier that is no signed regression."""
        check_is_fitted(self, "tables_")
        if self.classifier_ is None:
            return untrained(self.tables_, self.spread_)
        if not isinstance(self.classifier_, SignedLogisticRegression):
            raise TypeError("only the champion is served as an artefact")
        return Artefact(
            weights=tuple(
                max(0.0, float(w)) if s > 0 else float(w) for w, s in zip(self.classifier_.coef_[0], SIGNS, strict=True)
            ),
            intercept=float(self.classifier_.intercept_[0]),
            tables=self.tables_,
            spread=self.spread_,
            made=made or {},
            figures=figures or {},
        )

    def new_learner(self) -> Session:
        """A session for one unseen learner, as evaluate.py drives it."""
        check_is_fitted(self, "tables_")
        return Session(self)

    def size_bytes(self) -> int:
        """Bytes of the artefact as JSON."""
        return len(self.artefact().dumps().encode())


class Session:
    """One learner, step by step: ``predict(ctx)`` then ``update(ctx, correct, rt)``."""

    def __init__(self, model: LearnerModel) -> None:
        self.memory = Memory(model.spread_)
        self.tables = model.tables_
        self.known: dict[tuple[str, str, str], tuple[tuple[str, ...], Base]] = {}
        champion = model.classifier_ is None or isinstance(model.classifier_, SignedLogisticRegression)
        self.probability = model.artefact().probability if champion else _one_row(model.classifier_)

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
        """Take in the answer."""
        skills, base = self._context(ctx)
        outcome = WATCHED if ctx["phase"] == "study" else int(correct)
        self.memory.note(ctx["item"], skills, UNKNOWN, outcome, ctx["t"], base)


def _one_row(classifier: Any) -> Any:
    return lambda row: float(classifier.predict_proba(np.asarray([row], np.float32))[0, 1])


def as_rows(histories: Any) -> Rows:
    """Rows of whatever form histories come in."""
    if isinstance(histories, Rows):
        return histories
    if hasattr(histories, "columns") or isinstance(histories, Mapping):
        return rows_from_frame(histories)
    return rows_from_histories(histories)


def stream(
    rows: Rows, tables: Sequence[Tables], which: NDArray[Any], spread: Spread, keep: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The features of every kept row, (kept, features): each row read before its outcome is noted."""
    out = np.empty((int(keep.sum()), len(NAMES)), np.float32)
    current, memory, known = -1, Memory(spread), {}
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


def fit_tables(rows: Rows, use_steps: bool, smooth: float) -> tuple[Tables, list[Tables]]:
    """Difficulties from all learners, and for each inner fold those from the others."""
    target = rows.target
    y = np.asarray(rows.outcome, float)[target]
    fold = (rows.learner % INNER)[target]
    names, step = np.unique(np.asarray(rows.step, dtype=object)[target].astype(str), return_inverse=True)
    joined: dict[tuple[str, ...], str] = {}
    tags = np.asarray([joined.setdefault(s, ";".join(s)) for s in rows.skills], dtype=object)[target].astype(str)
    tag_names, tag = np.unique(tags, return_inverse=True)
    author = 4.0 * (EVEN - np.asarray(rows.difficulty)[target])
    tables = []
    for out in (*range(INNER), None):
        use = np.ones(len(y), bool) if out is None else fold != out
        tables.append(_tables(y[use], names, step[use], tag_names, tag[use], author[use], use_steps, smooth))
    return tables[-1], tables[:-1]


def _tables(
    y: Any, names: Any, step: Any, tag_names: Any, tag: Any, author: Any, use_steps: bool, smooth: float
) -> Tables:
    mean = (y.sum() + 1.0) / (len(y) + 2.0)
    overall = float(np.log(mean / (1 - mean)))
    slope = 1.0
    if len(y) and author.std() > 1e-6:
        fitted = SignedLogisticRegression(signs=(1,)).fit(author[:, None], y) if 0 < y.mean() < 1 else None
        slope = float(fitted.coef_[0, 0]) if fitted is not None else 1.0
    if not use_steps or not len(y):
        return Tables(overall, slope)
    n_tag = np.bincount(tag, minlength=len(tag_names))
    p_tag = (np.bincount(tag, y, len(tag_names)) + smooth * mean) / (n_tag + smooth)
    n = np.bincount(step, minlength=len(names))
    first = np.zeros(len(names), int)
    first[step] = tag
    hint = np.zeros(len(names))
    hint[step] = author
    prior = 1.0 / (1.0 + np.exp(-(np.log(p_tag / (1 - p_tag))[first] + slope * hint)))
    p = (np.bincount(step, y, len(names)) + smooth * prior) / (n + smooth)
    return Tables(
        overall,
        slope,
        {str(k): round(float(v), 4) for k, v, c in zip(names, np.log(p / (1 - p)), n, strict=True) if c},
        {
            str(k): round(float(v), 4)
            for k, v, c in zip(tag_names, np.log(p_tag / (1 - p_tag)), n_tag, strict=True)
            if c
        },
    )


def untrained(tables: Tables, spread: Spread) -> Artefact:
    """What to serve before anything could be learned: difficulty, ability and support, each at face value."""
    known = {
        "base": 1.0,
        "support_prompted": 0.9,
        "support_guided": 0.9,
        "support_shown": 1.2,
        "ability": 1.0,
        "skill_ability": 1.0,
        "step_ability": 1.0,
        "twist": 0.6,
    }
    return Artefact(tuple(known.get(name, 0.0) for name in NAMES), 0.0, tables, spread)


def make_model() -> LearnerModel:
    """The champion, unfitted: what evaluate.py loads."""
    return LearnerModel()


def make_challenger() -> LearnerModel:
    """Gradient boosting on the same features, unfitted: what the champion is measured against."""
    return LearnerModel(
        HistGradientBoostingClassifier(
            max_iter=150,
            learning_rate=0.06,
            max_leaf_nodes=15,
            min_samples_leaf=40,
            l2_regularization=5.0,
            random_state=0,
        )
    )
