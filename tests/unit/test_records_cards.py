"""Checks of front-door cards are facts: appended, told by the latest, real and invented ones apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.records import Records, Session, cards, journal, progress, removing, roster, verifying
from app.records.cards import CARD_CHECKED, LONGEST_NOTE
from app.records.tables import Staff
from app.simulator.bridges import HOW
from app.simulator.catalogue import Bridge
from app.simulator.lesson import Text
from tests.people import NOW, play, village

CARD = Bridge("pension", Text("o", "社保软件"), Text("p", "12333"), Text("f", "镇上社保所"))


def trainer(s: Session, name: str = "周老师", *, demo: bool = False) -> Staff:
    return roster.add_staff(s, name=name, name_latin="Teacher Zhou", role="trainer", password="x", now=NOW, demo=demo)


def test_a_check_says_who_when_how_and_what_differs(records: Records) -> None:
    with records.writing() as s:
        member = trainer(s)
        cards.check(s, member, CARD, how="counter", differs=" 窗口\n搬到 二楼了 ", now=NOW)
    with records.session() as s:
        found = cards.latest(s, demo=False)["pension"]
        (fact,) = journal.facts(s, CARD_CHECKED)
    assert (found.name, found.name_latin, found.how, found.differs) == (
        "周老师", "Teacher Zhou", "counter", "窗口 搬到 二楼了",
    )  # fmt: skip
    assert (found.on, found.fingerprint, fact.body["by"]) == (date(2026, 9, 1), CARD.fingerprint, str(member.id))


def test_the_latest_check_of_a_card_counts_and_the_others_stay(records: Records) -> None:
    with records.writing() as s:
        member = trainer(s)
        cards.check(s, member, CARD, how="telephone", differs="没人接", now=NOW)
        cards.check(s, member, CARD, how="telephone", differs="", now=NOW - timedelta(days=900))
        cards.check(s, member, replace(CARD, task="other"), how="office", differs="", now=NOW)
    with records.session() as s:
        assert {name: one.differs for name, one in cards.latest(s, demo=False).items()} == {"pension": "", "other": ""}
        assert len(journal.facts(s, CARD_CHECKED)) == 3
        assert verifying.verify(s) == []


def test_a_day_is_the_villages(records: Records) -> None:
    with records.writing() as s:
        cards.check(s, trainer(s), CARD, how="phone", differs="", now=NOW.replace(hour=17))
        assert cards.latest(s, demo=False)["pension"].on == date(2026, 9, 2)


def test_the_same_said_twice_a_day_is_one_check(records: Records) -> None:
    with records.writing() as s:
        member = trainer(s)
        first = cards.check(s, member, CARD, how="phone", differs="", now=NOW)
        assert cards.check(s, member, CARD, how="phone", differs=" ", now=NOW + timedelta(minutes=1)) == first
        cards.check(s, member, CARD, how="phone", differs="", now=NOW + timedelta(days=1))
        cards.check(s, trainer(s, "吴老师"), CARD, how="phone", differs="", now=NOW + timedelta(days=1))
        assert len(journal.facts(s, CARD_CHECKED)) == 3


@pytest.mark.parametrize(("how", "differs"), [("", ""), ("guess", ""), ("phone", "长" * (LONGEST_NOTE + 1))])
def test_a_check_without_a_way_or_with_a_long_note_is_refused(records: Records, how: str, differs: str) -> None:
    with records.writing() as s:
        member = trainer(s)
        with pytest.raises(ValueError):
            cards.check(s, member, CARD, how=how, differs=differs, now=NOW)
        cards.check(s, member, CARD, how=HOW[0], differs="长" * LONGEST_NOTE, now=NOW)


@pytest.mark.holds("front-door")
def test_what_an_invented_trainer_checks_says_nothing_to_real_people_and_goes_with_the_demo(records: Records) -> None:
    with records.writing() as s:
        real, demo = trainer(s), trainer(s, "演示老师", demo=True)
        cards.check(s, demo, CARD, how="phone", differs="", now=NOW)
        assert cards.latest(s, demo=False) == {}
        cards.check(s, real, CARD, how="phone", differs="号码换了", now=NOW)
        assert cards.latest(s, demo=True)["pension"].differs == ""
    with records.writing() as s:
        removing.remove_demo(s, NOW)
    with records.session() as s:
        assert cards.latest(s, demo=True) == {}
        assert cards.latest(s, demo=False)["pension"].differs == "号码换了"
        assert verifying.verify(s) == []


def test_what_a_class_practises_is_what_its_people_began_lately(records: Records) -> None:
    with records.writing() as s:
        where, other = village(s), village(s, name="江城")
        play(s, where, lesson="pay", at=NOW)
        play(s, where, lesson="pay", at=NOW)
        play(s, where, lesson="old", at=NOW - timedelta(days=30))
        play(s, other, lesson="elsewhere", at=NOW)
        assert progress.lessons_since(s, where.classroom_id, NOW - timedelta(days=28)) == {"pay"}
