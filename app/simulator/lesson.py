"""What a lesson is made of, as plain frozen data; knows no file, no language but the source Chinese, and no learner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

VERBS = ("tap", "hold", "double-tap", "swipe", "type", "filled", "found", "wait")
APPS = (
    "phone", "social", "medical", "office", "hospital", "pay", "sms", "chat", "guard", "train", "store",
    "web", "settings", "system", "teacher",
)  # fmt: skip
RESUME = "resume"

WIDGETS = (
    "title", "text", "row", "app", "tile", "item", "choice", "button", "icon", "link", "tick", "field", "pin",
    "pick", "popup", "banner", "picture", "face", "spinner", "result", "toast", "cheer", "cards", "bridge",
    "sms", "call", "spots", "address", "slider", "wheel", "write", "camera", "keys",
)  # fmt: skip
TAPPABLE = frozenset(
    ("app", "tile", "item", "choice", "button", "icon", "link", "tick", "banner", "row", "popup", "picture", "face",
     "spinner", "sms", "call", "address", "text", "result", "toast", "camera")
)  # fmt: skip
TURNED = frozenset(("slider", "wheel"))
"""What stands at one of its options from the start and is turned to another, one after the other."""
CHOSEN = TURNED | {"pick"}
"""What asks for one of its options."""
PAPERS = ("card", "page")
FAULTS = ("clear", "askew", "cut-left", "cut-right", "glare", "blur", "finger", "far")
"""What a camera's scene may show: a paper, a hyphen, and how it lies there."""
SURPRISES = (
    "popup", "slow", "offline", "refused", "wrong-person", "wrong-payee", "lookalike", "message", "call",
)  # fmt: skip
GENUINE, FRAUD = "genuine", "fraud"
SIGNALS = (GENUINE, FRAUD)
TRIAL, TRUST, DOUBT, OTHER = "trial", "trust", "doubt", "other"
"""The name of the screen that a trial puts in, and of its three buttons."""


