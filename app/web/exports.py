"""What a class did, shown act by act and given out as files; what is given out is what is shown, word for word."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import chain, islice
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app import classes, current, reports
from app.classes.rostering import giving
from app.records import Session
from app.records.folding import CHINA
from app.records.progress import PlayedAct
from app.records.tables import Classroom, Learner
from app.reports import LearnerLine, datashop, xapi
from app.web import findings, preferences, then, tongue
from app.web.days import day
from app.web.roster import XLSX, today
from app.web.staff import classroom_of, member_here

blueprint = Blueprint("exports", __name__)

PAGE: Final = 50
"""So many acts are shown at a time."""


CODES: Final = frozenset({4, 5, 11})
"""Which columns of acts are no words of a language: the act, the kind of what was typed, the version."""


@blueprint.get("/staff/class/<uuid:classroom_id>/acts")
def show(classroom_id: UUID) -> ResponseReturnValue:
    """Every act of a class, a page at a time, and the ways to take it out; `page` from 1."""
    page = max(1, int(told)) if (told := request.args.get("page", "1")).isdecimal() and len(told) < 7 else 1
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        rows = list(islice(_rows(s, classroom, (page - 1) * PAGE), PAGE + 1))
    return render_template(
        "staff/acts.html",
        classroom=classroom,
        heads=_heads(),
        codes=CODES,
        rows=rows[:PAGE],
        page=page,
        more=len(rows) > PAGE,
        names=names(),
        allowed=allowed(),
    )


@blueprint.get("/staff/class/<uuid:classroom_id>/acts.<any(csv,xlsx):kind>")
def acts(classroom_id: UUID, kind: str) -> ResponseReturnValue:
    """The acts as they are shown, as a file."""
    with current.records().session() as s:
        classroom = classroom_of(s, classroom_id)
        name = _name(classroom, gettext("Acts"))
        if kind == "xlsx":
            data = giving.as_xlsx(chain([_heads()], _rows(s, classroom)), tongue.person_name(classroom))
            return _sent(data, f"{name}.xlsx")

    def told() -> Iterator[bytes]:
        with current.records().session() as s:
            yield from giving.csv_lines(chain([_heads()], _rows(s, classroom)))

    return _streamed(told(), f"{name}.csv", "text/csv")


@blueprint.get("/staff/class/<uuid:classroom_id>/people.<any(csv,xlsx):kind>")
def people(classroom_id: UUID, kind: str) -> ResponseReturnValue:
    """The table of a class's page as a file."""
    with current.records().session() as s:
        report = reports.class_report(s, classroom_of(s, classroom_id))
    rows = [class_columns(), *map(_line, report.lines)]
    title = tongue.person_name(report.classroom)
    data = giving.as_csv(rows) if kind == "csv" else giving.as_xlsx(rows, title)
    return _sent(data, f"{_name(report.classroom, gettext('People'))}.{kind}")


@blueprint.get("/staff/class/<uuid:classroom_id>/statements.json")
def statements(classroom_id: UUID) -> ResponseReturnValue:
    """The acts as statements of the Experience API."""
    with current.records().session() as s:
        name = _name(classroom_of(s, classroom_id), "xAPI")

    def told() -> Iterator[bytes]:
        before = b"[\n"
        with current.records().session() as s:
            for one in xapi.statements(reports.acts(s, classroom_id), _titles, names=names()):
                yield before + json.dumps(one, ensure_ascii=False).encode()
                before = b",\n"
        yield b"\n]\n" if before == b",\n" else b"[]\n"

    return _streamed(told(), f"{name}.json", "application/json")


@blueprint.get("/staff/class/<uuid:classroom_id>/transactions.txt")
def transactions(classroom_id: UUID) -> ResponseReturnValue:
    """The acts as transactions that DataShop imports; nobody is named in it."""
    screens = [screen for one in current.shelf().lessons.values() for screen in one.screens.values()]
    most = max((len(screen.skills) for screen in screens), default=0)
    with current.records().session() as s:
        name = _name(classroom_of(s, classroom_id), "DataShop")

    def told() -> Iterator[bytes]:
        yield datashop.line(datashop.header(most))
        with current.records().session() as s:
            for row in datashop.transactions(reports.acts(s, classroom_id), _skills, most):
                yield datashop.line(row)

    return _streamed(told(), f"{name}.txt", "text/tab-separated-values")


