"""Who may call which address, in one table; an address that is not in it is refused to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from app.web import visitors
from app.web.visitors import ANYBODY, DEVICE, LOCAL, TRAINER, VOLUNTEER

EVERYBODY: Final = frozenset({ANYBODY})
LEARNERS: Final = frozenset({DEVICE, VOLUNTEER, TRAINER})
"""Whoever holds an enrolled tablet, and staff who look over a shoulder."""
TABLETS: Final = frozenset({DEVICE})
"""An enrolled tablet alone: what somebody says there, of themselves or of a step, is nobody else's to say."""
STAFF: Final = frozenset({VOLUNTEER, TRAINER})
TRAINERS: Final = frozenset({TRAINER})

ACCESS: Final[Mapping[str, frozenset[str]]] = {
    "static": EVERYBODY,
    "health.healthz": EVERYBODY,
    "preferences.change": EVERYBODY,
    "clips.clip": EVERYBODY,
    "pointing.say": LEARNERS,
    "learner.wall": LEARNERS,
    "learner.confirm": LEARNERS,
    "learner.sit": LEARNERS,
    "codes.page": LEARNERS,
    "codes.enter": LEARNERS,
    "codes.card": LEARNERS,
    "codes.let_in": STAFF,
    "codes.ask_for": STAFF,
    "codes.cards": STAFF,
    "codes.deal": STAFF,
    "learner.newcomer": LEARNERS,
    "learner.welcome": LEARNERS,
    "learner.home": LEARNERS,
    "learner.tasks": LEARNERS,
    "journeys.index": LEARNERS,
    "journeys.show": LEARNERS,
    "asking.begin": TABLETS,
    "asking.ask": TABLETS,
    "asking.answer": TABLETS,
    "asking.done": TABLETS,
    "asking.real": TABLETS,
    "asking.tick": TABLETS,
    "asking.dare": TABLETS,
    "asking.dares": TABLETS,
    "learner.settings": EVERYBODY,
    "learner.ask_for_help": LEARNERS,
    "practice.open_lesson": LEARNERS,
    "practice.again": LEARNERS,
    "practice.act": LEARNERS,
    "practice.demo": LEARNERS,
    "practice.finish": LEARNERS,
    "tablet.drawing": EVERYBODY,
    "tablet.lights": EVERYBODY,
    "tablet.acts": LEARNERS,
    "tablet.shell": EVERYBODY,
    "tablet.wall": LEARNERS,
    "tablet.person": LEARNERS,
    "tablet.further": LEARNERS,
    "tablet.sit": TABLETS,
    "tablet.here": LEARNERS,
    "door.front": EVERYBODY,
    "door.learn": frozenset({LOCAL}),
    "door.run_a_class": frozenset({LOCAL}),
    "door.see_progress": frozenset({LOCAL}),
    "door.leave": EVERYBODY,
    "beginning.ask": frozenset({LOCAL}),
    "beginning.begin": frozenset({LOCAL}),
    "beginning.again": frozenset({LOCAL}),
    "beginning.set_password": STAFF,
    "watching.begin": frozenset({LOCAL}),
    "watching.inside": frozenset({LOCAL}),
    "staff.home": EVERYBODY,
    "staff.sign_in": EVERYBODY,
    "staff.sign_out": EVERYBODY,
    "staff.enrol": STAFF,
    "staff.enrol_here": STAFF,
    "staff.let_go": STAFF,
    "staff.start_classroom": STAFF,
    "staff.add_learner": STAFF,
    "staff.remove_demo": frozenset({LOCAL, TRAINER}),
    "staff.give_tasks": STAFF,
    "staff.keep_days": STAFF,
    "start.first": STAFF,
    "start.begin": STAFF,
    "start.let_in": STAFF,
    "start.ask": EVERYBODY,
    "start.join": EVERYBODY,
    "sounds.tell_class": STAFF,
    "sounds.hush": STAFF,
    "showing.choose": STAFF,
    "showing.show": STAFF,
    "showing.go": STAFF,
    "showing.follow": STAFF,
    "showing.together": LEARNERS,
    "showing.present": LEARNERS,
    "takehome.take": STAFF,
    "takehome.bring_back": STAFF,
    "plan.show": STAFF,
    "plan.begin": STAFF,
    "plan.change": STAFF,
    "plan.length": STAFF,
    "board.board": STAFF,
    "board.helped": STAFF,
    "board.take_back": STAFF,
    "reports.overview": STAFF,
    "reports.divide": TRAINERS,
    "week.show": TRAINERS,
    "week.pictures": TRAINERS,
    "reports.curves": TRAINERS,
    "reports.steps": TRAINERS,
    "reports.classroom": STAFF,
    "reports.person": STAFF,
    "supporting.choose": STAFF,
    "totals.needs": STAFF,
    "totals.real": STAFF,
    "totals.tick_class": STAFF,
    "totals.tick_person": STAFF,
    "totals.unclear": STAFF,
    "own_words.let": STAFF,
    "own_words.keep": TABLETS,
    "own_words.hear": STAFF,
    "own_words.let_go": STAFF,
    "dialects.show": STAFF,
    "voices.home": STAFF,
    "voices.dialect": STAFF,
    "voices.agree": STAFF,
    "voices.withdraw": STAFF,
    "voices.read": STAFF,
    "voices.keep": STAFF,
    "voices.check": STAFF,
    "voices.judge": STAFF,
    "voices.hear": STAFF,
    "parcels.export": STAFF,
    "parcels.bring": STAFF,
    "parcels.show": STAFF,
    "parcels.accept": STAFF,
    "roster.show": STAFF,
    "roster.export": STAFF,
    "roster.export_all": STAFF,
    "roster.entry": STAFF,
    "roster.correct": STAFF,
    "roster.move": STAFF,
    "roster.merge": STAFF,
    "roster.keep_apart": STAFF,
    "roster.part": STAFF,
    "roster.ask": STAFF,
    "roster.remove": STAFF,
    "portraits.ask": STAFF,
    "portraits.keep": STAFF,
    "portraits.take_away": STAFF,
    "portraits.photo": LEARNERS,
    "lists.read": STAFF,
    "lists.take": STAFF,
    "prints.index": STAFF,
    "prints.practice_cards": STAFF,
    "prints.lesson": STAFF,
    "prints.cards": STAFF,
    "prints.take_home": STAFF,
    "prints.take_home_of": STAFF,
    "prints.attendance_sheet": STAFF,
    "prints.ticked": STAFF,
    "prints.tick": STAFF,
    "lamp.show": TRAINERS,
    "lamp.begin": TRAINERS,
    "lamp.undo": TRAINERS,
    "prints.month": STAFF,
    "exports.show": STAFF,
    "exports.acts": STAFF,
    "exports.people": STAFF,
    "exports.statements": STAFF,
    "exports.transactions": STAFF,
    "carry.take_home": STAFF,
    "carry.show": TRAINERS,
    "carry.bring": TRAINERS,
    "carry.look": TRAINERS,
    "carry.accept": TRAINERS,
    "giving.show": STAFF,
    "giving.give": STAFF,
    "giving.again": STAFF,
    "giving.put_away": STAFF,
    "giving.undo": STAFF,
    "giving.real": TRAINERS,
    "workshop.home": STAFF,
    "workshop.begin": STAFF,
    "workshop.open_shipped": STAFF,
    "workshop.bring_back": STAFF,
    "workshop.remove": STAFF,
    "workshop.bench_page": STAFF,
    "workshop.change": STAFF,
    "workshop.tap": STAFF,
    "workshop.step_back": STAFF,
    "workshop.lesson": STAFF,
    "workshop.twists": STAFF,
    "workshop.demo": STAFF,
    "workshop.words": STAFF,
    "workshop.say": STAFF,
    "workshop.history": STAFF,
    "workshop.put_back": STAFF,
    "workshop.try_it": STAFF,
    "workshop_files.export": STAFF,
    "workshop_files.bring": STAFF,
    "workshop_files.look": STAFF,
    "workshop_files.take": STAFF,
    "cards.show": TRAINERS,
    "cards.check": TRAINERS,
}
"""An endpoint -> who may call it. Which class and whose page it may be is decided by the use case."""


def guard(app: Flask) -> None:
    """Ask the table before every request, ahead of anything else that looks at it."""
    app.before_request(refuse)


def refuse() -> ResponseReturnValue | None:
    """Let through whom the table lets through; show a signed-out volunteer the way in, and tell anybody else no."""
    if request.endpoint is None or may_call(request.endpoint, EVERYBODY):
        return None
    if may_call(request.endpoint, visitors.roles()):
        return None
    if request.method == "GET" and visitors.staff() is None and not _only(LOCAL):
        return redirect(_way_in(), code=303)
    raise Forbidden


def may_call(endpoint: str, roles: frozenset[str]) -> bool:
    """Whether somebody with these roles may call an endpoint."""
    return bool(ACCESS.get(endpoint, frozenset()) & roles)


def _only(role: str) -> bool:
    return ACCESS.get(request.endpoint or "", frozenset({role})) == {role}


def _way_in() -> str:
    """A tablet that is not enrolled is asked to be; somebody who looks for a staff page may sign in for it."""
    if DEVICE in ACCESS.get(request.endpoint or "", EVERYBODY):
        return "/"
    return f"/staff?{urlencode({'next': request.full_path.rstrip('?')})}"
