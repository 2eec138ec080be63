"""Serves the application with waitress and has missing clips made meanwhile: python -m app."""

from __future__ import annotations

import os
import socket
from threading import Thread

import click
import waitress
from flask import Flask

from app.config import Settings
from app.dialects.registry import DIALECTS
from app.factory import create_app
from app.narration import Library
from app.voices.lines import whole_script
from app.web.compiling import draw_ahead
from app.web.voicewords import lines_of

_HERE = ("127.0.0.1", "::1", "localhost")
_EVERYWHERE = ("0.0.0.0", "::")

CONNECTIONS = 400 if os.name == "nt" else 900
"""Browsers that may be connected at once, idle and slow ones too: one more waits. Systems open 512 or 1024 at most."""


def main() -> None:
    """Serve the copy of the environment until interrupted."""
    settings = Settings.from_environment()
    serve(create_app(settings), settings)


def serve(app: Flask, settings: Settings) -> None:
    """Open the records, print where the application is found, and serve it until interrupted."""
    if not app.extensions["records"].start():
        click.echo("The disk is full: nothing can be kept until there is room.", err=True)
    server = waitress.create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=8,
        ident="",
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
    )
    for address in addresses(settings):
        click.echo(f"办到家 Bandaojia: {address}")
    if settings.narrates:
        Thread(target=get_ready, args=(app, settings), daemon=True).start()
    server.run()


def addresses(settings: Settings) -> list[str]:
    """Where a browser finds the application: on this machine, and in the room's network when that is let in."""
    if settings.host in _HERE:
        return [f"http://localhost:{settings.port}/"]
    if settings.host not in _EVERYWHERE:
        return [f"http://{settings.host}:{settings.port}/"]
    return [f"http://localhost:{settings.port}/", f"http://{_address_in_the_room()}:{settings.port}/"]


def get_ready(app: Flask, settings: Settings) -> None:
    """Draw the lessons, list what is read aloud, then put what has no clip on the workshop's list; pages come first."""
    library: Library = app.extensions["library"]
    draw_ahead(app)
    with app.app_context():
        for dialect in DIALECTS.values():
            lines_of(dialect)
    for line in whole_script(settings):
        library.want(line.dialect, line.text, urgent=False)


def _address_in_the_room() -> str:
    """This machine's address in its network; asking sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("10.255.255.255", 1))
        except OSError:
            return socket.gethostname()
        address: str = asking.getsockname()[0]
    return address


if __name__ == "__main__":
    main()
