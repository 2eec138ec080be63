"""Draws each lesson once for every language and voice it is asked for in, with our templates; knows no learner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from flask import Flask, current_app, render_template, url_for
from markupsafe import Markup, escape

from app import current
from app.bench import sharing
from app.config import LANGUAGES
from app.dialects.registry import DIALECTS, of_locale
from app.records import journal
from app.records.versions import versions
from app.simulator import compiled, keeping
from app.simulator.compiled import Compiled, Pen
from app.simulator.lesson import Lesson, Screen, stage
from app.simulator.screen import Line, View, liner, view
from app.web import preferences, tongue
from app.web.because import because
from app.web.tongue import skill_line, ui

VERSIONS = 5
"""So many versions of a lesson, the last ones, are drawn for tablets that have not let go of them."""
_ONE_AT_A_TIME = Lock()
"""Nobody draws what somebody else is drawing."""


def dress(app: Flask) -> None:
    """Give templates `when(condition, then, otherwise)`, `hole(name)` and `levels()`, with which lessons are drawn."""
    app.jinja_env.globals.update(when=_when, hole=lambda name: Markup(compiled.hole(name)), levels=_levels)
    app.extensions["drawings"] = {}


@dataclass(frozen=True)
class Drawn:
    """A lesson drawn in one language and voice, and each line that is heard in it by the name of its clip."""

    compiled: Compiled
    lines: Mapping[str, tuple[str, str, str]]
    """Name of the clip -> dialect, words said, words shown."""

    @property
    def lesson(self) -> str:
        """The lesson's id."""
        return str(self.compiled.data["lesson"])

    @property
    def text(self) -> str:
        """The drawing as JSON."""
        return self.compiled.text

    @property
    def fingerprint(self) -> str:
        """What the drawing is known by."""
        return self.compiled.fingerprint


def lesson_drawn(lesson: Lesson) -> Drawn:
    """The lesson in the screen's language and the chosen voice of this request; drawn at the first call only."""
    locale, voice = preferences.locale(), tongue.dialect().id
    key = lesson.hash, locale, voice
    with _ONE_AT_A_TIME:
        kept: dict[Any, Drawn] = current_app.extensions["drawings"]
        if key not in kept:
            kept[key] = draw_once(lesson)
    return kept[key]


def draw_once(lesson: Lesson) -> Drawn:
    """The lesson in the screen's language and the chosen voice of this request, drawn now and not kept."""
    with tongue.drawing() as sounds:
        made = compiled.compile_lesson(
            lesson, preferences.locale(), tongue.dialect().id, tongue.voice(), cast(Pen, _Pen())
        )
    return Drawn(made, {sound.url.rsplit("/", 1)[-1]: line for line, sound in sounds.items()})


def forget(lessons: Collection[str] | None = None) -> None:
    """Draw every lesson, or some, anew when next asked for: other voices are heard in them, or they changed."""
    with _ONE_AT_A_TIME:
        kept: dict[Any, Drawn] = current_app.extensions["drawings"]
        left = {} if lessons is None else {key: one for key, one in kept.items() if one.lesson not in lessons}
        current_app.extensions["drawings"] = left


def draw_ahead(app: Flask) -> None:
    """Draw every lesson in every language's own voice, before anybody asks for it."""
    with app.test_request_context():
        for lesson in current.shelf().lessons.values():
            for locale in LANGUAGES:
                drawn_for(lesson, locale, of_locale(locale).id)


def drawn_for(lesson: Lesson, locale: str, voice: str) -> Drawn | None:
    """The lesson in any language and voice; None for one that is not ours."""
    try:
        with preferences.as_if(lang=known(locale, voice)[0], voice=voice):
            return lesson_drawn(lesson)
    except ValueError:
        return None


def drawn_then(lesson: str, locale: str, voice: str, fingerprint: str) -> Drawn | None:
    """An earlier version of a lesson, as a tablet knows it by its fingerprint; None where none of the last is it."""
    with current.records().session() as s:
        texts = [journal.lesson_text(s, one) for one in versions(s, lesson, VERSIONS)]
    made = (drawn_for(keeping.thawed(text), locale, voice) for text in texts)
    return next((one for one in made if one is not None and one.fingerprint == fingerprint), None)


def known(locale: str, voice: str) -> tuple[str, str]:
    """A language and a voice that belong together; raises ValueError for any that do not."""
    if locale not in LANGUAGES or voice not in DIALECTS or DIALECTS[voice].locale != locale:
        raise ValueError(f"no voice {voice} over {locale}")
    return locale, voice


