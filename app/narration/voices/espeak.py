"""Cantonese without the internet: eSpeak NG, fed jyutping, in a process of its own; never loads that library itself."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from io import BytesIO
from pathlib import Path

import numpy as np
from ToJyutping import get_jyutping_list

from app.narration import sound
from app.narration.sound import Samples
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
            read = get_jyutping_list(breath.replace(" ", ""))
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
