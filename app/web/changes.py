"""Says what changed in a week, one sentence each with the way to its picture; only what is certain; counts nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext, ngettext

from app import current
from app.charts.curve import percent
from app.records import Session, roster
from app.records.ledger import RECEIPT, SEEN, TOLD
from app.reports.curves import wilson
from app.reports.gaps import side
from app.reports.lamp import Looked, Tried
from app.reports.week import Checked, Real, Trap, WeekReport
from app.web import compared, days, dividing, gathered, then, tongue, totals
from app.web.findings import lesson_title
from app.web.staff import member_here
from models.group import MONTH

_: Final[Callable[..., str]] = gettext

MOST: Final = 6
"""So many sentences are told at most."""
FEW: Final = 3
"""With fewer certain changes a last sentence says that nothing else changed for certain."""
CLASSES: Final = 3
"""To the ledgers of so many classes a sentence leads at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, what it rests on, and the ways (words, address) to what is behind it."""

    words: str
    rests: str
    ways: tuple[tuple[str, str], ...]


def told(s: Session, report: WeekReport, model: tuple[Looked | None, Tried | None]) -> list[Told]:
    """The sentences of a week, what concerns most people first."""
    changed = [
        *_gap(report),
        *_came(report),
        *_again(report),
        *(line for one in reversed(report.checked) for line in _kept(report, one)),
        *(line for one in report.traps[:1] for line in _trap(s, one)),
        *_model(*model),
    ]
    real = _real(s, report.real)
    sure = changed[: MOST - len(real)]
    return [*_stale(s, report), *sure, *real, *([_calm(report, bool(sure))] if len(sure) < FEW else [])]


def _stale(s: Session, report: WeekReport) -> list[Told]:
    """In the newest week, the lessons whose real thing has changed, as trainers told; each with the way to mend it."""
    if report.monday != report.newest:
        return []
    found = compared.changed_lessons(s, demo=member_here().demo)
    if not found:
        return []
    titles = {lesson: lesson_title(lesson) for lesson in found}
    names = tongue.listed(_("“%(task)s”", task=title) for title in titles.values())
    words = ngettext(
        "The real one has changed: %(tasks)s. The lesson is to be mended",
        "The real ones have changed: %(tasks)s. The lessons are to be mended",
        len(found),
        tasks=names,
    )
    told = [_("%(who)s, %(day)s", who=tongue.person_name(one), day=days.day(one.at)) for one in found.values()]
    ways = [(title, url_for("workshop.bench_page", draft=lesson)) for lesson, title in titles.items()]
    return [Told(words, tongue.listed(dict.fromkeys(told)), tuple(ways[:CLASSES]))]


def step_said(s: Session, lesson: str, screen: str) -> str:
    """What the teacher says on a step of a lesson in its newest version that has it; the step's own word for none."""
    return totals.said(then.having(lesson, screen), screen) or screen


def _calm(report: WeekReport, other: bool) -> Told:
    if report.people is None:
        words = _("Nothing else changed for certain") if other else _("Nothing changed for certain in this week")
        return Told(words, "", _weeks(report))
    counts = {"people": report.people, "steps": report.steps}
    words = (
        _("Nothing else changed for certain against the four weeks before")
        if other
        else _("Nothing changed for certain against the four weeks before")
    )
    return Told(words, _("rests on %(people)s people and %(steps)s steps of this week", **counts), _weeks(report))


def _weeks(report: WeekReport) -> tuple[tuple[str, str], ...]:
    return ((_("See the weeks"), url_for("week.pictures", week=report.monday, names=names(report))),)


def names(report: WeekReport) -> str | None:
    """What a way onward carries along, so that whoever looks without names goes on so."""
    return None if report.named else "hidden"


def _divide(report: WeekReport, anchor: str) -> str:
    return url_for("reports.divide", week=report.monday, names=names(report), _anchor=anchor)


def _gap(report: WeekReport) -> list[Told]:
    gap = report.gap
    if gap is None or not (gap.narrower or gap.wider):
        return []
    people = gap.after.rest.people + gap.after.weak.people
    rests = _("rests on %(people)s people, over all their weeks", people=people)
    return [Told(dividing.headline(gap), rests, ((_("See the divide"), _divide(report, "w-f")),))]


