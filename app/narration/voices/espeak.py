"""Cantonese without the internet: eSpeak NG, fed jyutping, in a process of its own; never loads that library itself."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import wave
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from app.narration import cantonese, sound, spoken
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import VoiceMissing

_PROGRAM = Path(__file__).resolve().parent.parent / "espeak_program.py"
_VOICE = "yue-latn-jyutping"
_WORDS_A_MINUTE = 130


@dataclass(frozen=True)
class Espeak:
    """The voice; plainly a machine, kept until a neighbour lends theirs."""

    id: str = "espeak-yue"
    version: str = f"1.52-{_WORDS_A_MINUTE}-1"
    speed: float = 1.0
    online: bool = False
    mark: str = "draft"
    licence: str = "GPL-3.0 (engine, a separate program); BSD-2-Clause (jyutping)"
    per_syllable: tuple[float, float] = (0.12, 0.6)

    def phrases(self, text: str) -> tuple[Phrase, ...]:
        """Cantonese without digits or Latin letters."""
        return cantonese.phrases(text)

    def syllables(self, said: str) -> int:
        """One for each character."""
        return spoken.syllables(said)

    def lexicon(self, said: str) -> tuple[str, ...]:
        """None of our own."""
        return ()

    def open(self, engines: Path) -> Speaker:
        """Start the engine's process."""
        return Speaker()


class Speaker:
    """The running process: one line of JSON in, the length of a WAV file and the file out."""

    def __init__(self) -> None:
        try:
            self._jyutping: Any = importlib.import_module("ToJyutping")
        except ModuleNotFoundError as problem:
            raise VoiceMissing(f"ToJyutping is not installed: {problem}") from problem
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM), _VOICE, str(_WORDS_A_MINUTE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def speak(self, said: str) -> Samples:
        """The sound of one phrase; raises VoiceMissing when the engine is not installed or has ended."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(self.syllables(said)).encode() + b"\n")
            self._process.stdin.flush()
            length = int(self._process.stdout.readline() or 0)
        except (OSError, ValueError) as problem:
            raise VoiceMissing(f"eSpeak NG has ended: {problem}") from problem
        if not length:
            raise VoiceMissing("eSpeak NG is not installed or has ended")
        return _samples(self._process.stdout.read(length))

    def syllables(self, said: str) -> str:
        """Jyutping with tone numbers, parted by spaces; a short stop is a comma."""
        breaths = []
        for breath in said.split("、"):
            read = self._jyutping.get_jyutping_list(breath.replace(" ", ""))
            breaths.append(" ".join(jyutping for _, jyutping in read if jyutping))
        return ", ".join(breaths)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


def _samples(file: bytes) -> Samples:
    with wave.open(BytesIO(file)) as recording:
        frames = np.frombuffer(recording.readframes(recording.getnframes()), "<i2")
        return sound.resample(frames.astype(np.float32) / np.float32(32768), recording.getframerate())


VOICES = (Espeak(),)
