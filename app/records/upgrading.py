"""Brings a database from any earlier state to the tables of this version, by the migrations; it knows no table."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.records.engine import Records

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(records: Records) -> bool:
    """Run the migrations that are missing, all or none; True when there were any."""
    config = configuration()
    newest = ScriptDirectory.from_config(config).get_current_head()
    with records.connection() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True


def configuration() -> Config:
    """Alembic's settings; the connection comes from the caller, so there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
