"""The words of this request: for the eye in the screen's language, for the ear in the dialect; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from flask import Flask, g, url_for
from flask_babel import gettext

from app import current
from app.dialects.catalogues import needs_words
from app.dialects.registry import DIALECTS, Dialect, of_locale
from app.drawing import described
from app.narration.library import Heard
from app.narration.voice import mark_of
from app.simulator.lesson import Text
from app.simulator.screen import Line, Voice
from app.voices.lines import FALLEN
from app.web import preferences
from app.web.phrases import phrases


@dataclass(frozen=True, slots=True)
class Sound:
    """How a line is heard on a page; `timings` are (character, second): where in the line the voice is, and when."""

    url: str
    timings: Sequence[tuple[int, float]]
    said: str
    lang: str
    pace: float = 1.0
    """1 is the clip's own pace; slower where a line falls to Mandarin."""
    falls: bool = False
    """Whether it is a sentence that the chosen dialect lacks, which is told once a sitting."""
    read: bool = False
    """Whether a person reads it: no machine goes before, the tablet's own voice neither."""


FALLS_AT = 0.85
"""The pace of a line that falls to Mandarin, pitch kept."""


def dress(app: Flask) -> None:
    """Give templates `ui(msgid)`, `as_shown(words)`, `looks(face)` as lines, their sound as `clip(line)`, and names."""
    own_first = " ".join(dialect.speech for dialect in DIALECTS.values() if dialect.own_first)
    app.jinja_env.globals.update(ui=ui, clip=clip, fallen=fallen, as_shown=as_shown, looks=looks)
    app.jinja_env.globals.update(skill_name=skill_name, own_first=own_first)
    app.jinja_env.filters["person_name"] = person_name
    app.jinja_env.filters["listed"] = listed


def dialect() -> Dialect:
    """What is spoken: the chosen dialect where it belongs to the screen's language, else that language itself.

    A dialect without any voice is not spoken, whoever wishes it.
    """
    wishes = preferences.current()
    chosen = DIALECTS.get(wishes.voice)
    speaks = chosen is not None and chosen.locale == wishes.lang and bool(chosen.voices)
    return chosen if chosen is not None and speaks else of_locale(wishes.lang)


def words(text: Text) -> str:
    """A lesson's message as the screen shows it, `$tokens` unfilled."""
    return _find(preferences.locale(), text) or text.zh


def heard(text: Text) -> str:
    """A lesson's message in the dialect's own words; empty where it has none, and the screen's words are said."""
    spoken = dialect()
    return _find(spoken.catalogue, text) or "" if spoken.catalogue else ""


def voice() -> Voice:
    """How a view of this request gets its words."""
    apps = current.shelf().catalogue.apps
    return Voice(words, heard, lambda app: words(apps[app]) if app in apps else app)


def line(text: Text) -> Line:
    """A lesson's message that names no facts, as a line."""
    return Line(text.key, words(text), heard(text))


def ui(msgid: str, **args: Any) -> Line:
    """One of our own sentences as a line: shown in the screen's language, heard in the dialect where it has it.

    What fills its places may be lines itself, such as a skill's name: shown and heard each in its own words.
    """
    spoken = dialect()
    own = current.catalogues().ui(spoken.catalogue, msgid) if spoken.catalogue else ""
    shown = {name: value.text if isinstance(value, Line) else value for name, value in args.items()}
    said = {name: value.heard or value.text if isinstance(value, Line) else value for name, value in args.items()}
    return Line(f"ui.{msgid}", gettext(msgid, **shown), own % said if own and said else own)


def as_shown(words_: str) -> Line:
    """Words that are heard as they stand, such as a name or a number on the practice card."""
    return Line("", words_)


def fallen() -> Line | None:
    """What is said once a sitting before the first line that the chosen dialect lacks; None where nothing falls."""
    spoken = dialect()
    return ui(FALLEN, dialect=spoken.name) if spoken.falls_to else None


