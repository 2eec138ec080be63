"""Serves the application with waitress at the settings' address: python -m app."""

from __future__ import annotations

import click
import waitress

from app.config import Settings
from app.factory import create_app


def main() -> None:
    """Serve until interrupted, after printing where."""
    settings = Settings.from_environment()
    server = waitress.create_server(create_app(settings), host=settings.host, port=settings.port, threads=8, ident="")
    shown = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::") else settings.host
    click.echo(f"办到家 Bandaojia: http://{shown}:{settings.port}/")
    server.run()


if __name__ == "__main__":
    main()
