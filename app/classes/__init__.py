"""Classes: who learns together, at which tablets, and who helps whom; use cases that know no lesson and no page."""

from __future__ import annotations

from app.classes.helping import ask_for_help, give_help
from app.classes.people import (
    add_person,
    add_walk_in,
    change_password,
    newcomer,
    next_face,
    remove_demo,
    start_classroom,
)
from app.classes.sounds import class_sound, hush, hushed, tell_class, told
from app.classes.tablets import enrol, let_go
from app.classes.visible import may_see, may_see_names, one_kind_of, visible_classrooms, visible_learner

__all__ = [
    "add_person",
    "add_walk_in",
    "ask_for_help",
    "change_password",
    "class_sound",
    "enrol",
    "give_help",
    "hush",
    "hushed",
    "let_go",
    "may_see",
    "may_see_names",
    "newcomer",
    "next_face",
    "one_kind_of",
    "remove_demo",
    "start_classroom",
    "tell_class",
    "told",
    "visible_classrooms",
    "visible_learner",
]
