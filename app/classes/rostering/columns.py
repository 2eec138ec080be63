"""Finds the columns of a list of people by their headings and reads each row, or names its fault; knows no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.classes.rostering.reading import MOST_ROWS, TOO_MANY_ROWS, Row, Unreadable
from app.dialects.registry import DIALECTS
from app.records.roster import LONGEST_NAME, tidied

NAME, LATIN, BIRTH, AGE, GENDER = "name", "latin", "birth", "age", "gender"
DIALECT, FIRST, CLASS, FACE, JOINED = "dialect", "priority", "class", "face", "joined"

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    NAME: ("姓名", "名字", "名称", "称呼", "老人姓名", "学员姓名", "name", "full name"),
    LATIN: ("拼音", "姓名拼音", "英文名", "name in latin letters", "latin", "latin name", "pinyin", "english name"),
    BIRTH: ("出生年", "出生年份", "生年", "出生", "出生日期", "出生年月", "生日", "year of birth", "birth year", "born",
            "birth", "birthday", "birth date", "date of birth"),
    AGE: ("年龄", "年纪", "岁数", "岁", "周岁", "age"),
    GENDER: ("性别", "gender", "sex"),
    DIALECT: ("方言", "听哪种话", "说哪种话", "语言", "dialect", "language", "way of speaking"),
    FIRST: ("优先帮助", "优先", "先帮", "first in the help order", "help first", "priority"),
    CLASS: ("班", "班级", "班名", "class", "classroom"),
    FACE: ("脸", "头像", "face"),
    JOINED: ("加入日期", "加入", "来班日期", "joined", "joined on", "date joined"),
}  # fmt: skip
"""What a column may be -> the headings it goes by; spaces, brackets and capitals make no difference."""

FORBIDDEN: Final = re.compile(
    r"身份|证件|证号|电话|手机|联系方式|银行|卡号|账号|帐号|密码|社保号|医保号|微信|住址|地址"
    r"|^id(no|number|card)$|phone|mobile|^tel|bank|account|password|wechat|address"
)
"""Headings of what is never taken over: it opens doors in real life, and nothing here needs it."""

NO_HEADINGS: Final = "no-headings"
NO_PEOPLE: Final = "no-people"

MALE, FEMALE = "男", "女"
_GENDERS: Final = {
    "男": MALE, "男性": MALE, "m": MALE, "male": MALE, "man": MALE,
    "女": FEMALE, "女性": FEMALE, "f": FEMALE, "female": FEMALE, "woman": FEMALE,
}  # fmt: skip
YES: Final = "是"
_YES: Final = frozenset({YES, "优先", "对", "有", "yes", "y", "true", "1", "x", "✓", "√", "✔"})
_NO: Final = frozenset({"", "否", "不", "无", "没有", "no", "n", "false", "0", "-", "–"})
_DIALECTS: Final = {word.casefold(): one.id for one in DIALECTS.values() for word in (one.id, one.name)}
_BORN_FIRST: Final = 1900
_OLDEST: Final = 125
_NUMBER: Final = re.compile(r"(\d[\s-]*){7,}")
_UNDER: Final = 10
"""So many rows are looked at for the headings: a title may stand above them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person as a row of a list names them; what the list does not say is empty."""

    row: int
    name: str
    latin: str = ""
    birth_year: int | None = None
    gender: str = ""
    dialect: str = ""
    classroom: str = ""
    face: str = ""
    joined: str = ""
    """A day as 2026-09-01."""
    first: bool = False
    """Whether they are first in the help order."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row cannot be taken: the column it is in and what stands there, numbers of people blotted out."""

    row: int
    column: str
    kind: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a list says: its people, its faults, and which of its columns were used, left out, or may not be taken."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    used: tuple[str, ...]
    left_out: tuple[str, ...]
    forbidden: tuple[str, ...]
    ages: bool
    """Whether there is a column of ages that was not counted back to years of birth."""


def understand(rows: Sequence[Row], today: date, faces: Collection[str], *, ages: bool = False) -> Sheet:
    """The people of a list. `ages`: count the year of birth back from an age; `faces` are the keys of drawn faces.

    Raises Unreadable: no heading of names within the first rows, nobody below it, or too many.
    """
    place, found = _headings(rows)
    headings, below = rows[place].cells, rows[place + 1 :]
    if not below:
        raise Unreadable(NO_PEOPLE)
    if len(below) > MOST_ROWS:
        raise Unreadable(TOO_MANY_ROWS)
    told = [heading for i, heading in enumerate(headings) if heading and i not in found.values()]
    reader = _Reader(found, today, frozenset(faces), ages)
    people = [reader.entry(row) for row in below]
    return Sheet(
        entries=tuple(one for one in people if isinstance(one, Entry)),
        faults=tuple(one for one in people if isinstance(one, Fault)),
        used=tuple(found),
        left_out=tuple(_shown(heading) for heading in told if not FORBIDDEN.search(_plain(heading))),
        forbidden=tuple(_shown(heading) for heading in told if FORBIDDEN.search(_plain(heading))),
        ages=AGE in found and BIRTH not in found and not ages,
    )


