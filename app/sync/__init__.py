"""A class goes home as one file and is read at another laptop, whole or not at all: union by UUID, nothing twice.

`writing` makes the file, `reading` trusts nothing in one, `shapes` says what a row may be, `taking` lets it in.
"""

from __future__ import annotations

from app.sync.reading import ClassFile, Refused, opened
from app.sync.shapes import Sayable
from app.sync.taking import Coming, look_over, take
from app.sync.writing import write

__all__ = ["ClassFile", "Coming", "Refused", "Sayable", "look_over", "opened", "take", "write"]
