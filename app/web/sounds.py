"""How loud the tablets are: a volunteer's buttons, and what a tablet is told; parses, calls one use case, answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current, reports
from app.classes import sounds
from app.records import Session, roster
from app.records.tables import Device, Learner
from app.web import preferences, visitors
from app.web.staff import classroom_of

blueprint = Blueprint("sounds", __name__)


@dataclass(frozen=True, slots=True)
class Seated:
    """A tablet of a class, who practised at it just now, and whether it alone was told to be quiet."""

    device: Device
    learner: Learner | None
    quiet: bool


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a class is: what all were told, '' for nothing, and its tablets by seat."""

    sound: str
    tablets: tuple[Seated, ...]

    @property
    def state(self) -> str:
        """A short name of what was told, for a page that looks again."""
        return "".join([self.sound[:1], *("q" if one.quiet else "-" for one in self.tablets)])


def dress(app: Flask) -> None:
    """Give templates `sound_told()`."""
    app.jinja_env.globals.update(sound_told=told)


def told() -> str:
    """What this tablet was told, as its script takes it: the sound and which telling it was; empty for nothing."""
    if "sound_told" not in g:
        device, found = visitors.device(), sounds.Told()
        if device is not None:
            with current.records().session() as s:
                found = classes.told(s, device, current.now())
        g.sound_told = f"{found.sound} {found.sequence}" if found.sound else ""
    said: str = g.sound_told
    return said


def loudness(s: Session, board: reports.Board) -> Loudness:
    """How loud the class on a board is."""
    now, room = current.now(), board.classroom
    sitting = {seat.seat: seat.learner for seat in board.here if seat.seat}
    quiet = classes.hushed(s, now)
    return Loudness(
        classes.class_sound(s, room.id, now).sound,
        tuple(Seated(one, sitting.get(one.name), one.id in quiet) for one in roster.devices(s, room.id)),
    )


def sitting_ends(s: Session, device: Device | None) -> None:
    """Let a tablet that was told to be quiet be as the others again: somebody else sits at it now."""
    if device is not None:
        classes.hush(s, device, current.now(), quiet=False)


@blueprint.post("/staff/class/<uuid:classroom_id>/sound")
def tell_class(classroom_id: UUID) -> ResponseReturnValue:
    """Tell all tablets of a class how loud to be."""
    sound = request.form.get("sound", "")
    try:
        with current.records().writing() as s:
            classes.tell_class(s, classroom_of(s, classroom_id), sound, current.now())
    except ValueError:
        abort(400)
    flash(
        {
            sounds.ALOUD: gettext("All tablets speak by themselves now."),
            sounds.EARPHONES: gettext("All tablets speak into earphones now. Whoever has none taps the sign on top."),
            sounds.QUIET: gettext("All tablets are quiet now, and speak when they are tapped."),
        }.get(sound)
        or gettext("Each tablet goes by its person’s own wish again.")
    )
    return _back(classroom_id)


@blueprint.post("/staff/class/<uuid:classroom_id>/tablets/<uuid:device_id>/sound")
def hush(classroom_id: UUID, device_id: UUID) -> ResponseReturnValue:
    """Tell one tablet of a class to be quiet, or as the others again."""
    quiet = request.form.get("quiet") == "yes"
    with current.records().writing() as s:
        device = _of(roster.devices(s, classroom_of(s, classroom_id).id), device_id)
        classes.hush(s, device, current.now(), quiet=quiet)
        seat = device.name
    if quiet:
        flash(gettext("Tablet %(seat)s is quiet, until you set it back or somebody else sits down at it.", seat=seat))
    else:
        flash(gettext("Tablet %(seat)s is as the others again.", seat=seat))
    return _back(classroom_id)


def _of(devices: Iterable[Device], device_id: UUID) -> Device:
    return next((one for one in devices if one.id == device_id), None) or abort(404)


def _back(classroom_id: UUID) -> ResponseReturnValue:
    """The page the button was on, else the class's."""
    came = preferences.local_path(request.referrer or "")
    return redirect(came if came != "/" else url_for("reports.classroom", classroom_id=classroom_id), code=303)
