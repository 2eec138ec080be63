"""What a voice is, and the register of all of them; makes no sound itself and loads no engine."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from app.narration import voices
from app.narration.sound import Samples
from app.narration.spoken import Phrase


class VoiceMissing(Exception):
    """This voice cannot speak here and now: its engine is not installed, not allowed, or not answering."""


class Speaker(Protocol):
    """A voice with its engine loaded."""

    def speak(self, said: str) -> Samples:
        """The sound of one phrase at 24 kHz, full scale 1; raises VoiceMissing when the engine gives none."""
        ...

    def close(self) -> None:
        """Let the engine go."""
        ...


class Voice(Protocol):
    """One way of speaking: light to have, loaded only by the process that makes clips."""

    id: str
    """Short name, part of every clip's name."""
    version: str
    """Changes whenever the same words would sound different."""
    speed: float
    """1 is the engine's own pace."""
    online: bool
    """Whether the words leave this machine: such a voice is asked only when the settings allow it."""
    mark: str
    """What the staff page says about it: `human`, `machine` or `draft`."""
    licence: str
    """Who may use the engine and its sound."""
    per_syllable: tuple[float, float]
    """The shortest and longest believable time for one syllable in seconds, pauses left out."""

    def phrases(self, text: str) -> tuple[Phrase, ...]:
        """What is said for a line, phrase by phrase; quick and pure, for it runs inside requests."""
        ...

    def syllables(self, said: str) -> int:
        """About how many syllables a phrase has."""
        ...

    def lexicon(self, said: str) -> tuple[str, ...]:
        """What else decides the sound of these words, such as entries of a pronouncing lexicon."""
        ...

    def open(self, engines: Path) -> Speaker:
        """Load the engine; a better one may have been put in the folder `engines`. Raises VoiceMissing."""
        ...


@cache
def registry() -> Mapping[str, Voice]:
    """Every voice by its id: each module of the folder `voices` brings its own as VOICES."""
    found = pkgutil.iter_modules(voices.__path__, f"{voices.__name__}.")
    modules = (importlib.import_module(file.name) for file in found)
    return {voice.id: voice for module in modules for voice in module.VOICES}
