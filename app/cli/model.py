"""flask model: trains the learner model and prints its card; it knows nothing of how the model thinks."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from app import current
from models import train as training
from models.artefact import RETRAINED, serving
from models.features import NAMES

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


@model.command("card")
def card() -> None:
    """Say which model is served, where it comes from, how good it is and what it weighs."""
    artefact = serving(current.settings().instance)
    click.echo(f"version  {artefact.version}")
    for name, value in artefact.made.items():
        click.echo(f"{name:8} {value}")
    click.echo(f"figures  {_figures(artefact.figures)}")
    click.echo("weights  (logits for one unit of each feature; those left out weigh nothing)")
    for name, weight in sorted(zip(NAMES, artefact.weights, strict=True), key=lambda pair: -abs(pair[1])):
        if weight:
            click.echo(f"  {weight:+8.4f} {name}")


def _figures(figures: object) -> str:
    return ", ".join(f"{k} {v}" for k, v in dict(figures).items()) if isinstance(figures, dict) else str(figures)
