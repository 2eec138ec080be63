"""The learner's own pages: wall, face, home, all tasks, voice and letters; parses, calls one use case, answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current, drawing, practice
from app.classes import seating
from app.dialects.registry import Dialect
from app.narration.script import UI
from app.practice import asking, offering
from app.records import Session, journal, roster
from app.records.folding import CHINA
from app.records.happened import HELP_ASKED
from app.records.tables import Learner
from app.simulator.lesson import Lesson
from app.simulator.screen import Line
from app.web import factors, handover, preferences, tongue, visitors
from app.web.because import because
from app.web.compiling import helper_comes
from app.web.tongue import skill_line, ui

blueprint = Blueprint("learner", __name__)

TICKED = "ticked"
"""What the session tells the next page after somebody ticked whether the real thing was done."""
WANTED = "suggest_wanted"
"""The reason that tells what somebody wishes for; it is told on their tablet only."""


def now() -> datetime:
    """This moment, aware, in UTC."""
    return current.now()


def classroom_here() -> Any:
    """The class whose wall this browser shows: the tablet's own, or the first of the staff member who looks on."""
    device = visitors.device()
    if device is not None:
        return device.classroom
    member = visitors.staff()
    return next(iter(member.classrooms), None) if member is not None else None


def learner_here(s: Session) -> Learner:
    """Who sits at this browser; answers with the wall when nobody's face has been confirmed."""
    kept = session.get("learner")
    found = roster.learner(s, UUID(kept)) if kept else None
    classroom = classroom_here()
    if found is None or classroom is None or found.classroom_id != classroom.id:
        session.pop("learner", None)
        abort(redirect("/wall", code=303))
    return found


@blueprint.get("/wall")
def wall() -> ResponseReturnValue:
    """Everyone's face and spoken name; whoever sat here sits here no longer."""
    handover.leave()
    return wall_page()


def wall_page() -> ResponseReturnValue:
    """The wall of the class whose browser this is."""
    classroom = classroom_here()
    if classroom is None:
        return redirect("/", code=303)
    with current.records().session() as s:
        people = [face_of(learner) for learner in roster.learners(s, classroom.id)]
    place, device = tongue.person_name(classroom.site), visitors.device()
    if device is not None:
        place = gettext("Seat %(seat)s, %(place)s", seat=device.name, place=place)
    return render_template("learner/wall.html", people=people, place_name=place)


@blueprint.get("/wall/<uuid:person>")
def confirm(person: UUID) -> ResponseReturnValue:
    """One question before anyone's things open."""
    with current.records().session() as s:
        return confirm_page(of_this_class(s, person))


def confirm_page(learner: Learner) -> str:
    """The page that asks whether it is really them."""
    ask = ui("Are you %(name)s?", name=tongue.person_name(learner))
    return render_template("learner/confirm.html", person=face_of(learner), ask=ask, back_url="/wall")


@blueprint.post("/wall/<uuid:person>")
def sit(person: UUID) -> ResponseReturnValue:
    """Let this person sit here, with the voice and letters they chose before, or ask for what the class asks for."""
    with current.records().writing() as s:
        learner = of_this_class(s, person)
        needs, how = factors.needed(s, learner)
        if not needs:
            handover.sit_down(s, learner, how)
            return redirect("/home", code=303)
    return factors.ask(learner)


@blueprint.get("/newcomer")
def newcomer() -> ResponseReturnValue:
    """Choose a face that is still free; it is the only thing asked."""
    classroom = classroom_here()
    if classroom is None:
        return redirect("/", code=303)
    with current.records().session() as s:
        taken = {learner.face for learner in roster.learners(s, classroom.id)}
    faces = [key for key in drawing.face_keys() if key not in taken] or list(drawing.face_keys())
    return render_template("learner/newcomer.html", faces=faces, back_url="/wall")


@blueprint.post("/newcomer")
def welcome() -> ResponseReturnValue:
    """Add whoever is new, with a face and, if somebody wrote one, a name."""
    classroom, face = classroom_here(), request.form.get("face", "")
    if classroom is None or face not in drawing.face_keys():
        abort(400)
    with current.records().writing() as s:
        number = len(roster.learners(s, classroom.id)) + 1
        name = roster.tidied(request.form.get("name", ""))[:20].strip()
        learner = roster.add_learner(
            s,
            classroom=roster.classroom(s, classroom.id) or abort(404),
            name=name or f"新来的{number}",
            name_latin="" if name else f"Newcomer {number}",
            face=face,
            now=now(),
            demo=classroom.demo,
        )
        handover.sit_down(s, learner, seating.NEWCOMER)
    return redirect("/home", code=303)


@blueprint.get("/home")
def home() -> ResponseReturnValue:
    """Three tasks with a reason each, those the class was given, and what this person can already do."""
    with current.records().writing() as s:
        learner, moment = learner_here(s), now()
        artefact = practice.for_class(s, current.artefact(demo=learner.demo), learner.classroom_id)
        offers = practice.offers(s, current.shelf().lessons, artefact, learner.id, moment)
        offering.keep_offers(s, learner.id, offers, artefact, moment)
        return home_page(s, learner, offers, watching(s, learner, moment))


def watching(s: Session, learner: Learner, moment: datetime) -> Line | None:
    """Who watches beside the learner at this tablet, where today's plan seated somebody there."""
    device = visitors.device()
    who = classes.watcher(s, device, learner.id, moment) if device is not None else None
    if who is None:
        return None
    return ui("%(name)s watches beside you. Only what you tap counts.", name=tongue.person_name(who))


