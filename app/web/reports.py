"""The report pages: all classes, the divide, one class, one person; parses, calls one use case, answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app import classes, current, practice, reports
from app.classes import codes
from app.practice import calendars
from app.records import Session, assignments, attendance, journal, roster
from app.records.tables import Classroom
from app.simulator.needs import services
from app.web import days, dividing, findings, learning, sounds, story, tongue, totals, week
from app.web.staff import classroom_of, learner_of, member_here, named_for
from app.web.telling import measures, told

blueprint = Blueprint("reports", __name__)


@blueprint.get("/reports")
def overview() -> ResponseReturnValue:
    """Every class that may be seen, by name, each with its curve and its counts."""
    with current.records().session() as s:
        summaries = reports.overview(s, classes.visible_classrooms(s, member_here()), current.now())
    shown = [(one, findings.figure(one.curve, f"c{place}")) for place, one in enumerate(summaries)]
    return render_template("staff/reports.html", summaries=shown, heading=findings.overview_heading(summaries))


@blueprint.get("/reports/divide")
def divide() -> ResponseReturnValue:
    """Whether the weakest quarter of all people catches up; `names=hidden` shows what a nameless reader sees, `week`
    how it stood when a week ended."""
    member = member_here()
    at, monday = week.as_of(current.now())
    named = named_for(member)
    with current.records().session() as s:
        real = services(current.shelf().lessons)
        report = reports.county(s, classes.one_kind_of(s, member), at, real, named=named)
    return render_template(
        "staff/divide.html",
        report=report,
        at=at if monday else None,
        monday=monday,
        villages=report.places,
        heading=dividing.headline(report.series.change),
        figures=dividing.figures(report),
    )


@blueprint.get("/reports/curves")
def curves() -> ResponseReturnValue:
    """The learning curve of all steps, or of a lesson's or a skill's, and the trials; `names=hidden` as above."""
    member = member_here()
    named = named_for(member)
    with current.records().session() as s:
        rooms = classes.one_kind_of(s, member)
        asked = learning.asked_of(request.args, [str(room.site_id) for room in rooms])
        report = reports.learning(s, rooms, asked, learning.teaches(), named=named)
    return render_template(
        "staff/curves.html",
        report=report,
        figure=learning.figure(report),
        note=learning.note(report),
        how=learning.how(),
        told=told(report.trials) if report.trials else None,
        measures=measures(report.trials) if report.trials else [],
        skills=current.shelf().catalogue.skills,
        lessons=current.shelf().lessons,
    )


@blueprint.get("/reports/steps")
def steps() -> ResponseReturnValue:
    """The steps that trip people, those first that certainly tripped most; `names=hidden` as above."""
    member = member_here()
    named = named_for(member)
    with current.records().session() as s:
        rooms = classes.one_kind_of(s, member)
        trips = reports.tripping(s, rooms, named=named)
    rows = learning.tripping_rows(trips)
    return render_template(
        "staff/steps.html",
        heading=learning.heading(trips),
        named=named,
        first=rows[: learning.MOST],
        rest=rows[learning.MOST :],
    )


@blueprint.get("/staff/class/<uuid:classroom_id>")
def classroom(classroom_id: UUID) -> ResponseReturnValue:
    """Each learner's tasks and steps, and the class's learning curve."""
    with current.records().session() as s:
        report = reports.class_report(s, classroom_of(s, classroom_id))
        given = assignments.given_to(s, classroom_id)
        suggested = totals.suggestions(reports.needs_report(s, classroom_id))
        meets = calendars.weekdays(s, classroom_id)
        came = attendance.days(s, classroom_id)
        people = [line.learner.id for line in report.lines]
        shelf = current.shelf()
        beside = _beside(s, report.classroom)
        loud = sounds.loudness(s, reports.board(s, report.classroom, current.now()))
        ways = practice.in_class(s, shelf.journeys, shelf.lessons, classroom_id, people)
        coming = [(line.learner, story.upcoming(s, line.learner)) for line in report.lines]
        chosen = story.by_hand(s, people)
    return render_template(
        "staff/classroom.html",
        report=report,
        heading=findings.class_heading(report),
        figure=findings.figure(report.curve, "c"),
        told=told(report.telling),
        given=given,
        suggested=suggested,
        meets=meets,
        came=came,
        week=days.week(),
        lessons=list(shelf.lessons),
        loud=loud,
        codes=beside,
        story_told=story.class_finding(report.story),
        story_bar=story.class_bar,
        coming=[(learner, one) for learner, one in coming if one is not None],
        chosen=chosen,
        levels=findings.help_levels(),
        ways=[(tongue.words(way.journey.title), way) for way in ways],
    )


def _beside(s: Session, classroom: Classroom) -> dict[str, Any]:
    """What a class asks for beside the face, of whom, and of how many it has no code yet."""
    factor, people = codes.asked(s, classroom.id), roster.learners(s, classroom.id)
    return {"factor": factor, "people": people, "lacking": len(classes.without_code(s, people, factor))}


@blueprint.get("/staff/person/<uuid:learner_id>")
def person(learner_id: UUID) -> ResponseReturnValue:
    """What one person does alone and with help, and which steps come up again."""
    with current.records().session() as s:
        report = reports.person_report(s, learner_of(s, learner_id))
        real = totals.of_person(s, report.learner)
        chosen = {kind: journal.choices(s, learner_id, kind)[-1:] for kind in ("support", "suggestion")}
        played = next((journal.session(s, one.session_id) for one in chosen["support"] if one.session_id), None)
        hand = next((practice.by_hand(s, one.body) for one in chosen["support"]), None)
        by = story.chosen_by(s, hand) if hand else ""
        coming, stands = story.upcoming(s, report.learner), story.stands(s, report.learner)
    return render_template(
        "staff/person.html",
        report=report,
        heading=findings.person_heading(report),
        figure=findings.figure(report.curve, "p"),
        told=told(report.telling),
        about=findings.about_person(report, current.now()),
        again=findings.worth_repeating(report),
        planned=findings.help_planned(chosen["support"], member_here().role, played.lesson_hash if played else "", by),
        groups=story.groups(report.story),
        story_told=story.finding(report.story),
        untried=story.untried(report.story),
        for_real=story.for_real(report.story),
        coming=coming,
        stands=stands,
        levels=findings.help_levels(),
        offered=findings.offered(chosen["suggestion"], member_here().role),
        lessons=list(current.shelf().lessons),
        **real,
    )
