"""The five-minute tour as docs/tour.yaml tells it, and how the README lists it; plays nothing and draws nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruamel.yaml import YAML

from app.config import ROOT

BY_THE_HAND = "as the hand points"
"""Stands for every tap that the hand shows until the lesson has ended."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_WIDTHS = {"laptop": 640, "tablet": 320}
PICTURES = "docs/pictures"


@dataclass(frozen=True)
class Stop:
    """One numbered step: what is tapped, and what is to be seen then."""

    picture: str
    on: str
    taps: tuple[str, ...]
    sees: tuple[str, ...]
    en: str
    zh: str

    def words(self, lang: str) -> str:
        """The step as a README in this language tells it."""
        return self.zh if lang == "zh" else self.en

    def named(self, lang: str) -> list[str]:
        """The words in bold: what stands on the things to tap."""
        return _BOLD.findall(self.words(lang))

    def file(self, lang: str) -> str:
        """The name of its picture."""
        return f"{PICTURES}/tour-{self.picture}{'-zh' if lang == 'zh' else ''}.png"

    def told(self, number: int, lang: str) -> str:
        """The step as it stands in a README: a numbered line and its picture."""
        picture = f'<img src="{self.file(lang)}" width="{_WIDTHS[self.on]}" alt="">'
        return f"{number}. {self.words(lang)}\n\n   {picture}\n"


def stops() -> list[Stop]:
    """Every step of the tour, in order."""
    told = YAML(typ="safe").load((ROOT / "docs" / "tour.yaml").read_text(encoding="utf-8"))
    return [
        Stop(**{name: tuple(value) if isinstance(value, list) else value for name, value in stop.items()})
        for stop in told
    ]


def as_told(lang: str) -> str:
    """The whole tour as a README lists it."""
    return "\n".join(stop.told(number, lang) for number, stop in enumerate(stops(), start=1))
