"""Google's voices over the internet, asked only where the settings allow it; keeps nothing."""

from __future__ import annotations

import importlib
import io
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.narration import cantonese, english, sound, spoken
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import VoiceMissing

TIMEOUT = (3.0, 10.0)
"""Seconds to reach the service, and to wait for more of its answer; the library's own default is for ever."""
LONGEST = 30.0
"""Seconds for a whole answer, however slowly it trickles in."""


@dataclass(frozen=True)
class Gtts:
    """One of the voices. It says a line as a whole, so nothing is known of the time of its phrases."""

    id: str
    language: str
    cut: Callable[[str], tuple[Phrase, ...]]
    """What is said in this language, phrase by phrase."""
    version: str = "2.5-1"
    speed: float = 1.0
    online: bool = True
    mark: str = "machine"
    licence: str = "MIT (client); sound under Google's terms of service"
    per_syllable: tuple[float, float] = (0.08, 0.7)

    def phrases(self, text: str) -> tuple[Phrase, ...]:
        """The whole line as one phrase."""
        return (Phrase(text, spoken.said(self.cut(text)), 0.0),)

    def syllables(self, said: str) -> int:
        """One for each Chinese character; for other writing about a third of its letters."""
        return spoken.syllables(said) or len(said) // 3

    def lexicon(self, said: str) -> tuple[str, ...]:
        """None: the service pronounces by itself."""
        return ()

    def open(self, engines: Path) -> Speaker:
        """Make ready to ask; nothing is sent yet."""
        return Speaker(self.language)


class Speaker:
    """Asks the service for one line at a time."""

    def __init__(self, language: str) -> None:
        try:
            self._gtts: Any = importlib.import_module("gtts")
        except ModuleNotFoundError as problem:
            raise VoiceMissing(f"gTTS is not installed: {problem}") from problem
        self._language = language

    def speak(self, said: str) -> Samples:
        """The sound of a line; raises VoiceMissing when the service is away, refuses, stalls or breaks off."""
        answers: queue.Queue[bytes | Exception] = queue.Queue()
        threading.Thread(target=self._ask, args=(said, answers), name="gtts", daemon=True).start()
        try:
            answer = answers.get(timeout=LONGEST)
            if isinstance(answer, Exception):
                raise answer
            samples = sound.decode(answer)
        except (queue.Empty, OSError, ValueError, AssertionError, self._gtts.gTTSError) as problem:
            raise VoiceMissing(f"the voice on the internet gave no sound: {problem!r}") from problem
        return samples

    def close(self) -> None:
        """Nothing is held."""

    def _ask(self, said: str, answers: queue.Queue[bytes | Exception]) -> None:
        """Fetch the sound of a line into memory, so that a broken answer leaves no file."""
        sound_file = io.BytesIO()
        try:
            self._gtts.gTTS(said, lang=self._language, lang_check=False, timeout=TIMEOUT).write_to_fp(sound_file)
            answers.put(sound_file.getvalue())
        except Exception as problem:
            answers.put(problem)


VOICES = (
    Gtts("gtts-cmn", "zh-CN", spoken.mandarin),
    Gtts("gtts-en", "en", english.phrases),
    Gtts("gtts-yue", "yue", cantonese.phrases),
)
