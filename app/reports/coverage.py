"""How much can be heard in each way of speaking: what has words, a voice, a clip, a recording; makes no sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property

from app.dialects.catalogues import SOURCE, Catalogues, needs_words
from app.dialects.confidence import LEVELS, Judged, Judgements
from app.dialects.registry import DIALECTS, Dialect, of_locale, over
from app.narration import Library
from app.narration.script import UI, every_line, sayer
from app.narration.voice import VOICES, mark_of
from app.simulator.lesson import Text
from app.simulator.shelf import Shelf
from app.voices.lines import sentences, tongue

MOSTLY = 0.9
"""The share of a lesson's lines that must be heard in a dialect before an elder is offered it (decision 15)."""
SHARED_PARTS = ("ui", "slips", "skills", "journeys")
"""The parts that belong to no lesson; a lesson's part is called by its id."""
UNKNOWN = "unknown"
"""The level of words beside which nobody wrote how sure they are."""


@dataclass(frozen=True)
class Row:
    """One dialect and one part of what is heard, or all of it; numbers are lines, each counted once by its key."""

    dialect: str
    part: str
    wanted: int
    """Lines that say anything in Chinese, and that can be made before anyone comes."""
    own: int
    """Those that the dialect has words of its own for."""
    clips: int
    """Those whose words have a clip here, made or recorded."""
    recordings: int
    """Those whose clip is a person's recording that was approved."""
    levels: Mapping[str, int]
    """Those with words by how sure their writers are: A, B, C and UNKNOWN; empty for a language of the screen."""
    approved: int
    """Those whose words a native speaker has gone over."""

    def share(self, count: int) -> float:
        """A count as a share of the lines wanted, 0 to 1."""
        return count / self.wanted if self.wanted else 1.0


@dataclass(frozen=True)
class _Line:
    part: str
    lesson: str
    message: Text
    mandarin: str


