"""Finds the clip of a line, or has it made in the background; knows neither pages nor lessons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.narration import spoken
from app.narration.clip import Clip, clip_name, clip_path, read_clip
from app.narration.voice import Voice, registry
from app.narration.workshop import Workshop


@dataclass(frozen=True)
class Heard:
    """What a page needs to let a line be heard."""

    clip: Clip | None
    """The sound, or None while there is none: then the tablet's own voice says `said`, or the text stands alone."""
    said: str
    """The words for the tablet's own voice: codes digit by digit, no signs."""
    pieces: tuple[str, ...]
    """The line cut where it may be lit; joined they are the line."""

    @property
    def lit(self) -> tuple[tuple[float, float], ...]:
        """When each piece is said, in seconds; empty where that is not known."""
        return self.clip.phrases if self.clip and len(self.clip.phrases) == len(self.pieces) else ()


class Library:
    """The clips in some folders, the shipped ones first, and the workshop that makes those they lack."""

    def __init__(
        self,
        folders: Sequence[Path],
        chains: Mapping[str, Sequence[str]],
        workshop: Workshop | None = None,
        voices: Mapping[str, Voice] | None = None,
    ) -> None:
        """`chains` names, for each dialect, its voices in the order of preference."""
        voices = registry() if voices is None else voices
        self._folders = tuple(folders)
        self._chains = {dialect: tuple(voices[name] for name in chain) for dialect, chain in chains.items()}
        self._workshop = workshop
        self._found: dict[tuple[str, str], Clip] = {}

    def find(self, dialect: str, text: str) -> Clip | None:
        """The clip of a line by the best voice that has spoken it, or None; quick enough for a request."""
        if clip := self._found.get((dialect, text)):
            return clip
        for voice in self._chains[dialect]:
            if clip := read_clip(self._folders, clip_name(voice, text)):
                self._found[dialect, text] = clip
                return clip
        return None

    def want(self, dialect: str, text: str, urgent: bool = True) -> None:
        """Have the clip of a line made; returns at once. Urgent is a line that stands on a screen now."""
        if self._workshop and not self.find(dialect, text):
            self._workshop.ask((voice.id for voice in self._chains[dialect]), text, urgent)

    def heard(self, dialect: str, text: str, urgent: bool = True) -> Heard:
        """A line ready for a page; a missing clip is asked for."""
        self.want(dialect, text, urgent)
        phrases = self._chains[dialect][-1].phrases(text)
        return Heard(self.find(dialect, text), spoken.said(phrases), spoken.phrases(text))

    def path(self, name: str) -> Path | None:
        """The file of a clip's name; None for a name that is not ours or not here."""
        return clip_path(self._folders, name)

    def missing(self, lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The lines, as (dialect, text), that have no clip yet, in the same order and each once."""
        return [line for line in dict.fromkeys(lines) if not self.find(*line)]
