"""Says in a sentence what a report found, in the page's language; it counts nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from flask import Flask
from flask_babel import gettext, ngettext
from markupsafe import Markup

from app import charts
from app.charts import Curve, CurveWords, Figure
from app.charts.curve import percent
from app.records.happened import ChoiceRecord
from app.reports import Board, CardsReport, ClassReport, ClassSummary, PersonReport, Seat, Steps, chains, needing, total
from app.reports.coverage import SHARED_PARTS
from app.simulator import bridges
from app.web import then, tongue
from app.web.because import because
from app.web.days import day

_: Final[Callable[..., str]] = gettext
NEED_ICONS: Final = {
    needing.ASKED: "help",
    needing.STOPPED: "pause",
    needing.CIRCLING: "loop",
    needing.SLIPPING: "again",
}
REPEATED: Final = 4
"""So many steps are worth naming on a person's page."""


def dress(app: Flask) -> None:
    """Give every template `lesson_title(id)`, `step_skills(lesson, screen)`, and `steps(…)`, a bar of three counts.

    And for the board `happened(seat)` with its icon in `need_icons`.
    """
    app.jinja_env.globals.update(
        lesson_title=lesson_title, step_skills=step_skills, steps=steps, happened=happened, need_icons=NEED_ICONS
    )


def lesson_title(lesson: str) -> str:
    """A lesson's name in the page's language, as it was kept last when the shelf has it not; its id where none was."""
    found = then.latest(lesson)
    return tongue.words(found.title) if found else lesson


def step_skills(lesson: str, screen: str, lesson_hash: str = "") -> str:
    """What a step of a lesson is about, by its first skill, as the lesson was then; empty when nothing is known."""
    found = then.version(lesson, lesson_hash) if lesson_hash else None
    found = found or then.having(lesson, screen)
    shown = then.screen_of(found, screen) if found else None
    return tongue.skill_name(shown.skills[0]) if shown and shown.skills else ""


def steps(alone: int, helped: int, again: int) -> Markup:
    """A bar of steps done alone, with help, and to do once more."""
    return Markup(charts.stacked([(alone, "sb-alone"), (helped, "sb-help"), (again, "sb-again")]))


def class_heading(report: ClassReport) -> str:
    """A class in a sentence: how many steps were done alone the last time."""
    name = tongue.person_name(report.classroom)
    if not report.lines:
        return _("%(name)s: nobody yet", name=name)
    return _named(name, report.steps)


def overview_heading(summaries: Sequence[ClassSummary]) -> str:
    """All classes in a sentence."""
    steps = total(one.steps for one in summaries)
    if not steps.all:
        return _("Nobody has finished a task yet")
    return _("%(alone)s of %(steps)s steps were done alone the last time", alone=steps.alone, steps=steps.all)


def person_heading(report: PersonReport) -> str:
    """A person in a sentence."""
    return _named(tongue.person_name(report.learner), report.steps)


def _named(name: str, steps: Steps) -> str:
    if not steps.all:
        return _("%(name)s: no task finished yet", name=name)
    return _(
        "%(name)s: %(alone)s of %(steps)s steps alone the last time", name=name, alone=steps.alone, steps=steps.all
    )


def about_person(report: PersonReport, now: datetime) -> str:
    """Age and when they were last here, as far as either is known."""
    born, days = report.learner.birth_year, [one.last_at for one in report.standings]
    told = [_("about %(age)s years old", age=now.year - born)] if born else []
    told += [_("last here on %(day)s", day=day(max(days)))] if days else [_("has not practised yet")]
    return _(", ").join(told)


def worth_repeating(report: PersonReport) -> list[tuple[str, str, datetime]]:
    """The steps whose latest meeting was a slip, one for each skill, the latest first: skill, lesson, when."""
    found: dict[str, tuple[str, str, datetime]] = {}
    for one in report.again:
        if skill := step_skills(one.lesson, one.screen, one.lesson_hash):
            found.setdefault(skill, (skill, lesson_title(one.lesson), one.at))
    return list(found.values())[:REPEATED]


def help_planned(
    support: Sequence[ChoiceRecord], role: str, lesson_hash: str = "", by: str = ""
) -> list[tuple[str, str, str]]:
    """The help of each step of the latest play as it was planned: the step's skill, how much, and why.

    `lesson_hash` is the version of its lesson. Where a person chose the help, `by` says who and when; what the model
    would have given stands beside.
    """
    levels, told = help_levels(), []
    for choice in support:
        for screen, step in choice.body["steps"].items():
            lesson = step["step"].partition(".")[0]
            skill = step_skills(lesson, screen, lesson_hash) or lesson_title(lesson)
            why = because(step["code"], step["args"], role).text
            if by and "model" in step:
                why = _(
                    "This was %(by)s. The model’s own: %(help)s. %(why)s", by=by, help=levels[step["model"]], why=why
                )
            told.append((skill, levels[step["level"]], why))
    return told


def help_levels() -> dict[str, str]:
    """What each level of support is called."""
    return {
        "shown": _("pointed out"),
        "guided": _("told which part"),
        "prompted": _("told in words"),
        "alone": _("alone"),
    }


