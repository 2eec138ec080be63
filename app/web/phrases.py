"""Cuts a sentence into the phrases that stay whole on a line, and a message at its addresses; knows no page."""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = re.compile(r"[\u4e00-\u9fff]")
_CLAUSE = re.compile(
    r"[^，。？！：；、,.?!:;]+(?:[，。？！：；、]|[,.?!:;](?=\s|$)|[,.:](?=\S))*[”’」』\"）)]*|[，。？！：；、,.?!:;]+"
)
_ADDRESS = re.compile(r"((?:https?://)?[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+(?:/[a-z0-9/._-]*)?)", re.IGNORECASE)
_QUOTED = re.compile(r"(“[^”]*”[，。？！：；、]?)")
# Words a Chinese clause may break before.
_START = re.compile(
    "咱们|写着|轻轻|慢慢|自己|里面|外面|下面|上面|这里|那里|这个|那个|一位|一样|看看|"
    "再|先|就|把|跟|在|用|给|从|往|要|您|它|我|去|才|也|都|不"
)
_SHORTEST, _LONGEST, _ENGLISH_WORDS = 3, 8, 3


@lru_cache(maxsize=8192)
def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a sentence in order; put together again they are the sentence.

    Chinese breaks after punctuation, around quoted words and before small words; other scripts every few words.
    """
    cut = _chinese(text) if _HAN.search(text) else _spaced(text)
    return tuple(piece for piece in cut if piece)


def _chinese(text: str) -> list[str]:
    pieces: list[str] = []
    for quoted in _QUOTED.split(text):
        if quoted.startswith("“"):
            pieces.append(quoted)
        else:
            for clause in _CLAUSE.findall(quoted):
                pieces += _clause(clause)
    return pieces


def _clause(clause: str) -> list[str]:
    if len(clause) <= _LONGEST:
        return [clause]
    pieces, start = [], 0
    for at in range(len(clause)):
        if _START.match(clause, at) and at - start >= _SHORTEST and len(clause) - at >= _SHORTEST:
            pieces.append(clause[start:at])
            start = at
    return [*pieces, clause[start:]]


def _spaced(text: str) -> list[str]:
    pieces, words = [], 0
    piece = ""
    for word in re.findall(r"\s*\S+\s*|\s+", text):
        piece, words = piece + word, words + 1
        if words == _ENGLISH_WORDS or word.rstrip().endswith((",", ".", "?", "!", ":", ";")):
            pieces.append(piece)
            piece, words = "", 0
    return [*pieces, piece]


def addresses(text: str) -> tuple[tuple[str, bool], ...]:
    """A message cut at its web addresses: each piece, and whether it is one; put together again they are the text."""
    return tuple((piece, i % 2 == 1) for i, piece in enumerate(_ADDRESS.split(text)) if piece)
