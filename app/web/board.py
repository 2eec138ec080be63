"""The board: who of a class needs a person now, who is practising and who was not visited; parses, calls, answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current, practice, reports
from app.classes import codes, helping
from app.records import Session, roster
from app.records.happened import ChoiceRecord
from app.records.tables import Classroom
from app.simulator.machine import SLIP
from app.simulator.screen import facts_of, fill
from app.web import findings, lasting, sounds, tongue, visitors
from app.web.because import because
from app.web.staff import classroom_of, learner_of, member_here

blueprint = Blueprint("board", __name__)

AFRESH: Final = timedelta(minutes=1)
"""So long a list of whom to sit with stands while the same people are on it."""
TO_TAKE_BACK: Final = 3
"""So many taps are shown to be taken back, the latest first."""


@blueprint.record_once
def remember(state: BlueprintSetupState) -> None:
    """Give the application its memory of whom to sit with in each class."""
    state.app.extensions["beside"] = {}


@blueprint.get("/board")
def board() -> ResponseReturnValue:
    """The board of the class that was asked for, else of the first one; nothing when it is as it was `seen`."""
    with current.records().session() as s:
        rooms = classes.visible_classrooms(s, member_here())
        if not rooms:
            return redirect(url_for("staff.home"), code=303)
        chosen = classroom_of(s, request.args["class"]) if "class" in request.args else rooms[0]
        sittings: dict[UUID, practice.Sitting | None] = {}
        shown = now_in(s, chosen, sittings)
        beside = _beside(s, shown)
        loud = sounds.loudness(s, shown)
        taps = classes.may_take_back(s, chosen, current.now(), lasting.running())[:TO_TAKE_BACK]
        names = [*(choice.uuid.hex[-8:] for _, choice in beside), *(f"t{tap.uuid.hex[-8:]}" for tap in taps)]
        state = "-".join([shown.state, loud.state, *names])
        if request.args.get("seen") == state:
            return "", 204
        return render_template(
            "staff/board.html",
            board=shown,
            loud=loud,
            taps=[(tap, one) for tap in taps if tap.learner_id and (one := roster.learner(s, tap.learner_id))],
            asks_code=codes.asked(s, chosen.id),
            rooms=rooms,
            heading=findings.board_heading(shown),
            say={seat.learner.id: _to_say(seat, sittings) for seat in shown.needing},
            state=state,
            beside=[(seat, choice, _why(choice)) for seat, choice in beside],
        )


def now_in(s: Session, classroom: Classroom, sittings: dict[UUID, practice.Sitting | None]) -> reports.Board:
    """The board of a class at this moment; the plays that were looked at are left in `sittings`."""

    def screen_of(session_id: UUID) -> str:
        sittings[session_id] = sitting = _sitting(s, session_id)
        return sitting.place.screen if sitting else ""

    return reports.board(
        s,
        classroom,
        current.now(),
        thresholds=current.settings().needing,
        here=visitors.contacts().here(),
        ran=lasting.running(),
        screen_of=screen_of,
    )


def _sitting(s: Session, session_id: UUID) -> practice.Sitting | None:
    """Where a play stands; None where its lesson cannot be read any more."""
    try:
        return practice.resume(s, current.shelf().lessons, session_id)
    except (LookupError, ValueError):
        return None


def _beside(s: Session, shown: reports.Board) -> list[tuple[reports.Seat, ChoiceRecord]]:
    """Whom to sit with among those who practise, need nobody now and were not visited today.

    What is shown is kept, written only when new. The list reads everybody's history, so that it is made anew only
    when others may be on it, or AFRESH later.
    """
    seats = {seat.learner.id: seat for seat in shown.unvisited}
    made: dict[UUID, tuple[timedelta, frozenset[UUID], tuple[ChoiceRecord, ...]]]
    made, ran = current_app.extensions["beside"], lasting.running()
    when, among, listed = made.get(shown.classroom.id, (ran, frozenset(), ()))
    if among != seats.keys() or ran - when >= AFRESH:
        listed = _listed(s, shown, seats)
        made[shown.classroom.id] = ran, frozenset(seats), listed
    return [(seats[choice.learner_id], choice) for choice in listed]


def _listed(s: Session, shown: reports.Board, seats: Mapping[UUID, reports.Seat]) -> tuple[ChoiceRecord, ...]:
    asked = (
        current.shelf().lessons,
        current.artefact(demo=shown.classroom.demo),
        shown.classroom.id,
        seats.keys(),
        current.now(),
    )
    listed = practice.put_before_volunteer(s, *asked, keep=False)
    if len(listed) < min(len(seats), practice.SHOWN):
        with current.records().writing() as w:
            listed = practice.put_before_volunteer(w, *asked)
    return listed


def _why(choice: ChoiceRecord) -> str:
    """Why they are put there, in the words of whoever looks."""
    return because(choice.body["code"], choice.body["args"], member_here().role).text


def _to_say(seat: reports.Seat, sittings: Mapping[UUID, practice.Sitting | None]) -> str:
    """One thing to say to somebody, in the volunteer's language; empty where the lesson has nothing for them.

    Whoever slips hears what the slip says, once more and from a person; anybody else the next hint of their screen.
    """
    sitting = sittings.get(seat.session_id) if seat.session_id else None
    if sitting is None:
        return ""
    facts = facts_of(sitting.play.lesson, tongue.words)
    last, hints = sitting.last, practice.look(sitting).hints
    if seat.need and seat.need.kind == "slipping" and last is not None and last.kind == SLIP and last.say is not None:
        return fill(tongue.words(last.say), facts)
    return fill(tongue.words(hints[min(sitting.place.visit.hint, len(hints) - 1)]), facts) if hints else ""


@blueprint.post("/board/helped/<uuid:learner_id>")
def helped(learner_id: UUID) -> ResponseReturnValue:
    """Keep that a volunteer was with somebody, called or not."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        classes.give_help(s, learner.id, member_here(), current.now())
    flash(gettext("Kept: %(name)s was helped. Help is never counted as a slip.", name=tongue.person_name(learner)))
    return redirect(f"{url_for('board.board')}?class={learner.classroom_id}", code=303)


@blueprint.post("/board/taken-back/<uuid:help_id>")
def take_back(help_id: UUID) -> ResponseReturnValue:
    """Keep that the tap on somebody's name was a slip of the finger."""
    with current.records().writing() as s:
        try:
            given = helping.helped(s, help_id)
        except LookupError:
            abort(404)
        learner = learner_of(s, given.learner_id or abort(404))
        kept = classes.take_back_help(s, help_id, member_here(), current.now(), lasting.running())
    name = tongue.person_name(learner)
    if kept:
        flash(gettext("Taken back: %(name)s stands on the board as before.", name=name))
    else:
        flash(
            gettext(
                "There is nothing to take back for %(name)s: it was done already, or it is too long ago.", name=name
            )
        )
    return redirect(f"{url_for('board.board')}?class={learner.classroom_id}", code=303)
