"""Changes a lesson's text so that every line a change does not touch stays as it is; knows no file and no catalogue."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from app.bench import emitting, renaming, splicing
from app.bench.change import ADD, MOVE, REMOVE, RENAME, SET, Change, Path, Unfit
from app.bench.spans import MAP, SCALAR, SEQ, Span, spans


def changed(text: str, change: Change) -> str:
    """The text of a lesson after one change; raises Unfit when the change does not fit.

    Comments, quoting and order of all other lines stay, to the byte. `was` is not looked at: see `stands`.
    """
    whole = spans(text)
    before = whole.plain()
    steps = list(renaming.follows(text, before, change)) if change.do == RENAME else [change]
    after = before
    for step in steps:
        after = applied(after, step)
        for small in _smaller(whole, step):
            text = _spliced(text, whole, small)
            whole = spans(text)
    if not same(whole.plain(), after):
        raise Unfit("it cannot be written here")
    return text


def document(text: str) -> dict[str, Any]:
    """The lesson as plain data (dates as text); raises Unfit for what is no lesson's text."""
    plain: dict[str, Any] = spans(text).plain()
    return plain


def stands(text: str, path: Path) -> Any:
    """What stands at a path, as plain data; None for nothing."""
    span = spans(text).at(path)
    return None if span is None else span.plain()


def written(node: Mapping[str, Any]) -> str:
    """A new lesson's text from plain data, as the shipped ones are written."""
    lines: list[str] = []
    for key, value in node.items():
        if key in (emitting.APART, "twists"):
            lines.append("")
        lines += emitting.entry(key, value, 0, "")
    return "\n".join(lines) + "\n"


def applied(node: Any, change: Change) -> Any:
    """Plain data after a change that is no renaming of more than one key; raises Unfit where it does not fit."""
    new = copy.deepcopy(node)
    *way, last = change.path
    if change.do == ADD:
        return _added(new, change)
    parent = value_at(new, tuple(way))
    if isinstance(parent, dict) and isinstance(last, str) and (last in parent or change.do == SET):
        if change.do == SET:
            parent[last] = change.now
        elif change.do == REMOVE:
            del parent[last]
        else:
            _refill(parent, change, last)
        return new
    if not isinstance(parent, list) or not isinstance(last, int) or last >= len(parent):
        if change.do == SET and isinstance(last, str) and parent is None:
            return applied(applied(node, Change(SET, tuple(way), now={})), change)
        raise Unfit(f"nothing stands at {'/'.join(map(str, change.path))}")
    if change.do == SET:
        parent[last] = change.now
    elif change.do == REMOVE:
        del parent[last]
    elif change.do == MOVE:
        parent.insert(len(parent) if change.to is None else int(change.to), parent.pop(last))
    else:
        raise Unfit("an item has no name")
    return new