def clip(line: Line, urgent: bool = True, voice: str = "") -> Sound:
    """How a line is heard in the chosen way of speaking, or in the dialect named `voice`.

    What a dialect has no words or no voice for is heard in the one it falls to, slowly. A clip that is still missing is
    asked for, and its address answers once it is made. In a drawing, which is kept, no timings stand: they are asked
    for with the sound.
    """
    spoken, said = DIALECTS[voice] if voice else dialect(), line.heard
    if "silent" in g:
        return Sound("", (), said or line.text, spoken.speech)
    own = bool(said) and current.coverage().can_be_heard(spoken.id, line.key, said)
    turned = (
        not own and current.library().recorded(spoken.id, line.text) is not None
    )  # A reader turned the screen's words.
    falls = bool(spoken.falls_to) and not own and not turned
    if turned:
        said = line.text
    elif falls:
        spoken, said = DIALECTS[spoken.falls_to], line.text
    said = said or line.text
    if "drawing" in g:
        key = spoken.id, said, line.text
        if key not in g.drawing:
            g.drawing[key] = _sound(spoken, line, said, False)
        sound: Sound = replace(g.drawing[key], timings=())
    else:
        sound = _sound(spoken, line, said, urgent)
    return replace(sound, pace=FALLS_AT, falls=_is_sentence(line)) if falls else sound


def _is_sentence(line: Line) -> bool:
    """Whether a line is one of ours with words in it, not a name or a number that sounds much the same everywhere."""
    return bool(line.key) and not line.key.startswith("person.") and needs_words(line.text)


def said_in(dialect_id: str, words_: str) -> Sound:
    """How some words are heard in one dialect, whatever this browser wishes."""
    return _sound(DIALECTS[dialect_id], as_shown(words_), words_, True)


@contextmanager
def drawing() -> Iterator[dict[tuple[str, str, str], Sound]]:
    """What is rendered in here is kept for later; gives each line heard in it, by dialect, words said and shown."""
    g.drawing = {}
    try:
        yield g.drawing
    finally:
        del g.drawing


@contextmanager
def silently() -> Iterator[None]:
    """What is rendered in here is looked at only: no clip is asked for, as of words that somebody is still writing."""
    g.silent = True
    try:
        yield
    finally:
        del g.silent


@contextmanager
def before_others(words: Mapping[str, Mapping[str, tuple[str, str]]]) -> Iterator[None]:
    """In here a draft's words go before those of the catalogues: by locale or dialect, then key, (Chinese, said)."""
    g.drafted = words
    try:
        yield
    finally:
        del g.drafted


def _find(catalogue: str, text: Text) -> str | None:
    """What a locale or dialect says for a message; what a draft says goes first."""
    zh, said = g.get("drafted", {}).get(catalogue, {}).get(text.key, ("", ""))
    return said if said and zh == text.zh else current.catalogues().find(catalogue, text.key, text.zh)


def lights(dialect_id: str, said: str, shown: str) -> list[tuple[int, float]]:
    """Where in a line the voice is and when, as (character, second); empty while it has no clip."""
    return _lit(current.library().heard(dialect_id, said, urgent=False), said, shown)


def _sound(spoken: Dialect, line: Line, said: str, urgent: bool) -> Sound:
    sound = current.library().heard(spoken.id, said, urgent)
    name = sound.clip.name if sound.clip else current.library().name(spoken.id, said)
    read = sound.clip is not None and mark_of(sound.clip.voice) == "human"
    address, timings = url_for("clips.clip", name=name), _lit(sound, said, line.text)
    return Sound(address, timings, sound.said, spoken.speech, read=read)


def _lit(sound: Heard, said: str, shown: str) -> list[tuple[int, float]]:
    """The times at which pieces of the shown words begin; none where other words are said."""
    pieces = phrases(shown)
    starts = accumulate((len(piece) for piece in pieces), initial=0)
    lit = sound.lights(pieces) if said == shown else ()
    return [(place, start) for place, (start, _) in zip(starts, lit, strict=False)]


def looks(face: str) -> Line:
    """What a face looks like, as a line; an empty one for a face without words."""
    return ui(words_) if (words_ := described(face)) else as_shown("")


def skill_line(skill: str) -> Line:
    """A skill's name as a line; the id of one the catalogue lacks."""
    found = current.shelf().catalogue.skills.get(skill)
    return line(found) if found else Line(f"skills.{skill}", skill)


def skill_name(skill: str) -> str:
    """A skill's name in the screen's language."""
    return skill_line(skill).text


def person_name(person: Any) -> str:
    """A person's name as this page's readers can read it: Latin letters on an English page where they are known."""
    latin = preferences.locale() != "zh_Hans_CN" and person.name_latin
    return str(latin or person.name)


def listed(names: Iterable[str]) -> str:
    """Several names in a row, by the stops of the screen's language."""
    return ("、" if preferences.locale() == "zh_Hans_CN" else ", ").join(names)
