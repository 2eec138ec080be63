"""Reads Mandarin text aloud in pinyin: words, their syllables and the tones that change in company; knows no engine."""

from __future__ import annotations

import re
from functools import cache

import rjieba
from pypinyin import Style, lazy_pinyin

from app.narration import lexicon

Word = tuple[str, ...]
"""The syllables of one word, each in pinyin with its tone number."""

_RUN = re.compile(r"[\u3007\u3400-\u9fff]+")
_LEANING = {"得": "de5", "里": "li5"}
"""Small words that lose their tone when they stand alone behind another: 停 得 久, 短信 里."""
_KEEPS_ITS_TONE = ("周一", "星期一", "礼拜一", "初一", "统一", "唯一", "之一", "万一")
"""What ends with a 一 that is said in its own tone whatever follows."""
_PRESSED, _TIMES = "按拨", frozenset("下次遍回会个位")
"""A key is pressed by its name, 按一也行; but 按一下 says how often."""
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿幺第")


def read(said: str, changing: bool = True) -> tuple[tuple[Word, ...], ...]:
    """The words of a spoken text, one tuple for each stretch between short stops (、).

    Tones are as really said in Mandarin, or, without `changing`, as the dictionary has them.
    """
    breaths = (_RUN.findall(breath) for breath in said.split("、"))
    found = ([_words(run) for run in runs] for runs in breaths if runs)
    if changing:
        return tuple(tuple(word for words in runs for word in _company(words)) for runs in found)
    return tuple(tuple(word for words in runs for _, word in words) for runs in found)


@cache
def _jieba() -> rjieba.Jieba:
    """The dictionary that finds words, loaded once."""
    return rjieba.Jieba()


@cache
def _known() -> re.Pattern[str]:
    words = sorted(lexicon.read().words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _words(run: str) -> list[tuple[str, Word]]:
    """Words with their dictionary tones: the lexicon's longest words first, the ordinary dictionary for the rest."""
    found: list[tuple[str, Word]] = []
    start = 0
    for match in _known().finditer(run):
        found += _ordinary(run[start : match.start()], bool(found))
        found.append((match[0], lexicon.read().words[match[0]]))
        start = match.end()
    return found + _ordinary(run[start:], bool(found))


def _ordinary(run: str, behind: bool) -> list[tuple[str, Word]]:
    """The ordinary dictionary's words of a stretch; `behind` tells whether another word stands before it."""
    if not run:
        return []
    words: list[str] = _jieba().cut(run, False)
    syllables = lazy_pinyin(words, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=False)
    found: list[tuple[str, Word]] = []
    start = 0
    for word in words:
        if (found or behind) and word in _LEANING:
            said: Word = (_LEANING[word],)
        elif alone := lexicon.read().alone.get(word):
            said = (alone,)
        else:
            said = tuple(syllables[start : start + len(word)])
        found.append((word, said))
        start += len(word)
    return found


def _company(words: list[tuple[str, Word]]) -> tuple[Word, ...]:
    """Change the tones of 一, 不 and of third tones that meet."""
    text = "".join(word for word, _ in words)
    tones = [syllable for _, pinyin in words for syllable in pinyin]
    for place, character in enumerate(text):
        following = tones[place + 1][-1] if place + 1 < len(tones) else ""
        if character == "不" and not tones[place].endswith("5"):
            tones[place] = "bu2" if following == "4" else "bu4"
        elif character == "一":
            counts = not following or _counts(text, place)
            tones[place] = "yi1" if counts else "yi2" if following in "45" else "yi4"
    _third_tones(tones, [len(pinyin) for _, pinyin in words])
    changed, start = [], 0
    for _, pinyin in words:
        changed.append(tuple(tones[start : start + len(pinyin)]))
        start += len(pinyin)
    return tuple(changed)


def _counts(text: str, place: int) -> bool:
    """Whether the 一 at a place is read off as a digit, an ordinal or the end of a number, and so keeps its tone."""
    before = text[place - 1] if place else ""
    after = text[place + 1]
    if text[: place + 1].endswith(_KEEPS_ITS_TONE) and not text[:place].endswith("一周"):
        return True
    if before and before in _PRESSED and after not in _TIMES:
        return True
    return (before != "" and before in _NUMERALS) or after in _NUMERALS - set("百千万亿") or after in "月日号楼"


def _third_tones(tones: list[str], lengths: list[int]) -> None:
    """Raise a third tone before another one, inside a word always and between words when one of them is short."""
    start = 0
    for index, length in enumerate(lengths):
        for place in range(start, start + length - 1):
            _raise_before_third(tones, place)
        last = start + length - 1
        if index + 1 < len(lengths) and 1 in (length, lengths[index + 1]):
            _raise_before_third(tones, last)
        start += length


def _raise_before_third(tones: list[str], place: int) -> None:
    if tones[place][-1] == "3" and tones[place + 1][-1] == "3":
        tones[place] = tones[place][:-1] + "2"
