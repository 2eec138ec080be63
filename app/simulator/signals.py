"""Reads the bank of genuine and fraudulent messages, calls and pop-ups, and draws each as a screen; knows no lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap

from app.simulator import saying
from app.simulator.catalogue import Catalogue
from app.simulator.lesson import DOUBT, FRAUD, GENUINE, OTHER, SIGNALS, TRIAL, TRUST, Rule, Screen, Slip, Text, Widget
from app.simulator.order import spread
from app.simulator.reading import Reading, line_of, load
from app.simulator.saying import PRACTICE, Finding, Translate
from app.simulator.screens import difficulty

KINDS: Final = {"sms": "message", "call": "call", "popup": "popup"}
"""How a signal comes, and which surprise that is."""
SKILLS: Final = ("scam-recognition", "official-source")
OFFICIAL: Final = frozenset(("medical", "pension", "police", "village", "power", "train", "school"))
"""Themes in which it matters to know the office itself from others that speak for it."""
ON_THE_LINE: Final = Text("signals.on-the-line", "通话中")
NEEDED: Final = ("kind", "signal", "theme", "text", "say", TRUST, DOUBT, "slip", OTHER, "hints")
KNOWN: Final = frozenset(NEEDED) | {"from"}
_ID: Final = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class Signal:
    """One message, call or pop-up: what it shows, what the teacher says, and what its three buttons say.

    `signal` tells whether it deserves belief, by which `trust` or `doubt` is the right button; `other` never is.
    """

    id: str
    kind: str
    signal: str
    theme: str
    text: Text
    say: Text
    trust: Text
    doubt: Text
    slip: Text
    other: Text
    other_say: Text
    hints: tuple[Text, ...]
    sender: Text | None = None

    @property
    def name(self) -> Text:
        """What it is called in a list."""
        return self.sender or self.text

    @property
    def right(self) -> str:
        """The button that is right: `trust` or `doubt`."""
        return TRUST if self.signal == GENUINE else DOUBT

    def told(self) -> tuple[Text, Text]:
        """What is said after a wrong button."""
        return self.slip, self.other_say

    def spoken(self) -> Iterator[Text]:
        """Every message that the teacher says."""
        yield from (self.say, *self.told(), *self.hints)

    def texts(self) -> Iterator[Text]:
        """Every message of it."""
        if self.sender is not None:
            yield self.sender
        yield from (self.text, self.trust, self.doubt, self.other)
        yield from self.spoken()

    def screen(self, to: str) -> Screen:
        """It as a screen whose right button leads on to `to`; the order of its buttons says nothing about it."""
        buttons = tuple(
            Widget("button", name, words=getattr(self, name))
            for name in sorted((TRUST, DOUBT, OTHER), key=lambda name: spread(self.id, name))
        )
        slip = TRUST if self.right == DOUBT else DOUBT
        app, show = _drawn(self, buttons)
        screen = Screen(
            name=TRIAL,
            app=app,
            say=self.say,
            show=show,
            skills=SKILLS if self.theme in OFFICIAL else SKILLS[:1],
            right={f"tap {self.right}": to},
            wrong=((Rule(f"tap {slip}"), Slip(self.slip)), (Rule(f"tap {OTHER}"), Slip(self.other_say))),
            hints=self.hints,
        )
        return replace(screen, difficulty=difficulty(screen))


@dataclass(frozen=True, slots=True)
class Bank:
    """The signals that can be used, in the order of the file, and the reading with every mistake."""

    signals: tuple[Signal, ...]
    reading: Reading


NO_BANK: Final = Bank((), Reading("signals.yaml"))
"""No signals at all."""


def read_bank(source: Path | str, file: str = "") -> Bank:
    """Read the bank from a path, or from text when `source` is a string; what is broken is left out and told."""
    reading = Reading(file or (str(source) if isinstance(source, Path) else "signals.yaml"))
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    except (OSError, UnicodeDecodeError) as problem:
        reading.mistake("", f"the file cannot be opened: {problem}", "Check its name and that it is UTF-8 text")
        return Bank((), reading)
    data = load(text, reading)
    if data is None:
        return Bank((), reading)
    nodes = data.get("signals")
    if not isinstance(nodes, CommentedMap):
        reading.mistake("", "no signals in this file", "Begin with `signals:`")
        return Bank((), reading)
    return Bank(tuple(one for id_ in nodes if (one := _read(str(id_), nodes, reading)) is not None), reading)


def check_bank(bank: Bank, catalogue: Catalogue, translate: Translate | None = None) -> None:
    """Note in the bank's reading what its texts must not say; without `translate` no translation is asked for."""
    if translate is not None and bank.signals:
        _note(bank, ON_THE_LINE, saying.untranslated(ON_THE_LINE, False, translate, catalogue))
    for signal in bank.signals:
        spoken, told = {text.key for text in signal.spoken()}, {text.key for text in signal.told()}
        for text in signal.texts():
            for rule in (saying.unsafe, saying.strangers):
                _note(bank, text, rule(text.zh, catalogue))
            _note(bank, text, saying.half_width(text.zh))
            if text.key in spoken:
                _note(bank, text, saying.unheard(text.zh, catalogue))
            if text.key in told:
                _note(bank, text, saying.unlike_beats(text.zh))
            if translate is not None:
                said = text.key in spoken
                _note(bank, text, saying.untranslated(text, said, translate, catalogue, beats=text.key in told))
        if signal.kind != "call" and not signal.text.zh.startswith(PRACTICE):
            _note(bank, signal.text, [(f"it does not begin with {PRACTICE}", f"Begin `text:` with {PRACTICE}")])


