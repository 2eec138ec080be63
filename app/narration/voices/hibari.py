"""English without the internet by Hibari; knows its engine, no clip and no folder of clips."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hibari import Hibari

from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import Voice

_SEED = 7


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
        return [np.asarray(self._engine(one.said, speed=self._speed, seed=_SEED), np.float32) for one in phrases]

    def close(self) -> None:
        """Let the model go."""
        self._engine = None
