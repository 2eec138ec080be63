"""The trainers' page of front-door cards: three to check this week, and all; parses, calls one use case, answers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import current, reports
from app.records import cards
from app.web import compared, findings, tongue
from app.web.staff import member_here

blueprint = Blueprint("cards", __name__)

RIGHT, DIFFERS = "right", "differs"
"""What a trainer can find: the card is right as it stands, or something differs."""
_HAN = re.compile(r"[\u4e00-\u9fff]")


@blueprint.get("/cards")
def show() -> ResponseReturnValue:
    """The cards to check this week, before them the one that was asked for, and below them how all cards stand."""
    return _page(request.args.get("card", ""))


@blueprint.post("/cards")
def check() -> ResponseReturnValue:
    """Keep what a trainer found at a card; what was not told whole is asked for again, with what was."""
    form, doors = request.form, current.shelf().catalogue.bridges
    door = doors.get(form.get("card", "")) or abort(404)
    try:
        differs = _differs(form)
        with current.records().writing() as s:
            cards.check(s, member_here(), door, how=form.get("how", ""), differs=differs, now=current.now())
    except ValueError:
        return _page(door.task, form), 422
    if differs:
        flash(gettext("Kept, and thank you. The card now sends people to 12345 or the village station."))
    else:
        flash(gettext("Kept: the card counts as checked here for 180 days."))
    return redirect(url_for("cards.show"), code=303)


def _differs(form: Mapping[str, str]) -> str:
    """What differs, empty for a card that is right; raises ValueError for a note that does not go with the finding."""
    note = form.get("differs", "").strip()
    if (form.get("found"), bool(note)) not in ((RIGHT, False), (DIFFERS, True)):
        raise ValueError("a finding without its note, or a note without its finding")
    return note


def _page(asked: str, told: Mapping[str, str] | None = None) -> str:
    """The page, with one card more when it was asked for; `told` is what was told of it, but not whole."""
    catalogue = current.shelf().catalogue
    with current.records().session() as s:
        report = reports.cards_report(s, catalogue.bridges, demo=member_here().demo, now=current.now())
        changed = compared.changed_lessons(s, demo=member_here().demo)
    also = [line for line in report.lines if line.bridge.task == asked and line not in report.this_week]
    return render_template(
        "staff/cards.html",
        report=report,
        heading=findings.cards_heading(report),
        shown=[*also, *report.this_week],
        asked=asked,
        told=told,
        ways=findings.ways_to_check(),
        states=findings.card_states(),
        titles={task.id: tongue.words(task.title) for task in catalogue.tasks.values()},
        words=tongue.words,
        lang_of=lang_of,
        changed=changed,
        longest=cards.LONGEST_NOTE,
    )


def lang_of(note: str) -> str:
    """In which language a trainer seems to have written."""
    return "zh-Hans-CN" if _HAN.search(note) else "en"
