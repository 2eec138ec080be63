"""What the checker finds in a draft, each at the screen it concerns; knows no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.bench import wording
from app.bench.drafts import LESSON, Draft
from app.simulator.catalogue import Catalogue
from app.simulator.checking import check
from app.simulator.lesson import Lesson
from app.simulator.mistakes import Mistake
from app.simulator.reading import Reading, read_lesson
from app.simulator.saying import Translate

Place = tuple[str | int, ...]
"""("screens", name), ("twist", number from 1), ("lesson",) or ("words", locale)."""
THE_LESSON: Place = ("lesson",)
ENGLISH: Place = ("words", "en")


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: what and the fix as English msgids with their values, where it stands in the file, and its key.

    A page says `gettext(what) % values` and `gettext(fix) % values`. `key` is the reader's: a message's key, or a place
    like `screens.home.wrong.tap ad`.
    """

    what: str
    fix: str
    line: int
    key: str
    values: Mapping[str, str] = field(default_factory=dict)


def findings(draft: Draft, catalogue: Catalogue, translate: Translate | None = None) -> dict[Place, list[Finding]]:
    """Every finding of a draft by its place, in the order of lines; a place without one is not there.

    `translate` gives the shipped words; the draft's own words come before them. Without it English is not looked at.
    """

    def said(locale: str, key: str, zh: str) -> str | None:
        own = draft.words.get(locale, {}).get(key)
        if own is not None and own[0] == zh:
            return own[1]
        return translate(locale, key, zh) if translate is not None else None

    reading = read_lesson(draft.text, catalogue, LESSON)
    return placed(reading, check(reading, catalogue, said if translate is not None else None))


def placed(reading: Reading, mistakes: list[Mistake]) -> dict[Place, list[Finding]]:
    """Mistakes of a reading by their places."""
    found: dict[Place, list[Finding]] = {}
    for mistake in mistakes:
        said = wording.told(mistake.what, mistake.fix)
        place = ENGLISH if _of_english(mistake.what) else _place(reading.lesson, mistake.where)
        found.setdefault(place, []).append(Finding(said.what, said.fix, mistake.line, mistake.where, said.values))
    return found


def _of_english(what: str) -> bool:
    return what.startswith(("no English", "the English"))


def _place(lesson: Lesson | None, where: str) -> Place:
    """Where a key of the reader belongs."""
    first, *rest = where.split(".")
    if first == "twist" and rest:
        return _twist(rest[0])
    if not rest or (first != "screens" and (lesson is None or first != lesson.id)):
        return THE_LESSON
    name = rest[0]
    if first != "screens" and name == "twist":
        return _twist(rest[1])
    if first != "screens" and (len(rest) < 2 or name in ("facts", "remember")):
        return THE_LESSON
    screen, _, changed = name.partition("@")
    if changed:
        return _twist(changed)
    for twist in lesson.twists if lesson is not None else ():
        if screen in twist.added:
            return ("twist", twist.number)
    if screen.startswith("twist") and screen.removeprefix("twist").isdecimal():
        return _twist(screen.removeprefix("twist"))
    return ("screens", screen)


def _twist(number: str) -> Place:
    return ("twist", int(number)) if number.isdecimal() else THE_LESSON
