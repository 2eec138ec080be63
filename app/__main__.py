"""Serves the application with waitress and has missing clips made meanwhile: python -m app."""

from __future__ import annotations

import os
from threading import Thread
from typing import Any

import click
import waitress
from flask import Flask

from app import current
from app.bench import sharing
from app.config import Settings
from app.dialects.registry import DIALECTS
from app.factory import create_app
from app.narration import Library
from app.voices.lines import whole_script
from app.web import carry, shelving
from app.web.compiling import draw_ahead
from app.web.room import EVERYWHERE, HERE, Room
from app.web.voicewords import lines_of
from app.web.watching import sweep

CONNECTIONS = 400 if os.name == "nt" else 900
"""Browsers that may be connected at once, idle and slow ones too: one more waits. Systems open 512 or 1024 at most."""


def main() -> None:
    """Serve the copy of the environment until interrupted."""
    settings = Settings.from_environment()
    serve(create_app(settings), settings)


def serve(app: Flask, settings: Settings) -> None:
    """Open the records, print where the application is found, and serve it until interrupted."""
    sweep(settings)
    if not app.extensions["records"].start():
        click.echo("The disk is full: nothing can be kept until there is room.", err=True)
    tidy(app)
    server = listening(app, settings.host, settings.port)
    app.extensions["room"] = Room(settings.host, settings.port, lambda ip: serve_too(app, ip, settings.port))
    for address in addresses(settings):
        click.echo(f"办到家 Bandaojia: {address}")
    if settings.narrates:
        Thread(target=get_ready, args=(app, settings), daemon=True).start()
    server.run()


def tidy(app: Flask) -> None:
    """Delete what has been kept for as long as it may be, and files that no fact names; learners get what was given."""
    with app.app_context():
        current.settle_files()
        carry.throw_away_left()
        with current.records().session() as s:
            moved = sharing.settle(s, current.settings().workshop)
    if moved:
        with app.test_request_context():
            shelving.anew()


def listening(app: Flask, host: str, port: int) -> Any:
    """A server of the application that listens at an address; it serves when it is told to run."""
    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=8,
        ident="",
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
    )


def serve_too(app: Flask, host: str, port: int) -> None:
    """Serve the application at one more address until the program ends; raises OSError where that is taken."""
    Thread(target=listening(app, host, port).run, name=f"server {host}", daemon=True).start()


def addresses(settings: Settings) -> list[str]:
    """Where a browser finds the application: on this machine, and in the room's network when that is let in."""
    if settings.host in HERE:
        return [f"http://localhost:{settings.port}/"]
    if settings.host not in EVERYWHERE:
        return [f"http://{settings.host}:{settings.port}/"]
    room = [f"http://{one.ip}:{settings.port}/" for one in Room(settings.host, settings.port).places()[:1]]
    return [f"http://localhost:{settings.port}/", *room]


def get_ready(app: Flask, settings: Settings) -> None:
    """Draw the lessons, list what is read aloud, then put what has no clip on the workshop's list; pages come first."""
    library: Library = app.extensions["library"]
    draw_ahead(app)
    with app.app_context():
        for dialect in DIALECTS.values():
            lines_of(dialect)
    for line in whole_script(settings):
        library.want(line.dialect, line.text, urgent=False)


if __name__ == "__main__":
    main()
