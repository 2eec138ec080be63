"""flask model: trains, retrains, undoes, switches and shows the learner model; it knows nothing of how it thinks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from app import current
from app.practice import ladders, planning
from app.practice.recomputing import CannotRecompute, recompute
from app.records import Session, journal, roster
from models import calibration_report, keeping, retraining
from models import train as training
from models.artefact import RETRAINED, serving
from models.features import NAMES
from models.opportunity import Opportunity

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
def retrain() -> None:
    """Learn from this site's own learners; what predicts held-out people better is served from the next start on."""
    folder = current.settings().instance
    with current.records().session() as s:
        found = retraining.retrain(serving(folder), list(_histories(s)))
    click.echo(f"{found.learners} learners fitted, {found.held_out} held out, {found.opportunities} opportunities")
    for trial in found.trials:
        click.echo(f"  {trial.name:14} log loss {trial.log_loss:.4f}" + ("  <- best" if trial is found.chosen else ""))
    if found.chosen is found.trials[0]:
        click.echo("The present model stays.")
    else:
        click.echo(f"Kept: version {keeping.serve(folder, found.chosen.artefact).version}. Undo: flask model undo")


@model.command("undo")
def undo() -> None:
    """Serve again the model before the present one."""
    before = keeping.undo(current.settings().instance)
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
def calibration() -> None:
    """How often what was predicted came true, by support, by size and by class."""
    with current.records().session() as s:
        lines = calibration_report.report(current.artefact(), _grouped(s))
    click.echo("\n".join(lines))


@model.command("recompute")
def recompute_all() -> None:
    """Work out every choice that was kept anew; exit 1 when one differs."""
    folder, lessons = current.settings().instance, current.shelf().lessons
    same, other, missing = 0, 0, 0
    with current.records().session() as s:
        for learner_id in _learners(s):
            for choice in journal.choices(s, learner_id):
                try:
                    equal = recompute(s, lessons, lambda hash_: keeping.kept(folder, hash_), choice) == choice.body
                except (CannotRecompute, KeyError):
                    missing += 1
                else:
                    same, other = same + equal, other + (not equal)
    click.echo(f"{same} the same, {other} different, {missing} whose model or session is not kept here")
    if other:
        raise click.exceptions.Exit(1)


def _learners(s: Session, *, demo: bool | None = None) -> list[UUID]:
    return [learner.id for room in roster.classrooms(s, demo=demo) for learner in roster.learners(s, room.id)]


def _histories(s: Session) -> Iterator[Sequence[Opportunity]]:
    """Each real learner's opportunities, one after another; invented people teach the model nothing."""
    lessons = current.shelf().lessons
    with click.progressbar(_learners(s, demo=False), label="Learners", file=sys.stderr) as bar:
        for learner_id in bar:
            yield planning.history(s, lessons, learner_id)


def _grouped(s: Session) -> Iterator[tuple[str, Sequence[Opportunity]]]:
    """Each learner's opportunities with the name of their class."""
    lessons = current.shelf().lessons
    for room in roster.classrooms(s):
        for learner in roster.learners(s, room.id):
            yield room.name, planning.history(s, lessons, learner.id)


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
