"""flask lessons: checks lesson files, spells their right paths and lists them; it serves no learner."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app import current
from app.cli.saves import Saves
from app.config import LANGUAGES
from app.dialects.catalogues import Catalogues, needs_words, written_words
from app.dialects.registry import DIALECTS
from app.simulator import library
from app.simulator.catalogue import Catalogue
from app.simulator.checking import check as check_reading
from app.simulator.journeys import FILE, check_journeys, read_journeys
from app.simulator.lesson import Lesson, stage
from app.simulator.mistakes import LessonMistakes, Mistake
from app.simulator.paths import strokes
from app.simulator.places import Places
from app.simulator.reading import Reading, read_lesson
from app.simulator.saying import Translate
from app.simulator.shelf import LESSON_FILES, SIGNALS_FILE, read_catalogue, shelved, with_own
from app.simulator.signals import check_bank, counts, read_bank
from app.simulator.trials import unhosted

lessons = AppGroup("lessons", help="Lesson files: check, path, list.")

LOOKS = 0.5
"""Seconds between two looks at the files that are watched."""
MOSTLY = 0.9
"""A dialect that says this share of a lesson's spoken lines is listed with it."""


@lessons.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--watch", is_flag=True, help="Check again at each save, until Ctrl-C.")
def check(paths: tuple[Path, ...], watch: bool) -> None:
    """Report every mistake of the given files or folders as `file:line: what. The fix`.

    Without a path all lessons are looked at, each alone and, once each can be played, together, the journeys and the
    bank of signals; then the library's figures are told. So are the lessons that were given to learners here. A draft
    or a lesson that was given is read with the words that lie beside it.
    """
    if watch:
        _watch(paths)
        return
    sys.exit(0 if _checked(paths) else 1)


def _checked(paths: tuple[Path, ...]) -> bool:
    """Check these files or folders, or all there is, and tell what was found; whether nothing was."""
    folder, own = current.settings().lessons, current.settings().own_lessons
    try:
        catalogue = read_catalogue(folder)
    except LessonMistakes as broken:
        _tell(broken.mistakes)
        return False
    files = list(_files(paths or (folder,)))
    here = [] if paths else sorted(own.glob(LESSON_FILES))
    readings: list[Reading] = []
    mistakes, signals = _check_bank(folder, catalogue, paths)
    with click.progressbar([*files, *here], label="lessons", file=sys.stderr) as bar:
        for file in bar:
            translate, shared = _beside(file, folder, catalogue)
            if file.name == FILE:
                mistakes += check_journeys(read_journeys(file, catalogue, str(file)), catalogue, translate)
                continue
            reading = read_lesson(file, shared, str(file))
            mistakes += check_reading(reading, shared, translate)
            readings += [reading] if file not in here else []
    shelf = shelved(catalogue, () if paths or mistakes else readings)
    if not paths:
        mistakes += library.check(shelf, Places(folder), current.catalogues().find)
    _tell(mistakes)
    if mistakes:
        return False
    for line in library.measure(shelf).lines() if shelf.lessons else ():
        click.echo(line)
    told = [f"{len(readings)} lessons", *(["the journeys"] if len(readings) < len(files) else []), *signals]
    told += [f"{len(here)} given here"] if here else []
    click.echo(f"{', '.join(told)} checked, no mistakes")
    return True


def _beside(file: Path, folder: Path, catalogue: Catalogue) -> tuple[Translate | None, Catalogue]:
    """The words of a file and what it refers to: a draft's and a given lesson's lie beside it, where there are any."""
    if folder in file.resolve().parents:
        return current.catalogues().find, catalogue
    workshop = current.settings().workshop
    if workshop not in file.resolve().parents:
        return None, catalogue
    words = {path.stem: _said(path) for path in file.parent.glob("*.po")}
    shared = with_own(current.shelf(), current.settings().own_lessons).catalogue_for(file.parent.name)
    return (current.catalogues().before(words).find if "en" in words else None), shared


def _said(path: Path) -> dict[tuple[str, str], str]:
    return {(key or "", zh): said for (key, zh), said in written_words(path).items()}


def _watch(paths: tuple[Path, ...]) -> None:
    """Check now and at each save until Ctrl-C."""
    folder = current.settings().lessons

    def watched() -> Iterator[Path]:
        for file in _files(paths or (folder,)):
            yield file
            yield from file.parent.glob("*.po")
        yield from folder.glob("*.yaml")

    saves = Saves(watched)
    click.echo("Checking at each save. Ctrl-C ends it.")
    _checked(paths)
    try:
        while True:
            time.sleep(LOOKS)
            saved = saves.since()
            if saved:
                click.echo(f"saved: {', '.join(str(path) for path in saved)}")
                _checked(_touched(saved, folder) or paths)
    except KeyboardInterrupt:
        click.echo("Ended.")


