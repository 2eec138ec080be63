"""Turns what stands on the screen into what is said, phrase by phrase; pure text, knows no engine."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.narration import lexicon, numbers

COMMA, STOP = 0.25, 0.5
"""Seconds of silence after a phrase that goes on, and after one that is finished."""

_CLOSERS = "”’」』）】》〉\"')"
_BREAK = re.compile(rf"(?:[，。？！：；…]|—+|[,.?!;:](?=\s|$|[{_CLOSERS}]))+[{_CLOSERS}]*\s*|\n+")
_STOPS = {"，": ",", "、": ",", "；": ";", "：": ":", "。": ".", "？": "?", "！": "!", "…": ".", "—": ","}
_FINAL = frozenset(".?!")
_WORD = re.compile(r"[0-9A-Za-z\u3007\u3400-\u9fff]|[×+%=&@#]")
_HAN = re.compile(r"[\u3007\u3400-\u9fff]")
_LEFT_OVER = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True)
class Phrase:
    """A piece of a line between two stops: what is seen, what is said, its stop (one of , ; : . ? !) and its pause.

    The stop gives an engine the melody; the pause is the silence after the phrase in seconds.
    """

    shown: str
    said: str
    stop: str = "."
    pause: float = STOP


def phrases(text: str) -> tuple[str, ...]:
    """Cut a line after its stops; the pieces joined again are the line, and each has something to say.

    The page lights these pieces one after the other, so a clip's timings are in the same order and number.
    """
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    pieces: list[str] = []
    for start, end in itertools.pairwise(cuts):
        piece = text[start:end]
        if pieces and (not _WORD.search(piece) or not _WORD.search(pieces[-1])):
            pieces[-1] += piece
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


def stop_of(shown: str) -> str:
    """The stop at the end of a piece, in Latin writing; a full stop where there is none."""
    last = shown.rstrip(_CLOSERS + " \n")[-1:]
    last = _STOPS.get(last, last)
    return last if last in _STOPS.values() else "."


def phrase(shown: str, said: str, pace: float = 1.0) -> Phrase:
    """A phrase with the stop that its writing asks for, and its pause, `pace` times the usual one."""
    stop = stop_of(shown)
    return Phrase(shown, said, stop, round(pace * (STOP if stop in _FINAL else COMMA), 3))


def mandarin(text: str) -> tuple[Phrase, ...]:
    """The phrases of a Mandarin line; what is said has only Chinese characters, spaces, and 、 for short stops."""
    return tuple(phrase(shown, _spell(shown)) for shown in phrases(text))


def said(phrases_: tuple[Phrase, ...]) -> str:
    """All that is said in a line, one string."""
    return "，".join(phrase.said for phrase in phrases_ if phrase.said)


def unsayable(words: str) -> str:
    """The digits and Latin letters that a Mandarin voice would drop or garble; empty when all is well."""
    return "".join(_LEFT_OVER.findall(words))


def syllables(words: str) -> int:
    """How many syllables a Chinese text has: one for each character."""
    return len(_HAN.findall(words))


def weight(shown: str) -> int:
    """How much there is to say in a piece of a line: three for a character or a digit, one for a Latin letter."""
    return sum(3 if not letter.isascii() or letter.isdigit() else 1 for letter in shown if letter.isalnum())


def _spell(shown: str) -> str:
    text = shown
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    text = _NOT_SAID.sub("、", _QUOTES.sub(" ", text))
    return re.sub(r"\s*、[、\s]*", "、", re.sub(r"\s+", " ", text)).strip("、 ")


def _word(table: Mapping[str, str]) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    """A rule that says each word of a table its own way, longest first, whatever its case."""
    longest = sorted(table, key=len, reverse=True)
    pattern = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, longest))})(?![A-Za-z])", re.IGNORECASE)
    by_case = {word.lower(): say for word, say in table.items()}
    return pattern, lambda match: by_case[match[0].lower()]


def _date(match: re.Match[str]) -> str:
    year, month, day = match["year"], match["month"], match["day"]
    return (
        (f"{numbers.spelled(year, one='一')}年" if year else "")
        + f"{numbers.cardinal(int(month))}月"
        + (f"{numbers.cardinal(int(day))}{match['unit'] or '日'}" if day else "")
    )


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    return numbers.clock(hour, minute) if hour < 25 and minute < 60 else match[0]


def _amount(match: re.Match[str]) -> str:
    return numbers.money(match["whole"].replace(",", ""), match["fraction"] or "")


def _percent(match: re.Match[str]) -> str:
    return f"百分之{_number(match)}"


def _number(match: re.Match[str]) -> str:
    whole, _, fraction = match[1].replace(",", "").partition(".")
    return numbers.decimal(whole, fraction) if fraction else numbers.cardinal(int(whole))


def _code(match: re.Match[str]) -> str:
    return lexicon.read().codes.get(match[0]) or numbers.in_threes(match[0])


def _numbered(match: re.Match[str]) -> str:
    return ("是" if "是" in match[1] else "") + numbers.in_threes(match[2])


def _parted(match: re.Match[str]) -> str:
    return "、".join(numbers.spelled(match[0].replace("-", "")))


def _letters(match: re.Match[str]) -> str:
    return "".join(lexicon.read().letters[letter] for letter in match[0].upper())


_MEASURES = "".join(sorted(lexicon.read().measures))
_UNIT = rf"(?:[{_MEASURES}]|小时|分钟|公里)"
_CODES = "|".join(sorted(lexicon.read().codes, key=len, reverse=True))
_DOMAIN = r"(?:[A-Za-z0-9-]+\.)+(?:example|com|cn|net|org|gov)(?![A-Za-z0-9-])"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"https?://[\x21-\x7e]+|{_DOMAIN}(?:/[\x21-\x7e]*)?"), lambda match: "一串网址"),
    _word(lexicon.read().latin),
    (
        re.compile(r"(?:(?P<year>\d{4})[年/-])(?P<month>\d{1,2})[月/-](?:(?P<day>\d{1,2})(?P<unit>[日号])?)?"),
        _date,
    ),
    (re.compile(r"(?P<year>)(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})(?P<unit>[日号]))?"), _date),
    (re.compile(r"(\d{4})(?=年)"), lambda match: numbers.spelled(match[1], one="一")),
    (re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)"), _time),
    (re.compile(r"[¥￥]\s*(?P<whole>\d[\d,]*)(?:\.(?P<fraction>\d{1,2}))?\s*元?"), _amount),
    (re.compile(r"(?P<whole>\d[\d,]*)(?:\.(?P<fraction>\d{1,2}))?\s*元"), _amount),
    (re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*[%％]"), _percent),
    (re.compile(r"(?<![\d-])\d(?:-\d){2,}(?![\d-])"), _parted),
    (re.compile(r"(?<=[\d一-龥])\s*[-~～—–]\s*(?=\d)"), lambda match: "到"),
    (re.compile(rf"(?<![\d.])(?:{_CODES})(?![\d.]|\s*{_UNIT})"), _code),
    (re.compile(r"(?<=[码号])(\s*[:：]?\s*是?\s*)(\d{3,})"), _numbered),
    (re.compile(r"\d+(?=开头|结尾)"), lambda match: numbers.spelled(match[0])),
    (re.compile(r"\d{5,}(?!\.?\d)"), _code),
    (re.compile(r"(?<![\d.])(\d{1,2})(?=[号日月楼])"), _number),
    (re.compile(r"(?<!第)(?<![\d.])(\d{1,4})(?=\s*" + _UNIT + ")"), lambda match: numbers.counted(int(match[1]))),
    (re.compile(r"(\d+\.\d+)"), _number),
    (re.compile(r"(?<!\d)0\d+"), lambda match: numbers.in_threes(match[0])),
    (re.compile(r"\d{4}"), _code),
    (re.compile(r"(\d{1,3})"), _number),
    *((re.compile(re.escape(sign)), lambda match, say=say: say) for sign, say in lexicon.read().signs.items()),
    (re.compile(r"[A-Za-z]+"), _letters),
)
_QUOTES = re.compile(r"[“”‘’「」『』\"']")
_NOT_SAID = re.compile(r"[^\u3007\u3400-\u9fff、 ]+")
