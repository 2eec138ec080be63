"""The ledger of what was done for real: who is asked when, what counts, and that seen and told stand apart."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.practice import Done, Opening, act, arrive, asking, open_play, prepare, sitting
from app.records import Records, Session, journal, ledger, progress, removing, roster
from app.records.happened import UNCLEAR
from app.records.identity import uuid7
from app.records.ledger import ALONE, HELPED, NOT_YET, RECEIPT, SEEN, SELF, TOLD
from app.reports import real_report, unclear_steps
from app.simulator import machine
from app.simulator.machine import Act
from app.simulator.shelf import Shelf
from models.artefact import load
from tests.people import NOW, Village, acts, play, village

pytestmark = pytest.mark.slow

DONE = ["home next correct", "bye done correct end"]
TASK = "certify-pension"
DAYS = timedelta(days=1)


def another(s: Session, where: Village) -> UUID:
    room = roster.classroom(s, where.classroom_id)
    assert room is not None
    return roster.add_learner(s, classroom=room, name="赵玉兰", face="f05", now=NOW).id


def practised(s: Session, where: Village, lesson: str = TASK, learner_id: UUID | None = None, days: int = 0) -> None:
    acts(s, play(s, where, lesson=lesson, learner_id=learner_id, at=NOW + days * DAYS), DONE)


def test_it_is_asked_some_days_after_the_practice_and_not_again_once_it_was_told(
    records: Records, shelf: Shelf
) -> None:
    def asked(days: int) -> str:
        found = asking.ask_about(s, shelf.lessons, where.learner_id, NOW + days * DAYS)
        return found.id if found else ""

    with records.writing() as s:
        where = village(s)
        for lesson in ("spot-scam-sms", "afterlife-one-thing", TASK):
            practised(s, where, lesson)
        practised(s, where, "book-hospital", days=2)
        assert [asked(days) for days in (0, 2, 4)] == ["", "", TASK]
        lesson = shelf.lessons[TASK]
        asking.tick_oneself(s, lesson, where.learner_id, NOT_YET, NOW + 4 * DAYS)
        assert [asked(days) for days in (4, 6, 19)] == ["", "book-hospital", TASK]
        asking.tick_oneself(s, lesson, where.learner_id, HELPED, NOW + 19 * DAYS)
        assert asked(60) == "book-hospital"
        with pytest.raises(ValueError):
            asking.tick_oneself(s, shelf.lessons["spot-scam-sms"], where.learner_id, ALONE, NOW)
        with pytest.raises(ValueError):
            asking.tick_oneself(s, lesson, where.learner_id, "perhaps", NOW)


def test_the_latest_tick_counts_and_no_tick_is_lost(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        told = {"how": HELPED, "known": TOLD, "by": SELF}
        first = ledger.tick(s, where.learner_id, TASK, **told, now=NOW)
        assert ledger.tick(s, where.learner_id, TASK, **told, now=NOW + timedelta(minutes=5)) == first
        ledger.tick(s, where.learner_id, TASK, how=ALONE, known=SEEN, by="x", now=NOW + DAYS)
        kept = ledger.ticks(s, where.learner_id)
        assert [(one.how, one.known, one.by) for one in kept] == [(HELPED, TOLD, SELF), (ALONE, SEEN, "x")]
        assert ledger.latest(kept)[TASK].how == ALONE
        with pytest.raises(ValueError):
            ledger.tick(s, where.learner_id, TASK, how=ALONE, known="guessed", by="x", now=NOW)


def test_a_class_is_counted_by_how_it_is_known_and_those_not_asked_are_counted(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        one, two, three, four = where.learner_id, *(another(s, where) for _ in range(3))
        for who in (one, two, three):
            practised(s, where, learner_id=who)
        practised(s, where, "spot-scam-sms")
        ledger.tick(s, one, TASK, how=ALONE, known=SEEN, by="x", now=NOW)
        ledger.tick(s, two, TASK, how=ALONE, known=TOLD, by=SELF, now=NOW)
        ledger.tick(s, four, TASK, how=HELPED, known=RECEIPT, by="x", now=NOW)
        ledger.tick(s, four, "pay-utilities", how=NOT_YET, known=TOLD, by=SELF, now=NOW)
        report = real_report(s, shelf.lessons, where.classroom_id)
        assert [line.task for line in report.lines] == [TASK, "pay-utilities"]
        line = report.lines[0]
        assert (line.people, line.not_yet, line.not_asked) == (4, 0, 1)
        assert dict(line.alone) == {SEEN: 1, RECEIPT: 0, TOLD: 1}
        assert dict(line.helped) == {SEEN: 0, RECEIPT: 1, TOLD: 0}
        assert (report.lines[1].people, report.lines[1].not_yet, report.lines[1].not_asked) == (1, 1, 0)
        assert report.people[TASK][three] is None


def test_what_is_not_clear_is_gathered_by_step_and_moves_nobody(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        opened = open_play(s, shelf.lessons, load(), where.learner_id, TASK, NOW)
        for _ in range(2):
            after = act(s, shelf.lessons, opened.session.uuid, machine.UNCLEAR, "", uuid7(NOW), NOW)
        assert after.place == opened.place and after.acts == 2
        assert progress.opportunities(s, where.learner_id) == []
        other = open_play(s, shelf.lessons, load(), another(s, where), TASK, NOW)
        sitting.step(s, other, Act(machine.UNCLEAR), uuid7(NOW), NOW)
        (found,) = unclear_steps(s, [where.learner_id, other.session.learner_id])
        assert found == (TASK, shelf.lessons[TASK].hash, opened.place.screen, 3, 2)
        assert unclear_steps(s, [uuid4()]) == []


def test_what_was_not_clear_on_a_tablet_without_the_laptop_arrives_once(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        sitting.keep_versions(s, shelf.lessons, NOW)
        ready = prepare(s, shelf.lessons, load(), where.learner_id, TASK, NOW)
        session = uuid7(NOW)
        opening = Opening(session, ready, "zh_Hans_CN", "cmn", timedelta(hours=2))
        screen = shelf.lessons[TASK].start
        done = Done(uuid7(NOW), session, machine.UNCLEAR, "", screen, "neutral", timedelta(hours=1))
        for _ in range(2):
            came = arrive(s, shelf.lessons, [opening], [done], NOW)
            assert came.kept == [done.uuid] and not came.differs
        (fact,) = journal.facts(s, UNCLEAR)
        assert fact.body == {"lesson": TASK, "hash": shelf.lessons[TASK].hash, "screen": screen}
        assert fact.at == NOW - timedelta(hours=1)


def test_whoever_is_erased_leaves_no_tick_and_nothing_unclear_behind(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        ledger.tick(s, where.learner_id, TASK, how=ALONE, known=SEEN, by="x", now=NOW)
        opened = open_play(s, shelf.lessons, load(), where.learner_id, TASK, NOW)
        sitting.step(s, opened, Act(machine.UNCLEAR), uuid7(NOW), NOW)
        removing.erase_learners(s, [where.learner_id], NOW)
        assert journal.facts(s, ledger.TICKED) == journal.facts(s, UNCLEAR) == []