def home_page(s: Session, learner: Learner, offers: Sequence[practice.Offer], watcher: Line | None = None) -> str:
    """The home page of a learner with these offers."""
    lessons = current.shelf().lessons
    given = offering.given(s, lessons, learner, {offer.lesson.id for offer in offers})
    asks = visitors.device() is not None
    really = asking.ask_about(s, lessons, learner.id, now()) if asks else None
    can = [skill_line(skill) for skill in offering.can_do(s, lessons, learner.id)][:4]
    return render_template(
        "learner/home.html",
        learner=face_of(learner),
        greeting=_greeting(learner, now()),
        tasks=[_task(offer) for offer in (*offers, *given)],
        can=can,
        survey=asks and asking.next_item(s, learner.id, now()) is not None,
        really=named(really) if really is not None else None,
        watcher=watcher,
        may_be_ahead=visitors.device() is not None,
        back_url="/wall",
    )


@blueprint.get("/tasks")
def tasks() -> ResponseReturnValue:
    """Every task that can be practised, whether or not it is offered."""
    with current.records().session() as s:
        return tasks_page(learner_here(s))


def tasks_page(learner: Learner) -> str:
    """All tasks for a learner, by track in the order of the catalogue."""
    shelf = current.shelf()
    return render_template(
        "learner/tasks.html",
        learner=face_of(learner),
        tracks=[
            {"id": track, "name": tongue.line(name), "tasks": [named(lesson) for lesson in found]}
            for track, name in shelf.catalogue.tracks.items()
            if (found := [lesson for lesson in shelf.lessons.values() if lesson.track == track])
        ],
        back_url="/home",
    )


@blueprint.get("/settings")
def settings() -> ResponseReturnValue:
    """Voice, language, letters, contrast."""
    lang = preferences.locale()
    with current.records().session() as s:
        kept = session.get("learner")
        learner = roster.learner(s, UUID(kept)) if kept and classroom_here() else None
        shown = face_of(learner) if learner is not None else None
    back = preferences.local_path(request.args.get("next") or request.referrer or "/")
    return render_template(
        "learner/settings.html",
        learner=shown,
        voices=[_voice(dialect) for dialect in current.coverage().offered(lang)],
        back_url="/" if back.startswith("/settings") else back,
    )


@blueprint.post("/help")
def ask_for_help() -> ResponseReturnValue:
    """Call the volunteer from a page that is no lesson, and say so."""
    with current.records().writing() as s:
        kept, device = session.get("learner") or factors.asked_here(), visitors.device()
        asks = roster.learner(s, UUID(kept)) if kept else None
        journal.append_fact(
            s,
            kind=HELP_ASKED,
            body={"page": preferences.local_path(request.referrer or "/")},
            now=now(),
            learner_id=asks.id if asks else None,
            device_id=device.id if device else None,
        )
    back = preferences.local_path(request.referrer or "/")
    session["told"] = "help"
    return redirect(back, code=303)


@blueprint.app_template_global()
def answered() -> Line | None:
    """What was done just before has led to, such as a call for help; said once."""
    told = session.pop("told", None)
    if told == TICKED:
        return ui("Thank you, that is written down.")
    return helper_comes() if told else None


@blueprint.app_template_global()
def sitting_here() -> str:
    """The sitting in which this page is drawn; empty where nobody sits."""
    return handover.sitting_here()


def of_this_class(s: Session, person: UUID) -> Learner:
    """The learner of that id; answers 404 for one who is not of the class whose wall this is."""
    classroom, learner = classroom_here(), roster.learner(s, person)
    if classroom is None or learner is None or learner.classroom_id != classroom.id:
        abort(404)
    return learner


def face_of(learner: Learner) -> dict[str, Any]:
    """A person as the templates show one: id, readable name, drawn face, and the name as a line to be heard."""
    name = tongue.person_name(learner)
    return {"id": learner.id, "name": name, "face": learner.face, "said": Line(f"person.{learner.id}", name)}


def _greeting(learner: Learner, moment: datetime) -> Line:
    hour, name = moment.astimezone(CHINA).hour, tongue.person_name(learner)
    if hour < 11:
        return ui("Good morning, %(name)s. What shall we practise?", name=name)
    if hour < 18:
        return ui("Good afternoon, %(name)s. What shall we practise?", name=name)
    return ui("Good evening, %(name)s. What shall we practise?", name=name)


def _task(offer: practice.Offer) -> dict[str, Any]:
    if offer.unfinished:
        why = ui("You stopped halfway last time; go on from there.")
    elif offer.code == offering.GIVEN:
        why = ui("The teacher chose this for the class.")
    elif offer.code == WANTED and visitors.device() is None:
        why = because("suggest_open", {})
    else:
        why = because(offer.code, offer.args)
    return named(offer.lesson) | {
        "why": why,
        "begun": offer.unfinished,
        "fresh": not offer.plays and not offer.unfinished,
    }


def named(lesson: Lesson) -> dict[str, Any]:
    """A lesson as the templates name one."""
    name = tongue.line(lesson.title)
    return {"id": lesson.id, "title": name.text, "name": name, "track": lesson.track, "gentle": lesson.gentle}


def _voice(dialect: Dialect) -> dict[str, Any]:
    """One of the ways of speaking to choose from: its name, whose voice it is, and a sentence in it."""
    sample = ui("This is practice. Nothing you tap here can go wrong.")
    plain = not dialect.catalogue
    own = "" if plain else current.catalogues().ui(dialect.catalogue, sample.key.removeprefix(UI))
    said = replace(sample, heard=own)
    return {
        "id": "" if plain else dialect.id,
        "dialect": dialect.id,
        "name": dialect.name,
        "note": _whose(current.coverage().mark(dialect.id, own or said.text)),
        "said": said,
    }


def _whose(mark: str) -> Line:
    if mark == "human":
        return ui("a neighbour’s voice")
    return ui("machine voice, slow and clear") if mark == "machine" else ui("machine voice, a trial")
