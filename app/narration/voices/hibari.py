"""English without the internet by Hibari; knows its engine, no clip and no folder of clips."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.narration import english
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import VoiceMissing

_SEED = 7


@dataclass(frozen=True)
class Hibari:
    """The voice; the model is part of its package."""

    id: str = "hibari-en"
    version: str = "0.2.1-heart-1"
    speed: float = 0.9
    online: bool = False
    mark: str = "machine"
    licence: str = "Apache-2.0"
    per_syllable: tuple[float, float] = (0.08, 0.7)

    def phrases(self, text: str) -> tuple[Phrase, ...]:
        """English with codes digit by digit and links as the words for them."""
        return english.phrases(text)

    def syllables(self, said: str) -> int:
        """About one for each run of vowels and each digit."""
        return english.syllables(said)

    def lexicon(self, said: str) -> tuple[str, ...]:
        """None of our own."""
        return ()

    def open(self, engines: Path) -> Speaker:
        """Load the model, about 0.3 seconds."""
        return Speaker(self.speed)


class Speaker:
    """The loaded model on one thread."""

    def __init__(self, speed: float) -> None:
        try:
            self._engine: Any = importlib.import_module("hibari").Hibari(threads=1)
        except ModuleNotFoundError as problem:
            raise VoiceMissing(f"Hibari is not installed: {problem}") from problem
        self._speed = speed

    def speak(self, said: str) -> Samples:
        """The sound of one phrase, the same each time."""
        return np.asarray(self._engine(said, speed=self._speed, seed=_SEED), np.float32)

    def close(self) -> None:
        """Let the model go."""
        self._engine = None


VOICES = (Hibari(),)