def offered(suggestion: Sequence[ChoiceRecord], role: str) -> list[tuple[str, str]]:
    """The tasks that were offered last, and why."""
    return [
        (lesson_title(offer["lesson"]), because(offer["code"], offer["args"], role).text)
        for choice in suggestion
        for offer in choice.body["offers"]
    ]


def board_heading(board: Board) -> str:
    """The board in a sentence."""
    count = len(board.needing)
    if not count:
        return _("Nobody needs you now")
    return str(ngettext("%(num)s person needs you now", "%(num)s people need you now", count))


def happened(seat: Seat) -> str:
    """What happened to somebody on the board, in a sentence; empty where they need nobody."""
    if seat.need is None:
        return ""
    minutes, times = seat.minutes, seat.need.times
    if seat.need.kind == needing.ASKED:
        told = ngettext("Asked for help %(num)s minute ago", "Asked for help %(num)s minutes ago", minutes)
        return str(told) if minutes else _("Asked for help just now")
    if seat.need.kind == needing.STOPPED:
        told = ngettext("Has touched nothing for %(num)s minute", "Has touched nothing for %(num)s minutes", minutes)
        return str(told) if minutes else _("Has stopped just now")
    if seat.need.kind == needing.CIRCLING:
        return str(ngettext("Going in circles: %(num)s round", "Going in circles: %(num)s rounds", times))
    return str(ngettext("Slipped on the same thing %(num)s time", "Slipped on the same thing %(num)s times", times))


def cards_heading(report: CardsReport) -> str:
    """The front-door cards in a sentence: how many are to be checked this week."""
    left = len(report.this_week)
    if not left:
        return _("The cards of this week are checked")
    if not report.done:
        return _("Check three cards this week")
    return str(ngettext("Check %(num)s more card this week", "Check %(num)s more cards this week", left))


def dialects_heading(offered: int) -> str:
    """The dialects in a sentence: how many an elder can be offered."""
    return str(
        ngettext("Elders can be offered %(num)s dialect", "Elders can be offered %(num)s dialects", offered)
        if offered
        else _("No dialect can be offered yet")
    )


def parts_heard() -> dict[str, str]:
    """What all lessons share of what is heard, in words; an empty part is all of it."""
    named = (_("Everything, each line once"), _("Interface"), _("Shared slips"), _("Skills"), _("Journeys"))
    return dict(zip(("", *SHARED_PARTS), named, strict=True))


def marks() -> dict[str, str]:
    """Whose voice it is, in words."""
    return {chains.HUMAN: _("a person"), chains.MACHINE: _("a machine"), chains.DRAFT: _("a machine, on trial")}


def chain_steps() -> dict[str, str]:
    """What a step of a chain of voices is, in words."""
    return {
        chains.RECORDED: _("A neighbour’s recording"),
        chains.VOICE: _("Voice"),
        chains.TABLET: _("The tablet’s own speech"),
        chains.TEXT: _("The words on the screen alone"),
    }


def how_voices_stand() -> dict[str, str]:
    """How a voice stands on this machine, in words."""
    return {
        chains.READY: _("ready here"),
        chains.ABSENT: _("not installed here"),
        chains.OFF: _("on the internet, which is not let in"),
        chains.ASKED: _("on the internet, asked when a clip is made"),
        chains.MAYBE: _("if the tablet has one"),
    }


def ways_to_check() -> dict[str, str]:
    """How a front-door card can be checked, in words."""
    return dict(
        zip(
            bridges.HOW,
            (_("by telephone"), _("on a real phone"), _("at the counter"), _("by asking the office")),
            strict=True,
        )
    )


def card_states() -> dict[str, str]:
    """How a front-door card can stand, in words."""
    return {
        bridges.CHECKED: _("Checked"),
        bridges.OLD: _("Checked too long ago"),
        bridges.DIFFERS: _("Something differs"),
        bridges.CHANGED: _("Changed since its check"),
        bridges.NEVER: _("Never checked"),
    }


def figure(curve: Curve | None, key: str) -> Figure | None:
    """The figure of a curve under its finding; None where there is no curve. `key` names it on its page."""
    if curve is None:
        return None
    told = [_("meeting %(nth)s: %(share)s", nth=point.nth, share=percent(point.share)) for point in curve.drawn]
    words = CurveWords(
        finding=finding(curve),
        description=" ".join([_("The share of steps done alone, by meeting."), _(", ").join(told)]),
        line=_("done alone"),
        meeting=_("meeting"),
        counts=_("steps") if curve.of_one else _("people"),
        beside=_("model expected"),
        columns=(
            _("Meeting"),
            _("Done alone"),
            _("90 percent interval"),
            _("People"),
            _("Steps"),
        ),
    )
    return charts.draw(curve, words, key)


def finding(curve: Curve) -> str:
    """What a curve shows; it says so where the change could be chance."""
    points = curve.drawn
    first, last = points[0], points[-1]
    shares = {"first": percent(first.share), "last": percent(last.share), "nth": last.nth}
    if len(points) < 2:
        return _("First meetings only so far: %(first)s of the steps alone", first=shares["first"])
    if last.low > first.high:
        return _("More is done alone: %(first)s of steps when first met, %(last)s at meeting %(nth)s", **shares)
    return _("Not certain yet: %(first)s of steps alone when first met, %(last)s at meeting %(nth)s", **shares)
