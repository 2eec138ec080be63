"""English without the internet by Hibari; knows its engine, no clip and no folder of clips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hibari import Hibari

from app.narration import pinyin
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import Voice

_SEED = 7
_HAN = re.compile(r"[\u3400-\u9fff]+")


def open_speaker(voice: Voice, engines: Path) -> Speaker:
    """Load the model that is part of the package, about 0.3 seconds."""
    return Speaker(voice.setting, voice.speed)


class Speaker:
    """The loaded model on one thread."""

    def __init__(self, setting: str, speed: float) -> None:
        self._engine: Any = Hibari(setting, threads=1)
        self._speed = speed

    def speak(self, phrases: Sequence[Phrase]) -> list[Samples]:
        """The sound of each phrase, the same each time."""
        said = (romanised(one.said) for one in phrases)
        return [np.asarray(self._engine(words, speed=self._speed, seed=_SEED), np.float32) for words in said]

    def close(self) -> None:
        """Let the model go."""
        self._engine = None


def romanised(said: str) -> str:
    """English with its Chinese names in pinyin, word by word and without tones, as an English voice can say them."""
    return _HAN.sub(_word_by_word, said)


def _word_by_word(match: re.Match[str]) -> str:
    words = (word for breath in pinyin.read(match[0], changing=False) for word in breath)
    return " ".join("".join(syllable[:-1] for syllable in word).capitalize() for word in words)
