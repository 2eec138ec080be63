"""The board: who of a class asked for help just now and who is practising; parses, calls one use case, answers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current, practice, reports
from app.classes import codes
from app.records import Session
from app.records.happened import ChoiceRecord
from app.simulator.screen import facts_of, fill
from app.web import findings, sounds, tongue
from app.web.because import because
from app.web.staff import classroom_of, learner_of, member_here

blueprint = Blueprint("board", __name__)


@blueprint.get("/board")
def board() -> ResponseReturnValue:
    """The board of the class that was asked for, else of the first one; nothing when it is as it was `seen`."""
    with current.records().session() as s:
        rooms = classes.visible_classrooms(s, member_here())
        if not rooms:
            return redirect(url_for("staff.home"), code=303)
        chosen = classroom_of(s, request.args["class"]) if "class" in request.args else rooms[0]
        shown = reports.board(s, chosen, current.now())
        beside = _beside(s, shown)
        loud = sounds.loudness(s, shown)
        state = "-".join([shown.state, loud.state, *(choice.uuid.hex[-8:] for _, choice in beside)])
        if request.args.get("seen") == state:
            return "", 204
        say = {seat.session_id: _to_say(s, seat.session_id) for seat in shown.asked if seat.session_id}
        return render_template(
            "staff/board.html",
            board=shown,
            loud=loud,
            asks_code=codes.asked(s, chosen.id),
            rooms=rooms,
            heading=findings.board_heading(shown),
            say=say,
            state=state,
            beside=[(seat, choice, _why(choice)) for seat, choice in beside],
        )


def _beside(s: Session, shown: reports.Board) -> list[tuple[reports.Seat, ChoiceRecord]]:
    """Whom to sit with among those who practise, have not asked and had nobody beside them just now.

    What is shown is kept, written only when new.
    """
    seats = {seat.learner.id: seat for seat in shown.practising if seat.learner.id not in shown.visited}
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
    return [(seats[choice.learner_id], choice) for choice in listed]


def _why(choice: ChoiceRecord) -> str:
    """Why they are put there, in the words of whoever looks."""
    return because(choice.body["code"], choice.body["args"], member_here().role).text


def _to_say(s: Session, session_id: UUID) -> str:
    """One thing to say to somebody: the first hint of the screen they are at; empty where it has none."""
    sitting = practice.resume(s, current.shelf().lessons, session_id)
    hints = practice.look(sitting).hints
    return fill(tongue.words(hints[0]), facts_of(sitting.play.lesson, tongue.words)) if hints else ""


@blueprint.post("/board/helped/<uuid:learner_id>")
def helped(learner_id: UUID) -> ResponseReturnValue:
    """Keep that somebody was helped."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        classes.give_help(s, learner.id, member_here(), current.now())
    flash(gettext("Kept: %(name)s was helped. Help is never counted as a slip.", name=tongue.person_name(learner)))
    return redirect(f"{url_for('board.board')}?class={learner.classroom_id}", code=303)
