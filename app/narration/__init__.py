"""The spoken word: finds the clip of a line and has the missing ones made; knows neither pages nor lessons."""

from __future__ import annotations

from app.narration.clip import Clip
from app.narration.library import Heard, Library
from app.narration.spoken import phrases

__all__ = ["Clip", "Heard", "Library", "phrases"]
