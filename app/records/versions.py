"""Reads which versions of a lesson are kept; it keeps none, and knows nothing of what stands in them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.tables import LessonText


def versions(s: Session, lesson: str, most: int) -> list[str]:
    """The hashes of a lesson's versions whose text is kept, the one kept last first, at most so many."""
    query = select(LessonText.hash).where(LessonText.lesson == lesson)
    return list(s.scalars(query.order_by(LessonText.kept_at.desc(), LessonText.hash).limit(most)))
