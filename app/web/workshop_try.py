"""A draft as an elder meets it, in the practice page, with any help, twist and language; nothing of it is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_htmx import HTMX
from markupsafe import Markup

from app.config import LANGUAGES
from app.dialects.registry import DIALECTS, of_locale
from app.simulator import glance, machine
from app.simulator.lesson import Play, stage
from app.simulator.machine import Act, Outcome, Place
from app.simulator.place import ANSWER, Visit
from app.simulator.screen import liner
from app.simulator.typed import kind_of_value
from app.web import compiling, preferences, tongue
from app.web.compiling import Drawn
from app.web.workshop import CHINESE, blueprint
from app.web.workshop_open import Bench, opened

HELP: Final = ("shown", "guided", "prompted", "alone")
SIZES: Final = ("big", "true")
MOST: Final = 500
"""So many acts of one trying-out are gone through; then it begins anew."""
DRAWN: Final = 6
"""So many drawings of drafts are kept, the ones asked for last."""


@dataclass(frozen=True)
class Trial:
    """One trying-out: which twist, help, size and voice, from which screen, and what was done so far."""

    twist: int
    help: str
    size: str
    voice: str
    screen: str
    acts: tuple[tuple[str, str], ...]

    @property
    def way(self) -> dict[str, Any]:
        """What its address says."""
        return {
            "twist": self.twist or None,
            "help": self.help,
            "size": self.size,
            "voice": self.voice,
            "screen": self.screen or None,
        }


@blueprint.route("/workshop/<draft>/try", methods=["GET", "POST"])
def try_it(draft: str) -> ResponseReturnValue:
    """The lesson as it is now, to be played; each act comes with those before it, as nobody's attempt is kept."""
    one = opened(draft)
    trial = _trial(one)
    if one.lesson is None or one.reading.mistakes or one.lesson.start not in one.lesson.screens:
        return render_template("workshop/untried.html", bench=one, page="try")
    play = stage(one.lesson, trial.twist)
    begun = machine.start(play)
    if trial.screen in play.screens:
        begun = replace(begun, visit=Visit(trial.screen))
    trial, place, last = _played(play, begun, trial)
    if request.args.get("done") == "yes":
        place = replace(place, done=True)
    elif place.done and HTMX():
        return "", 204, {"HX-Redirect": url_for("workshop.try_it", draft=draft, done="yes", **trial.way)}
    language = DIALECTS[trial.voice].locale
    with preferences.as_if(lang=language, voice=trial.voice), tongue.before_others(one.draft.words):
        page = _page(one, play, place, last, trial)
    if not HTMX():
        return page
    return page


def _trial(one: Bench) -> Trial:
    values = request.values
    twists = len(one.lesson.own_twists) if one.lesson else 0
    twist = values.get("twist", 0, int)
    voice = values.get("voice", "")
    told = _acts(values.get("acts", "[]"))
    return Trial(
        twist=twist if 0 <= twist <= twists else 0,
        help=values.get("help", "") if values.get("help") in HELP else "shown",
        size=values.get("size", "") if values.get("size") in SIZES else "big",
        voice=voice if voice in DIALECTS else of_locale(CHINESE if _lacks_english(one) else preferences.locale()).id,
        screen=values.get("screen", ""),
        acts=told,
    )


def _lacks_english(one: Bench) -> bool:
    """Whether a sentence of the lesson would be shown in Chinese on an English page."""
    return bool(one.findings.get(("words", "en")))


def _acts(written: str) -> tuple[tuple[str, str], ...]:
    try:
        told = json.loads(written)
        return tuple((str(act), str(kind)) for act, kind in told)[-MOST:]
    except (ValueError, TypeError):
        return ()


def _played(play: Play, begun: Place, trial: Trial) -> tuple[Trial, Place, Outcome | None]:
    """Go through what was done so far and what this form brings; what was typed is judged and dropped."""
    place, last = begun, None
    for act, kind in trial.acts:
        place, last = machine.advance(play, place, Act(act, kind))
    if request.method == "GET":
        return trial, place, None
    done = list(trial.acts)
    for act, typed in _brought(request.form):
        kind = ANSWER if request.form.get("key") else kind_of_value(play, place.screen, act, typed)
        place, last = machine.advance(play, place, Act(act, kind))
        done.append((act, kind))
        if last.moved:
            break
    return replace(trial, acts=tuple(done)), place, last


def _brought(form: Mapping[str, str]) -> list[tuple[str, str]]:
    """The acts that a form of the practice page brings: each field that was filled in, then the button.

    A key of the keypad, which only a page without scripts sends, stands for all of them.
    """
    done = form.get("act", "")
    if form.get("key"):
        return [(f"filled {form.get('pin', '')}", "")]
    typed = [(name, said) for name, said in form.items() if name.startswith("type ") and said and name != done]
    last = form.get("digits", "") if done.startswith("filled ") else form.get(done, "")
    return [*typed, (done, last)] if done else typed


def _page(one: Bench, play: Play, place: Place, last: Outcome | None, trial: Trial) -> str:
    lesson = play.lesson
    drawn = _drawing(one)
    seen = glance.look(play, place, last, trial.help, called=True)
    fragment = Markup() if place.done else Markup(drawn.compiled.fragment(play, seen, trial.size))
    line = liner(lesson, tongue.voice())
    page = "workshop/try.html" if not HTMX() else "workshop/try_stage.html"
    return render_template(
        page,
        bench=one,
        trial=trial,
        place=place,
        fragment=fragment,
        heading="" if place.done else drawn.compiled.heading(play, place.screen),
        title=line(lesson.title),
        remember=[line(text) for text in lesson.remember],
        acts=json.dumps(trial.acts, ensure_ascii=False),
        ways=_ways(one, trial),
        freeze_seconds=60,
        partly=preferences.locale() == "en" and _lacks_english(one),
    )


def _drawing(one: Bench) -> Drawn:
    """The draft drawn in this request's words; a few are kept."""
    assert one.lesson is not None
    kept = cast(dict[Any, Drawn], current_app.extensions.setdefault("workshop_drawn", {}))
    key = one.id, one.draft.revision, one.draft.text, preferences.locale(), tongue.dialect().id
    if key not in kept:
        while len(kept) >= DRAWN:
            kept.pop(next(iter(kept)))
        kept[key] = compiling.draw_once(one.lesson)
    return kept[key]


def _ways(one: Bench, trial: Trial) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """What one may choose of a trying-out: its name, its words, the choices, and the one that is chosen."""
    assert one.lesson is not None
    helps = (
        gettext("Everything is shown"),
        gettext("The part is shown"),
        gettext("It is said"),
        gettext("All by oneself"),
    )
    twists = [("0", gettext("Without a twist"))] + [
        (str(twist.number), gettext("Twist %(number)s", number=twist.number)) for twist in one.lesson.own_twists
    ]
    voices = [(dialect.id, dialect.name) for dialect in DIALECTS.values() if dialect.locale in LANGUAGES]
    return [
        ("help", gettext("Help"), list(zip(HELP, helps, strict=True)), trial.help),
        ("twist", gettext("Twist"), twists, str(trial.twist)),
        ("voice", gettext("Language"), voices, trial.voice),
        ("size", gettext("Size"), [("big", gettext("Large")), ("true", gettext("As a real phone"))], trial.size),
    ]