def _came(report: WeekReport) -> list[Told]:
    came = report.came
    if came is None or not came.side:
        return []
    now, usual = round(came.after.value * came.after.people), round(came.before.value * came.before.people)
    counts = {"now": now, "usual": usual}
    words = (
        _("More people practised: %(now)s, and %(usual)s in a week before", **counts)
        if came.side > 0
        else _("Fewer people practised: %(now)s, and %(usual)s in a week before", **counts)
    )
    rests = _("of %(people)s who have ever practised", people=came.after.people)
    return [Told(words, rests, _weeks(report))]


def _again(report: WeekReport) -> list[Told]:
    again = report.again
    if again is None or not again.side:
        return []
    shares = {"now": percent(again.after.value), "before": percent(again.before.value)}
    words = (
        _("More is done alone: %(now)s of the steps of tasks met before, up from %(before)s", **shares)
        if again.side > 0
        else _("Less is done alone: %(now)s of the steps of tasks met before, down from %(before)s", **shares)
    )
    rests = _("rests on %(people)s people and %(steps)s steps", people=again.after.people, steps=again.after.steps)
    return [Told(words, rests, _weeks(report))]


def _kept(report: WeekReport, one: Checked) -> list[Told]:
    if one.moved is None or not one.moved.side:
        return []
    shares = {"days": one.after, "now": percent(one.moved.after.value), "before": percent(one.moved.before.value)}
    words = (
        _("After about %(days)s days more is kept: %(now)s of the steps alone again, up from %(before)s", **shares)
        if one.moved.side > 0
        else _(
            "After about %(days)s days less is kept: %(now)s of the steps alone again, down from %(before)s", **shares
        )
    )
    people = one.moved.after.people
    rests = (
        _("rests on %(people)s people checked", people=people)
        if one.missing is None
        else _(
            "rests on %(people)s people checked; %(missing)s tasks did not come up, %(left)s are of people who left",
            people=people,
            missing=one.missing,
            left=one.left,
        )
    )
    return [Told(words, rests, ((_("See what is kept"), _divide(report, "k-f")),))]


def _real(s: Session, real: Real) -> list[Told]:
    """What was seen and what was told stand apart, always."""
    if not real.people:
        return []
    words = _(
        "Done for real and alone: %(seen)s seen or with a receipt; told, not seen: %(told)s",
        seen=real.known[SEEN] + real.known[RECEIPT],
        told=real.known[TOLD],
    )
    rooms = [room for one in real.rooms if (room := roster.classroom(s, one))]
    rooms.sort(key=lambda one: (one.name_latin or one.name, one.id))
    ways = tuple((tongue.person_name(room), url_for("totals.real", classroom_id=room.id)) for room in rooms[:CLASSES])
    return [Told(words, _("by %(people)s people", people=real.people), ways)]


def _trap(s: Session, one: Trap) -> list[Told]:
    words = _(
        "A step has become a trap: “%(step)s” in “%(task)s”. %(now)s of first touches were slips, %(before)s before",
        step=step_said(s, one.trip.lesson, one.trip.screen),
        task=lesson_title(one.trip.lesson),
        now=percent(one.moved.after.value),
        before=percent(one.moved.before.value),
    )
    rests = _("%(slipped)s of %(people)s people slipped", slipped=one.trip.slipped, people=one.trip.people)
    ways: tuple[tuple[str, str], ...] = ()
    if one.trip.lesson in current.shelf().lessons:
        ways = (
            (_("See the step"), url_for("prints.lesson", lesson=one.trip.lesson)),
            (_("Mend it in the workshop"), gathered.mend(one.trip.lesson, one.trip.screen)),
        )
    return [Told(words, rests, ways)]


def _model(looked: Looked | None, tried: Tried | None) -> list[Told]:
    way = ((_("See the model"), url_for("lamp.show")),)
    found = []
    if tried:
        on, counts = days.day(tried.at), _("compared on %(people)s people held out", people=tried.held_out)
        words = (
            _("The learner model was retrained on %(day)s, and a better one is in use", day=on)
            if tried.changed
            else _("The learner model was retrained on %(day)s; none was better, so the present one stays", day=on)
        )
        found.append(Told(words, counts, way))
    months = [one for one in looked.groups if one.kind == MONTH and one.said is not None] if looked else []
    last = max(months, key=lambda one: one.name, default=None)
    if last and last.said is not None and last.seen is not None:
        low, high = wilson(last.seen, last.answers)
        if side(low - last.said, high - last.said):
            shares = {"said": percent(last.said), "seen": percent(last.seen)}
            words = _(
                "The learner model drifts: it expected %(said)s done alone in the latest month, and %(seen)s were",
                **shares,
            )
            found.append(Told(words, _("rests on %(answers)s answers", answers=last.answers), way))
    return found
