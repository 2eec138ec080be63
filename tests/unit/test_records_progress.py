"""What reports read: opportunities, finished plays, step counts and learning curves."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app import reports
from app.records import Records, Session, journal, progress, roster, summaries
from app.records.folding import CHINA
from tests.people import NOW, Village, acts, play, village

PLAY = [
    "home other neutral",
    "home pay correct",
    "list worker slip",
    "list resident correct",
    "who help hint",
    "who self correct",
    "bye done correct end",
]


def test_the_first_act_that_is_not_neutral_decides_a_visit(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), PLAY)
        met = progress.opportunities(s, where.learner_id)
    assert [(one.screen, one.act, one.outcome) for one in met] == [
        ("home", "tap pay", "correct"),
        ("list", "tap worker", "slip"),
        ("who", "tap help", "hint"),
        ("bye", "tap done", "correct"),
    ]
    assert [(one.alone, one.helped, one.slipped) for one in met] == [
        (True, False, False),
        (False, False, True),
        (False, True, False),
        (True, False, False),
    ]


def test_coming_back_to_a_screen_is_another_visit(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), ["home ad slip", "almost close correct", "home pay correct"])
        met = progress.opportunities(s, where.learner_id)
    assert [(one.screen, one.outcome) for one in met] == [("home", "slip"), ("almost", "correct"), ("home", "correct")]


def test_a_visit_of_neutral_acts_only_decides_nothing(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), ["home look neutral", "list back neutral"])
        assert progress.opportunities(s, where.learner_id) == []


@pytest.mark.parametrize(
    ("size", "support", "alone"),
    [("true", "alone", True), ("big", "alone", False), ("true", "prompted", False), ("true", "shown", False)],
)
def test_alone_is_without_support_at_true_size(records: Records, size: str, support: str, alone: bool) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where, size=size), ["home pay correct"], support=support)
        (met,) = progress.opportunities(s, where.learner_id)
    assert met.alone is alone
    assert met.helped is not alone
    assert not met.slipped


def test_a_finished_play_tells_what_was_done_alone(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        opened = play(s, where)
        told = acts(s, opened, PLAY)
        (finished,) = progress.finished_plays(s, where.learner_id)
    assert finished.session_id == opened.uuid
    assert (finished.opened_at, finished.finished_at) == (opened.at, told[-1].at)
    assert (finished.steps, finished.alone, finished.helped, finished.slipped) == (4, 2, 1, 1)
    assert (finished.slips, finished.hints) == (1, 1)
    assert not finished.unhelped


def test_acts_after_the_end_do_not_count_in_the_play(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), ["home pay correct end", "home pay slip", "more x slip"])
        (finished,) = progress.finished_plays(s, where.learner_id)
    assert (finished.steps, finished.alone, finished.slips, finished.unhelped) == (1, 1, 0, True)


def test_a_play_that_did_not_end_is_not_finished(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), PLAY[:-1])
        play(s, where, lesson="scam")
        assert progress.finished_plays(s, where.learner_id) == []


def test_the_day_is_the_village_s(records: Records) -> None:
    late = datetime(2026, 9, 1, 16, 30, tzinfo=UTC)
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where, at=late), ["home pay correct end"])
        (finished,) = progress.finished_plays(s, where.learner_id)
    assert finished.day() == date(2026, 9, 2)
    assert finished.day(UTC) == date(2026, 9, 1)


def test_plays_can_be_asked_for_one_lesson(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        for lesson in ("pay", "scam", "pay"):
            acts(s, play(s, where, lesson=lesson), ["home pay correct end"])
        assert [p.lesson for p in progress.finished_plays(s, where.learner_id)] == ["pay", "scam", "pay"]
        assert len(progress.finished_plays(s, where.learner_id, "pay")) == 2
        assert len(progress.finished_plays(s, where.learner_id, "other")) == 0


def test_history_joins_attempts_to_their_plays(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        told = acts(s, play(s, where, size="big"), PLAY)
        told += acts(s, play(s, where, lesson="scam"), ["sms delete correct"])
        read = progress.history(s, where.learner_id)
    assert [act.sequence for act in read] == [attempt.sequence for attempt in told]
    assert [(act.lesson, act.size) for act in read] == [("pay", "big")] * len(PLAY) + [("scam", "true")]
    assert [(act.screen, act.act, act.outcome, act.at) for act in read] == [
        (attempt.screen, attempt.act, attempt.outcome, attempt.at) for attempt in told
    ]


def test_steps_are_counted_by_learner_lesson_and_screen(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        acts(s, play(s, where), PLAY)
        acts(s, play(s, where), ["home pay correct", "list help hint", "list resident correct"])
        counts = progress.step_counts(progress.opportunities(s, where.learner_id))
    assert [(c.lesson, c.screen, c.met, c.alone, c.helped, c.slipped) for c in counts] == [
        ("pay", "home", 2, 2, 0, 0),
        ("pay", "list", 2, 0, 1, 1),
        ("pay", "who", 1, 0, 1, 0),
        ("pay", "bye", 1, 1, 0, 0),
    ]


def two_learners(s: Session) -> Village:
    where = village(s)
    room = roster.classroom(s, where.classroom_id)
    assert room
    other = roster.add_learner(s, classroom=room, name="周大顺", face="cap", now=NOW)
    for day, outcome in enumerate(["slip", "hint", "correct"]):
        at = NOW + timedelta(days=day)
        acts(s, play(s, where, at=at), [f"home pay {outcome}", "list x correct"])
        acts(s, play(s, where, learner_id=other.id, at=at), ["home pay correct"])
    return where


def test_a_learning_curve_numbers_each_learner_s_meetings_apart(records: Records) -> None:
    with records.writing() as s:
        where = two_learners(s)
        met = progress.classroom_opportunities(s, where.classroom_id)
    by_step = progress.learning_curve(met)
    assert by_step == [(1, 3, 2, 0, 1), (2, 3, 2, 1, 0), (3, 3, 3, 0, 0)]
    by_skill = progress.learning_curve(met, lambda one: ["menus"])
    assert [(point.nth, point.met) for point in by_skill] == [(1, 2), (2, 2), (3, 2), (4, 1), (5, 1), (6, 1)]
    assert progress.learning_curve(met, lambda one: []) == []


def tables(s: Session) -> dict[str, list[Any]]:
    names = ("opportunity", "finished_play", "summary_cursor")
    return {name: list(s.execute(text(f"SELECT * FROM {name} ORDER BY 1"))) for name in names}


def test_rebuilding_makes_the_same_summaries(records: Records) -> None:
    with records.writing() as s:
        where = two_learners(s)
        summaries.catch_up(s)
        opened = play(s, where)
        acts(s, opened, PLAY[:3])
        summaries.catch_up(s)
        acts(s, opened, PLAY[3:])
        summaries.catch_up(s)
        kept = tables(s)
        assert len(kept["opportunity"]) == 13
        assert len(kept["finished_play"]) == 1
        s.execute(text("UPDATE opportunity SET outcome = 'slip'"))
        assert summaries.rebuild(s) == 7
        assert tables(s) == kept


def test_catching_up_twice_folds_nothing_new(records: Records) -> None:
    with records.writing() as s:
        two_learners(s)
        heard: list[tuple[int, int]] = []
        assert summaries.catch_up(s, lambda done, of: heard.append((done, of))) == 6
        assert heard == [(6, 6)]
        assert summaries.catch_up(s) == 0


def test_opening_sessions_keeps_the_summaries_near_the_log(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        behind = []
        for _ in range(30):
            acts(s, play(s, where), ["home pay correct"] * 39 + ["home pay correct end"])
            behind.append(journal.head(s).sequence - summaries.cursor(s))
        assert max(behind) < 600
        assert summaries.cursor(s) > 0
        assert len(progress.finished_plays(s, where.learner_id)) == 30


def test_reports_are_right_wherever_the_summaries_stand(records: Records) -> None:
    with records.writing() as s:
        where = two_learners(s)
        opened = play(s, where)

        def told() -> tuple[Any, ...]:
            learner, room = where.learner_id, where.classroom_id
            return (
                progress.opportunities(s, learner),
                progress.classroom_opportunities(s, room),
                progress.finished_plays(s, learner),
                progress.classroom_plays(s, room),
                sorted(progress.practised(s, [room])),
            )

        acts(s, opened, PLAY[:4])
        before = told()
        summaries.catch_up(s)
        assert told() == before
        acts(s, opened, PLAY[4:])
        after = told()
        assert after != before
        summaries.catch_up(s)
        assert told() == after


def test_what_a_classroom_did_just_now(records: Records) -> None:
    with records.writing() as s:
        where, elsewhere = village(s), village(s, name="江城")
        acts(s, play(s, where, at=NOW - timedelta(hours=1)), ["home pay correct"])
        told = acts(s, play(s, where), ["home pay correct", "bye done correct"])
        acts(s, play(s, elsewhere), ["home pay correct"])
        recent = progress.classroom_since(s, where.classroom_id, NOW)
    assert [act.sequence for act in recent] == [attempt.sequence for attempt in told]


def test_acts_are_left_out_person_by_person_and_who_practised_when_is_told(records: Records) -> None:
    with records.writing() as s:
        where = two_learners(s)
        room = where.classroom_id
        first, other = (learner.id for learner in roster.learners(s, room))
        for day, who in enumerate((first, other, first), 10):
            acts(s, play(s, where, learner_id=who, at=NOW + timedelta(days=day)), PLAY)
        whole = [(learner.id, act) for learner, act in reports.acts(s, room)]
        for after in range(len(whole) + 2):
            assert [(learner.id, act) for learner, act in reports.acts(s, room, after)] == whole[after:]
        assert progress.act_counts(s, room) == Counter(who for who, _ in whole)
        today = NOW.astimezone(CHINA).date()
        for settle in (lambda: None, lambda: summaries.catch_up(s)):
            settle()
            spans = [(today + timedelta(days=day), today + timedelta(days=day)) for day in range(10, 14)]
            told = [progress.practised_between(s, room, *span) for span in spans]
            assert told == [{first}, {other}, {first}, frozenset()]
        entry, stays = roster.learner(s, other), roster.learner(s, first)
        assert entry and stays
        roster.merge_learners(s, entry, stays, NOW)
        assert progress.practised_between(s, room, *spans[1]) == {first}
        assert progress.act_counts(s, room) == {first: len(whole)}
        assert len(list(reports.acts(s, room, 1))) == len(whole) - 1
