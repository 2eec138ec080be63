"""Starting a class: where its tablets come in, who has come in, and what may be switched off; parses, asks, answers."""

from __future__ import annotations

import platform
from typing import Any, cast
from uuid import UUID

import segno
from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from app import classes, current, reports
from app.config import Settings
from app.records import Session, assignments, progress, roster
from app.records.folding import CHINA
from app.records.tables import Classroom, Device
from app.web import lasting, tongue, totals, visitors
from app.web.contacts import Contacts
from app.web.joining import Joining
from app.web.patience import Patience
from app.web.room import HERE, Address, Room
from app.web.staff import classroom_of, member_here

blueprint = Blueprint("start", __name__)

SYSTEMS = ("Windows", "Darwin", "Linux")
"""The systems that the page has words for, as Python names them."""


@blueprint.record_once
def keep_memory(state: BlueprintSetupState) -> None:
    """Give the application its room, its codes with a memory of wrong ones, and when tablets were heard from."""
    settings = cast(Settings, state.app.extensions["settings"])
    state.app.extensions["room"] = Room(settings.host, settings.port)
    state.app.extensions["joining"] = Joining()
    state.app.extensions["guesses"] = Patience()
    state.app.extensions["contacts"] = Contacts()


@blueprint.get("/start")
def first() -> ResponseReturnValue:
    """The start of the one class that somebody has, or of the first of them."""
    with current.records().session() as s:
        rooms = classes.visible_classrooms(s, member_here())
    if not rooms:
        return redirect(url_for("staff.home"), code=303)
    return redirect(url_for("start.begin", classroom_id=rooms[0].id), code=303)


@blueprint.get("/staff/class/<uuid:classroom_id>/start")
def begin(classroom_id: UUID) -> ResponseReturnValue:
    """The page that a class starts from."""
    room, now = _room(), lasting.running()
    places = room.places()
    chosen = next((one for one in places if one.ip == request.args.get("address")), next(iter(places), None))
    code = _joining().code(classroom_id, now)
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        tablets = [_seat(device) for device in roster.devices(s, classroom.id)]
        today = _today(s, classroom)
        given = [one for one in assignments.given_to(s, classroom.id) if one in current.shelf().lessons]
        suggested = totals.suggestions(reports.needs_report(s, classroom.id))
        rooms = classes.visible_classrooms(s, member_here())
        people = len(roster.learners(s, classroom.id))
    return render_template(
        "staff/start.html",
        classroom=classroom,
        rooms=rooms,
        room=room,
        chosen=chosen,
        others=[one for one in places if one is not chosen],
        square=_square(chosen, room.port, code.word) if chosen else "",
        code=code.digits,
        answers=chosen is not None and room.open and room.answers(chosen.ip),
        tablets=tablets,
        came=next((one for one in tablets if one["address"] not in ("", *HERE)), None),
        people=people,
        today=today,
        given=given,
        suggested=suggested,
        system=platform.system() if platform.system() in SYSTEMS else "Linux",
        local=visitors.local(),
    )


@blueprint.post("/staff/room")
def let_in() -> ResponseReturnValue:
    """Let the tablets of the room in, from this very machine only."""
    if not visitors.local():
        abort(403)
    try:
        _room().let_in()
    except OSError:
        flash(gettext("It could not be opened: another program uses this port. Stop it, or start with another PORT."))
    return redirect(_back(), code=303)


@blueprint.get("/join")
@blueprint.get("/join/<word>")
def ask(word: str = "") -> ResponseReturnValue:
    """Ask a tablet that scanned the square whether it shall belong to the class; one tap more and it does."""
    with current.records().session() as s:
        found = _joining().classroom(word, lasting.running())
        classroom = roster.classroom(s, found) if found else None
        if classroom is None:
            return render_template("door/ask.html")
        place = tongue.person_name(classroom.site)
        return render_template("door/join.html", classroom=classroom, word=word, place_name=place)


@blueprint.post("/join")
def join() -> ResponseReturnValue:
    """Make this browser a tablet of the class whose code it tells: the square's word, or the digits typed."""
    now, address, told = lasting.running(), request.remote_addr or "", request.form.get("code", "").strip()
    guesses = cast(Patience, current_app.extensions["guesses"])
    if pause := guesses.wait(address, now):
        seconds = max(1, round(pause.total_seconds()))
        flash(gettext("Please wait %(seconds)s s, then try again. Nothing is locked.", seconds=seconds))
        return redirect("/", code=303)
    found = _joining().classroom(told, now)
    with current.records().writing() as s:
        classroom = roster.classroom(s, found) if found else None
        if classroom is None:
            guesses.missed(address, now)
            flash(gettext("These are not the four digits on the laptop. Look once more: nothing is locked."))
            return redirect("/", code=303)
        before = visitors.device()
        if before is not None:
            classes.let_go(s, before, current.now())
        device, token = classes.enrol(s, classroom, current.now())
    guesses.met(address)
    if not visitors.local():
        visitors.sign_out()
    flash(gettext("This is seat %(seat)s now. Tap your own face.", seat=device.name))
    return visitors.keep_token(redirect(url_for("door.front"), code=303), token)


def _room() -> Room:
    return cast(Room, current_app.extensions["room"])


def _joining() -> Joining:
    return cast(Joining, current_app.extensions["joining"])


def _seat(device: Device) -> dict[str, Any]:
    """A tablet as its light shows it."""
    contacts = cast(Contacts, current_app.extensions["contacts"])
    last = contacts.last(device.id)
    return {
        "seat": device.name,
        "connected": contacts.connected(device.id, lasting.running()),
        "at": last.at if last else None,
        "address": last.address if last else "",
    }


def _today(s: Session, classroom: Classroom) -> int:
    """How many people of a class have begun something since midnight in the village."""
    midnight = current.now().astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return len({act.learner_id for act in progress.classroom_since(s, classroom.id, midnight)})


def _square(place: Address, port: int, word: str) -> Markup:
    """The square to scan: this class's address with its word in it."""
    address = f"http://{place.ip}:{port}{url_for('start.ask', word=word)}"
    drawn = segno.make(address, micro=False, error="m").svg_inline(border=2, omitsize=True, svgclass="qr")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _back() -> str:
    told = request.form.get("classroom", "")
    try:
        return url_for("start.begin", classroom_id=UUID(told))
    except ValueError:
        return url_for("start.first")
