"""Whatever an elder does, there is a way to the finish: any sequence of acts, on every lesson and twist."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.practice.sitting import acts_on
from app.simulator import machine
from app.simulator.glance import look
from app.simulator.lesson import Play, stage
from app.simulator.machine import Act, advance, replay, start
from app.simulator.screen import Voice, view
from tests.shelves import EACH, LESSONS

VALUES = ("", "answer", "other", "real-data")
PLAIN = Voice(lambda text: text.zh, lambda text: "", lambda app: app)


@cache
def plays(lesson: str) -> tuple[Play, ...]:
    found = LESSONS[lesson]
    return tuple(stage(found, twist) for twist in range(len(found.twists) + 1))


@cache
def possible(lesson: str, twist: int, screen: str) -> tuple[str, ...]:
    return tuple(sorted(acts_on(plays(lesson)[twist].screens[screen])))


@pytest.mark.parametrize("lesson", EACH)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_some_sequences_of_acts_leave_a_way_to_the_finish(lesson: str, data: st.DataObject) -> None:
    a_sequence_leaves_a_way(lesson, data)


@pytest.mark.slow
@pytest.mark.holds("way-out")
@pytest.mark.parametrize("lesson", EACH)
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_any_sequence_of_acts_leaves_a_way_to_the_finish(lesson: str, data: st.DataObject) -> None:
    a_sequence_leaves_a_way(lesson, data)


def a_sequence_leaves_a_way(lesson: str, data: st.DataObject) -> None:
    """Draw acts as a learner might do them, do them, and go on by the right path to the end."""
    twist = data.draw(st.integers(0, len(plays(lesson)) - 1), label="twist")
    play, acts = plays(lesson)[twist], []
    place = start(play)
    for choice in data.draw(
        st.lists(st.tuples(st.integers(0, 63), st.sampled_from(VALUES)), max_size=30), label="acts"
    ):
        can = possible(lesson, twist, place.screen)
        right = machine.next_act(play, place)
        act = right if choice[0] % 3 == 0 and right else Act(can[choice[0] % len(can)], choice[1])
        before = place
        place, outcome = advance(play, place, act)
        acts.append(act)
        assert outcome.kind in ("correct", "slip", "neutral", "hint")
        assert place.visit.slips - before.visit.slips <= 1 or place.screen != before.screen
        assert place.screen in play.screens
    assert replay(play, acts).place == place
    assert view(play.lesson, play.screens[place.screen], PLAIN).say.text
    assert look(play, place, None).total > 0
    left = list(machine.path(play, place))
    assert len(left) < machine.LONGEST
    for _, act in left:
        place, outcome = advance(play, place, act)
        assert outcome.kind in ("correct", "neutral"), act
    assert place.done


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_somebody_beside_changes_nothing_but_that(data: st.DataObject) -> None:
    """Whoever sits down or leaves at any moment, the same acts lead to the same place."""
    lesson = data.draw(st.sampled_from(sorted(LESSONS)), label="lesson")
    play = plays(lesson)[data.draw(st.integers(0, len(plays(lesson)) - 1), label="twist")]
    place, acts = start(play), []
    for number, value in data.draw(st.lists(st.tuples(st.integers(0, 63), st.sampled_from(VALUES)), max_size=25)):
        can = possible(lesson, play.twist, place.screen)
        right = machine.next_act(play, place)
        acts.append(right if number % 2 and right else Act(can[number % len(can)], value))
        place, _ = advance(play, place, acts[-1])
    toggles = [act.act for act in acts if act.act in (machine.BESIDE, machine.GONE)]
    alone = replay(play, [act for act in acts if act.act not in (machine.BESIDE, machine.GONE)])
    assert replace(place, beside=False) == alone.place
    assert place.done or place.beside == (toggles[-1:] == [machine.BESIDE])
