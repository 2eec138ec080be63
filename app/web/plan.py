"""Today's plan of a class: who acts where and how long, whom to call next; parses, calls one use case, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from app import charts, classes, current, practice
from app.charts import Bar
from app.classes import turns
from app.records import Session, roster
from app.records.tables import Classroom, Device, Learner
from app.simulator.screen import Line
from app.web import tongue
from app.web.because import because
from app.web.days import clock
from app.web.staff import classroom_of, member_here
from app.web.tongue import ui
from models.plan import Turn
from models.reasons import Reason

blueprint = Blueprint("plan", __name__)

QUARTER: Final = 15
"""The picture names every so many minutes."""
WIDE: Final = 790.0
NARROW: Final = 440.0


@dataclass(frozen=True, slots=True)
class Row:
    """A turn as the page shows it: the tablet, who acts, who watches, when and how long, and why."""

    device: Device
    actor: Learner
    watcher: Learner | None
    at: datetime
    minutes: int
    why: str
    beside: str
    now: bool
    over: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call next, to which tablet, the line that calls them, and in how many minutes."""

    row: Row
    line: Line
    wait: int


@blueprint.get("/staff/class/<uuid:classroom_id>/plan")
def show(classroom_id: UUID) -> ResponseReturnValue:
    """The turns of today, as a picture and as a table, and the next name."""
    now = current.now()
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        made = plan_now(s, classroom, now)
        rows = rows_of(made, now)
        going = [row for row in rows if row.now]
        visits = _visits(s, classroom, [row.actor for row in going], now)
        day = turns.today(s, classroom, now)
        lasts = round(day.lasts / timedelta(minutes=1))
    coming = [row for row in rows if not row.now]
    return render_template(
        "staff/plan.html",
        classroom=classroom,
        made=made,
        going=going,
        coming=coming,
        call=_call(coming, now),
        visits=visits,
        pictures=[_picture(made, rows, now, width, key) for width, key in ((WIDE, "w"), (NARROW, "n"))],
        lasts=lasts,
        lengths=turns.LENGTHS,
        short=len(made.plan.short),
    )


@blueprint.post("/staff/class/<uuid:classroom_id>/plan/turn")
def begin(classroom_id: UUID) -> ResponseReturnValue:
    """Keep that somebody's turn begins at a tablet, as the plan has it now or for its usual minutes."""
    now = current.now()
    with current.records().writing() as s:
        classroom = classroom_of(s, classroom_id)
        device = _device(s, classroom, request.form.get("device", ""))
        actor = _learner(s, classroom, request.form.get("learner", ""))
        made = plan_now(s, classroom, now)
        planned = [turn for turn in made.plan.coming if turn.actor == str(actor.id)]
        mine = next((turn for turn in planned if turn.seat == str(device.id)), planned[0] if planned else None)
        minutes = mine.minutes if mine else turns.MORE / timedelta(minutes=1)
        watches = request.form.get("watcher") or (mine.watcher if mine else "")
        watcher = _learner(s, classroom, watches) if watches else None
        classes.begin_turn(
            s, classroom, device, actor.id, member_here(), now,
            minutes=minutes, why=_why(mine.reason if mine else Reason("turn_first")),
            watcher=watcher.id if watcher is not None and watcher.id != actor.id else None,
        )  # fmt: skip
    flash(gettext("%(name)s acts at tablet %(seat)s now.", name=tongue.person_name(actor), seat=device.name))
    return redirect(url_for("plan.show", classroom_id=classroom_id), code=303)


@blueprint.post("/staff/class/<uuid:classroom_id>/plan/people/<uuid:learner_id>")
def change(classroom_id: UUID, learner_id: UUID) -> ResponseReturnValue:
    """Keep what a volunteer tells of somebody: first, later, five minutes more, not here, here."""
    try:
        with current.records().writing() as s:
            classroom = classroom_of(s, classroom_id)
            learner = _learner(s, classroom, str(learner_id))
            classes.tell(s, classroom, learner.id, member_here(), request.form.get("what", ""), current.now())
    except ValueError:
        abort(400)
    flash(gettext("Kept. The plan goes by it from now on."))
    return redirect(url_for("plan.show", classroom_id=classroom_id), code=303)