class Coverage:
    """What of the shelf can be heard in each dialect with these words, these clips and the voices of this machine."""

    def __init__(
        self, shelf: Shelf, catalogues: Catalogues, library: Library, judgements: Judgements, online: bool = False
    ) -> None:
        """`online` is whether a voice on the internet may be asked."""
        self._shelf = shelf
        self._catalogues = catalogues
        self._library = library
        self._judgements = judgements
        self._makes = {one.id: any(_makes(name, online) for name in one.voices) for one in DIALECTS.values()}
        self._words: dict[str, Mapping[tuple[str, str], str]] = {}

    def over(self, shelf: Shelf) -> Coverage:
        """The same words, clips and voices over another shelf: what can be heard is counted anew."""
        fresh = copy(self)
        fresh.__dict__.pop("_lines", None)
        fresh._shelf, fresh._words = shelf, {}
        return fresh

    @property
    def parts(self) -> tuple[str, ...]:
        """What lines are counted by: the shared parts, then the lessons in their order."""
        return (*SHARED_PARTS, *self._shelf.lessons)

    def can_be_heard(self, dialect: str, key: str, said: str) -> bool:
        """Whether a dialect's words for a line can be heard in it: a voice here may make them, or they are a clip."""
        return (self._makes[dialect] and DIALECTS[dialect].may_make(key)) or self.clip(dialect, said) is not None

    def clip(self, dialect: str, said: str) -> str | None:
        """Whose voice the clip of these words is, or None where there is none."""
        found = self._library.find(dialect, said) if said else None
        return found.voice if found else None

    def mark(self, dialect: str, said: str) -> str:
        """What is said of the voice of these words, made or still to be made: `human`, `machine` or `draft`."""
        spoken_by = self.clip(dialect, said)
        machines = (VOICES[name].mark for name in reversed(DIALECTS[dialect].voices))
        return mark_of(spoken_by) if spoken_by else next(machines, "human")

    def ready(self, dialect: str, lesson: str = "") -> bool:
        """Whether MOSTLY of a lesson, with the slips and the interface it shows, is heard in a dialect.

        Without a lesson the interface alone is looked at.
        """
        parts = {"ui", "slips", lesson} if lesson else {"ui"}
        keys = {line.message.key: line for line in self._lines if line.part in parts}
        may_lack = (1 - MOSTLY) * len(keys) + 1e-9
        lacking = 0
        for key, line in keys.items():
            said = self._said(dialect).get((line.lesson, key), "")
            lacking += not (said and self.can_be_heard(dialect, key, said))
            if lacking > may_lack:
                return False
        return True

    def lessons_ready(self, dialect: str) -> tuple[str, ...]:
        """The lessons that an elder can be offered in a dialect."""
        return tuple(lesson for lesson in self._shelf.lessons if self.ready(dialect, lesson))

    def offered(self, locale: str) -> tuple[Dialect, ...]:
        """The ways of speaking to choose from over a screen language: its own, and those that can mostly be heard."""
        plain = of_locale(locale)
        return tuple(
            one
            for one in over(locale)
            if one == plain or self.ready(one.id) or any(self.ready(one.id, lesson) for lesson in self._shelf.lessons)
        )

    def rows(self, dialect: str) -> list[Row]:
        """A dialect's parts in their order; a line that is heard in several lessons counts in each."""
        return self.table(dialect)[1:]

    def total(self, dialect: str) -> Row:
        """All that is heard in a dialect, each line once."""
        return self._row(dialect, "", self._lines, cache(lambda said: self.clip(dialect, said)))

    def table(self, dialect: str) -> list[Row]:
        """The total, called by an empty part, then each part; quicker than one after the other."""
        clip = cache(lambda said: self.clip(dialect, said))
        total = self._row(dialect, "", self._lines, clip)
        return [total, *(self._row(dialect, part, self._of(part), clip) for part in self.parts)]

    def recordings(self, dialect: str) -> int:
        """How many lines have an approved recording; quick for a dialect that nobody records."""
        human = any(VOICES[name].mark == "human" for name in DIALECTS[dialect].voices)
        return self.total(dialect).recordings if human else 0

    def words(self, dialect: str) -> Row:
        """The total, quicker still: no clip is looked for and none counted."""
        return self._row(dialect, "", self._lines, lambda said: None)

    def _row(self, dialect: str, part: str, lines: Iterable[_Line], clip: Callable[[str], str | None]) -> Row:
        once = {line.message.key: line for line in lines}.values()
        said = self._said(dialect)
        own = [line for line in once if said.get((line.lesson, line.message.key))]
        voices = [clip(said[line.lesson, line.message.key]) for line in own]
        judged = [self._judged(dialect, line.message) for line in own] if DIALECTS[dialect].catalogue else []
        levels = Counter(one.level or UNKNOWN for one in judged)
        return Row(
            dialect=dialect,
            part=part,
            wanted=len(once),
            own=len(own),
            clips=sum(1 for voice in voices if voice),
            recordings=sum(1 for voice in voices if voice and mark_of(voice) == "human"),
            levels={level: levels[level] for level in (*LEVELS, UNKNOWN)} if judged else {},
            approved=sum(1 for one in judged if one.approved),
        )

    def _of(self, part: str) -> Iterator[_Line]:
        return (line for line in self._lines if line.part == part)

    def _judged(self, dialect: str, message: Text) -> Judged:
        interface = message.key.startswith(UI)
        return self._judgements.of(DIALECTS[dialect].catalogue, "" if interface else message.key, message.zh)

    @cached_property
    def _lines(self) -> tuple[_Line, ...]:
        say = sayer(self._shelf, tongue(of_locale(SOURCE), self._catalogues))
        found = (_Line(_part(lesson, one), lesson, one, say(lesson, one)) for _, lesson, one in _every(self._shelf))
        return tuple({(line.part, line.message.key): line for line in found if needs_words(line.mandarin)}.values())

    def _said(self, dialect: str) -> Mapping[tuple[str, str], str]:
        """What a dialect says, by lesson and key; a line it has no words for is not there."""
        if dialect not in self._words:
            say = sayer(self._shelf, tongue(DIALECTS[dialect], self._catalogues))
            told = (((line.lesson, line.message.key), say(line.lesson, line.message)) for line in self._lines)
            self._words[dialect] = {place: words for place, words in told if words}
        return self._words[dialect]


def _every(shelf: Shelf) -> Iterator[tuple[int, str, Text]]:
    return every_line(shelf, sentences())


def _part(lesson: str, message: Text) -> str:
    return lesson or message.key.partition(".")[0]


def _makes(name: str, online: bool) -> bool:
    voice = VOICES[name]
    return voice.mark != "human" and voice.installed() and (online or not voice.online)
