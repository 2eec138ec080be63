"""The board puts those who need somebody in the order of help, and takes a tablet's silence for nobody's freezing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app import classes, reports
from app.classes import helping
from app.config import Needing
from app.records import Records, Session, journal, roster, visits
from app.records.happened import HELP_GIVEN
from app.records.identity import BOOT
from app.records.tables import Classroom, Staff
from app.reports import Presence, watching
from tests.people import NOW, Village, acts, play, village

RAN = timedelta(hours=9)
"""The running clock at NOW."""
USUAL = Needing()


def class_of(s: Session, where: Village, people: int) -> tuple[Classroom, list[UUID], Staff]:
    """The village's class with so many people besides its first, and its volunteer."""
    room = roster.classroom(s, where.classroom_id)
    assert room is not None
    more = [roster.add_learner(s, classroom=room, name=f"{n}", face="bun", now=NOW).id for n in range(people)]
    member = roster.add_staff(s, name="小刘", role="volunteer", password="wan-0000", now=NOW, classrooms=[room])
    return room, [where.learner_id, *more], member


def board(s: Session, room: Classroom, seconds: float, here: Iterable[Presence] = ()) -> reports.Board:
    """The board so many seconds after NOW."""
    after = timedelta(seconds=seconds)
    return reports.board(s, room, NOW + after, here=here, ran=RAN + after)


def names(board: reports.Board) -> list[tuple[UUID, str]]:
    return [(seat.learner.id, seat.need.kind) for seat in board.needing if seat.need]


def present(learner_id: UUID, session_id: UUID | None, since: float, told: float) -> Presence:
    """A tablet that has said since then that somebody sits at a play, and said so last at `told`, in seconds."""
    began = RAN + timedelta(seconds=since)
    return Presence(learner_id, uuid4(), session_id, began, RAN + timedelta(seconds=told), began)


@pytest.mark.holds("needs-me")
def test_with_equal_need_the_first_in_the_order_come_first_then_the_longest_unvisited(records: Records) -> None:
    with records.writing() as s:
        room, people, member = class_of(s, village(s), 6)
        asks, fresh, lately, long_ago, old, slow, marked = people
        eldest = roster.learner(s, old)
        assert eldest is not None
        eldest.birth_year = NOW.year - 80
        put_first = roster.learner(s, marked)
        assert put_first is not None
        put_first.help_first = True
        for learner_id, days in ((lately, 1), (long_ago, 21), (old, 1), (marked, 2)):
            classes.give_help(s, learner_id, member, NOW - timedelta(days=days))
        for learner_id in (fresh, lately, long_ago, old, marked):
            acts(
                s,
                play(s, Village(room.site_id, room.id, learner_id)),
                ["a ad slip", "a b neutral", "a c neutral", "a ad slip"],
            )
        classes.ask_for_help(s, asks, NOW + timedelta(seconds=50))
        acts(s, play(s, Village(room.site_id, room.id, slow)), ["a next correct"] * 5)
        shown = board(s, room, 60)
    assert [who for who, _ in names(shown)] == [asks, marked, old, fresh, long_ago, lately]
    assert [seat.first for seat in shown.needing] == [False, True, True, False, False, False]
    assert [seat.learner.id for seat in shown.practising] == [slow], "how quick somebody is puts them nowhere"


def test_a_tablet_that_is_here_tells_who_is_frozen_and_one_that_is_silent_does_not(records: Records) -> None:
    with records.writing() as s:
        room, (one, other), _ = class_of(s, village(s), 1)
        plays = {who: play(s, Village(room.site_id, room.id, who)).uuid for who in (one, other)}
        here = [present(one, plays[one], 1, 195), present(other, plays[other], 1, 100)]
        shown = board(s, room, 200, here)
        assert names(shown) == [(one, "frozen")]
        assert [seat.silent for seat in shown.silent] == [NOW + timedelta(seconds=100)]
        back = [here[0], present(other, plays[other], 1, 201)]
        assert set(names(board(s, room, 202, back))) == {(one, "frozen"), (other, "frozen")}
        assert board(s, room, 202, back).silent == ()


def test_whoever_left_their_lesson_or_their_tablet_is_not_frozen(records: Records) -> None:
    with records.writing() as s:
        room, (one, other), _ = class_of(s, village(s), 1)
        for who in (one, other):
            acts(s, play(s, Village(room.site_id, room.id, who)), ["a next correct"])
        home = present(one, None, 20, 299)
        gone = Presence(other, uuid4(), None, RAN, RAN + timedelta(seconds=20), RAN, gone=True)
        shown = board(s, room, 300, [home, gone])
    assert names(shown) == []
    assert [seat.learner.id for seat in shown.practising] == [one]
    assert [learner.id for learner in shown.away] == [other]


def test_whoever_comes_back_to_a_play_has_time_from_then_on(records: Records) -> None:
    with records.writing() as s:
        room, (one,), _ = class_of(s, village(s), 0)
        opened = play(s, Village(room.site_id, room.id, one))
        acts(s, opened, ["a next correct"])
        back = present(one, opened.uuid, 600, 695)
        assert names(board(s, room, 700, [back])) == []
        late = present(one, opened.uuid, 600, 600 + USUAL.frozen_first)
        assert names(board(s, room, 600 + USUAL.frozen_first + 1, [late])) == [(one, "frozen")]


