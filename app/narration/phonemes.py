"""Mandarin text in the alphabet of Kokoro: what the engine is fed, without the engine."""

from __future__ import annotations

from app.narration import ipa, pinyin


def phonemes(said: str) -> str:
    """A phrase as the engine wants it: words parted by spaces, short stops by commas, a full stop at the end."""
    breaths = (" ".join("".join(map(ipa.phonemes, word)) for word in words) for words in pinyin.read(said))
    return ", ".join(breaths) + "."
