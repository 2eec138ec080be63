"""The application for the flask command and for any WSGI server, with the settings of the environment."""

from __future__ import annotations

from app import create_app

app = create_app()
