"""Says why a village needs a visit and what its weeks show, in the page's language; counts nothing and ranks nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask_babel import gettext, ngettext

from app import charts
from app.charts import Curve, CurveWords, Figure
from app.charts.curve import percent
from app.records import Session
from app.reports import visiting
from app.reports.visiting import Facts, Reason
from app.reports.week import Village, WeekReport
from app.web import changes, tongue
from app.web.findings import lesson_title

__all__ = ["Village", "advice", "figure", "heading", "sentence", "spoken", "weeks_heading"]

_: Final[Callable[..., str]] = gettext


def heading(report: WeekReport) -> str:
    """The week in a sentence: how many villages to go to."""
    if report.first is None:
        return _("Nothing to tell of this week yet")
    count = len(report.needing)
    if not count:
        return _("No village needs a visit now")
    return str(ngettext("%(num)s village needs a visit", "%(num)s villages need a visit", count))


def sentence(s: Session, facts: Facts, reason: Reason, named: bool) -> str:
    """Why to go there, with its number and what it counts."""
    tell = {
        visiting.SILENT: _silent if named else _silent_nameless,
        visiting.UNANSWERED: _unanswered,
        visiting.FELL: _fell,
        visiting.FEWER: _fewer,
        visiting.UNCLEAR: _unclear,
        visiting.TABLETS: _tablets,
    }
    return _trips(s, reason) if reason.kind == visiting.TRIPS else tell[reason.kind](facts)


def advice(reason: Reason) -> str:
    """What to do first, in a few words."""
    return {
        visiting.SILENT: _("Call first: perhaps only the stick is late"),
        visiting.UNANSWERED: _("Sit in on a class and see who helps"),
        visiting.FELL: _("Sit in on a class"),
        visiting.FEWER: _("Ask who stayed away, and why"),
        visiting.TRIPS: _("Show this step to everybody on the laptop"),
        visiting.UNCLEAR: _("Ask which words are not clear"),
        visiting.TABLETS: _("Take the tablets in hand"),
    }[reason.kind]


def _silent(facts: Facts) -> str:
    before = [people for people in facts.before_quiet if people]
    return str(
        ngettext(
            "No class for %(num)s week; before that about %(usual)s people came",
            "No class for %(num)s weeks; before that about %(usual)s people came",
            facts.quiet,
            usual=round(sum(before) / len(before)),
        )
    )


def _silent_nameless(facts: Facts) -> str:
    return str(
        ngettext(
            "No class for %(num)s week, though there used to be one",
            "No class for %(num)s weeks, though there used to be one",
            facts.quiet,
        )
    )


def _unanswered(facts: Facts) -> str:
    return _(
        "%(asked)s people asked for help, and nobody is known to have come to %(unanswered)s of them",
        unanswered=facts.unanswered,
        asked=facts.asked,
    )


def _fell(facts: Facts) -> str:
    assert facts.again is not None
    return _(
        "Less is done alone: %(now)s of the steps of tasks met before, down from %(before)s; %(people)s people",
        now=percent(facts.again.after.value),
        before=percent(facts.again.before.value),
        people=facts.again.after.people,
    )


def _fewer(facts: Facts) -> str:
    usual = round(facts.usual)
    if not facts.here:
        return _("Nobody practised; about %(usual)s people did in a week before", usual=usual)
    return str(
        ngettext(
            "%(num)s person practised; about %(usual)s did in a week before",
            "%(num)s people practised; about %(usual)s did in a week before",
            facts.here,
            usual=usual,
        )
    )


def _trips(s: Session, reason: Reason) -> str:
    assert reason.trip is not None
    return _(
        "%(slipped)s of %(people)s people slipped at first on one step of “%(task)s”: “%(step)s”",
        slipped=reason.trip.slipped,
        people=reason.trip.people,
        task=lesson_title(reason.trip.lesson),
        step=changes.step_said(s, reason.trip.lesson, reason.trip.screen),
    )


def _unclear(facts: Facts) -> str:
    return _(
        "%(unclear)s of %(here)s people said of a step that it is not clear", unclear=facts.unclear, here=facts.here
    )


def _tablets(facts: Facts) -> str:
    return _(
        "%(idle)s of %(used)s tablets sent nothing, though as many people came as before",
        idle=facts.idle,
        used=facts.used,
    )


def weeks_heading(village: Village | None) -> str:
    """Whose weeks they are."""
    return (
        _("%(village)s, week by week", village=tongue.person_name(village.site))
        if village
        else _("All villages, week by week")
    )


def spoken(village: Village) -> str:
    """The small line of a village, to the ear."""
    last = village.curve.drawn[-1] if village.curve else None
    return _("%(share)s done alone again at last", share=percent(last.share)) if last else ""


def figure(curve: Curve | None) -> Figure | None:
    """The picture of some weeks; None where there is nothing to draw."""
    if curve is None:
        return None
    told = [_("week %(nth)s: %(share)s", nth=point.nth, share=percent(point.share)) for point in curve.drawn]
    words = CurveWords(
        finding=_finding(curve),
        description=" ".join([_("The share of steps done alone, week by week."), _(", ").join(told)]),
        line=_("done alone"),
        meeting=_("Week"),
        counts=_("people"),
        columns=(_("Week"), _("Done alone"), _("90 percent interval"), _("People"), _("Steps")),
    )
    return charts.draw(curve, words, "k")


def _finding(curve: Curve) -> str:
    first, last = curve.drawn[0], curve.drawn[-1]
    shares = {"first": percent(first.share), "last": percent(last.share)}
    if last.low > first.high:
        return _("More is done alone of tasks met before: %(first)s at first, %(last)s now", **shares)
    if last.high < first.low:
        return _("Less is done alone of tasks met before: %(first)s at first, %(last)s now", **shares)
    return _("Not certain that it changed: %(first)s of tasks met before at first, %(last)s now", **shares)
