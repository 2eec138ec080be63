"""Pinyin syllables -> the phonemes that Kokoro learned Mandarin with; a table of sounds, no words and no engine."""

from __future__ import annotations

_INITIALS = {
    "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip

_FINALS = {
    "a": "a*", "ai": "ai*", "an": "a*n", "ang": "a*ŋ", "ao": "au*", "o": "wo*", "ou": "ou*", "ong": "ʊ*ŋ",
    "e": "ɤ*", "ei": "ei*", "en": "ə*n", "eng": "ə*ŋ", "er": "ɚ*",
    "i": "i*", "ia": "ja*", "ian": "jɛ*n", "iang": "ja*ŋ", "iao": "jau*", "ie": "je*", "in": "i*n", "ing": "i*ŋ",
    "iong": "jʊ*ŋ", "iu": "jou*",
    "u": "u*", "ua": "wa*", "uai": "wai*", "uan": "wa*n", "uang": "wa*ŋ", "ui": "wei*", "un": "wə*n", "uo": "wo*",
    "ueng": "wə*ŋ", "ü": "y*", "üe": "ɥe*", "üan": "ɥɛ*n", "ün": "y*n",
}  # fmt: skip
"""The tone mark stands where the star is: after the vowel, before a nasal ending."""

_ALONE = {
    "yi": "i", "ya": "ia", "yan": "ian", "yang": "iang", "yao": "iao", "ye": "ie", "yin": "in", "ying": "ing",
    "yong": "iong", "you": "iu", "wu": "u", "wa": "ua", "wai": "uai", "wan": "uan", "wang": "uang", "wei": "ui",
    "wen": "un", "wo": "uo", "weng": "ueng", "yu": "ü", "yue": "üe", "yuan": "üan", "yun": "ün",
}  # fmt: skip
"""Syllables spelled without an initial -> the final that they are."""

_EXCLAMATIONS = {"o": "ɔ*", "yo": "jɔ*", "ê": "ɛ*", "m": "m*", "n": "n*", "ng": "ŋ*", "hm": "hm*", "hng": "hŋ*"}
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}


def phonemes(syllable: str) -> str:
    """One syllable such as `zhong4` in Kokoro's alphabet; ü may be written v; raises ValueError for no syllable."""
    letters, tone = syllable[:-1].replace("v", "ü").replace("u:", "ü"), syllable[-1:]
    if tone not in _TONES:
        raise ValueError(f"{syllable!r} does not end with a tone from 1 to 5")
    return _sounds(letters).replace("*", _TONES[tone])


def _sounds(letters: str) -> str:
    if letters in _EXCLAMATIONS:
        return _EXCLAMATIONS[letters]
    if letters in _ALONE:
        return _FINALS[_ALONE[letters]]
    if letters in _FINALS and letters[0] in "aeo":
        return _FINALS[letters]
    initial = letters[:2] if letters[:2] in _INITIALS else letters[:1]
    final = letters[len(initial) :]
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return f"{_INITIALS[initial]}ɨ*"
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    if initial not in _INITIALS or final not in _FINALS:
        raise ValueError(f"{letters!r} is no Mandarin syllable")
    return _INITIALS[initial] + _FINALS[final]
