"""flask narrate: makes the clips that are missing, counts, packs or unpacks them; it knows no page and no learner."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from app import current
from app.config import Settings
from app.dialects.registry import CHAINS, DIALECTS
from app.narration import Library, packing
from app.narration.clip import read_clip, timings_path
from app.narration.making import Maker
from app.narration.script import ScriptLine
from app.narration.voice import VOICES
from app.voices.lines import whole_script

SHIPPED_STAGES = 1
"""Clips of the interface (stage 0) and of the lesson that is heard first (stage 1) come with the project."""
SHIPPED_DIALECTS = ("cmn", "en")
OFFLINE = {dialect: tuple(name for name in chain if not VOICES[name].online) for dialect, chain in CHAINS.items()}
"""The chains without the voices whose sound is not ours to pass on."""

_FILE = click.Path(dir_okay=False, path_type=Path)
_REASONS = 10
"""So many clips that were left out are named, each with its reason."""


@click.command("narrate")
@click.option("--locale", help="Only this screen locale or dialect, such as zh_Hans_CN, en or yue.")
@click.option("--lesson", help="Only this lesson.")
@click.option("--missing", is_flag=True, help="Make nothing, print how many clips are missing.")
@click.option("--shipped", is_flag=True, help="Make the clips that come with the project, into static/clips.")
@click.option("--pack", type=_FILE, help="Make nothing, put all clips that may be passed on into this .zip file.")
@click.option("--unpack", type=_FILE, help="Make nothing, take the clips out of such a file.")
def narrate(
    locale: str | None, lesson: str | None, missing: bool, shipped: bool, pack: Path | None, unpack: Path | None
) -> None:
    """Make every clip that is missing; stopped and started again, it goes on where it was."""
    settings = current.settings()
    if pack or unpack:
        if any((locale, lesson, missing, shipped, pack and unpack)):
            raise click.UsageError("--pack and --unpack stand alone: a pack holds all clips")
        if pack:
            _pack(pack, settings)
        if unpack:
            _unpack(unpack, settings)
        return
    lines = [line for line in whole_script(settings, shipped=shipped) if _wanted(line, locale, lesson, shipped)]
    if not lines:
        raise click.UsageError("no line is heard there: see --locale and --lesson")
    target = settings.bundled_clips if shipped else settings.clips
    chains = OFFLINE if shipped else CHAINS
    library = Library((target,) if shipped else (settings.bundled_clips, settings.clips), chains)
    if shipped and not missing:
        _tidy(library, lines, settings)
    wanted = library.missing((line.dialect, line.text) for line in lines)
    if missing:
        click.echo(len(wanted))
        return
    silent = _make(wanted, Maker(target, settings.engines, online=settings.online), chains)
    click.echo(f"narrate: {len(lines)} lines, {len(wanted) - len(silent)} made now, {len(silent)} without a voice")
    for dialect, text in silent:
        click.echo(f"  {dialect}: {text}", err=True)
    sys.exit(1 if silent else 0)


def _wanted(line: ScriptLine, locale: str | None, lesson: str | None, shipped: bool) -> bool:
    dialect = DIALECTS[line.dialect]
    if shipped and (line.stage > SHIPPED_STAGES or line.dialect not in SHIPPED_DIALECTS):
        return False
    return locale in (None, dialect.id, dialect.catalogue or dialect.locale) and lesson in (None, line.lesson)


def _make(wanted: list[tuple[str, str]], maker: Maker, chains: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Make the clips of these lines under a progress bar; gives back those that no voice could say."""
    silent = []
    with click.progressbar(wanted, label="Narrating", show_pos=True, file=sys.stderr) as bar:
        for dialect, text in bar:
            if maker.make(chains[dialect], text) is None:
                silent.append((dialect, text))
    maker.close()
    return silent


def _pack(target: Path, settings: Settings) -> None:
    """Put every clip that may be passed on into one file, and say whose voices are in it."""
    try:
        voices = packing.pack((settings.bundled_clips, settings.clips), target, progress=_bar("Packing"))
    except OSError as problem:
        raise click.ClickException(f"{target} cannot be written: {problem.strerror}") from problem
    each = ", ".join(f"{voice}: {count}" for voice, count in sorted(voices.items()))
    click.echo(f"{target}: {voices.total()} clips, {target.stat().st_size / 1e6:.1f} MB ({each})")


def _unpack(source: Path, settings: Settings) -> None:
    """Take clips out of a file, and say which were taken and which not."""
    try:
        taken = packing.unpack(source, settings.clips, (settings.bundled_clips,), progress=_bar("Unpacking"))
    except packing.NoPack as problem:
        raise click.ClickException(f"{source} is no pack of voices: {problem}. Nothing was taken from it.") from problem
    except OSError as problem:
        raise click.ClickException(f"{problem.filename or source}: {problem.strerror}") from problem
    click.echo(f"{source}: {len(taken.new)} clips taken, {len(taken.here)} were here, {len(taken.left)} left out")
    for name, reason in list(taken.left.items())[:_REASONS]:
        click.echo(f"  {name!r}: {reason}", err=True)
    if len(taken.left) > _REASONS:
        click.echo(f"  and {len(taken.left) - _REASONS} more", err=True)
    sys.exit(1 if taken.left else 0)


def _bar(label: str) -> packing.Progress:
    """A progress bar over names."""

    def progress(names: Sequence[str]) -> Iterator[str]:
        with click.progressbar(names, label=label, show_pos=True, file=sys.stderr) as bar:
            yield from bar

    return progress


def _tidy(library: Library, lines: list[ScriptLine], settings: Settings) -> None:
    """Bring the shipped folder in step: take over clips made here before, take out those that nobody needs."""
    here = Library((settings.clips,), OFFLINE)
    for line in lines:
        if not library.find(line.dialect, line.text) and (clip := here.find(line.dialect, line.text)):
            _copy(clip.name, settings.clips, settings.bundled_clips)
    needed = {clip.name for line in lines if (clip := library.find(line.dialect, line.text))}
    for path in settings.bundled_clips.glob("*.mp3"):
        if path.name not in needed or not read_clip((settings.bundled_clips,), path.name):
            timings_path(path.parent, path.name).unlink(missing_ok=True)
            path.unlink()


def _copy(name: str, source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in (timings_path(source, name), source / name):
        shutil.copyfile(file, target / file.name)
