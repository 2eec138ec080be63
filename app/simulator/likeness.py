"""How much lessons repeat each other, names, numbers, facts and apps left aside; knows no file and no learner.

A screen is here the row of its widgets' kinds with their words, and what is said on it. Two screens are the same when
these are nine tenths alike by difflib's ratio (Ratcliff and Metzener 1988: twice the letters in matching blocks, over
all letters). So that not every two are laid beside each other, pairs come from their pieces of three letters: a letter
that does not match spoils at most three pieces, so two texts nine tenths alike share far more than PIECES of the fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from app.simulator.catalogue import Catalogue
from app.simulator.lesson import WIDGETS, Lesson, Screen, Widget

ALIKE: Final = 0.9
"""From this ratio on two screens count as the same."""
PIECES: Final = 0.35

_PRACTICE: Final = "（练习）"
_MARK: Final = "#"
_SAID: Final = re.compile(rf"(?:\$[a-z_]+|[0-9０-９零一二两三四五六七八九十百千万]|{_PRACTICE}|{_MARK})+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lessons with screens that are the same: the larger share of the two, and which, as (one's, other's)."""

    one: str
    other: str
    share: float
    screens: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    name: str
    text: str
    pieces: frozenset[str]


def pairs(lessons: Sequence[Lesson], catalogue: Catalogue) -> list[Pair]:
    """Every two lessons that share a screen, `one` the earlier of them, the most alike first."""
    looked = [(lesson.id, _looked(lesson, catalogue)) for lesson in lessons]
    found = []
    for (one, ours), (other, theirs) in combinations(looked, 2):
        same = [(i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs) if _same(a, b)]
        if same:
            share = max(len({i for i, _ in same}) / len(ours), len({j for _, j in same}) / len(theirs))
            found.append(Pair(one, other, share, tuple((ours[i].name, theirs[j].name) for i, j in same)))
    return sorted(found, key=lambda pair: (-pair.share, pair.one, pair.other))


def plain(screen: Screen, lesson: Lesson, catalogue: Catalogue) -> str:
    """A screen's kinds, words and line, with one mark for all that only names whom, what app or how much."""
    words = "".join(_words(screen))
    names = [person.name.zh for person in catalogue.people.values()]
    apps = [name for app in catalogue.apps.values() for name in (app.zh, app.zh.removesuffix(_PRACTICE))]
    facts = [fact.zh for fact in lesson.facts.values()]
    for word in sorted(filter(None, (*facts, *names, *catalogue.names, *apps)), key=len, reverse=True):
        words = words.replace(word, _MARK)
    return _SAID.sub(_MARK, words)


def _words(screen: Screen) -> Iterator[str]:
    for widget in screen.show:
        yield from _widget(widget)
    yield screen.say.zh


def _widget(widget: Widget) -> Iterator[str]:
    yield chr(0xE000 + WIDGETS.index(widget.kind))
    for text in (widget.words, widget.text, widget.sub, widget.sender, widget.state, *widget.options):
        if text is not None:
            yield text.zh
    yield from (spot.part.zh for spot in widget.spots)
    for button in widget.buttons:
        yield from _widget(button)


def _looked(lesson: Lesson, catalogue: Catalogue) -> list[_Looked]:
    found = []
    for screen in (screen for screen in lesson.every_screen() if not screen.end):
        text = plain(screen, lesson, catalogue)
        found.append(_Looked(screen.name, text, frozenset(text[i : i + 3] for i in range(len(text) - 2))))
    return found


def _same(a: _Looked, b: _Looked) -> bool:
    if len(a.pieces & b.pieces) < PIECES * min(len(a.pieces), len(b.pieces)):
        return False
    return SequenceMatcher(None, a.text, b.text, autojunk=False).ratio() >= ALIKE
