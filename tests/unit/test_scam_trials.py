"""Trials in the real lessons through the real practice: when one comes, what is kept of it, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from uuid import UUID

import pytest

from app.practice import Prepared, arrive, open_prepared, prepare, sitting
from app.practice.arriving import Done, Opening
from app.practice.recomputing import recompute
from app.records import Records, Session, journal, roster
from app.records.happened import TRIAL_CHOSEN
from app.records.identity import uuid7
from app.reports.telling import telling
from app.simulator import machine
from app.simulator.lesson import DOUBT, FRAUD, TRIAL, TRUST, stage
from app.simulator.machine import HELP, Act
from app.simulator.shelf import Shelf
from models.artefact import load
from models.detection import EVENLY, READILY, WARILY, Detection
from tests.people import NOW, Village, village
from tests.trials import LADDER, LESSON, known, opened, to_the_end, to_the_trial

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
Mind = Callable[[bool], str]
"""What somebody taps on a trial, by whether it is fraud."""


def is_trial(ready: Prepared) -> bool:
    return bool(ready.trial)


def test_the_ordinary_turn_never_brings_a_trial(shelf: Shelf) -> None:
    for lesson in shelf.lessons.values():
        numbers = {sitting.next_twist(lesson, plays) for plays in range(40)}
        assert numbers <= {0, *(twist.number for twist in lesson.own_twists)}


@pytest.mark.slow
def test_a_trial_comes_once_a_task_is_known_then_after_a_week_two_and_four(records: Records, shelf: Shelf) -> None:
    came, signals = [], []
    with records.writing() as s:
        learner = village(s).learner_id
        lessons = ("bigger-text", "connect-wifi", "check-pension", "check-farm-subsidy", "pay-resident-pension")
        first = prepare(s, shelf.lessons, LADDER, learner, LESSON, NOW, size="big")
        assert not is_trial(first) and first.twist == 0
        for lesson in lessons:
            known(s, shelf, learner, lesson)
        for day in (0, 1, 6, 7, 8, 20, 21, 22, 48, 49, 50, 76):
            now = NOW + day * DAY
            for lesson in lessons:
                ready = prepare(s, shelf.lessons, LADDER, learner, lesson, now, size="big")
                if is_trial(ready):
                    assert shelf.lessons[lesson].twists[ready.twist - 1].trial == ready.trial["signal"]
                    open_prepared(s, shelf.lessons, ready, now, locale="zh_Hans_CN", voice="cmn")
                    came.append(day)
                    signals.append(ready.trial["signal"])
                    break
    assert came == [0, 7, 21, 49]
    assert len(set(signals)) == len(signals), "each only once"


def test_a_task_that_went_badly_or_only_with_twists_is_not_known(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        where = village(s)
        careless = where.learner_id
        for _ in range(2):
            place = opened(s, shelf.lessons, careless, LESSON, NOW, twist=0)
            while not place.place.done:
                act, right = sitting.look(place), machine.next_act(place.play, place.place)
                assert right is not None
                wrong = next((rule.act for rule, slip in act.wrong if rule.verb == "tap" and not slip.detour), "")
                if wrong and not place.place.visit.slips and wrong in sitting.acts_on(act):
                    place = sitting.step(s, place, Act(wrong), uuid7(NOW), NOW)
                place = sitting.step(s, place, right, uuid7(NOW), NOW)
        assert not is_trial(prepare(s, shelf.lessons, LADDER, careless, LESSON, NOW + DAY, size="big"))
        room = roster.classroom(s, where.classroom_id)
        assert room is not None
        other = roster.add_learner(s, classroom=room, name="李", face="cap", now=NOW).id
        for _ in range(2):
            to_the_end(s, opened(s, shelf.lessons, other, LESSON, NOW, twist=1), NOW)
        assert not is_trial(prepare(s, shelf.lessons, LADDER, other, LESSON, NOW + DAY, size="big"))
        to_the_end(s, opened(s, shelf.lessons, other, LESSON, NOW, twist=0), NOW)
        assert is_trial(prepare(s, shelf.lessons, LADDER, other, LESSON, NOW + DAY, size="big"))


def test_a_task_done_only_by_asking_for_help_is_not_known(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        asks = village(s).learner_id
        for _ in range(2):
            place = opened(s, shelf.lessons, asks, LESSON, NOW, twist=0)
            while not place.place.done:
                right = machine.next_act(place.play, place.place)
                assert right is not None
                if not place.place.visit.hint:
                    place = sitting.step(s, place, Act(machine.HELP), uuid7(NOW), NOW)
                place = sitting.step(s, place, right, uuid7(NOW), NOW)
        assert not is_trial(prepare(s, shelf.lessons, LADDER, asks, LESSON, NOW + DAY, size="big"))


def test_a_safety_lesson_has_no_trial(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        learner = village(s).learner_id
        known(s, shelf, learner, "spot-scam-sms")
        assert not is_trial(prepare(s, shelf.lessons, LADDER, learner, "spot-scam-sms", NOW + DAY, size="big"))


@pytest.mark.slow
@pytest.mark.parametrize("off", [True, False])
def test_nothing_is_pointed_at_in_a_trial_and_its_choice_can_be_worked_out_anew(
    records: Records, shelf: Shelf, off: bool
) -> None:
    artefact = load().switched(off=off)
    with records.writing() as s:
        learner = village(s).learner_id
        known(s, shelf, learner)
        ready = prepare(s, shelf.lessons, artefact, learner, LESSON, NOW + DAY, size="big")
        assert is_trial(ready)
        assert (ready.levels()[TRIAL], ready.reason(TRIAL)[0]) == ("alone", "trial")
        later = NOW + 2 * DAY
        known(s, shelf, learner, "connect-wifi", later)
        place = open_prepared(s, shelf.lessons, ready, later, locale="zh_Hans_CN", voice="cmn")
        to_the_end(s, place, later, "tap doubt")
        (choice,) = journal.choices(s, learner, TRIAL_CHOSEN)
        assert choice.session_id == place.session.uuid and choice.body["code"] == "trial"
        assert recompute(s, shelf.lessons, lambda hash_: artefact, choice) == choice.body
        changed = {**choice.body, "signal": "another"}
        assert recompute(s, shelf.lessons, lambda hash_: artefact, choice) != changed


@pytest.mark.slow
def test_a_trial_on_a_tablet_that_is_off_arrives_like_any_other(records: Records, shelf: Shelf) -> None:
    with records.writing() as s:
        learner = village(s).learner_id
        known(s, shelf, learner)
        sitting.keep_versions(s, shelf.lessons, NOW)
        data = prepare(s, shelf.lessons, LADDER, learner, LESSON, NOW + DAY, size="big").as_data()
        ready, session = Prepared.of_data(data), uuid7(NOW)
        assert is_trial(ready)
        opening = Opening(session, ready, "zh_Hans_CN", "cmn", ago=DAY)
        acts = list(_told(shelf, ready, session))
        came = arrive(s, shelf.lessons, [opening], acts, NOW + 5 * DAY)
        again = arrive(s, shelf.lessons, [opening], acts, NOW + 6 * DAY)
        assert (len(came.kept), came.differs, again.differs) == (len(acts), set(), set())
        (choice,) = journal.choices(s, learner, TRIAL_CHOSEN)
        assert (choice.session_id, choice.at) == (session, NOW + 4 * DAY)
        assert telling(s, [learner]).all == 1
        old = {name: value for name, value in data.items() if name != "trial"}
        assert Prepared.of_data(old).trial == {}


def _told(shelf: Shelf, ready: Prepared, session: UUID) -> Iterator[Done]:
    """The right way of a prepared play, as a tablet tells it."""
    play = stage(shelf.lessons[ready.lesson], ready.twist)
    place = machine.start(play)
    while (act := machine.next_act(play, place)) is not None:
        screen = place.screen
        place, outcome = machine.advance(play, place, act)
        yield Done(uuid7(NOW), session, act.act, act.value, screen, outcome.kind, ago=DAY)


@pytest.mark.parametrize(
    ("taps", "doubted", "helped"),
    [
        (("tap trust",), False, 0),
        (("tap doubt",), True, 0),
        ((HELP, "tap trust"), False, 1),
        (("tap other", "tap doubt", "tap trust"), True, 0),
        (("tap trust", HELP), False, 0),
        (("tap back",), None, 0),
    ],
)
def test_the_first_choice_decides_and_help_before_it_is_told_apart(
    records: Records, shelf: Shelf, taps: tuple[str, ...], doubted: bool | None, helped: int
) -> None:
    with records.writing() as s:
        learner = village(s).learner_id
        known(s, shelf, learner)
        place = to_the_trial(s, opened(s, shelf.lessons, learner, LESSON, NOW + DAY), NOW + DAY)
        assert place.place.screen == TRIAL
        fraud = place.play.trial is not None and place.play.trial.signal == FRAUD
        for tap in taps:
            if place.place.screen == TRIAL:
                place = sitting.step(s, place, Act(tap), uuid7(NOW), NOW + DAY)
        found = telling(s, [learner])
    counts = (found.hits, found.misses, found.false_alarms, found.trusted)
    expected = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}
    assert counts == tuple(int(doubted is not None and expected[fraud, doubted] == i) for i in range(4))
    assert found.helped == helped


class Careful:
    """Right but for every twentieth of a kind."""

    def __init__(self) -> None:
        self.met = {True: 0, False: 0}

    def __call__(self, fraud: bool) -> str:
        self.met[fraud] += 1
        right = self.met[fraud] % 20 != 10
        return DOUBT if fraud == right else TRUST


MINDS: Mapping[str, Callable[[], Mind]] = {
    "refuses": lambda: lambda fraud: DOUBT,
    "believes": lambda: lambda fraud: TRUST,
    "careful": Careful,
}
EACH = 30
"""Trials of each kind that a way of answering is judged by, at least."""


def hosting(shelf: Shelf) -> list[str]:
    """Lessons that host every signal of the bank together, few of them."""
    missing, chosen = {signal.id for signal in shelf.bank.signals}, []
    while missing:
        best = max(shelf.lessons.values(), key=lambda one: len(missing & {twist.trial for twist in one.trials}))
        chosen.append(best.id)
        missing -= {twist.trial for twist in best.trials}
    return chosen


def lived(s: Session, shelf: Shelf, where: Village, mind: Mind, lessons: list[str]) -> Detection:
    """The trials of one more learner who knows some lessons and comes every fourth week, until nothing is new."""
    room = roster.classroom(s, where.classroom_id)
    assert room is not None
    learner = roster.add_learner(s, classroom=room, name="练习", face="bun", now=NOW).id
    for lesson in lessons:
        known(s, shelf, learner, lesson)
    unmet = {lesson: {twist.trial for twist in shelf.lessons[lesson].trials} for lesson in lessons}
    now = NOW
    while lesson := next((lesson for lesson in lessons if unmet[lesson]), ""):
        now += 28 * DAY
        place = opened(s, shelf.lessons, learner, lesson, now)
        trial = place.play.trial
        assert trial is not None, "always one that was not met, when it is due"
        to_the_end(s, place, now, f"tap {mind(trial.signal == FRAUD)}")
        for those in unmet.values():
            those.discard(trial.trial)
    return telling(s, [learner])


@pytest.mark.slow
@pytest.mark.holds("scam-trials")
def test_who_refuses_or_believes_everything_tells_nothing_apart_and_who_looks_does(
    records: Records, shelf: Shelf
) -> None:
    lessons, fraud = hosting(shelf), sum(signal.signal == FRAUD for signal in shelf.bank.signals)
    people = -(-EACH // min(fraud, len(shelf.bank.signals) - fraud))
    found: dict[str, Detection] = {}
    for name, make in MINDS.items():
        with records.writing() as s:
            where, mind = village(s, name=f"{name}村"), make()
            alone = [lived(s, shelf, where, mind, lessons) for _ in range(people)]
            room = [learner.id for learner in roster.learners(s, where.classroom_id)]
            found[name] = telling(s, room)
        for one in alone:
            assert one.all == len(shelf.bank.signals)
            if name != "careful":
                assert one.d_prime is not None and abs(one.d_prime) < 0.3
    apart = {name: one.d_prime for name, one in found.items() if one.d_prime is not None}
    assert set(apart) == set(MINDS) and all(min(one.fraud, one.genuine) >= EACH for one in found.values())
    assert abs(apart["refuses"]) < 0.3 and abs(apart["believes"]) < 0.3 and apart["careful"] > 2
    assert (found["refuses"].bias, found["believes"].bias, found["careful"].bias) == (WARILY, READILY, EVENLY)
