"""What the checker finds in a draft, each at the screen it concerns; knows no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.bench.drafts import Draft
from app.simulator.catalogue import Catalogue
from app.simulator.saying import Translate

Place = tuple[str | int, ...]
"""("screens", name), ("twist", number from 1), ("lesson",) or ("words", locale)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: what and the fix as English msgids with their values, where it stands in the file, and its key.

    A page says `gettext(what) % values` and `gettext(fix) % values`. `key` is the reader's: a message's key, or a place
    like `screens.home.wrong.tap ad`.
    """

    what: str
    fix: str
    line: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


def findings(draft: Draft, catalogue: Catalogue, translate: Translate | None = None) -> dict[Place, list[Finding]]:
    """Every finding of a draft by its place, in the order of lines; a place without one is not there.

    `translate` gives the shipped words; the draft's own words come before them.
    """
    raise NotImplementedError
