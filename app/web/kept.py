"""Says what is kept a week and a month later, and who was not checked, in the page's language; counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flask_babel import gettext

from app import charts
from app.charts import Figure, Row, RowWords
from app.charts.curve import percent
from app.reports import LEAST_PEOPLE, County, retention
from app.reports.retention import Kept
from app.web.drawn import Drawn, cells, mark, share_axis, two_sorts

_: Final[Callable[..., str]] = gettext


def figure(report: County) -> Drawn | None:
    """The figure of what is kept; None while nobody was checked."""
    told = [
        (who, sort, one)
        for who, sort, some in zip(
            (_("The rest"), _("Weakest quarter")), (charts.REST, charts.WEAK), report.kept, strict=True
        )
        for one in some
    ]
    if not any(one.share for _who, _sort, one in told):
        return None
    finding = _lasting(told)
    words = RowWords(
        finding=finding,
        description=_("The share of steps done alone again, by how long ago, with 90 percent intervals."),
        key=two_sorts(),
        axis=percent,
    )
    rows = [
        Row(
            f"{who} · {_days(one)}",
            (mark(one.share, sort),) if one.share and _enough(one) else (),
            _("%(count)s people", count=one.share.people if one.share else 0),
        )
        for who, sort, one in told
        if report.named or one.share
    ]
    wide, narrow = charts.draw_rows(rows, share_axis(), words, "k", labels=170)
    head = (
        _("Who"),
        _("Done alone again"),
        _("90 percent interval"),
        _("People"),
        _("Tasks checked"),
        *_unchecked(told),
    )
    table = tuple((f"{who} · {_days(one)}", *_kept_cells(one, told)) for who, _sort, one in told)
    note = _("When a task that somebody had done alone first came up again, unannounced: its steps done alone.")
    how = (
        _("7 days means 5 to 13 days after it was first done alone, 30 days means 24 to 45."),
        _("The two rest on different people and tasks, so they do not tell how fast things are forgotten."),
    )
    return Drawn("k", Figure(finding, wide, narrow, head, table), note, how)


def _lasting(told: Sequence[tuple[str, str, Kept]]) -> str:
    """What was kept after the longest time that both sorts were checked at, or either."""
    shares = {(one.after, sort): percent(one.share.value) for _who, sort, one in told if one.share and _enough(one)}
    if not shares:
        return _("Too few have been checked yet to say what is kept")
    after = max(shares, key=lambda key: (sum(1 for other in shares if other[0] == key[0]), key[0]))[0]
    rest, weak = shares.get((after, charts.REST)), shares.get((after, charts.WEAK))
    if rest and weak:
        return _(
            "After about %(days)s days: the rest %(rest)s, the weakest quarter %(weak)s",
            days=after,
            rest=rest,
            weak=weak,
        )
    if rest:
        return _("After about %(days)s days: the rest %(rest)s", days=after, rest=rest)
    return _("After about %(days)s days: the weakest quarter %(weak)s", days=after, weak=weak)


def _enough(one: Kept) -> bool:
    """Whether a share rests on enough people to be drawn and told."""
    return one.share is not None and one.share.people >= LEAST_PEOPLE


def _days(one: Kept) -> str:
    return _("%(days)s days", days=one.after)


def _other(told: Sequence[tuple[str, str, Kept]]) -> tuple[str, ...]:
    """The sorts of tasks that were not checked, as far as they may be told."""
    keys = {part for _who, _sort, one in told for part in one.parts}
    return tuple(part for part in (*retention.PARTS, retention.OTHER) if part in keys and part != retention.CHECKED)


def _unchecked(told: Sequence[tuple[str, str, Kept]]) -> tuple[str, ...]:
    words: Mapping[str, str] = {
        retention.BETWEEN: _("Came up sooner"),
        retention.MISSING: _("Missing: did not come up"),
        retention.LEFT: _("Had left"),
        retention.OPEN: _("Days not over"),
        retention.OTHER: _("Not checked"),
    }
    return tuple(words[part] for part in _other(told))


def _kept_cells(one: Kept, told: Sequence[tuple[str, str, Kept]]) -> tuple[str, ...]:
    parts = [one.parts.get(part) for part in (retention.CHECKED, *_other(told))]
    shares = cells(one.share) if one.share else ("–", "–", "–")
    return (*shares, *(str(part.tasks) if part else "–" for part in parts))