@blueprint.post("/staff/class/<uuid:classroom_id>/plan/length")
def length(classroom_id: UUID) -> ResponseReturnValue:
    """Keep how long today's class is."""
    try:
        with current.records().writing() as s:
            classroom = classroom_of(s, classroom_id)
            minutes = int(request.form.get("minutes", ""))
            classes.tell_length(s, classroom, member_here(), minutes, current.now())
    except ValueError:
        abort(400)
    return redirect(url_for("plan.show", classroom_id=classroom_id), code=303)


def plan_now(s: Session, classroom: Classroom, now: datetime) -> classes.ClassPlan:
    """The class's plan now, from what the model knows of its people."""
    known = practice.abreast(s, current.shelf().lessons, current.artefact(), classroom.id, now)
    return classes.plan_of(s, classroom, known, now)


def rows_of(made: classes.ClassPlan, now: datetime) -> list[Row]:
    """The turns of a plan as the page shows them, and before them those that are over and were not handed on."""
    people = {str(one.id): one for one in (*made.here, *made.away)}
    devices = {str(one.id): one for one in made.devices}
    over = [
        Row(devices[str(device)], people[str(who)], None, now, 0, "", "", now=True, over=True)
        for device, who in made.over.items()
        if str(who) in people
    ]
    return over + [_row(turn, people, devices, now) for turn in made.plan.turns if turn.actor in people]


def _row(turn: Turn, people: Mapping[str, Learner], devices: Mapping[str, Device], now: datetime) -> Row:
    return Row(
        devices[turn.seat],
        people[turn.actor],
        people.get(turn.watcher),
        now + timedelta(minutes=turn.start),
        max(1, round(turn.minutes)),
        _words(turn.reason),
        _words(turn.beside) if turn.beside else "",
        turn.now,
    )


def _words(reason: Reason) -> str:
    return because(reason.code, reason.args, member_here().role).text


def _why(reason: Reason) -> dict[str, object]:
    """Why a turn is theirs, as data for its fact."""
    artefact = current.artefact()
    return {"artefact": artefact.hash, "off": artefact.off, "code": reason.code, "args": dict(reason.args)}


def _call(coming: Sequence[Row], now: datetime) -> Call | None:
    """Whom to call next."""
    if not coming:
        return None
    row = coming[0]
    line = ui("%(name)s, tablet %(seat)s please.", name=tongue.person_name(row.actor), seat=row.device.name)
    return Call(row, line, max(0, round((row.at - now) / timedelta(minutes=1)) - 1))


def _visits(s: Session, classroom: Classroom, acting: Sequence[Learner], now: datetime) -> list[tuple[Learner, str]]:
    """Whom of those who act to sit with first, and why, as the board puts them."""
    people = {str(one.id): one for one in acting}
    if not people:
        return []
    asked = current.shelf().lessons, current.artefact(), classroom.id, now
    found = practice.whom_to_sit_with(s, *asked, among={one.id for one in acting})[: practice.SHOWN]
    return [(people[visit.id], _words(visit.reason)) for visit in found]


def _learner(s: Session, classroom: Classroom, written: str) -> Learner:
    return next((one for one in roster.learners(s, classroom.id) if str(one.id) == written), None) or abort(404)


def _device(s: Session, classroom: Classroom, written: str) -> Device:
    return next((one for one in roster.devices(s, classroom.id) if str(one.id) == written), None) or abort(404)


def _picture(made: classes.ClassPlan, rows: Sequence[Row], now: datetime, width: float, key: str) -> Markup:
    """The turns drawn: a row for each tablet, minutes from now to the right."""
    shown = [
        (
            device.name,
            [
                Bar(
                    max(0.0, (row.at - now) / timedelta(minutes=1)),
                    row.minutes,
                    tongue.person_name(row.actor),
                    "t-now" if row.now else "t-next",
                )
                for row in rows
                if row.device.id == device.id and not row.over
            ],
        )
        for device in made.devices
    ]
    every = QUARTER if width >= WIDE else 2 * QUARTER
    ticks = [(float(minute), clock(now + timedelta(minutes=minute))) for minute in range(0, int(made.left) + 1, every)]
    said = gettext("%(name)s at tablet %(seat)s from %(time)s, for %(minutes)s minutes")
    told = [
        said % {"name": tongue.person_name(r.actor), "seat": r.device.name, "time": clock(r.at), "minutes": r.minutes}
        for r in rows
        if not r.over
    ]
    return Markup(
        charts.draw_turns(
            shown,
            made.left,
            ticks,
            key=f"turns-{key}",
            title=gettext("Who acts at which tablet, from now to the end"),
            description=gettext(", ").join(told),
            width=width,
        )
    )
