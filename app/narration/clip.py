"""What a clip is and how it is named, found in folders and kept there; makes none."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.narration.voice import Voice

MAKING = 1
"""Counts up when trimming, levelling, pauses or encoding change, so that every clip is made afresh."""
_NAME = re.compile(r"[0-9a-f]{24}\.mp3")


@dataclass(frozen=True)
class Clip:
    """One sound file: its name, who speaks, how long it is, and when each phrase is heard, in seconds.

    There are as many phrases as `spoken.phrases(line)` gives, or one where the voice spoke the line as a whole.
    """

    name: str
    voice: str
    duration: float
    phrases: tuple[tuple[float, float], ...]

    def timings(self) -> dict[str, object]:
        """What is kept beside the sound."""
        return {"voice": self.voice, "duration": self.duration, "phrases": self.phrases}


def clip_name(voice: Voice, text: str) -> str:
    """The file name of a line's clip in a voice: a hash of all that decides its sound."""
    said = [(phrase.said, phrase.stop, phrase.pause) for phrase in voice.phrases(text)]
    words = "".join(part for part, _, _ in said)
    decides = repr((MAKING, voice.id, voice.version, voice.speed, said, voice.lexicon(words)))
    return f"{hashlib.sha256(decides.encode()).hexdigest()[:24]}.mp3"


def timings_path(folder: Path, name: str) -> Path:
    """Where the timings of a clip are kept."""
    return folder / f"{name.removesuffix('.mp3')}.json"


def is_clip_name(name: str) -> bool:
    """Whether a name is of the form that clips have, made or not."""
    return _NAME.fullmatch(name) is not None


def clip_path(folders: Iterable[Path], name: str) -> Path | None:
    """The file of a clip in the first folder that has it; None for a name that is none of ours.

    A file without a byte, as a failing disk leaves it, is no clip: the line counts as missing and is made again.
    """
    if not is_clip_name(name):
        return None
    return next((path for folder in folders if _filled(path := folder / name)), None)


def _filled(path: Path) -> bool:
    try:
        kept = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(kept.st_mode) and kept.st_size > 0


def read_clip(folders: Iterable[Path], name: str) -> Clip | None:
    """A clip with its timings, or None where the sound or its timings are not there."""
    path = clip_path(folders, name)
    if path is None:
        return None
    try:
        written = timings_path(path.parent, name).read_bytes()
    except OSError:
        return None
    return read_timings(name, written)


def read_timings(name: str, written: bytes) -> Clip | None:
    """A clip by what is kept beside its sound, or None where that cannot be read."""
    try:
        timings = json.loads(written)
        phrases = tuple((float(start), float(end)) for start, end in timings["phrases"])
        return Clip(name, str(timings["voice"]), float(timings["duration"]), phrases)
    except (KeyError, TypeError, ValueError):
        return None


def put(path: Path, content: bytes) -> None:
    """Write a whole file or none: into a file beside it first, which then takes its name."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # A power cut must not leave a clip of silence that nobody makes again.
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
