"""A few words after "Not clear here": a class's switch, what tablets send, what staff hear; parses, calls, answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current
from app.classes import own_words, seating
from app.classes.own_words import Said
from app.classes.seating import Verdict
from app.narration import recordings
from app.records import Session, entries, journal, roster
from app.records.happened import SessionRecord
from app.records.tables import Device
from app.web import guards, playdata, visitors
from app.web.staff import classroom_of, learner_of, member_here
from app.web.voices import whole

blueprint = Blueprint("own_words", __name__)

PAGES: Final = frozenset({"practice.open_lesson", "practice.act", "tablet.shell"})
"""The endpoints whose pages may use the microphone where the class lets people say a few words: practice pages, and the
shell that shows them while the laptop is off."""
KEPT, LATER, NEVER = 204, 409, 410
"""What a tablet is answered: the words are here and wait there no more; try again; nobody will ever take them."""


@dataclass(frozen=True, slots=True)
class Told:
    """Words as a tablet sends them: their name, the play and screen, whose, in which sitting, how long ago."""

    words: UUID
    session: UUID
    learner: UUID
    screen: str
    sitting: UUID | None
    ago: timedelta


def dress(app: Flask) -> None:
    """Give templates `own_words_here()` and `may_speak(classroom_id)`."""
    app.jinja_env.globals.update(own_words_here=here, may_speak=class_may_speak)


def here() -> bool:
    """Whether this browser is a tablet whose class lets people say a few words; read once for a request."""
    if "own_words" not in g:
        device = visitors.device()
        g.own_words = device is not None and class_may_speak(device.classroom_id)
    found: bool = g.own_words
    return found


def class_may_speak(classroom_id: UUID) -> bool:
    """Whether the people of a class may say a few words."""
    with current.records().session() as s:
        return classes.may_speak(s, classroom_id)


@blueprint.post("/staff/class/<uuid:classroom_id>/own-words")
def let(classroom_id: UUID) -> ResponseReturnValue:
    """Let the people of a class say a few words after "Not clear here", or no longer."""
    on = request.form.get("on") == "yes"
    with current.records().writing() as s:
        classes.let_class_speak(s, classroom_of(s, classroom_id), member_here(), current.now(), on=on)
    if on:
        flash(gettext("Switched on. Tablets offer it with their next page of a task."))
    else:
        flash(gettext("Switched off. What is still on a tablet is not taken any more."))
    return redirect(url_for("reports.classroom", classroom_id=classroom_id) + "#own-words", code=303)


@blueprint.post("/unclear/words")
def keep() -> ResponseReturnValue:
    """Take what somebody said at a tablet; whoever sits there by now, it is kept for who said it."""
    device = visitors.device() or abort(403)
    if not guards.sent_by_script(True):
        abort(400)
    try:
        told = _told(request.form)
    except (KeyError, TypeError, ValueError):
        abort(400)
    with current.records().session() as s:
        status = _asked(s, told, device)
        if status == KEPT and own_words.known(s, told.words):
            return "", KEPT
    if status != KEPT:
        return "", status
    verdict = current.ear().hear(whole(request.files.get("sound"), own_words.MOST_BYTES), recordings.OWN_WORDS)
    if not verdict.fine:
        return "", 422
    with current.records().writing() as s:
        status, play = _asked(s, told, device), journal.session(s, told.session)
        if status == KEPT and play is not None and not own_words.known(s, told.words):
            now = current.now()
            own_words.keep_words(s, current.own_words(), told.words, play, told.screen, verdict.sound, now - told.ago)
    return "", status


@blueprint.get("/staff/unclear/words/<uuid:words>")
def hear(words: UUID) -> ResponseReturnValue:
    """What somebody said, for those who look after their class; no browser keeps it."""
    with current.records().session() as s:
        found = _said(s, words)
    answer = send_file(current.own_words().path(found.file) or abort(404), mimetype="audio/mpeg")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/staff/unclear/words/<uuid:words>/heard")
def let_go(words: UUID) -> ResponseReturnValue:
    """Somebody has heard it: the sound is deleted."""
    with current.records().writing() as s:
        classes.let_go_of_words(s, _said(s, words), member_here(), current.now())
    current.settle_files()
    flash(gettext("Deleted. The taps still count."))
    return redirect(url_for("totals.unclear"), code=303)


def by_step(s: Session, people: Collection[UUID]) -> dict[tuple[str, str, str], list[Said]]:
    """What these people said and can be heard, by step: lesson, version and screen."""
    steps: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for one in classes.words_to_hear(s, current.own_words(), current.now()):
        if one.learner_id in people:
            steps[one.lesson, one.lesson_hash, one.screen].append(one)
    return steps


def _told(form: Any) -> Told:
    """What a message tells; raises KeyError, TypeError or ValueError for what is none."""
    return Told(
        UUID(form["uuid"]),
        UUID(form["session"]),
        UUID(form["learner"]),
        str(form["screen"]),
        playdata.sitting(form),
        playdata.ago(form),
    )


def _asked(s: Session, told: Told, device: Device) -> int:
    """KEPT when these words may be kept, LATER while that cannot be told yet, else NEVER."""
    owner = roster.learner(s, told.learner)
    if owner is None or owner.classroom_id != device.classroom_id or told.ago > own_words.STAY:
        return NEVER
    if not classes.may_speak(s, device.classroom_id):
        return NEVER
    verdict = seating.verdict(s, device.id, owner.id, told.sitting, told.ago, current.now())
    if verdict is Verdict.REFUSE:
        return NEVER
    play = journal.session(s, told.session)
    if verdict is Verdict.WAIT or play is None:
        return LATER
    return KEPT if _is_of(s, told, play) else NEVER


def _is_of(s: Session, told: Told, play: SessionRecord) -> bool:
    """Whether a play is theirs who says the words, and a tap on that screen still waits for some, or these are here."""
    theirs = told.learner in entries.of_person(s, play.learner_id)
    return theirs and (own_words.known(s, told.words) or own_words.awaited(s, play, told.screen))


def _said(s: Session, words: UUID) -> Said:
    """Words that can be heard by whoever is signed in; answers 404 for all others."""
    found = classes.words_to_hear(s, current.own_words(), current.now())
    one = next((one for one in found if one.id == words), None) or abort(404)
    learner_of(s, one.learner_id)
    return one
