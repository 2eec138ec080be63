"""Says learning curves and the steps that trip people in the page's language; it counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from app import current
from app.charts import Figure
from app.charts.curve import percent
from app.reports import Asked, Learning, Trip
from app.simulator.lesson import Lesson, Screen, stage
from app.simulator.screen import liner, sentences
from app.web import findings, gathered, then, tongue, totals

_: Final[Callable[..., str]] = gettext

MOST: Final = 20
"""So many steps are shown at once; the rest are folded."""


def asked_of(arguments: Mapping[str, str], villages: Sequence[str]) -> Asked:
    """What an address asks for; what is not here is not asked for. `of` names a lesson or a skill."""
    shelf = current.shelf()
    village, of = arguments.get("village", ""), arguments.get("of", "")
    return Asked(
        UUID(village) if village in villages else None,
        of if of in shelf.lessons else "",
        of if of in shelf.catalogue.skills else "",
    )


def teaches() -> dict[str, list[tuple[str, str]]]:
    """Each skill -> the steps of the lessons as they stand that practise it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for lesson in current.shelf().lessons.values():
        for twist in range(len(lesson.twists) + 1):
            for screen in stage(lesson, twist).screens.values():
                for skill in screen.skills:
                    found.setdefault(skill, []).append((lesson.id, screen.name))
    return found


def figure(report: Learning) -> Figure | None:
    """The curve with the model's own beside it, and the same numbers as a table."""
    if report.curve is None:
        return None
    drawn = findings.figure(
        replace(report.curve, beside=tuple(one.share if one else None for one in report.expected)), "l"
    )
    assert drawn is not None
    more = [(percent(one.share), str(one.meetings)) if one else ("–", "–") for one in report.expected]
    return replace(
        drawn,
        head=(*drawn.head, _("The model expected"), _("Steps it told of")),
        rows=tuple((*row, *cells) for row, cells in zip(drawn.rows, more, strict=True)),
    )


def note(report: Learning) -> str:
    """What the model expected at the last meeting for which it told, against what was done."""
    told = [
        (point, one)
        for point, one in zip(report.curve.drawn if report.curve else (), report.expected, strict=True)
        if one is not None
    ]
    if not told:
        return _("The model has told too little of these meetings to be drawn beside them.")
    point, one = told[-1]
    numbers = {"nth": point.nth, "expected": percent(one.share), "share": percent(point.share)}
    if one.share > point.high:
        return _("At meeting %(nth)s the model expected more: %(expected)s, and %(share)s were.", **numbers)
    if one.share < point.low:
        return _("At meeting %(nth)s the model expected less: %(expected)s, and %(share)s were.", **numbers)
    return _("At meeting %(nth)s the model expected about as much: %(expected)s, and %(share)s were.", **numbers)


def how() -> tuple[str, ...]:
    """How the curve is counted, and where its traps are."""
    return (
        _(
            "A step counts as done alone when the first thing the person did was right, with nothing shown and no "
            "hint, on a practice phone of true size. Each person’s meetings with each step are counted from one; a "
            "skill’s curve is that of all steps that practise it."
        ),
        _(
            "The band is a 90 percent interval over people. Those who went on practising stand on the right, so the "
            "two ends are partly different people."
        ),
        _(
            "The model’s line is the mean of what it said before these very meetings: how likely the step would be "
            "done alone if nothing was shown. Where help was given, the step cannot count as alone, so the line may "
            "stand higher."
        ),
    )


def tripping_rows(trips: Sequence[Trip]) -> list[dict[str, Any]]:
    """The steps in words, each with where it can be seen: its lesson on paper."""
    return [_row(one) for one in trips]


def heading(trips: Sequence[Trip]) -> str:
    """The steps in a sentence: the one that certainly tripped most people."""
    if not trips or trips[0].certain < 1:
        return _("No step is certain to have tripped anybody yet")
    first = trips[0]
    return _(
        "Most tripped at a step of “%(task)s”: %(slips)s of %(people)s people at their first meeting",
        task=findings.lesson_title(first.lesson),
        slips=first.slips,
        people=first.share.people,
    )


def _row(one: Trip) -> dict[str, Any]:
    lesson = current.shelf().lessons.get(one.lesson)
    had = then.having(one.lesson, one.screen)
    screen = _screen(had, one)
    share = one.share
    return {
        "trip": one,
        "title": findings.lesson_title(one.lesson),
        "says": totals.said(had, one.screen),
        "fresh": had is not None and had == lesson,
        "where": _where(lesson),
        "mend": gathered.mend(one.lesson, one.screen) if lesson and gathered.has(lesson, one.screen) else "",
        "share": percent(share.value),
        "between": f"{percent(share.low)} – {percent(share.high)}",
        "seconds": "–" if one.seconds is None else f"{one.seconds:.0f}",
        "asked": percent(one.asked / share.people),
        "helped": percent(one.helped / share.people),
        "wrong": _wrong(had, screen, one.wrong) if had and screen and one.wrong else "",
    }


def _screen(lesson: Lesson | None, one: Trip) -> Screen | None:
    if lesson is None or one.twist > len(lesson.twists):
        return None
    return stage(lesson, one.twist).screens.get(one.screen)


def _wrong(lesson: Lesson, screen: Screen, act: str) -> str:
    """What happened, as the lesson says it after that act; empty where it names no such act."""
    slip = next((slip for rule, slip in screen.wrong if rule.act == act), None)
    return sentences(liner(lesson, tongue.voice())(slip.say).text)[0] if slip else ""


def _where(lesson: Lesson | None) -> str:
    """Where a step can be seen as people meet it: its lesson, printed step by step; empty where the lesson is gone."""
    return url_for("prints.lesson", lesson=lesson.id) if lesson else ""