def addresses(drawn: Drawn) -> dict[str, str]:
    """Where a script finds a drawing, and when its words light up."""
    data = drawn.compiled.data
    way = {"lesson": data["lesson"], "locale": data["locale"], "voice": data["voice"]}
    return {
        "drawing": url_for("tablet.drawing", fingerprint=drawn.fingerprint, **way),
        "lights": url_for("tablet.lights", **way),
    }


def lights_of(*drawn: Drawn) -> dict[str, list[tuple[int, float]]]:
    """For each clip that is made: where in its line the voice is, and when, as (character, second)."""
    lines = {name: line for one in drawn for name, line in one.lines.items()}
    found = {name: tongue.lights(*line) for name, line in lines.items()}
    return {name: times for name, times in found.items() if times}


def every_drawn(lesson: str, locale: str, voice: str) -> list[Drawn]:
    """Every version of a lesson that was drawn so since the start: a play that is open goes on with its own."""
    with _ONE_AT_A_TIME:
        kept: dict[Any, Drawn] = current_app.extensions["drawings"]
        return [one for key, one in kept.items() if one.lesson == lesson and key[1:] == (locale, voice)]


def glass(lesson: Lesson, screen: Screen, marks: frozenset[str], scrolled: bool) -> str:
    """One screen of the practice phone in this request's words, put together for some marks, without the help's tag."""
    with tongue.drawing():
        drawing = cast(Pen, _Pen()).glass(view(lesson, screen, tongue.voice(), scrolled=scrolled))
    return compiled.drawn(compiled.nodes(drawing), marks, {"level": ""})


def why(code: str, args: Mapping[str, Any]) -> str:
    """The sentence of a reason as a learner's page shows it; empty for no code."""
    return _Pen().why(because(code, args)) if code else ""


def helper_comes() -> Line:
    """That the village's helper has been told and will come."""
    return ui(
        "%(name)s knows too and will come by. No hurry.",
        name=tongue.line(current.shelf().catalogue.people["xiaoliu"].name),
    )


class _Pen:
    """Our templates as what draws."""

    def __init__(self) -> None:
        self._macros: Any = current_app.jinja_env.get_template("learner/lines.html").make_module({})

    def __getattr__(self, name: str) -> Callable[..., str]:
        """What draws a line, or what stands beside one: the macro of that name."""
        macro = getattr(self._macros, name)
        return lambda *told, **more: _tidy(macro(*told, **more))

    def frame(self, first: View) -> str:
        """What is around every screen of a lesson."""
        return _tidy(render_template("learner/frame.html", view=first, coming=helper_comes()))

    def glass(self, view: View) -> str:
        """The practice phone with a screen on it."""
        return _tidy(render_template("learner/glass.html", view=view))

    def card(self, view: View) -> str:
        """The practice card that a screen needs."""
        return _tidy(self._macros.card(view)) if view.card or view.pin else ""

    def end(self, lesson: Lesson) -> str:
        """The end of a lesson."""
        return _end(lesson)


def _end(lesson: Lesson) -> str:
    name, line = tongue.line(lesson.title), liner(lesson, tongue.voice())
    played = (screen for twist in range(len(lesson.twists) + 1) for screen in stage(lesson, twist).screens.values())
    skills = dict.fromkeys(skill for screen in played for skill in screen.skills)
    return _tidy(
        render_template(
            "learner/ended.html",
            lesson={"id": lesson.id, "name": name},
            skills=[(skill, skill_line(skill)) for skill in skills],
            remember=[line(text) for text in lesson.remember],
            bridge=_bridge(lesson.id),
            trials=bool(lesson.trials),
        )
    )


def _bridge(lesson: str) -> dict[str, Line | None]:
    shelf = current.shelf()
    bridge = shelf.catalogue.bridges.get(lesson) or sharing.kept_bridge(current.settings().workshop, lesson, shelf)
    if bridge is None:
        return {}
    texts = {"online": bridge.online, "phone": bridge.phone, "offline": bridge.offline, "note": bridge.note}
    return {name: tongue.line(text) if text else None for name, text in texts.items()} | {
        "checked": ui("The teacher here has checked this card."),
        "unchecked": ui("Nobody has checked this card here yet. Ask 12345 or the village station before you go."),
    }


def _tidy(drawing: str) -> str:
    """A drawing without the white space that only our templates need."""
    return "\n".join(line.strip() for line in drawing.splitlines() if line.strip())


def _levels() -> tuple[tuple[str, Line], ...]:
    """What the tag beside the sentence says of the help that a step gives."""
    return (
        ("demo", ui("I do it, you watch")),
        ("shown", ui("I point it out")),
        ("guided", ui("Right in this part")),
        ("prompted", ui("I say it, you tap")),
        ("alone", ui("All by yourself")),
    )


def _when(condition: str, then: Any = "", otherwise: Any = "") -> Markup:
    return Markup(compiled.when(condition, escape(then), escape(otherwise)))
