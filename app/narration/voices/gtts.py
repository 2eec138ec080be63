"""Google's voices over the internet, asked only where the settings allow it; keeps nothing."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Sequence
from pathlib import Path

from gtts import gTTS

from app.narration import sound
from app.narration.sound import Samples
from app.narration.spoken import Phrase
from app.narration.voice import Voice, VoiceMissing

TIMEOUT = (3.0, 10.0)
"""Seconds to reach the service, and to wait for more of its answer; the library's own default is for ever."""
LONGEST = 30.0
"""Seconds for a whole answer, however slowly it trickles in."""


def open_speaker(voice: Voice, engines: Path) -> Speaker:
    """Make ready to ask; nothing is sent yet."""
    return Speaker(voice.setting)


class Speaker:
    """Asks the service for one line at a time."""

    def __init__(self, language: str, timeout: tuple[float, float] = TIMEOUT, longest: float = LONGEST) -> None:
        self._language = language
        self._timeout = timeout
        self._longest = longest

    def speak(self, phrases: Sequence[Phrase]) -> list[Samples]:
        """The sound of each phrase; raises VoiceMissing when the service is away, refuses, stalls or breaks off."""
        return [self._fetched(phrase.said) for phrase in phrases]

    def close(self) -> None:
        """Nothing is held."""

    def _fetched(self, said: str) -> Samples:
        answers: queue.Queue[bytes | Exception] = queue.Queue()
        threading.Thread(target=self._ask, args=(said, answers), name="gtts", daemon=True).start()
        try:
            answer = answers.get(timeout=self._longest)
        except queue.Empty:
            raise VoiceMissing(f"the voice on the internet took more than {self._longest:.0f} s") from None
        if isinstance(answer, Exception):
            raise VoiceMissing(f"the voice on the internet gave no sound: {answer}") from answer
        return sound.decode(answer)

    def _ask(self, said: str, answers: queue.Queue[bytes | Exception]) -> None:
        """Fetch the sound of a line into memory, so that a broken answer leaves no file, and see that it is one."""
        kept = io.BytesIO()
        try:
            gTTS(said, lang=self._language, lang_check=False, timeout=self._timeout).write_to_fp(kept)
            sound.decode(kept.getvalue())
        except Exception as problem:
            answers.put(problem)
        else:
            answers.put(kept.getvalue())