@dataclass(frozen=True, slots=True)
class Text:
    """One message: a stable key (msgctxt) and the Chinese source, `$tokens` unfilled."""

    key: str
    zh: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One part of a message that may be pointed at: whether it is a clue, and what is said then."""

    part: Text
    clue: bool
    say: Text


@dataclass(frozen=True, slots=True)
class Widget:
    """One thing on the glass. `name` is empty when no act names it; options it has not are at their defaults.

    `also` is what may be typed instead of `answer`: the same in another language. `at` is the option, from 1, at
    which a slider or a wheel stands when the screen comes.
    """

    kind: str
    name: str = ""
    words: Text | None = None
    text: Text | None = None
    sub: Text | None = None
    sender: Text | None = None
    state: Text | None = None
    nudge: Text | None = None
    answer: str = ""
    also: str = ""
    must: bool | None = None
    on: bool = False
    below: bool = False
    ad: bool = False
    new: bool = False
    ok: bool = True
    badge: int = 0
    need: int = 0
    at: int = 1
    scene: str = ""
    asks: str = ""
    signal: str = ""
    options: tuple[Text, ...] = ()
    spots: tuple[Spot, ...] = ()
    buttons: tuple[Widget, ...] = ()

    @property
    def target(self) -> str:
        """The word an act uses for this widget: its name, or its kind when it has none."""
        return self.name or self.kind

    @property
    def asked(self) -> int:
        """Which option, or which guess of a handwriting pad, is the answer, from 1; 0 for none."""
        said = [option.zh for option in self.options] or [spot.part.zh for spot in self.spots]
        return said.index(self.answer) + 1 if self.answer in said else 0

    def texts(self) -> Iterator[Text]:
        """Every message on this widget, nudges and spots included."""
        for text in (self.words, self.text, self.sub, self.sender, self.state, self.nudge, *self.options):
            if text is not None:
                yield text
        for spot in self.spots:
            yield spot.part
            yield spot.say
        for button in self.buttons:
            yield from button.texts()


@dataclass(frozen=True, slots=True)
class Slip:
    """A foreseen mistake: its kind words, whether to practise the screen once more, and a detour to play."""

    say: Text
    again: bool = False
    detour: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An act as an author writes it: `tap pay before payee`, `tap promo twice`, or just `tap pay`."""

    act: str
    before: str = ""
    twice: bool = False

    @classmethod
    def parse(cls, written: str) -> Rule:
        """Read an author's words; raises ValueError when they are not `verb`, `verb target` and a known ending."""
        words = written.split()
        before, twice = "", False
        if len(words) > 2 and words[-2] == "before":
            before, words = words[-1], words[:-2]
        elif len(words) > 2 and words[-1] == "twice":
            twice, words = True, words[:-1]
        if not words or words[0] not in VERBS or len(words) > 2 or (len(words) == 1 and words[0] != "wait"):
            raise ValueError(written)
        return cls(" ".join(words), before, twice)

    @property
    def verb(self) -> str:
        """The first word."""
        return self.act.split(" ", 1)[0]

    @property
    def target(self) -> str:
        """What the act is done to; empty for `wait`."""
        return self.act.split(" ", 1)[1] if " " in self.act else ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is on the glass, what the teacher says, and what each act does."""

    name: str
    app: str
    say: Text
    show: tuple[Widget, ...] = ()
    skills: tuple[str, ...] = ()
    right: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[tuple[Rule, Slip], ...] = ()
    fine: Mapping[str, Text] = field(default_factory=dict)
    hints: tuple[Text, ...] = ()
    wait: int = 0
    end: bool = False
    difficulty: float = 0.5

    def widgets(self) -> Iterator[Widget]:
        """Every widget, a pop-up's buttons included, from the top."""
        for widget in self.show:
            yield widget
            yield from widget.buttons

    def widget(self, target: str) -> Widget | None:
        """The widget an act's target means, by name first, then by kind; an option `place.2` means `place`."""
        whole = target.split(".", 1)[0]
        named = next((w for w in self.widgets() if w.name and w.name == whole), None)
        return named or next((w for w in self.widgets() if not w.name and w.kind == whole), None)

    def texts(self) -> Iterator[Text]:
        """Every message of this screen."""
        yield self.say
        yield from self.hints
        for _, slip in self.wrong:
            yield slip.say
        yield from self.fine.values()
        for widget in self.show:
            yield from widget.texts()

    def told(self) -> Iterator[Text]:
        """Every message after a wrong move here: the slips that are listed, and the nudges of its fields."""
        for _, slip in self.wrong:
            yield slip.say
        yield from (widget.nudge for widget in self.widgets() if widget.nudge is not None)

    def spoken(self) -> Iterator[Text]:
        """Every message the teacher says aloud here: the line, hints, slips, neutral words, nudges, spots."""
        yield self.say
        yield from self.hints
        for _, slip in self.wrong:
            yield slip.say
        yield from self.fine.values()
        for widget in self.widgets():
            if widget.nudge is not None:
                yield widget.nudge
            for spot in widget.spots:
                yield spot.say

    def messages(self) -> Iterator[Text]:
        """What others say here, to be heard as well as read: messages, windows that ask for trust, a caller's words."""
        called = any(widget.kind == "call" for widget in self.show)
        for widget in self.show:
            if widget.signal and widget.text is not None:
                yield widget.text
            elif called and widget.kind == "text" and widget.words is not None:
                yield widget.words


