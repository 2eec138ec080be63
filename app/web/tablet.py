"""What scripts on a tablet ask for and send: drawings of lessons, when words light up, and acts done there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature

from app import classes, current, practice
from app.classes import codes, seating
from app.classes.seating import Verdict
from app.practice import offering
from app.practice.arriving import Arrival, Opening
from app.records import Session, entries, journal, roster, supports
from app.records.happened import UuidTaken
from app.records.tables import Device, Learner
from app.reports import Presence
from app.web import (
    compiling,
    guards,
    handover,
    journeys,
    lasting,
    learner,
    own_words,
    playdata,
    portraits,
    practising,
    preferences,
    showing,
    sounds,
    visitors,
)
from app.web.compiling import Drawn
from app.web.learner import now
from app.web.playdata import Told, acts_of

blueprint = Blueprint("tablet", __name__)

MOST = 100
"""Acts that one message may bring."""
FOR_LONG = 24 * 3600 * 1000.0
"""Milliseconds: nobody is told to have sat there without a touch for longer."""
FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/drawings/<lesson>/<locale>/<voice>/<fingerprint>")
def drawing(lesson: str, locale: str, voice: str, fingerprint: str) -> ResponseReturnValue:
    """A lesson as data; its address changes when anything in it does, so a tablet may keep it for ever."""
    drawn = _drawn(lesson, locale, voice)
    if drawn is None or drawn.fingerprint != fingerprint:
        drawn = compiling.drawn_then(lesson, locale, voice, fingerprint) or abort(404)
    answer = Response(drawn.text, mimetype="application/json")
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


@blueprint.get("/lights/<lesson>/<locale>/<voice>")
def lights(lesson: str, locale: str, voice: str) -> ResponseReturnValue:
    """For each clip of a lesson that is made: which character is said when, as (character, second)."""
    _drawn(lesson, locale, voice)
    return jsonify(compiling.lights_of(*compiling.every_drawn(lesson, locale, voice)))


@blueprint.get("/t/<fingerprint>")
def shell(fingerprint: str) -> ResponseReturnValue:
    """The one address a tablet saves: a page with nobody in it, which opens with the laptop off and shows the rest."""
    page = _shell()
    if fingerprint not in (plain := _fingerprint(page), speaks := _fingerprint(page, speaks=True)):
        return redirect(url_for("tablet.shell", fingerprint=speaks if own_words.here() else plain), code=302)
    g.own_words = fingerprint == speaks
    answer = Response(page, mimetype="text/html")
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


@blueprint.get("/tablet")
def wall() -> ResponseReturnValue:
    """What a tablet needs to show its class without the laptop: the wall, who is on it, and its own address.

    It drops every recording of a reader that is not among `recordings`, or is there under another mark, and every photo
    that is not among `photos`. `ask` is what
    the class asks for beside the face, `in` whom a volunteer has let in without it. Whoever's mark among `plans` is
    another than when their pages were fetched has them fetched anew: a person changed the support.
    """
    classroom = learner.classroom_here()
    with current.records().session() as s:
        photos = portraits.addresses(s, classroom.id) if classroom else []
        there = roster.learners(s, classroom.id) if classroom else []
        factor = codes.asked(s, classroom.id) if classroom else ""
        plans = {str(one.id): 0 for one in there} | supports.marks(s, {one.id for one in there})
        let_in = [str(one.id) for one in there if factor and classes.is_let_in(s, one, now())]
    pages = {"/wall": learner.wall_page()} if classroom else {}
    return jsonify(
        shell=shell_address(),
        people=[str(one.id) for one in there],
        pages=pages,
        ask=factor,
        plans=plans,
        **{"in": let_in},
        token=visitors.token(),
        recordings=current.library().recordings(),
        photos=photos,
        sound=sounds.told(),
    )


@blueprint.get("/tablet/people/<uuid:person>")
def person(person: UUID) -> ResponseReturnValue:
    """What a tablet needs so that somebody can practise without the laptop: pages in their language, and their plan."""
    lessons = current.shelf().lessons
    with current.records().session() as s:
        wishes = dict(learner.of_this_class(s, person).preferences)
    playdata.keep_versions()
    with preferences.as_if(**wishes), current.records().session() as s:
        found = learner.of_this_class(s, person)
        artefact = practice.for_class(s, current.artefact(demo=found.demo), found.classroom_id)
        offers = practice.offers(s, lessons, artefact, found.id, now())
        plan = [*offers, *offering.given(s, lessons, found, {offer.lesson.id for offer in offers})]
        pages = {f"/wall/{person}": learner.confirm_page(found), "/home": learner.home_page(s, found, offers)}
        pages |= {"/tasks": learner.tasks_page(found)} | journeys.pages(s, found)
        pages |= practising.pages_ahead(s, found, [one.lesson for one in plan])
    rest = [lesson for lesson in lessons if lesson not in {one.lesson.id for one in plan}]
    return jsonify(pages=pages, rest=rest)


@blueprint.get("/tablet/people/<uuid:person>/lessons/<lesson>")
def further(person: UUID, lesson: str) -> ResponseReturnValue:
    """The pages of one more lesson for somebody, for when all they were offered is on the tablet."""
    found = current.shelf().lessons.get(lesson) or abort(404)
    with current.records().session() as s:
        wishes = dict(learner.of_this_class(s, person).preferences)
    playdata.keep_versions()
    with preferences.as_if(**wishes), current.records().session() as s:
        pages = practising.pages_ahead(s, learner.of_this_class(s, person), [found], trial=False)
    return jsonify(pages=pages)


@blueprint.post("/tablet/sit")
def sit() -> ResponseReturnValue:
    """Let somebody sit at the laptop's pages who sat down, or went on, while the laptop did not answer."""
    device = visitors.device()
    if not guards.sent_by_script(device is not None):
        abort(400)
    told: Any = request.get_json(silent=True) or {}
    try:
        who, sitting, ago = UUID(str(told["learner"])), UUID(str(told["sitting"])), playdata.ago(told)
    except (KeyError, TypeError, ValueError):
        abort(400)
    with current.records().writing() as s:
        person = learner.of_this_class(s, who)
        known = device is not None and classes.sit_away(s, person, device, sitting, ago, now())
        stays = device is not None and known and seating.sits(s, sitting, person.id, device.id)
        if stays:
            handover.be_here(person, sitting)
    return ("", 204) if stays else ("", 409)


