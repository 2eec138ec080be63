"""What an act is, what it came to, and where a play stands, as plain frozen data; knows no rule of play."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.simulator.lesson import Text

CORRECT, SLIP, NEUTRAL, HINT = "correct", "slip", "neutral", "hint"
ANSWER, OTHER, REAL_DATA = "answer", "other", "real-data"
HELP, BACK, FROZEN, UNCLEAR = "tap help", "tap back", "wait long", "tap unclear"
BESIDE, GONE = "tap beside-me", "tap beside-gone"
"""Somebody has sat down beside the learner; they have left again. No widget can have these names."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done: `tap next`, or `type card` with the kind of value typed, never the value itself."""

    act: str
    value: str = ""

    @classmethod
    def written(cls, words: str) -> Act:
        """An act as a demonstration writes it: what is typed or filled in is the answer."""
        return cls(words, ANSWER if words.startswith(("type ", "filled ")) else "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to: its kind, the words for it if any, whether the screen changed, and whether it only told us
    that something is not clear here."""

    kind: str
    say: Text | None = None
    moved: bool = False
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay on a screen: what has been touched, how its fields stand, and how much help there was."""

    screen: str
    touched: frozenset[str] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    scrolled: bool = False
    hint: int = 0
    slips: int = 0
    frozen: int = 0

    def state(self, name: str) -> str:
        """How field `name` stands: '' untouched, else `answer`, `other`, an option's number, `on` or `off`."""
        return next((state for field_name, state in self.fields if field_name == name), "")

    def with_state(self, name: str, state: str) -> Visit:
        """The same visit with field `name` standing at `state`."""
        kept = frozenset(pair for pair in self.fields if pair[0] != name)
        return replace(self, fields=kept | {(name, state)})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a play stands: the visit, the way back, where detours began, the screens owed an encore, who is beside."""

    visit: Visit
    trail: tuple[str, ...] = ()
    origins: tuple[Visit, ...] = ()
    owed: tuple[str, ...] = ()
    encore: bool = False
    done: bool = False
    beside: bool = False

    @property
    def screen(self) -> str:
        """The name of the screen on the glass."""
        return self.visit.screen


@dataclass(frozen=True, slots=True)
class Story:
    """A replayed play: the place now, and each act with the screen it was done on and its outcome."""

    place: Place
    steps: tuple[tuple[str, Act, Outcome], ...] = field(default=())

    @property
    def last(self) -> Outcome | None:
        """The outcome of the last act, if any was done."""
        return self.steps[-1][2] if self.steps else None
