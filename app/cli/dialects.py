"""flask dialects: how far each way of speaking reaches, and by which voices; it makes no clip and serves no learner."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup

from app import current
from app.dialects.registry import DIALECTS
from app.reports import chains
from app.reports.coverage import Row

dialects = AppGroup("dialects", help="Ways of speaking: coverage, voices.")

ALL = "all"
"""What the row of everything is called in the terminal."""


@dialects.command("coverage")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def coverage(form: str) -> None:
    """Count, for each dialect and part, lines wanted, with own words, with a clip here, recorded; and how sure.

    `levels` are the lines with words by how sure their writers are (A, B, C, unknown); `approved` those that a native
    speaker has gone over; `offered` whether an elder can be offered that lesson in it.
    """
    counts = current.coverage()
    rows = [row for one in DIALECTS for row in counts.table(one)]
    lessons = {one: counts.lessons_ready(one) for one in DIALECTS}
    told = [
        {**asdict(row), "part": row.part or ALL}
        | ({"offered": row.part in lessons[row.dialect]} if row.part in current.shelf().lessons else {})
        for row in rows
    ]
    if form == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    click.echo(f"{'dialect':13} {'part':26} {'lines':>6} {'own':>6}      {'clips':>6} {'human':>6}   A/B/C/unknown")
    for row in rows:
        if row.own or not row.part:
            click.echo(_line(row, row.part in lessons[row.dialect]))


@dialects.command("voices")
def voices() -> None:
    """Print the steps by which a line of each dialect is heard, to the end: voice, mark, how it stands, licence."""
    counts, online = current.coverage(), current.settings().online
    for one in DIALECTS:
        click.echo(one)
        for step in chains.chain(one, online, counts.recordings(one)):
            told = (step.voice or step.kind, step.mark, step.dialect, step.here, step.licence)
            click.echo("  " + ", ".join(word for word in told if word))


def _line(row: Row, offered: bool) -> str:
    sure = "/".join(str(count) for count in row.levels.values()) or "-"
    return (
        f"{row.dialect:13} {row.part or ALL:26} {row.wanted:6} {row.own:6} {row.share(row.own):4.0%} {row.clips:6} "
        f"{row.recordings:6}   {sure}{'   offered' if offered else ''}"
    )
