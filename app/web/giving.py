"""Giving a lesson of the workshop to learners, and putting it away: what they will get, then one tap; asks, answers."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from app import bench, current
from app.bench import Draft, Finding, NoDraft, sharing
from app.bench.findings import Place
from app.bench.sharing import NoLesson, Offered
from app.records import Session, given, roster
from app.records.given import CHANGED, FOUND, Given
from app.simulator.lesson import Lesson, Screen
from app.simulator.screen import liner
from app.web import compiling, paper, shelving, tongue
from app.web.cards import lang_of
from app.web.compared import lesson_facts
from app.web.findings import lesson_title
from app.web.staff import member_here

blueprint = Blueprint("giving", __name__)

WORDS = "words"
"""The kind of place at which findings keep nobody waiting: where a language has no words, Chinese is shown."""


@blueprint.get("/workshop/<id_>/give")
def show(id_: str) -> ResponseReturnValue:
    """What learners would get of a draft, and what they got so far."""
    with current.records().session() as s:
        return _page(s, id_)


@blueprint.post("/workshop/<id_>/give")
def give(id_: str) -> ResponseReturnValue:
    """Give learners the very copy that was shown; a draft that changed meanwhile is shown anew."""
    draft, member = _draft(id_) or abort(404), member_here()
    with current.records().writing() as s:
        if not may_give(s):
            abort(403)
        told = given.histories(s).get(id_, [])
        offered = _offer(draft, told)
        seen = offered is not None and offered.copy == request.form.get("copy")
        if offered is None or not seen or hindering(_findings(draft)):
            flash(gettext("The lesson has changed since you looked. Look once more, then give it."))
            return redirect(url_for("giving.show", id_=id_), code=303)
        sharing.give(s, current.settings().workshop, offered, member, current.now())
    _keep_version(draft, offered)
    return _done(id_, gettext("Given: from now on learners get this lesson as you saw it."))


@blueprint.post("/workshop/<id_>/again")
def again(id_: str) -> ResponseReturnValue:
    """Give a copy again that learners had before."""
    with current.records().writing() as s:
        if not may_give(s):
            abort(403)
        told = given.histories(s).get(id_, [])
        one = next((one for one in told if one.copy and str(one.fact) == request.form.get("fact")), None) or abort(404)
        try:
            sharing.again(s, current.settings().workshop, one, member_here(), current.now())
        except LookupError:
            abort(404)
    return _done(id_, gettext("Given once more: learners get it as they had it then."))


@blueprint.post("/workshop/<id_>/put-away")
def put_away(id_: str) -> ResponseReturnValue:
    """Let learners get it no more: the shipped lesson stands there again, or none; the draft stays."""
    with current.records().writing() as s:
        if not may_give(s):
            abort(403)
        one = given.standing(s).get(id_)
        if one is None or not one.copy:
            abort(404)
        sharing.put_away(s, id_, member_here(), current.now())
    shipped = id_ in current.shelf().shipped.catalogue.tasks
    return _done(
        id_,
        gettext("The lesson that came with the project is back.")
        if shipped
        else gettext("Put away: learners get it no more. The draft stays here."),
    )


@blueprint.post("/workshop/<id_>/undo")
def undo(id_: str) -> ResponseReturnValue:
    """Take back the last thing that was done, as long as it is the last."""
    with current.records().writing() as s:
        if not may_give(s):
            abort(403)
        told = given.histories(s).get(id_) or abort(404)
        if str(told[-1].fact) != request.form.get("fact"):
            flash(gettext("Somebody has done something else since. Look once more."))
            return redirect(url_for("giving.show", id_=id_), code=303)
        try:
            sharing.undo(s, current.settings().workshop, told, member_here(), current.now())
        except LookupError:
            abort(404)
    return _done(id_, gettext("Taken back: it is as it was before."))


@blueprint.post("/workshop/<id_>/real")
def real(id_: str) -> ResponseReturnValue:
    """Keep what a trainer found of the real thing: that it changed, that it is the same, or that this was a slip."""
    found, facts = request.form.get("found", ""), lesson_facts(id_)
    if found not in FOUND or not facts.place:
        abort(404 if not facts.place else 400)
    with current.records().writing() as s:
        given.compare(s, member_here(), id_, facts.version, found, current.now())
    flash(
        {
            CHANGED: gettext("Noted: the real one has changed. It stands with the lesson until a newer one is given."),
            given.SAME: gettext("Noted: compared today, and the same."),
            given.TAKEN_BACK: gettext("Taken back: it is as it was before."),
        }[found]
    )
    back = request.form.get("back", "")
    return redirect(url_for("cards.show") if back == "cards" else _bench(id_), code=303)


def may_give(s: Session) -> bool:
    """Whether whoever is here may decide what learners get: somebody of the demo only where no real class is."""
    return not member_here().demo or not roster.classrooms(s, demo=False)


def hindering(found: dict[Place, list[Finding]]) -> dict[Place, list[Finding]]:
    """The findings without which nothing is given: all but those of words in other languages."""
    return {place: those for place, those in found.items() if those and place[0] != WORDS}


def _page(s: Session, id_: str) -> str:
    shelf, draft, told = current.shelf(), _draft(id_), given.histories(s).get(id_, [])
    if draft is None and not told and id_ not in shelf.lessons:
        abort(404)
    found = _findings(draft) if draft else {}
    offered = _offer(draft, told) if draft else None
    with tongue.before_others(offered.words if offered is not None else {}), tongue.silently():
        screens = _drawn(offered.lesson) if offered is not None else []
        title = tongue.words(offered.lesson.title) if offered is not None else _title(draft, id_)
    return render_template(
        "workshop/give.html",
        id_=id_,
        title=title,
        draft=draft,
        offered=offered,
        hinders=[
            (place, _bench(id_, place), [_said(one) for one in those]) for place, those in hindering(found).items()
        ],
        lacking=sum(len(those) for place, those in found.items() if place[0] == WORDS),
        screens=screens,
        lang_of=lang_of,
        differs=_differs(offered) if offered is not None else [],
        told=list(reversed(told)),
        facts=lesson_facts(id_),
        shipped=id_ in shelf.shipped.catalogue.tasks,
        may=may_give(s),
        kept={str(one.fact) for one in told if one.copy and _is_kept(one)},
    )


def _draft(id_: str) -> Draft | None:
    try:
        return current.drafts().open(id_)
    except NoDraft:
        return None


def _offer(draft: Draft, told: list[Given]) -> Offered | None:
    """What would be given of a draft; None for one that is no lesson yet."""
    try:
        return sharing.offer(draft.id, draft.text, draft.words, current.shelf(), told, current.settings().workshop)
    except NoLesson:
        return None


def _findings(draft: Draft) -> dict[Place, list[Finding]]:
    return bench.findings(draft, current.shelf().catalogue_for(draft.id), current.catalogues().find)


def _said(one: Finding) -> tuple[str, str]:
    """What a finding is and how it is mended, in the page's language."""
    return gettext(one.what) % one.values, gettext(one.fix) % one.values


