"""Puts the application together; it reads top to bottom and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Flask, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_compress import Compress
from flask_htmx import HTMX
from werkzeug.exceptions import HTTPException

from app.bench import Drafts
from app.classes import OwnWords, Photos
from app.cli import GROUPS
from app.config import Settings
from app.dialects.catalogues import Catalogues
from app.dialects.confidence import Judgements
from app.dialects.registry import CHAINS
from app.narration import Library
from app.narration.ear import Judge
from app.narration.recordings import Recordings
from app.narration.workshop import Process, Workshop
from app.records import Records
from app.reports import lamp
from app.reports.coverage import Coverage
from app.simulator.shelf import Shelf, read_shelf, with_own
from app.web import (
    BLUEPRINTS,
    access,
    assets,
    compared,
    compiling,
    days,
    drafted,
    findings,
    full,
    gathered,
    guards,
    headers,
    lasting,
    look,
    own_words,
    pointing,
    portraits,
    preferences,
    showing,
    sounds,
    tongue,
    visitors,
)
from models.artefact import Artefact, serving

DRESSERS: Final = (
    look, tongue, compiling, days, findings, visitors, sounds, showing, pointing, full, portraits, own_words,
    gathered, compared, drafted,
)  # fmt: skip
"""The rooms of the web that give templates words of their own."""


def wall_clock() -> datetime:
    """This moment, aware, in UTC, as the laptop's clock tells it."""
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None, shelf: Shelf | None = None, clock: Callable[[], datetime] = wall_clock
) -> Flask:
    """The application with the given settings, or with those of the environment; `shelf` saves reading the lessons."""
    settings = settings or Settings.from_environment()
    app = Flask("app", static_folder=str(settings.static))
    app.session_interface = lasting.Cookies()
    app.extensions["settings"] = settings
    app.extensions["clock"] = clock
    app.extensions["another"] = lambda other: create_app(other, app.extensions["shelf"], clock)
    app.extensions["records"] = Records(settings.database_url)
    app.extensions["shelf"] = with_own(shelf or read_shelf(settings.lessons), settings.own_lessons)
    app.extensions["catalogues"] = Catalogues(settings.translations, settings.own_lessons, settings.lesson_versions)
    app.extensions["drafts"] = Drafts(settings.workshop / "drafts")
    app.extensions["library"] = _library(settings)
    app.extensions["coverage"] = _coverage(app, settings)
    app.extensions["recordings"] = Recordings(settings.recordings)
    app.extensions["photos"] = Photos(settings.photos)
    app.extensions["own_words"] = OwnWords(settings.own_words)
    app.extensions["ear"] = Judge()
    app.extensions["artefact"], app.extensions["artefact_demo"] = _models(settings)
    app.config.update(
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="bandaojia",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=400),
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
    )

    Babel(
        app,
        default_locale="zh_Hans_CN",
        default_translation_directories=str(settings.translations),
        locale_selector=preferences.locale,
    )
    HTMX(app)
    Compress(app)

    access.guard(app)
    guards.guard(app)
    assets.fingerprint(app)
    app.after_request(headers.secure)

    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in GROUPS:
        app.cli.add_command(group)

    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for room in DRESSERS:
        room.dress(app)
    app.context_processor(lambda: {"preferences": preferences.current()})
    app.register_error_handler(HTTPException, kind_page)
    return app


def _models(settings: Settings) -> tuple[Artefact, Artefact]:
    """The learner model of real people, and that of the demo's."""
    real, invented = (serving(lamp.folder_of(settings.instance, demo=demo)) for demo in (False, True))
    return real, invented


def _library(settings: Settings) -> Library:
    bench = Process(settings.clips, settings.engines, settings.online)
    workshop = Workshop(bench) if settings.narrates else None
    return Library((settings.bundled_clips, settings.clips), CHAINS, workshop, recordings=settings.recordings)


def _coverage(app: Flask, settings: Settings) -> Coverage:
    shelf, catalogues, library = (app.extensions[name] for name in ("shelf", "catalogues", "library"))
    return Coverage(shelf, catalogues, library, Judgements(settings.translations), settings.online)


def kind_page(problem: HTTPException) -> ResponseReturnValue:
    """A page with one kind sentence for what went wrong, never its inside; a plain one when we are what broke."""
    code = problem.code or 500
    if code < 500:
        return render_template("problem.html"), code
    plain = current_app.jinja_env.get_template("broken.html")
    return plain.render(preferences=preferences.current()), code
