"""Changes a lesson's text so that every line a change does not touch stays as it is; knows no file and no catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.bench.change import Change, Path


def changed(text: str, change: Change) -> str:
    """The text of a lesson after one change; raises Unfit when the change does not fit.

    Comments, quoting and order of all other lines stay, to the byte. `was` is not looked at: see `stands`.
    """
    raise NotImplementedError


def document(text: str) -> dict[str, Any]:
    """The lesson as plain data (dates as text); raises Unfit for what is no lesson's text."""
    raise NotImplementedError


def stands(text: str, path: Path) -> Any:
    """What stands at a path, as plain data; None for nothing."""
    raise NotImplementedError


def written(node: Mapping[str, Any]) -> str:
    """A new lesson's text from plain data, as the shipped ones are written."""
    raise NotImplementedError
