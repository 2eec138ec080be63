"""What a class wants, fears and did for real, and what is not clear to it: pages for staff; parses, asks, answers.

Wants, fears and faces are shown as totals only. The ledger is shown by person too, for staff tick in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from markupsafe import Markup

from app import charts, classes, current, reports
from app.records import Session, assignments, ledger, roster
from app.records.ledger import ALONE, HELPED, KNOWN, RECEIPT, SEEN, Tick
from app.records.tables import Learner
from app.reports import Daring, NeedsReport, TaskLine, UnclearStep
from app.reports.needs import LEAST, TOGETHER, Count
from app.simulator.lesson import Lesson
from app.simulator.needs import FEAR, WANT, is_service, services
from app.simulator.screen import liner
from app.web import findings, needwords, own_words, then, tongue
from app.web.staff import classroom_of, learner_of, member_here

blueprint = Blueprint("totals", __name__)

_: Final[Callable[..., str]] = gettext

ORDER: Final = tuple((how, known) for how in (ALONE, HELPED) for known in KNOWN)
"""The columns of the ledger: how it was done and how that is known, apart from each other."""
BARS: Final = ("rb-alone", "rb-alone", "rb-alone-told", "rb-help", "rb-help", "rb-help-told", "rb-not-yet", "rb-none")
"""How each part of a task's bar is drawn: what was seen or has a receipt is full, what was told is hatched."""


@blueprint.get("/staff/class/<uuid:classroom_id>/needs")
def needs(classroom_id: UUID) -> ResponseReturnValue:
    """What a class wants and fears, as bars and tables, and what to practise next because of it."""
    lessons = current.shelf().lessons
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        report = reports.needs_report(s, classroom_id)
        daring = reports.daring(s, classroom_id)
        given = assignments.given_to(s, classroom_id)
    suggested = suggestions(report)
    return render_template(
        "staff/needs.html",
        classroom=classroom,
        report=report,
        heading=_heading(report),
        wants=_figure(WANT, report.wants, report.counted),
        fears=_figure(FEAR, report.fears, report.counted),
        suggested=suggested,
        give=list(dict.fromkeys([*(one for one in given if one in lessons), *(task for task, _why in suggested)])),
        faces=faces(daring),
        together=TOGETHER,
        least=LEAST,
    )


@blueprint.get("/staff/class/<uuid:classroom_id>/real")
def real(classroom_id: UUID) -> ResponseReturnValue:
    """What a class did for real, by task; for one task, everybody who practised it, to be ticked."""
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        report = reports.real_report(s, current.shelf().lessons, classroom_id)
        chosen = request.args.get("task", "")
        people = [(learner, report.people[chosen][learner.id]) for learner in _those(s, classroom_id, report, chosen)]
        ticked = [(learner, tick, _ticked_by(s, tick)) for learner, tick in people]
        daring = reports.daring(s, classroom_id)
    return render_template(
        "staff/real.html",
        classroom=classroom,
        lines=[(line, _bar(line), _cells(line)) for line in report.lines],
        heading=_real_heading(report.lines),
        chosen=chosen if chosen in report.people else "",
        people=ticked,
        faces=faces(daring),
        least=LEAST,
        **tick_words(),
    )


@blueprint.post("/staff/class/<uuid:classroom_id>/real")
def tick_class(classroom_id: UUID) -> ResponseReturnValue:
    """Keep the ticks of one task for the people of a class; whoever is left alone stays as they are."""
    with current.records().writing() as s:
        people = roster.learners(s, classroom_of(s, classroom_id).id)
        task = _service(request.form.get("task", "")).id
        kept = sum(_keep(s, learner, task, f"-{learner.id}") for learner in people)
    flash(_("Kept: %(kept)s. An earlier tick is not lost; the latest counts.", kept=kept))
    return redirect(url_for("totals.real", classroom_id=classroom_id, task=task), code=303)