def test_a_call_that_arrives_after_the_help_it_asked_for_calls_nobody_again(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    with records.writing() as s:
        room, (one,), member = class_of(s, village(s), 0)
        opened = play(s, Village(room.site_id, room.id, one))
        given = classes.give_help(s, one, member, NOW + timedelta(seconds=100))
        late = classes.ask_for_help(s, one, NOW + timedelta(seconds=60), session_id=opened.uuid)
        assert given.sequence < late.sequence and given.boot == BOOT
        ran = timedelta(milliseconds=given.monotonic_ms)
        then = NOW + timedelta(seconds=160)
        steady = reports.board(s, room, then, ran=ran + timedelta(seconds=60))
        assert names(steady) == [], "the clock has run steadily: it was asked before help was given"
        put_back = reports.board(s, room, then, ran=ran + timedelta(hours=1))
        assert names(put_back) == [(one, "asked")], "the clock was set: the order of arrival is all there is"
        assert not watching.steady([given], then, None)


def test_who_was_visited_today_is_not_among_the_unvisited(records: Records) -> None:
    with records.writing() as s:
        room, (one, other, third), member = class_of(s, village(s), 2)
        for who in (one, other, third):
            acts(s, play(s, Village(room.site_id, room.id, who)), ["a next correct"])
        classes.give_help(s, one, member, NOW + timedelta(seconds=5))
        classes.give_help(s, other, member, NOW - timedelta(days=3))
        before = board(s, room, 30)
        assert [seat.learner.id for seat in before.unvisited] == [third, other]
        assert [seat.learner.id for seat in before.visited] == [one]
        classes.give_help(s, third, member, NOW + timedelta(seconds=31))
        assert board(s, room, 32).state != before.state


def test_a_visit_that_is_taken_back_was_never_made(records: Records) -> None:
    with records.writing() as s:
        room, (one, other), member = class_of(s, village(s), 1)
        opened = play(s, Village(room.site_id, room.id, one))
        acts(s, opened, ["a ad slip", "a b neutral", "a c neutral", "a ad slip"])
        acts(s, play(s, Village(room.site_id, room.id, other)), ["a next correct"])
        before = board(s, room, 60)
        helps = [classes.give_help(s, who, member, NOW + timedelta(seconds=61)) for who in (one, other)]
        ran = timedelta(milliseconds=helps[0].monotonic_ms)
        between = board(s, room, 62)
        assert names(between) == [] and {seat.learner.id for seat in between.visited} == {one, other}
        assert classes.may_take_back(s, room, NOW + timedelta(seconds=62), ran) == helps[::-1]
        for given in helps:
            back = classes.take_back_help(s, given.uuid, member, NOW + timedelta(seconds=63), ran)
            assert back is not None and back.learner_id == given.learner_id
            again = classes.take_back_help(s, given.uuid, member, NOW + timedelta(seconds=64), ran)
            assert again is None, "it is told once"
        after = board(s, room, 60)
        assert after == before, "need, order and who was not visited stand as they were"
        assert visits.given(s) == [] and classes.may_take_back(s, room, NOW, ran) == []
        assert visits.given(s, before=back.sequence) == helps[1:], "read as it was then, it still counted"
        assert journal.facts(s, HELP_GIVEN) == helps, "nothing is erased"


def test_a_visit_stands_for_good_after_ten_minutes_after_a_start_and_of_another_class(records: Records) -> None:
    with records.writing() as s:
        room, (one,), member = class_of(s, village(s), 0)
        elsewhere = roster.classroom(s, village(s, name="江城").classroom_id)
        assert elsewhere is not None
        given = classes.give_help(s, one, member, NOW)
        then = timedelta(milliseconds=given.monotonic_ms)
        late = then + helping.TO_TAKE_BACK + timedelta(seconds=1)
        assert classes.may_take_back(s, room, NOW, late) == []
        assert classes.take_back_help(s, given.uuid, member, NOW, late) is None
        assert classes.may_take_back(s, elsewhere, NOW, then) == []
        call = classes.ask_for_help(s, one, NOW)
        with pytest.raises(LookupError):
            classes.take_back_help(s, call.uuid, member, NOW, then)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(helping, "BOOT", uuid4())
            assert classes.may_take_back(s, room, NOW, then) == []
        assert visits.given(s) == [given]


def test_the_state_stays_while_nothing_is_to_be_seen(records: Records) -> None:
    with records.writing() as s:
        room, (one,), _ = class_of(s, village(s), 0)
        opened = play(s, Village(room.site_id, room.id, one))
        acts(s, opened, ["a next correct"])
        first = board(s, room, 20, [present(one, opened.uuid, 0, 19)]).state
        assert board(s, room, 40, [present(one, opened.uuid, 0, 39)]).state == first
        assert board(s, room, 200, [present(one, opened.uuid, 0, 199)]).state != first
