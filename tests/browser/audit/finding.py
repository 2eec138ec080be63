"""What an audit finds, and what it has seen of a page when it judges; it measures and judges nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.browser.audit.profiles import Profile, Viewport

SHOWN = 6


@dataclass(frozen=True)
class Finding:
    """One rule that a page breaks, and on what."""

    rule: str
    on: tuple[str, ...] = ()
    where: str = ""

    def __str__(self) -> str:
        more = f" and {len(self.on) - SHOWN} more" if len(self.on) > SHOWN else ""
        return f"{self.rule} ({self.where}): {'; '.join(self.on[:SHOWN])}{more}"


@dataclass(frozen=True)
class Seen:
    """A page as measured on one glass: what measure.js says of it, by the name of its function."""

    profile: Profile
    viewport: Viewport
    lang: str
    """The language the page was asked for."""
    measured: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.measured[name]


Rule = Callable[[Seen], Iterator[Finding]]


def found(rule: str, on: Iterable[object]) -> Iterator[Finding]:
    """One finding when the rule is broken on anything."""
    if broken := tuple(str(one) for one in on):
        yield Finding(rule, broken)
