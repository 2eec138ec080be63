"""flask records …: bring the database up to date, make its summaries again, check its log; it serves nothing."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app import current
from app.records import summaries, upgrading, verifying

records = AppGroup("records", help="Look after the database.")


@records.command()
def upgrade() -> None:
    """Run the migrations that are missing and bring the summaries up to date."""
    changed = upgrading.upgrade(current.records())
    with current.records().writing() as s:
        summaries.catch_up(s)
    click.echo("records: upgraded" if changed else "records: up to date")


@records.command()
def rebuild() -> None:
    """Make every summary again from what happened."""
    with current.records().writing() as s:
        sessions = summaries.rebuild(s, _show)
    click.echo(f"records: {sessions} sessions folded")


@records.command()
def verify() -> None:
    """Read the whole log again; exit 1 and name each place where it is not what was appended."""
    with current.records().session() as s:
        findings = verifying.verify(s)
    for finding in findings:
        place = "lesson texts" if finding.sequence is None else f"arrival {finding.sequence}"
        click.echo(f"{place}: {finding.what}", err=True)
    if findings:
        raise SystemExit(1)
    click.echo("records: the log is whole")


def _show(done: int, of: int) -> None:
    """Keep one line on a terminal up to date; say nothing into a file."""
    if sys.stderr.isatty():
        click.echo(f"\rrecords: {done} of {of} sessions", nl=done == of, err=True)
