"""The log: appended once, read in order, and never with something a person typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.records import Records, journal, verifying
from app.records.happened import NotAWord, UuidTaken
from app.records.identity import uuid7
from tests.people import NOW, acts, play, village


def test_a_session_is_read_back_as_it_was_opened(records: Records) -> None:
    with records.writing() as s:
        opened = play(s, village(s))
    with records.session() as s:
        assert journal.session(s, opened.uuid) == opened
        assert journal.sessions(s, opened.learner_id) == [opened]
        assert journal.session(s, uuid4()) is None


def test_attempts_are_read_back_in_order_as_they_were_appended(records: Records) -> None:
    with records.writing() as s:
        opened = play(s, village(s))
        appended = acts(s, opened, ["home other slip", "home pay correct", "bye done correct end"])
    with records.session() as s:
        assert journal.attempts(s, opened.uuid) == appended
        assert [attempt.screen for attempt in appended] == ["home", "home", "bye"]
        assert [attempt.finishes for attempt in appended] == [False, False, True]
        assert journal.attempt(s, appended[1].uuid) == appended[1]


def test_an_attempt_carries_what_its_session_knows(records: Records) -> None:
    with records.writing() as s:
        opened = play(s, village(s))
        (attempt,) = acts(s, opened, ["home pay correct"])
    for name in ("learner_id", "device_id", "site_id", "lesson_hash"):
        assert getattr(attempt, name) == getattr(opened, name)
    assert attempt.session_id == opened.uuid
    assert attempt.sequence == opened.sequence + 1


def test_a_double_tap_is_one_attempt(records: Records) -> None:
    uuid = uuid7(NOW)
    with records.writing() as s:
        opened = play(s, village(s))
        tap: dict[str, Any] = {"uuid": uuid, "screen": "home", "act": "tap pay"}
        tap |= {"outcome": "correct", "support": "shown"}
        first = journal.append_attempt(s, opened, **tap, now=NOW)
        before = journal.head(s)
        again = journal.append_attempt(s, opened, **tap, now=NOW + timedelta(seconds=1))
        assert again == first
        assert journal.head(s) == before
        assert journal.attempts(s, opened.uuid) == [first]


def test_a_uuid_that_names_something_else_is_refused(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        one, other = play(s, where), play(s, where, lesson="scam")
        (attempt,) = acts(s, one, ["home pay correct"])
    for taken in (attempt.uuid, one.uuid):
        with records.writing() as s, pytest.raises(UuidTaken):
            journal.append_attempt(
                s, other, uuid=taken, screen="home", act="tap pay", outcome="correct", support="shown", now=NOW
            )
    with records.session() as s:
        assert journal.attempts(s, other.uuid) == []


def test_opening_a_session_twice_opens_it_once(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        opened = play(s, where)
        again = journal.open_session(
            s,
            uuid=opened.uuid,
            learner_id=where.learner_id,
            site_id=where.site_id,
            lesson="pay",
            lesson_hash=opened.lesson_hash,
            size="big",
            locale="en",
            voice="en",
            plan={},
            now=NOW,
        )
        assert again == opened
        assert journal.sessions(s, where.learner_id) == [opened]


def test_no_session_opens_on_a_lesson_whose_text_is_not_kept(records: Records) -> None:
    with pytest.raises(IntegrityError), records.writing() as s:
        where = village(s)
        journal.open_session(
            s,
            learner_id=where.learner_id,
            site_id=where.site_id,
            lesson="pay",
            lesson_hash="never kept",
            size="big",
            locale="en",
            voice="en",
            plan={},
            now=NOW,
        )


def test_a_lesson_text_is_kept_once(records: Records) -> None:
    with records.writing() as s:
        for _ in range(2):
            journal.keep_lesson(s, lesson="pay", lesson_hash="abc", text="办事首页", now=NOW)
    with records.session() as s:
        assert journal.lesson_text(s, "abc") == "办事首页"
        with pytest.raises(LookupError):
            journal.lesson_text(s, "never kept")


def test_the_unfinished_session_is_the_latest_unless_it_was_finished(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        assert journal.unfinished_session(s, where.learner_id) is None
        pay = play(s, where)
        assert journal.unfinished_session(s, where.learner_id) == pay
        scam = play(s, where, lesson="scam")
        acts(s, scam, ["home open correct end"])
        assert journal.unfinished_session(s, where.learner_id) is None
        assert journal.unfinished_session(s, where.learner_id, "pay") == pay
        assert journal.unfinished_session(s, where.learner_id, "scam") is None


def test_choices_and_facts_share_the_log(records: Records) -> None:
    body: dict[Any, Any] = {
        "options": ["shown", "guided"],
        "prediction": 0.731,
        "reason": {"zh": "上回慢了些"},
        1: None,
    }
    with records.writing() as s:
        opened = play(s, village(s))
        choice = journal.append_choice(
            s, learner_id=opened.learner_id, session_id=opened.uuid, kind="support", body=body, now=NOW
        )
        fact = journal.append_fact(s, kind="help", learner_id=opened.learner_id, body={"by": "volunteer"}, now=NOW)
    with records.session() as s:
        assert journal.choices(s, opened.learner_id) == [choice]
        assert journal.choices(s, opened.learner_id, "suggestion") == []
        assert journal.facts(s, "help") == [fact]
        assert (choice.sequence, fact.sequence) == (opened.sequence + 1, opened.sequence + 2)
        assert journal.head(s).sequence == fact.sequence
        assert verifying.verify(s) == []


@pytest.mark.parametrize("value", ["", "answer", "other", "real-data", "on", "off", "3", "option-12"])
def test_kinds_of_value_are_kept(records: Records, value: str) -> None:
    with records.writing() as s:
        opened = play(s, village(s))
        kept = journal.append_attempt(
            s, opened, uuid=uuid7(NOW), screen="home", act="type card", value=value, outcome="correct",
            support="shown", now=NOW,
        )  # fmt: skip
    assert kept.value == value


@pytest.mark.parametrize(
    "typed",
    [
        {"value": "110101199003070000"},
        {"value": "王桂芳"},
        {"value": "135 0000 0000"},
        {"value": "my secret"},
        {"act": "type 110101199003070000"},
        {"act": "type 王桂芳"},
        {"screen": "13500000000"},
        {"act": ""},
    ],
)
def test_what_a_person_typed_is_refused_and_not_repeated(records: Records, typed: dict[str, str]) -> None:
    tap: dict[str, Any] = {"screen": "home", "act": "type card", "value": "", **typed}
    with records.writing() as s:
        opened = play(s, village(s))
        with pytest.raises(NotAWord) as caught:
            journal.append_attempt(s, opened, uuid=uuid7(NOW), outcome="correct", support="shown", now=NOW, **tap)
        assert journal.attempts(s, opened.uuid) == []
    (kept_back,) = typed.values()
    assert not kept_back or kept_back not in str(caught.value)


def test_facts_can_be_asked_for_from_a_time_on(records: Records) -> None:
    with records.writing() as s:
        for hours in (0, 1, 2):
            journal.append_fact(s, kind="help", body={"hours": hours}, now=NOW + timedelta(hours=hours))
        recent = journal.facts(s, "help", NOW + timedelta(hours=1))
        assert [fact.body["hours"] for fact in recent] == [1, 2]
        assert len(journal.facts(s, "help")) == 3


FLIPS = {
    "attempt": "UPDATE attempt SET outcome = 'neutral' WHERE sequence = 3",
    "support": "UPDATE attempt SET support = 'shown' WHERE sequence = 4",
    "session": "UPDATE practice_session SET size = 'big'",
    "plan": "UPDATE practice_session SET plan = '{}'",
    "uuid": "UPDATE attempt SET uuid = 'not hexadecimal' WHERE sequence = 3",
    "time": "UPDATE attempt SET at = 'yesterday' WHERE sequence = 3",
    "removed attempt": "DELETE FROM attempt WHERE sequence = 3",
    "removed arrival": "DELETE FROM arrival WHERE sequence = 2",
    "other kind": "UPDATE arrival SET kind = 'fact' WHERE sequence = 3",
    "digest": "UPDATE arrival SET digest = 'ffffffffffffffffffffffffffffffff' WHERE sequence = 3",
    "rolling hash": "UPDATE arrival SET rolling_hash = 'ffffffffffffffffffffffffffffffff' WHERE sequence = 3",
    "swapped": "UPDATE attempt SET sequence = -sequence; UPDATE attempt SET sequence = 6 + sequence",
    "choice": """UPDATE choice SET body = '{"reason":"other"}'""",
    "lesson text": "UPDATE lesson_text SET text = 'other words'",
}


@pytest.mark.parametrize("what", FLIPS)
def test_verify_notices(records: Records, what: str) -> None:
    with records.writing() as s:
        opened = play(s, village(s))
        acts(s, opened, ["home pay correct", "list pay slip", "list pay correct"])
        journal.append_choice(s, learner_id=opened.learner_id, kind="support", body={"reason": "why"}, now=NOW)
        assert verifying.verify(s) == []
    with records.writing() as s:
        s.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in FLIPS[what].split("; "):
            s.execute(text(statement))
        assert verifying.verify(s) != []
        s.rollback()
