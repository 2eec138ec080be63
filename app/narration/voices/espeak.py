"""Cantonese without the internet: eSpeak NG, fed jyutping, in a process of its own; never loads that library itself."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from ToJyutping import get_jyutping_list

from app.narration import sound
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import Voice, VoiceMissing

_PROGRAM = Path(__file__).resolve().parent.parent / "espeak_program.py"
_WORDS_A_MINUTE = 130


def open_speaker(voice: Voice, engines: Path) -> Speaker:
    """Start the engine's process."""
    return Speaker(voice.setting, round(_WORDS_A_MINUTE * voice.speed))


class Speaker:
    """The running process: one line of JSON in, the length of a WAV file and the file out."""

    def __init__(self, setting: str, pace: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_PROGRAM), setting, str(pace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def speak(self, phrases: Sequence[Phrase]) -> list[Samples]:
        """The sound of each phrase; raises VoiceMissing when the engine is not installed or has ended."""
        return [self._spoken(phrase.said) for phrase in phrases]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _spoken(self, said: str) -> Samples:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(jyutping(said)).encode() + b"\n")
            self._process.stdin.flush()
            length = int(self._process.stdout.readline() or 0)
        except (OSError, ValueError) as problem:
            raise VoiceMissing(f"eSpeak NG has ended: {problem}") from problem
        if not length:
            raise VoiceMissing("eSpeak NG is not installed or has ended")
        return _samples(self._process.stdout.read(length))


def jyutping(said: str) -> str:
    """Cantonese in jyutping with tone numbers, syllables parted by spaces; a short stop is a comma."""
    breaths = (get_jyutping_list(breath.replace(" ", "")) for breath in said.split("、"))
    return ", ".join(" ".join(syllable for _, syllable in breath if syllable) for breath in breaths)


def _samples(file: bytes) -> Samples:
    with wave.open(BytesIO(file)) as recording:
        frames = np.frombuffer(recording.readframes(recording.getnframes()), "<i2")
        return sound.resample(frames.astype(np.float32) / np.float32(32768), recording.getframerate())
