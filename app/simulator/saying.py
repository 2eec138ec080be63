"""What a message may say: nobody real, no brand, no word of the avoid list, not too long; knows no lesson and no file.

Each rule yields what is wrong with one message, and the fix.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from app.simulator.catalogue import Catalogue
from app.simulator.lesson import Person, Text
from app.simulator.screen import sentences

LONGEST_ZH, LONGEST_EN = 62, 120
BEATS, LONGEST_BEAT = 3, 22
PRACTICE = "【练习】"
"""What every message that could be copied begins with."""
Finding = tuple[str, str]
"""What is wrong, and the fix."""
Translate = Callable[[str, str, str], str | None]
"""From a locale, a key and the Chinese to the words there, or None."""

_QUOTED = re.compile("“.*?”|「.*?」")
_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?[2-8]\d{2,3}[- ]?\d{4}|[48]00[- ]?\d{3}[- ]?\d{4})(?!\d)")
_HOTLINE = re.compile(r"(?<![\d.])(?:1\d\d|1\d{4}|9\d{4})(?![\d.元])")
_BANK = re.compile(r"(?<!\d)(?!0|99\d{16}(?!\d))\d(?:[ -]?\d){15,18}(?!\d)")
_LINK = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
_HALF = re.compile(r"(?<=[\u4e00-\u9fff“”])[,:;?!()]|[,:;?!()](?=[\u4e00-\u9fff“”])")
_CALLED = re.compile("(?:姓名|户名|户主|申请人|代办人|就诊人|乘车人|收款人)：([\u4e00-\u9fff]{2,4})")
_INTRODUCED = re.compile("(?:我是|我叫|名叫|叫做)([\u4e00-\u9fff]{2,3})(?=[，。！；]|$)")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴钟汪"
)
_TOKEN = re.compile(r"\$[a-z_]+")
_WORDS = re.compile(r"[\u3400-\u9fff]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def valid_id(number: str) -> bool:
    """Whether an 18-place identity number carries its right check digit (GB 11643-1999), so could be a person's."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def valid_card(number: str) -> bool:
    """Whether a bank card number carries its right check digit (ISO/IEC 7812-1, Luhn), so could be somebody's."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    return sum(d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))) % 10 == 0


def unsafe(words: str, catalogue: Catalogue, front_door: bool = False) -> Iterator[Finding]:
    """What in a message could be somebody's or something's real; a front-door card may name the real service."""
    for number in _ID.findall(words):
        if valid_id(number):
            fix = "Use a practice card's; its check digit is wrong on purpose"
            yield f"{number} could be a real person's number", fix
    for number in (*_MOBILE.findall(words), *_LANDLINE.findall(words)):
        yield f"{number} could be a real telephone", "Begin practice numbers with 129"
    for number in _BANK.findall(words):
        if valid_card(number):
            yield f"{number} could be a real bank card", "Begin practice cards with 0"
    for number in _HOTLINE.findall(words):
        if number not in catalogue.hotlines:
            yield f"{number} could be a telephone and is not on the list", "Use one of `hotlines` in words.yaml"
    for host in _LINK.findall(words):
        if not host.casefold().endswith(".example"):
            yield f"`{host}` could be a real address", "End it with .example"
    for brand in () if front_door else catalogue.brands:
        if brand.casefold() in words.casefold():
            yield f"`{brand}` is a brand", "Say what kind of thing it is; names stand on front-door cards only"


def strangers(words: str, catalogue: Catalogue) -> Iterator[Finding]:
    """Full names said where a name stands (after 姓名：, after 我是) that are neither a practice card's nor listed."""
    known = (*(person.name.zh for person in catalogue.people.values()), *catalogue.names)
    named = [*_CALLED.findall(words), *(name for name in _INTRODUCED.findall(words) if name[0] in _SURNAMES)]
    for name in named:
        if "某" not in name and not name.startswith(known):
            yield f"`{name}` is nobody's on a practice card", "Use a person of people.yaml, or list it under `besides`"


def unlike_anybody(person: Person) -> Iterator[tuple[str, str, str]]:
    """What on a practice card could be somebody's, as (field, what, fix)."""
    if person.id_no and (not person.id_no.startswith("99") or valid_id(person.id_no)):
        yield "id_no", f"{person.id_no} could be a real person's number", "Begin it with 99 and end it wrongly"
    if person.phone and not person.phone.startswith("129"):
        yield "phone", f"{person.phone} could be a real telephone", "Begin it with 129"
    if person.bank and not person.bank.startswith("0"):
        yield "bank", f"{person.bank} could be a real bank card", "Begin it with 0"


def half_width(words: str) -> Iterator[Finding]:
    """Western punctuation beside a Chinese character."""
    if _HALF.search(words.replace("http://", "")):
        yield "half-width punctuation in Chinese text", "Write ，。：；？！（） in full width"


def unheard(words: str, catalogue: Catalogue) -> Iterator[Finding]:
    """Why a spoken line cannot be heard at once or understood."""
    if len(words) > LONGEST_ZH:
        yield f"{len(words)} characters are too long to be heard at once", f"Say it in {LONGEST_ZH} or fewer"
    for word in catalogue.avoid:
        if word in _QUOTED.sub("", words):
            yield f"speaks `{word}`, a word of the avoid list", "Say it in the words of docs/glossary.md"
    if "你" in words:
        yield "says `你` to an elder", "Say 您, or nothing"


def unlike_beats(words: str) -> Iterator[Finding]:
    """Why the words after a wrong move are not three short beats."""
    beats = sentences(words)
    if len(beats) != BEATS:
        yield f"{len(beats)} beats after a wrong move", "Say what happened, blame nobody, say what is next"
    for beat in beats:
        if len(beat) > LONGEST_BEAT:
            yield f"a beat of {len(beat)} characters", f"Say each in {LONGEST_BEAT} or fewer"


def untranslated(
    text: Text, spoken: bool, translate: Translate, catalogue: Catalogue, *, beats: bool = False
) -> Iterator[Finding]:
    """Why the English of a message is not there or does not fit; a `spoken` one is short, `beats` asks for three."""
    if not _WORDS.search(_TOKEN.sub("", text.zh)):
        return
    english = translate("en", text.key, text.zh)
    if english is None:
        yield f"no English for `{text.key}`", "Add it to translations/en/LC_MESSAGES/lessons.po"
        return
    if spoken and len(english) > LONGEST_EN:
        yield f"the English is {len(english)} characters", f"Say it in {LONGEST_EN} or fewer"
    if beats and len(sentences(english)) != BEATS:
        yield f"the English has {len(sentences(english))} beats", "Three beats stay three"
    if set(_TOKEN.findall(text.zh)) != set(_TOKEN.findall(english)):
        yield "the English has other $facts than the Chinese", "Use the same ones"
    if _WORDS.search(english):
        yield "the English has Chinese in it", "Translate all of it"
    if not text.key.startswith("bridges."):
        for brand in catalogue.brands:
            if brand.isascii() and brand.casefold() in english.casefold():
                yield f"the English names the brand `{brand}`", "Say what kind of thing it is"
