"""Says what trials found about telling fraud from genuine, in the page's language; kindly, and it counts nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from app.reports.curves import Z90
from app.web.findings import steps
from models.detection import EVENLY, READILY, WARILY, Detection

_: Final[Callable[..., str]] = gettext


@dataclass(frozen=True, slots=True)
class Told:
    """What a page shows of trials: the finding, a sentence each on bias, on what it rests on and on d′, and rows.

    A row is what came up, its bar, how often they were right at the first choice, how often not, and how many in all.
    """

    finding: str
    bias: str
    basis: str
    apart: str
    rows: tuple[tuple[str, Markup, int, int, int], ...]


def told(found: Detection) -> Told | None:
    """The trials in words; None before the first."""
    if not found.all:
        return None
    leans = {
        READILY: _("Trusts a little too readily."),
        WARILY: _("Refuses genuine ones too."),
        EVENLY: _("Leans to neither side."),
    }
    return Told(
        finding=_finding(found),
        bias=leans.get(found.bias, ""),
        basis=_(
            "Rests on %(all)s messages, calls and pop-ups in tasks; help was asked for first in %(helped)s of them.",
            all=found.all,
            helped=found.helped,
        ),
        apart=_apart(found),
        rows=(
            (_("Fraud"), steps(found.hits, 0, found.misses), found.hits, found.misses, found.fraud),
            (
                _("Genuine"),
                steps(found.trusted, 0, found.false_alarms),
                found.trusted,
                found.false_alarms,
                found.genuine,
            ),
        ),
    )


def measures(found: Detection) -> list[tuple[str, str, str, str]]:
    """d′ and the bias with their intervals and what each number means; none while there are too few trials."""
    within, d, c = found.within(Z90), found.d_prime, found.criterion
    if not found.enough or within is None or d is None or c is None:
        return []
    rows = (
        (_("How well the two are told apart (d′)"), d, within[0], _("0 is by chance; from 2 on it is good")),
        (
            _("Which way they lean (bias c)"),
            c,
            within[1],
            _("above 0: believes too readily; below 0: refuses genuine ones too"),
        ),
    )
    return [
        (name, _signed(value), f"{_signed(low)} – {_signed(high)}", means) for name, value, (low, high), means in rows
    ]


def _signed(value: float) -> str:
    told = f"{abs(value):.1f}"
    return f"−{told}" if value < 0 and told != "0.0" else told


def _finding(found: Detection) -> str:
    counts = {"caught": found.hits, "fraud": found.fraud, "trusted": found.trusted, "genuine": found.genuine}
    if not found.genuine:
        return _("Telling fraud from genuine: caught %(caught)s of %(fraud)s", **counts)
    if not found.fraud:
        return _("Telling fraud from genuine: trusted %(trusted)s of %(genuine)s genuine ones", **counts)
    return _(
        "Telling fraud from genuine: caught %(caught)s of %(fraud)s, trusted %(trusted)s of %(genuine)s genuine ones",
        **counts,
    )


def _apart(found: Detection) -> str:
    d = found.d_prime
    if d is None or not found.enough:
        return _("Too few yet to say how well the two are told apart: it takes four of each.")
    return _("How well the two are told apart (d′): %(d)s. By chance it is 0; from 2 on it is good.", d=f"{d:.1f}")
