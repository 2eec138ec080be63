"""Brings the .po file of lessons in step with what the lessons say now: text in, text out; it translates nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel.messages.pofile import denormalize, normalize

from app.dialects.catalogues import needs_words
from app.simulator.lesson import Text

Place = tuple[str, str]
"""The key of an entry and the Chinese it was made for."""

_OLD = "#~ "
_NEXT = re.compile(r'(?<=")\n(?=#(?!~)|msgctxt|#~ msgctxt)')
_ENTRY = re.compile(r'^msgctxt (?P<key>(?:".*"\n)+)msgid (?P<zh>(?:".*"\n)+)msgstr ', re.MULTILINE)


@dataclass(frozen=True)
class Renewed:
    """A catalogue in step, and what was done for it."""

    text: str
    added: tuple[Place, ...]
    """Entries that wait for words now."""
    stale: tuple[Place, ...]
    """Entries that were set aside, as nobody says this Chinese at this place any more."""


def renewed(text: str, messages: Iterable[Text], complete: bool) -> Renewed:
    """A catalogue with each entry of `messages` that it has, in its order, comments and all.

    A `complete` one gets an empty entry for each message that it lacks, behind the message before it. What nobody says
    any more is kept at the end as obsolete (`#~`), and comes back should its Chinese come back.
    """
    header, *blocks = _blocks(text) or [""]
    entries = {place: block for block in blocks if (place := _place(block))}
    loose = [block for block in blocks if not _place(block)]
    wanted = {(one.key, one.zh): None for one in messages}
    worded = [place for place in wanted if needs_words(place[1])]
    now = {place: _fresh(block) for place, block in entries.items() if place in wanted}
    added = [place for place in worded if place not in now] if complete else []
    order = list(now)
    if added:
        order = _in_place(order, list(wanted), set(added))
        now |= {place: _empty(place) for place in added}
    gone = {place: block for place, block in entries.items() if place not in wanted}
    stale = tuple(place for place, block in gone.items() if not _is_old(block))
    old = [block if _is_old(block) else _aged(block) for block in gone.values() if not block.endswith('msgstr ""')]
    parts = [header, *(now[place] for place in order), *loose, *old]
    return Renewed("\n\n".join(parts) + "\n", tuple(added), stale)


def stale(text: str, messages: Iterable[Text]) -> list[Place]:
    """The entries of a catalogue that no message has any more, those set aside not counted."""
    wanted = {(one.key, one.zh) for one in messages}
    entries = ((block, _place(block)) for block in _blocks(text))
    return [place for block, place in entries if place and not _is_old(block) and place not in wanted]


def _in_place(order: list[Place], wanted: list[Place], added: set[Place]) -> list[Place]:
    """An order with each new place behind the one that stands before it among those wanted."""
    behind: dict[Place | None, list[Place]] = {}
    before: Place | None = None
    for place in wanted:
        if place in added:
            behind.setdefault(before, []).append(place)
        else:
            before = place
    found = list(behind.get(None, []))
    for place in order:
        found += [place, *behind.get(place, [])]
    return found


def _blocks(text: str) -> list[str]:
    """The header and the entries, comments and all, with or without an empty line between them."""
    apart = _NEXT.sub("\n\n", text)
    return [block.strip("\n") for block in apart.split("\n\n") if block.strip("\n")]


def _place(block: str) -> Place | None:
    entry = _ENTRY.search(_fresh(block) + "\n")
    return (denormalize(entry["key"].rstrip("\n")), denormalize(entry["zh"].rstrip("\n"))) if entry else None


def _is_old(block: str) -> bool:
    return any(line.startswith(_OLD) for line in block.splitlines())


def _fresh(block: str) -> str:
    return "\n".join(line.removeprefix(_OLD) for line in block.splitlines())


def _aged(block: str) -> str:
    return "\n".join(line if line.startswith("#") else _OLD + line for line in block.splitlines())


def _empty(place: Place) -> str:
    key, zh = (normalize(words, width=0) for words in place)
    return f'msgctxt {key}\nmsgid {zh}\nmsgstr ""'
