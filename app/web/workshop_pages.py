"""The pages around a draft's screens: lesson, twists, demonstration, languages, history; each calls one use case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_htmx import HTMX
from markupsafe import Markup

from app import current
from app.bench import NoDraft
from app.dialects.catalogues import needs_words
from app.dialects.registry import DIALECTS
from app.simulator import machine
from app.simulator.lesson import Text, stage
from app.simulator.machine import Act
from app.web import days, tongue, workshop_view, workshop_words
from app.web.staff import member_here
from app.web.workshop import SAYING, blueprint
from app.web.workshop_open import Bench, opened
from app.web.workshop_view import Told

MOST: Final = 60
"""So many sentences stand on a page of a language before all are asked for."""


@blueprint.get("/workshop/<draft>/lesson")
def lesson(draft: str) -> str:
    """What is around the screens: name, story, goal, card of the task, shared words."""
    one = opened(draft)
    catalogue = current.shelf().catalogue
    return render_template(
        "workshop/lesson.html",
        bench=one,
        page="lesson",
        focus="",
        told=_told(one, ("lesson",)),
        tracks=[(track, tongue.words(name)) for track, name in catalogue.tracks.items()],
        cards=[(card, tongue.words(person.name)) for card, person in catalogue.people.items() if person.id_no],
        beats_of=workshop_view.beats,
    )


def _told(one: Bench, place: tuple[str | int, ...]) -> list[Told]:
    return [workshop_view.telling(one, None, found) for found in one.findings.get(place, ())]


@blueprint.get("/workshop/<draft>/twists")
def twists(draft: str) -> str:
    """What is different when somebody plays the lesson again."""
    one = opened(draft)
    parts = {
        "say": gettext("What the teacher says"),
        "show": gettext("What is on the glass"),
        "right": gettext("The right move"),
        "wrong": gettext("Slips"),
        "wait": gettext("How long the phone takes"),
    }
    found = [
        {
            "node": node,
            "screens": [(place.ref, workshop_view.label(place)) for place in one.places if place.twist == number],
            "told": _told(one, ("twist", number)),
        }
        for number, node in enumerate(one.doc.get("twists") or (), 1)
    ]
    return render_template(
        "workshop/twists.html",
        bench=one,
        page="twists",
        focus="",
        twists=found,
        choices=[
            (place.ref, workshop_view.numbered(place)) for place in one.places if not place.twist and not place.ends
        ],
        surprises=workshop_words.surprises(),
        levels=workshop_words.levels(),
        changed=list(parts.items()),
    )


@dataclass(frozen=True)
class Shown:
    """One act of the demonstration: as written, on which screen, in words, what it comes to, and the screen small."""

    written: str
    where: str
    what: str
    kind: str
    small: Markup


@blueprint.get("/workshop/<draft>/demo")
def demo(draft: str) -> str:
    """The demonstration, act by act."""
    one = opened(draft)
    shown, choices = _demo(one)
    told = [
        workshop_view.telling(one, None, found) for found in one.findings.get(("lesson",), ()) if "demo" in found.key
    ]
    return render_template(
        "workshop/demo.html", bench=one, page="demo", focus="", acts=shown, choices=choices, told=told
    )


def _demo(one: Bench) -> tuple[list[Shown], list[tuple[str, str]]]:
    """Its acts as they are played, and what may come next."""
    written = [str(act) for act in one.doc.get("demo") or ()]
    if one.lesson is None or one.lesson.start not in one.lesson.screens:
        return [Shown(act, "", act, "", Markup()) for act in written], []
    play = stage(one.lesson)
    place, shown = machine.start(play), []
    places = {known.ref: known for known in one.places}
    for act in written:
        screen = play.screens.get(place.screen)
        at = places.get(place.screen)
        if screen is None or at is None:
            break
        place, came = machine.advance(play, place, Act.written(act))
        small = workshop_view.small(one, at)
        shown.append(Shown(act, workshop_view.label(at), workshop_words.act_said(screen, act), came.kind, small))
    if place.done or place.screen not in play.screens:
        return shown, []
    screen = play.screens[place.screen]
    known = dict.fromkeys((*screen.right, *(rule.act for rule, _ in screen.wrong), *workshop_words.acts_of(screen)))
    return shown, [(act, workshop_words.act_said(screen, act)) for act in known]


@dataclass(frozen=True)
class Line:
    """A sentence of the lesson and what a language says for it; `own` is what the draft itself says."""

    number: int
    key: str
    zh: str
    said: str
    own: str
    state: str


@blueprint.get("/workshop/<draft>/words")
@blueprint.get("/workshop/<draft>/words/<locale>")
def words(draft: str, locale: str = "en") -> str:
    """What the lesson says in another language, the missing first."""
    if locale not in SAYING:
        abort(404)
    one = opened(draft)
    lines = list(_lines(one, locale))
    missing = [line for line in lines if line.state != "there"]
    ordered = [*missing, *(line for line in lines if line.state == "there")]
    whole = request.args.get("all") == "yes" or len(ordered) <= MOST
    return render_template(
        "workshop/words.html",
        bench=one,
        page="words",
        focus="",
        locale=locale,
        locales=[(id_, _name(id_), _missing(one) if id_ == "en" else 0) for id_ in SAYING],
        lines=ordered if whole else ordered[:MOST],
        more=not whole,
        missing=len(missing),
        total=len(lines),
    )


def _name(locale: str) -> str:
    return next((one.name for one in DIALECTS.values() if one.catalogue == locale), "English")


def _missing(one: Bench) -> int:
    return sum(1 for line in _lines(one, "en") if line.state != "there")


def _lines(one: Bench, locale: str) -> Iterator[Line]:
    """Every sentence that is this lesson's own: for a dialect those that are heard."""
    if one.lesson is None:
        return
    texts = one.lesson.texts() if locale == "en" else one.lesson.spoken()
    mine = {f"{one.id}.", f"tasks.{one.id}.", f"bridges.{one.id}."}
    own = [text for text in texts if text.key.startswith(tuple(mine)) and needs_words(text.zh)]
    for number, text in enumerate(own):
        yield _line(one, locale, number, text)


