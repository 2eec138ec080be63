"""Mandarin phrases in the alphabet of Kokoro, and where each stands in it; loads no engine."""

from __future__ import annotations

from collections.abc import Sequence

from app.narration import ipa, pinyin
from app.narration.accent import accented
from app.narration.spoken import Phrase


def phonemes(phrases: Sequence[Phrase], accent: str = "") -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line as the engine wants it, and for each phrase its first sound and the one after its last.

    Words are parted by spaces, short stops are commas, and each phrase ends with its own stop. An `accent` is one of
    `accent.ACCENTS`, empty for Mandarin.
    """
    line, spans = "", []
    for phrase in phrases:
        read = pinyin.read(phrase.said, changing=not accent)
        breaths = (" ".join("".join(_sound(one, accent) for one in word) for word in words) for words in read)
        sounds = ", ".join(breaths)
        spans.append((len(line), len(line) + len(sounds)))
        line += f"{sounds}{phrase.stop} "
    return line.rstrip(), tuple(spans)


def _sound(syllable: str, accent: str) -> str:
    return ipa.phonemes(accented(accent, syllable) if accent else syllable)
