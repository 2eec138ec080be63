"""The page of a week and the pictures behind it: which week it is, what to show of it; says no sentence itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from app import classes, current
from app.charts import spark
from app.records import Session
from app.reports import lamp
from app.reports.week import SEEN_BACK, WeekReport, ends, monday_of, newest
from app.reports.weekly import week_report
from app.web import changes, visits
from app.web.staff import member_here, named_for

blueprint = Blueprint("week", __name__)

SHOWN: Final = 5
"""So many villages stand open; the others are folded."""


@blueprint.get("/reports/week")
def show() -> ResponseReturnValue:
    """What changed in a week (`week` is any day of it, the newest that is over by default), and where to go."""
    with current.records().session() as s:
        report = _report(s)
        told = changes.told(s, report, _model(report))
        needs = [
            (
                one,
                visits.sentence(s, one.facts, one.reasons[0], report.named),
                visits.advice(one.reasons[0]),
                spark(one.curve, SEEN_BACK, visits.spoken(one)) if one.curve else "",
            )
            for one in report.needing
        ]
    return render_template(
        "staff/week.html",
        report=report,
        heading=visits.heading(report),
        told=told,
        needs=needs,
        shown=SHOWN,
        sunday=report.monday + timedelta(days=6),
        hidden=request.args.get("names") == "hidden",
    )


@blueprint.get("/reports/weeks")
def pictures() -> ResponseReturnValue:
    """The twelve weeks up to one, of everybody or of a village: how much is done alone again, how many practised."""
    with current.records().session() as s:
        report = _report(s)
        village = _village(report)
        why = [visits.sentence(s, village.facts, one, report.named) for one in village.reasons] if village else []
        rooms = [one for one in classes.one_kind_of(s, member_here()) if village and one.site_id == village.site.id]
    curve, held = (village.curve, village.facts.held) if village else (report.curve, report.held)
    return render_template(
        "staff/weeks.html",
        report=report,
        village=village,
        heading=visits.weeks_heading(village),
        figure=visits.figure(curve),
        why=why,
        rooms=rooms,
        weeks=_weeks(report, held),
        hidden=request.args.get("names") == "hidden",
    )


def asked_for(now: datetime) -> date | None:
    """The Monday of the week that the address names; None when it names none, 404 when it cannot be read."""
    written = request.args.get("week", "")
    if not written:
        return None
    try:
        return min(monday_of(date.fromisoformat(written)), newest(now))
    except (ValueError, OverflowError):
        abort(404)


def as_of(now: datetime) -> tuple[datetime, date | None]:
    """The moment that a report is made for: the end of the week that the address names, or now."""
    monday = asked_for(now)
    return (ends(monday), monday) if monday else (now, None)


def _report(s: Session) -> WeekReport:
    member, now = member_here(), current.now()
    named = named_for(member)
    rooms = classes.one_kind_of(s, member)
    return week_report(s, rooms, asked_for(now) or newest(now), now, named=named)


def _village(report: WeekReport) -> visits.Village | None:
    """The village that the address names; 404 for one that is not there or not to be seen."""
    written = request.args.get("village", "")
    if not written:
        return None
    try:
        wanted = UUID(written)
    except ValueError:
        abort(404)
    return next((one for one in report.villages if one.site.id == wanted), None) or abort(404)


def _weeks(report: WeekReport, held: tuple[int, ...]) -> list[tuple[date, int]]:
    """The Mondays of the weeks that are drawn, each with how many practised; none for whoever may not know."""
    if not report.named:
        return []
    mondays = [report.monday - timedelta(days=7 * ago) for ago in reversed(range(SEEN_BACK))]
    return list(zip(mondays, held[-SEEN_BACK:], strict=True))


def _model(report: WeekReport) -> tuple[lamp.Looked | None, lamp.Tried | None]:
    """What was found out about the learner model in the week, or since it for the newest one."""
    folder = lamp.folder_of(current.settings().instance, demo=member_here().demo)
    looked, tried = lamp.looked(folder), lamp.tried(folder)
    until = None if report.monday == report.newest else ends(report.monday)

    def lately(at: datetime) -> bool:
        return at > ends(report.monday - timedelta(days=7)) and (until is None or at <= until)

    return looked if looked and lately(looked.at) else None, tried if tried and lately(tried.at) else None
