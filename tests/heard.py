"""What was said and what was heard, side by side: how many characters and toneless syllables differ; pure."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pypinyin import Style, lazy_pinyin

from app.narration import spoken

RESAMPLED = 2000
_HAN = re.compile(r"[\u3007\u3400-\u9fff]")


def characters(text: str) -> str:
    """What is said in a text, characters only: digits in words, no stops; 幺 and 一 are one digit to a recogniser."""
    return "".join(_HAN.findall(spoken.said(spoken.mandarin(text)))).replace("幺", "一")


def syllables(text: str) -> list[str]:
    """The same as syllables without tones."""
    return lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)


def aligned(right: Sequence[str], heard: Sequence[str]) -> list[tuple[str, str]]:
    """Two sequences side by side with the fewest changes (Levenshtein 1966); an empty string where one lacks."""
    cost = np.zeros((len(right) + 1, len(heard) + 1), int)
    cost[:, 0], cost[0, :] = np.arange(len(right) + 1), np.arange(len(heard) + 1)
    for i, one in enumerate(right, 1):
        for j, other in enumerate(heard, 1):
            cost[i, j] = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + (one != other))
    pairs = []
    i, j = len(right), len(heard)
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + (right[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((right[i], heard[j]))
        elif i and cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
            pairs.append((right[i], ""))
        else:
            j -= 1
            pairs.append(("", heard[j]))
    return pairs[::-1]


@dataclass(frozen=True)
class Listened:
    """One line, what was heard, and how far apart they are."""

    text: str
    heard: str

    @cached_property
    def by_character(self) -> list[tuple[str, str]]:
        """Characters side by side."""
        return aligned(characters(self.text), characters(self.heard))

    @cached_property
    def by_syllable(self) -> list[tuple[str, str]]:
        """Syllables without tones side by side."""
        return aligned(syllables(characters(self.text)), syllables(characters(self.heard)))


def wrong(pairs: Sequence[tuple[str, str]]) -> int:
    """How many changes there are: replaced, left out, put in."""
    return sum(right != heard for right, heard in pairs)


def rate(lines: Sequence[Sequence[tuple[str, str]]]) -> tuple[float, float, float]:
    """Changes for each right character or syllable over all lines, and 95 % of it, lines drawn again (seed 1)."""
    counts = np.array([(wrong(pairs), sum(right != "" for right, _ in pairs)) for pairs in lines], float)
    drawn = np.random.default_rng(1).integers(0, len(counts), (RESAMPLED, len(counts)))
    errors, lengths = counts[drawn].sum(axis=1).T
    low, high = np.percentile(errors / lengths, (2.5, 97.5))
    return counts[:, 0].sum() / counts[:, 1].sum(), float(low), float(high)


def other_tones(lines: Sequence[Listened]) -> tuple[int, int]:
    """Of the characters that were heard with the right syllable: how many with another tone, and how many there are."""
    pairs = [pair for line in lines for pair in line.by_character if "" not in pair]
    tones = [(lazy_pinyin(a, style=Style.TONE3), lazy_pinyin(b, style=Style.TONE3)) for a, b in pairs]
    alike = [(a, b) for (a, b), (one, other) in zip(tones, pairs, strict=True) if syllables(one) == syllables(other)]
    return sum(a != b for a, b in alike), len(alike)


def confused(lines: Sequence[Listened], most: int = 15) -> list[tuple[tuple[str, str], int]]:
    """The syllables most often heard as another."""
    pairs = Counter(pair for line in lines for pair in line.by_syllable if pair[0] != pair[1])
    return pairs.most_common(most)


def drawn(lines: Sequence[str], count: int, seed: int) -> list[str]:
    """So many lines by chance, the same for the same seed."""
    return random.Random(seed).sample(sorted(lines), count)


def report(name: str, lines: Sequence[Listened], worst: int = 10) -> Iterator[str]:
    """The two rates with their intervals, and the worst lines."""
    for what, pairs in (
        ("characters", [line.by_character for line in lines]),
        ("syllables without tones", [line.by_syllable for line in lines]),
    ):
        found, low, high = (100 * share for share in rate(pairs))
        yield f"{name}: {found:.1f} % of {what} wrong (95 % {low:.1f} to {high:.1f}), {len(lines)} lines"
    other, alike = other_tones(lines)
    yield f"{name}: of {alike} characters heard with the right syllable {other} were written with another tone"
    for line in sorted(lines, key=lambda line: -wrong(line.by_syllable) / max(len(line.by_syllable), 1))[:worst]:
        if wrong(line.by_character):
            yield f"  {wrong(line.by_character)}/{wrong(line.by_syllable)}  {line.text}\n       {line.heard}"
