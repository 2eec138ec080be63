"""A lesson as one file for another laptop, and what comes in such a file, of which nothing is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.bench.drafts import Draft
from app.bench.sayings import Words
from app.simulator.catalogue import Catalogue

MOST_FILE: Final = 4 * 1024 * 1024
"""The largest file that is read."""


class Refused(ValueError):
    """The file is not taken, nothing of it; `why` and `fix` are English msgids, `values` what stands in them."""

    def __init__(self, why: str, fix: str, **values: object) -> None:
        super().__init__(why % values if values else why)
        self.why, self.fix, self.values = why, fix, values


@dataclass(frozen=True, slots=True)
class Parcel:
    """A lesson that came in a file and passed: its id, title, text and words."""

    id: str
    title: str
    text: str
    words: Words


def packed(draft: Draft) -> bytes:
    """A draft as a file `<id>.lesson.zip`, the same bytes on every machine as long as the draft is the same."""
    raise NotImplementedError


def unpacked(source: Path | bytes, catalogue: Catalogue) -> Parcel:
    """What is in a file, a zip that `packed` made or a bare YAML; raises Refused, in bounded memory and time."""
    raise NotImplementedError
