"""One learner at one lesson: opens it, does one act in one transaction, and tells where it stands."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.practice import ladders, planning, trials
from app.records import Session, journal, progress, roster, supports
from app.records.happened import TRIAL_CHOSEN, UNCLEAR, AttemptRecord, SessionRecord
from app.records.journal import NewAttempt
from app.records.supports import Chosen
from app.simulator import keeping, machine
from app.simulator.lesson import Lesson, Play, Screen, stage
from app.simulator.machine import Act, Outcome, Place
from app.simulator.screen import answer_of
from app.simulator.support import climb
from app.simulator.typed import kind_of_value
from models.artefact import Artefact
from models.opportunity import Opportunity
from models.person import Person

log = logging.getLogger(__name__)

ELSEWHERE = "tap elsewhere"
"""A touch on what real apps show besides; the lesson answers it kindly."""


class NotOnScreen(ValueError):
    """The act names nothing on the screen the learner is at: an old page, or not our page. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session with its play and where it stands; `last` is the outcome that led here, None on arrival."""

    session: SessionRecord
    play: Play
    place: Place
    last: Outcome | None
    acts: int

    @property
    def planned(self) -> str:
        """The support planned for the screen on the glass."""
        return planning.planned(self.session.plan, self.place.screen)

    @property
    def reason(self) -> tuple[str, Mapping[str, Any]]:
        """Why that support was planned, as a code and its numbers."""
        return planning.reason(self.session.plan, self.place.screen)

    @property
    def support(self) -> str:
        """The support given now: what was planned, climbed back by slips, hints and freezing."""
        visit = self.place.visit
        return climb(self.planned, visit.slips, visit.hint, visit.frozen)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A play that is ready to be opened: the lesson's version, its twist and size, and the support of every step.

    `trial` is the choice of the trial that its twist is, empty for any other twist.
    It is plain data for a tablet, which may open it when no server answers; see `as_data` and `of_data`.
    """

    learner_id: UUID
    lesson: str
    lesson_hash: str
    twist: int
    size: str
    plan: Mapping[str, Any]
    trial: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The play as JSON data."""
        return {
            "learner": str(self.learner_id),
            "lesson": self.lesson,
            "hash": self.lesson_hash,
            "twist": self.twist,
            "size": self.size,
            "plan": dict(self.plan),
            "trial": dict(self.trial),
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Prepared:
        """The play that `as_data` gave; raises KeyError or ValueError for other data."""
        return cls(
            UUID(data["learner"]),
            data["lesson"],
            data["hash"],
            int(data["twist"]),
            data["size"],
            data["plan"],
            data.get("trial", {}),
        )

    def levels(self) -> dict[str, str]:
        """The support planned for each screen that has one."""
        return {screen: planning.planned(self.plan, screen) for screen in self.plan.get("steps", {})}

    def reason(self, screen: str) -> tuple[str, Mapping[str, Any]]:
        """Why a screen has its support, as a code and its numbers; no code where the plan names no such screen."""
        return planning.reason(self.plan, screen)


def open_play(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    learner_id: UUID,
    lesson_id: str,
    now: datetime,
    *,
    locale: str = "zh_Hans_CN",
    voice: str = "cmn",
    device_id: UUID | None = None,
    afresh: bool = False,
    twist: int | None = None,
    size: str = "",
) -> Sitting:
    """Go on with the lesson where the learner left it, or open it anew with the twist, size and support that fit.

    `afresh` opens anew even when a play is unfinished; `twist` and `size` override what would be chosen.
    Raises KeyError when there is no such lesson, LookupError when there is no such learner.
    """
    left = None if afresh else unfinished(s, lessons, learner_id, lesson_id)
    if left is not None:
        return left
    ready = prepare(s, lessons, artefact, learner_id, lesson_id, now, twist=twist, size=size)
    return open_prepared(s, lessons, ready, now, locale=locale, voice=voice, device_id=device_id)


def prepare(
    s: Session,
    lessons: Mapping[str, Lesson],
    artefact: Artefact,
    learner_id: UUID,
    lesson_id: str,
    now: datetime,
    *,
    twist: int | None = None,
    size: str = "",
    trial: bool = True,
) -> Prepared:
    """Choose the twist, size and support that fit a learner now; nothing is written. KeyError: no such lesson.

    `trial` says whether one may be chosen as the twist where it is due.
    """
    lesson = lessons[lesson_id]
    learner = roster.learner(s, learner_id)
    if learner is None:
        raise LookupError(f"no learner {learner_id}")
    artefact = ladders.for_class(s, artefact, learner.classroom_id)
    met = planning.history(s, lessons, learner_id)
    plays = progress.finished_plays(s, learner_id, lesson_id)
    chosen = trials.choose(s, lesson, learner_id, now, named(artefact)) if trial and twist is None else {}
    if twist is None:
        tried = trials.sessions(s, learner_id)
        ordinary = sum(1 for play in plays if play.session_id not in tried)
        twist = chosen.get("twist") or next_twist(lesson, ordinary)
    hand = supports.in_lesson(supports.standing(supports.told(s, learner_id)), lesson_id)
    return fitted(learner_id, stage(lesson, twist), met, artefact, now, size, len(plays), chosen, hand=hand)


def fitted(
    learner_id: UUID,
    play: Play,
    met: Sequence[Opportunity],
    artefact: Artefact,
    now: datetime,
    size: str,
    plays: int,
    trial: Mapping[str, Any],
    known: Person | None = None,
    hand: Chosen | None = None,
) -> Prepared:
    """A play with the size and support that fit somebody who `met` all this and finished it `plays` times.

    A `size` overrides what would be chosen; `known` is the person already folded from `met`, if the caller keeps one;
    with `hand` a person has chosen the support.
    """
    if not size:
        size = "true" if plays and planning.ready_for_true_size(play, met, artefact, now, known) else "big"
    plan = planning.support_plan(play, met, artefact, now, size, known, hand)
    return Prepared(learner_id, play.lesson.id, play.lesson.hash, play.twist, size, plan, trial)


def open_prepared(
    s: Session,
    lessons: Mapping[str, Lesson],
    ready: Prepared,
    now: datetime,
    *,
    locale: str,
    voice: str,
    device_id: UUID | None = None,
    uuid: UUID | None = None,
) -> Sitting:
    """Open a prepared play, its plan kept with it; the same `uuid` again changes nothing.

    Raises LookupError when there is no such learner, or when the lesson's version was never kept.
    """
    learner = roster.learner(s, ready.learner_id)
    if learner is None:
        raise LookupError(f"no learner {ready.learner_id}")
    known = journal.session(s, uuid) if uuid is not None else None
    if known is not None:
        return _sitting(s, lessons, known)
    keep_versions(s, lessons, now)
    if not journal.keeps_lesson(s, ready.lesson_hash):
        raise LookupError(f"no lesson text {ready.lesson_hash}")
    record = journal.open_session(
        s,
        learner_id=ready.learner_id,
        site_id=learner.classroom.site_id,
        lesson=ready.lesson,
        lesson_hash=ready.lesson_hash,
        twists=[ready.twist] if ready.twist else [],
        size=ready.size,
        locale=locale,
        voice=voice,
        plan=ready.plan,
        now=now,
        device_id=device_id,
        demo=learner.demo,
        uuid=uuid,
    )
    whose, opened = ready.learner_id, record.uuid
    journal.append_choice(s, learner_id=whose, kind="support", body=ready.plan, now=now, session_id=opened)
    if ready.trial:
        journal.append_choice(s, learner_id=whose, kind=TRIAL_CHOSEN, body=ready.trial, now=now, session_id=opened)
    return _sitting(s, lessons, record)


def keep_versions(s: Session, lessons: Mapping[str, Lesson], now: datetime) -> None:
    """Keep the text of every lesson as it is now, so that what tablets do on it can be replayed later."""
    for lesson in unkept(s, lessons):
        journal.keep_lesson(s, lesson=lesson.id, lesson_hash=lesson.hash, text=keeping.frozen(lesson), now=now)


def unkept(s: Session, lessons: Mapping[str, Lesson]) -> list[Lesson]:
    """The lessons whose text, as it is now, is not kept yet."""
    kept = journal.kept_lessons(s)
    return [lesson for lesson in lessons.values() if lesson.hash not in kept]


def next_twist(lesson: Lesson, plays: int) -> int:
    """Which of its own twists a play has after `plays` without a trial: none at first and every second time, else in
    turn. A trial never has a turn."""
    open_now = [twist.number for twist in lesson.own_twists if twist.level <= plays + 1]
    return open_now[plays // 2 % len(open_now)] if plays % 2 and open_now else 0


def unfinished(s: Session, lessons: Mapping[str, Lesson], learner_id: UUID, lesson_id: str) -> Sitting | None:
    """Where a learner left a lesson; None where nothing is open, or what is open cannot be read and is begun anew."""
    record = journal.unfinished_session(s, learner_id, lesson_id)
    if record is None:
        return None
    try:
        return _sitting(s, lessons, record)
    except (LookupError, ValueError):
        log.warning("the lesson text %s of play %s cannot be read", record.lesson_hash, record.uuid)
        return None


def resume(s: Session, lessons: Mapping[str, Lesson], session_id: UUID) -> Sitting:
    """Where a session stands, replayed from its attempts; raises LookupError when there is no such session."""
    record = journal.session(s, session_id)
    if record is None:
        raise LookupError(f"no session {session_id}")
    return _sitting(s, lessons, record)


def act(
    s: Session,
    lessons: Mapping[str, Lesson],
    session_id: UUID,
    done: str,
    typed: str,
    uuid: UUID,
    now: datetime,
) -> Sitting:
    """Do one act and keep it as one attempt; the same uuid again changes nothing.

    What was `typed` is judged here and dropped: only its kind goes on. Raises NotOnScreen for an act this screen
    does not have, LookupError for an unknown session.
    """
    sitting = resume(s, lessons, session_id)
    if sitting.place.done or journal.attempt(s, uuid) is not None:
        return sitting
    screen = sitting.play.screens[sitting.place.screen]
    if done not in acts_on(screen):
        raise NotOnScreen(f"{done!r} on {screen.name}")
    return step(s, sitting, Act(done, kind_of_value(sitting.play, screen.name, done, typed)), uuid, now)


def step(s: Session, sitting: Sitting, done: Act, uuid: UUID, now: datetime) -> Sitting:
    """Keep one act that is known to be on the screen, its value already a kind, and tell where that leads."""
    fresh, after = decided(sitting, done, uuid, now)
    journal.append_attempts(s, [fresh])
    if after.last is not None and after.last.noted:
        _note(s, sitting, now)
    return after


def decided(sitting: Sitting, done: Act, uuid: UUID, now: datetime) -> tuple[NewAttempt, Sitting]:
    """The attempt that an act is, to be kept, and where it leads; nothing is written."""
    before = sitting.place
    place, outcome = machine.advance(sitting.play, before, done)
    fresh = NewAttempt(
        uuid=uuid,
        session=sitting.session,
        screen=before.screen,
        act=done.act,
        value=done.value,
        outcome=outcome.kind,
        support=sitting.support,
        hints=before.visit.hint + (outcome.kind == machine.HINT),
        twist=sitting.play.twist,
        at=now,
        finishes=place.done,
    )
    return fresh, Sitting(sitting.session, sitting.play, place, outcome, sitting.acts + 1)


def _note(s: Session, sitting: Sitting, now: datetime) -> None:
    """Keep for the author that something is not clear to somebody on this screen, in this version of the lesson."""
    opened = sitting.session
    body = {"lesson": opened.lesson, "hash": opened.lesson_hash, "screen": sitting.place.screen}
    journal.append_fact(
        s,
        kind=UNCLEAR,
        body=body,
        now=now,
        learner_id=opened.learner_id,
        session_id=opened.uuid,
        device_id=opened.device_id,
    )


def look(sitting: Sitting) -> Screen:
    """The screen on the glass."""
    return sitting.play.screens[sitting.place.screen]


def pin_length(sitting: Sitting, name: str) -> int:
    """How many digits the pin of that name on the glass has; raises NotOnScreen when there is none."""
    widget = look(sitting).widget(name)
    if widget is None or widget.kind != "pin":
        raise NotOnScreen(f"no pin {name!r} on {sitting.place.screen}")
    return len(answer_of(sitting.play.lesson, widget))


def acts_on(screen: Screen) -> frozenset[str]:
    """Every act this screen can take: what it answers, a touch on anything it shows, and what every screen has."""
    acts = {machine.HELP, machine.BACK, machine.FROZEN, machine.UNCLEAR, ELSEWHERE, "swipe up", "swipe down"}
    acts |= {machine.BESIDE, machine.GONE}
    acts |= {*screen.right, *screen.fine, *(rule.act for rule, _ in screen.wrong if rule.target != machine.REAL_DATA)}
    for widget in screen.widgets():
        acts |= {f"tap {widget.target}", f"hold {widget.target}", f"double-tap {widget.target}"}
        acts |= {f"tap {widget.target}.{i}" for i in range(1, max(len(widget.options), len(widget.spots)) + 1)}
        if widget.kind in ("field", "write", "pin"):
            acts.add(f"{'filled' if widget.kind == 'pin' else 'type'} {widget.target}")
    return frozenset(acts)


def named(artefact: Artefact) -> dict[str, Any]:
    """How a choice names the model it is of."""
    return {"artefact": artefact.hash, "off": artefact.off}


def _sitting(s: Session, lessons: Mapping[str, Lesson], record: SessionRecord) -> Sitting:
    lesson = lessons.get(record.lesson)
    if lesson is None or lesson.hash != record.lesson_hash:
        lesson = keeping.thawed(journal.lesson_text(s, record.lesson_hash))
    play = stage(lesson, next(iter(record.twists), 0))
    attempts: list[AttemptRecord] = journal.attempts(s, record.uuid)
    story = machine.replay(play, (Act(attempt.act, attempt.value) for attempt in attempts))
    return Sitting(record, play, story.place, story.last, len(attempts))
