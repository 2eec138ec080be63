"""The survey by pictures: what is asked, left and come back to, what a wish raises, and totals that tell on nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.practice import asking, offering
from app.practice.recomputing import recompute
from app.records import Records, Session, journal, needs, removing, roster
from app.reports import daring, needs_report
from app.reports.needs import LEAST, Count
from app.simulator.needs import DARE, FEAR, FEARS, WANT, WANTS, is_service, items, suggested, tasks_of
from app.simulator.shelf import Shelf
from models.artefact import load
from tests.people import NOW, Village, village

MOST_TAPS = 16
LATER = NOW + timedelta(days=1)
Says = Callable[[str, str], int]


def everything(s: Session, learner_id: UUID, says: Says, now: datetime = NOW) -> None:
    for kind, which in items():
        asking.answer(s, learner_id, kind, which, says(kind, which), now)


def people(s: Session, where: Village, count: int) -> list[UUID]:
    """So many more people of the class."""
    room = roster.classroom(s, where.classroom_id)
    assert room is not None
    return [
        roster.add_learner(s, classroom=room, name=f"赵小满{number}", face="f05", now=NOW).id for number in range(count)
    ]


def wants(*named: str) -> Says:
    return lambda kind, which: int(which in named)


def test_the_survey_is_short_and_every_picture_stands_for_tasks_there_are(shelf: Shelf) -> None:
    assert len(items()) <= MOST_TAPS
    assert items()[-1] == (DARE, DARE)
    for kind, which in items():
        assert set(tasks_of(kind, which)) <= set(shelf.lessons), which
    assert all(WANTS.values())
    with pytest.raises(KeyError):
        tasks_of(WANT, "scam")


def test_every_track_is_either_done_for_real_or_a_skill(shelf: Shelf) -> None:
    told = {lesson.track: is_service(lesson) for lesson in shelf.lessons.values() if not lesson.gentle}
    assert {track for track, real in told.items() if real} == {"health", "pension", "one-thing", "daily"}
    assert {track for track, real in told.items() if not real} == {"basics", "safety"}
    assert not any(is_service(lesson) for lesson in shelf.lessons.values() if lesson.gentle)


def test_two_suggestions_come_of_wants_and_one_of_fears_and_none_twice(shelf: Shelf) -> None:
    known = shelf.lessons
    assert [one[0] for one in suggested(["pension", "family", "bills"], ["scam"], known)] == [
        "certify-pension", "video-call", "spot-scam-sms",
    ]  # fmt: skip
    assert [one[0] for one in suggested(["letters"], ["small", "laughed"], known)] == ["bigger-text"]
    assert [one[0] for one in suggested([], ["scam", "wrong"], known)] == ["spot-scam-sms", "tap-and-swipe"]
    assert suggested(["pension"], [], {"check-pension": 1}) == (("check-pension", WANT, "pension"),)
    assert suggested([], [], known) == ()


def test_it_can_be_left_and_come_back_to_and_is_asked_again_after_half_a_year(records: Records) -> None:
    with records.writing() as s:
        who = village(s).learner_id
        assert asking.next_item(s, who, NOW) == items()[0]
        asking.answer(s, who, *items()[0], 1, NOW)
        asking.answer(s, who, *items()[2], 0, LATER)
        assert asking.next_item(s, who, LATER) == items()[1]
        everything(s, who, wants("pension"))
        assert asking.next_item(s, who, LATER) is None
        assert asking.next_item(s, who, NOW + asking.AGAIN) is None
        assert asking.next_item(s, who, NOW + asking.AGAIN + timedelta(hours=1)) == items()[0]


@pytest.mark.parametrize("bad", [(WANT, "pension", 2), (WANT, "pension", -1), (DARE, DARE, 3), (WANT, "scam", 1)])
def test_an_answer_that_no_picture_has_is_refused(records: Records, bad: tuple[str, str, int]) -> None:
    with records.writing() as s, pytest.raises(ValueError):
        asking.answer(s, village(s).learner_id, *bad, NOW)


def test_a_wish_raises_its_tasks_until_it_is_taken_back(records: Records, shelf: Shelf) -> None:
    def offered() -> dict[str, str]:
        found = offering.offers(s, shelf.lessons, load(), who, NOW)
        return {offer.lesson.id: offer.code for offer in found}

    with records.writing() as s:
        who = village(s).learner_id
        assert "book-hospital" not in offered()
        asking.answer(s, who, WANT, "hospital", 1, NOW)
        assert offered()["book-hospital"] == offered()["activate-medical-code"] == "suggest_wanted"
        asking.answer(s, who, FEAR, "small", 1, NOW)
        assert needs.wanted(s, who) == {"book-hospital", "activate-medical-code"}
        asking.answer(s, who, WANT, "hospital", 0, NOW)
        assert "suggest_wanted" not in offered().values()


@pytest.mark.holds("recomputed")
def test_what_was_offered_because_of_a_wish_is_worked_out_anew_from_the_wishes_of_then(
    records: Records, shelf: Shelf
) -> None:
    artefact = load()
    with records.writing() as s:
        who = village(s).learner_id
        for kind, which, yes in ((WANT, "train", 1), (WANT, "train", 0), (WANT, "bills", 1)):
            asking.answer(s, who, kind, which, yes, NOW)
            offered = offering.offers(s, shelf.lessons, artefact, who, NOW)
            offering.keep_offers(s, who, offered, artefact, NOW)
        chosen = journal.choices(s, who, "suggestion")
        assert [
            [one["lesson"] for one in choice.body["offers"] if one["code"] == "suggest_wanted"] for choice in chosen
        ] == [["buy-train-ticket"], [], ["pay-utilities"]]
        for choice in chosen:
            assert recompute(s, shelf.lessons, lambda _: artefact, choice) == choice.body


def test_the_tasks_of_a_wish_are_those_it_stood_for_when_it_was_told(records: Records) -> None:
    with records.writing() as s:
        who = village(s).learner_id
        needs.tell(s, who, WANT, "pension", yes=True, tasks=("of-then",), now=NOW)
        assert needs.wanted(s, who) == {"of-then"}


@pytest.mark.holds("totals-only")
def test_totals_come_in_fives_and_tell_numbers_with_enough_people_on_either_side(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        listed = [where.learner_id, *people(s, where, 15)]
        room = where.classroom_id
        for place, one in enumerate(listed[:4]):
            everything(s, one, wants("pension"), NOW + timedelta(minutes=place))
        asking.answer(s, listed[5], *items()[0], 1, NOW)
        report = needs_report(s, room)
        assert (report.listed, report.began, report.finished, report.counted) == (16, 5, 4, 0)
        assert report.wants == report.fears == () and report.suggested(dict.fromkeys(("certify-pension",))) == ()
        for one in listed[4:12]:
            everything(s, one, wants("pension", "family") if one in listed[6:] else wants("train"))
        report = needs_report(s, room)
        assert (report.finished, report.counted) == (12, 10)
        told = {one.which: one for one in report.wants}
        assert told["pension"] == Count("pension", 6, 10)
        assert told["family"] == Count("family", 0, 4) and told["family"].few
        assert told["train"] == Count("train", 0, 4)
        assert report.wants[0].which == "pension"
        assert all(one.few for one in report.fears)


@pytest.mark.holds("totals-only")
def test_nobody_s_answer_shows_in_the_next_total(records: Records) -> None:
    """What one more person says, or says anew, changes nothing until five more have finished."""
    with records.writing() as s:
        where = village(s)
        listed = [where.learner_id, *people(s, where, 14)]
        for place, one in enumerate(listed[:10]):
            everything(s, one, wants("bills") if place % 2 else wants("train"))
        before = needs_report(s, where.classroom_id)
        assert Count("bills", 5, 5) in before.wants
        everything(s, listed[10], wants("bills"))
        asking.answer(s, listed[0], WANT, "bills", 1, NOW)
        after = needs_report(s, where.classroom_id)
        assert (after.wants, after.fears, after.counted) == (before.wants, before.fears, 10)
        for one in listed[11:]:
            everything(s, one, wants("train"))
        assert Count("bills", 7, 7) in needs_report(s, where.classroom_id).wants


@pytest.mark.holds("totals-only")
def test_daring_is_told_from_ten_people_on_and_not_where_all_point_alike(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        listed = [where.learner_id, *people(s, where, 14)]
        room = where.classroom_id
        for place, one in enumerate(listed):
            asking.answer(s, one, DARE, DARE, place % 2, NOW)
        assert not asking.may_ask_whether_they_dare(s, people(s, where, 1)[0], NOW)
        assert asking.may_ask_whether_they_dare(s, listed[0], NOW)
        for one in listed[: LEAST - 1]:
            asking.dares_now(s, one, 2, NOW)
        assert daring(s, room) is None
        asking.dares_now(s, listed[LEAST - 1], 2, NOW)
        assert daring(s, room) is None  # All ten point at the same face.
        for one in listed[LEAST:]:
            asking.dares_now(s, one, 1, NOW)
        found = daring(s, room)
        assert found is not None
        assert (found.people, found.before, found.after) == (15, (8, 7, 0), (0, 5, 10))
        assert not asking.may_ask_whether_they_dare(s, listed[0], LATER)
        assert asking.may_ask_whether_they_dare(s, listed[0], NOW + asking.PATIENCE + timedelta(hours=1))
        with pytest.raises(ValueError):
            asking.dares_now(s, listed[0], 3, NOW)


@pytest.mark.holds("totals-only")
def test_where_five_alone_have_answered_and_agree_nothing_is_told(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        for one in [where.learner_id, *people(s, where, LEAST - 2)]:
            everything(s, one, wants("bills"))
        report = needs_report(s, where.classroom_id)
        assert (report.finished, report.counted, report.wants, report.fears) == (LEAST - 1, 0, (), ())


def test_whoever_has_only_pointed_at_a_face_has_begun(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        asking.answer(s, where.learner_id, DARE, DARE, 1, NOW)
        assert needs_report(s, where.classroom_id).began == 1
        asking.dares_now(s, people(s, where, 1)[0], 1, NOW)
        assert needs_report(s, where.classroom_id).began == 1


def test_totals_are_those_of_one_class(records: Records) -> None:
    with records.writing() as s:
        where, other = village(s), village(s, name="江城")
        for one in [where.learner_id, *people(s, where, LEAST - 1)]:
            everything(s, one, wants("pension"))
        assert needs_report(s, where.classroom_id).counted == LEAST
        assert needs_report(s, other.classroom_id).began == 0


def test_whoever_is_erased_leaves_no_answer_and_no_face_behind(records: Records) -> None:
    with records.writing() as s:
        where = village(s)
        everything(s, where.learner_id, wants(*WANTS, *FEARS))
        asking.dares_now(s, where.learner_id, 1, NOW)
        removing.erase_learners(s, [where.learner_id], NOW)
        assert journal.facts(s, needs.NEED) == journal.facts(s, needs.DARE) == []