@blueprint.post("/tablet/here")
def here() -> ResponseReturnValue:
    """Hear that a tablet is here, who sits at it, at which play, and how long ago it was touched; nothing is kept."""
    device = visitors.device()
    if not guards.sent_by_script(device is not None):
        abort(400)
    told: Any = request.get_json(silent=True) or {}
    try:
        who, session_id = UUID(str(told["learner"])), UUID(told["session"]) if told.get("session") else None
        touched = timedelta(milliseconds=min(max(float(told["touched"]), 0.0), FOR_LONG))
    except (KeyError, TypeError, ValueError, OverflowError):
        abort(400)
    with current.records().session() as s:
        sitting = roster.learner(s, who)
    if device is not None and sitting is not None and sitting.classroom_id == device.classroom_id:
        ran = lasting.running()
        visitors.contacts().sits(Presence(who, device.id, session_id, ran, ran, ran - touched))
    return "", 204


def shell_address() -> str:
    """Where the shell of this version is; where people may say a few words it is another one, with the microphone."""
    return url_for("tablet.shell", fingerprint=_fingerprint(_shell(), speaks=own_words.here()))


def _shell() -> str:
    return render_template("learner/shell.html")


def _fingerprint(page: str, *, speaks: bool = False) -> str:
    """What the address of a shell ends with; `speaks` says that its page may use the microphone."""
    return hashlib.sha256(page.encode() + b"microphone" * speaks).hexdigest()[:12]