def allowed() -> bool:
    """Whether whoever is signed in may know people by name."""
    return classes.may_see_names(member_here())


def names() -> bool:
    """Whether people are named: to those who may know them, unless they asked for a file without names."""
    return allowed() and request.args.get("names") != "no"


def class_columns() -> list[str]:
    """The heads of the table of a class, as its page has them; the bar of steps is three numbers here."""
    return [
        gettext("Person"),
        gettext("Tasks finished"),
        gettext("Done alone"),
        gettext("On the way"),
        gettext("Steps alone"),
        gettext("Steps with help"),
        gettext("Steps once more"),
        gettext("Last here"),
    ]


def _line(line: LearnerLine) -> list[str]:
    """One person of the table of a class, counted as its page counts them."""
    counts = (len(line.finished), len(line.done_alone), len(line.in_progress), *line.steps)
    return [_who(line.learner), *map(str, counts), day(line.last_at) if line.last_at else ""]


def _heads() -> list[str]:
    """The heads of the columns of acts."""
    return [
        gettext("When"),
        gettext("Person"),
        gettext("Task"),
        gettext("Step"),
        gettext("Act"),
        gettext("What was typed, by its kind"),
        gettext("Help shown"),
        gettext("Hints so far"),
        gettext("What it came to"),
        gettext("Surprise"),
        gettext("Size"),
        gettext("Version"),
    ]


def _rows(s: Session, classroom: Classroom, after: int = 0) -> Iterator[list[str]]:
    for learner, act in reports.acts(s, classroom.id, after):
        yield _cells(learner, act)


def _cells(learner: Learner, act: PlayedAct) -> list[str]:
    """An act in words, as it is shown and given out."""
    return [
        act.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        _who(learner),
        findings.lesson_title(act.lesson),
        findings.step_skills(act.lesson, act.screen, act.lesson_hash) or act.screen,
        act.act,
        act.value,
        _levels()[act.support],
        str(act.hints),
        _outcomes()[act.outcome],
        str(act.twist or ""),
        _sizes()[act.size],
        act.lesson_hash[:12],
    ]


def _who(learner: Learner) -> str:
    return tongue.person_name(learner) if names() else reports.code(learner.id)


def _levels() -> dict[str, str]:
    return {
        "shown": gettext("pointed out"),
        "guided": gettext("told which part"),
        "prompted": gettext("told in words"),
        "alone": gettext("alone"),
    }


def _outcomes() -> dict[str, str]:
    return {
        "correct": gettext("right"),
        "slip": gettext("slip"),
        "hint": gettext("asked for help"),
        "neutral": gettext("neither right nor wrong"),
    }


def _sizes() -> dict[str, str]:
    return {"big": gettext("large"), "true": gettext("as on a phone")}


def _titles(lesson: str) -> dict[str, str]:
    tongue_of_page = "zh-CN" if preferences.locale() == "zh_Hans_CN" else "en"
    return {tongue_of_page: findings.lesson_title(lesson)}


def _skills(lesson: str, screen: str) -> tuple[str, ...]:
    found = then.having(lesson, screen)
    shown = then.screen_of(found, screen) if found else None
    return tuple(shown.skills) if shown else ()


def _name(classroom: Classroom, what: str) -> str:
    told = "".join(sign for sign in tongue.person_name(classroom) if sign.isalnum() or sign in " -·")[:40]
    return f"{what}-{told}-{today().isoformat()}"


def _sent(data: bytes, name: str) -> ResponseReturnValue:
    mimetype = "text/csv" if name.endswith(".csv") else XLSX
    answer = send_file(io.BytesIO(data), mimetype=mimetype, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _streamed(lines: Iterator[bytes], name: str, mimetype: str) -> ResponseReturnValue:
    """A file that is sent while it is made, so that a large one needs no memory."""
    answer = Response(stream_with_context(lines), mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
