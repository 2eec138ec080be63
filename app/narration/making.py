"""Makes the clip of one line by the first voice of a chain that can; knows no queue, no page and no lesson."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.narration import sound
from app.narration.clip import Clip, clip_name, put, timings_path
from app.narration.voice import VOICES, Speaker, Voice, VoiceMissing, open_speaker

log = logging.getLogger(__name__)

REST = 600.0
"""Seconds for which a voice that failed is not asked again, so that a dead network costs one waiting, not hundreds."""
_JUDGED_FROM = 4
"""Syllables from which a line is long enough for its pace to be judged."""


@dataclass
class Maker:
    """The voices of one process, loaded when first needed, and the folder that their clips go to."""

    folder: Path
    engines: Path
    online: bool = False
    voices: Mapping[str, Voice] = field(default_factory=lambda: VOICES)
    open: Callable[[Voice, Path], Speaker] = open_speaker
    clock: Callable[[], float] = time.monotonic
    _speakers: dict[str, Speaker] = field(default_factory=dict, init=False)
    _rests_until: dict[str, float] = field(default_factory=dict, init=False)

    def make(self, chain: Iterable[str], text: str) -> Clip | None:
        """Make the clip of a line by the first voice that can speak it; None, with a line in the log, when none can."""
        for voice in map(self.voices.__getitem__, chain):
            if (voice.online and not self.online) or self._rests_until.get(voice.id, 0.0) > self.clock():
                continue
            try:
                return self._speak(voice, text)
            except VoiceMissing as problem:
                log.warning("%s cannot say %r: %s", voice.id, text, problem)
                if voice.online or voice.id not in self._speakers:
                    self._rests_until[voice.id] = self.clock() + REST
        return None

    def close(self) -> None:
        """Let every engine go."""
        for speaker in self._speakers.values():
            speaker.close()
        self._speakers.clear()

    def _speak(self, voice: Voice, text: str) -> Clip:
        phrases = voice.phrases(text)
        if not any(phrase.said for phrase in phrases):
            raise VoiceMissing("there is nothing in it to say")
        pieces = [sound.trim(piece) for piece in self._speaker(voice).speak(phrases)]
        if len(pieces) != len(phrases) or not all(len(piece) for piece in pieces):
            raise VoiceMissing("it fell silent in a phrase")
        syllables = sum(voice.syllables(phrase.said) for phrase in phrases)
        pace = sum(map(len, pieces)) / sound.RATE / max(syllables, 1)
        shortest, longest = voice.pace
        if syllables >= _JUDGED_FROM and not shortest <= pace <= longest:
            raise VoiceMissing(f"it took {pace:.2f} s for each of {syllables} syllables")
        joined = sound.join(pieces, [phrase.pause for phrase in phrases])
        clip = Clip(
            name=clip_name(voice, text),
            voice=voice.id,
            duration=sound.heard_at(len(joined.samples) / sound.RATE),
            phrases=tuple((sound.heard_at(start), sound.heard_at(end)) for start, end in joined.spans),
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        put(timings_path(self.folder, clip.name), json.dumps(clip.timings(), separators=(",", ":")).encode())
        put(self.folder / clip.name, sound.mp3(sound.level(joined.samples)))
        return clip

    def _speaker(self, voice: Voice) -> Speaker:
        if voice.id not in self._speakers:
            try:
                self._speakers[voice.id] = self.open(voice, self.engines)
            except ImportError as problem:
                raise VoiceMissing(f"its engine is not installed: {problem}") from problem
        return self._speakers[voice.id]