def _touched(saved: list[Path], folder: Path) -> tuple[Path, ...]:
    """The lessons that saved files are of; none where one is shared by all of them, or is gone."""
    lessons_ = [path.parent / "lesson.yaml" if path.suffix == ".po" else path for path in saved]
    shared = any(path.parent == folder or not path.exists() for path in lessons_)
    return () if shared else tuple(dict.fromkeys(lessons_))


@lessons.command("path")
@click.argument("lesson")
@click.option("--twist", type=click.IntRange(min=0), default=0, help="The twist's number, from 1.")
def path(lesson: str, twist: int) -> None:
    """Print the right path of a lesson as JSON: single taps and typings, each found on the page by its data-act."""
    shelf = current.shelf()
    if lesson not in shelf.lessons:
        raise click.UsageError(f"no lesson {lesson}; there are {', '.join(shelf.lessons)}")
    try:
        play = stage(shelf.lessons[lesson], twist)
    except KeyError as unknown:
        raise click.UsageError(str(unknown.args[0])) from unknown
    acts = [
        {"screen": stroke.screen, "act": stroke.act} | ({"value": stroke.value} if stroke.value else {})
        for stroke in strokes(play)
    ]
    found = {"lesson": lesson, "hash": play.lesson.hash, "twist": twist, "acts": acts}
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@lessons.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def list_lessons(form: str) -> None:
    """List the lessons that can be played: id, track, level, skills, needs, screens, twists, languages.

    Languages are the screen languages a lesson is complete in, and the dialects that say MOSTLY of it or more.
    `trials` are those of the twists that show a signal of the bank: number, signal, and whether it is genuine or fraud.
    """
    shelf, catalogues = current.shelf(), current.catalogues()
    rows: list[dict[str, Any]] = [
        {
            "id": lesson.id,
            "track": lesson.track,
            "level": shelf.catalogue.tasks[lesson.id].level,
            "skills": list(lesson.skills),
            "needs": list(lesson.needs),
            "screens": len(lesson.screens),
            "twists": len(lesson.own_twists),
            "trials": [{"twist": one.number, "signal": one.trial, "is": one.signal} for one in lesson.trials],
            "languages": _languages(lesson, catalogues),
        }
        for lesson in shelf.lessons.values()
    ]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        twists = f"{row['twists']} twists, {len(row['trials'])} trials"
        click.echo(f"{row['id']}: {row['screens']} screens, {twists}, {', '.join(row['languages'])}")


def _check_bank(folder: Path, catalogue: Catalogue, paths: tuple[Path, ...]) -> tuple[list[Mistake], list[str]]:
    """The mistakes of the bank of signals, and how many there are in words; nothing when it was not asked for."""
    file = folder / SIGNALS_FILE
    asked = not paths or any(
        file.resolve() == path.resolve() or path.resolve() in file.resolve().parents for path in paths
    )
    if not asked:
        return [], []
    bank = read_bank(file)
    check_bank(bank, catalogue, current.catalogues().find)
    unhosted(bank, catalogue)
    fraud, genuine = counts(bank.signals)
    return sorted(set(bank.reading.mistakes)), [f"{fraud + genuine} signals ({fraud} fraud, {genuine} genuine)"]


def _languages(lesson: Lesson, catalogues: Catalogues) -> list[str]:
    spoken = [text for text in lesson.spoken() if needs_words(text.zh)]
    found = [locale for locale in LANGUAGES if not catalogues.missing(locale, lesson.texts())]
    for dialect in DIALECTS.values():
        if dialect.catalogue and len(catalogues.missing(dialect.catalogue, spoken)) <= (1 - MOSTLY) * len(spoken):
            found.append(dialect.id)
    return found


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from [*sorted(path.glob(LESSON_FILES)), *path.glob(FILE)] or sorted(path.glob("*.yaml"))
        elif path.name != SIGNALS_FILE:
            yield path


def _tell(mistakes: list[Mistake] | tuple[Mistake, ...]) -> None:
    for mistake in sorted(mistakes):
        click.echo(str(mistake))
    if mistakes:
        click.echo(f"{len(mistakes)} mistakes", err=True)
