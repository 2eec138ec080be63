"""Mandarin phrases in the alphabet of Kokoro, and where each stands in it; loads no engine."""

from __future__ import annotations

from collections.abc import Sequence

from app.narration import ipa, pinyin
from app.narration.spoken import Phrase


def phonemes(phrases: Sequence[Phrase]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line as the engine wants it, and for each phrase its first sound and the one after its last.

    Words are parted by spaces, short stops are commas, and each phrase ends with its own stop.
    """
    line, spans = "", []
    for phrase in phrases:
        breaths = (" ".join("".join(map(ipa.phonemes, word)) for word in words) for words in pinyin.read(phrase.said))
        sounds = ", ".join(breaths)
        spans.append((len(line), len(line) + len(sounds)))
        line += f"{sounds}{phrase.stop} "
    return line.rstrip(), tuple(spans)