def value_at(node: Any, path: Path) -> Any:
    """What stands at a path of plain data; None for nothing."""
    for step in path:
        if isinstance(node, dict) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def same(one: Any, other: Any, *, ordered: bool = True) -> bool:
    """Whether plain data is the same; `ordered`: the order of keys too."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = list(one) == list(other) if ordered else one.keys() == other.keys()
        return keys and all(same(one[key], other[key], ordered=ordered) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b, ordered=ordered) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and bool(one == other)


def _added(new: Any, change: Change) -> Any:
    *way, last = change.path
    parent = value_at(new, tuple(way))
    here = value_at(new, change.path)
    if isinstance(here, list) or not isinstance(last, str) or isinstance(change.to, int):
        if here is None:
            return applied(new, Change(SET, change.path, now=[change.now]))
        if not isinstance(here, list) or isinstance(change.to, str):
            raise Unfit("no list")
        here.insert(len(here) if change.to is None else change.to, change.now)
        return new
    if here is not None:
        raise Unfit(f"`{last}` is here already")
    if not isinstance(parent, dict):
        return applied(new, Change(SET, change.path, now=change.now))
    new_key = last not in parent
    parent[last] = change.now
    if new_key and change.to is not None:
        _refill(parent, Change(MOVE, change.path, to=change.to), last)
    return new


def _refill(parent: dict[str, Any], change: Change, last: str) -> None:
    """Move an entry before another, or give it another key in its place."""
    to = change.to
    if change.do == RENAME:
        if not isinstance(to, str) or (to in parent and to != last):
            raise Unfit(f"`{to}` is here already")
        kept = [(to if key == last else key, value) for key, value in parent.items()]
    else:
        value = parent[last]
        if to is not None and (to not in parent or to == last):
            raise Unfit(f"no `{to}` to stand before")
        kept = [pair for pair in parent.items() if pair[0] != last]
        at = len(kept) if to is None else next(i for i, (key, _) in enumerate(kept) if key == to)
        kept.insert(at, (last, value))
    parent.clear()
    parent.update(kept)


def _smaller(whole: Span, change: Change) -> Iterator[Change]:
    """The change as steps that each touch as few lines as can be, every path as it is when its turn comes."""
    if change.do == ADD:
        here = whole.at(change.path)
        if here is not None and here.kind == SCALAR and here.value is None:
            item = isinstance(change.to, int) or not isinstance(change.path[-1], str)
            yield from _smaller(whole, Change(SET, change.path, now=[change.now] if item else change.now))
            return
        yield change
        return
    if change.do != SET:
        yield change
        return
    here = whole.at(change.path)
    yield from _differences(change.path, here.plain() if here is not None else None, change.now, here is not None)


def _differences(path: Path, old: Any, new: Any, known: bool) -> Iterator[Change]:
    if known and same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new and _in_order(old, new):
        for key in [key for key in old if key not in new]:
            yield Change(REMOVE, (*path, key))
        keys = list(new)
        for place, key in enumerate(keys):
            if key in old:
                yield from _differences((*path, key), old[key], new[key], True)
            else:
                later = next((one for one in keys[place + 1 :] if one in old), None)
                yield Change(ADD, (*path, key), now=new[key], to=later)
        return
    if isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _between(path, old, new)
        return
    yield Change(SET, path, now=new)


def _in_order(old: dict[str, Any], new: dict[str, Any]) -> bool:
    both = [key for key in old if key in new]
    return bool(both) and both == [key for key in new if key in old]


def _between(path: Path, old: list[Any], new: list[Any]) -> Iterator[Change]:
    """Lists differ between a common beginning and a common end."""
    first = 0
    while first < min(len(old), len(new)) and same(old[first], new[first]):
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and same(old[-1 - last], new[-1 - last]):
        last += 1
    gone, came = len(old) - last - first, len(new) - last - first
    for place in range(first, first + min(gone, came)):
        yield from _differences((*path, place), old[place], new[place], True)
    for _ in range(gone - came):
        yield Change(REMOVE, (*path, first + came))
    for place in range(first + gone, first + came):
        yield Change(ADD, path, now=new[place], to=place)


def _spliced(text: str, whole: Span, change: Change) -> str:
    """One small step on the text."""
    *way, last = change.path
    span = whole.at(tuple(way))
    if change.do == ADD and (here := whole.at(change.path)) is not None and here.kind == SEQ:
        if not here.entries:
            return _set(text, whole, change.path, [change.now])
        place = len(here.entries) if change.to is None else min(int(change.to), len(here.entries))
        return splicing.add(text, here, place, "", change.now)
    if change.do == ADD and isinstance(change.to, int):
        return _set(text, whole, change.path, [change.now])
    if span is None or span.kind == SCALAR:
        return _set(text, whole, tuple(way), {str(last): change.now})
    place_ = span.index(last)
    if change.do == ADD or (change.do == SET and place_ is None):
        if not span.entries:
            return _set(text, whole, tuple(way), {str(last): change.now})
        before = None if change.to is None else span.index(change.to)
        return splicing.add(text, span, len(span.entries) if before is None else before, str(last), change.now)
    if place_ is None:
        raise Unfit("nothing stands there")
    if change.do == SET:
        return splicing.put(text, span, place_, change.now, _within_brackets(whole, tuple(way)))
    if change.do == REMOVE:
        if len(span.entries) == 1:
            return _set(text, whole, tuple(way), {} if span.kind == MAP else [])
        return splicing.take(text, span, place_)
    if change.do == RENAME:
        entry = span.entries[place_]
        end = _key_end(text, entry.start, entry.after)
        return splicing.rekey(text, entry, end, str(change.to), _within_brackets(whole, tuple(way)))
    order = [i for i in range(len(span.entries)) if i != place_]
    to = len(order) if change.to is None else change.to
    at = to if isinstance(to, int) else order.index(span.index(to) or 0)
    order.insert(at, place_)
    return splicing.reorder(text, span, order)


def _set(text: str, whole: Span, path: Path, value: Any) -> str:
    """Put a value where nothing, or something empty, stands; a parent that is not there comes with it."""
    if not path:
        raise Unfit("a lesson is not emptied")
    return _spliced(text, whole, Change(SET, path, now=value))


def _key_end(text: str, start: int, after: int) -> int:
    return start + len(text[start : after - 1].rstrip())


def _within_brackets(whole: Span, path: Path) -> bool:
    """Whether what stands below a path stands between brackets."""
    span = whole
    if span.flow:
        return True
    for step in path:
        place = span.index(step)
        if place is None:
            return False
        span = span.entries[place].node
        if span.flow and span.kind != SCALAR:
            return True
    return False
