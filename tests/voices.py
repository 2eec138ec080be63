"""A voice for tests: it hums a quarter of a second for each syllable, or does what else a test asks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.narration import spoken
from app.narration.sound import RATE, Samples
from app.narration.spoken import Phrase
from app.narration.voice import Speaker, Voice, VoiceMissing

HUM = Voice(
    id="hum",
    version="1",
    engine="none",
    setting="",
    phrases=spoken.mandarin,
    syllables=spoken.syllables,
    licence="ours",
)
AWAY = replace(HUM, id="away", online=True)
CHAINS = {"cmn": ("away", "hum")}
VOICES = {voice.id: voice for voice in (HUM, AWAY)}


def hum(syllables: int, seconds: float = 0.25) -> Samples:
    """A hum with silence before and after it."""
    time = np.arange(int(RATE * syllables * seconds)) / RATE
    still = np.zeros(RATE // 4)
    return np.concatenate([still, 0.3 * np.sin(2 * np.pi * 220 * time), still]).astype(np.float32)


class FakeSpeaker:
    """Hums, and remembers what it was asked to say."""

    def __init__(self, sing: Callable[[str], Samples]) -> None:
        self.sing = sing
        self.asked: list[str] = []
        self.closed = False

    def speak(self, phrases: Sequence[Phrase]) -> list[Samples]:
        """The hum of each phrase."""
        self.asked += [phrase.said for phrase in phrases]
        return [self.sing(phrase.said) for phrase in phrases]

    def close(self) -> None:
        """Remember the end."""
        self.closed = True


class Stage:
    """Opens fake speakers; a voice that is not on stage is missing."""

    def __init__(self, **sings: Callable[[str], Samples]) -> None:
        self.speakers = {name: FakeSpeaker(sing) for name, sing in sings.items()}
        self.opened: list[str] = []

    def open(self, voice: Voice, engines: Path) -> Speaker:
        """The speaker of a voice; raises VoiceMissing for one that is not on stage."""
        self.opened.append(voice.id)
        if voice.id not in self.speakers:
            raise VoiceMissing("not on stage")
        return self.speakers[voice.id]


def sing(said: str) -> Samples:
    """A quarter of a second for each syllable."""
    return hum(spoken.syllables(said))


def silent(said: str) -> Samples:
    """Nothing, as an engine gives that has lost its voice."""
    return np.zeros(RATE, np.float32)


def broken(said: str) -> Samples:
    """Raises, as an engine does that cannot speak."""
    raise VoiceMissing("no breath")
