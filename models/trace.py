"""What happened to one learner on one thing (a skill, a step, or all), kept small and fading; knows no other features.

Each column of ``view`` can only rise with a success and only fall with a slip, except those named told (slips after
which the right way may have been told) and order (fading by order, where times are unknown).
"""

from __future__ import annotations

from math import exp, log1p

HELD, TOLD, ORDER = 1, 2, 3
"""Rules for the weights, as in models.features."""

TRACE: tuple[tuple[str, int], ...] = (
    ("ability", HELD),
    ("wins", HELD),
    ("first_win", HELD),
    ("slips", HELD),
    ("first_slip", HELD),
    ("recent", HELD),
    ("last", HELD),
    ("run", HELD),
    ("slip_run", HELD),
    ("fresh_minutes", HELD),
    ("fresh_first", HELD),
    ("fresh_hour", HELD),
    ("fresh_day", HELD),
    ("fresh_weeks", HELD),
    ("sore_hour", HELD),
    ("sore_first", HELD),
    ("sore_day", HELD),
    ("watched", HELD),
    ("watched_hour", HELD),
    ("watched_day", HELD),
    ("told", TOLD),
    ("told_first", TOLD),
    ("told_minutes", TOLD),
    ("told_hour", TOLD),
    ("told_hour_first", TOLD),
    ("told_day", TOLD),
    ("told_weeks", TOLD),
    ("order_won_few", ORDER),
    ("order_won_some", ORDER),
    ("order_won_many", ORDER),
    ("order_won_most", ORDER),
    ("order_slipped_few", ORDER),
    ("order_slipped_some", ORDER),
    ("order_slipped_many", ORDER),
    ("order_slipped_most", ORDER),
    ("order_lag", ORDER),
)
"""The columns of a trace's view, and what their weights may be."""

NOTHING: tuple[float, ...] = (0.0,) * len(TRACE)
_NOT_TOLD = (0.0,) * sum(1 for _, rule in TRACE if rule == TOLD)
_NO_ORDER = (0.0,) * sum(1 for _, rule in TRACE if rule == ORDER)

Four = tuple[float, float, float, float]

_RECENT = 0.3
_BY_TIME: Four = (1 / 120.0, 1 / 1800.0, 1 / 86400.0, 1 / (14 * 86400.0))
"""Fading a second: over two minutes, half an hour, a day and two weeks."""
_BY_ORDER: Four = (1 / 4.0, 1 / 25.0, 1 / 150.0, 1 / 1000.0)
"""Fading an opportunity, where times are unknown."""


def _faded(kept: Four, gap: float, rates: Four = _BY_TIME) -> Four:
    """Four sums, each faded at its own rate over ``gap``."""
    if gap <= 0.0:
        return kept
    a, b, c, d = kept
    w, x, y, z = rates
    return (a * exp(-gap * w), b * exp(-gap * x), c * exp(-gap * y), d * exp(-gap * z))


_EMPTY: Four = (0.0, 0.0, 0.0, 0.0)


