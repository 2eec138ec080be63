"""flask model: trains, retrains, undoes, switches and shows the learner model; it knows nothing of how it thinks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from app import current
from app.cli import learning
from app.practice import ladders
from app.practice.recomputing import CannotRecompute, recompute
from app.records import Session, journal, roster
from app.reports import lamp
from models import calibration_report, keeping
from models import train as training
from models.artefact import RETRAINED, Artefact, serving
from models.features import NAMES

_NICENESS = 15
"""No tablet waits while the model is looked at or retrained."""

model = AppGroup("model", help="The model of the learner that sets support.")


@model.command("train")
@click.option("--learners", default=training.LEARNERS, show_default=True, help="How many simulated learners.")
@click.option("--seed", default=training.SEED, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Where to; by default the artefact that this copy serves.")
def train(learners: int, seed: int, out: Path | None) -> None:
    """Fit the model on simulated learners."""
    path = out or current.settings().instance / RETRAINED
    artefact = training.train(learners, seed)
    artefact.save(path)
    click.echo(f"{path}: version {artefact.version}, {_figures(artefact.figures)}")


@model.command("retrain")
@click.option("--demo", is_flag=True, help="From the demo's people, whose model helps nobody but them.")
@click.option("--steps", is_flag=True, help="Print how far it is as lines, for a program that reads them.")
def retrain(demo: bool, steps: bool) -> None:
    """Learn from this site's own learners; what predicts held-out people better is served from the next start on."""
    folder = lamp.folder_of(current.settings().instance, demo=demo)
    with current.records().session() as s, _telling(steps) as tell:
        found, served = learning.retrain(s, current.shelf().lessons, folder, demo=demo, tell=tell)
    lamp.keep_tried(folder, learning.compared(found, datetime.now(UTC)))
    click.echo(f"{found.learners} learners fitted, {found.held_out} held out, {found.opportunities} opportunities")
    for trial in found.trials:
        click.echo(f"  {trial.name:14} log loss {trial.log_loss:.4f}" + ("  <- best" if trial is found.chosen else ""))
    if found.chosen is found.trials[0]:
        click.echo("The present model stays.")
    else:
        click.echo(f"Kept: version {served.version}. Undo: flask model undo")


@model.command("undo")
@click.option("--demo", is_flag=True, help="The model of the demo's people.")
def undo(demo: bool) -> None:
    """Serve again the model before the present one."""
    before = keeping.undo(lamp.folder_of(current.settings().instance, demo=demo))
    if before is None:
        raise click.ClickException("There is no model before this one.")
    click.echo(f"Version {before.version} is served from the next start on.")


@model.command("off")
def off() -> None:
    """Switch the model off: support climbs the fixed ladder, and tasks come without a prediction."""
    keeping.switch(current.settings().instance, off=True)
    click.echo("The fixed ladder is used from the next start on. Back: flask model on")


@model.command("on")
def on() -> None:
    """Switch the model on again."""
    keeping.switch(current.settings().instance, off=False)
    click.echo("The model is used from the next start on.")


@model.command("ladder")
@click.argument("classroom")
@click.option("--on/--off", default=True, help="Onto the fixed ladder, or back to the model.")
def ladder(classroom: str, on: bool) -> None:
    """Put one class onto the fixed ladder, to compare it one day with those that the model helps."""
    with current.records().writing() as s:
        found = [room for room in roster.classrooms(s) if classroom in (room.name, room.name_latin, str(room.id))]
        if len(found) != 1:
            raise click.ClickException(f"{len(found)} classes are called {classroom}.")
        ladders.put(s, found[0].id, datetime.now(UTC), on=on)
    click.echo(f"{found[0].name}: {'the fixed ladder' if on else 'the model'}, from the next play on.")


@model.command("calibration")
@click.option("--demo", is_flag=True, help="Of the demo's people.")
@click.option("--steps", is_flag=True, help="Print how far it is as lines, for a program that reads them.")
def calibration(demo: bool, steps: bool) -> None:
    """How often what was predicted came true, by support, size, month, village, age and dialect."""
    folder = lamp.folder_of(current.settings().instance, demo=demo)
    with current.records().session() as s, _telling(steps) as tell:
        looked = learning.look(s, current.shelf().lessons, serving(folder), datetime.now(UTC), demo=demo, tell=tell)
    lamp.keep_looked(folder, looked)
    click.echo("\n".join(calibration_report.report(looked.groups)))


@model.command("recompute")
def recompute_all() -> None:
    """Work out every choice that was kept anew; exit 1 when one differs."""
    lessons = current.shelf().lessons
    folders = [lamp.folder_of(current.settings().instance, demo=demo) for demo in (False, True)]
    same, other, missing = 0, 0, 0

    def kept(hash_: str) -> Artefact | None:
        return next(filter(None, (keeping.kept(folder, hash_) for folder in folders)), None)

    with current.records().session() as s:
        for learner_id in _learners(s):
            for choice in journal.choices(s, learner_id):
                try:
                    equal = recompute(s, lessons, kept, choice) == choice.body
                except (CannotRecompute, KeyError):
                    missing += 1
                else:
                    same, other = same + equal, other + (not equal)
    click.echo(f"{same} the same, {other} different, {missing} whose model or session is not kept here")
    if other:
        raise click.exceptions.Exit(1)


def _learners(s: Session) -> list[UUID]:
    return [learner.id for room in roster.classrooms(s) for learner in roster.learners(s, room.id)]


@contextmanager
def _telling(steps: bool) -> Iterator[learning.Tell]:
    """A progress bar for a person; lines as `12 600` for a program, for which it gives way to everything else."""
    if steps:
        if hasattr(os, "nice"):
            os.nice(_NICENESS)
        yield lambda done, of: click.echo(f"{done} {of}")
        return
    with click.progressbar(range(1), label="Learners", file=sys.stderr) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(1)

        yield tell


@model.command("card")
def card() -> None:
    """Say which model is served, where it comes from, how good it is and what it weighs."""
    artefact = serving(current.settings().instance)
    click.echo(f"version  {artefact.version}" + (" (switched off)" if artefact.off else ""))
    for name, value in artefact.made.items():
        click.echo(f"{name:8} {value}")
    click.echo(f"figures  {_figures(artefact.figures)}")
    click.echo("weights  (logits for one unit of each feature; those left out weigh nothing)")
    for name, weight in sorted(zip(NAMES, artefact.weights, strict=True), key=lambda pair: -abs(pair[1])):
        if weight:
            click.echo(f"  {weight:+8.4f} {name}")


def _figures(figures: object) -> str:
    return ", ".join(f"{k} {v}" for k, v in dict(figures).items()) if isinstance(figures, dict) else str(figures)
