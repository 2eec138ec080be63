"""Where each thing of a lesson's YAML begins and ends in the text, and what it is as plain data; it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.bench.change import Path, Unfit

MAP, SEQ, SCALAR = "map", "seq", "scalar"
_STR: Final = "tag:yaml.org,2002:str"
_TAGS: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "timestamp"))
_DEEPEST: Final = 40


@dataclass(slots=True)
class Entry:
    """One entry of a mapping or one item of a list.

    `start` is where its key stands, or its dash, or in a list within brackets the item itself; `after` is the place
    behind the colon or the dash.
    """

    key: str
    start: int
    after: int
    node: Span


@dataclass(slots=True)
class Span:
    """A mapping, a list or a scalar, and the piece of text that it is: `end` is behind its last sign."""

    kind: str
    start: int
    end: int
    flow: bool
    value: Any
    entries: list[Entry]

    def plain(self) -> Any:
        """The same as plain data."""
        if self.kind == MAP:
            return {entry.key: entry.node.plain() for entry in self.entries}
        if self.kind == SEQ:
            return [entry.node.plain() for entry in self.entries]
        return self.value

    def index(self, step: str | int) -> int | None:
        """At which place an entry stands, None where there is none."""
        if self.kind == SEQ:
            return step if isinstance(step, int) and step < len(self.entries) else None
        if self.kind == MAP:
            return next((i for i, entry in enumerate(self.entries) if entry.key == step), None)
        return None

    def at(self, path: Path) -> Span | None:
        """What stands at a path below, None for nothing."""
        span = self
        for step in path:
            if (place := span.index(step)) is None:
                return None
            span = span.entries[place].node
        return span


@lru_cache(maxsize=4)
def spans(text: str) -> Span:
    """The whole document, to be looked at only.

    Raises Unfit for what is no mapping, or has aliases, anchors, tags or a key twice.
    """
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(text)
        if not isinstance(node, MappingNode):
            raise Unfit("no lesson")
        return _Reader(text, yaml).span(node, 0)
    except (YAMLError, ValueError, RecursionError) as problem:
        raise Unfit(str(problem).splitlines()[0] if str(problem) else "not readable") from problem


class _Reader:
    """Makes spans of composed nodes."""

    def __init__(self, text: str, yaml: YAML) -> None:
        self.text, self.yaml = text, yaml

    def span(self, node: Node, deep: int) -> Span:
        if node.anchor is not None or deep > _DEEPEST:
            raise Unfit("an anchor, or too deep")
        start = node.start_mark.index
        if isinstance(node, ScalarNode):
            return Span(SCALAR, start, self._end(node), False, self._value(node), [])
        if not isinstance(node, MappingNode | SequenceNode):
            raise Unfit("no plain data")
        flow = bool(node.flow_style)
        if isinstance(node, MappingNode):
            entries = list(self._entries(node, deep))
            if len({entry.key for entry in entries}) != len(entries):
                raise Unfit("a key stands twice")
            kind = MAP
        else:
            entries = list(self._items(node, flow, deep))
            kind = SEQ
        end = node.end_mark.index if flow else max((entry.node.end for entry in entries), default=start)
        return Span(kind, start, end, flow, None, entries)

    def _entries(self, node: MappingNode, deep: int) -> Iterator[Entry]:
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or key.anchor is not None:
                raise Unfit("a key is a word")
            after = self.text.index(":", key.end_mark.index) + 1
            span = self.span(value, deep + 1)
            if span.kind == SCALAR and span.start == span.end:
                span.start = span.end = after
            yield Entry(str(key.value), key.start_mark.index, after, span)

    def _items(self, node: SequenceNode, flow: bool, deep: int) -> Iterator[Entry]:
        for value in node.value:
            span = self.span(value, deep + 1)
            if flow:
                yield Entry("", span.start, span.start, span)
                continue
            dash = self._dash(span.start, node.start_mark.column)
            if span.kind == SCALAR and span.start == span.end:
                span.start = span.end = dash + 1
            yield Entry("", dash, dash + 1, span)

    def _dash(self, start: int, column: int) -> int:
        line = self.text.rfind("\n", 0, start) + 1
        while self.text[line + column : line + column + 1] != "-":
            if not line:
                raise Unfit("a list without dashes")
            line = self.text.rfind("\n", 0, line - 1) + 1
        return line + column

    def _end(self, node: ScalarNode) -> int:
        end: int = node.end_mark.index
        while node.style in ("|", ">") and end > node.start_mark.index and self.text[end - 1].isspace():
            end -= 1
        return end

    def _value(self, node: ScalarNode) -> Any:
        tag = str(node.tag)
        if tag == _STR:
            return node.value
        if tag not in _TAGS:
            raise Unfit("a tag")
        value = self.yaml.constructor.construct_object(node)
        return value.isoformat() if isinstance(value, date) else value
