"""English as an engine should read it: codes digit by digit, links and signs in words; pure text, knows no engine."""

from __future__ import annotations

import re

from app.narration import lexicon, spoken
from app.narration.spoken import Phrase

_PACE = 0.7
"""English pauses are this part of the Mandarin ones: its engine already lets a phrase fall before a stop."""
_VOWELS = re.compile(r"[aeiouy]+|\d", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+|\b(?:[\w-]+\.)+(?:example|com|cn|net|org|gov)\b\S*", re.IGNORECASE)
_CODE = re.compile(rf"\b(?:{'|'.join(lexicon.read().codes)}|\d{{5,}}[Xx]?)\b")
_SIGNS = {"×": "cross", "✓": "tick", "→": ",", "·": ",", "&": "and", "Wi-Fi": "wifi", "WLAN": "W Lan"}
_BRACKETS = re.compile(r"[「」『』【】《》“”\"()（）]")


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of an English line; each keeps its own stop, by which the engine finds the melody."""
    return tuple(spoken.phrase(shown, say(shown), _PACE) for shown in spoken.phrases(text))


def say(shown: str) -> str:
    """What is said for a piece of English."""
    text = _CODE.sub(_digits, _LINK.sub("a web link", _BRACKETS.sub(" ", shown)))
    for sign, words in _SIGNS.items():
        text = text.replace(sign, f" {words} ")
    return re.sub(r"\s+(?=[,.?!;:])", "", re.sub(r"\s+", " ", text)).strip()


def syllables(said: str) -> int:
    """About one for each run of vowels and each digit."""
    return len(_VOWELS.findall(said))


def _digits(match: re.Match[str]) -> str:
    code = match[0].upper()
    size = len(code) if len(code) <= 5 else 3
    return ", ".join(" ".join(code[start : start + size]) for start in range(0, len(code), size))
