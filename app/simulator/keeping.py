"""Keeps a lesson version as text and brings it back the same, so that old attempts stay readable; knows no file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from app.simulator.lesson import Lesson


def frozen(lesson: Lesson) -> str:
    """The lesson as canonical JSON: the same lesson gives the same text on any machine."""
    return json.dumps(_plain(lesson), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def thawed(text: str) -> Lesson:
    """The lesson that `frozen` made the text from; raises ValueError or KeyError for any other text."""
    lesson: Lesson = _made(Lesson, json.loads(text))
    return lesson


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if names := _names(value.__class__):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {"pairs": [[str(key), _plain(entry)] for key, entry in value.items()]}
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        return None if value is None else _made(next(arg for arg in get_args(kind) if arg is not NoneType), value)
    if origin is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(_made(inner[0], entry) for entry in value)
        return tuple(_made(part, entry) for part, entry in zip(inner, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _made(get_args(kind)[1], entry) for key, entry in value["pairs"]}
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], entry) for name, entry in value.items()})
    return value
