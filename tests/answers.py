"""Makes classes by dice whose people answer, change their mind, stop half-way, tick and tap; it counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from app.practice import asking
from app.records import Session, journal, ledger, roster
from app.records.happened import UNCLEAR
from app.records.identity import uuid7
from app.records.tables import Classroom, Learner
from app.simulator import keeping
from app.simulator.lesson import Lesson
from app.simulator.needs import DARE, items
from tests.people import NOW

SIZES = (4, 8, 13, 22, 31)
SCREENS = ("home", "amount", "bye")
Deed = Callable[[Session, datetime], object]


def classes(s: Session) -> list[Classroom]:
    """Five classes in two villages, from four people to thirty-one."""
    sites = [roster.add_site(s, name=f"第{place}村", name_latin=f"Village {place}", now=NOW) for place in range(2)]
    rooms = []
    for place, size in enumerate(SIZES):
        room = roster.add_classroom(s, site=sites[place % 2], name=f"第{place}班", name_latin=f"Class {place}", now=NOW)
        for number in range(size):
            at = NOW + timedelta(seconds=number)
            roster.add_learner(s, classroom=room, name=f"学员{place}{number}", name_latin=f"P{place} {number}",
                               face="f05", now=at)  # fmt: skip
        rooms.append(room)
    return rooms


def mixed(dice: Random, scripts: Sequence[list[Deed]]) -> Iterator[Deed]:
    """The deeds of all in one order, each one's own in theirs: whoever is quick ends long before whoever is slow."""
    waiting = [(dice.random() ** 2 + 0.01, iter(script)) for script in scripts]
    while waiting:
        one = dice.choices(waiting, weights=[pace for pace, _ in waiting])[0]
        deed = next(one[1], None)
        if deed is None:
            waiting.remove(one)
        else:
            yield deed


def done(s: Session, deeds: Collection[Deed], minutes: Iterator[int] | None = None) -> None:
    """Do them one a minute."""
    ticking = minutes or count(1)
    for deed in deeds:
        deed(s, NOW + timedelta(minutes=next(ticking)))


def survey(dice: Random, who: UUID) -> list[Deed]:
    """One person's survey in any order, some stopping half-way, some saying things anew; then faces after the deed."""
    asked = list(items())
    if dice.random() < 0.6:
        dice.shuffle(asked)
    told: list[Deed] = [_answer(dice, who, *item) for item in asked]
    if dice.random() < 0.15:
        return told[: dice.randint(0, len(told) - 1)]
    told += [_answer(dice, who, *dice.choice(asked)) for _ in range(dice.choice((0, 0, 2, 9)))]
    return told + [_dares(who, dice.choice((0, 1, 1, 2))) for _ in range(dice.choice((0, 1, 1, 1, 2, 3)))]


def _answer(dice: Random, who: UUID, kind: str, which: str) -> Deed:
    place = items().index((kind, which))
    share = (0.5, 0.98, 0.3, 0.7, 0.08, 0.9, 0.5, 0.15)[place % 8]
    value = dice.choice((0, 0, 1, 2)) if kind == DARE else int(dice.random() < share)
    return lambda s, now: asking.answer(s, who, kind, which, value, now)


def _dares(who: UUID, face: int) -> Deed:
    return lambda s, now: asking.dares_now(s, who, face, now)


def real(dice: Random, learner: Learner, tasks: Sequence[Lesson], staff: UUID) -> list[Deed]:
    """What one person practised and was ticked for: the same task seen and told, told anew, and taken back."""
    mine = dice.sample(tasks, dice.randint(0, 4))
    told: list[Deed] = [_plays(learner, task, ends=dice.random() < 0.8) for task in mine]
    for task in mine:
        if dice.random() < 0.7:
            for _ in range(dice.choice((1, 1, 2, 3, 4))):
                told.append(_ticks(dice, learner.id, task.id, staff))
    if dice.random() < 0.2:
        told.append(_ticks(dice, learner.id, dice.choice(tasks).id, staff))
    return told


def _plays(learner: Learner, task: Lesson, *, ends: bool) -> Deed:
    def play(s: Session, now: datetime) -> None:
        journal.keep_lesson(s, lesson=task.id, lesson_hash=task.hash, text=keeping.frozen(task), now=now)
        opened = journal.open_session(
            s, learner_id=learner.id, site_id=learner.classroom.site_id, lesson=task.id, lesson_hash=task.hash,
            size="true", locale="zh_Hans_CN", voice="cmn", plan={}, now=now,
        )  # fmt: skip
        if ends:
            journal.append_attempt(s, opened, uuid=uuid7(now), screen="home", act="tap next", outcome="correct",
                                   support="alone", hints=0, finishes=True, now=now)  # fmt: skip

    return play


def _ticks(dice: Random, who: UUID, task: str, staff: UUID) -> Deed:
    how, known = dice.choice((*ledger.HOW, ledger.ALONE)), dice.choice(ledger.KNOWN)
    by = dice.choice((ledger.SELF, str(staff)))
    return lambda s, now: ledger.tick(s, who, task, how=how, known=known, by=by, now=now)


def unclear(dice: Random, who: UUID, steps: Sequence[tuple[str, str, str]]) -> list[Deed]:
    """One person's taps on “not clear here”, some on the same step again; each step is lesson, hash and screen."""
    taps = [steps[int(dice.random() ** 2 * len(steps))] for _ in range(dice.choice((0, 0, 1, 2, 6)))]
    return [_taps(who, step) for step in taps]


def _taps(who: UUID, step: tuple[str, str, str]) -> Deed:
    body = dict(zip(("lesson", "hash", "screen"), step, strict=True))
    return lambda s, now: journal.append_fact(s, kind=UNCLEAR, learner_id=who, body=body, now=now)