def _note(bank: Bank, text: Text, findings: Iterator[Finding] | list[Finding]) -> None:
    for what, fix in findings:
        bank.reading.mistake(text.key, what, fix)


def _drawn(signal: Signal, buttons: tuple[Widget, ...]) -> tuple[str, tuple[Widget, ...]]:
    """Whose screen it is, and what is on it from the top."""
    believed, sender, text = signal.signal, signal.sender, signal.text
    if signal.kind == "popup":
        look = "settings" if signal.theme == "system" else "web"
        return "system", (Widget("popup", look, text=text, sender=sender, signal=believed, buttons=buttons),)
    if signal.kind == "call":
        caller = Widget("call", "caller", sender=sender, state=ON_THE_LINE, signal=believed)
        return "phone", (caller, Widget("text", "words", words=text), *buttons)
    return "sms", (Widget("sms", "body", text=text, sender=sender, signal=believed), *buttons)


def _read(id_: str, nodes: CommentedMap, reading: Reading) -> Signal | None:
    """One entry; None, with the mistakes noted, when it cannot be played."""
    where, node = f"signals.{id_}", nodes[id_]
    reading.lines[where] = line_of(nodes, id_) or 1
    before = len(reading.mistakes)
    if not _ID.fullmatch(id_):
        reading.mistake(where, f"`{id_}` is no id", "Write it with a-z and -")
    if not isinstance(node, CommentedMap):
        reading.mistake(where, f"`{id_}` is empty", f"Give it {', '.join(NEEDED)}")
        return None
    _shape(id_, where, node, reading)
    if len(reading.mistakes) > before:
        return None

    def text(part: str, words: Any) -> Text:
        return Text(f"{where}.{part}", str(words))

    return Signal(
        id=id_,
        kind=str(node["kind"]),
        signal=str(node["signal"]),
        theme=str(node["theme"]),
        **{part: text(part, node[part]) for part in ("text", "say", TRUST, DOUBT, "slip")},
        other=text(OTHER, node[OTHER]["act"]),
        other_say=text(f"{OTHER}.say", node[OTHER]["say"]),
        hints=tuple(text(f"hint.{i}", hint) for i, hint in enumerate(node["hints"], 1)),
        sender=text("from", node["from"]) if node.get("from") else None,
    )


def _shape(id_: str, where: str, node: CommentedMap, reading: Reading) -> None:
    """Note every key that is missing, unknown or no word of its list, and where each key stands."""
    for key in node:
        reading.lines[f"{where}.{key}"] = line_of(node, key) or reading.lines[where]
        if key not in KNOWN:
            reading.mistake(f"{where}.{key}", f"unknown key `{key}`", f"Use one of {', '.join(sorted(KNOWN))}")
    for key in (*NEEDED, *(() if node.get("kind") == "popup" else ("from",))):
        if not node.get(key):
            reading.mistake(
                where, f"`{id_}` has no `{key}`", f"Add `{key}:`; docs/lesson-format.md tells what it holds"
            )
    for key, words in (("kind", tuple(KINDS)), ("signal", SIGNALS)):
        if node.get(key) and node[key] not in words:
            reading.mistake(f"{where}.{key}", f"`{node[key]}` is no {key}", f"Write one of {', '.join(words)}")
    other, hints = node.get(OTHER), node.get("hints")
    if other and not (isinstance(other, CommentedMap) and set(other) == {"act", "say"} and all(other.values())):
        reading.mistake(f"{where}.{OTHER}", "the third button is not whole", "Write `other: {act: …, say: …}`")
    if hints and (isinstance(hints, str) or len(hints) != 3):
        reading.mistake(f"{where}.hints", "not three hints", "Write three: where to look, what to do, do it with me")
    if isinstance(hints, list):
        for i in range(len(hints)):
            reading.lines[f"{where}.hint.{i + 1}"] = line_of(hints, i) or reading.lines[f"{where}.hints"]


def counts(signals: tuple[Signal, ...]) -> tuple[int, int]:
    """How many of them are fraud, and how many genuine."""
    fraud = sum(signal.signal == FRAUD for signal in signals)
    return fraud, len(signals) - fraud
