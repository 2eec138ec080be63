"""Says what somebody or a class can do, what comes next and why, and who chose a support; it counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import gettext
from markupsafe import Markup

from app import charts, current, practice
from app.config import LANGUAGES
from app.practice import Upcoming
from app.records import Session, roster, supports
from app.records.ledger import NOT_YET as TICKED_NOT_YET
from app.records.supports import Chosen
from app.records.tables import Learner
from app.reports.standing import ALONE, HELPED
from app.reports.story import NOT_YET, ClassTaskTold, TaskTold
from app.web import preferences, tongue
from app.web.because import because
from app.web.days import day
from app.web.findings import help_levels, lesson_title

_: Final[Callable[..., str]] = gettext

BARS: Final = {"shown": "hp-shown", "guided": "hp-guided", "prompted": "hp-prompted", "alone": "hp-alone"}
"""How each support is drawn, most help first."""
PLAINLY: Final = "volunteer"
"""Whose words a reason is told in on these pages: a sentence without a formula."""


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next for somebody: the task, the help of its first step as the model suggests it and as it will be,
    the sentence why in this page's language and in the `other`, and who chose in its place (`by`, empty for nobody)."""

    lesson: str
    title: str
    suggested: str
    given: str
    why: str
    other: str
    other_lang: str
    by: str
    bar: Markup
    levels: tuple[tuple[str, str, int], ...]
    """Of the steps of the task as the model would help: how it is drawn, what it is called, how many."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A support that a person chose and that stands: for which lesson (empty for all), which, by whom and when, and
    what the model suggests there (empty where that depends on the task)."""

    lesson: str
    title: str
    level: str
    by: str
    suggested: str


def finding(told: Sequence[TaskTold]) -> str:
    """A person's tasks in a sentence."""
    alone, helped = (sum(one.group == group for one in told) for group in (ALONE, HELPED))
    return _(
        "Alone: %(alone)s tasks. With help so far: %(helped)s. Not yet finished: %(rest)s.",
        alone=alone,
        helped=helped,
        rest=sum(one.group == NOT_YET for one in told) + len(untried(told)),
    )


def untried(told: Sequence[TaskTold]) -> list[str]:
    """The titles of the tasks that somebody has never opened and never ticked."""
    known = {one.lesson for one in told}
    return [lesson_title(one.id) for one in current.shelf().lessons.values() if not one.gentle and one.id not in known]


def groups(told: Sequence[TaskTold]) -> list[tuple[str, str, list[TaskTold]]]:
    """The three groups, each with its key, its name and its tasks."""
    named = ((ALONE, _("Alone")), (HELPED, _("With help so far")), (NOT_YET, _("Not yet finished")))
    return [(key, words, [one for one in told if one.group == key]) for key, words in named]


def for_real(told: Sequence[TaskTold]) -> str:
    """What was done for real in a sentence: what was seen, and apart from it what was only told; empty for neither."""
    seen = sum(one.seen is not None and one.seen.how != TICKED_NOT_YET for one in told)
    only = sum(one.told is not None and one.told.how != TICKED_NOT_YET for one in told)
    if not seen and not only:
        return ""
    return _(
        "Done for real, seen or with a receipt: %(seen)s. Only told, not counted there: %(told)s.", seen=seen, told=only
    )


def class_finding(told: Sequence[ClassTaskTold]) -> str:
    """A class's tasks in a sentence: the one that most do alone, or that most have finished with help."""
    first = next(iter(told), None)
    if first is None or not first.alone + first.helped:
        return _("Nobody has finished a task yet")
    numbers = {"task": lesson_title(first.lesson), "people": first.people}
    if first.alone:
        return _("“%(task)s” goes alone for most: %(alone)s of %(people)s people", alone=first.alone, **numbers)
    return _(
        "No task goes alone yet; “%(task)s” with help: %(helped)s of %(people)s people", helped=first.helped, **numbers
    )