class Trace:
    """``theta`` and ``var``: ability here (logits) and how uncertain it is; the rest are counts, some of which fade."""

    __slots__ = (
        "_heard",
        "_heard_at",
        "_order",
        "_order_slipped",
        "_order_won",
        "_seen",
        "_seen_at",
        "_slipped",
        "_slipped_at",
        "_won",
        "_won_at",
        "last",
        "met",
        "recent",
        "run",
        "slip_run",
        "slips",
        "theta",
        "told",
        "var",
        "watched",
        "wins",
    )

    def __init__(self, var: float) -> None:
        self.theta = 0.0
        self.var = var
        self.wins = self.slips = self.watched = self.told = 0.0
        self.last = self.recent = self.run = self.slip_run = 0.0
        self._won = self._slipped = self._seen = self._heard = _EMPTY
        self._order_won = self._order_slipped = _EMPTY
        self._order = -1
        self.met = 0
        self._won_at = self._slipped_at = self._seen_at = self._heard_at = 0.0

    def count_win(self, credit: float) -> None:
        """A success worth ``credit`` of the learner's own, without its time."""
        self.wins += credit
        self.last = max(self.last, credit)
        if credit > self.recent:
            self.recent += _RECENT * (credit - self.recent)
        self.run += credit
        self.slip_run = 0.0

    def count_slip(self) -> None:
        """A slip, without its time."""
        self.slips += 1.0
        self.last = -1.0
        self.recent -= _RECENT * (1.0 + self.recent)
        self.run = 0.0
        self.slip_run += 1.0

    def win(self, credit: float, at: float) -> None:
        """A success, at ``at`` on the clock that ages successes."""
        self.count_win(credit)
        a, b, c, d = _faded(self._won, at - self._won_at)
        self._won, self._won_at = (a + credit, b + credit, c + credit, d + credit), at

    def slip(self, at: float) -> None:
        """A slip, at ``at`` on the clock that ages slips."""
        self.count_slip()
        a, b, c, d = _faded(self._slipped, at - self._slipped_at)
        self._slipped, self._slipped_at = (a + 1.0, b + 1.0, c + 1.0, d + 1.0), at

    def watch(self, at: float) -> None:
        """Shown how, or helped, without an answer of their own."""
        self.watched += 1.0
        a, b, c, d = _faded(self._seen, at - self._seen_at)
        self._seen, self._seen_at = (a + 1.0, b + 1.0, c + 1.0, d + 1.0), at

    def tell(self, at: float) -> None:
        """A slip after which, for all that is known, the right way was told."""
        self.told += 1.0
        a, b, c, d = _faded(self._heard, at - self._heard_at)
        self._heard, self._heard_at = (a + 1.0, b + 1.0, c + 1.0, d + 1.0), at

    def place(self, order: int, right: bool) -> None:
        """An answer as the learner's ``order``-th, where times are unknown."""
        gap = order - self._order
        won, slipped = (1.0, 0.0) if right else (0.0, 1.0)
        a, b, c, d = _faded(self._order_won, gap, _BY_ORDER)
        self._order_won = (a + won, b + won, c + won, d + won)
        a, b, c, d = _faded(self._order_slipped, gap, _BY_ORDER)
        self._order_slipped = (a + slipped, b + slipped, c + slipped, d + slipped)
        self._order = order

    def view(self, wins_at: float, slips_at: float, order: int = -1) -> tuple[float, ...]:
        """The columns of TRACE, now on the clocks that age successes and slips; ``order`` is -1 in known time."""
        wins, slips = self.wins, self.slips
        row: tuple[float, ...] = (
            self.theta,
            log1p(wins),
            wins / (1.0 + wins),
            -log1p(slips),
            -slips / (1.0 + slips),
            self.recent,
            self.last,
            log1p(self.run),
            -self.slip_run if self.slip_run < 4.0 else -4.0,
        )
        if wins:
            a, b, c, d = _faded(self._won, wins_at - self._won_at)
            row += (log1p(a), a / (1.0 + a), log1p(b), log1p(c), log1p(d))
        else:
            row += (0.0, 0.0, 0.0, 0.0, 0.0)
        if slips:
            a, b, c, d = _faded(self._slipped, slips_at - self._slipped_at)
            row += (-log1p(b), -b / (1.0 + b), -log1p(c))
        else:
            row += (0.0, 0.0, 0.0)
        if self.watched:
            a, b, c, d = _faded(self._seen, wins_at - self._seen_at)
            row += (log1p(self.watched), log1p(b), log1p(c))
        else:
            row += (0.0, 0.0, 0.0)
        told = self.told
        if told:
            a, b, c, d = _faded(self._heard, wins_at - self._heard_at)
            row += (log1p(told), told / (1.0 + told), log1p(a), log1p(b), b / (1.0 + b), log1p(c), log1p(d))
        else:
            row += _NOT_TOLD
        if order < 0 or self._order < 0:
            return row + _NO_ORDER
        gap = order - self._order
        a, b, c, d = _faded(self._order_won, gap, _BY_ORDER)
        w, x, y, z = _faded(self._order_slipped, gap, _BY_ORDER)
        row += (log1p(a), log1p(b), log1p(c), log1p(d), log1p(w), log1p(x), log1p(y), log1p(z))
        return (*row, 1.0 / (1.0 + log1p(gap)))
