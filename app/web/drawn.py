"""What figures of the staff's pages share: a drawn figure with its notes, numbers as cells; counts nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext

from app import charts
from app.charts import Figure, Mark, Scale
from app.charts.curve import percent
from app.reports.gaps import Change, Gap, Share

_: Final[Callable[..., str]] = gettext


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of the page: `key` names it, `note` stands under its finding, `how` tells where the traps are."""

    key: str
    figure: Figure
    note: str
    how: tuple[str, ...]


def points(share: float) -> str:
    """A difference of shares in whole points, with a true minus sign."""
    whole = round(share * 100)
    return f"−{-whole}" if whole < 0 else str(whole)


def between(one: Gap | Change | None) -> str:
    """An interval in points."""
    return _("%(low)s to %(high)s", low=points(one.low), high=points(one.high)) if one else "–"


def two_sorts() -> tuple[tuple[str, str], ...]:
    """What the marks of the rest and of the weakest quarter are called."""
    return (charts.REST, _("The rest")), (charts.WEAK, _("Weakest quarter"))


def mark(one: Share, sort: str, whisker: bool = True) -> Mark:
    """A share as a mark with its interval."""
    return Mark(one.value, one.low, one.high, sort, whisker)


def share_axis() -> Scale:
    """From nothing to all."""
    return charts.scale([1.0], 0.25)


def cells(one: Share) -> tuple[str, str, str]:
    """A share, its interval and its people, as a table has them."""
    return percent(one.value), f"{percent(one.low)} – {percent(one.high)}", str(one.people)
