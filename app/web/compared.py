"""What staff are told of a lesson besides its screens: its service, its version, whether the real thing has changed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from app import current
from app.records import Session, given
from app.records.given import CHANGED, Compared, Given
from app.web.staff import member_here


def dress(app: Flask) -> None:
    """Give templates `lesson_facts(id)`: service, version, when it was compared, and how it stands with learners.

    And `given_lessons()`: those facts of every lesson that was made here and that learners get, or that has changed.
    """
    app.jinja_env.globals.update(lesson_facts=lesson_facts, given_lessons=given_lessons)


@dataclass(frozen=True)
class Facts:
    """What staff are told of a lesson besides its screens. `place` is `shipped`, `edition`, `own`, or empty: no learner
    gets it. `compared` is what a trainer found last, `aside` how many mistakes keep its file from learners."""

    id: str
    service: str
    version: int
    checked: str
    place: str
    given: Given | None
    compared: Compared | None
    aside: int

    @property
    def changed(self) -> bool:
        """Whether a trainer said that the real thing has changed, and nothing newer was given since."""
        return self.compared is not None and self.compared.found == CHANGED and self.compared.version >= self.version


def lesson_facts(id_: str) -> Facts:
    """What staff are told of a lesson, whether it came with the project, was given here, or is only a draft."""
    shelf = current.shelf()
    lesson, local = shelf.lessons.get(id_), shelf.local.get(id_)
    with current.records().session() as s:
        told, compared = given.standing(s).get(id_), given.compared(s, demo=member_here().demo).get(id_)
    place = "own" if id_ in shelf.own else "edition" if id_ in shelf.editions else "shipped" if lesson else ""
    return Facts(
        id=id_,
        service=lesson.service if lesson else "",
        version=lesson.version if lesson else 0,
        checked=lesson.checked if lesson else "",
        place=place,
        given=told if told is not None and told.copy else None,
        compared=compared,
        aside=len(local.mistakes) if local is not None else 0,
    )


def given_lessons() -> list[Facts]:
    """What is told of every lesson that was given here or set aside, and of each whose real thing has changed."""
    shelf, demo = current.shelf(), member_here().demo
    with current.records().session() as s:
        changed = changed_lessons(s, demo=demo)
    ids = [id_ for id_ in shelf.lessons if id_ in shelf.local or id_ in changed]
    return [lesson_facts(id_) for id_ in (*ids, *(id_ for id_ in shelf.local if id_ not in shelf.lessons))]


def changed_lessons(s: Session, *, demo: bool) -> dict[str, Compared]:
    """The lessons on the shelf whose real thing has changed, as trainers told, in the order of the shelf."""
    told, lessons = given.compared(s, demo=demo), current.shelf().lessons
    return {
        id_: told[id_]
        for id_, lesson in lessons.items()
        if id_ in told and told[id_].found == CHANGED and told[id_].version >= lesson.version
    }
