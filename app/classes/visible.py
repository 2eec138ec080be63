"""Which classes and whose pages a volunteer or a trainer may see; it knows no page."""

from __future__ import annotations

from uuid import UUID

from app.records import Session, roster
from app.records.tables import Classroom, Learner, Staff


def visible_classrooms(s: Session, member: Staff) -> list[Classroom]:
    """A volunteer's own classes, or all of them for a trainer; whoever is invented sees invented classes only."""
    if member.role == "trainer":
        return roster.classrooms(s, demo=True if member.demo else None)
    own = {classroom.id for classroom in member.classrooms}
    return [classroom for classroom in roster.classrooms(s) if classroom.id in own]


def one_kind_of(s: Session, member: Staff) -> list[Classroom]:
    """The classes that a report counts together: never invented people with real ones."""
    return [classroom for classroom in visible_classrooms(s, member) if classroom.demo == member.demo]


def may_see_names(member: Staff) -> bool:
    """Whether somebody may know people by name, on pages and in files, and so see groups of any size.

    Today every volunteer and trainer may.
    """
    return member.role in roster.ROLES


def may_see(s: Session, member: Staff, classroom_id: UUID) -> Classroom:
    """The class of that id; raises LookupError when there is none or it is not for this person to see."""
    for classroom in visible_classrooms(s, member):
        if classroom.id == classroom_id:
            return classroom
    raise LookupError(f"no classroom {classroom_id} for {member.role}")


def visible_learner(s: Session, member: Staff, learner_id: UUID) -> Learner:
    """The learner of that id; raises LookupError when there is none or their class is not for this person to see."""
    learner = roster.learner(s, learner_id)
    if learner is None:
        raise LookupError(f"no learner {learner_id}")
    may_see(s, member, learner.classroom_id)
    return learner
