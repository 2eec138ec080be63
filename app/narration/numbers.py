"""Says numbers as people say them in Mandarin; knows characters only, no pinyin and no sound."""

from __future__ import annotations

import itertools

DIGITS = "零一二三四五六七八九"
_SECTIONS = ("", "万", "亿", "万亿")
_PLACES = ("", "十", "百", "千")


def cardinal(number: int) -> str:
    """A whole number below 10**16 in words: 12 is 十二, 1050 is 一千零五十; raises ValueError for any other."""
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} is not from 0 to 10**16 - 1")
    if number == 0:
        return DIGITS[0]
    words, gap = "", False
    for index in range((len(str(number)) - 1) // 4, -1, -1):
        section = number // 10 ** (4 * index) % 10**4
        if section == 0:
            gap = gap or bool(words)
            continue
        if words and (gap or section < 1000):
            words += DIGITS[0]
        words += _section(section) + _SECTIONS[index]
        gap = False
    return words[1:] if words.startswith("一十") else words


def _section(number: int) -> str:
    """A number from 1 to 9999 in words, with one 零 for each run of empty places inside."""
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (DIGITS[0] if gap else "") + DIGITS[digit] + _PLACES[place]
        gap = False
    return words


def counted(number: int) -> str:
    """A whole number before a measure word: 2 is 两, 200 is 两百, 12 is 十二."""
    words = cardinal(number)
    return "两" + words[1:] if words == "二" or words.startswith(("二百", "二千", "二万", "二亿")) else words


def decimal(whole: str, fraction: str) -> str:
    """A decimal number in words: 3 and 14 are 三点一四."""
    return f"{cardinal(int(whole))}点{spelled(fraction, one='一')}"


def spelled(digits: str, one: str = "幺") -> str:
    """Digits one by one; the digit 1 is said `one`, which is 幺 in codes and telephone numbers."""
    return "".join(one if digit == "1" else DIGITS[int(digit)] for digit in digits)


def in_threes(digits: str) -> str:
    """A code digit by digit with a short stop after every third: 483920 is 四八三、九二零; five or fewer run on.

    No digit is left alone at the end: ten are three, three, four. Four zeros or more at the beginning are counted:
    0000068027 is 五个零、六八零二七.
    """
    if len(digits) <= 5:
        return spelled(digits)
    rest = digits.lstrip("0")
    if rest and len(digits) - len(rest) >= 4:
        return f"{counted(len(digits) - len(rest))}个零、{in_threes(rest)}"
    cuts = [*range(0, len(digits) - 1, 3), len(digits)]
    return "、".join(spelled(digits[start:end]) for start, end in itertools.pairwise(cuts))


def money(whole: str, fraction: str = "") -> str:
    """An amount of yuan as it is said at a counter: 100.00 is 一百元, 128.50 is 一百二十八块五, 0.50 is 五毛."""
    yuan, jiao, fen = int(whole), *(int(digit) for digit in (fraction + "00")[:2])
    if not jiao and not fen:
        return f"{counted(yuan)}元"
    if not yuan:
        return (f"{counted(jiao)}毛" if jiao else "") + (f"{counted(fen)}分" if fen else "")
    if not jiao:
        return f"{counted(yuan)}块零{DIGITS[fen]}分"
    return f"{counted(yuan)}块{DIGITS[jiao]}" + (f"毛{DIGITS[fen]}" if fen else "")


def clock(hour: int, minute: int) -> str:
    """A time of day: 9:30 is 九点半, 14:05 is 十四点零五分, 2:00 is 两点."""
    words = f"{counted(hour)}点"
    if minute == 0:
        return words
    if minute == 30:
        return f"{words}半"
    return f"{words}{'零' if minute < 10 else ''}{cardinal(minute)}分"