@blueprint.post("/acts")
def acts() -> ResponseReturnValue:
    """Take what a tablet did by itself; the answer names what is kept for good and which plays stand elsewhere.

    What is named neither as kept nor as refused waits on the tablet for who may be at it.
    """
    told: Any = request.get_json(silent=True)
    device = visitors.device()
    if not guards.sent_by_script(device is not None):
        abort(400)
    refused: list[str] = []
    arrival = Arrival()
    try:
        openings = [playdata.opening(one) for one in told["openings"]]
        done = [playdata.done(one) for one in told["acts"][:MOST]]
        sittings = {UUID(str(one["uuid"])): playdata.sitting(one) for one in told["acts"][:MOST]}
        seats = [playdata.told_sitting(one) for one in told.get("sittings", [])[:MOST]]
    except (KeyError, TypeError, ValueError, BadSignature):
        abort(400)
    with current.records().writing() as s:
        if device is not None:
            _take_over(s, seats, device)
        for session_id in dict.fromkeys([*(one.session for one in openings), *(one.session for one in done)]):
            mine = [one for one in openings if one.session == session_id]
            sent = [one for one in done if one.session == session_id]
            owner = _owner(s, session_id, mine)
            said = {one.uuid: _verdict(s, device, owner, sittings[one.uuid], one.ago) for one in sent}
            refused += [str(one.uuid) for one in sent if said[one.uuid] == Verdict.REFUSE]
            sent = [one for one in sent if said[one.uuid] == Verdict.KEEP]
            if not sent:
                continue
            try:
                came = practice.arrive(s, current.shelf().lessons, mine, sent, now(), device.id if device else None)
            except (LookupError, UuidTaken):
                refused += [str(one.uuid) for one in sent]
                continue
            arrival.kept += came.kept
            arrival.sittings |= came.sittings
            arrival.differs |= came.differs
        mend = {str(one): acts_of(s, one) for one in arrival.differs}
    return jsonify(
        kept=[str(one) for one in arrival.kept],
        refused=refused,
        mend=mend,
        sound=sounds.told(),
        following=showing.followed_here(),
    )


def _drawn(lesson: str, locale: str, voice: str) -> Drawn | None:
    """A lesson as it stands, drawn; None for one that is on the shelf no more, 404 for no way of speaking."""
    found = current.shelf().lessons.get(lesson)
    try:
        compiling.known(locale, voice)
    except ValueError:
        abort(404)
    return compiling.drawn_for(found, locale, voice) if found else None


def _take_over(s: Session, seats: Iterable[Told], device: Device) -> None:
    """Take over what a tablet tells of its sittings: those that began, or ended, while the laptop did not answer."""
    for told in seats:
        person = roster.learner(s, told.learner_id)
        if person is not None and told.away:
            classes.sit_away(s, person, device, told.sitting, told.began, now())
        if told.over is not None:
            seating.stand_up(s, told.sitting, now(), told.over)


def _owner(s: Session, session_id: UUID, openings: list[Opening]) -> Learner | None:
    """Whose play it is, where every ticket is theirs as well; None for nobody's."""
    known = journal.session(s, session_id)
    owner = known.learner_id if known else openings[0].ready.learner_id if openings else None
    theirs = entries.of_person(s, owner) if owner else frozenset()
    if owner is None or any(one.ready.learner_id not in theirs for one in openings):
        return None
    return roster.learner(s, owner)


def _verdict(s: Session, device: Device | None, owner: Learner | None, sitting: UUID | None, ago: timedelta) -> Verdict:
    """What becomes of an act: this browser is a tablet of the class, on which its owner sat then, or they sit here."""
    if owner is None:
        return Verdict.REFUSE
    if device is None:
        return Verdict.KEEP if learner.learner_here(s).id == owner.id else Verdict.REFUSE
    if device.classroom_id != owner.classroom_id:
        return Verdict.REFUSE
    return seating.verdict(s, device.id, owner.id, sitting, ago, now())
