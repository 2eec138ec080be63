"""A person chooses somebody's support in place of the model: a fact, what it does to the next play, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest

from app.practice import Prepared, invented, open_play, opening, planning, prepare, sitting, upcoming
from app.practice.arriving import Opening, arrive
from app.practice.invented import Elder, World
from app.practice.recomputing import CannotRecompute, recompute
from app.records import Records, Session, journal, meetings, removing, roster, supports
from app.records.happened import HAND
from app.records.supports import ALL, MODEL
from app.simulator.shelf import Shelf
from app.simulator.support import SUPPORT
from models.artefact import Learner, load
from models.recalibration import predictions
from models.rows import rows_from_histories
from models.simulated import SimulatedLearner
from tests.people import NOW, Village, village
from tests.trials import LADDER, LESSON, known

pytestmark = [pytest.mark.slow, pytest.mark.holds("override")]

PENSION, WIFI = "certify-pension", "connect-wifi"
BY = uuid4()


@pytest.fixture
def s(records: Records) -> Iterator[Session]:
    with records.writing() as s:
        yield s


@pytest.fixture
def where(s: Session, shelf: Shelf) -> Village:
    """Somebody who has practised twice."""
    made = village(s)
    elder = Elder(made.learner_id, SimulatedLearner("chosen", "steady"), NOW)
    for day in (1, 3):
        world = World(shelf.lessons, load(), Random(day))
        at = NOW + timedelta(days=day)
        invented.play(s, world, elder, PENSION, at, at + timedelta(hours=2))
    return made


def choose(s: Session, who: UUID, lesson: str, support: str) -> supports.Chosen | None:
    return supports.choose(s, who, lesson, support, by=BY, now=NOW + timedelta(days=9))


def ready(s: Session, shelf: Shelf, who: UUID, lesson: str = PENSION) -> Prepared:
    return prepare(s, shelf.lessons, load(), who, lesson, NOW + timedelta(days=10), trial=False)


def levels(of: Prepared) -> set[str]:
    return set(of.levels().values())


def test_a_lessons_own_choice_goes_before_that_for_all_and_each_is_put_back_by_itself(
    s: Session, shelf: Shelf, where: Village
) -> None:
    who = where.learner_id
    before = ready(s, shelf, who), ready(s, shelf, who, WIFI)
    assert choose(s, who, ALL, "shown") and choose(s, who, PENSION, "prompted")
    assert (levels(ready(s, shelf, who)), levels(ready(s, shelf, who, WIFI))) == ({"prompted"}, {"shown"})
    assert choose(s, who, PENSION, "prompted") is None, "the same again is nothing new"
    assert choose(s, who, PENSION, MODEL)
    assert levels(ready(s, shelf, who)) == {"shown"}
    assert choose(s, who, ALL, MODEL) and choose(s, who, ALL, MODEL) is None
    assert (ready(s, shelf, who), ready(s, shelf, who, WIFI)) == before
    assert [(one.lesson, one.support, one.by) for one in supports.told(s, who)] == [
        (ALL, "shown", BY),
        (PENSION, "prompted", BY),
        (PENSION, MODEL, BY),
        (ALL, MODEL, BY),
    ]
    with pytest.raises(ValueError, match="much"):
        choose(s, who, PENSION, "much")


def test_the_models_own_stays_beside_it_and_the_learner_is_told_of_neither(
    s: Session, shelf: Shelf, where: Village
) -> None:
    own = ready(s, shelf, where.learner_id)
    chosen = choose(s, where.learner_id, PENSION, "guided")
    assert chosen is not None
    mine = ready(s, shelf, where.learner_id)
    for screen, step in mine.plan["steps"].items():
        model = own.plan["steps"][screen]
        assert step == {**model, "level": "guided", "model": model["level"]}
        assert mine.reason(screen) == (own.reason(screen) if model["level"] == "guided" else ("", {}))
    assert planning.by_hand(s, mine.plan) == chosen and planning.by_hand(s, own.plan) is None
    assert mine.plan[HAND] == {"fact": str(chosen.uuid), "level": "guided"}


def test_a_play_that_is_open_keeps_its_plan_and_the_next_one_has_the_choice(
    s: Session, shelf: Shelf, where: Village
) -> None:
    who, later = where.learner_id, NOW + timedelta(days=10)
    first = open_play(s, shelf.lessons, load(), who, WIFI, later)
    choose(s, who, WIFI, "alone")
    assert open_play(s, shelf.lessons, load(), who, WIFI, later).session == first.session
    again = open_play(s, shelf.lessons, load(), who, WIFI, later, afresh=True)
    assert again.planned == again.support == "alone" and again.session.plan[HAND]["level"] == "alone"
    choose(s, who, WIFI, MODEL)
    assert HAND not in open_play(s, shelf.lessons, load(), who, WIFI, later, afresh=True).session.plan


def test_a_trial_stays_as_it_is(s: Session, shelf: Shelf) -> None:
    who = village(s).learner_id
    known(s, shelf, who, LESSON)
    choose(s, who, ALL, "shown")
    held = prepare(s, shelf.lessons, LADDER, who, LESSON, NOW, size="big")
    assert held.trial
    plain = {screen: step for screen, step in held.plan["steps"].items() if step["code"] != "trial"}
    assert {step["level"] for step in plain.values()} == {"shown"}
    assert [step["level"] for step in held.plan["steps"].values() if step["code"] == "trial"] == ["alone"]


def test_a_plan_that_a_tablet_fetched_before_is_kept_as_it_was_given(s: Session, shelf: Shelf, where: Village) -> None:
    who, later = where.learner_id, NOW + timedelta(days=10)
    sitting.keep_versions(s, shelf.lessons, NOW)
    fetched = ready(s, shelf, who, WIFI)
    choose(s, who, ALL, "shown")
    anew = ready(s, shelf, who, WIFI)
    came = []
    for one in (fetched, anew):
        play = Opening(uuid4(), Prepared.of_data(one.as_data()), "zh_Hans_CN", "cmn", timedelta(minutes=5))
        arrive(s, shelf.lessons, [play], [], later)
        came.append(journal.session(s, play.session))
    assert [one is not None and one.plan.get(HAND, {}).get("level") for one in came] == [None, "shown"]
    assert supports.plays_by_hand(s) == {came[1].uuid if came[1] else None}


def test_a_choice_by_hand_is_worked_out_anew_and_none_without_its_fact(
    s: Session, shelf: Shelf, where: Village
) -> None:
    choose(s, where.learner_id, PENSION, "prompted")
    open_play(s, shelf.lessons, load(), where.learner_id, PENSION, NOW + timedelta(days=10), afresh=True)
    support = journal.choices(s, where.learner_id, "support")[-1]
    assert support.body[HAND]["level"] == "prompted"
    assert recompute(s, shelf.lessons, lambda _: load(), support) == support.body
    lost = support._replace(body={**support.body, HAND: {"fact": str(uuid4()), "level": "prompted"}})
    with pytest.raises(CannotRecompute):
        recompute(s, shelf.lessons, lambda _: load(), lost)


def test_what_was_met_by_hand_is_history_and_judges_no_model(s: Session, shelf: Shelf, where: Village) -> None:
    who, later = where.learner_id, NOW + timedelta(days=10)
    choose(s, who, ALL, "prompted")
    elder = Elder(who, SimulatedLearner("chosen", "steady"), NOW)
    place, _ = invented.play(s, World(shelf.lessons, load(), Random(7)), elder, WIFI, later, later + timedelta(hours=2))
    hand = supports.plays_by_hand(s)
    assert hand == {place.session.uuid}
    plain, marked = (planning.history(s, shelf.lessons, who, by_hand=some) for some in ((), hand))
    theirs = [one for one in marked if one.by_hand]
    assert len(theirs) > 5 and {one.step.split(".")[0] for one in theirs} == {WIFI}
    answers = sum(one.outcome != "helped" for one in marked if not one.by_hand)
    assert len(list(predictions(load(), [marked]))) == answers < len(list(predictions(load(), [plain])))
    assert rows_from_histories([marked]).target.sum() == answers
    assert rows_from_histories([plain]).target.sum() == sum(one.outcome != "helped" for one in plain)
    one, other = Learner(load()), Learner(load())
    for before, after in zip(plain, marked, strict=True):
        one.update(before)
        other.update(after)
    assert one.memory.skills.keys() == other.memory.skills.keys(), "it is learned from all the same"
    told = meetings._expected(place.session.plan)
    assert told == {}
    assert meetings._expected({"steps": place.session.plan["steps"]})


def test_what_comes_next_is_what_is_offered_and_opened(s: Session, shelf: Shelf, where: Village) -> None:
    later = NOW + timedelta(days=10)
    learner = roster.learner(s, where.learner_id)
    assert learner is not None
    coming = upcoming(s, shelf.lessons, load(), learner, later)
    assert coming is not None
    chosen = next(level for level in SUPPORT if level != coming.suggested)
    choose(s, learner.id, ALL, chosen)
    told = upcoming(s, shelf.lessons, load(), learner, later)
    assert told is not None and (told.given, told.suggested) == (chosen, coming.suggested)
    place = open_play(s, shelf.lessons, load(), learner.id, told.offer.lesson.id, later)
    if not told.offer.unfinished:
        assert (place.session.plan, place.place.screen) == (told.plan, told.screen)
    assert opening(s, shelf.lessons, load(), learner, told.offer.lesson.id, later).plan == place.session.plan


def test_two_entries_of_one_person_have_one_choice_and_nothing_is_left_of_whoever_is_erased(
    s: Session, shelf: Shelf, where: Village
) -> None:
    room, first = roster.classroom(s, where.classroom_id), roster.learner(s, where.learner_id)
    assert room is not None and first is not None
    second = roster.add_learner(s, classroom=room, name="王桂芳", face="f02", now=NOW)
    choose(s, second.id, ALL, "shown")
    roster.merge_learners(s, second, first, NOW)
    assert levels(ready(s, shelf, first.id, WIFI)) == {"shown"}
    assert supports.marks(s, {first.id}) == {str(first.id): 1}
    removing.erase_learners(s, [first.id], NOW)
    assert journal.facts(s, supports.SUPPORT_SET) == []
