"""Codes of people: what is dealt, what is kept of it, whose card it is, and that it leaves with its person."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest

from app.classes import codes, seating, signing_in
from app.classes.seating import Verdict
from app.drawing.pictures import PICTURES
from app.records import Records, Session, journal, removing, roster
from app.records.tables import Learner, Staff
from tests.people import NOW, Village, staffed
from tests.steady import Steady

SECRET = b"the secret of this copy"


@pytest.fixture
def where(records: Records) -> Village:
    with records.writing() as s:
        return staffed(s, "wan-0000")


def people(s: Session, where: Village) -> tuple[Learner, Staff]:
    learner, member = roster.learner(s, where.learner_id), roster.staff_named(s, "小刘")
    assert learner is not None and member is not None
    return learner, member


def ask(s: Session, where: Village, factor: str) -> None:
    room = roster.classroom(s, where.classroom_id)
    assert room is not None
    codes.ask_for(s, room, factor, NOW)


@pytest.mark.parametrize("easy", ["1234", "8901", "4321", "1111", "1212", "7787", "1948", "2003"])
def test_what_anybody_would_try_first_is_not_dealt(easy: str) -> None:
    assert codes.is_easy(codes.DIGITS, tuple(easy))


@pytest.mark.parametrize("factor", [codes.PICTURES, codes.DIGITS])
def test_what_is_dealt_is_never_easy_and_differs(factor: str) -> None:
    dealt = [codes.new_code(factor) for _ in range(300)]
    assert not [signs for signs in dealt if codes.is_easy(factor, signs) or len(signs) != codes.LENGTH[factor]]
    assert len(set(dealt)) > 200
    assert {sign for signs in dealt for sign in signs} == set(codes.KEYS[factor])


def test_the_board_has_a_drawing_for_every_picture_and_no_two_alike() -> None:
    assert tuple(PICTURES) == codes.BOARD and len(set(PICTURES.values())) == len(codes.BOARD) == 12


def test_a_code_fits_its_person_alone_and_is_kept_nowhere(records: Records, where: Village) -> None:
    with records.writing() as s:
        learner, member = people(s, where)
        other = roster.add_learner(s, classroom=learner.classroom, name="张福海", face="f02", now=NOW)
        ask(s, where, codes.DIGITS)
        signs = codes.deal(s, learner, codes.DIGITS, SECRET, member, NOW)
        codes.deal(s, other, codes.DIGITS, SECRET, member, NOW)
        mine, theirs = codes.dealt(s, learner.id, codes.DIGITS), codes.dealt(s, other.id, codes.DIGITS)
        assert mine is not None and theirs is not None
        assert codes.fits(mine, signs, SECRET)
        assert not codes.fits(mine, signs[::-1], SECRET) and not codes.fits(mine, signs, b"another copy")
        assert mine.body["salt"] != theirs.body["salt"]
        kept = json.dumps([fact.body for fact in journal.facts(s, codes.CODE_DEALT)])
        assert "".join(signs) not in kept.replace(mine.body["hash"], "").replace(mine.body["salt"], "")
        codes.deal(s, learner, codes.DIGITS, SECRET, member, NOW)
        renewed = codes.dealt(s, learner.id, codes.DIGITS)
        assert renewed is not None and not codes.fits(renewed, signs, SECRET)
        removing.erase_learners(s, [learner.id], NOW)
        assert [fact.learner_id for fact in journal.facts(s, codes.CODE_DEALT)] == [other.id]


def test_a_card_opens_for_its_holder_in_a_class_that_asks_for_cards(records: Records, where: Village) -> None:
    with records.writing() as s:
        learner, member = people(s, where)
        ask(s, where, codes.CARD)
        (token,) = codes.deal(s, learner, codes.CARD, SECRET, member, NOW)
        found = codes.holder(s, where.classroom_id, token)
        assert found is not None and found.id == learner.id and len(token) >= 24
        assert codes.holder(s, where.classroom_id, token[:-1]) is None
        (renewed,) = codes.deal(s, learner, codes.CARD, SECRET, member, NOW)
        assert codes.holder(s, where.classroom_id, token) is None
        ask(s, where, codes.DIGITS)
        assert codes.holder(s, where.classroom_id, renewed) is None


def test_what_is_needed_follows_the_class_the_code_and_the_volunteer(records: Records, where: Village) -> None:
    with records.writing() as s:
        learner, member = people(s, where)
        device, _ = roster.enrol_device(s, classroom=learner.classroom, now=NOW)
        assert signing_in.needed(s, learner, NOW) == ""
        ask(s, where, codes.PICTURES)
        assert signing_in.needed(s, learner, NOW) == signing_in.VOLUNTEER
        codes.deal(s, learner, codes.PICTURES, SECRET, member, NOW)
        assert signing_in.needed(s, learner, NOW) == codes.PICTURES
        signing_in.let_in(s, learner, member, NOW)
        assert signing_in.needed(s, learner, NOW) == ""
        seating.sit_down(s, learner, device, NOW, how=seating.LET_IN)
        assert signing_in.needed(s, learner, NOW) == codes.PICTURES, "once"
        ask(s, where, codes.DIGITS)
        assert signing_in.needed(s, learner, NOW) == signing_in.VOLUNTEER
        with pytest.raises(ValueError):
            ask(s, where, "password")


def test_an_act_counts_when_it_was_done_before_the_next_sat_down(
    records: Records, where: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Steady(monkeypatch)
    with records.writing() as s:
        learner, _ = people(s, where)
        other = roster.add_learner(s, classroom=learner.classroom, name="张福海", face="f02", now=NOW)
        device, _token = roster.enrol_device(s, classroom=learner.classroom, now=NOW)
        mine = seating.sit_down(s, learner, device, NOW)

        def said(who: Learner, sitting: UUID | None, ago: float) -> Verdict:
            return seating.verdict(s, device.id, who.id, sitting, timedelta(seconds=ago), NOW)

        assert said(learner, mine, 0) == Verdict.KEEP
        clock.pass_by(60)
        theirs = seating.sit_down(s, other, device, NOW)
        assert said(learner, mine, 0) == Verdict.KEEP, "a message may have been on its way for a moment"
        clock.pass_by(5)
        assert said(other, theirs, 0) == Verdict.KEEP
        assert (said(learner, mine, 0), said(learner, mine, 60)) == (Verdict.REFUSE, Verdict.KEEP)
        assert said(learner, theirs, 60) == Verdict.REFUSE, "that sitting is somebody else's"
        assert said(learner, None, 0) == Verdict.WAIT
        assert said(other, None, 0) == Verdict.KEEP, "who sits here now"
        seating.stand_up(s, theirs, NOW)
        clock.pass_by(5)
        assert (said(other, theirs, 0), said(other, None, 0)) == (Verdict.REFUSE, Verdict.WAIT)
        assert not seating.sits(s, theirs, other.id, device.id)
