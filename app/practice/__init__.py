"""Practice: a learner plays a lesson, gets the support that fits, and is offered what comes next.

Use cases over the simulator, the model of the learner and the records; they take the session and the time, and know
no page and no language.
"""

from __future__ import annotations

from app.practice.abreast import abreast
from app.practice.arriving import Arrival, Done, Opening, arrive
from app.practice.beside import SHOWN, put_before_volunteer, whom_to_sit_with
from app.practice.finishing import Finish, card_days, finish
from app.practice.journeys import ClassWay, Way, in_class, onward, ways
from app.practice.ladders import for_class
from app.practice.offering import Offer, offers
from app.practice.pausing import DECISIONS, stop_offered
from app.practice.planning import by_hand, support_plan
from app.practice.reminding import DAYS, Reminder, remind
from app.practice.showing import Showing, show
from app.practice.sitting import (
    NotOnScreen,
    Prepared,
    Sitting,
    act,
    keep_versions,
    look,
    open_play,
    open_prepared,
    pin_length,
    prepare,
    resume,
    unfinished,
    unkept,
)
from app.practice.upcoming import Upcoming, opening, upcoming

__all__ = [
    "DAYS",
    "DECISIONS",
    "SHOWN",
    "Arrival",
    "ClassWay",
    "Done",
    "Finish",
    "NotOnScreen",
    "Offer",
    "Opening",
    "Prepared",
    "Reminder",
    "Showing",
    "Sitting",
    "Upcoming",
    "Way",
    "abreast",
    "act",
    "arrive",
    "by_hand",
    "card_days",
    "finish",
    "for_class",
    "in_class",
    "keep_versions",
    "look",
    "offers",
    "onward",
    "open_play",
    "open_prepared",
    "opening",
    "pin_length",
    "prepare",
    "put_before_volunteer",
    "remind",
    "resume",
    "show",
    "stop_offered",
    "support_plan",
    "unfinished",
    "unkept",
    "upcoming",
    "ways",
    "whom_to_sit_with",
]
