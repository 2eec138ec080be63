"""Says what came of practice for real, and how that is known, in the page's language; counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext

from app import charts
from app.charts import Figure, Row, RowWords
from app.charts.curve import percent
from app.records import ledger
from app.reports import LEAST_PEOPLE, County
from app.reports import transfer as told
from app.reports.transfer import Crossed
from app.web.drawn import Drawn, cells, mark, share_axis, two_sorts

_: Final[Callable[..., str]] = gettext


def figure(report: County) -> Drawn | None:
    """The figure from practice to the real thing; None while nobody was asked."""
    rows = ((_("Alone in practice"), report.transfer.alone), (_("Not yet alone in practice"), report.transfer.not_yet))
    if not any(one.share for _name, both in rows for one in both):
        return None
    finding = _finding(*report.transfer.alone)
    words = RowWords(
        finding=finding,
        description=_(
            "Of the tasks that were asked about, the share done alone for real, seen or with a receipt, with 90 "
            "percent intervals: first those done alone in practice, then the others."
        ),
        key=two_sorts(),
        axis=percent,
    )
    drawn = [
        Row(
            name,
            tuple(
                mark(one.share, sort)
                for one, sort in zip(both, (charts.REST, charts.WEAK), strict=True)
                if one.share and _enough(one)
            ),
            " · ".join(str(one.share.people if one.share else 0) for one in both),
        )
        for name, both in rows
    ]
    wide, narrow = charts.draw_rows(drawn, share_axis(), words, "r", labels=190)
    known = _known()
    head = (_("Who"), _("Alone for real"), _("90 percent interval"), _("People asked"), *known.values())
    table = tuple(
        (f"{who} · {name}", *_cells(one, known))
        for name, both in rows
        for who, one in zip((_("The rest"), _("Weakest quarter")), both, strict=True)
    )
    note = _(
        "Of the tasks that people were asked about, those done alone for real, seen or with a receipt. "
        "What was only told is not among them."
    )
    how = (
        _("The columns count tasks of people: two tasks of one person count twice. Nobody is asked about every task."),
        _(
            "A task counts as it stood in practice on the day somebody asked. Whoever did it before they practised is "
            "left out, so is whoever is in neither quarter yet."
        ),
    )
    return Drawn("r", Figure(finding, wide, narrow, head, table), note, how)


def _finding(rest: Crossed, weak: Crossed) -> str:
    """What came of what is done alone in practice; no comparison is claimed."""
    shares = [percent(one.share.value) if one.share and _enough(one) else "" for one in (rest, weak)]
    if all(shares):
        return _(
            "Asked about what they do alone in practice: the rest did %(rest)s alone for real, "
            "the weakest quarter %(weak)s",
            rest=shares[0],
            weak=shares[1],
        )
    if shares[0]:
        return _("Asked about what they do alone in practice: the rest did %(rest)s alone for real", rest=shares[0])
    if shares[1]:
        return _(
            "Asked about what they do alone in practice: the weakest quarter did %(weak)s alone for real",
            weak=shares[1],
        )
    return _("Too few have been asked yet what came of practice")


def _enough(one: Crossed) -> bool:
    """Whether a share rests on enough people to be drawn and told."""
    return one.share is not None and one.share.people >= LEAST_PEOPLE


def _known() -> Mapping[str, str]:
    """What is known of a task, as the table heads it."""
    return {
        ledger.SEEN: _("alone, seen"),
        ledger.RECEIPT: _("alone, with a receipt"),
        ledger.TOLD: _("alone, told"),
        told.HELPED: _("with help"),
        told.NOT_YET: _("not done yet"),
        told.NOT_ASKED: _("not asked"),
    }


def _cells(one: Crossed, known: Mapping[str, str]) -> tuple[str, ...]:
    shares = cells(one.share) if one.share else ("–", "–", "–")
    return (*shares, *(str(one.parts[part].tasks) if part in one.parts else "–" for part in known))
