"""Mandarin syllables as they would sound with a south-western accent; a table of sounds, no words and no engine.

An approximation for a Mandarin voice that knows no other sounds: 15 % of syllables were heard wrong by a recogniser of
Mandarin (design/narration.md, ten sentences), and no native speaker has listened. It is a draft to record against.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_TONES = str.maketrans("1234", "1342")
"""A level tone stays; a rising one becomes low, a low one falling, a falling one rising: 55, 213, 42, 35 in Wuhan, and
in Chengdu 55, 21, 53, 213, whose last the voice can only say as a rise."""

_FLAT = (re.compile("^([zcs])h"), r"\1")
_ENDING = (re.compile("([ie])ng$"), r"\1n")
_NO_N = (re.compile("^n(?=.)"), "l")
_NO_N_BUT_SOFT = (re.compile("^n(?=[aeou])"), "l")

_RULES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = MappingProxyType(
    {
        # zh, ch, sh are z, c, s; eng and ing are en and in; n and l are one sound, said as l.
        "wuhan": (_FLAT, _ENDING, _NO_N),
        # The same, but n stays before i and ü: 年 is not 连 in Chengdu.
        "sichuan": (_FLAT, _ENDING, _NO_N_BUT_SOFT),
    }
)

ACCENTS = tuple(_RULES)
"""The accents there are, by name."""


def accented(accent: str, syllable: str) -> str:
    """A syllable such as `zhong4` in an accent, as another Mandarin syllable; raises KeyError for no accent of ours.

    The tone is the dictionary's: these dialects do not change third tones that meet.
    """
    letters, tone = syllable[:-1], syllable[-1:]
    if letters in ("n", "ng", "m"):
        return syllable
    for pattern, sound in _RULES[accent]:
        letters = pattern.sub(sound, letters)
    return letters + tone.translate(_TONES)
