"""Codes and cards: asked for at a tablet, chosen for a class, dealt and printed; it decides nothing by itself."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import segno
from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from app import classes, current
from app.classes import codes, seating
from app.records import Session, roster
from app.records.tables import Learner
from app.simulator.screen import Line
from app.web import factors, handover, preferences, tongue, visitors
from app.web.learner import face_of, of_this_class
from app.web.room import Room
from app.web.staff import classroom_of, learner_of, member_here
from app.web.tongue import ui

blueprint = Blueprint("codes", __name__)


@blueprint.get("/wall/<uuid:person>/code")
def page(person: UUID) -> ResponseReturnValue:
    """Ask whoever said that they are this person for what their class asks for."""
    with current.records().session() as s:
        learner = of_this_class(s, person)
        if factors.of(person) is None:
            return redirect(url_for("learner.confirm", person=person), code=303)
        return _page(s, learner, ())


@blueprint.post("/wall/<uuid:person>/code")
def enter(person: UUID) -> ResponseReturnValue:
    """Take one more sign; look at the code when it is whole, and let them sit down when it is theirs."""
    asked, now = factors.of(person), current.now()
    with current.records().session() as s:
        learner = of_this_class(s, person)
        if asked is None:
            return redirect(url_for("learner.confirm", person=person), code=303)
        device = visitors.device() or abort(403)
        needs, how = factors.needed(s, learner)
        signs = _signs(needs)
        if needs and len(signs) < codes.LENGTH.get(needs, 1):
            return _page(s, learner, signs)
        right = needs in codes.KEYS and classes.fits(s, learner, device, signs, factors.secret(), now)
    with current.records().writing() as s:
        learner = of_this_class(s, person)
        if not needs:
            handover.sit_down(s, learner, how)
            return redirect("/home", code=303)
        tried = classes.tried(s, learner, device, asked["visit"], now, right=right)
        if tried.right:
            handover.sit_down(s, learner, seating.CODE, visit=asked["visit"])
            return redirect("/home", code=303)
    factors.tell(person, "wrong" if tried.looked_at else "", tried.wait)
    return redirect(url_for("codes.page", person=person), code=303)


@blueprint.get("/card/<token>")
def card(token: str) -> ResponseReturnValue:
    """A card is held before a tablet of its class, which then asks whether it is them; or before the laptop.

    The address itself never stays in a browser's history: it leads on at once.
    """
    device = visitors.device()
    with current.records().session() as s:
        rooms = [device.classroom] if device is not None else classes.visible_classrooms(s, member_here())
        learner = next((one for room in rooms if (one := codes.holder(s, room.id, token)) is not None), None)
        if learner is None:
            abort(404)
        if device is None:
            return render_template("staff/card.html", learner=learner)
    session[handover.CARD] = str(learner.id)
    return redirect(url_for("learner.confirm", person=learner.id), code=303)


@blueprint.post("/staff/person/<uuid:learner_id>/let-in")
def let_in(learner_id: UUID) -> ResponseReturnValue:
    """Let somebody in once without their code."""
    with current.records().writing() as s:
        learner = learner_of(s, learner_id)
        classes.let_in(s, learner, member_here(), current.now())
        if request.form.get("helped"):
            classes.give_help(s, learner.id, member_here(), current.now())
    name = tongue.person_name(learner)
    flash(gettext("%(name)s may come in now: at the tablet, tap the face and say yes, or tap “Go in”.", name=name))
    came = preferences.local_path(request.referrer or "")
    back = came if came.startswith(("/board", "/staff/")) else _class(learner.classroom_id)
    return redirect(back, code=303)


@blueprint.post("/staff/class/<uuid:classroom_id>/codes")
def ask_for(classroom_id: UUID) -> ResponseReturnValue:
    """Let a class ask for nothing, pictures, digits or a card beside the face."""
    with current.records().writing() as s:
        classroom = classroom_of(s, classroom_id)
        try:
            codes.ask_for(s, classroom, request.form.get("factor", ""), current.now())
        except ValueError:
            abort(400)
        factor = codes.asked(s, classroom_id)
        lacking = classes.without_code(s, roster.learners(s, classroom_id), factor)
    if not factor:
        flash(gettext("The tablets ask for the face alone now."))
        return redirect(_class(classroom_id), code=303)
    flash(gettext("Kept. From now on the tablets ask for it beside the face."))
    return redirect(url_for("codes.cards", classroom_id=classroom_id) if lacking else _class(classroom_id), code=303)


@blueprint.get("/staff/class/<uuid:classroom_id>/print/codes")
def cards(classroom_id: UUID) -> ResponseReturnValue:
    """Ask whom to give new codes, since codes cannot be read again, only dealt anew."""
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        factor = codes.asked(s, classroom_id)
        people = roster.learners(s, classroom_id)
        lacking = {one.id for one in classes.without_code(s, people, factor)}
        tired = set(classes.asleep(s, people))
    if not factor:
        return redirect(_class(classroom_id), code=303)
    return render_template(
        "staff/codes.html", classroom=classroom, factor=factor, people=people, lacking=lacking, tired=tired
    )


@blueprint.post("/staff/class/<uuid:classroom_id>/print/codes")
def deal(classroom_id: UUID) -> ResponseReturnValue:
    """Deal new codes to those who were ticked and show their cards, this once."""
    ticked, dealt = set(request.form.getlist("person")), []
    with current.records().writing() as s:
        classroom = classroom_of(s, classroom_id)
        factor = codes.asked(s, classroom_id)
        people = [one for one in roster.learners(s, classroom_id) if str(one.id) in ticked]
        if not factor or not people:
            return redirect(_class(classroom_id), code=303)
        for learner in people:
            signs = codes.deal(s, learner, factor, factors.secret(), member_here(), current.now())
            dealt.append((learner, signs, _square(signs[0]) if factor == codes.CARD else ""))
    return render_template("print/codes.html", classroom=classroom, factor=factor, dealt=dealt, picture_name=_name)


def _signs(factor: str) -> tuple[str, ...]:
    """The signs so far, with the one that was pressed; whatever is no sign of such a code is nothing."""
    keys, pressed = codes.KEYS.get(factor, ()), request.form.get("pressed", "")[:80].split()
    signs, key = [sign for sign in pressed if sign in keys], request.form.get("key", "")
    if key == "delete":
        return tuple(signs[:-1])
    return tuple([*signs, *([key] if key in keys else [])][: codes.LENGTH.get(factor, 0)])


def _page(s: Session, learner: Learner, signs: tuple[str, ...]) -> str:
    """The board of pictures or the keys, what was pressed so far, and what to do now."""
    needs, device, asked = factors.needed(s, learner)[0], visitors.device(), factors.of(learner.id) or {}
    wait = 0 if device is None or needs not in codes.KEYS else classes.answer(s, learner, device, current.now()).wait
    closed = bool(needs) and (needs not in codes.KEYS or wait is None)
    told = "" if signs else asked.get("told", "")
    return render_template(
        "learner/code.html",
        person=face_of(learner),
        needs=needs,
        closed=closed,
        wait=wait,
        keys=[(key, _name(key)) for key in codes.KEYS.get(needs, ())] if not closed and not wait else [],
        signs=signs,
        length=codes.LENGTH.get(needs, 0),
        say=_say(needs, closed, wait, told),
        back_url="/wall",
    )


def _say(needs: str, closed: bool, wait: int | None, told: str) -> Line:
    """The one sentence of the page: three beats after a wrong code, else what to do."""
    if not needs:
        return ui("The teacher lets you in. Tap “Go in”.")
    if closed and needs == codes.CARD:
        return ui("Hold your card before the camera of the tablet. Or tap “Help me”, and the teacher lets you in.")
    if closed:
        return ui("No code opens here just now. It is nobody’s fault. Tap “Help me”, and the teacher lets you in.")
    if wait:
        return ui("That was another code. It does not matter. Rest a little, then try once more, or tap “Help me”.")
    if told == "wrong" and needs == codes.PICTURES:
        return ui("Those were other pictures. It does not matter. Look at your card, and tap your three once more.")
    if told == "wrong":
        return ui("Those were other digits. It does not matter. Look at your card, and tap your four once more.")
    if needs == codes.PICTURES:
        return ui("Tap your three pictures, one after the other.")
    return ui("Tap your four digits, one after the other.")


def _name(key: str) -> Line:
    """What a key is called: a picture by its name, a digit as it stands."""
    return _PICTURES[key]() if key in _PICTURES else tongue.as_shown(key)


_PICTURES = {
    "sun": lambda: ui("Sun"),
    "moon": lambda: ui("Moon"),
    "tree": lambda: ui("Tree"),
    "flower": lambda: ui("Flower"),
    "fish": lambda: ui("Fish"),
    "house": lambda: ui("House"),
    "boat": lambda: ui("Boat"),
    "apple": lambda: ui("Apple"),
    "umbrella": lambda: ui("Umbrella"),
    "cup": lambda: ui("Cup"),
    "lantern": lambda: ui("Lantern"),
    "key": lambda: ui("Key"),
}
"""Of each picture of the board, what it is called."""


def _square(token: str) -> Markup:
    """The square of a card: this laptop's address with the card's token in it."""
    room = cast(Room, current_app.extensions["room"])
    place = next(iter(room.places()), None)
    host = f"{place.ip}:{room.port}" if place else request.host
    address = f"http://{host}{url_for('codes.card', token=token)}"
    drawn = segno.make(address, micro=False, error="m").svg_inline(border=2, omitsize=True, svgclass="qr")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _class(classroom_id: UUID) -> str:
    return url_for("reports.classroom", classroom_id=classroom_id) + "#codes"
