"""Our scripts run on old tablets: nothing that Chrome 80 or Safari 13 lacks; it runs no script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static" / "js").glob("*.js"))
TOO_NEW = {
    "replaceChildren": r"\.replaceChildren\(",
    "requestSubmit": r"\.requestSubmit\(",
    "replaceAll": r"\.replaceAll\(",
    "at": r"\.at\(-",
    "structuredClone": r"\bstructuredClone\(",
    "randomUUID": r"\brandomUUID\b",
    "Object.hasOwn": r"\bObject\.hasOwn\(",
    "?? and ?.": r"\?\?|\w\?\.\w",
    "logical assignment": r"\|\|=|&&=",
    "private members": r"\bthis\.#",
}
"""What came after Chrome 80 or Safari 13, or is missing over plain http; by the name people know it under."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_an_old_tablet_knows_every_word(script: Path) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not [name for name, pattern in TOO_NEW.items() if re.search(pattern, text)]


@pytest.mark.parametrize("line", ["body.replaceChildren(a)", "a ?? b", "a?.b", "list.at(-1)", "a ||= b"])
def test_what_is_too_new_is_found(line: str) -> None:
    assert [name for name, pattern in TOO_NEW.items() if re.search(pattern, line)]
