"""Says the divide in the page's language: each figure's finding, drawings and table from one report; counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flask_babel import gettext, ngettext

from app import charts, current
from app.charts import Along, Figure, Mark, Pair, PairWords, Row, RowWords
from app.charts.curve import percent
from app.dialects.registry import DIALECTS
from app.reports import County
from app.reports.divide import Part
from app.reports.gaps import Change, Gap, side
from app.web import crossed, kept, tongue
from app.web.drawn import Drawn, between, cells, mark, points, share_axis, two_sorts
from app.web.findings import lesson_title

_: Final[Callable[..., str]] = gettext


def headline(change: Change | None) -> str:
    """The divide in a sentence, for this page and whoever links to it; it says so where the change could be chance."""
    if change is None:
        return _("It takes longer before it can be told whether the gap narrows")
    told = {"before": points(change.before.value), "after": points(change.after.value)}
    if change.narrower:
        return _("The weakest quarter is catching up: the gap went from %(before)s to %(after)s points", **told)
    if change.wider:
        return _("The gap has grown: from %(before)s points to %(after)s", **told)
    return _("Not certain that the gap has changed: %(before)s points at first, %(after)s now", **told)


def figures(report: County) -> list[Drawn]:
    """Every figure of the page that there are numbers for, the divide first."""
    beyond = kept.figure(report), crossed.figure(report)
    return [one for one in (_weeks(report), _parts(report), _tasks(report), _villages(report), *beyond) if one]


def _weeks(report: County) -> Drawn | None:
    series = report.series
    if not series.weeks:
        return None
    first, last = series.weeks[0], series.weeks[-1]
    change = series.change
    spans = [
        (*span, one.rest.value, one.weak.value)
        for span, one in zip(series.spans or (), (change.before, change.after) if change else (), strict=False)
    ]
    told = {"first": first.nth, "last": last.nth}
    description = _(
        "Two lines with bands. Week %(first)s: the rest %(rest)s, the weakest quarter %(weak)s. "
        "Week %(last)s: %(rest_last)s and %(weak_last)s.",
        rest=percent(first.rest.value),
        weak=percent(first.weak.value),
        rest_last=percent(last.rest.value),
        weak_last=percent(last.weak.value),
        **told,
    )
    words = PairWords(
        finding=headline(change),
        description=description,
        upper=_("The rest"),
        lower=_("Weakest ¼"),
        week=_("Week"),
        people=_("people"),
        placed=_("placing"),
        gaps=tuple(_("gap %(points)s", points=points(upper - lower)) for _first, _last, upper, lower in spans),
    )
    upper, lower = (
        tuple(Along(week.nth, one.value, one.low, one.high, one.people) for week, one in line)
        for line in (
            [(week, week.rest) for week in series.weeks],
            [(week, week.weak) for week in series.weeks],
        )
    )
    pair = Pair(upper, lower, tuple(spans))
    rows = tuple((str(week.nth), *cells(week.rest), *cells(week.weak)) for week in series.weeks)
    head = (_("Week"), _("The rest"), _("90 percent interval"), _("People"),
            _("Weakest quarter"), _("90 percent interval"), _("People"))  # fmt: skip
    wide, narrow = charts.draw_pair(pair, words, "w")
    return Drawn("w", Figure(words.finding, wide, narrow, head, rows), _change_note(report), _traps(report))


def _change_note(report: County) -> str:
    change, spans = report.series.change, report.series.spans
    if change is None or spans is None:
        return _(
            "The share of steps done alone, by week of each person’s own course. The bands are 90 percent intervals."
        )
    (first, second), (third, fourth) = spans
    return _(
        "The share of steps done alone, by week of each person’s own course, with 90 percent bands. From weeks "
        "%(first)s to %(second)s to weeks %(third)s to %(fourth)s the gap changed by %(by)s points; the interval "
        "goes from %(low)s to %(high)s.",
        first=first, second=second, third=third, fourth=fourth,
        by=points(change.value), low=points(change.low), high=points(change.high),
    )  # fmt: skip


def _traps(report: County) -> tuple[str, ...]:
    told = [
        _(
            "The weakest quarter is fixed over the whole county by how much help people needed in their first two "
            "weeks, and drawn from week 3 on over other steps. If the same steps counted twice, whoever had a bad "
            "start would seem to catch up."
        ),
        _(
            "Done alone: the first thing the person did was right, with nothing shown and no hint, on a practice phone "
            "of true size. Every other step counts in the whole, new ones too."
        ),
    ]
    if report.left is not None:
        told.append(
            _(
                "Whoever leaves stays in their quarter: %(weak)s of the %(all_weak)s of the weakest quarter and "
                "%(rest)s of the %(all_rest)s others have not practised for four weeks. "
                "The right end is those who stayed.",
                weak=report.left[1],
                all_weak=report.weak,
                rest=report.left[0],
                all_rest=report.rest,
            )
        )
    if same := report.series.same:
        told.append(
            _(
                "Among those alone who practised at both ends the gap changed by %(by)s points; the interval goes from "
                "%(low)s to %(high)s.",
                by=points(same.value),
                low=points(same.low),
                high=points(same.high),
            )
        )
    return tuple(told)


def sorts() -> dict[str, Callable[[str], str]]:
    """For each way of breaking down, what its sorts of people are called."""
    ages = {"-59": _("under 60"), "60-69": _("60 to 69"), "70-79": _("70 to 79"), "80-": _("80 and over")}
    genders = {"女": _("Women"), "男": _("Men")}
    return {
        "age": lambda key: ages.get(key, _("age not known")),
        "gender": lambda key: genders.get(key, _("gender not known")),
        "dialect": dialect_name,
    }


def dialect_name(key: str) -> str:
    """A way of speaking as a chart says it."""
    names = {
        "cmn": _("Mandarin"), "zh-x-wuhan": _("Wuhan speech"), "zh-x-sichuan": _("Sichuan speech"),
        "yue": _("Cantonese"), "nan": _("Minnan"), "hak": _("Hakka"), "wuu": _("Shanghai speech"), "en": "English",
    }  # fmt: skip
    return names.get(key, DIALECTS[key].name if key in DIALECTS else _("speech not told"))


def _parts(report: County) -> Drawn | None:
    named = sorts()
    parts = [(named[sort](part.key), part) for sort, some in report.parts.items() for part in some if part.gap]
    if not parts:
        return None
    finding = _moved([(name, part.change) for name, part in parts if part.change])
    values = [bound for _name, part in parts for one in _gaps(part) for bound in (one.low, one.high)]
    words = RowWords(
        finding=finding,
        description=_("The gap in points, one row for each sort of people, with its 90 percent interval."),
        key=((charts.BEFORE, _("the first weeks")), (charts.AFTER, _("the last weeks"))),
        axis=points,
    )
    rows = [Row(name, _marks(part), _("%(count)s people", count=part.rest + part.weak)) for name, part in parts]
    wide, narrow = charts.draw_rows(rows, charts.scale(values, 0.1, 0.0, 0.2), words, "p")
    head = (_("Who"), _("First weeks"), _("Last weeks"), _("90 percent interval"), _("Change"),
            _("90 percent interval"), _("The rest"), _("Weakest quarter"))  # fmt: skip
    table = tuple((name, *_part_cells(part)) for name, part in parts)
    note = _("How many points the rest are ahead of the weakest quarter, by sort of people; the line is the interval.")
    how = (
        _("The quarter is the same as above, taken over the county; sorts of people are never crossed."),
        _("With so many sorts one or the other may look changed by chance alone."),
    )
    return Drawn("p", Figure(finding, wide, narrow, head, table), note, how)


def _moved(changes: Sequence[tuple[str, Change]]) -> str:
    """For which sorts of people the gap has changed by more than chance."""
    narrower = [name for name, change in changes if change.narrower]
    wider = [name for name, change in changes if change.wider]
    told = [_("The gap narrowed among: %(names)s", names=tongue.listed(narrower))] if narrower else []
    told += [_("The gap grew among: %(names)s", names=tongue.listed(wider))] if wider else []
    return _("; ").join(told) or _("For no sort of people is it certain that the gap has changed")


def _gaps(part: Part) -> list[Gap]:
    return [one for one in (part.change.before if part.change else None, part.gap) if one]


def _marks(part: Part) -> tuple[Mark, ...]:
    *before, after = _gaps(part)
    first = tuple(Mark(one.value, one.low, one.high, charts.BEFORE, whisker=False) for one in before)
    return (*first, Mark(after.value, after.low, after.high, charts.AFTER))


def _part_cells(part: Part) -> tuple[str, ...]:
    gap, change = part.gap, part.change
    return (
        points(change.before.value) if change else "–",
        points(gap.value) if gap else "–",
        between(gap),
        points(change.value) if change else "–",
        between(change),
        str(part.rest),
        str(part.weak),
    )


def _tasks(report: County) -> Drawn | None:
    tasks = [(lesson, report.tasks[lesson]) for lesson in current.shelf().lessons if lesson in report.tasks]
    if not tasks:
        return None
    behind = sum(1 for _lesson, one in tasks if side(one.low, one.high) > 0)
    finding = (
        ngettext(
            "In %(num)s of %(all)s tasks the weakest quarter is certainly behind",
            "In %(num)s of %(all)s tasks the weakest quarter is certainly behind",
            behind,
            all=len(tasks),
        )
        if behind
        else _("In no task is it certain that the weakest quarter is behind")
    )
    words = RowWords(
        finding=str(finding),
        description=_("The share of steps done alone, one row for each task, with 90 percent intervals."),
        key=two_sorts(),
        axis=percent,
    )
    rows = [
        Row(lesson_title(lesson), (mark(one.rest, charts.REST), mark(one.weak, charts.WEAK)),
            f"{one.rest.people} · {one.weak.people}")
        for lesson, one in tasks
    ]  # fmt: skip
    wide, narrow = charts.draw_rows(rows, share_axis(), words, "t", labels=230)
    head = (_("Task"), _("The rest"), _("90 percent interval"), _("People"),
            _("Weakest quarter"), _("90 percent interval"), _("People"))  # fmt: skip
    table = tuple((lesson_title(lesson), *cells(one.rest), *cells(one.weak)) for lesson, one in tasks)
    note = _("Steps done alone from week 3 on, those by which the quarter was fixed left out. In catalogue order.")
    how = (_("Tasks practised by fewer than ten of either sort are left out. Different people meet different tasks."),)
    return Drawn("t", Figure(str(finding), wide, narrow, head, table), note, how)


def _villages(report: County) -> Drawn | None:
    villages = [(tongue.person_name(one.site), one, one.now) for one in report.villages if one.now]
    if not villages or report.now is None:
        return None
    apart = [one for _name, one, _now in villages if one.against and side(one.against.low, one.against.high)]
    finding = (
        _("%(count)s of %(all)s villages are certainly apart from the others", count=len(apart), all=len(villages))
        if apart
        else _("No village is certainly apart from the others")
    )
    words = RowWords(
        finding=finding,
        description=_("The share of steps done alone, one row for each village, with 90 percent intervals."),
        key=((charts.BEFORE, _("twelve weeks earlier")), (charts.REST, _("the last four weeks"))),
        axis=percent,
        line=_("the county, the last four weeks: %(share)s", share=percent(report.now.value)),
    )
    rows = [
        Row(
            name,
            (
                *((mark(one.before, charts.BEFORE, whisker=False),) if one.before else ()),
                mark(now, charts.REST),
            ),
            _("%(count)s people", count=now.people),
        )
        for name, one, now in villages
    ]
    wide, narrow = charts.draw_rows(rows, share_axis(), words, "v", against=report.now.value, labels=170)
    head = (_("Village"), _("Twelve weeks earlier"), _("Last four weeks"), _("90 percent interval"), _("People"))
    table = [(name, percent(one.before.value) if one.before else "–", *cells(now)) for name, one, now in villages]
    before = percent(report.before.value) if report.before else "–"
    table.append((_("The county"), before, *cells(report.now)))
    note = _("Each village as a whole, all its people and all steps. In alphabetical order, never by how they do.")
    how = (
        _("Villages began at different times and have different people: this says where to ask, not who does well."),
        _("A village is apart when the interval of its distance to all other villages together does not hold zero."),
    )
    return Drawn("v", Figure(finding, wide, narrow, head, tuple(table)), note, how)
