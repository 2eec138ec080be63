"""Puts an entry into a lesson's text, takes it out or moves it, and leaves every other line alone; knows no lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.bench import emitting
from app.bench.change import Unfit
from app.bench.spans import MAP, SCALAR, SEQ, Entry, Span


def put(text: str, span: Span, place: int, value: Any, flow: bool) -> str:
    """The text with another value at an entry; `flow` where it stands between brackets."""
    entry = span.entries[place]
    old = entry.node
    if flow or not emitting.below(value, entry.key) or span.kind == SEQ:
        return _in_line(text, span, entry, value, flow)
    column = _column(text, entry.start)
    written = list(emitting.lines(value, column if isinstance(value, list) else column + 2, entry.key))
    if _below(text, entry):
        first = _line_start(text, old.start)
        return text[:first] + "\n".join(written) + text[old.end :]
    kept = _line_end(text, old.end)
    rest = text[old.end : kept].rstrip()
    return text[: entry.after] + rest + "\n" + "\n".join(written) + text[kept:]


def add(text: str, span: Span, place: int, key: str, value: Any) -> str:
    """The text with one more entry before the `place`-th of a mapping or list that has some."""
    entries = span.entries
    if span.flow:
        new = emitting.inline({key: value})[1:-1] if span.kind == MAP else emitting.inline(value)
        if place < len(entries):
            return text[: entries[place].start] + new + ", " + text[entries[place].start :]
        return text[: entries[-1].node.end] + ", " + new + text[entries[-1].node.end :]
    column = _column(text, entries[0].start)
    lines = _entry_lines(span, key, value, column)
    apart = _apart(text, entries) or key_apart(span, key, value)
    if place >= len(entries):
        behind = _line_end(text, entries[-1].node.end)
        return text[:behind] + "\n" + ("\n" if apart else "") + "\n".join(lines) + text[behind:]
    first = entries[place].start
    if text[_line_start(text, first) : first].strip():  # Its first key stands behind a dash.
        return text[:first] + "\n".join(lines).lstrip() + "\n" + " " * column + text[first:]
    above = _above(text, span, place)
    return text[:above] + "\n".join(lines) + "\n" + ("\n" if apart else "") + text[above:]


def key_apart(span: Span, key: str, value: Any) -> bool:
    """Whether a new entry is a screen, which has an empty line around it where its siblings do."""
    return span.kind == MAP and isinstance(value, Mapping) and "say" in value and len(span.entries) == 1 and bool(key)


def take(text: str, span: Span, place: int) -> str:
    """The text without an entry of a mapping or list that has more; comments above it stay."""
    entries = span.entries
    entry = entries[place]
    if span.flow:
        if place + 1 < len(entries):
            return text[: entry.start] + text[entries[place + 1].start :]
        return text[: entries[place - 1].node.end] + text[entry.node.end :]
    first, last = _line_start(text, entry.start), _line_end(text, entry.node.end) + 1
    if text[first : entry.start].strip():
        return text[: entry.start] + text[entries[place + 1].start :]
    if place + 1 < len(entries):
        return text[:first] + text[_past_blank(text, last) :]
    while first and not text[_line_start(text, first - 1) : first].strip():
        first = _line_start(text, first - 1)
    return text[:first] + text[last:]


def reorder(text: str, span: Span, order: Sequence[int]) -> str:
    """The text with the entries of a mapping or list in another order, each with the comments above it."""
    entries = span.entries
    if list(order) == sorted(order):
        return text
    if span.flow:
        pieces = [(entry.start, entry.node.end) for entry in entries]
    else:
        pieces = [(_above(text, span, i), _line_end(text, entry.node.end)) for i, entry in enumerate(entries)]
        if text[_line_start(text, entries[0].start) : entries[0].start].strip():
            raise Unfit("the first key stands behind a dash")
    between = [text[end:start] for (_, end), (start, _) in pairwise(pieces)] + [""]
    moved = [text[pieces[i][0] : pieces[i][1]] for i in order]
    body = "".join(piece + gap for piece, gap in zip(moved, between, strict=True))
    return text[: pieces[0][0]] + body + text[pieces[-1][1] :]


def rekey(text: str, entry: Entry, old_end: int, key: str, flow: bool) -> str:
    """The text with another key at an entry."""
    return text[: entry.start] + emitting.scalar(key, flow=flow) + text[old_end:]


def _in_line(text: str, span: Span, entry: Entry, value: Any, flow: bool) -> str:
    old = entry.node
    if span.kind == SEQ and not flow:
        lines = list(emitting.item(value, _column(text, entry.start)))
        return text[: entry.start] + "\n".join(lines).lstrip() + text[old.end :]
    new = emitting.inline(value) if flow or isinstance(value, Mapping | list) else emitting.scalar(value)
    if span.kind == MAP and not flow and _below(text, entry):
        kept = text[entry.after : _line_end(text, entry.after)].rstrip()
        return text[: entry.after] + " " + new + ("  " + kept.lstrip() if kept.strip() else "") + text[old.end :]
    if old.start == old.end:
        return text[: old.start] + " " + new + _narrowed(text[old.end :], len(new) + 1)
    return text[: old.start] + new + text[old.end :]


def _narrowed(rest: str, by: int) -> str:
    """The rest of a line with a comment kept where it stood, as far as there is room."""
    line = rest.split("\n", 1)[0]
    room = len(line) - len(line.lstrip(" "))
    return rest[min(by, max(0, room - 1)) :] if line.lstrip(" ").startswith("#") else rest


def _entry_lines(span: Span, key: str, value: Any, column: int) -> list[str]:
    if span.kind == SEQ:
        return list(emitting.item(value, column))
    return list(emitting.entry(key, value, column, " " * column))


def _below(text: str, entry: Entry) -> bool:
    """Whether a value stands on lines of its own below its key."""
    return entry.node.kind != SCALAR and not entry.node.flow and "\n" in text[entry.after : entry.node.start]


def _above(text: str, span: Span, place: int) -> int:
    """Where the lines of an entry begin, comments right above it included; what stands above the first is not its."""
    start = _line_start(text, span.entries[place].start)
    floor = span.entries[place - 1].node.end if place else start
    while start > floor:
        line = _line_start(text, start - 1)
        if line < floor or not text[line:start].lstrip(" ").startswith("#"):
            break
        start = line
    return start


def _apart(text: str, entries: Sequence[Entry]) -> bool:
    """Whether the last two entries have an empty line between them."""
    if len(entries) < 2:
        return False
    return "\n\n" in text[entries[-2].node.end : entries[-1].start]


def _past_blank(text: str, start: int) -> int:
    while start < len(text) and not text[start : _line_end(text, start)].strip():
        start = _line_end(text, start) + 1
    return min(start, len(text))


def _column(text: str, place: int) -> int:
    return place - _line_start(text, place)


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
