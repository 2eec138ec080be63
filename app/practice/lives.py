"""Lets many simulated learners live through months: practice's own rules, with what each has done kept at hand.

What `invented` asks of the records before every play is remembered here, so that a county takes minutes; it must come
to the same, which a test holds. It proves nothing of elders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.practice import invented, offering, planning, sitting, trials
from app.practice.invented import Elder, World
from app.practice.sitting import Prepared, Sitting
from app.records import Session, folding, journal
from app.records.folding import PlayRecord
from app.records.happened import AttemptRecord, SessionRecord
from app.simulator.lesson import Lesson, stage
from models.artefact import Artefact
from models.opportunity import Opportunity
from models.person import Person


@dataclass(slots=True)
class Life:
    """What one simulated learner has done so far, as the log says it."""

    elder: Elder
    person: Person
    met: list[Opportunity] = field(default_factory=list)
    finished: dict[str, list[PlayRecord]] = field(default_factory=lambda: defaultdict(list))
    latest: dict[str, SessionRecord] = field(default_factory=dict)
    open: dict[str, tuple[Sitting, list[AttemptRecord]]] = field(default_factory=dict)
    """The plays that wait unfinished, by lesson, with their attempts."""
    trials: list[tuple[datetime, Mapping[str, Any]]] = field(default_factory=list)
    tried: set[UUID] = field(default_factory=set)
    twisted: set[UUID] = field(default_factory=set)
    offered: Mapping[str, Any] = field(default_factory=dict)


def begin(elder: Elder, artefact: Artefact) -> Life:
    """A life before the first play."""
    return Life(elder, Person(artefact))


def choose(s: Session, world: World, life: Life, meets: Collection[int], at: datetime) -> str:
    """The lesson opened next, as `invented.choose`; what is offered is kept."""
    offers = offering.ranked(
        world.lessons, world.artefact, life.met, life.finished, life.latest, meets, at, known=life.person
    )
    body = offering.offers_body(offers, world.artefact)
    if body != life.offered:
        journal.append_choice(s, learner_id=life.elder.learner_id, kind="suggestion", body=body, now=at)
        life.offered = body
    second = len(offers) > 1 and world.chance.random() < 0.25
    return offers[1 if second else 0].lesson.id


def play(
    s: Session, world: World, life: Life, lesson: str, at: datetime, until: datetime, device_id: UUID | None
) -> datetime:
    """Play a lesson, or go on with it, as `invented.play`; all of it is kept. The time it ends."""
    if lesson in life.open:
        place, before = life.open.pop(lesson)
    else:
        place, before = _opened(s, world, life, lesson, at, device_id), []
    fresh, place, now = invented.act_out(world, life.elder, place, at, until)
    attempts = [*before, *journal.append_attempts(s, fresh)]
    _remember(life, place, attempts, before[-1].sequence if before else 0)
    return now


def ready(s: Session, world: World, life: Life, lesson: Lesson, at: datetime) -> Prepared:
    """The play that fits now, as `sitting.prepare`."""
    finished = life.finished[lesson.id]
    plain = [play for play in finished if play.session_id not in life.twisted]
    trial = trials.dealt(
        lesson, life.elder.learner_id, at, sitting.named(world.artefact), life.trials,
        lambda: trials.knows(finished, plain), journal.head(s).sequence,
    )  # fmt: skip
    ordinary = sum(1 for play in finished if play.session_id not in life.tried)
    staged = stage(lesson, trial.get("twist") or sitting.next_twist(lesson, ordinary))
    return sitting.fitted(
        life.elder.learner_id, staged, life.met, world.artefact, at, "", len(finished), trial, life.person
    )


def _opened(s: Session, world: World, life: Life, lesson: str, at: datetime, device_id: UUID | None) -> Sitting:
    prepared = ready(s, world, life, world.lessons[lesson], at)
    place = sitting.open_prepared(s, world.lessons, prepared, at, locale="zh_Hans_CN", voice="cmn", device_id=device_id)
    if prepared.trial:
        life.trials.append((at, prepared.trial))
        life.tried.add(place.session.uuid)
    if place.session.twists:
        life.twisted.add(place.session.uuid)
    life.latest[lesson] = place.session
    return place


def _remember(life: Life, place: Sitting, attempts: list[AttemptRecord], known: int) -> None:
    """Take in what a play came to after the attempt that was `known` before."""
    for one in folding.opportunities(place.session, attempts):
        if one.sequence > known:
            met = planning.as_met(one, place.play)
            life.met.append(met)
            life.person.meet(met)
    if ended := folding.finished_play(place.session, attempts):
        life.finished[ended.lesson].append(ended)
    else:
        life.open[place.session.lesson] = place, attempts
