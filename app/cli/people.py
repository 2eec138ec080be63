"""flask people: adds those who sign in and lists who there is; it serves nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app import classes, current
from app.records import roster
from app.records.tables import Classroom

people = AppGroup("people", help="Volunteers and trainers.")


@people.command("add")
@click.option("--role", type=click.Choice(roster.ROLES), required=True)
@click.option("--name", help="What they sign in with; the role's own word where it is left out.")
@click.option("--name-latin", default="", help="The name for English pages.")
@click.option("--class", "rooms", multiple=True, help="A class they look after, by its name; may be said again.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
def add(role: str, name: str | None, name_latin: str, rooms: tuple[str, ...], password_stdin: bool) -> None:
    """Add a volunteer or a trainer."""
    password = _read() if password_stdin else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with current.records().writing() as s:
            own = [_room(roster.classrooms(s), wanted) for wanted in rooms]
            added = classes.add_person(
                s,
                name=name or role,
                name_latin=name_latin,
                role=role,
                password=password,
                classrooms=own,
                now=datetime.now(UTC),
            )
            click.echo(f"{added.role} {added.name} can sign in at /staff")
    except ValueError as mistake:
        raise click.ClickException(str(mistake)) from mistake


@people.command("password")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
def password(name: str, password_stdin: bool) -> None:
    """Give somebody another password."""
    fresh = _read() if password_stdin else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        with current.records().writing() as s:
            classes.change_password(s, name, fresh)
    except (LookupError, ValueError) as mistake:
        raise click.ClickException(str(mistake)) from mistake
    click.echo(f"{name} signs in with the new password from now on")


@people.command("list")
def list_() -> None:
    """Say who signs in, and how many learners each class has."""
    with current.records().session() as s:
        for member in roster.all_staff(s):
            click.echo(f"{member.role:9}  {member.name}{'  (invented)' if member.demo else ''}")
        for room in roster.classrooms(s):
            count = len(roster.learners(s, room.id))
            click.echo(f"class      {room.site.name}, {room.name}: {count}{'  (invented)' if room.demo else ''}")


def _read() -> str:
    return click.get_text_stream("stdin", encoding="utf-8").readline().rstrip("\r\n")


def _room(rooms: list[Classroom], wanted: str) -> Classroom:
    found = [room for room in rooms if wanted in (room.name, str(room.id))]
    if len(found) != 1:
        raise ValueError(f"{len(found)} classes are called {wanted!r}; flask people list says which there are")
    return found[0]
