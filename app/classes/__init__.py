"""Classes: who learns together, at which tablets, and who helps whom; use cases that know no lesson and no page."""

from __future__ import annotations

from app.classes.following import Following, follow, followed
from app.classes.helping import ask_for_help, give_help, may_take_back, take_back_help
from app.classes.own_words import (
    OwnWords,
    let_class_speak,
    let_go_of_words,
    may_speak,
    words_to_hear,
)
from app.classes.people import (
    add_person,
    add_volunteer,
    add_walk_in,
    change_password,
    next_face,
    remove_demo,
    start_classroom,
)
from app.classes.planning import ClassPlan, plan_of, watcher
from app.classes.portraits import Photos, keep_photo, standing, take_away_photo
from app.classes.settling import settle_files
from app.classes.signing_in import answer, asleep, fits, is_let_in, let_in, needed, sit_away, tried, without_code
from app.classes.sounds import class_sound, hush, hushed, tell_class, told
from app.classes.tablets import enrol, let_go
from app.classes.turns import begin_turn, tell, tell_length
from app.classes.visible import may_see, may_see_names, one_kind_of, visible_classrooms, visible_learner

__all__ = [
    "ClassPlan",
    "Following",
    "OwnWords",
    "Photos",
    "add_person",
    "add_volunteer",
    "add_walk_in",
    "answer",
    "ask_for_help",
    "asleep",
    "begin_turn",
    "change_password",
    "class_sound",
    "enrol",
    "fits",
    "follow",
    "followed",
    "give_help",
    "hush",
    "hushed",
    "is_let_in",
    "keep_photo",
    "let_class_speak",
    "let_go",
    "let_go_of_words",
    "let_in",
    "may_see",
    "may_see_names",
    "may_speak",
    "may_take_back",
    "needed",
    "next_face",
    "one_kind_of",
    "plan_of",
    "remove_demo",
    "settle_files",
    "sit_away",
    "standing",
    "start_classroom",
    "take_away_photo",
    "take_back_help",
    "tell",
    "tell_class",
    "tell_length",
    "told",
    "tried",
    "visible_classrooms",
    "visible_learner",
    "watcher",
    "without_code",
    "words_to_hear",
]
