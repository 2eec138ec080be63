"""The bench: one screen of a draft with its phone, and every change of it; parses, calls one use case, answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_htmx import HTMX

from app import bench, current
from app.bench import Applied, Clash, NoDraft, Unfit
from app.web import workshop_view, workshop_words
from app.web.staff import member_here
from app.web.workshop import beginnings, blueprint
from app.web.workshop_moves import Moved, asked
from app.web.workshop_open import Bench, Place, of_draft, opened
from app.web.workshop_wholes import whole

PAGES = ("bench_page", "lesson", "twists", "demo")
"""The pages of a draft whose forms are sent here."""


@blueprint.get("/workshop/<draft>")
def bench_page(draft: str) -> ResponseReturnValue:
    """One screen of a draft; for a lesson that nobody works on, how to begin with it."""
    try:
        one = of_draft(current.drafts().open(draft))
    except NoDraft:
        found = current.shelf().lessons.get(draft)
        if found is None:
            return render_template("problem.html"), 404
        screen = request.args.get("screen", "")
        return render_template("workshop/unopened.html", lesson=found, screen=screen, **beginnings())
    return _page(one, one.place(request.args.get("screen", "")), request.args)


def _page(one: Bench, place: Place, args: Mapping[str, str]) -> str:
    return render_template(
        "workshop/bench.html",
        bench=one,
        place=place,
        seen=workshop_view.of(one, place, args.get("part", ""), args.get("mode", "")),
        page="bench_page",
        focus=args.get("focus", ""),
        seen_beats=workshop_view.beats,
        how=workshop_words.how,
        group_name=workshop_words.group_name,
        sign=workshop_words.ICONS,
    )


@blueprint.post("/workshop/<draft>/change")
def change(draft: str) -> ResponseReturnValue:
    """Make one change: a field that saves by itself is answered with its mark, all else with the page anew."""
    one, form = opened(draft), {**request.form.to_dict(), "skills": " ".join(request.form.getlist("skills"))}
    return _answer(one, form)


@blueprint.post("/workshop/<draft>/tap")
def tap(draft: str) -> ResponseReturnValue:
    """A thing on the drawn phone was tapped: it is looked at, or it is the right move, a slip, or a kind word."""
    one, form = opened(draft), request.form
    place, act = one.place(form.get("screen", "")), tapped(form)
    does = form.get("does", "")
    if does in ("right", "slip", "fine"):
        return _answer(one, {**form.to_dict(), "do": does, "act": act, "page": "bench_page"})
    thing = workshop_view.thing_of(place, act)
    at: dict[str, Any] = (
        {"part": "glass", "focus": f"thing-{thing}-label"} if thing is not None else {"part": form.get("part", "")}
    )
    return redirect(url_for("workshop.bench_page", draft=draft, screen=place.ref, **at), code=303)


def tapped(form: Mapping[str, str]) -> str:
    """The act that a form of the drawn phone brings: that of its button, of its keypad, or the field written in."""
    if form.get("key"):
        return f"filled {form.get('pin', '')}"
    return form.get("act") or form.get("other", "")


def _answer(one: Bench, form: Mapping[str, str]) -> ResponseReturnValue:
    place = one.place(form["screen"]) if form.get("screen") else None
    try:
        made = whole(asked(one, place, form))
        now, clash = _apply(one, made)
    except (Unfit, ValueError):
        flash(gettext("Somebody has changed this meanwhile. Look once more; nothing was lost."))
        return _refresh() if HTMX() and form.get("field") else _back(one.id, form, Moved())
    if clash is not None:
        return _clashed(now, form, clash), 409 if not HTMX() else 200
    if HTMX() and form.get("field"):
        return _saved(now, form)
    if made.told:
        flash(made.told)
    return _back(one.id, form, made)


def _refresh() -> ResponseReturnValue:
    return "", 204, {"HX-Refresh": "true"}


def _apply(one: Bench, made: Moved) -> tuple[Bench, Clash | None]:
    """Make changes one after the other; the first that clashes ends it."""
    drafts, by, now = current.drafts(), member_here().name, current.now()
    applied = Applied(one.draft)
    for step in made.changes:
        applied = drafts.apply(one.id, step, by, now)
        if applied.clash is not None:
            break
    return of_draft(applied.draft), applied.clash


def _saved(now: Bench, form: Mapping[str, str]) -> str:
    """The mark beside a field, and whatever else on its page tells the same."""
    name = form["field"]
    place = next((one for one in now.places if one.ref == form.get("screen")), None)
    seen = workshop_view.of(now, place, form.get("part", ""), "") if place else None
    return render_template(
        "workshop/saved.html", bench=now, place=place, seen=seen, name=name, was=_stands(now, place, form)
    )


def _stands(now: Bench, place: Place | None, form: Mapping[str, str]) -> Any:
    """What stands in the file by now where a form was about."""
    return asked(now, place, form).stands()


def _clashed(now: Bench, form: Mapping[str, str], clash: Clash) -> str:
    """Both sentences, and the choice between them."""
    page = "workshop/clash_here.html" if HTMX() and form.get("field") else "workshop/clash.html"
    place = next((one for one in now.places if one.ref == form.get("screen")), None)
    theirs, yours = (_said(value) for value in (clash.theirs, clash.yours))
    kept = {name: value for name, value in form.items() if name not in ("csrf_token", "was")}
    mine = {**kept, "was": json.dumps(clash.theirs, ensure_ascii=False)}
    return render_template(
        page,
        bench=now,
        place=place,
        name=form.get("field", ""),
        clash=clash,
        theirs=theirs,
        yours=yours,
        mine=mine,
        page=form.get("page", "bench_page"),
    )


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return _said(value.get("say", value.get("label"))) or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "；".join(_said(one) for one in value)
    return "" if value is None else str(value)


def _back(draft: str, form: Mapping[str, str], made: Moved) -> ResponseReturnValue:
    page = form.get("page", "bench_page")
    page = page if page in PAGES else "bench_page"
    there: dict[str, Any] = {}
    if page == "bench_page" or made.screen:
        page = "bench_page"
        there = {
            "screen": made.screen or form.get("screen"),
            "part": made.part or form.get("part"),
            "focus": made.focus,
        }
    told = {name: value for name, value in there.items() if value}
    if told.get("screen") and all(place.ref != told["screen"] for place in opened(draft).places):
        del told["screen"]
    return redirect(url_for(f"workshop.{page}", draft=draft, **told), code=303)


@blueprint.post("/workshop/<draft>/step-back")
def step_back(draft: str) -> ResponseReturnValue:
    """Undo the last change; once more, the one before it."""
    drafts = current.drafts()
    one = opened(draft)
    to = earlier(drafts.history(draft), one.draft.revision)
    if to:
        drafts.put_back(draft, to, member_here().name, current.now())
    else:
        flash(gettext("There is nothing before this."))
    return _back(draft, request.form.to_dict(), Moved())


def earlier(edits: list[bench.Edit], revision: int) -> int:
    """The revision before the last change that was not undone yet; 0 where there is none."""
    came = {edit.revision: edit for edit in edits if not edit.refused}
    at = revision
    while at in came and came[at].what.get("do") == "put_back":
        at = int(came[at].what["revision"])
    while at - 1 in came and at in came and (came[at - 1].at, came[at - 1].by) == (came[at].at, came[at].by):
        at -= 1  # What one form changed is one change to whoever sent it.
    return at - 1 if at > 1 else 0