@blueprint.post("/staff/person/<uuid:learner_id>/real")
def tick_person(learner_id: UUID) -> ResponseReturnValue:
    """Keep one tick of one person."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        kept = _keep(s, learner, _service(request.form.get("task", "")).id, "")
    if kept:
        flash(_("Kept: %(kept)s. An earlier tick is not lost; the latest counts.", kept=kept))
    return redirect(url_for("reports.person", learner_id=learner_id), code=303)


@blueprint.get("/staff/unclear")
def unclear() -> ResponseReturnValue:
    """What is not clear to people, by step, over the classes that somebody may see."""
    with current.records().session() as s:
        rooms = classes.visible_classrooms(s, member_here())
        people = {learner.id for room in rooms for learner in roster.learners(s, room.id)}
        said = own_words.by_step(s, people)
        steps = [_step(s, one) | {"words": said.get(one[:3], [])} for one in reports.unclear_steps(s, people)]
    return render_template("staff/unclear.html", steps=steps)


def suggestions(report: NeedsReport) -> list[tuple[str, str]]:
    """The tasks that a class may practise next, as (lesson, why)."""
    counts = {(kind, one.which): one for kind, those in ((WANT, report.wants), (FEAR, report.fears)) for one in those}
    told = []
    for task, kind, which in report.suggested(current.shelf().lessons):
        name, people = needwords.shortly(kind, which), number(counts[kind, which])
        filled = {"name": name, "people": people, "of": report.counted}
        if kind == WANT:
            told.append((task, _("“%(name)s” is wanted by %(people)s of %(of)s.", **filled)))
        else:
            told.append((task, _("“%(name)s” worries %(people)s of %(of)s.", **filled)))
    return told


def of_person(s: Session, learner: Learner) -> dict[str, Any]:
    """The ledger of one person, as their page shows it: what they practised with the latest tick, and every task."""
    ticked = ledger.latest(ledger.ticks(s, learner.id))
    return {
        "ledger": [(task, tick, _ticked_by(s, tick)) for task, tick in ticked.items()],
        "services": services(current.shelf().lessons),
        **tick_words(),
    }


def tick_words() -> dict[str, Mapping[str, str]]:
    """The words for how something was done and how that is known."""
    return {"how": needwords.how(), "known": needwords.known()}


def number(count: Count) -> str:
    """A total as it may be told."""
    if count.least == count.most:
        return str(count.least)
    return _("%(least)s to %(most)s", least=count.least, most=count.most)


def faces(daring: Daring | None) -> list[tuple[str, str, int, int]]:
    """The faces with their words and how many pointed at each before and after; none while it is not told."""
    if daring is None:
        return []
    names = [line.text for line in needwords.faces()]
    return list(zip(("no", "perhaps", "yes"), names, daring.before, daring.after, strict=True))


def _heading(report: NeedsReport) -> str:
    top = next((one for one in report.wants if not one.few), None)
    if top is None:
        return _("What the class wants and fears")
    name, people = needwords.shortly(WANT, top.which), number(top)
    return _("Most wanted: “%(name)s”, %(people)s of %(of)s", name=name, people=people, of=report.counted)


def _figure(kind: str, counts: Sequence[Count], of: int) -> list[tuple[str, str, Markup]]:
    """The totals that are told, as (name, number, bar); a range is drawn as far as its least."""
    return [
        (
            needwords.shortly(kind, one.which),
            number(one),
            Markup(charts.stacked([(one.least, "nb-yes"), (of - one.least, "nb-rest")], stretched=True)),
        )
        for one in counts
        if not one.few
    ]


def _real_heading(lines: Sequence[TaskLine]) -> str:
    seen = sum(line.alone[SEEN] + line.alone[RECEIPT] for line in lines)
    if not seen:
        return _("What was done for real")
    return str(
        ngettext(
            "Done for real and alone, seen or with a receipt: %(num)s time",
            "Done for real and alone, seen or with a receipt: %(num)s times",
            seen,
        )
    )


def _cells(line: TaskLine) -> list[int]:
    done = {ALONE: line.alone, HELPED: line.helped}
    return [*(done[how][known] for how, known in ORDER), line.not_yet, line.not_asked]


def _bar(line: TaskLine) -> Markup:
    return Markup(charts.stacked(list(zip(_cells(line), BARS, strict=True)), stretched=True))


def _those(s: Session, classroom_id: UUID, report: reports.RealReport, task: str) -> list[Learner]:
    return [one for one in roster.learners(s, classroom_id) if one.id in report.people.get(task, {})]


def _ticked_by(s: Session, tick: Tick | None) -> str:
    """Who ticked, in words."""
    if tick is None:
        return ""
    if tick.by == ledger.SELF:
        return _("themselves")
    member = roster.staff(s, UUID(tick.by))
    return tongue.person_name(member) if member is not None else _("somebody who is no longer here")


def _keep(s: Session, learner: Learner, task: str, suffix: str) -> int:
    """Keep what a form says of one person, if it says anything; answers 400 for words that are none of ours."""
    how, known = request.form.get(f"how{suffix}", ""), request.form.get(f"known{suffix}", "")
    if not how:
        return 0
    try:
        ledger.tick(s, learner.id, task, how=how, known=known, by=str(member_here().id), now=current.now())
    except ValueError:
        abort(400)
    return 1


def _service(task: str) -> Lesson:
    found = current.shelf().lessons.get(task)
    return found if found is not None and is_service(found) else abort(400)


def _step(s: Session, one: UnclearStep) -> dict[str, Any]:
    """A step in words: its lesson, what the teacher said there in that version, how many taps of how many people."""
    lesson = current.shelf().lessons.get(one.lesson)
    fresh = lesson is not None and lesson.hash == one.lesson_hash
    return {
        "lesson": one.lesson,
        "known": lesson is not None,
        "title": findings.lesson_title(one.lesson),
        "screen": one.screen,
        "says": said(then.version(one.lesson, one.lesson_hash), one.screen),
        "fresh": fresh,
        "taps": one.taps,
        "people": one.people,
    }


def said(lesson: Lesson | None, name: str) -> str:
    """What the teacher says on a screen of a lesson or of one of its twists; empty where neither has it."""
    screen = then.screen_of(lesson, name) if lesson is not None else None
    return liner(lesson, tongue.voice())(screen.say).text if lesson is not None and screen is not None else ""
