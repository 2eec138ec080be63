"""Lets people practise the real lessons by dice, through practice's own rules, so that reasons of every sort come up.

Whether a step goes well, is a slip or asks for help is a throw of loaded dice and no mind that learns; by the end staff
have chosen the support of some, some have wishes, and some were helped by somebody beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from app.practice import invented, lives, sitting
from app.practice.invented import Elder, World
from app.records import Session, journal, needs, supports
from app.records.identity import uuid7
from app.records.journal import NewAttempt
from app.records.tables import Learner, Staff
from app.simulator import machine
from app.simulator.lesson import Lesson
from app.simulator.machine import Act
from app.simulator.support import SUPPORT
from models.artefact import Artefact
from models.opportunity import Step
from models.simulated import Meeting, SimulatedLearner

TASKS: Final = ("tap-and-swipe", "spot-scam-sms", "connect-wifi", "bigger-text")
GAPS: Final = (0.02, 0.02, 1, 2, 4, 8, 33)
"""Days from one sitting to the next."""
TEMPERS: Final = ((0.0, 0.0), (0.04, 0.03), (0.4, 0.05), (0.05, 0.5), (0.85, 0.1), (0.25, 0.25))
"""Of somebody's first acts so many are slips, and so many ask for help."""


class Dice(SimulatedLearner):
    """A mind that is dice: it knows nothing and learns nothing."""

    def __init__(self, seed: str, slips: float, asks: float) -> None:
        self.chance, self.slips, self.asks = Random(seed), slips, asks

    def meet(self, step: Step, support: str, day: float) -> Meeting:
        """Throw the dice, whatever the step and the support."""
        thrown = self.chance.random()
        outcome = "slip" if thrown < self.slips else "helped" if thrown > 1 - self.asks else "alone"
        return Meeting(outcome, self.chance.uniform(2, 40), outcome == "helped", False)


def fill(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    people: Sequence[Learner],
    helper: Staff,
    now: datetime,
    *,
    sittings: int = 12,
) -> None:
    """Everybody practises one to three tasks up to `now`, with pauses of minutes, days and a month."""
    sitting.keep_versions(s, lessons, now - timedelta(days=400))
    for place, person in enumerate(people):
        chance = Random(f"lived {place}")
        tasks = TASKS[place % 2 : place % 2 + 1 + place % 3]
        gaps = [chance.choice(GAPS) for _ in range(sittings)]
        at = now - timedelta(days=sum(gaps), minutes=20)
        mind = Dice(f"dice {place}", *TEMPERS[place % len(TEMPERS)])
        life, world = lives.begin(Elder(person.id, mind, at), artefact), World(lessons, artefact, chance)
        for gap in gaps:
            lesson = chance.choice(tasks)
            if chance.random() < 0.2:
                lesson = chance.choice((lesson, lives.choose(s, world, life, (), at)))
            until = at + timedelta(minutes=chance.choice((2, 15, 15, 15)))
            lives.play(s, world, life, lesson, at, until, None)
            at += timedelta(days=gap)
        _last(s, world, person, helper, tasks, chance, now - timedelta(minutes=19))


def _last(
    s: Session, world: World, person: Learner, helper: Staff, tasks: Sequence[str], chance: Random, at: datetime
) -> None:
    """What staff chose, what somebody wishes for, and a sitting with somebody beside them."""
    if chance.random() < 0.3:
        lesson = chance.choice((supports.ALL, *tasks))
        supports.choose(s, person.id, lesson, chance.choice(SUPPORT), by=helper.id, now=at)
    if chance.random() < 0.3:
        needs.tell(s, person.id, "want", "pension", yes=True, tasks=["certify-pension", "edit-photo"], now=at)
    if chance.random() < 0.5:
        opened = sitting.open_play(s, world.lessons, world.artefact, person.id, chance.choice(tasks), at)
        journal.append_attempts(s, _beside(opened, chance, at))


def _beside(place: sitting.Sitting, chance: Random, at: datetime) -> list[NewAttempt]:
    """Some acts at a play, while now and then somebody sits down beside and goes again."""
    done: list[NewAttempt] = []
    for _ in range(12):
        found = machine.next_act(place.play, place.place)
        if found is None:
            break
        wrong = invented.slips(place.play, place.place)
        act = chance.choice((found, found, *wrong[:1], Act(machine.HELP), Act(machine.BESIDE), Act(machine.GONE)))
        at += timedelta(seconds=chance.uniform(2, 30))
        fresh, place = sitting.decided(place, act, uuid7(at), at)
        done.append(fresh)
    return done
