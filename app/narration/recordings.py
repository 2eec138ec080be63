"""The recordings of readers: their limits, verdicts, names and files in a folder; decodes none and knows no person."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

from app.narration.clip import clip_name, is_clip_name, put, timings_path
from app.narration.voice import human

MOST_BYTES: Final = 2 * 1024 * 1024
"""The largest sound file that is read at all: 20 s of 16-bit sound at 48 kHz."""
LONGEST: Final = 20.0
"""Seconds that a take may last, whatever the line."""
LONGEST_SYLLABLE, LONGEST_MORE = 0.9, 3.0
"""Seconds for each syllable of a line, and once more, that its speech may last."""
SHORTEST_SYLLABLE: Final = 0.07
"""Seconds for each syllable below which words must be missing: people in a hurry say twelve in a second."""
OWN_WORDS: Final = 0
"""In place of a line's syllables: somebody says what they like, so that all that counts is whether it can be heard."""
LONGEST_OWN, SHORTEST_OWN = 16.0, 0.3
"""Seconds that one's own words may last, a second more than is recorded; and below which there are none."""

FINE: Final = "fine"
SILENT, QUIET, CLIPPED, LONG, SHORT = "silent", "quiet", "clipped", "long", "short"
PHONE, NO_SOUND, BIG = "phone", "no-sound", "big"
REFUSALS: Final = (SILENT, QUIET, CLIPPED, LONG, SHORT, PHONE, NO_SOUND, BIG)
"""Why a take is refused: nothing is heard, it is too quiet, cut off at the top by loudness, too long or short for its
words; a kind of file that only phones read; no sound file at all or one cut short; too large."""


@dataclass(frozen=True)
class Verdict:
    """What was heard in a take: FINE with the sound as it is kept, or one of REFUSALS without one."""

    word: str
    sound: bytes = field(default=b"", repr=False)
    """MP3, trimmed and levelled."""
    duration: float = 0.0
    phrases: tuple[tuple[float, float], ...] = ()
    """When its speech begins and ends, in seconds of the sound."""

    @property
    def fine(self) -> bool:
        """Whether it can be kept."""
        return self.word == FINE


def longest(syllables: int) -> float:
    """Seconds that the speech of a line of so many syllables may last."""
    return min(LONGEST, LONGEST_SYLLABLE * syllables + LONGEST_MORE)


def kind_of(encoded: bytes) -> str:
    """What a file is by its first bytes: `wav`, `flac`, `ogg`, `mp3`, PHONE for what phones record, or nothing."""
    if encoded[:4] == b"RIFF" and encoded[8:12] == b"WAVE":
        return "wav"
    if encoded[:4] == b"fLaC":
        return "flac"
    if encoded[:4] == b"OggS":
        return "ogg"
    if encoded[:3] == b"ID3" or (encoded[:1] == b"\xff" and encoded[1:2] and encoded[1] & 0xE6 == 0xE2):
        return "mp3"
    if encoded[4:8] == b"ftyp" or encoded[:4] == b"\x1a\x45\xdf\xa3" or encoded[:5] == b"#!AMR":
        return PHONE
    return ""


@lru_cache(maxsize=16_384)
def recording_name(dialect: str, text: str) -> str:
    """The name of the clip in which a reader of a dialect says a line; other words have another name."""
    return clip_name(human(dialect), text)


def syllables(dialect: str, text: str) -> int:
    """About how many syllables a line has when it is read aloud."""
    voice = human(dialect)
    return sum(voice.syllables(phrase.said) for phrase in voice.phrases(text))


def said(dialect: str, text: str) -> str:
    """A line as it is to be read: numbers and Latin letters as people say them."""
    return "，".join(phrase.said for phrase in human(dialect).phrases(text))


def names_in(folder: Path) -> frozenset[str]:
    """The names of the clips in a folder; none where it is not there."""
    return frozenset(path.name for path in folder.glob("*.mp3") if is_clip_name(path.name))


class Recordings:
    """The files of one copy: approved ones by their clip's name, waiting takes by their own id, and what may come in.

    Whoever changes them holds the records' turn to write, so that no two do so at once.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is made before something is kept."""
        self.folder = folder
        self.waiting = folder / "waiting"
        self.coming = folder / "coming"

    def keep(self, take: UUID, dialect: str, verdict: Verdict) -> None:
        """Put down the sound of a take that waits to be approved."""
        self.waiting.mkdir(parents=True, exist_ok=True)
        timings = {
            "voice": human(dialect).id,
            "duration": verdict.duration,
            "phrases": verdict.phrases,
            "take": str(take),
        }
        put(self._beside(self._of(take)), json.dumps(timings, separators=(",", ":")).encode())
        put(self._of(take), verdict.sound)

    def path(self, take: UUID) -> Path | None:
        """The sound of a take that waits; None when there is none."""
        return self._of(take) if self._of(take).is_file() else None

    def names(self) -> frozenset[str]:
        """The names of the clips that are approved and here."""
        return names_in(self.folder)

    def take_of(self, name: str) -> str:
        """Which take a clip's sound is, by its id; empty when that is not told."""
        try:
            told = json.loads(timings_path(self.folder, name).read_text(encoding="utf-8"))
            return str(told["take"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def settle(self, approved: Mapping[str, UUID], waiting: Collection[UUID]) -> None:
        """Let the files be what the records say: approved takes by their clip's name, waiting ones, and no others."""
        for name, take in approved.items():
            if self.path(take):
                self._beside(self._of(take)).replace(timings_path(self.folder, name))
                self._of(take).replace(self.folder / name)
        self._keep_only(self.folder, {name.removesuffix(".mp3") for name in approved})
        self._keep_only(self.waiting, {str(take) for take in waiting})

    def remove(self, takes: Collection[UUID]) -> int:
        """Delete every sound of these takes, approved or waiting, with its timings; how many there were."""
        wanted = {str(take) for take in takes}
        gone = [self.folder / name for name in self.names() if self.take_of(name) in wanted]
        gone += [self._of(take) for take in takes if self.path(take)]
        for path in gone:
            path.unlink(missing_ok=True)
            self._beside(path).unlink(missing_ok=True)
        return len(gone)

    def _of(self, take: UUID) -> Path:
        return self.waiting / f"{take}.mp3"

    @staticmethod
    def _beside(sound: Path) -> Path:
        return sound.with_suffix(".json")

    @staticmethod
    def _keep_only(folder: Path, stems: Collection[str]) -> None:
        """Delete every file whose name, endings left off, is none of these: what a power cut left behind too."""
        for path in folder.glob("*") if folder.is_dir() else ():
            if path.is_file() and (path.suffix not in (".mp3", ".json") or path.stem not in stems):
                path.unlink(missing_ok=True)
