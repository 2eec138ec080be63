"""Finds the clip of a line, or has it made in the background; knows neither pages nor lessons."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.narration import spoken
from app.narration.clip import Clip, clip_name, clip_path, read_clip
from app.narration.recordings import names_in, recording_name
from app.narration.voice import VOICES, Voice, human
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

    def lights(self, pieces: Sequence[str] | None = None) -> tuple[tuple[float, float], ...]:
        """When each piece of the line is said, as (start, end) in seconds; empty where that is not known.

        `pieces` cut the line more finely than `self.pieces`, which they are without it: inside a phrase the time is
        shared out by what there is to say.
        """
        if not self.clip or len(self.clip.phrases) != len(self.pieces):
            return ()
        pieces = self.pieces if pieces is None else pieces
        weights = [spoken.weight(piece) for piece in self.pieces]
        if sum(map(spoken.weight, pieces)) != sum(weights):
            return ()
        ends = list(itertools.accumulate(weights))
        lit, said = [], 0
        for piece in pieces:
            start, said = said, said + spoken.weight(piece)
            lit.append((self._moment(ends, start, after=True), self._moment(ends, said, after=False)))
        return tuple(lit)

    def _moment(self, ends: Sequence[int], said: int, after: bool) -> float:
        """When so much of the line has been said; between two phrases the moment `after` the silence or before it."""
        assert self.clip is not None
        phrase = bisect_right(ends, said) if after else bisect_left(ends, said)
        phrase = min(phrase, len(ends) - 1)
        start, end = self.clip.phrases[phrase]
        before = ends[phrase - 1] if phrase else 0
        return round(start + (end - start) * (said - before) / max(ends[phrase] - before, 1), 2)


class Library:
    """The clips in some folders, the shipped ones first, and the workshop that makes those they lack."""

    def __init__(
        self,
        folders: Sequence[Path],
        chains: Mapping[str, Sequence[str]],
        workshop: Workshop | None = None,
        voices: Mapping[str, Voice] = VOICES,
        recordings: Path | None = None,
    ) -> None:
        """`chains` names, for each dialect, its machine voices in the order of preference.

        A recording of a reader in the folder `recordings` comes before any of them.
        """
        self._folders = tuple(folders)
        self._recordings = recordings
        self._recorded: frozenset[str] | None = None
        self._chains = {dialect: tuple(voices[name] for name in chain) for dialect, chain in chains.items()}
        self._workshop = workshop
        self._found: dict[tuple[str, str], Clip] = {}

    def find(self, dialect: str, text: str) -> Clip | None:
        """The clip of a line by the best voice that has spoken it, or None; quick enough for a request."""
        clip = self._found.get((dialect, text)) or self.recorded(dialect, text) or self.by_machine(dialect, text)
        if clip:
            self._found[dialect, text] = clip
        return clip

    def recorded(self, dialect: str, text: str) -> Clip | None:
        """A reader's recording of a line in a dialect, or None; the words may be Mandarin ones that a person turned."""
        here = self._recorded_names()
        if self._recordings is None or not here or (name := recording_name(dialect, text)) not in here:
            return None
        return read_clip((self._recordings,), name)

    def by_machine(self, dialect: str, text: str) -> Clip | None:
        """The clip of a line by the best machine voice that has spoken it, or None."""
        clips = (read_clip(self._folders, clip_name(voice, text)) for voice in self._chains[dialect])
        return next(filter(None, clips), None)

    def mark(self, name: str) -> str:
        """What tells one recording under a name from the next one under it; empty for what is no recording."""
        if self._recordings is None or name not in self._recorded_names():
            return ""
        try:
            kept = (self._recordings / name).stat()
        except OSError:
            return ""
        return f"{kept.st_mtime_ns:x}-{kept.st_size:x}"

    def recordings(self) -> dict[str, str]:
        """Every recording of a reader that may be heard, with its mark."""
        return {name: mark for name in sorted(self._recorded_names()) if (mark := self.mark(name))}

    def forget(self) -> None:
        """Look anew at which recordings there are: one was approved or taken away."""
        self._recorded = None
        self._found.clear()

    def _recorded_names(self) -> frozenset[str]:
        if self._recorded is None:
            self._recorded = names_in(self._recordings) if self._recordings else frozenset()
        return self._recorded

    def want(self, dialect: str, text: str, urgent: bool = True) -> None:
        """Have the clip of a line made; returns at once. Urgent is a line that stands on a screen now."""
        chain = self._chains[dialect]
        if self._workshop and chain and not self.find(dialect, text):
            self._workshop.ask((voice.id for voice in chain), text, urgent)

    def heard(self, dialect: str, text: str, urgent: bool = True) -> Heard:
        """A line ready for a page; a missing clip is asked for."""
        self.want(dialect, text, urgent)
        phrases = self._voices(dialect)[-1].phrases(text)
        return Heard(self.find(dialect, text), spoken.said(phrases), spoken.phrases(text))

    def name(self, dialect: str, text: str) -> str:
        """The name under which a line that has no clip yet will be found, once an offline voice has spoken it."""
        chain = self._voices(dialect)
        return clip_name(next((voice for voice in chain if not voice.online), chain[-1]), text)

    def path(self, name: str) -> Path | None:
        """The file of a clip's name; None for a name that is not ours or not here."""
        return clip_path((*filter(None, [self._recordings]), *self._folders), name)

    def missing(self, lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The lines, as (dialect, text), that have no clip yet, in the same order and each once."""
        return [line for line in dict.fromkeys(lines) if not self.find(*line)]

    def _voices(self, dialect: str) -> tuple[Voice, ...]:
        """The machines of a dialect; its people where it has none."""
        return self._chains[dialect] or (human(dialect),)
