"""The database room, the only one that speaks SQL: exports the door to it, `Records`, and what it hands out, `Session`.

`journal` appends and reads what happened, `roster` keeps who and where, `progress` reads for reports,
`summaries` makes the derived tables again, `upgrading` runs the migrations.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.records.engine import Records

__all__ = ["Records", "Session"]