def class_bar(one: ClassTaskTold) -> Markup:
    """How many of a class do a task alone, with help and not yet."""
    parts = ((one.alone, "sb-alone"), (one.helped, "sb-help"), (one.not_yet, "sb-again"))
    return Markup(charts.stacked(parts, stretched=True))


def upcoming(s: Session, learner: Learner) -> Next | None:
    """What comes next for somebody, asked of what their own pages ask; None where nothing can be offered."""
    found = practice.upcoming(s, current.shelf().lessons, current.artefact(demo=learner.demo), learner, current.now())
    if found is None:
        return None
    levels, chosen = help_levels(), practice.by_hand(s, found.plan)
    other = next(lang for lang in LANGUAGES if lang != preferences.locale())
    with preferences.as_if(lang=other):
        otherwise, html_lang = sentence(found), preferences.current().html_lang
    return Next(
        lesson=found.offer.lesson.id,
        title=lesson_title(found.offer.lesson.id),
        suggested=found.suggested,
        given=found.given,
        why=sentence(found),
        other=otherwise,
        other_lang=html_lang,
        by=chosen_by(s, chosen) if chosen else "",
        bar=Markup(charts.stacked([(count, BARS[level]) for level, count in found.levels], stretched=True)),
        levels=tuple((BARS[level], levels[level], count) for level, count in found.levels if count),
    )


def sentence(found: Upcoming) -> str:
    """The task and the support that the model suggests and why, in one sentence."""
    step, task = found.step, lesson_title(found.offer.lesson.id)
    why = _inside(because(found.offer.code, found.offer.args, PLAINLY).text)
    if not step.get("code"):
        return _("Next: “%(task)s” (%(why)s).", task=task, why=why)
    return _(
        "Next: “%(task)s” (%(why)s), %(help)s (%(because)s).",
        task=task,
        why=why,
        help=_first_step()[found.suggested],
        because=_inside(because(step["code"], step["args"], PLAINLY).text),
    )


def _first_step() -> dict[str, str]:
    """How the first step begins with each support."""
    return {
        "shown": _("with its first step pointed out"),
        "guided": _("with its first step told by its part of the screen"),
        "prompted": _("with its first step told in words"),
        "alone": _("with its first step left to them"),
    }


def stands(s: Session, learner: Learner) -> list[ByHand]:
    """The supports that a person chose for somebody and that stand, that for all lessons first."""
    lessons, artefact = current.shelf().lessons, current.artefact(demo=learner.demo)
    levels, found = help_levels(), []
    for lesson, chosen in sorted(supports.standing(supports.told(s, learner.id)).items()):
        coming = practice.opening(s, lessons, artefact, learner, lesson, current.now()) if lesson in lessons else None
        found.append(
            ByHand(
                lesson=lesson,
                title=lesson_title(lesson) if lesson else _("All tasks"),
                level=levels[chosen.support],
                by=chosen_by(s, chosen),
                suggested=levels.get(coming.suggested, "") if coming else "",
            )
        )
    return found


def chosen_by(s: Session, chosen: Chosen) -> str:
    """Who chose a support, and when."""
    member = roster.staff(s, chosen.by)
    name = tongue.person_name(member) if member is not None else _("somebody who is no longer here")
    return _("chosen by %(name)s on %(day)s", name=name, day=day(chosen.at))


def by_hand(s: Session, learners: Iterable[UUID]) -> dict[UUID, Mapping[str, Chosen]]:
    """Whoever of some people has a support that a person chose and that stands."""
    told = supports.told_among(s, set(learners)).items()
    return {who: stands for who, choices in told if (stands := supports.standing(choices))}


def _inside(reason: str) -> str:
    """A reason inside another sentence: without its stop, and with a small letter where it begins with a word."""
    plain = reason.rstrip(" .。")
    return plain if plain[1:2].isupper() or plain[1:2] == "(" else plain[:1].lower() + plain[1:]