def _line(one: Bench, locale: str, number: int, text: Text) -> Line:
    zh, said = one.draft.words.get(locale, {}).get(text.key, ("", ""))
    fits = said if zh == text.zh else ""
    found = fits or current.catalogues().find(locale, text.key, text.zh) or ""
    return Line(number, text.key, text.zh, found or said, said, "there" if found else "old" if said else "missing")


@blueprint.post("/workshop/<draft>/words/<locale>")
def say(draft: str, locale: str) -> ResponseReturnValue:
    """Keep what a language says for one sentence."""
    if locale not in SAYING:
        abort(404)
    form, drafts = request.form, current.drafts()
    opened(draft)
    key, zh, said = form.get("key", ""), form.get("zh", ""), " ".join(form.get("said", "").split())
    was = str(_json(form.get("was", '""')) or "")
    applied = None
    if said != was:
        applied = drafts.say(draft, locale, key, zh, was, said, member_here().name, current.now())
    number = form.get("number", "")
    if applied is not None and applied.clash is not None:
        flash(gettext("Somebody else has written here meanwhile."))
        if HTMX():
            return "", 204, {"HX-Refresh": "true"}
    elif HTMX() and number.isdigit():
        return render_template("workshop/said.html", name=f"w{number}", was=said, bench=None, place=None)
    return redirect(url_for("workshop.words", draft=draft, locale=locale), code=303)


def _json(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return ""


@dataclass(frozen=True)
class Edited:
    """One line of the history in words."""

    revision: int
    when: str
    by: str
    words: str
    said: str
    refused: bool


@blueprint.get("/workshop/<draft>/history")
def history(draft: str) -> str:
    """Everything that was changed, the newest first."""
    one = opened(draft)
    edits = [
        Edited(
            edit.revision, f"{days.day(edit.at)} {days.clock(edit.at)}", edit.by, *_what(one, edit.what), edit.refused
        )
        for edit in reversed(current.drafts().history(draft))
    ]
    return render_template("workshop/history.html", bench=one, page="history", edits=edits)


def _what(one: Bench, what: Mapping[str, Any]) -> tuple[str, str]:
    """What an edit did, and the words it wrote."""
    does, path = str(what.get("do", "")), tuple(what.get("path") or ())
    if does in ("begin", "say", "put_back", "take", "hand"):
        said = {
            "begin": gettext("The lesson was begun"),
            "say": gettext("Words in another language"),
            "put_back": gettext("Put back"),
            "take": gettext("Taken from a file"),
            "hand": gettext("Changed in a text editor"),
        }
        return said[does], str(what.get("said") or "")
    where = _where(one, path)
    names = {
        "set": gettext("%(where)s: changed", where=where),
        "add": gettext("%(where)s: added", where=where),
        "remove": gettext("%(where)s: taken away", where=where),
        "move": gettext("%(where)s: moved", where=where),
        "rename": gettext("%(where)s: renamed", where=where),
    }
    now = what.get("now")
    return names.get(does, where), now if isinstance(now, str) else ""


def _where(one: Bench, path: tuple[str | int, ...]) -> str:
    if path[:1] == ("screens",) and len(path) > 1:
        place = next((known for known in one.places if known.ref == path[1]), None)
        return str(gettext("Screen %(number)s", number=place.number) if place else gettext("A screen that is gone"))
    if path[:1] == ("twists",):
        return str(gettext("A twist"))
    return str(gettext("The demonstration") if path[:1] == ("demo",) else gettext("About the lesson"))


@blueprint.post("/workshop/<draft>/put-back")
def put_back(draft: str) -> ResponseReturnValue:
    """Make the draft as it was at some change."""
    opened(draft)
    try:
        current.drafts().put_back(draft, request.form.get("revision", 0, int), member_here().name, current.now())
    except NoDraft:
        abort(404)
    flash(gettext("It is as it was then."))
    return redirect(url_for("workshop.history", draft=draft), code=303)