def column_of(heading: str) -> str:
    """Which column a heading is; empty for one that is none of ours or may not be taken."""
    plain = _plain(heading)
    return "" if FORBIDDEN.search(plain) else _BY_HEADING.get(plain, "")


def _headings(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    """The place of the row of headings, and of each column in it; of two alike the first counts."""
    for place, row in enumerate(rows[:_UNDER]):
        found: dict[str, int] = {}
        for i, cell in enumerate(row.cells):
            if column := column_of(cell):
                found.setdefault(column, i)
        if NAME in found:
            return place, found
    raise Unreadable(NO_HEADINGS)


class _Faulty(ValueError):
    """A cell that cannot be what its column holds."""

    def __init__(self, column: str, kind: str) -> None:
        super().__init__(column, kind)
        self.column = column
        self.kind = kind


@dataclass(frozen=True)
class _Reader:
    columns: Mapping[str, int]
    today: date
    faces: frozenset[str]
    ages: bool

    def entry(self, row: Row) -> Entry | Fault:
        """The person of a row, or its first fault."""
        cells = {column: row.cells[i] if i < len(row.cells) else "" for column, i in self.columns.items()}
        face = cells.get(FACE, "")
        try:
            return Entry(
                row=row.number,
                name=_name(NAME, cells.get(NAME, "")),
                latin=_name(LATIN, cells[LATIN]) if cells.get(LATIN) else "",
                birth_year=self._birth_year(cells.get(BIRTH, "")) or self._from_age(cells.get(AGE, "")),
                gender=_gender(cells.get(GENDER, "")),
                dialect=_dialect(cells.get(DIALECT, "")),
                classroom=tidied(cells.get(CLASS, "")),
                face=face if face in self.faces else "",
                joined=self._joined(cells.get(JOINED, "")),
                first=_first(cells.get(FIRST, "")),
            )
        except _Faulty as fault:
            return Fault(row.number, fault.column, fault.kind, _shown(cells.get(fault.column, "")))

    def _birth_year(self, told: str) -> int | None:
        if not told:
            return None
        found = re.fullmatch(r"(\d{4})(?:\s*[年./-].*|\d{4})?", unicodedata.normalize("NFKC", told))
        if not found or not _BORN_FIRST <= int(found[1]) <= self.today.year:
            raise _Faulty(BIRTH, "year")
        return int(found[1])

    def _from_age(self, told: str) -> int | None:
        if not told or not self.ages:
            return None
        found = re.fullmatch(r"(\d{1,3})\s*(?:周?岁)?", unicodedata.normalize("NFKC", told))
        if not found or int(found[1]) > _OLDEST:
            raise _Faulty(AGE, "age")
        return self.today.year - int(found[1])

    def _joined(self, told: str) -> str:
        if not told:
            return ""
        try:
            day = date(*(int(part) for part in re.split(r"[-/.年月]", told.rstrip("日"))))
        except (TypeError, ValueError):
            raise _Faulty(JOINED, "day") from None
        if day > self.today or day.year < _BORN_FIRST:
            raise _Faulty(JOINED, "day")
        return day.isoformat()


def _name(column: str, told: str) -> str:
    name = tidied(told)
    if not name:
        raise _Faulty(column, "no-name")
    if len(name) > LONGEST_NAME:
        raise _Faulty(column, "long-name")
    if _NUMBER.search(unicodedata.normalize("NFKC", name)):
        raise _Faulty(column, "number")
    return name


def _gender(told: str) -> str:
    plain = _plain(told)
    if plain and plain not in _GENDERS:
        raise _Faulty(GENDER, "gender")
    return _GENDERS.get(plain, "")


def _dialect(told: str) -> str:
    plain = " ".join(told.split()).casefold()
    if plain and plain not in _DIALECTS:
        raise _Faulty(DIALECT, "dialect")
    return _DIALECTS.get(plain, "")


def _first(told: str) -> bool:
    plain = unicodedata.normalize("NFKC", told).strip().casefold()
    if plain not in _YES | _NO:
        raise _Faulty(FIRST, "yes-no")
    return plain in _YES


def _plain(heading: str) -> str:
    """A heading without brackets and what stands in them, without spaces and signs, in small letters."""
    words = re.sub(r"\(.*?\)|\[.*?\]", "", unicodedata.normalize("NFKC", heading)).casefold()
    return "".join(sign for sign in words if sign.isalnum())


def _shown(told: str) -> str:
    """A cell as it is told back: short, and with every longer number blotted out."""
    return re.sub(r"\d[\d\s-]{5,}\d", lambda number: "●" * len(number[0]), tidied(told))[:24]


_BY_HEADING: Final = {_plain(heading): column for column, headings in COLUMNS.items() for heading in headings}
