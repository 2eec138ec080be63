"""Runs migrations on the connection it is handed, or prints their SQL for a dialect; it opens no database itself."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from app.records.tables import METADATA
from app.records.types import Instant


def as_written(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """How a new migration writes our own column types: plainly, so that it still runs when they are gone."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


if context.is_offline_mode():
    context.configure(dialect_name=context.config.attributes["dialect"], target_metadata=METADATA)
else:
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, render_item=as_written)

with context.begin_transaction():
    context.run_migrations()
