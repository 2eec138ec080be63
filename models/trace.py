"""What happened to one learner on one thing (a skill, a step, or all), kept small and fading; knows no other features.

Each column of ``view`` can only rise with a success and only fall with a slip, except the last ones, which tell of
slips after which the right way may have been told.
"""

from __future__ import annotations

from math import exp, log1p

HELD, TOLD = 1, 2
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
)
"""The columns of a trace's view, and what their weights may be."""

NOTHING: tuple[float, ...] = (0.0,) * len(TRACE)

_MINUTES, _HOUR, _DAY, _WEEKS = 1 / 120.0, 1 / 1800.0, 1 / 86400.0, 1 / (14 * 86400.0)
_RECENT = 0.3

Four = tuple[float, float, float, float]


def _faded(kept: Four, gap: float) -> Four:
    """Four sums that fade with two minutes, half an hour, a day and two weeks, ``gap`` seconds later."""
    if gap <= 0.0:
        return kept
    a, b, c, d = kept
    return (a * exp(-gap * _MINUTES), b * exp(-gap * _HOUR), c * exp(-gap * _DAY), d * exp(-gap * _WEEKS))


_EMPTY: Four = (0.0, 0.0, 0.0, 0.0)


class Trace:
    """``theta`` and ``var``: ability here (logits) and how uncertain it is; the rest are counts, some of which fade."""

    __slots__ = (
        "_heard",
        "_heard_at",
        "_seen",
        "_seen_at",
        "_slipped",
        "_slipped_at",
        "_won",
        "_won_at",
        "last",
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

    def view(self, wins_at: float, slips_at: float) -> tuple[float, ...]:
        """The columns of TRACE, at a moment on the clocks that age successes and slips."""
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
            return (*row, log1p(told), told / (1.0 + told), log1p(a), log1p(b), b / (1.0 + b), log1p(c), log1p(d))
        return (*row, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
