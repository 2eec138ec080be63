"""flask records …: upgrade the database, fold it anew, check its log, copy it, carry a class; serves nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

import click
from flask.cli import AppGroup

from app import current, sync
from app.records import copying, roster, summaries, upgrading, verifying

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


@records.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a checked copy of the whole database into a new FILE; the server may go on serving."""
    try:
        copying.back_up(_database(), file.absolute())
    except FileExistsError:
        raise click.ClickException(f"{file} is there already: choose another name") from None
    except copying.NotWhole:
        raise click.ClickException("the log is not whole: see flask records verify") from None
    except OSError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"records: copied to {file}")


@records.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put the copy in FILE in the database's place; stop the server first. What was there is kept beside it."""
    try:
        before = copying.restore(file.absolute(), _database())
    except copying.NotWhole:
        raise click.ClickException(f"{file} is no whole copy: nothing was changed") from None
    except copying.InUse:
        raise click.ClickException("the database is in use: stop the server, then try again") from None
    click.echo(f"records: restored from {file}" + (f", before that: {before}" if before else ""))


@records.command("take-home")
@click.argument("classroom", type=click.UUID)
@click.argument("file", type=click.Path(path_type=Path))
def take_home(classroom: UUID, file: Path) -> None:
    """Write everything of the class CLASSROOM (its id) into a new FILE for another laptop."""
    with current.records().session() as s:
        found = roster.classroom(s, classroom)
        if found is None:
            raise click.ClickException(f"no class {classroom}")
        try:
            with file.open("xb") as written:
                sync.write(s, found, written, lambda done: _show(done, 0, "rows"))
        except FileExistsError:
            raise click.ClickException(f"{file} is there already: choose another name") from None
    click.echo(f"records: {found.name} is in {file}")


@records.command("bring-home")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def bring_home(file: Path) -> None:
    """Let the class in FILE in, whole or not at all; what is here already is not kept twice."""
    try:
        with sync.opened(file) as told, current.records().writing() as s:
            came = sync.take(s, told, current.now(), demo=False, on_progress=lambda done, of: _show(done, of, "rows"))
    except sync.Refused as refused:
        raise click.ClickException(f"nothing came in: {refused}") from None
    current.settle_files()
    if came.gone:
        current.records().leave_no_trace()
    click.echo(f"records: {came.new} rows came in, {came.known} were here, {came.left_out} left out")


def _database() -> Path:
    file = current.records().file
    if file is None:
        raise click.ClickException("the database is no file here: use the tools of its server")
    return file


def _show(done: int, of: int, what: str = "sessions") -> None:
    """Keep one line on a terminal up to date, `of` 0 when nobody knows how many there are; say nothing into a file."""
    if sys.stderr.isatty():
        click.echo(f"\rrecords: {done}{f' of {of}' if of else ''} {what}", nl=done == of, err=True)
