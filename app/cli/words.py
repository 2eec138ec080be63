"""flask words: keeps every catalogue in step with what the interface and the lessons say; it translates nothing."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from app import current
from app.config import LANGUAGES, ROOT
from app.dialects.renewing import renewed, stale
from app.drawing.facewords import DESCRIBED
from app.simulator.lesson import Text
from models import wording

words = AppGroup("words", help="The words of the interface and the lessons in every language and dialect.")

SOURCE = "en"
"""The language that the program's own sentences are written in; it needs no catalogue."""
_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "ui": None}
_FIELD = re.compile(r"%\(\w+\)[sd]")


@words.command("update")
def update() -> None:
    """Bring what is new into the screen languages' catalogues and set aside what nobody says from every catalogue.

    A dialect's catalogues get nothing new: they hold what the dialect says in its own words. What was set aside stands
    at a file's end as obsolete (`#~`).
    """
    said = _said()
    for path in _catalogues():
        _update_interface(path, said)
    messages = _lesson_messages()
    for path in _lesson_catalogues():
        before = path.read_text(encoding="utf-8")
        now = renewed(before, messages, complete=_locale(path) in LANGUAGES)
        if now.text != before:
            path.write_text(now.text, encoding="utf-8", newline="\n")
        for key, zh in now.stale:
            click.echo(f"{_name(path)}: nobody says any more: {key} {zh}")
        empty = sum(1 for message in _messages(_read(path)) if not message.string)
        click.echo(f"{_name(path)}: {empty} to translate")


def _update_interface(path: Path, said: Catalog) -> None:
    """Bring one of the interface's catalogues in step."""
    catalogue = _read(path)
    kept = Catalog(
        locale=catalogue.locale_identifier, charset="utf-8", header_comment=catalogue.header_comment, fuzzy=False
    )
    kept.mime_headers = catalogue.mime_headers
    for message in _messages(said):
        before = catalogue.get(message.id, message.context) or catalogue.obsolete.get(str(message.id))
        if before is not None or _complete(path):
            kept.add(
                message.id,
                before.string if before else "",
                context=message.context,
                user_comments=before.user_comments if before else (),
            )
    gone = [one for one in _messages(catalogue) if kept.get(one.id, one.context) is None]
    if not _complete(path):
        old = [*(one for one in catalogue.obsolete.values() if kept.get(one.id) is None), *gone]
        kept.obsolete = {str(one.id): one for one in old if one.string}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, kept, width=0, no_location=True, omit_header=False, sort_output=True)
    for message in gone:
        click.echo(f"{_name(path)}: nobody says any more: {message.id}")
    empty = sum(1 for message in _messages(kept) if not message.string)
    click.echo(f"{_name(path)}: {empty} to translate")


@words.command("check")
def check() -> None:
    """Say which sentence has no words in a screen language, words that do not fit or nobody says; exit 1 for one."""
    said, messages = _said(), _lesson_messages()
    wrong = [mistake for path in _catalogues() for mistake in _mistakes(path, said)]
    for path in _lesson_catalogues():
        old = stale(path.read_text(encoding="utf-8"), messages)
        wrong += [f"{_name(path)}: nobody says {key} {zh}" for key, zh in old]
    for mistake in wrong:
        click.echo(mistake)
    if wrong:
        click.echo("To mend: flask words update, then translate what is empty.")
        sys.exit(1)
    click.echo(f"{sum(1 for _ in _messages(said))} sentences, complete in every screen language.")


def _lesson_messages() -> list[Text]:
    """Every message of the catalogue, the lessons with their trials and the journeys, as they came to us."""
    shelf = current.shelf().shipped
    lessons = (text for lesson in shelf.lessons.values() for text in lesson.texts())
    return [*shelf.catalogue.texts(), *lessons, *(text for one in shelf.journeys.values() for text in one.texts())]


def _lesson_catalogues() -> list[Path]:
    return sorted(current.settings().translations.glob("*/LC_MESSAGES/lessons.po"))


def _locale(path: Path) -> str:
    return path.parent.parent.name


def _said() -> Catalog:
    """What code and templates ask a translation for, the reasons that the learner model gives, and the faces' words."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    places = [(mapping["pattern"], mapping["method"]) for mapping in project["tool"]["babel"]["mappings"]]
    catalogue = Catalog(charset="utf-8")
    for file, line, message, comments, context in extract_from_dir(ROOT / "app", places, keywords=_KEYWORDS):
        catalogue.add(message, locations=[(file, line)], auto_comments=comments, context=context)
    for sentence in (*wording.all_msgids(), *DESCRIBED.values()):
        catalogue.add(sentence)
    return catalogue


def _catalogues() -> list[Path]:
    """The interface's catalogues: screen languages and what dialects say differently."""
    home = current.settings().translations
    needed = {home / locale / "LC_MESSAGES" / "messages.po" for locale in LANGUAGES if locale != SOURCE}
    return sorted(needed | set(home.glob("*/LC_MESSAGES/messages.po")))


def _complete(path: Path) -> bool:
    """Whether a catalogue must have every sentence; a dialect's has only what differs."""
    return _locale(path) in LANGUAGES and _locale(path) != SOURCE


def _mistakes(path: Path, said: Catalog) -> Iterator[str]:
    catalogue = _read(path)
    for message in _messages(said):
        translated = catalogue.get(message.id, message.context)
        if translated is None or not translated.string or translated.fuzzy:
            if _complete(path):
                yield f"{_name(path)}: nothing for {message.id!r}"
        elif set(_FIELD.findall(_text(translated.id))) != set(_FIELD.findall(_text(translated.string))):
            yield f"{_name(path)}: the fields of {message.id!r} do not fit"
    for message, mistakes in catalogue.check():
        yield f"{_name(path)}: {message.id!r}: {'; '.join(map(str, mistakes))}"
    for message in _messages(catalogue):
        if said.get(message.id, message.context) is None:
            yield f"{_name(path)}: nobody says {message.id!r}"


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _text(words_: str | list[str] | tuple[str, ...]) -> str:
    return words_ if isinstance(words_, str) else "\n".join(words_)


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=_locale(path), charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=_locale(path))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
