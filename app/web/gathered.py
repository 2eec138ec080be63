"""What elders say is not clear, gathered for whoever makes lessons: by lesson and screen, with the way to mend it.

It counts how often and how many people, and names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, url_for

from app import classes, current, reports
from app.records import roster
from app.simulator.lesson import Lesson
from app.web import findings, totals
from app.web.staff import member_here


@dataclass(frozen=True)
class Unclear:
    """A screen that is not clear to some: what the teacher says there today, and where it is mended."""

    lesson: str
    title: str
    screen: str
    says: str
    taps: int
    people: int
    fresh: int
    way: str


def dress(app: Flask) -> None:
    """Give templates `unclear_lines()`, for the workshop, and `mend(lesson, screen)`, where a screen is mended."""
    app.jinja_env.globals.update(unclear_lines=unclear_lines, mend=mend)


def unclear_lines() -> list[Unclear]:
    """The screens that are not clear to some people of the classes that somebody may see, most people first.

    What is unclear in the lesson as it stands comes first; a screen that is no more is left out.
    """
    lessons = current.shelf().lessons
    with current.records().session() as s:
        rooms = classes.visible_classrooms(s, member_here())
        people = {learner.id for room in rooms for learner in roster.learners(s, room.id)}
        found = reports.unclear_screens(s, people, {lesson.hash for lesson in lessons.values()})
    return [
        Unclear(
            lesson=one.lesson,
            title=findings.lesson_title(one.lesson),
            screen=one.screen,
            says=totals.said(lessons[one.lesson], one.screen),
            taps=one.taps,
            people=one.people,
            fresh=one.fresh,
            way=mend(one.lesson, one.screen),
        )
        for one in found
        if one.lesson in lessons and has(lessons[one.lesson], one.screen)
    ]


def mend(lesson: str, screen: str) -> str:
    """Where a screen of a lesson is mended; a lesson that nobody works on is offered there as an edition."""
    found, name = current.shelf().lessons.get(lesson), screen.partition("@")[0]
    there = found is not None and has(found, name)
    return url_for("workshop.bench_page", draft=lesson, screen=name if there else None)


def has(lesson: Lesson, screen: str) -> bool:
    """Whether a lesson, or one of its own twists, has a screen of that name."""
    return screen in lesson.screens or any(screen in twist.added for twist in lesson.own_twists)