@dataclass(frozen=True, slots=True)
class Twist:
    """A harder variation: the screens it adds, the ones it changes, and where it steps in.

    `trial` is the id of the signal that a trial shows; a twist that the lesson's author wrote has none.
    """

    number: int
    name: Text
    level: int
    surprise: str = ""
    before: str = ""
    added: Mapping[str, Screen] = field(default_factory=dict)
    changed: Mapping[str, Screen] = field(default_factory=dict)
    trial: str = ""

    @property
    def entry(self) -> str:
        """The name of the screen this twist puts in front of another."""
        return TRIAL if self.trial else f"twist{self.number}"

    @property
    def signal(self) -> str:
        """Whether what a trial shows is genuine or fraud; empty for a twist that is no trial."""
        shown = self.added[TRIAL].widgets() if self.trial else ()
        return next((widget.signal for widget in shown if widget.signal), "")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a practice card: invented, and the only identity a lesson knows."""

    id: str
    name: Text
    home: Text | None = None
    role: Text | None = None
    id_no: str = ""
    pin: str = ""
    phone: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One service as a play: its screens, its twists and the words around them."""

    id: str
    format: int
    title: Text
    track: str
    minutes: int
    needs: tuple[str, ...]
    learner: Person
    story: Text
    goal: Text
    start: str
    finish: str
    facts: Mapping[str, Text]
    remember: tuple[Text, ...]
    otherwise: Text
    screens: Mapping[str, Screen]
    twists: tuple[Twist, ...] = ()
    demo: tuple[str, ...] = ()
    service: str = ""
    version: int = 1
    checked: str = ""
    gentle: bool = False
    real_data: Text = Text("slips.real-data", "")
    hash: str = ""

    @property
    def own_twists(self) -> tuple[Twist, ...]:
        """The twists that its author wrote."""
        return tuple(twist for twist in self.twists if not twist.trial)

    @property
    def trials(self) -> tuple[Twist, ...]:
        """The twists that were dealt to it from the bank of signals."""
        return tuple(twist for twist in self.twists if twist.trial)

    @property
    def skills(self) -> tuple[str, ...]:
        """Every skill the base lesson practises, in order of meeting."""
        return tuple(dict.fromkeys(skill for screen in self.screens.values() for skill in screen.skills))

    def every_screen(self) -> Iterator[Screen]:
        """Every screen of the lesson, and those that its twists add or change."""
        yield from self.screens.values()
        for twist in self.twists:
            yield from (*twist.added.values(), *twist.changed.values())

    def told(self) -> Iterator[Text]:
        """Every message after a wrong move, as often as it is said: slips, nudges, and `otherwise` once."""
        yield self.otherwise
        for screen in self.every_screen():
            yield from screen.told()

    def texts(self) -> Iterator[Text]:
        """Every message of the lesson once per key, shared slips and the person's words included."""
        seen: set[str] = set()
        for text in self._texts():
            if text.key not in seen:
                seen.add(text.key)
                yield text

    def _texts(self) -> Iterator[Text]:
        yield from (self.title, self.story, self.goal, self.otherwise, self.real_data)
        yield from self.remember
        yield from self.facts.values()
        yield from (text for text in (self.learner.name, self.learner.home, self.learner.role) if text is not None)
        for screen in self.screens.values():
            yield from screen.texts()
        for twist in self.twists:
            yield twist.name
            for screen in (*twist.added.values(), *twist.changed.values()):
                yield from screen.texts()

    def spoken(self) -> Iterator[Text]:
        """Every message that is said aloud in the lesson or any of its twists, once per key."""
        seen: set[str] = set()
        lines = [self.title, self.story, self.goal, self.otherwise, self.real_data, *self.remember]
        for text in (*lines, *(text for screen in self.every_screen() for text in screen.spoken())):
            if text.key not in seen:
                seen.add(text.key)
                yield text


@dataclass(frozen=True, slots=True)
class Play:
    """A lesson with at most one twist worked in: the screens as this sitting meets them."""

    lesson: Lesson
    twist: int
    start: str
    screens: Mapping[str, Screen]

    @property
    def finish(self) -> str:
        """The screen that ends the play."""
        return self.lesson.finish

    @property
    def trial(self) -> Twist | None:
        """The trial that is worked in, if the twist is one."""
        chosen = self.lesson.twists[self.twist - 1] if self.twist else None
        return chosen if chosen is not None and chosen.trial else None


def stage(lesson: Lesson, twist: int = 0) -> Play:
    """Work twist number `twist` (from 1; 0 for none) into the lesson; raises KeyError for a number it has not."""
    if not twist:
        return Play(lesson, 0, lesson.start, lesson.screens)
    if not 0 < twist <= len(lesson.twists):
        raise KeyError(f"{lesson.id} has {len(lesson.twists)} twists, not a number {twist}")
    chosen = lesson.twists[twist - 1]
    screens = {name: chosen.changed.get(name, screen) for name, screen in lesson.screens.items()}
    start = lesson.start
    if chosen.before:
        screens = {name: _redirect(screen, chosen.before, chosen.entry) for name, screen in screens.items()}
        start = chosen.entry if start == chosen.before else start
    screens.update(chosen.added)
    return Play(lesson, twist, start, MappingProxyType(screens))


def _redirect(screen: Screen, before: str, entry: str) -> Screen:
    if before not in screen.right.values():
        return screen
    return replace(screen, right={act: entry if to == before else to for act, to in screen.right.items()})
