"""Cantonese as an engine should read it: numbers written out the Cantonese way; pure text, knows no engine."""

from __future__ import annotations

from dataclasses import replace

from app.narration import spoken
from app.narration.spoken import Phrase

_SAYS = str.maketrans({"幺": "一"})
_WORDS = {"无线网": "無線網", "一串网址": "一串網址", "取款机": "撳錢機", "手机卡": "電話卡", "软件": "軟件"}


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of a Cantonese line; what is said has only Chinese characters, spaces, and 、 for short stops."""
    return tuple(replace(phrase, said=say(phrase.said)) for phrase in spoken.mandarin(text))


def say(written_out: str) -> str:
    """The same with the digit 1 and the words for Latin names as Cantonese has them."""
    text = written_out.translate(_SAYS)
    for mandarin, cantonese in _WORDS.items():
        text = text.replace(mandarin, cantonese)
    return text
