"""The database room, the only one that speaks SQL: its door `Records`, what that hands out, and what it may raise.

`journal` appends and reads what happened, `roster` keeps who and where, `progress` reads for reports,
`summaries` makes the derived tables again, `upgrading` runs the migrations.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.records.engine import Records
from app.records.room import DiskFull

__all__ = ["DiskFull", "Records", "Session"]
