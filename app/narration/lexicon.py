"""Reads the product's pronouncing lexicon; it judges no text and makes no sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("lexicon.yaml")


@dataclass(frozen=True)
class Lexicon:
    """How this product says what an ordinary dictionary says wrongly or not at all."""

    words: Mapping[str, tuple[str, ...]]
    """Chinese word -> its syllables in pinyin with tone numbers, 5 for the neutral tone."""
    alone: Mapping[str, str]
    """Character -> its syllable where it is a word by itself."""
    codes: Mapping[str, str]
    """Well-known number -> how people say it."""
    latin: Mapping[str, str]
    """Latin word -> the Chinese said for it."""
    letters: Mapping[str, str]
    """Capital letter -> the characters that sound like its name."""
    signs: Mapping[str, str]
    """Sign -> what is said for it."""
    measures: frozenset[str]
    """Characters that count things: the number before them is a quantity, not a code."""

    def touching(self, said: str) -> tuple[str, ...]:
        """The entries that a text contains, as `word=pinyin`, so that a clip's name changes when one of them does."""
        words = (f"{word}={' '.join(pinyin)}" for word, pinyin in self.words.items() if word in said)
        return (*words, *(f"{one}={pinyin}" for one, pinyin in self.alone.items() if one in said))


@cache
def read(path: Path = _FILE) -> Lexicon:
    """The lexicon in a YAML file; raises ValueError for a word whose syllables are not as many as its characters."""
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    words = {word: tuple(pinyin.split()) for group in content["words"].values() for word, pinyin in group.items()}
    for word, pinyin in words.items():
        if len(word) != len(pinyin):
            raise ValueError(f"{path.name}: {word} has {len(word)} characters but {len(pinyin)} syllables")
    return Lexicon(
        words=words,
        alone=content["alone"],
        codes=content["codes"],
        latin=content["latin"],
        letters=content["letters"],
        signs=content["signs"],
        measures=frozenset(content["measures"]),
    )
