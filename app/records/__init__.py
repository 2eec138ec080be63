"""The database room, the only one that speaks SQL: exports the door to it, `Records`, what it hands out, `Session`, and
the trouble that everybody must know, `DiskFull`.

`journal` appends and reads what happened, `roster` keeps who and where, `progress` reads for reports,
`summaries` makes the derived tables again, `upgrading` runs the migrations.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.records.engine import Records
from app.records.room import DiskFull

__all__ = ["DiskFull", "Records", "Session"]