def _is_kept(one: Given) -> bool:
    return (current.settings().lesson_versions / one.lesson / one.copy / sharing.LESSON).exists()


def _title(draft: Draft | None, id_: str) -> str:
    head = next((one for one in current.drafts().all() if draft is not None and one.id == id_), None)
    return head.title if head is not None and head.title else lesson_title(id_)


def _bench(id_: str, place: Place = ()) -> str:
    """Where a place of a lesson is mended."""
    screen = str(place[1]) if place[:1] == ("screens",) else f"twist{place[1]}" if place[:1] == ("twist",) else None
    if place[:1] == ("lesson",):
        return url_for("workshop.lesson", draft=id_)
    return url_for("workshop.bench_page", draft=id_, screen=screen)


def _drawn(lesson: Lesson) -> list[tuple[str, Markup, str]]:
    """Every screen as a drawn phone with what the teacher says there: its name, the drawing, the words."""
    screens: dict[str, Screen] = dict(lesson.screens)
    for twist in lesson.own_twists:
        screens |= {**twist.added} | {f"{name}@{twist.number}": screen for name, screen in twist.changed.items()}
    line = liner(lesson, tongue.voice())
    return [
        (name, Markup(paper.still(compiling.glass(lesson, screen, frozenset(), False))), line(screen.say).text)
        for name, screen in screens.items()
    ]


def _differs(offered: Offered) -> list[tuple[str, bool, list[tuple[str, str]]]]:
    """What differs, screen by screen: its name, whether its acts do, and the lines before and after."""
    found: dict[str, tuple[bool, list[tuple[str, str]]]] = {}
    for one in offered.differs:
        acts, lines = found.get(one.screen, (False, []))
        found[one.screen] = (acts or one.acts, lines if one.acts else [*lines, (one.before, one.after)])
    return [(screen, acts, lines) for screen, (acts, lines) in found.items()]


def _keep_version(draft: Draft, offered: Offered) -> None:
    """Let the draft have the version that was given, so that both stay the same."""
    if offered.text != draft.text:
        was = bench.stands(draft.text, ("version",))
        change = bench.Change("set", ("version",), was, offered.lesson.version)
        current.drafts().apply(draft.id, change, member_here().name, current.now())


def _done(id_: str, told: str) -> ResponseReturnValue:
    """Let the files follow what was just kept, and learners meet it."""
    with current.records().session() as s:
        sharing.settle(s, current.settings().workshop)
    shelving.anew()
    flash(told)
    return redirect(url_for("giving.show", id_=id_), code=303)
