"""Two entries of the roster that are one person: nothing is lost or changed, all read one, and it can be undone."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest

from app import reports
from app.practice import calendars, invented, offers, open_play, put_before_volunteer
from app.practice.invented import Elder, World
from app.practice.planning import history
from app.practice.recomputing import recompute
from app.practice.sitting import prepare
from app.records import Records, Session, entries, journal, progress, removing, roster, summaries, verifying
from app.records.happened import HELP_ASKED
from app.records.tables import Learner
from app.simulator.shelf import Shelf
from models.artefact import load
from models.simulated import SimulatedLearner
from tests.people import NOW, Village, acts, play, village

WELL = ["desktop social correct", "login next correct", "face next correct end"]
SLIPS = ["desktop social slip", "desktop social correct", "login next hint", "login next correct"]


def again(s: Session, where: Village, name: str = "王桂芳") -> Learner:
    """Another entry in the same class."""
    room = roster.classroom(s, where.classroom_id)
    assert room
    return roster.add_learner(s, classroom=room, name=name, face="cap", now=NOW + timedelta(minutes=1))


def both(s: Session) -> tuple[Village, Learner, Learner, Learner]:
    """王桂芳 twice, who practised in turn under either, and 周大顺, who practised all of that under one."""
    where = village(s)
    stays, away, one = roster.learner(s, where.learner_id), again(s, where), again(s, where, "周大顺")
    assert stays
    for day, (who, script) in enumerate([(stays, SLIPS), (away, WELL), (stays, WELL), (away, SLIPS)]):
        for learner in (who, one):
            at = NOW + timedelta(days=day)
            acts(s, play(s, where, learner_id=learner.id, lesson="certify-pension", at=at), script)
    return where, stays, away, one


def read(s: Session, learner_id: UUID) -> list[object]:
    """What is counted for somebody, without its places in the log."""
    met = [
        one._replace(sequence=0, session_id=UUID(int=0), learner_id=UUID(int=0))
        for one in progress.opportunities(s, learner_id)
    ]
    plays = [
        one._replace(sequence=0, session_id=UUID(int=0), learner_id=UUID(int=0))
        for one in progress.finished_plays(s, learner_id)
    ]
    return [met, plays, len(progress.history(s, learner_id)), len(journal.sessions(s, learner_id))]


@pytest.mark.parametrize("summed", [False, True])
def test_merged_entries_count_as_one_person_with_both_histories_in_order_of_arrival(
    records: Records, shelf: Shelf, summed: bool
) -> None:
    with records.writing() as s:
        where, stays, away, one = both(s)
        before = read(s, stays.id), read(s, away.id)
        if summed:
            summaries.catch_up(s)
        roster.merge_learners(s, away, stays, NOW)
        assert read(s, stays.id) == read(s, away.id) == read(s, one.id) != before[0]
        merged, alone = (history(s, shelf.lessons, who) for who in (stays.id, one.id))
        assert merged == alone
        steps = [opportunity.step for opportunity in alone]
        assert len(set(steps)) > 1
        plans = [
            prepare(s, shelf.lessons, load(), who, "certify-pension", NOW, twist=0, size="true").plan
            for who in (stays.id, one.id)
        ]
        assert plans[0] == plans[1]
        assert [offer.lesson.id for offer in offers(s, shelf.lessons, load(), stays.id, NOW)] == [
            offer.lesson.id for offer in offers(s, shelf.lessons, load(), one.id, NOW)
        ]
        assert {met.learner_id for met in progress.classroom_opportunities(s, where.classroom_id)} == {stays.id, one.id}
        assert {met.learner_id for met in progress.classroom_plays(s, where.classroom_id)} == {stays.id, one.id}
        summaries.rebuild(s)
        assert read(s, stays.id) == read(s, one.id)
        assert verifying.verify(s) == []


def test_whoever_was_merged_is_shown_once_and_found_by_either_entry(records: Records) -> None:
    with records.writing() as s:
        where, stays, away, one = both(s)
        room = roster.classroom(s, where.classroom_id)
        assert room
        assert roster.counts(s)["learner"] == 3
        roster.merge_learners(s, away, stays, NOW)
        assert [learner.id for learner in roster.learners(s, where.classroom_id)] == [stays.id, one.id]
        assert roster.counts(s)["learner"] == 2
        assert roster.learner(s, away.id) == stays
        assert roster.set_preferences(s, away.id, {"size": "l"}) == stays.preferences
        assert [entry.id for entry in roster.merged_into(s, stays.id)] == [away.id]
        report = reports.class_report(s, room)
        assert [line.learner.id for line in report.lines] == [stays.id, one.id]
        assert report.lines[0].steps == report.lines[1].steps
        journal.append_fact(s, kind=HELP_ASKED, learner_id=away.id, body={"page": "/home"}, now=NOW + timedelta(days=3))
        shown = reports.board(s, room, NOW + timedelta(days=3, minutes=1))
        assert [seat.learner.id for seat in shown.asked] == [stays.id]


def test_merging_goes_on_over_several_and_no_entry_is_merged_into_itself(records: Records) -> None:
    with records.writing() as s:
        _, stays, away, one = both(s)
        roster.merge_learners(s, away, stays, NOW)
        for pair in ((stays, stays), (away, one), (one, away)):
            with pytest.raises(ValueError):
                roster.merge_learners(s, *pair, NOW)
        roster.merge_learners(s, stays, one, NOW)
        assert entries.of_person(s, away.id) == {stays.id, away.id, one.id}
        assert roster.learner(s, away.id) == one
        roster.part_learners(s, stays.id, NOW)
        assert entries.merged(s) == {away.id: stays.id}


def test_an_invented_person_is_never_merged_with_a_real_one(records: Records) -> None:
    with records.writing() as s:
        real, demo = village(s), village(s, name="柳湾", demo=True)
        pair = roster.learner(s, real.learner_id), roster.learner(s, demo.learner_id)
        assert pair[0] and pair[1]
        with pytest.raises(ValueError):
            roster.merge_learners(s, pair[0], pair[1], NOW)


def test_parting_gives_each_entry_its_own_again_and_what_came_since_to_the_one_that_stayed(records: Records) -> None:
    with records.writing() as s:
        where, stays, away, _ = both(s)
        before = read(s, stays.id), read(s, away.id)
        roster.merge_learners(s, away, stays, NOW)
        with pytest.raises(LookupError):
            roster.part_learners(s, stays.id, NOW)
        roster.part_learners(s, away.id, NOW)
        assert (read(s, stays.id), read(s, away.id)) == before
        assert len(roster.learners(s, where.classroom_id)) == 3
        assert verifying.verify(s) == []


def test_a_play_begun_under_one_entry_goes_on_under_the_other(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        stays, away = roster.learner(s, where.learner_id), again(s, where)
        assert stays
        begun = open_play(s, shelf.lessons, load(), away.id, "certify-pension", NOW)
        roster.merge_learners(s, away, stays, NOW)
        going_on = open_play(s, shelf.lessons, load(), stays.id, "certify-pension", NOW)
        assert going_on.session.uuid == begun.session.uuid


def test_whoever_is_erased_goes_with_every_entry_of_theirs(records: Records) -> None:
    with records.writing() as s:
        where, stays, away, one = both(s)
        roster.merge_learners(s, away, stays, NOW)
        assert removing.erase_learners(s, [stays.id], NOW).learners == 2
        assert [learner.id for learner in roster.learners(s, where.classroom_id)] == [one.id]
        assert entries.merged(s) == {}
        assert s.get(Learner, away.id) is None
        assert verifying.verify(s) == []


@pytest.mark.slow
def test_choices_from_before_and_after_merging_and_moving_can_be_worked_out_anew(
    records: Records, shelf: Shelf
) -> None:
    shipped = load()
    with records.writing() as s:
        where = village(s, demo=True)
        stays, room = roster.learner(s, where.learner_id), roster.classroom(s, where.classroom_id)
        assert stays and room
        away = roster.add_learner(s, classroom=room, name="王桂芳", face="cap", now=NOW, demo=True)
        other = roster.add_classroom(s, site=room.site, name="二班", now=NOW, demo=True)

        def practise(who: Learner, day: int) -> None:
            elder, at = Elder(who.id, SimulatedLearner("again", "asks"), NOW), NOW + timedelta(days=3 * day)
            world = World(shelf.lessons, shipped, Random(day))
            lesson = invented.choose(s, world, elder, at)
            invented.play(s, world, elder, lesson, at + timedelta(minutes=1), at + timedelta(hours=1))
            open_play(s, shelf.lessons, shipped, who.id, "certify-pension", at + timedelta(hours=2), afresh=True)
            at += timedelta(hours=3)
            put_before_volunteer(s, shelf.lessons, shipped, who.classroom_id, {who.id}, at)

        for day, who in enumerate((stays, away, stays, away)):
            practise(who, day)
        calendars.keep(s, where.classroom_id, [1], NOW)
        roster.merge_learners(s, away, stays, NOW)
        practise(stays, 5)
        roster.move_learner(s, stays, other, NOW)
        practise(stays, 6)
        roster.part_learners(s, away.id, NOW)
        practise(stays, 7)
        practise(away, 8)
        kept = [choice for who in (stays, away) for choice in journal.choices(s, who.id)]
        assert {choice.kind for choice in kept} >= {"support", "suggestion", "sit_with"}
        assert len(kept) > 20
        for choice in kept:
            assert recompute(s, shelf.lessons, lambda hash_: shipped, choice) == choice.body
